"""The data-quality chapter's tables; None in official mode."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
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
    labels = {c.enhet: c.enhetsnamn if c.jamforelse else f"– {c.enhetsnamn}" for c in table.cells()}
    return show_table(
        table, rader="enhet", visa=("varde",), stubb="Fil", etiketter=labels | {"varde": "Rader"},
        titel=f"{table.titel}, {span}",
    )  # fmt: skip
