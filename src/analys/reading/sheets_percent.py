"""Which cells are formatted as percent: their numbers are shares, and 0.94 is shown as 94 %.

The library that reads workbooks gives numbers without their formats. Styles are looked up here, so that a
cell reads as it is shown; where they cannot be found, the number stays as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

Places = Mapping[int, set[tuple[int, int]]]
"""Index of a sheet -> (row, column) from 0 of its cells in percent formats."""

BUILT_IN = {9, 10}
"""Numbers of Excel's own percent formats."""

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_PLACE = re.compile(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"")
_STYLE = re.compile(rb"\bs=\"([0-9]{1,6})\"")
_TEXT = re.compile(rb"\bt=\"(?:s|str|inlineStr|b|e|d)\"")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def find_percent_cells(parts: Mapping[str, bytes]) -> Places:
    """Cells in percent formats of an .xlsx file, by its parts."""
    try:
        styles = _list_percent_styles(parts.get("xl/styles.xml", b""))
        sheets = _list_sheets(parts) if styles else []
    except (etree.LxmlError, ValueError, SyntaxError, KeyError):  # their messages quote the text
        return {}
    return {index: _list_cells(parts.get(name, b""), styles) for index, name in enumerate(sheets)}


def spell_percent(text: str) -> str:
    """A number as its percent format shows it, all its decimals kept; other texts as they are.

    Examples
    --------
    >>> spell_percent("0.94"), spell_percent("0.0625"), spell_percent("94 %")
    ('94 %', '6.25 %', '94 %')
    """
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e-?[0-9]{1,2})?", text):
        return text
    shown = f"{Decimal(text) * 100:f}"
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown} %"


def column_number(letters: bytes) -> int:
    """Number of a column from 1.

    Examples
    --------
    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _parse(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser=parser)


def _list_percent_styles(part: bytes) -> set[int]:
    if not part:
        return set()
    root = _parse(part)
    formats = BUILT_IN | {
        int(one.get("numFmtId", 0)) for one in root.iter("{*}numFmt") if "%" in one.get("formatCode", "")
    }
    styles = root.find("{*}cellXfs")
    return {
        index
        for index, style in enumerate(styles.iterchildren("{*}xf") if styles is not None else ())
        if int(style.get("numFmtId", 0)) in formats
    }


def _list_sheets(parts: Mapping[str, bytes]) -> list[str]:
    """Names of the sheets' parts in the workbook's order."""
    relations = {
        one.get("Id"): "xl/" + one.get("Target", "").removeprefix("/xl/")
        for one in _parse(parts["xl/_rels/workbook.xml.rels"])
    }
    return [
        relations.get(one.get(_RELATION), "") for one in _parse(parts["xl/workbook.xml"]).iter("{*}sheet")
    ]


def _list_cells(sheet: bytes, styles: set[int]) -> set[tuple[int, int]]:
    found = set()
    for cell in _CELL.finditer(sheet):
        style = _STYLE.search(cell[1])
        place = _PLACE.search(cell[1])
        if style and place and int(style[1]) in styles and not _TEXT.search(cell[1]):
            found.add((int(place[2]) - 1, column_number(place[1]) - 1))
    return found
