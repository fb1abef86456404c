"""Tables of a school beside its municipality: its value with interval and pupils, and the municipality's."""

from __future__ import annotations

from collections.abc import Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.presentation.tables import Table, show_table
from analys.underlag import Underlag


def list_own(run: Underlag, table: ProtectedTable) -> list[ShownCell]:
    """The school's own cells that are about anybody at all."""
    if not run.parameters.skola:
        return []
    return [cell for cell in table.cells(enhet=run.parameters.skola) if cell.status != "saknas"]


def show_beside(
    run: Underlag, table: ProtectedTable, *, rader: str, id: str, titel: str, noter: Sequence[str] = ()
) -> Table | None:
    """The school and the municipality side by side; None where nothing of the school may be shown.

    Parameters
    ----------
    table : ProtectedTable
        One cell of each of the two for each row; rows that the school has nothing about are left out.
    rader : str
        Cell column that makes the rows, as in `show_table`.
    """
    own = list_own(run, table)
    if not any(cell.shown for cell in own):
        return None
    units = [run.parameters.skola, run.parameters.kommun]
    rows = list(dict.fromkeys(getattr(cell, rader) for cell in own))
    skola, kommun = units
    return show_table(
        [table.select(enhet=unit, **{rader: rows}) for unit in units],
        rader=rader,
        kolumner="enhet",
        visa=("varde", "intervall", "n"),
        utan={(kommun, "intervall"), (kommun, "n")},
        etiketter={skola: "Skolan", kommun: "Kommunen"},
        id=id,
        titel=titel,
        noter=noter,
    )
