"""Bytes of a workbook -> its sheets as texts; whatever stands in the file, nothing is raised or quoted.

The workbook is streamed row by row: a cell far out in an otherwise empty sheet costs nothing.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analys.arbetsbok.places import KOD, Place
from analys.arbetsbok.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, make_sheet, name_column
from analys.errors import Problem
from analys.spelling import fold_name

MOST_BYTES = 10_000_000
MOST_UNPACKED = 60_000_000
MOST_FILES = 1_000
MOST_SHEETS = 100


def read_sheets(
    content: bytes, fil: str, wanted: Mapping[str, frozenset[str]], kod: str = KOD
) -> tuple[dict[str, Sheet], list[Problem], list[str]]:
    """Sheets of a workbook's content, and why they cannot be read; nothing in it can raise.

    Parameters
    ----------
    content : bytes
    fil : str
        The workbook, for messages.
    wanted : mapping of str to frozenset of str
        Names of the sheets to read -> headings that each may have, folded.
    kod : str
        Code of the faults.

    Returns
    -------
    dict of str to Sheet, list of Problem, list of str
        Sheets by wanted name, those that are filled in; faults; names of the workbook's other sheets.
    """
    whole = Place(fil, kod=kod)
    if not _is_safe(content):
        gor = "Kontrollera att den är en Excelfil (.xlsx) utan lösenord och att den inte är för stor."
        return {}, [whole.problem("Arbetsboken går inte att läsa.", gor)], []
    try:
        found, others = _load_rows(content, list(wanted))
        uncomputed = _find_uncomputed(content, found)
    except Exception:  # whatever the library stumbles on; its messages quote cells
        gor = "Öppna den i Excel och spara den på nytt som .xlsx."
        return {}, [whole.problem("Arbetsboken går inte att läsa.", gor)], []
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    for title, tables in found.items():
        place = Place(f"{fil}, bladet {title}", kod=kod)
        if len(tables) > 1:
            problems.append(place.problem("Två blad heter likadant.", "Behåll ett av dem."))
            continue
        sheet, wrong = make_sheet(tables[0], place, wanted[title])
        problems += wrong
        problems += [
            Place(f"{place.fil}, cell {cell}", kod=kod).problem(
                "Cellen har en formel vars värde inte är sparat.",
                "Öppna arbetsboken i Excel och spara den, eller skriv värdet i stället för formeln.",
            )
            for cell in uncomputed.get(title, ())
        ]
        if sheet is not None:
            sheets[title] = sheet
    return sheets, problems, others


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


def _load_rows(
    content: bytes, wanted: Sequence[str]
) -> tuple[dict[str, list[list[list[object]]]], list[str]]:
    """Rows of the wanted sheets, more than one table where names are alike, and other sheets' names."""
    by_name = {fold_name(title): title for title in wanted}
    found: dict[str, list[list[list[object]]]] = {}
    others: list[str] = []
    with _open(content, computed=True) as book:
        for sheet in book.worksheets[:MOST_SHEETS]:
            title = by_name.get(fold_name(sheet.title))
            if title is None:
                others.append(sheet.title)
            else:
                found.setdefault(title, []).append([[_value(cell) for cell in row] for row in _rows(sheet)])
    _check_unlisted(content, [title for title in wanted if title not in found])
    return found, others


def _check_unlisted(content: bytes, missing: Sequence[str]) -> None:
    """The library passes over a sheet whose part is gone: what it held would be forgotten in silence."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = archive.read("xl/workbook.xml")
    if any(f'name="{title}"'.encode() in listed for title in missing):
        raise ValueError


def _find_uncomputed(content: bytes, found: Mapping[str, object]) -> dict[str, list[str]]:
    """Cells, by sheet, with formulas whose value nobody has saved: they would be read as blank."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(mark in archive.read(part) for part in parts for mark in (b"<f>", b"<f ", b"<f/")):
            return {}
    by_name = {fold_name(title): title for title in found}
    missing: dict[str, list[str]] = {}
    with _open(content, computed=True) as book, _open(content, computed=False) as written:
        for values, formulas in zip(book.worksheets, written.worksheets, strict=True):
            title = by_name.get(fold_name(values.title))
            if title is None:
                continue
            pairs = zip(_rows(values), _rows(formulas), strict=True)
            missing.setdefault(title, []).extend(
                f"{name_column(column)}{number}"
                for number, (row, sources) in enumerate(pairs, 1)
                for column, (cell, source) in enumerate(zip(row, sources, strict=True))
                if source.data_type == "f" and cell.value is None
            )
    return missing


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
    return rows


def _value(cell: Any) -> object:
    """The cell's value; what is written as 85 % is kept as 0.85 and is read as it was written."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{round(100 * value, 9):.10g} %"
    return value


class _open:
    """A workbook opened for streaming, closed afterwards, and silent about what it does not know."""

    def __init__(self, content: bytes, *, computed: bool) -> None:
        self._content = content
        self._computed = computed
        self._silent = warnings.catch_warnings()

    def __enter__(self) -> Any:
        import openpyxl

        self._silent.__enter__()
        warnings.simplefilter("ignore")  # what the library does not know of a workbook's looks
        try:
            self._book = openpyxl.load_workbook(
                io.BytesIO(self._content),
                read_only=True,
                data_only=self._computed,
                keep_links=False,
                rich_text=False,
            )
        except BaseException:
            self._silent.__exit__(None, None, None)
            raise
        return self._book

    def __exit__(self, *raised: object) -> None:
        self._book.close()
        self._silent.__exit__(None, None, None)
