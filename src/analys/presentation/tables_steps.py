"""Tables of associations adjusted step by step: a column each step, the interval under each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.presentation.formats import MISSING, NBSP, format_cell
from analys.presentation.notes import describe_sources, explain_symbols, source_line
from analys.presentation.selection import draft_note, find_measure
from analys.presentation.tables import Table

INTERVALL = f"95{NBSP}% intervall"
INTERVALLNOT = "Intervallen är 95-procentiga osäkerhetsintervall."


def lay_out_steps(
    table: ProtectedTable,
    *,
    indikator: str,
    lasar: str,
    steg: Mapping[str, str],
    rader: Mapping[str, str],
    id: str,
    titel: str,
    stubb: str,
    noter: Sequence[str] = (),
) -> Table | None:
    """A pair of lines for each row: its values step by step, and their intervals; None where all is hidden.

    Parameters
    ----------
    steg, rader : mapping of str to str
        `jamforelse` of each step and `kategori` of each row, in order, with their heads. Those without any
        cell are left out.
    """
    cells = table.cells(indikator=indikator, lasar=lasar, enhetstyp="kommun", kon="alla", svsva="alla")
    found = {(cell.kategori, cell.jamforelse): cell for cell in cells}
    rows = [key for key in rader if any((key, step) in found for step in steg)]
    steps = [step for step in steg if any((row, step) in found for row in rows)]
    used = [found[row, step] for row in rows for step in steps if (row, step) in found]
    if not any(cell.shown for cell in used):
        return None
    lines = [
        (head, *(_text(found.get((row, step)), part) for step in steps))
        for row in rows
        for head, part in ((rader[row], "varde"), (f"{rader[row]}, intervall", "intervall"))
    ]
    texts = [text for line in lines for text in line[1:]]
    return Table(
        id,
        titel,
        (stubb, *(steg[step] for step in steps)),
        tuple(lines),
        source_line(
            draft_note(table),
            INTERVALLNOT,
            *noter,
            *explain_symbols(texts),
            describe_sources(cell for cell in used if cell.shown),
        ),
        (table.id,),
        tuple("" for _ in lines),
    )


def _text(cell: ShownCell | None, part: str) -> str:
    return MISSING if cell is None else format_cell(cell, find_measure(cell.indikator), part)
