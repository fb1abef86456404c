"""Tables whose columns are different measures of the same thing: cells laid out in a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.presentation.formats import MISSING, format_cell
from analys.presentation.notes import describe_sources, source_line
from analys.presentation.selection import draft_note, find_measure, has_value
from analys.presentation.tables import Table
from analys.presentation.tables_rows import keep_rows

Place = tuple[ShownCell | None, str]
"""A cell, and the part of it to show: varde, intervall or n."""


def lay_out_grid(
    table: ProtectedTable,
    name: str,
    titel: str,
    heads: Sequence[str],
    rows: Mapping[str, Sequence[Place]],
    note: str = "",
) -> Table | None:
    """A table of chosen cells; None where none of them has a value to show.

    Parameters
    ----------
    table : ProtectedTable
        Where the cells stand.
    name, titel : str
    heads : sequence of str
        Head of the row heads, then of the columns.
    rows : mapping of str to sequence of Place
        Row head -> its cells, one a column.
    note : str
        Sentence to put under the table.
    """
    cells = [cell for places in rows.values() for cell, _ in places if cell is not None]
    if not any(has_value(cell) for cell in cells):
        return None
    lines = [(head, *(_write(*place) for place in places)) for head, places in rows.items()]
    lines = [line for line in lines if any(text != MISSING for text in line[1:])]
    parts = [part for _, part in next(iter(rows.values()))]
    kept = keep_rows(lines, parts, heads=heads[1:])
    return Table(
        name,
        titel,
        (heads[0], *(heads[1:][i] for i in kept.kolumner)),
        kept.rader,
        source_line(draft_note(table), note, *kept.noter, describe_sources(c for c in cells if c.shown)),
        (table.id,),
        tuple("" for _ in kept.rader),
    )


def _write(cell: ShownCell | None, part: str) -> str:
    return MISSING if cell is None else format_cell(cell, find_measure(cell.indikator), part)
