"""Tables of the Word document: header rows that repeat, row heads, shades, and words for the symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml.etree import XPath

from analys.rendering.front import TONES, mix_with_white
from analys.rendering.kontor.stycken import Writer
from analys.rendering.kontor.xml import paragraph, w
from analys.rendering.markup import Element, has_class, text_of

STYLE = "Rapporttabell"
TEXT = "Tabelltext"
_WIDTH = 8900
"""Twentieths of a point between the margins."""
_SHOWN = XPath(".//text()[not(ancestor::span[@class='dold'])]")
_LEAST, _MOST = 6, 34
"""Letters that a column is thought to hold."""


def make_table(table: Element, title: str, writer: Writer, colour: str) -> Any:
    """A table with its accessible description.

    Parameters
    ----------
    table : Element
    title : str
    writer : Writer
    colour : str
        The report's colour, "#RRGGBB".
    """
    rows = list(table.iter("tr"))
    widths = _share_width(rows)
    look = {"firstRow": "1", "firstColumn": "1", "noHBand": "1", "noVBand": "1"}
    properties = w(
        "tblPr",
        {},
        w("tblStyle", {"val": STYLE}),
        w("tblW", {"w": "5000", "type": "pct"}),
        w("tblLook", look),
        w("tblCaption", {"val": title}),
        _describe(table),
    )
    grid = w("tblGrid", {}, *(w("gridCol", {"w": str(width)}) for width in widths))
    return w("tbl", {}, properties, grid, *(_make_row(row, widths, writer, colour) for row in rows))


def _describe(table: Element) -> Any:
    """What the symbols in the cells mean, in the words that are read aloud on the page."""
    words = dict.fromkeys(
        f"”{text_of(shown)}” betyder {text_of(heard)}"
        for shown, heard in _list_symbols(table)
        if text_of(shown) and text_of(heard)
    )
    return w("tblDescription", {"val": f"{'; '.join(words)}."}) if words else None


def _list_symbols(table: Element) -> Iterator[tuple[Element, Element]]:
    for symbol in table.iter("span"):
        after = symbol.getnext()
        if symbol.get("aria-hidden") == "true" and after is not None and has_class(after, "dold"):
            yield symbol, after


def _make_row(row: Element, widths: list[int], writer: Writer, colour: str) -> Any:
    head = next(row.iterancestors("thead"), None) is not None
    strong = head or has_class(row, "total") or has_class(row, "markerad")
    tint = mix_with_white(colour, 0.08) if strong and not head else ""
    place, cells = 0, []
    for cell in row:
        span = int(cell.get("colspan") or 1)
        cells.append(_make_cell(cell, sum(widths[place : place + span]), span, strong, tint, writer, colour))
        place += span
    marks = w("trPr", {}, w("cantSplit"), w("tblHeader") if head else None)
    return w("tr", {}, marks, *cells)


def _make_cell(
    cell: Element, width: int, span: int, strong: bool, tint: str, writer: Writer, colour: str
) -> Any:
    shade = next((step for step in range(1, len(TONES) + 1) if has_class(cell, f"ton{step}")), 0)
    fill = mix_with_white(colour, TONES[shade - 1]) if shade else tint
    properties = w(
        "tcPr",
        {},
        w("tcW", {"w": str(width), "type": "dxa"}),
        w("gridSpan", {"val": str(span)}) if span > 1 else None,
        w("shd", {"val": "clear", "color": "auto", "fill": fill[1:].upper()}) if fill else None,
    )
    letters: dict[str, dict[str, str]] = {"b": {}} if strong or has_class(cell, "diagonal") else {}
    side = {"jc": "right"} if has_class(cell, "tal") else {}
    return w("tc", {}, properties, paragraph(TEXT, *writer.write(cell, letters), **side))


def _share_width(rows: list[Element]) -> list[int]:
    """Widths of the columns, by what they hold."""
    count = max(sum(int(cell.get("colspan") or 1) for cell in row) for row in rows)
    letters = [_LEAST] * count
    for row in rows:
        if len(row) == count:
            for place, cell in enumerate(row):
                text = "".join(_SHOWN(cell))
                longest = max((len(word) for word in text.split()), default=0) + 2
                wanted = max(longest, min(len(text), _MOST if place == 0 else _MOST // 2))
                letters[place] = max(letters[place], min(wanted, _MOST))
    return [_WIDTH * own // sum(letters) for own in letters]
