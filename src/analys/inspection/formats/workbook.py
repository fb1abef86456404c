"""The workbook of tables: what its sheets hold, cell by cell, and that it holds nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import XPath
from lxml.etree import _Element as Element

from analys.inspection.faults import Fault
from analys.inspection.formats.office import read_part, unpack
from analys.inspection.formats.xml import Unreadable, parse_xml
from analys.inspection.material import HIDDEN, Document, Piece

_BOOK, _STRINGS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_SHEET = re.compile(r"xl/worksheets/sheet[1-9]\d*\.xml")
_FEW = frozenset((
    "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "xl/_rels/workbook.xml.rels", _BOOK, _STRINGS,
    _STYLES,
))  # fmt: skip
_OF_BOOK = frozenset(("workbook", "bookViews", "workbookView", "sheets", "sheet"))
_OF_STRINGS = frozenset(("sst", "si", "t"))
_OF_SHEET = frozenset((
    "worksheet", "sheetPr", "pageSetUpPr", "dimension", "sheetViews", "sheetView", "pane", "selection",
    "sheetFormatPr", "cols", "col", "sheetData", "row", "c", "v", "autoFilter", "hyperlinks", "hyperlink",
    "pageSetup", "ignoredErrors", "ignoredError",
))  # fmt: skip
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FORMAT = re.compile(
    '(?:[-+]?#,##0(?:\\.0{1,4})?;?){1,3}|#,##0(?:\\.0{1,4})?"\u00a0%"|\\[=0\\]"<\u00a00,0*1";#,##0\\.0+'
)
_LINK = re.compile(r"'[^'!]+'!A1")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CONCEALING = frozenset(("hidden", "zeroHeight", "collapsed", "outlineLevel"))
_ODD = XPath(
    "//@state[. != 'frozen'] | //text()[not(parent::m:t or parent::m:v)][normalize-space()]",
    namespaces={"m": _MAIN.strip("{}")},
)
_STRANGE = (
    "Arbetsboken har något som rapportens arbetsböcker inte har: en formel, en kommentar, en länk ut eller "
    "något dolt."
)
_AGAIN = "Gör om rapporten, och ändra inte i dess filer."

Row = Sequence[str | float | None]


@dataclass(frozen=True)
class BookSheet:
    """One sheet: its name, and the texts and numbers of its rows as they stand in the file."""

    name: str
    rows: Sequence[Row]


def read_workbook(fil: str, content: bytes) -> Document:
    """Sheets of a workbook as `analys.presentation.xlsxfile` writes it, as the document's content.

    Raises
    ------
    Unreadable
    """
    parts = dict(unpack(content))
    strange = sorted(name for name in parts if name not in _FEW and not _SHEET.fullmatch(name))
    faults = [Fault(fil, f"{len(strange)} delar", _STRANGE, _AGAIN)] if strange else []
    pieces = [Piece("delarna", name, HIDDEN) for name in parts]
    roots = {}
    for number, (name, body) in enumerate(parts.items(), 1):
        if name in _FEW or name.endswith((".xml", ".rels", ".vml")):
            roots[name] = parse_xml(body)
            if not _SHEET.fullmatch(name):
                read = read_part(name, roots[name], f"del {number}")
                pieces += [piece._replace(slag=HIDDEN) for piece in read]
    if not {_BOOK, _STRINGS, _STYLES, "docProps/core.xml"} <= roots.keys():
        raise Unreadable("den är ingen arbetsbok av rapportens slag")
    names = _read_names(roots[_BOOK])
    own = [name for name in roots if _SHEET.fullmatch(name)]
    if sorted(own) != sorted(f"xl/worksheets/sheet{number}.xml" for number in range(1, len(names) + 1)):
        raise Unreadable("dess blad hänger inte ihop")
    texts = [str(node.text or "") for node in roots[_STRINGS].iter("{*}t")]
    used: set[int] = set()
    sheets = []
    for number, name in enumerate(names, 1):
        root = roots[f"xl/worksheets/sheet{number}.xml"]
        faults += [Fault(fil, f"blad {number}", _STRANGE, _AGAIN)] * (not _is_plain_sheet(root))
        sheets.append(BookSheet(name, tuple(_read_rows(root, texts, used))))
    if (
        len(used) < len(texts)
        or not _has_only(roots[_BOOK], _OF_BOOK)
        or not _has_only(roots[_STRINGS], _OF_STRINGS)
        or any(not _FORMAT.fullmatch(node.get("formatCode", "")) for node in roots[_STYLES].iter("{*}numFmt"))
        or any(letter.isdigit() for text in roots["docProps/core.xml"].itertext() for letter in str(text))
    ):
        faults.append(Fault(fil, "", _STRANGE, _AGAIN))
    pieces += _list_texts(sheets)
    return Document(
        fil, "arbetsbok", pieces=tuple(pieces), content=tuple(sheets), faults=tuple(dict.fromkeys(faults))
    )


def _has_only(root: Element, names: frozenset[str]) -> bool:
    """Whether a part has known elements alone, none of them hidden, with text where text belongs."""
    tags, marks = set(), set()
    for node in root.iter():
        tags.add(node.tag)
        marks.update(node.keys())
    known = all(isinstance(tag, str) and tag.removeprefix(_MAIN) in names for tag in tags)
    return known and _CONCEALING.isdisjoint(marks) and not _ODD(root)


def _is_plain_sheet(root: Element) -> bool:
    links = [dict(node.attrib) for node in root.iter("{*}hyperlink")]
    inside = all(
        set(link) == {"ref", "location"} and _LINK.fullmatch(link["location"]) is not None for link in links
    )
    sizes = [node.get("width") for node in root.iter("{*}col")] + [
        node.get("ht") for node in root.iter("{*}row")
    ]
    seen = all(size is None or (size.isdigit() and int(size) >= 8) for size in sizes)
    return inside and seen and _has_only(root, _OF_SHEET)


def _read_names(root: Element) -> list[str]:
    names = [node.get("name", "") for node in root.iter("{*}sheet")]
    if len({name.casefold() for name in names}) < len(names) or not all(names):
        raise Unreadable("dess blad hänger inte ihop")
    return names


def _read_rows(root: Element, texts: Sequence[str], used: set[int]) -> Iterator[Row]:
    """Rows from the first to the last, each as wide as its last cell."""
    for number, row in enumerate(root.iter("{*}row"), 1):
        if row.get("r") != str(number):
            raise Unreadable("dess rader står inte i ordning")
        values: list[str | float | None] = []
        for cell in row:
            place, kind = cell.get("r", ""), cell.get("t", "n")
            column = _LETTERS.find(place[:1]) if place[1:] == str(number) else -1
            if column < len(values) or len(cell) != 1 or kind not in ("s", "n"):
                raise Unreadable("den har celler som rapportens arbetsböcker inte har")
            values += [None] * (column - len(values))
            values.append(_read_value(cell[0].text or "", kind == "s", texts, used))
        yield tuple(values)


def _read_value(written: str, is_text: bool, texts: Sequence[str], used: set[int]) -> str | float:
    try:
        if not is_text:
            return float(written)
        place = int(written)
        used.add(place)
        return texts[place] if place >= 0 else texts[len(texts)]
    except (ValueError, IndexError):
        raise Unreadable("den har celler som rapportens arbetsböcker inte har") from None


def _list_texts(sheets: Sequence[BookSheet]) -> Iterator[Piece]:
    """Every text once, and whole rows of the first two sheets: the rest is compared with the cells."""
    seen: dict[str, str] = {}
    for number, sheet in enumerate(sheets, 1):
        seen.setdefault(sheet.name, f"blad {number}")
        for line, row in enumerate(sheet.rows, 1):
            texts = [value for value in row if isinstance(value, str)]
            for text in texts if number > 2 else [" ".join(texts)]:
                seen.setdefault(text, f"blad {number}, rad {line}")
    yield from (Piece(place, text) for text, place in seen.items())
