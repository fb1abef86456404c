"""Words that people of the municipality have typed, as the report shows them: text, never anything else.

Each number is marked as typed. The inspection takes such a number only within the words as they stand in the
municipality's files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from analys.presentation.text import mark_typed
from analys.texter import Stycke

_LISTS = {"punkt": "ul", "nummer": "ol"}
_STYLES = {"fet": "strong", "kursiv": "em"}


@dataclass(frozen=True)
class EgenText:
    """Blocks of typed text, ready to be shown in a notebook.

    Parameters
    ----------
    stycken : sequence of Stycke
    rubrik : str
        Heading of the box that they stand in; "" for no box.
    """

    stycken: Sequence[Stycke]
    rubrik: str = ""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.plain}

    @property
    def plain(self) -> str:
        """As plain text, a line between blocks."""
        return "\n\n".join([*([self.rubrik] if self.rubrik else []), *(one.text for one in self.stycken)])

    @property
    def html(self) -> str:
        """As the HTML that rendering accepts.

        Examples
        --------
        >>> from analys.texter import parse_markdown
        >>> EgenText(parse_markdown("# Mål\\n\\n- Läs mer\\n- 20 minuter")[0]).html
        '<p><strong>Mål</strong></p><ul><li>Läs mer</li><li><span data-eget="">20 minuter</span></li></ul>'
        """
        body = "".join(_write(self.stycken))
        if not self.rubrik:
            return body
        return f'<aside class="ruta"><p class="rubrik">{escape(self.rubrik)}</p>{body}</aside>'


def _write(blocks: Sequence[Stycke]) -> Iterator[str]:
    for slag, group in groupby(blocks, key=lambda block: block.slag):
        written = [_write_inline(block) for block in group]
        if slag in _LISTS:
            yield f"<{_LISTS[slag]}>" + "".join(f"<li>{text}</li>" for text in written) + f"</{_LISTS[slag]}>"
        elif slag == "citat":
            yield "<blockquote>" + "".join(f"<p>{text}</p>" for text in written) + "</blockquote>"
        elif slag == "rubrik":
            yield from (f"<p><strong>{text}</strong></p>" for text in written)
        else:
            yield from (f"<p>{text}</p>" for text in written)


def _write_inline(block: Stycke) -> str:
    return "".join(
        f"<{_STYLES[style]}>{mark_typed(text)}</{_STYLES[style]}>"
        if style and block.slag != "rubrik"
        else mark_typed(text)
        for text, style in block.delar
    )
