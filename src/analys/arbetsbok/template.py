"""The workbook as it is handed out: every sheet with its headings, help, lists to choose from, known rows.

Everything is written as text, numbers and dates. Text that could be taken for a formula is marked as text.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from analys.arbetsbok import guide
from analys.arbetsbok.blad import BLAD, Blad, Kolumn
from analys.arbetsbok.bok import Varde
from analys.arbetsbok.package import pack
from analys.arbetsbok.sheets import name_column

LISTS = "Listor"
"""The hidden sheet that the drop-down lists look in."""

SEPARATOR = " | "
"""In a list, between what is read and what explains it to the reader."""

READY_ROWS = 2_000
"""Rows below the headings that offer lists."""

MOST_CHOICES = 2_000
MOST_LETTERS = 200
FONT = "Calibri"
_DARK, _LIGHT, _WHITE = "12436D", "E8EEF4", "FFFFFF"
_WIDTHS = {
    "heltal": 12.0,
    "tal": 12.0,
    "janej": 14.0,
    "datum": 14.0,
    "lasar": 12.0,
    "period": 12.0,
    "kod": 30.0,
}
_WIDE = {
    "text": 90.0,
    "utsaga": 80.0,
    "atgard": 60.0,
    "skal": 50.0,
    "definition": 60.0,
    "fynd": 50.0,
    "matt": 40.0,
}
_FORMATS = {"datum": "yyyy-mm-dd", "kod": "0", "text": "@", "lasar": "@", "period": "@"}

Choices = Mapping[tuple[str, str], Sequence[str]]
Rows = Mapping[str, Sequence[Mapping[str, Varde]]]


def write_template(choices: Choices | None = None, rows: Rows | None = None) -> bytes:
    """The workbook's bytes, always the same for the same content.

    Parameters
    ----------
    choices : mapping of (str, str) to sequence of str
        Sheet and column -> what its list offers beside the declared values; other values may be written too.
    rows : mapping of str to sequence of mapping
        Sheet -> its rows by column name.
    """
    import openpyxl

    book = openpyxl.Workbook()
    _write_guide(book.active)
    listed: list[tuple[str, Sequence[str]]] = []
    for blad in BLAD.values():
        _write_sheet(book.create_sheet(blad.rubrik), blad, choices or {}, listed)
        for number, row in enumerate((rows or {}).get(blad.namn, ()), 2):
            for column, kolumn in enumerate(blad.kolumner, 1):
                cell = book[blad.rubrik].cell(number, column)
                _write(cell, row.get(kolumn.namn))
                cell.alignment = _align(kolumn)
    _write_lists(book.create_sheet(LISTS), listed)
    for sheet in book.worksheets:
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0
    return pack(book)


def _write_guide(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = guide.TITLE
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    fonts = {
        "titel": Font(name=FONT, bold=True, size=16),
        "rubrik": Font(name=FONT, bold=True, size=12, color=_DARK),
        "rad": Font(name=FONT, bold=True),
    }
    for number, (style, first, second) in enumerate(guide.tell(), 1):
        cell = sheet.cell(number, 1)
        _write(cell, first)
        cell.font = fonts.get(style, Font(name=FONT))
        cell.alignment = Alignment(
            vertical="bottom" if style == "rubrik" else "top", wrap_text=style != "rubrik"
        )
        if second:
            _write(sheet.cell(number, 2), second)
            sheet.cell(number, 2).font = Font(name=FONT)
            sheet.cell(number, 2).alignment = Alignment(vertical="top", wrap_text=True)
        else:
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=2)
        sheet.row_dimensions[number].height = _height(style, second if second else first)


def _height(style: str, text: str) -> float:
    """Points for the lines that a text takes: Excel does not fit rows of merged cells to their text."""
    lines = -(-len(text) // (110 if style == "text" else 85)) or 1
    return {"titel": 28.0, "rubrik": 26.0}.get(style, 15.0 * lines + 1)


def _write_sheet(sheet: Any, blad: Blad, choices: Choices, listed: list[tuple[str, Sequence[str]]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 30
    for column, kolumn in enumerate(blad.kolumner, 1):
        cell = sheet.cell(1, column)
        _write(cell, guide.heading(kolumn))
        cell.font = Font(name=FONT, bold=True, color=_WHITE if kolumn.kravs else _DARK)
        cell.fill = PatternFill("solid", fgColor=_DARK if kolumn.kravs else _LIGHT)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        text = guide.explain(kolumn)
        cell.comment = Comment(text, "Mall", height=30 + 18 * (len(text) // 38 + 1), width=300)
        letter = name_column(column - 1)
        dimension = sheet.column_dimensions[letter]
        dimension.width = _width(kolumn)
        dimension.number_format = _FORMATS.get(kolumn.form, "General")
        dimension.alignment = _align(kolumn)
        offered = kolumn.val or choices.get((blad.namn, kolumn.namn), ()) or _declared(kolumn)
        if offered:
            listed.append((f"{blad.rubrik}: {kolumn.rubrik}", offered[:MOST_CHOICES]))
            where = name_column(len(listed) - 1)
            source = f"={LISTS}!${where}$2:${where}${len(listed[-1][1]) + 1}"
            strict = bool(kolumn.val or kolumn.form == "janej")
            sheet.add_data_validation(_validate(source, f"{letter}2:{letter}{READY_ROWS}", strict))


def _align(kolumn: Kolumn) -> Any:
    from openpyxl.styles import Alignment

    side = "left" if kolumn.form == "kod" else None
    return Alignment(horizontal=side, vertical="top", wrap_text=kolumn.namn in _WIDE)


def _declared(kolumn: Kolumn) -> tuple[str, ...]:
    return ("ja", "nej") if kolumn.form == "janej" else ()


def _width(kolumn: Kolumn) -> float:
    width = _WIDE.get(kolumn.namn) or _WIDTHS.get(kolumn.form, 22.0)
    return max(width, 1.2 * len(guide.heading(kolumn)) + 2)


def _validate(source: str, cells: str, strict: bool) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=source, allow_blank=True, sqref=cells)
    rule.showErrorMessage = strict
    rule.errorTitle = "Välj ur listan"
    rule.error = "Värdet finns inte i listan. Välj ett av de som finns där, eller lämna cellen tom."
    return rule


def _write_lists(sheet: Any, listed: Sequence[tuple[str, Sequence[str]]]) -> None:
    sheet.sheet_state = "hidden"
    for column, (title, values) in enumerate(listed, 1):
        for number, value in enumerate((title, *values), 1):
            _write(sheet.cell(number, column), value[:MOST_LETTERS])


def _write(cell: Any, value: Varde) -> None:
    """Write a value; text stays text, also when it begins as a formula does."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = _fit(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@\t\r"
        cell.number_format = "@"
    elif isinstance(value, bool):
        cell.value = "ja" if value else "nej"
    else:
        cell.value = value
        if isinstance(value, datetime.date):
            cell.number_format = _FORMATS["datum"]


def _fit(text: str) -> str:
    """Text without the characters that no workbook can hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")
