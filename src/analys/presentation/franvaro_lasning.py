"""What protected tables hold of absence: a group of pupils in a term, by band and on average."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro import FRANVARO, TERMINER, Grupp
from analys.indicators.franvaro_band import name_bands
from analys.presentation.formats import NBSP
from analys.presentation.selection import has_value
from analys.presentation.text import Label
from analys.presentation.wording import delta_of
from analys.termin import Termin, name_change
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KOMMUN = ("franvaro_band", "franvaro_arskurser", "franvaro_kon", "franvaro_andring")
"""Tables that hold the municipality's levels; a cell that stands in several is the same in each."""


class Niva(NamedTuple):
    """Absence of a group of pupils in a term; None what there is not, or may not be shown.

    Parameters
    ----------
    grupp : Grupp
    medel : ShownCell or None
        Mean of the pupils' shares of absence.
    band : mapping of str to ShownCell
        Share of pupils in each band that may be shown, by its name.
    """

    grupp: Grupp
    medel: ShownCell | None
    band: Mapping[str, ShownCell]


def find_cell(tables: Tables, names: Sequence[str], *, indikator: str, **keys: str) -> ShownCell | None:
    """The shown cell of a measure with these keys in the first of the tables that has it."""
    for name in names:
        if name not in tables:
            continue
        for cell in _group_cells(tables[name]).get(indikator, ()):
            if cell.shown and all(getattr(cell, key) == wanted for key, wanted in keys.items()):
                return cell
    return None


@lru_cache(maxsize=32)
def _group_cells(table: ProtectedTable) -> Mapping[str, Sequence[ShownCell]]:
    """Cells of a table by their measure: text looks up many, and a table never changes."""
    grouped: dict[str, list[ShownCell]] = {}
    for cell in table.cells():
        grouped.setdefault(cell.indikator, []).append(cell)
    return grouped


def read_level(
    run: Underlag, tables: Tables, grupp: Grupp, termin: Termin | None = None, *, kon: str = "alla"
) -> Niva:
    """The municipality's absence in a group of year groups.

    Parameters
    ----------
    termin : Termin, optional
        The report's when left out.
    kon : {"alla", "flickor", "pojkar"}
    """
    when = termin or run.parameters.termin
    own = {"enhetstyp": "kommun", "lasar": when.lasar, "kon": kon, "svsva": "alla", "jamforelse": ""}
    bands = {
        name: find_cell(
            tables, KOMMUN, indikator=f"franvaroband_{when.termin}_{grupp.kod}", kategori=name, **own
        )
        for name in name_bands(run.parameters.band)
    }
    mean = find_cell(tables, KOMMUN, indikator=f"franvaro_{when.termin}_{grupp.kod}", **own)
    return Niva(grupp, mean, {name: cell for name, cell in bands.items() if cell is not None})


def name_term(termin: Termin) -> Label:
    """The term inside a sentence: "vårterminen 2026"."""
    return Label(f"{TERMINER[termin.termin]}{NBSP}{termin.ar}")


def name_band(kategori: str) -> Label:
    """A band as the pupils' absence: "20–29 procents frånvaro"."""
    return Label(f"{kategori}{NBSP}procents frånvaro")


def find_delta(run: Underlag) -> float:
    """Smallest difference in absence that counts, in percentage points."""
    return delta_of(FRANVARO[0], run.parameters)


def name_points(points: float) -> str:
    """Percentage points in words.

    Examples
    --------
    >>> name_points(1.0), name_points(0.5)
    ('1 procentenhet', '0,5 procentenheter')
    """
    return f"{points:g} procentenhet{'' if points == 1 else 'er'}".replace(".", ",")


class Forandring(NamedTuple):
    """A change between the term compared with and the report's; all three may be shown."""

    grupp: Grupp
    fore: ShownCell
    nu: ShownCell
    andring: ShownCell


def name_comparison(run: Underlag) -> str:
    """`jamforelse` of a change between the run's terms: by läsår where they are of the same kind."""
    return name_change(run.parameters.termin, run.parameters.jamforelsetermin)


def read_change(
    run: Underlag, tables: Tables, grupp: Grupp, kategori: str = "", *, kon: str = "alla"
) -> Forandring | None:
    """The change of a group's mean, or of its share of pupils in a band; None where it may not be shown."""
    then = run.parameters.jamforelsetermin
    levels = [read_level(run, tables, grupp, termin, kon=kon) for termin in (then, run.parameters.termin)]
    before, now = (niva.band.get(kategori) if kategori else niva.medel for niva in levels)
    if before is None or now is None:
        return None
    change = find_cell(
        tables,
        KOMMUN,
        indikator=now.indikator,
        enhet=now.enhet,
        lasar=now.lasar,
        kon=kon,
        kategori=kategori,
        jamforelse=name_comparison(run),
    )
    return Forandring(grupp, before, now, change) if change is not None else None


def read_registered(
    run: Underlag, tables: Tables, grupp: Grupp, termin: Termin | None = None
) -> dict[str, ShownCell]:
    """The registered share of each school in a group of year groups, by skolenhetskod.

    Parameters
    ----------
    termin : Termin, optional
        The report's when left out.
    """
    table = tables.get("franvaro_registrering")
    if table is None:
        return {}
    when = termin or run.parameters.termin
    code = f"franvaroregistrering_{when.termin}_{grupp.kod}"
    cells = table.cells(indikator=code, lasar=when.lasar, enhetstyp="skola", kon="alla", jamforelse="")
    return {cell.enhet: cell for cell in cells}


def find_few(run: Underlag, registered: Mapping[str, ShownCell]) -> list[str]:
    """Schools that are known to have registered too little to be compared."""
    least = run.parameters.minst_registrerat
    return [unit for unit, cell in registered.items() if has_value(cell) and cell.varde < least]
