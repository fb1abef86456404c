"""What is in an .xlsx or .ods file before it is laid out: real sizes, dangerous parts, cells far out.

The sizes in a zip directory can lie, and one cell in the last corner of a sheet makes a reader lay out 17
billion cells. So every part is inflated here first, with a limit, and the cells' places are looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from analys.errors import Problem
from analys.reading.sheets_percent import Places, column_number, find_percent_cells

MAX_PARTS = 5_000
MAX_UNPACKED = 400_000_000
MAX_CELLS = 10_000_000
"""Most cells of a sheet, blank ones within its corners counted."""

_COLUMN = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,7})[0-9]")
_ROW = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]*([0-9]{1,12})[\"']")
_ERROR = re.compile(rb"<(?:\w+:)?c\b[^>]*\bt\s*=\s*[\"']e[\"']")
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\b(?![^>]*\bt=\"str\")[^>]*><f\b[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v>\s*</v>)?</"
)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def check_zip(content: bytes, fil: str) -> Places | Problem:
    """What makes a workbook in a zip archive unreadable or unsafe, else its cells in percent formats."""
    try:
        parts = _unpack(content)
    except _Unsafe as unsafe:
        return make_unsafe(fil, str(unsafe))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        return make_damaged(fil)
    if parts is None:
        return make_protected(fil)
    if any(b"<!DOCTYPE" in part[:2_000] or b"<!ENTITY" in part[:2_000] for part in parts.values()):
        return make_unsafe(fil, "den har egna XML-definitioner")
    if "content.xml" in parts:
        return _check_ods(parts, fil)
    sheets = [part for name, part in parts.items() if re.search(r"worksheets/[^/]*\.xml$", name)]
    if not sheets:
        return make_damaged(fil)
    if any(_is_vast(sheet) for sheet in sheets):
        return make_vast(fil)
    if any(_ERROR.search(sheet) for sheet in sheets):
        return make_error_cells(fil)
    if any(_UNCOMPUTED.search(sheet) for sheet in sheets):
        return _uncomputed(fil)
    return find_percent_cells(parts)


class _Unsafe(Exception):
    """Why an archive is not opened, in Swedish."""


def _unpack(content: bytes) -> dict[str, bytes] | None:
    """XML parts of the archive by name, None when one is encrypted."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise _Unsafe(f"den har fler än {MAX_PARTS} delar")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _Unsafe("den blir för stor när den packas upp")
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    for entry in entries:
        if entry.flag_bits & 1:
            return None
        if entry.filename in parts or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _Unsafe("den är packad på ett sätt som kalkylprogram inte använder")
        part = _inflate(content, entry, left)
        left -= len(part)
        parts[entry.filename] = part if entry.filename.endswith((".xml", ".rels")) else b""
    return parts


def _inflate(content: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    header = content[entry.header_offset : entry.header_offset + 30]
    if header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = entry.header_offset + 30 + skip
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        part = packed
    else:
        inflater = zlib.decompressobj(-15)
        part = inflater.decompress(packed, most + 1)
        if not inflater.eof and len(part) <= most:
            raise zipfile.BadZipFile
    if len(part) > most or len(part) != entry.file_size:
        raise _Unsafe("den blir större än den uppger när den packas upp")
    if zlib.crc32(part) != entry.CRC:
        raise zipfile.BadZipFile
    return part


def _is_vast(sheet: bytes) -> bool:
    columns = {column_number(letters) for letters in set(_COLUMN.findall(sheet))}
    rows = {int(digits) for digits in set(_ROW.findall(sheet))}
    return max(columns, default=1) * max(rows, default=1) > MAX_CELLS


def _check_ods(parts: dict[str, bytes], fil: str) -> Places | Problem:
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        return make_protected(fil)
    try:
        return _check_ods_cells(parts["content.xml"], fil)
    except (etree.LxmlError, ValueError, SyntaxError):  # their messages quote the text
        return make_damaged(fil)


def _check_ods_cells(content: bytes, fil: str) -> Places | Problem:
    # Blank cells and rows are repeated to the sheet's end as a matter of course; filled ones are not.
    places: dict[int, set[tuple[int, int]]] = {}
    sheet = -1
    row_at = width = height = column_at = filled_to = 0
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for event, element in events:
        if event == "start":
            if element.tag == f"{_TABLE}table":
                row_at = width = height = 0
                sheet += 1
            elif element.tag == f"{_TABLE}table-row":
                column_at = filled_to = 0
            continue
        if element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            if element.get(f"{_OFFICE}value-type") == "percentage":
                places.setdefault(sheet, set()).add((row_at, column_at))
            column_at += int(element.get(f"{_TABLE}number-columns-repeated", 1))
            if element.get(f"{_CALC}value-type") == "error":
                return make_error_cells(fil)
            if element.get(f"{_OFFICE}value-type") or len(element):
                filled_to = column_at
            element.clear()
        elif element.tag == f"{_TABLE}table-row":
            row_at += int(element.get(f"{_TABLE}number-rows-repeated", 1))
            if filled_to:
                height, width = row_at, max(width, filled_to)
            if height * width > MAX_CELLS:
                return make_vast(fil)
            element.clear()
    return places


def make_protected(fil: str) -> Problem:
    """A workbook with a password."""
    return Problem(
        fil,
        "Arbetsboken är skyddad med lösenord.",
        "Öppna den i Excel, ta bort lösenordet under Arkiv, Info, Skydda arbetsbok och spara den igen.",
        kod="fil",
    )


def make_damaged(fil: str) -> Problem:
    """A workbook that is cut off, or something else under a workbook's name."""
    return Problem(
        fil,
        "Arbetsboken går inte att läsa. Den är avbruten eller skadad, eller ingen arbetsbok.",
        "Öppna den i Excel och spara den på nytt som .xlsx, eller ta ut den på nytt.",
        kod="fil",
    )


def make_unsafe(fil: str, why: str) -> Problem:
    """A workbook that is not opened, and why."""
    return Problem(
        fil,
        f"Arbetsboken öppnas inte: {why}.",
        "Ta ut filen på nytt ur skolans system. Kommer den någon annanstans ifrån, kasta den.",
        kod="fil",
    )


def make_vast(fil: str) -> Problem:
    """A sheet with a cell in its far corner."""
    return Problem(
        fil,
        "Bladet har celler så långt ut att det inte ryms i minnet.",
        "Kopiera uppgifterna till ett tomt blad och spara det, eller ta ut filen på nytt.",
        kod="fil",
    )


def make_error_cells(fil: str) -> Problem:
    """Cells whose formula fails, which would be read as blank."""
    return Problem(
        fil,
        "Arbetsboken har formler som ger fel, till exempel #DIVISION/0! eller #SAKNAS!.",
        "Rätta formlerna, eller ersätt dem med värden, och spara arbetsboken.",
        kod="fil",
    )


def _uncomputed(fil: str) -> Problem:
    return Problem(
        fil,
        "Arbetsboken har formler vars värden inte är sparade.",
        "Öppna den i Excel, så räknas formlerna, och spara den.",
        kod="fil",
    )
