"""Tables of words: composed sentences in rows and columns, each number still marked with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from analys.presentation.claims import Claim
from analys.presentation.formats import HIDDEN, HIDDEN_WORDS, MISSING, MISSING_WORDS
from analys.presentation.tables import MIME, MOST_COLUMNS
from analys.presentation.text import Label, Sentence, write_claims


@dataclass(frozen=True)
class Ordtabell:
    """A table of composed words.

    Parameters
    ----------
    id : str
        ASCII id; in HTML "tab-ID".
    titel : str
        Caption.
    kolumner : tuple of str
        Column heads, the stub's first.
    rader : tuple of tuple of Sentence
        Rows, the row head first.
    noter : Sentence
        Line under the table; empty for none.
    siffror : frozenset of int
        Columns of numbers, which stand to the right.

    Raises
    ------
    ValueError
        Without rows, or with more columns than a page holds.
    """

    id: str
    titel: str
    kolumner: tuple[str, ...]
    rader: tuple[tuple[Sentence, ...], ...]
    noter: Sentence = field(default_factory=lambda: Sentence(()))
    siffror: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.rader or len(self.kolumner) > MOST_COLUMNS:
            raise ValueError(f"{self.id}: a table needs rows, and at most {MOST_COLUMNS} columns")

    @property
    def html(self) -> str:
        """As the HTML that rendering accepts."""
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in self.kolumner)
        body = "".join(f"<tr>{self._row(row)}</tr>" for row in self.rader)
        note = f'<p class="not">{self.noter.html}</p>' if self.noter.parts else ""
        return (
            f'<figure class="tabell" id="tab-{escape(self.id)}">'
            f"<table><caption>{escape(self.titel)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}</figure>"
        )

    def _row(self, row: Sequence[Sentence]) -> str:
        first, *rest = row
        cells = (_cell(cell, place in self.siffror) for place, cell in enumerate(rest, 1))
        return f'<th scope="row">{first.html}</th>{"".join(cells)}'

    @property
    def plain(self) -> str:
        """As plain text, columns parted by a bar."""
        lines = [" | ".join(cell.plain for cell in row) for row in self.rader]
        parts = (self.titel, " | ".join(self.kolumner), *lines, self.noter.plain)
        return "\n".join(part for part in parts if part)

    @property
    def claims(self) -> list[Claim]:
        """What its words claim of cells."""
        return [claim for row in self.rader for cell in row for claim in cell.claims]

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        content = {
            "id": self.id,
            "titel": self.titel,
            "tabeller": [],
            "kolumner": list(self.kolumner),
            "rader": [[cell.plain for cell in row] for row in self.rader],
        }
        return {"text/html": self.html, MIME: content, "text/plain": self.plain}, write_claims(self.claims)


_SPOKEN = {HIDDEN: ("skyddad", HIDDEN_WORDS), MISSING: ("saknas", MISSING_WORDS)}


def _cell(cell: Sentence, numeric: bool) -> str:
    """A cell; a symbol that stands alone is said in words to those who listen."""
    if cell.plain in _SPOKEN:
        name, words = _SPOKEN[cell.plain]
        symbol = f'<span aria-hidden="true">{cell.plain}</span><span class="dold">{words}</span>'
        return f'<td class="{"tal " if numeric else ""}{name}">{symbol}</td>'
    return f'<td class="tal">{cell.html}</td>' if numeric else f"<td>{cell.html}</td>"


def word(text: str) -> Sentence:
    """A name or a word as a cell of the table.

    Examples
    --------
    >>> word("Årskurs 9").html
    '<span data-etikett="">Årskurs 9</span>'
    """
    return Sentence((Label(text),))
