"""The sheet Rättelser of `arbetsbok.xlsx` -> corrections as written, each field with its cell.

The workbook is streamed row by row: a cell far out in an otherwise empty sheet costs nothing.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence

from analys.corrections.places import Place, Written
from analys.errors import Problem
from analys.spelling import fold_name

SHEET = "Rättelser"
MOST_BYTES = 10_000_000
MOST_UNPACKED = 60_000_000
MOST_FILES = 1_000
MOST_ROWS = 2_000
MOST_COLUMNS = 40

Row = Sequence[object]


def read_sheet(content: bytes, fil: str) -> tuple[list[Written], list[Problem]]:
    """Corrections of a workbook's content, and why they cannot be read; nothing in it can raise.

    A workbook without the sheet has no corrections.
    """
    if not _is_safe(content):
        return [], [
            Place(fil).problem(
                "Arbetsboken går inte att läsa.",
                "Kontrollera att den är en Excelfil (.xlsx) utan lösenord och att den inte är för stor.",
            )
        ]
    try:
        rows = _load_rows(content)
    except Exception:  # whatever the library stumbles on; its messages quote cells
        return [], [
            Place(fil).problem(
                "Arbetsboken går inte att läsa.", "Öppna den i Excel och spara den på nytt som .xlsx."
            )
        ]
    return _read_rows(rows, f"{fil}, bladet {SHEET}")


def _is_safe(content: bytes) -> bool:
    """Whether the archive says that it unpacks to a reasonable size; nothing reads beyond what it says."""
    if len(content) > MOST_BYTES:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False
    return len(files) <= MOST_FILES and sum(file.file_size for file in files) <= MOST_UNPACKED


def _load_rows(content: bytes) -> list[Row]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library does not know of a workbook's looks
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=False
        )
        try:
            named = [s for s in book.worksheets if fold_name(s.title) == fold_name(SHEET)]
            if not named:
                _check_unlisted(content)
                return []
            return list(named[0].iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True))
        finally:
            book.close()


def _check_unlisted(content: bytes) -> None:
    """The library passes over a sheet whose part is gone: corrections would be forgotten in silence."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if f'name="{SHEET}"'.encode() in archive.read("xl/workbook.xml"):
            raise ValueError


def _read_rows(rows: Sequence[Row], fil: str) -> tuple[list[Written], list[Problem]]:
    filled = [(number, _texts(row)) for number, row in enumerate(rows, 1)]
    filled = [(number, texts) for number, texts in filled if any(texts)]
    if not filled:
        return [], []
    head_row, heads = filled[0]
    if len(rows) > MOST_ROWS or any(len(texts) > MOST_COLUMNS and texts[MOST_COLUMNS] for _, texts in filled):
        gor = f"Högst {MOST_ROWS} rader och {MOST_COLUMNS} kolumner läses. Ta bort det som inte hör dit."
        return [], [Place(fil).problem("Bladet är för stort.", gor)]
    named = [fold_name(head) for head in heads if head]
    if len(set(named)) < len(named):
        gor = "Behåll en av kolumnerna med samma rubrik."
        return [], [Place(fil, head_row).problem("Två kolumner har samma rubrik.", gor)]
    return [
        Written(dict(found), {head: _cell(fil, heads, head, number) for head, _ in found}, Place(fil, number))
        for number, texts in filled[1:]
        if (found := list(_fields(heads, texts)))
    ], []


def _fields(heads: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Filled cells under a head; a blank from or to is a value where a column is to be corrected."""
    given = {fold_name(head) for head, text in zip(heads, texts, strict=True) if head and text}
    for column, (head, text) in enumerate(zip(heads, texts, strict=True)):
        name = fold_name(head)
        is_blank_value = "kolumn" in given and (name == "fran" or (name == "till" and "tabort" not in given))
        if text or is_blank_value:
            yield head or f"kolumn {column + 1}", text


def _cell(fil: str, heads: Sequence[str], head: str, number: int) -> Place:
    from openpyxl.utils import get_column_letter

    column = heads.index(head) + 1 if head in heads else int(head.rpartition(" ")[2])
    return Place(f"{fil}, cell {get_column_letter(column)}{number}")


def _texts(row: Row) -> list[str]:
    return [_text(value) for value in row]


def _text(value: object) -> str:
    """A cell as it would stand in a text file; Excel keeps personnummer as numbers and dates as dates."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case _:
            return str(value).strip()
