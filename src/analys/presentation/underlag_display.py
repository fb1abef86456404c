"""The data-quality chapter's tables; None in official mode."""

from __future__ import annotations

from collections.abc import Mapping

from analys.contracts import LAYOUTS
from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.presentation.formats import format_cell, lower_first
from analys.presentation.notes import describe_sources, explain_symbols, join_lasar, source_line
from analys.presentation.selection import draft_note, find_measure
from analys.presentation.tables import Table, show_table
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def show_pupils(run: Underlag, tables: Tables) -> Table | None:
    """Pupils with results, by kind of file and läsår."""
    table = tables.get("underlag_elever")
    if table is None:
        return None
    return show_table(table, rader="enhet", kolumner="lasar", senaste=5, stubb="Slag av uppgift")


def show_rows(run: Underlag, tables: Tables) -> Table | None:
    """Rows of the files: in all, used, and left out by reason."""
    table = tables.get("underlag_rader")
    if table is None:
        return None
    span = join_lasar(sorted({cell.lasar for cell in tables["underlag_elever"].cells()}))
    files = {c.enhet: c.enhetsnamn for c in table.cells() if ":" not in c.enhet}
    labels = files | {c.enhet: _part(c, files) for c in table.cells() if ":" in c.enhet}
    return show_table(
        table, rader="enhet", visa=("varde",), stubb="Fil", etiketter=labels | {"varde": "Rader"},
        titel=f"{table.titel}, {span}",
    )  # fmt: skip


def show_corrections(tables: Tables) -> Table | None:
    """What has been corrected and why; None where nothing is, and in official mode."""
    table = tables.get("underlag_rattelser")
    if table is None:
        return None
    cells = table.cells()
    counts = [format_cell(cell, find_measure(cell.indikator), "varde") for cell in cells]
    lines = [(*_describe_correction(cell), count) for cell, count in zip(cells, counts, strict=True)]
    return Table(
        table.id,
        table.titel,
        ("Fil", "Läsår", "Kolumn", "Skäl", "Rader"),
        tuple(lines),
        source_line(draft_note(table), *explain_symbols(counts), describe_sources(cells)),
        (table.id,),
        tuple("" for _ in lines),
    )


def _describe_correction(cell: ShownCell) -> tuple[str, str, str, str]:
    kind, _, column, _ = cell.enhet.split(":")
    return LAYOUTS[kind].title, cell.lasar, column or "Raden borttagen", cell.enhetsnamn


def _part(cell: ShownCell, files: Mapping[str, str]) -> str:
    """A part's row head: the file is named in every row, as a screen reader reads one row at a time."""
    return f"{files[cell.enhet.partition(':')[0]]}, {lower_first(cell.enhetsnamn)}"
