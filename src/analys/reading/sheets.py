"""Workbooks -> grids of text cells: .xls, .xlsx, .ods, and what only bears such a name.

Numbers become text without loss (201003159807.0 -> "201003159807"), dates ISO, lengths of time h:mm,
merged cells blank but for the first; formulas give their saved values. Hidden sheets are left out when a
visible one holds data. A share in a cell formatted as percent reads as it is shown, "94 %"; where the format
is not known the number stays as it is stored, 0.94, and the mapping says what is meant.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
from collections.abc import Iterator
from pathlib import Path

import python_calamine

from analys.errors import Problem
from analys.reading.grid import MAX_CELL, Grid, clean_cell, make_grid
from analys.reading.sheets_markup import is_markup, read_markup
from analys.reading.sheets_ole import check_ole
from analys.reading.sheets_percent import Places, spell_percent
from analys.reading.sheets_zip import check_zip, make_damaged, make_protected, make_unsafe

MAX_BYTES = 200_000_000

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


def read_sheets(content: bytes, fil: str) -> list[Grid] | Problem | None:
    """Grids of the sheets with data; None when the content is separated text under a workbook's name."""
    if len(content) > MAX_BYTES:
        return make_unsafe(fil, f"den är större än {MAX_BYTES // 10**6} MB")
    if not content.startswith((_ZIP, _OLE)):
        return read_markup(content, fil) if is_markup(content) else None
    percent = check_zip(content, fil) if content.startswith(_ZIP) else check_ole(content, fil)
    if isinstance(percent, Problem):
        return percent
    try:
        with _silence():
            found = _read_workbook(content, percent)
    except python_calamine.PasswordError:
        return make_protected(fil)
    except BaseException as error:  # a panic of the library is no Exception; messages quote cells
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return make_damaged(fil)
    if any(len(cell) > MAX_CELL for grid in found for row in grid.rows for cell in row):
        return Problem(
            fil,
            f"En cell har mer än {MAX_CELL} tecken.",
            "Kontrollera att arbetsboken är rätt export, och korta texten.",
            kod="rader",
        )
    return found


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Nothing on the error stream: a panic of the library is written there, and can quote a cell."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no error stream
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _read_workbook(content: bytes, percent: Places) -> list[Grid]:
    grids: dict[bool, list[Grid]] = {True: [], False: []}
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            cells = workbook.get_sheet_by_index(index)
            top, left = cells.start or (0, 0)
            rows = [[_make_text(value) for value in row] for row in cells.to_python()]
            for row, column in percent.get(index, ()):
                if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[row - top]):
                    rows[row - top][column - left] = spell_percent(rows[row - top][column - left])
            grid = make_grid(rows, range(top + 1, top + 1 + len(rows)))
            if grid.rows:
                grids[sheet.visible == python_calamine.SheetVisibleEnum.Visible].append(grid)
    return grids[True] or grids[False]


def _make_text(value: object) -> str:
    """Text of a cell.

    Examples
    --------
    >>> _make_text(201003159807.0), _make_text(0.94), _make_text(datetime.timedelta(hours=60, minutes=30))
    ('201003159807', '0.94', '60:30')
    """
    if isinstance(value, str):
        return clean_cell(value)
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat("T", "minutes")
        )
    if isinstance(value, datetime.timedelta):
        return _spell_length(round(value.total_seconds()))
    if isinstance(value, datetime.time):
        return _spell_length(value.hour * 3600 + value.minute * 60 + value.second)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _spell_length(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    shown = f"{minutes // 60}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")
    return f"-{shown}" if seconds < 0 else shown
