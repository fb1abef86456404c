"""Tables and figure of local measures; None where nothing may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from analys.presentation.figures_display import Figure
from analys.presentation.figures_multiples import draw_small_multiples
from analys.presentation.formats import MISSING, NBSP, format_cell
from analys.presentation.lokala_lasning import ENHETER, KOMMUN, Tables, Utfall, read_newest, read_units
from analys.presentation.notes import describe_sources, source_line
from analys.presentation.selection import draft_note
from analys.presentation.tables import Table, small_note
from analys.presentation.tables_rows import keep_rows
from analys.underlag import Underlag

LEAST_PERIODS = 3
"""Fewer periods make no line."""

_HEADS = ("Utfall", f"95{NBSP}% intervall", "Perioden före", "Förändring")
_PARTS = ("varde", "intervall", "varde", "varde")


def show_newest(run: Underlag, tables: Tables) -> Table | None:
    """The municipality's newest value of each measure, with its interval and the change since before."""
    return _lay_out(
        read_newest(run, tables),
        tables,
        KOMMUN,
        titel=f"Lokala mått i {run.kommunnamn}",
        stubb="Mått och period",
        named=False,
    )


def show_units(run: Underlag, tables: Tables) -> Table | None:
    """The newest value of each measure and unit."""
    return _lay_out(
        read_units(run, tables),
        tables,
        ENHETER,
        titel="Lokala mått per enhet",
        stubb="Enhet, mått och period",
        named=True,
    )


def show_school(run: Underlag, tables: Tables) -> Table | None:
    """A school's own newest values; None in the municipality's report, and where the school has none."""
    own = [one for one in read_units(run, tables) if one.nu.enhet == run.parameters.skola]
    return _lay_out(
        own,
        tables,
        ENHETER,
        titel="Skolans lokala mått",
        stubb="Mått och period",
        named=False,
    )


def draw_shares(run: Underlag, tables: Tables) -> Figure | None:
    """Measures in procent over läsår, a little chart each; None where fewer than two have a line."""
    lined = [
        one.matt.code
        for one in read_newest(run, tables)
        if one.matt.unit == "procent" and _count_years(one, tables) >= LEAST_PERIODS
    ]
    if len(lined) < 2:
        return None
    chosen = tables[KOMMUN].select(indikator=lined, kategori="", enhetstyp="kommun")
    return draw_small_multiples(
        chosen,
        indikatorer=lined,
        titel="Kommunens egna mått över läsåren",
        underrubrik=f"Procent. {run.kommunnamn}.",
        id="lokala_matt_rutor",
    )


def _count_years(one: Utfall, tables: Tables) -> int:
    levels = tables[KOMMUN].cells(
        indikator=one.matt.code, kon="alla", svsva="alla", jamforelse="", kategori=""
    )
    return sum(cell.shown for cell in levels)


def _lay_out(
    found: Sequence[Utfall], tables: Tables, name: str, *, titel: str, stubb: str, named: bool
) -> Table | None:
    cells = [(one, (one.nu, one.nu, one.fore, one.andring)) for one in found]
    if not any(one.nu.shown for one in found):
        return None
    lines = [
        (
            f"{f'{one.nu.enhetsnamn}: ' if named else ''}{one.matt.label}, {one.period}",
            *(
                MISSING if cell is None else format_cell(cell, one.matt, part, unit=part == "varde")
                for cell, part in zip(row, _PARTS, strict=True)
            ),
        )
        for one, row in cells
    ]
    kept = keep_rows(lines, _PARTS, heads=_HEADS)
    used = [cell for _, row in cells for cell in row if cell is not None]
    return Table(
        name,
        titel,
        (stubb, *(_HEADS[i] for i in kept.kolumner)),
        kept.rader,
        source_line(
            draft_note(tables[name]),
            small_note(used),
            *kept.noter,
            describe_sources(cell for cell in used if cell.shown),
        ),
        (name,),
        tuple("" for _ in kept.rader),
    )
