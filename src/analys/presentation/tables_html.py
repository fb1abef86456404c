"""Tables as HTML: heads with scope, numbers aligned on the decimal comma, symbols said aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from analys.presentation.formats import HIDDEN, HIDDEN_WORDS, MISSING, MISSING_WORDS, NBSP

_FIGURE_SPACE = "\u2007"
"""As wide as a digit, in every font."""
_NUMBER = re.compile(r"[+−]?[\d\s,–/]+( till [+−]?[\d\s,]+)?(\s\D+)?")
_SPOKEN = {HIDDEN: ("tal skyddad", HIDDEN_WORDS), MISSING: ("tal saknas", MISSING_WORDS)}


def render_table(
    id: str,
    titel: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    classes: Sequence[str],
    notes: str,
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
    """
    if not heads[0].strip():
        raise ValueError(f"tabellen {id} saknar rubrik över radhuvudena")
    numeric = [all(_is_number(row[i]) for row in rows) for i in range(len(heads))]
    widths = [max((_decimals(row[i]) for row in rows), default=0) for i in range(len(heads))]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(_row(row, name, widths, numeric) for row, name in zip(rows, classes, strict=True))
    note = f'<p class="not">{escape(notes)}</p>' if notes else ""
    return (
        f'<figure class="tabell" id="tab-{escape(id)}"><table><caption>{escape(titel)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}</figure>"
    )


def _row(row: Sequence[str], name: str, widths: Sequence[int], numeric: Sequence[bool]) -> str:
    opening = f'<tr class="{escape(name)}">' if name else "<tr>"
    columns = list(zip(row, widths, numeric, strict=True))[1:]
    cells = "".join(_cell(*column) for column in columns)
    return f'{opening}<th scope="row">{escape(row[0])}</th>{cells}</tr>'


def _cell(text: str, decimals: int, numeric: bool) -> str:
    if text in _SPOKEN:
        name, words = _SPOKEN[text]
        return (
            f'<td class="{name}"><span aria-hidden="true">{text}</span><span class="dold">{words}</span></td>'
        )
    if not numeric:
        return f"<td>{escape(text)}</td>"
    return f'<td class="tal">{escape(text)}{_padding(text, decimals)}</td>'


def _is_number(text: str) -> bool:
    """Whether a text is a number, an interval, a läsår or a symbol: what belongs to the right."""
    return text in _SPOKEN or _NUMBER.fullmatch(text) is not None


def _decimals(text: str) -> int:
    """Decimals of a plain number, 0 for anything else."""
    whole, comma, decimals = text.rpartition(",")
    return len(decimals) if comma and decimals.isdigit() and whole[-1:].isdigit() else 0


def _padding(text: str, decimals: int) -> str:
    """Space in place of decimals that a number lacks, so that commas stand under each other."""
    lacking = decimals - _decimals(text)
    if not lacking or not text[-1:].isdigit():
        return ""
    return (NBSP if _decimals(text) == 0 else "") + _FIGURE_SPACE * lacking
