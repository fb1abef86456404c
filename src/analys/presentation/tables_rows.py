"""Rows and columns that have nothing to show: named in a sentence instead of standing as symbols."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analys.presentation.formats import HIDDEN, MISSING, join_list
from analys.presentation.notes import explain_symbols

Line = tuple[str, ...]
_NOTHING = (HIDDEN, MISSING)


@dataclass(frozen=True)
class Kept:
    """The rows and columns that a table shows.

    Parameters
    ----------
    rader : tuple of tuple of str
        Row head and texts.
    platser : tuple of int
        Their places among all rows.
    kolumner : tuple of int
        Places of the columns after the row heads.
    noter : tuple of str
        Which rows and columns were left out, and the legend of the symbols.
    """

    rader: tuple[Line, ...]
    platser: tuple[int, ...]
    kolumner: tuple[int, ...]
    noter: tuple[str, ...]


def keep_rows(
    lines: Sequence[Line], parts: Sequence[str], always: Collection[int] = (), heads: Sequence[str] = ()
) -> Kept:
    """The rows and columns that show something, and what there is to say of the others.

    A row is left out when something in it is hidden and no value is shown; its number of pupils alone tells
    nothing of the measure. A column is left out when no row that is left shows anything in it, and named when
    something in it is hidden. What is chosen depends on what is shown only. If no row showed anything, all
    stay.

    Parameters
    ----------
    lines : sequence of tuple of str
        Row head and texts of every row.
    parts : sequence of str
        Part of each column after the row heads, "n" for numbers of pupils.
    always : collection of int
        Places of rows that stay in any case, such as the total.
    heads : sequence of str
        Head of each column after the row heads; without them all columns stay.

    Examples
    --------
    >>> lines = [("Alm", "63", "50"), ("Björk", "..", "50"), ("Alla", "..", "..")]
    >>> kept = keep_rows(lines, ("varde", "n"), always={2})
    >>> [line[0] for line in kept.rader], kept.noter[0]
    (['Alm', 'Alla'], 'Utan egen rad, eftersom inga värden kan visas: Björk.')
    """
    values = [i for i, part in enumerate(parts, 1) if part != "n"] or list(range(1, len(parts) + 1))
    places = [i for i, line in enumerate(lines) if i in always or not _is_empty(line, values)]
    if not any(line[i] not in _NOTHING for line in (lines[j] for j in places) for i in values):
        places = list(range(len(lines)))
        heads = ()
    columns = [
        i for i in range(len(parts)) if not heads or any(lines[j][i + 1] not in _NOTHING for j in places)
    ]
    away = [i for i in range(len(parts)) if i not in columns]
    rows = tuple((lines[j][0], *(lines[j][i + 1] for i in columns)) for j in places)
    left = [line for j, line in enumerate(lines) if j not in places]
    hidden = [heads[i] for i in away if any(line[i + 1] == HIDDEN for line in lines)]
    legend = explain_symbols(
        (text for row in rows for text in row[1:]),
        (*(text for line in left for text in line[1:]), *(lines[j][i + 1] for j in places for i in away)),
        " eller ".join(word for word, gone in (("rad", left), ("kolumn", hidden)) if gone),
    )
    named = [_tell_away("rad", [line[0] for line in left]), _tell_away("kolumn", hidden)]
    return Kept(rows, tuple(places), tuple(columns), (*filter(None, named), *legend))


def _tell_away(what: str, names: Sequence[str]) -> str:
    """Which rows or columns were left out, "" where none was."""
    if not names:
        return ""
    listed = "; ".join(names) if any("," in name for name in names) else join_list(names)
    return f"Utan egen {what}, eftersom inga värden kan visas: {listed}."


def _is_empty(line: Line, values: Sequence[int]) -> bool:
    texts = [line[i] for i in values]
    return HIDDEN in line[1:] and all(text in _NOTHING for text in texts)
