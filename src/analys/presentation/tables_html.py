"""Tables as HTML: heads with scope, numbers aligned on the decimal comma, symbols said aloud."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape

from analys.presentation.formats import (
    BORROWED,
    BORROWED_WORDS,
    HIDDEN,
    HIDDEN_WORDS,
    MISSING,
    MISSING_WORDS,
    NBSP,
)

_FIGURE_SPACE = "\u2007"
"""As wide as a digit, in every font."""
_NUMBER = re.compile(r"(p\s[<=]\s|<\s)?[+−]?[\d\s,–/]+( till [+−]?[\d\s,]+)?(\s\D+|\s\(\d{4}/\d{2}\))?")
_SAID = '<span class="dold"> brott i serien</span>'
_MARK = f"{NBSP}{BORROWED}"
_SPOKEN = {HIDDEN: ("tal skyddad", HIDDEN_WORDS), MISSING: ("tal saknas", MISSING_WORDS)}


def render_table(
    id: str,
    titel: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    classes: Sequence[str],
    notes: str,
    breaks: Collection[tuple[int, int]] = (),
    marks: Mapping[tuple[int, int], str] | None = None,
) -> str:
    """One `<figure class="tabell">`; every text is escaped.

    Parameters
    ----------
    heads : sequence of str
        Column heads, the stub's first.
    rows : sequence of sequence of str
        Row head and cells, as text.
    classes : sequence of str
        Class of each row, "" for none.
    notes : str
        Line under the table, "" for none.
    breaks : collection of tuple of int
        (row, column) of cells that begin a new series, row -1 for the heads: class "brott". A cell says it
        aloud too, unless its head does.
    marks : mapping of (int, int) to str, optional
        Further classes of cells by (row, column).
    """
    if not heads[0].strip():
        raise ValueError(f"tabellen {id} saknar rubrik över radhuvudena")
    numeric = [all(_is_number(row[i]) for row in rows) for i in range(len(heads))]
    widths = [max((_decimals(row[i]) for row in rows), default=0) for i in range(len(heads))]
    head = "".join(_head(text, "col", (-1, i) in breaks) for i, text in enumerate(heads))
    body = "".join(
        _row(
            row,
            name,
            widths,
            numeric,
            [_break_of(i, j, breaks) for j in range(len(heads))],
            [(marks or {}).get((i, j), "") for j in range(len(heads))],
        )
        for i, (row, name) in enumerate(zip(rows, classes, strict=True))
    )
    note = f'<p class="not">{escape(notes)}</p>' if notes else ""
    return (
        f'<figure class="tabell" id="tab-{escape(id)}"><table><caption>{escape(titel)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}</figure>"
    )


def _head(text: str, scope: str, begins: bool) -> str:
    # A row that begins a new series has the class itself: its line runs above it, not beside its cells.
    name = ' class="brott"' if begins and scope == "col" else ""
    spoken = _SAID if begins else ""
    return f'<th scope="{scope}"{name}>{escape(text)}{spoken}</th>'


def _break_of(row: int, column: int, breaks: Collection[tuple[int, int]]) -> tuple[bool, bool]:
    """Whether the cell begins a new series, and whether it has to say so itself."""
    begins = (row, column) in breaks
    return begins, begins and (-1, column) not in breaks


def _row(
    row: Sequence[str],
    name: str,
    widths: Sequence[int],
    numeric: Sequence[bool],
    breaks: Sequence[tuple[bool, bool]],
    marks: Sequence[str],
) -> str:
    opening = f'<tr class="{escape(name)}">' if name else "<tr>"
    begins = name == "brott"
    columns = list(zip(row, widths, numeric, breaks, marks, strict=True))[1:]
    cells = "".join(
        _cell(text, width, right, begun, say, more) for text, width, right, (begun, say), more in columns
    )
    return f"{opening}{_head(row[0], 'row', begins)}{cells}</tr>"


def _cell(text: str, decimals: int, numeric: bool, begins: bool, say: bool, more: str) -> str:
    said = _SAID if say else ""
    further = [name for name in ("brott" if begins else "", more) if name]
    if text in _SPOKEN:
        name, words = _SPOKEN[text]
        return (
            f'<td class="{" ".join([name, *further])}"><span aria-hidden="true">{text}</span>'
            f'<span class="dold">{words}</span>{said}</td>'
        )
    if not numeric:
        name = f' class="{" ".join(further)}"' if further else ""
        return f"<td{name}>{escape(text)}{said}</td>"
    bare = text.removesuffix(_MARK)
    mark = f'<span aria-hidden="true">{_MARK}</span><span class="dold">, {BORROWED_WORDS}</span>'
    number = escape(bare) + (mark if bare != text else "")
    return f'<td class="{" ".join(["tal", *further])}">{number}{_padding(bare, decimals)}{said}</td>'


def _is_number(text: str) -> bool:
    """Whether a text is a number, an interval, a läsår or a symbol: what belongs to the right."""
    return text in _SPOKEN or _NUMBER.fullmatch(text.removesuffix(_MARK)) is not None


def _decimals(text: str) -> int:
    """Decimals of a plain number, 0 for anything else."""
    whole, comma, decimals = text.removesuffix(_MARK).rpartition(",")
    return len(decimals) if comma and decimals.isdigit() and whole[-1:].isdigit() else 0


def _padding(text: str, decimals: int) -> str:
    """Space in place of decimals that a number lacks, so that commas stand under each other."""
    lacking = decimals - _decimals(text)
    if not lacking or not text[-1:].isdigit():
        return ""
    return (NBSP if _decimals(text) == 0 else "") + _FIGURE_SPACE * lacking
