"""What protected tables hold of surveys: a group's indices in its newest survey, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.enkat import ARSKURSER, GRUPPER, INDEX, SHARED, Index, Svarsgrupp, code_of
from analys.indicators.enkat_statistik import MOT_ARSKURSER, MOT_ELEVER, VIKTAD
from analys.presentation.franvaro_lasning import find_cell
from analys.presentation.selection import has_value
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

LAGSTA_SVARSFREKVENS = 50.0
"""Below so many per cent answered, nothing is said to differ."""

KON = "flickor-pojkar"


@dataclass(frozen=True)
class Enkat:
    """The newest survey of a group, up to the report's läsår.

    Parameters
    ----------
    grupp : Svarsgrupp
    lasar : str
        Läsår of the survey.
    fore : str
        Läsår of the survey before, "" where there is none.
    svar : ShownCell or None
        The response rate.
    index : mapping of str to ShownCell
        Index -> its level, those that may be shown.
    dolda : bool
        Whether any index of the group may not be shown.
    """

    grupp: Svarsgrupp
    lasar: str
    fore: str
    svar: ShownCell | None
    index: Mapping[str, ShownCell]
    dolda: bool

    @property
    def is_enough(self) -> bool:
        """Whether so many have answered that differences may be told of."""
        return self.svar is not None and self.svar.varde >= LAGSTA_SVARSFREKVENS


def read_survey(run: Underlag, tables: Tables, grupp: str) -> Enkat | None:
    """The newest survey of a group; None where nothing of it may be shown."""
    name = f"roster_{grupp}"
    if name not in tables:
        return None
    codes = {code_of(grupp, index): index for index in INDEX}
    levels = [
        cell
        for cell in tables[name].cells(indikator=list(codes), enhetstyp="kommun", kon="alla", jamforelse="")
        if cell.lasar <= run.parameters.lasar and cell.status != "saknas"
    ]
    years = sorted({cell.lasar for cell in levels})
    if not years:
        return None
    now = years[-1]
    shown = {codes[cell.indikator]: cell for cell in levels if cell.lasar == now and has_value(cell)}
    if not shown:
        return None
    rate = find_cell(
        tables, ("roster_svar",), indikator=GRUPPER[grupp].rate, enhetstyp="kommun", lasar=now, kon="alla"
    )
    return Enkat(
        GRUPPER[grupp],
        now,
        years[-2] if len(years) > 1 else "",
        rate,
        {index: shown[index] for index in INDEX if index in shown},
        any(cell.lasar == now and cell.status == "skyddad" for cell in levels),
    )


def read_change(tables: Tables, enkat: Enkat, index: str) -> ShownCell | None:
    """The change of an index since the survey before that asked the same."""
    code = code_of(enkat.grupp.kod, index)
    return _find_comparison(tables, enkat, code, "mot ")


def read_gap(tables: Tables, enkat: Enkat, index: str) -> ShownCell | None:
    """Girls' index minus boys'."""
    code = code_of(enkat.grupp.kod, index)
    return _find_comparison(tables, enkat, code, KON)


def read_staff_gap(tables: Tables, enkat: Enkat, index: str) -> ShownCell | None:
    """Staff's index minus pupils'."""
    if "roster_jamforelse" not in tables:
        return None
    return tables["roster_jamforelse"].cell(
        indikator=code_of("personal", index), enhetstyp="kommun", lasar=enkat.lasar, jamforelse=MOT_ELEVER
    )


def read_group(tables: Tables, enkat: Enkat, index: str, kon: str) -> ShownCell | None:
    """Girls' or boys' level."""
    return find_cell(
        tables,
        (f"roster_{enkat.grupp.kod}",),
        indikator=code_of(enkat.grupp.kod, index),
        enhetstyp="kommun",
        lasar=enkat.lasar,
        kon=kon,
        jamforelse="",
    )


def read_year_groups(tables: Tables, enkat: Enkat, index: str) -> Sequence[tuple[int, ShownCell]]:
    """The pupils' level in each year group that may be shown, lowest year group first."""
    found = [
        (
            arskurs,
            find_cell(
                tables,
                ("roster_elev",),
                indikator=code_of("elev", index, arskurs),
                enhetstyp="kommun",
                lasar=enkat.lasar,
                kon="alla",
                jamforelse="",
            ),
        )
        for arskurs in ARSKURSER
    ]
    return [(arskurs, cell) for arskurs, cell in found if cell is not None and has_value(cell)]


def read_year_gaps(tables: Tables, enkat: Enkat) -> Sequence[tuple[Index, int, ShownCell, ShownCell]]:
    """Each index in each year group: its level, and how far it lies from the other year groups together."""
    found = []
    for index in enkat.index:
        for arskurs, level in read_year_groups(tables, enkat, index):
            gap = find_cell(
                tables,
                ("roster_elev",),
                indikator=code_of("elev", index, arskurs),
                enhetstyp="kommun",
                lasar=enkat.lasar,
                jamforelse=MOT_ARSKURSER,
            )
            if gap is not None and has_value(gap):
                found.append((INDEX[index], arskurs, level, gap))
    return found


def read_weighted(tables: Tables, enkat: Enkat, index: str) -> ShownCell | None:
    """The level whose answers weigh as much as those that they stand for."""
    return find_cell(
        tables,
        ("roster_vikt",),
        indikator=code_of(enkat.grupp.kod, index),
        enhetstyp="kommun",
        lasar=enkat.lasar,
        kon="alla",
        jamforelse=VIKTAD,
    )


def read_rates(tables: Tables, enkat: Enkat) -> Sequence[tuple[int, ShownCell]]:
    """The pupils' response rate in each year group that may be shown."""
    found = [
        (
            arskurs,
            find_cell(
                tables,
                ("roster_svar",),
                indikator=f"{enkat.grupp.rate}_ak{arskurs}",
                enhetstyp="kommun",
                lasar=enkat.lasar,
                kon="alla",
            ),
        )
        for arskurs in ARSKURSER
    ]
    return [(arskurs, cell) for arskurs, cell in found if cell is not None and has_value(cell)]


def find_broken(tables: Tables, enkat: Enkat) -> list[Index]:
    """Indices that the survey before has too, with other questions, so that nothing is compared."""
    before = find_cell(
        tables,
        ("roster_svar",),
        indikator=enkat.grupp.rate,
        enhetstyp="kommun",
        lasar=enkat.fore,
        kon="alla",
    )
    if before is None or before.varde < LAGSTA_SVARSFREKVENS or not enkat.is_enough:
        return []
    keys = {"enhetstyp": "kommun", "kon": "alla"}
    table = tables[f"roster_{enkat.grupp.kod}"]
    levels = {cell.indikator for cell in table.cells(lasar=enkat.fore, jamforelse="", **keys)}
    compared = {
        c.indikator for c in table.cells(lasar=enkat.lasar, **keys) if c.jamforelse.startswith("mot ")
    }
    codes = {index: code_of(enkat.grupp.kod, index) for index in enkat.index}
    return [INDEX[index] for index, code in codes.items() if code in levels and code not in compared]


def list_shared(tables: Tables, pupils: Enkat | None, staff: Enkat | None) -> list[Index]:
    """Indices that both pupils and staff have in the same läsår."""
    if pupils is None or staff is None or pupils.lasar != staff.lasar:
        return []
    return [INDEX[index] for index in SHARED if index in pupils.index and index in staff.index]


def _find_comparison(tables: Tables, enkat: Enkat, code: str, start: str) -> ShownCell | None:
    cells = tables[f"roster_{enkat.grupp.kod}"].cells(
        indikator=code, enhetstyp="kommun", lasar=enkat.lasar, kon="alla"
    )
    found = [cell for cell in cells if cell.jamforelse.startswith(start) and has_value(cell)]
    return found[-1] if found else None
