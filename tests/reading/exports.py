"""Files as other systems deliver them, written with other libraries than the ones that read them."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import openpyxl
import xlwt

Cell = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta | None
Rows = Sequence[Sequence[Cell]]


def write_xls(*sheets: Rows, hidden: Sequence[int] = ()) -> bytes:
    """A legacy workbook."""
    book = xlwt.Workbook()
    for index, rows in enumerate(sheets):
        sheet = book.add_sheet(f"Blad{index + 1}")
        sheet.visibility = int(index in hidden)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                style = xlwt.easyxf(num_format_str=_FORMATS.get(type(value), "General"))
                if isinstance(value, datetime.timedelta):
                    value = value.total_seconds() / 86400
                if value is not None:
                    sheet.write(y, x, value, style)
    return _save(book)


_FORMATS = {datetime.date: "YYYY-MM-DD", datetime.time: "HH:MM", datetime.timedelta: "[h]:mm"}


def write_xlsx(*sheets: Rows, hidden: Sequence[int] = (), formats: dict[str, str] | None = None) -> bytes:
    """A workbook; `formats` gives number formats by cell of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for index, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Blad{index + 1}")
        sheet.sheet_state = "hidden" if index in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
        for cell, form in (formats or {}).items() if not index else ():
            sheet[cell].number_format = form
    return _save(book)


def _save(book: xlwt.Workbook | openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_ods(rows: Rows, tail: str = "") -> bytes:
    """An OpenDocument sheet, made by hand; `tail` is XML after the rows."""
    made = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Blad1">{made}{tail}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{mimetype}"/></manifest:manifest>'
    )
    return write_zip({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(value: Cell) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def write_zip(parts: dict[str, str | bytes]) -> bytes:
    """An archive of some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def change_zip(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The archive with other bytes in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    assert old in parts[name]
    return write_zip(parts | {name: parts[name].replace(old, new)})
