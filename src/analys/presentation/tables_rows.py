"""Rows that have nothing to show: named in one sentence instead of standing as rows of symbols."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analys.presentation.formats import HIDDEN, MISSING, join_list
from analys.presentation.notes import explain_symbols

Line = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """The rows that a table shows.

    Parameters
    ----------
    rader : tuple of tuple of str
        Row head and texts.
    platser : tuple of int
        Their places among all rows.
    noter : tuple of str
        Which rows were left out, and the legend of the symbols.
    """

    rader: tuple[Line, ...]
    platser: tuple[int, ...]
    noter: tuple[str, ...]


def keep_rows(lines: Sequence[Line], parts: Sequence[str], always: Collection[int] = ()) -> Kept:
    """The rows that show something, and what there is to say of the others.

    A row is left out when something in it is hidden and no value is shown; its number of pupils alone tells
    nothing of the measure. What is chosen depends on what is shown only. If no row showed anything all stay.

    Parameters
    ----------
    lines : sequence of tuple of str
        Row head and texts of every row.
    parts : sequence of str
        Part of each column after the row heads, "n" for numbers of pupils.
    always : collection of int
        Places of rows that stay in any case, such as the total.

    Examples
    --------
    >>> lines = [("Alm", "63", "50"), ("Björk", "..", "50"), ("Alla", "..", "..")]
    >>> kept = keep_rows(lines, ("varde", "n"), always={2})
    >>> [line[0] for line in kept.rader], kept.noter[0]
    (['Alm', 'Alla'], 'Utan egen rad, eftersom inga värden kan visas: Björk.')
    """
    values = [i for i, part in enumerate(parts, 1) if part != "n"] or list(range(1, len(parts) + 1))
    places = [i for i, line in enumerate(lines) if i in always or not _is_empty(line, values)]
    if not any(line[i] not in (HIDDEN, MISSING) for line in (lines[j] for j in places) for i in values):
        places = list(range(len(lines)))
    left = [line for i, line in enumerate(lines) if i not in places]
    names = [line[0] for line in left]
    listed = "; ".join(names) if any("," in name for name in names) else join_list(names)
    away = f"Utan egen rad, eftersom inga värden kan visas: {listed}."
    rows = tuple(lines[i] for i in places)
    legend = explain_symbols(
        (text for line in rows for text in line[1:]), (text for line in left for text in line[1:])
    )
    return Kept(rows, tuple(places), (*([away] if left else []), *legend))


def _is_empty(line: Line, values: Sequence[int]) -> bool:
    texts = [line[i] for i in values]
    return HIDDEN in line[1:] and all(text in (HIDDEN, MISSING) for text in texts)
