"""Tables of local measures; None where nothing may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.lokala_uppgifter import KINDS
from analys.presentation.formats import MISSING, format_cell
from analys.presentation.lokala_lasning import (
    ENHETER,
    KOMMUN,
    Tables,
    Utfall,
    period_of,
    read_newest,
    read_units,
)
from analys.presentation.notes import describe_sources, source_line
from analys.presentation.selection import draft_note
from analys.presentation.tables import Table, small_note
from analys.presentation.tables_rows import keep_rows
from analys.presentation.tables_steps import INTERVALL
from analys.spelling import fold_name
from analys.underlag import Underlag

MOST_PERIODS = 5

_HEADS = ("Utfall", INTERVALL, "Förändring", f"{INTERVALL} för förändringen")
_PARTS = ("varde", "intervall", "varde", "intervall")


def show_newest(run: Underlag, tables: Tables) -> Table | None:
    """The municipality's newest value of each measure, with its interval and the change since before."""
    newest = read_newest(run, tables)
    return _lay_out(
        newest,
        tables,
        KOMMUN,
        [_name(one) for one in newest],
        id=KOMMUN,
        titel=f"Lokala mått i {run.kommunnamn}, med förändringen sedan perioden före",
        stubb="Mått och period",
    )


def show_units(run: Underlag, tables: Tables, plats: int = 0) -> Table | None:
    """The units' newest values of one measure: the first that units have, or the one at a later place."""
    every = read_units(run, tables)
    codes = list(dict.fromkeys(one.matt.code for one in every if one.nu.shown))
    if plats >= len(codes):
        return None
    own = [one for one in every if one.matt.code == codes[plats]]
    periods = {one.period for one in own}
    span = f", {own[0].period}" if len(periods) == 1 else ""
    return _lay_out(
        own,
        tables,
        ENHETER,
        [one.nu.enhetsnamn if span else f"{one.nu.enhetsnamn}, {one.period}" for one in own],
        id=f"{ENHETER}_{plats + 1}",
        titel=f"{own[0].matt.label}, per enhet{span}",
        stubb="Enhet",
    )


def show_periods(run: Underlag, tables: Tables, slag: str) -> Table | None:
    """Every period's value of the measures that have läsår, terms or calendar years; None where none has two.

    Parameters
    ----------
    slag : {"läsår", "terminer", "kalenderår"}
    """
    measures = [one.matt for one in read_newest(run, tables) if KINDS[one.period.kategori] == slag]
    codes = [measure.code for measure in measures]
    if not codes:
        return None
    cells = tables[KOMMUN].cells(indikator=codes, kon="alla", svsva="alla", jamforelse="")
    found = {(cell.indikator, period_of(cell)): cell for cell in cells}
    periods = sorted({period for _, period in found})[-MOST_PERIODS:]
    if len(periods) < 2:
        return None
    lines = [
        (
            measure.label,
            *(
                MISSING if cell is None else format_cell(cell, measure, unit=True)
                for cell in (found.get((measure.code, period)) for period in periods)
            ),
        )
        for measure in measures
    ]
    return _finish(
        tables[KOMMUN],
        lines,
        ["varde"] * len(periods),
        [str(period) for period in periods],
        [cell for (_, period), cell in found.items() if period in periods],
        id=f"{KOMMUN}_{fold_name(slag)}",
        titel=f"Lokala mått över {slag}",
        stubb="Mått",
    )


def show_school(run: Underlag, tables: Tables) -> Table | None:
    """A school's own newest values; None in the municipality's report, and where the school has none."""
    own = [one for one in read_units(run, tables) if one.nu.enhet == run.parameters.skola]
    return _lay_out(
        own,
        tables,
        ENHETER,
        [_name(one) for one in own],
        id="lokala_matt_skola",
        titel="Skolans lokala mått, med förändringen sedan perioden före",
        stubb="Mått och period",
    )


def _name(one: Utfall) -> str:
    return f"{one.matt.label}, {one.period}"


def _lay_out(
    found: Sequence[Utfall],
    tables: Tables,
    name: str,
    heads: Sequence[str],
    *,
    id: str,
    titel: str,
    stubb: str,
) -> Table | None:
    if not any(one.nu.shown for one in found):
        return None
    rows = [(one, (one.nu, one.nu, one.andring, one.andring)) for one in found]
    lines = [
        (
            head,
            *(
                MISSING if cell is None else format_cell(cell, one.matt, part, unit=part == "varde")
                for cell, part in zip(row, _PARTS, strict=True)
            ),
        )
        for head, (one, row) in zip(heads, rows, strict=True)
    ]
    used = [cell for _, row in rows for cell in row if cell is not None]
    return _finish(tables[name], lines, _PARTS, _HEADS, used, id=id, titel=titel, stubb=stubb)


def _finish(
    table: ProtectedTable,
    lines: Sequence[tuple[str, ...]],
    parts: Sequence[str],
    heads: Sequence[str],
    used: Sequence[ShownCell],
    *,
    id: str,
    titel: str,
    stubb: str,
) -> Table:
    kept = keep_rows(lines, parts, heads=heads)
    return Table(
        id,
        titel,
        (stubb, *(heads[i] for i in kept.kolumner)),
        kept.rader,
        source_line(
            draft_note(table),
            small_note([cell for cell in used if cell.n is not None]),
            *kept.noter,
            describe_sources(cell for cell in used if cell.shown),
        ),
        (table.id,),
        tuple("" for _ in kept.rader),
    )
