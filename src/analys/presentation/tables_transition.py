"""The table from provbetyg to grade: six by six counts, sums around them, the diagonal set apart."""

from __future__ import annotations

from collections.abc import Sequence

from analys.disclosure.gate import ShownCell
from analys.indicators.np_provbetyg import PROVBETYG
from analys.indicators.np_statistik import ALLA, format_overgang
from analys.presentation.formats import MISSING, format_cell
from analys.presentation.notes import describe_sources, explain_symbols, source_line
from analys.presentation.selection import Tables, draft_note, find_measure, gather, has_value
from analys.presentation.tables import Table

_DIAGONAL = "diagonal"
_STEPS = (5.0, 20.0, 40.0, 60.0)
"""Share of the row in per cent from which a cell has its first, second … shade."""
_READ = (
    "Varje rad är ett provbetyg; raden visar vilka betyg eleverna fick. På diagonalen är betyget samma som "
    "provbetyget, till vänster om den högre och till höger om den lägre."
)
_SHADE = "Ju mörkare ruta, desto större andel av eleverna med samma provbetyg."


def lay_out_transition(
    tabell: Tables,
    *,
    indikator: str,
    lasar: str,
    titel: str = "",
    id: str = "",
    enhet: str = "",
    noter: Sequence[str] = (),
    kalla: str = "",
) -> Table:
    """Counts of pupils by provbetyg (rows A–F) and grade (columns A–F), with sums last.

    Cells are shaded by their share of the row, as far as cell and sum are both shown; a hidden cell has the
    symbol and no shade. Cells on the diagonal have a frame.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        Cells with kategori "C till B" (provbetyg C, grade B), "C till alla", "alla till B" and
        "alla till alla".
    indikator : str
        "np_overgang_ak9_ma" and the like.
    lasar : str
    titel, id : str
        The measure's label and läsår, and the table's id with the measure, when left out.
    enhet : str
        The unit; the municipality when left out.
    noter, kalla
        As in `show_table`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When there is nothing to show.
    """
    cells, ids = gather(tabell)
    measure = find_measure(indikator)
    grid = {
        cell.kategori: cell
        for cell in cells
        if (cell.indikator, cell.lasar, cell.kon, cell.svsva) == (indikator, lasar, "alla", "alla")
        and (cell.enhet == enhet if enhet else cell.enhetstyp == "kommun")
    }
    if not grid:
        raise ValueError(f"Tabellen {ids[0]} har inga uppgifter om {indikator} {lasar}.")
    keys = (*PROVBETYG, ALLA)
    found = {(row, column): grid.get(format_overgang(row, column)) for row in keys for column in keys}
    lines = [(_head(row), *(_text(found[row, column]) for column in keys)) for row in keys]
    texts = [text for line in lines for text in line[1:]]
    marks = {
        (i, j + 1): [_shade(found[row, column], found[row, ALLA]), _DIAGONAL if row == column else ""]
        for i, row in enumerate(PROVBETYG)
        for j, column in enumerate(PROVBETYG)
    }
    shaded = any(shade for shade, _ in marks.values())
    return Table(
        id or f"{ids[0]}_{indikator}",
        titel or f"{measure.label}, {lasar}",
        ("Provbetyg", *(f"Betyg {grade}" for grade in PROVBETYG), "Alla"),
        tuple(lines),
        source_line(
            draft_note(tabell),
            _READ,
            _SHADE if shaded else "",
            *noter,
            *explain_symbols(texts),
            kalla or describe_sources(cell for cell in grid.values() if cell.shown),
        ),
        ids,
        (*("" for _ in PROVBETYG), "total"),
        rutor={place: " ".join(filter(None, names)) for place, names in marks.items() if any(names)},
    )


def _head(key: str) -> str:
    return "Alla" if key == ALLA else key


def _text(cell: ShownCell | None) -> str:
    return MISSING if cell is None else format_cell(cell, find_measure(cell.indikator))


def _shade(cell: ShownCell | None, total: ShownCell | None) -> str:
    """Class of a cell by its share of the row, "" for none or when either is hidden."""
    if cell is None or total is None or not has_value(cell) or not has_value(total) or not total.varde:
        return ""
    step = sum(100 * cell.varde / total.varde >= least for least in _STEPS)
    return f"ton{step}" if step else ""
