"""A workbook: texts, numbers and looks, and nothing that computes, leads out or tells of the machine.

The parts are written straight. Every text is a text, whatever it begins with, and the same sheets give the
same bytes: no library that writes workbooks leaves the day and the hour out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import NamedTuple

TEXT, WRAPPED, LINK, SIGN, GUARDED = "text", "radbruten", "lank", "tecken", "vakt"
HEAD, NUMBER_HEAD = "rubrik", "talrubrik"
"""Looks of texts. `SIGN` stands in a number's place; `GUARDED` begins as a formula does, and stays a text
when somebody edits the cell."""

_LOOKS = (TEXT, WRAPPED, LINK, SIGN, GUARDED, HEAD, NUMBER_HEAD)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_FIRST_FORMAT = 164  # Lower numbers are the programs' own.
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Value(NamedTuple):
    """What a cell of a sheet holds.

    Parameters
    ----------
    value : str, int or decimal.Decimal
        A text is written as a text, a number as a number.
    look : str
        A look of texts, or the number format of a number.
    """

    value: str | int | Decimal
    look: str = TEXT


@dataclass(frozen=True)
class Sheet:
    """One sheet; its first row is its head.

    Parameters
    ----------
    name : str
        As `name_sheets` gives it.
    rows : sequence of sequence of Value or None
        None is an empty cell.
    widths : sequence of int
        Letters that each column has room for.
    links : mapping of int to str
        By row, counted from 1, the sheet that its first cell leads to.
    """

    name: str
    rows: Sequence[Sequence[Value | None]]
    widths: Sequence[int]
    links: Mapping[int, str] = field(default_factory=dict)


class _Book:
    """Texts and looks of the whole workbook, each once, in the order that they are met."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.styles: dict[str, int] = {look: number for number, look in enumerate(_LOOKS, 1)}
        self._drawn: dict[Value, str] = {}

    @property
    def formats(self) -> list[str]:
        """The number formats among the looks."""
        return list(self.styles)[len(_LOOKS) :]

    def cell(self, place: str, cell: Value) -> str:
        """A cell as it stands in its sheet; the same text comes many times, and is drawn once."""
        if not isinstance(cell.value, str):
            return f'<c r="{place}" s="{self._style(cell.look)}"><v>{cell.value}</v></c>'
        drawn = self._drawn.get(cell)
        if drawn is None:
            drawn = self._drawn[cell] = self._draw(cell.value, cell.look)
        return f'<c r="{place}"{drawn}'

    def _draw(self, value: str, look: str) -> str:
        if look == TEXT and value.startswith(_RISKY):
            look = GUARDED
        text = self.texts.setdefault(value, len(self.texts))
        return f' s="{self._style(look)}" t="s"><v>{text}</v></c>'

    def _style(self, look: str) -> int:
        return self.styles.setdefault(look, len(self.styles) + 1)


def format_workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """The bytes of a workbook with these sheets.

    Parameters
    ----------
    sheets : sequence of Sheet
        With names of their own.
    title : str
        Title among the file's properties; the only one.
    """
    book = _Book()
    drawn = [_format_sheet(sheet, book, is_first=place == 0) for place, sheet in enumerate(sheets)]
    names = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
    parts = {
        "[Content_Types].xml": _format_types(names),
        "_rels/.rels": _format_links([
            ("officeDocument", _OFFICE, "xl/workbook.xml"),
            ("metadata/core-properties", f"{_PACKAGE}/relationships", "docProps/core.xml"),
        ]),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(title)}</dc:title>'
            "<dc:language>sv-SE</dc:language></cp:coreProperties>"
        ),
        "xl/workbook.xml": _format_book(sheets),
        "xl/_rels/workbook.xml.rels": _format_links([
            *(("worksheet", _OFFICE, name) for name in names),
            ("styles", _OFFICE, "styles.xml"),
            ("sharedStrings", _OFFICE, "sharedStrings.xml"),
        ]),
        "xl/styles.xml": _format_styles(book.formats),
        "xl/sharedStrings.xml": (
            f'<sst xmlns="{_MAIN}">'
            + "".join(f'<si><t xml:space="preserve">{_text(text)}</t></si>' for text in book.texts)
            + "</sst>"
        ),
        **{f"xl/{name}": sheet for name, sheet in zip(names, drawn, strict=True)},
    }  # fmt: skip
    return _pack(parts)


def name_sheets(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """A name for each sheet that every program takes: short, without brackets, and nobody else's.

    Examples
    --------
    >>> name_sheets(["np_ak3", "a/b", "NP_AK3", "x" * 40], ["Innehåll"])
    ['np_ak3', 'a_b', 'NP_AK3~2', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    used = {name.casefold() for name in (*taken, "history")}  # The last is Excel's own.
    found = []
    for name in names:
        safe = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", "_", name).strip() or "tabell"
        chosen, number = safe[:31], 1
        while chosen.casefold() in used:
            number += 1
            ending = f"~{number}"
            chosen = safe[: 31 - len(ending)] + ending
        used.add(chosen.casefold())
        found.append(chosen)
    return found


def _text(text: str) -> str:
    """A text as it stands in XML; what only looks like a coded letter is no coded letter."""
    return escape(_CODED.sub("_x005F_", _UNWRITABLE.sub("", text)), quote=True)


def _column(place: int) -> str:
    return chr(65 + place)  # Sheets of this program have fewer columns than the alphabet has letters.


def _format_sheet(sheet: Sheet, book: _Book, *, is_first: bool) -> str:
    last = f"{_column(len(sheet.widths) - 1)}{len(sheet.rows)}"
    selected = ' tabSelected="1"' if is_first else ""
    columns = [_column(place) for place in range(len(sheet.widths))]
    lines = []
    for number, row in enumerate(sheet.rows, 1):
        cells = [
            book.cell(f"{column}{number}", value)
            for column, value in zip(columns, row, strict=True)
            if value is not None
        ]
        lines.append(f'<row r="{number}"{_height(row, sheet.widths)}>{"".join(cells)}</row>')
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{width + 4}" customWidth="1"/>'
        for place, width in enumerate(sheet.widths, 1)
    )
    links = "".join(
        f'<hyperlink ref="A{row}" location="&#x27;{_text(name)}&#x27;!A1"/>'
        for row, name in sheet.links.items()
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}"/><sheetViews><sheetView{selected} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>{"".join(lines)}</sheetData>'
        f'<autoFilter ref="A1:{last}"/>{f"<hyperlinks>{links}</hyperlinks>" if links else ""}'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f'<ignoredErrors><ignoredError sqref="A1:{last}" twoDigitTextYear="1" numberStoredAsText="1"/>'
        "</ignoredErrors></worksheet>"
    )


def _height(row: Sequence[Value | None], widths: Sequence[int]) -> str:
    """Room for wrapped texts, where some program would not make it by itself."""
    lines = 1
    for cell, width in zip(row, widths, strict=True):
        if cell is not None and cell.look == WRAPPED:
            lines = max(lines, -(-len(str(cell.value)) // width))
    return f' ht="{15 * lines}" customHeight="1"' if lines > 1 else ""


def _format_book(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{_text(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets></workbook>"
    )


def _format_types(names: Iterable[str]) -> str:
    kinds = [
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("xl/workbook.xml", f"{_TYPE}.sheet.main+xml"),
        ("xl/styles.xml", f"{_TYPE}.styles+xml"),
        ("xl/sharedStrings.xml", f"{_TYPE}.sharedStrings+xml"),
        *((f"xl/{name}", f"{_TYPE}.worksheet+xml") for name in names),
    ]
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _format_links(links: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{place}/{kind}" Target="{target}"/>'
        for number, (kind, place, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _format_styles(formats: Sequence[str]) -> str:
    font = '<name val="Calibri"/><family val="2"/>'
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{_text(code)}"/>'
        for number, code in enumerate(formats, _FIRST_FORMAT)
    )
    right = '<alignment horizontal="right" vertical="top"/>'
    left = '<alignment horizontal="left" vertical="top" indent="1"/>'
    wrapped = '<alignment horizontal="left" vertical="top" wrapText="1" indent="1"/>'
    text = 'numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    head = 'numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0"'
    looks = {
        TEXT: f"<xf {text}>{left}</xf>",
        WRAPPED: f"<xf {text}>{wrapped}</xf>",
        LINK: f'<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0">{left}</xf>',
        SIGN: f"<xf {text}>{right}</xf>",
        HEAD: f"<xf {head}>{left}</xf>",
        NUMBER_HEAD: f"<xf {head}>{right}</xf>",
        GUARDED: f'<xf {text} quotePrefix="1">{left}</xf>',
    }
    numbers = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in range(_FIRST_FORMAT, _FIRST_FORMAT + len(formats))
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}">{f"<numFmts>{codes}</numFmts>" if codes else ""}'
        f'<fonts><font><sz val="11"/>{font}</font><font><b/><sz val="11"/>{font}</font>'
        f'<font><u/><sz val="11"/><color rgb="FF0B5394"/>{font}</font></fonts>'
        '<fills><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EDF3"/></patternFill></fill></fills>'
        "<borders><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/>"
        '<bottom style="thin"><color rgb="FF44546A"/></bottom><diagonal/></border></borders>'
        f"<cellStyleXfs>{plain}/></cellStyleXfs>"
        f'<cellXfs>{plain} xfId="0"/>{"".join(looks[look] for look in _LOOKS)}{numbers}</cellXfs>'
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _pack(parts: Mapping[str, str]) -> bytes:
    """A zip archive without a time and without a trace of the system that made it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, (_XML + content).encode("utf-8"))
    return buffer.getvalue()
