"""The data-quality chapter's tables; None in official mode."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.presentation.formats import lower_first
from analys.presentation.notes import join_lasar
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
    files = {c.enhet: c.enhetsnamn for c in table.cells() if c.jamforelse}
    labels = files | {c.enhet: _part(c, files) for c in table.cells() if not c.jamforelse}
    return show_table(
        table, rader="enhet", visa=("varde",), stubb="Fil", etiketter=labels | {"varde": "Rader"},
        titel=f"{table.titel}, {span}",
    )  # fmt: skip


def _part(cell: ShownCell, files: Mapping[str, str]) -> str:
    """A part's row head: the file is named in every row, as a screen reader reads one row at a time."""
    return f"{files[cell.enhet.partition(':')[0]]}, {lower_first(cell.enhetsnamn)}"
