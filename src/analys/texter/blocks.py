"""Markdown as people write it -> paragraphs, headings, list items and quotations of plain text.

What a report does not show in somebody's own words is told as a fault: HTML and pictures. A link is shown as
its text and, where it leads to a page or an address, that address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import mistune

Slag = Literal["rubrik", "stycke", "punkt", "nummer", "citat"]
Stil = Literal["", "fet", "kursiv"]

HTML, BILD = "html", "bild"
_SHOWN = ("http://", "https://", "mailto:")
_SPACES = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_STYLES: Mapping[str, Stil] = {"strong": "fet", "emphasis": "kursiv"}
_INDENT = re.compile(r"^(?: {4,}|\t)[ \t]*(?![-*+]|\d+[.)])", re.MULTILINE)
_PARSE = mistune.create_markdown(renderer=None)


@dataclass(frozen=True)
class Stycke:
    """One block of text.

    Parameters
    ----------
    slag : {"rubrik", "stycke", "punkt", "nummer", "citat"}
    delar : tuple of (str, str)
        Its words in order, each part with its style: "", "fet" or "kursiv".
    """

    slag: Slag
    delar: tuple[tuple[str, Stil], ...]

    @property
    def text(self) -> str:
        """The words alone.

        Examples
        --------
        >>> [block.text for block in parse_markdown("Vi **måste** läsa.\\n\\n- mer\\n- oftare")[0]]
        ['Vi måste läsa.', 'mer', 'oftare']
        """
        return "".join(text for text, _ in self.delar)


def parse_markdown(source: str) -> tuple[tuple[Stycke, ...], tuple[str, ...]]:
    """Blocks of a text, and what in it cannot be shown: "html", "bild" or both.

    Examples
    --------
    >>> parse_markdown("Se [planen](https://x.se/plan) <b>nu</b>")
    ((Stycke(slag='stycke', delar=(('Se planen (https://x.se/plan) nu', ''),)),), ('html',))
    """
    # An indented line would be code; people indent without meaning it.
    tokens = _PARSE(_INDENT.sub("", source.replace("\r\n", "\n").replace("\r", "\n")))
    reader = _Reader()
    blocks = tuple(reader.read(tokens if isinstance(tokens, list) else [], "stycke"))
    return blocks, tuple(sorted(reader.unfit))


class _Reader:
    """Reads tokens and remembers what cannot be shown."""

    def __init__(self) -> None:
        self.unfit: set[str] = set()

    def read(self, tokens: Sequence[Mapping[str, Any]], slag: Slag) -> Iterator[Stycke]:
        """Blocks of block tokens."""
        for token in tokens:
            match token["type"]:
                case "heading":
                    yield from self._block("rubrik", token["children"])
                case "paragraph" | "block_text":
                    yield from self._block(slag, token["children"])
                case "list":
                    kind: Slag = "nummer" if token["attrs"]["ordered"] else "punkt"
                    for item in token["children"]:
                        yield from self.read(item["children"], kind)
                case "block_quote":
                    yield from self.read(token["children"], "citat")
                case "block_code":
                    yield from self._block(slag, [{"type": "text", "raw": token["raw"]}])
                case "block_html":
                    self.unfit.add(HTML)
                case _:
                    pass  # blank lines and rules

    def _block(self, slag: Slag, tokens: Sequence[Mapping[str, Any]]) -> Iterator[Stycke]:
        joined: list[tuple[str, Stil]] = []
        for text, style in self._inline(tokens, ""):
            if joined and joined[-1][1] == style:
                joined[-1] = (joined[-1][0] + text, style)
            else:
                joined.append((text, style))
        parts = [(_SPACES.sub(" ", text), style) for text, style in joined]
        if "".join(text for text, _ in parts).strip():
            parts[0] = (parts[0][0].lstrip(), parts[0][1])
            parts[-1] = (parts[-1][0].rstrip(), parts[-1][1])
            yield Stycke(slag, tuple((text, style) for text, style in parts if text))

    def _inline(self, tokens: Sequence[Mapping[str, Any]], style: Stil) -> Iterator[tuple[str, Stil]]:
        for token in tokens:
            match token["type"]:
                case "text":
                    yield html.unescape(token["raw"]), style
                case "codespan":
                    yield html.unescape(token["raw"]), style
                case "linebreak" | "softbreak":
                    yield " ", style
                case "strong" | "emphasis":
                    yield from self._inline(token["children"], _STYLES[token["type"]])
                case "link":
                    text = "".join(text for text, _ in self._inline(token["children"], style))
                    url = str(token["attrs"].get("url", ""))
                    shown = url.removeprefix("mailto:") if url.lower().startswith(_SHOWN) else ""
                    yield text if shown in ("", text) else f"{text} ({shown})", style
                case "image":
                    self.unfit.add(BILD)
                case "inline_html":
                    self.unfit.add(HTML)
                case _:
                    yield from self._inline(token.get("children", ()), style)
