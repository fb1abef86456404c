"""What is in a legacy .xls file before anybody lays out its cells: password, failing formulas, cells far out.

The file is a small file system of sectors (Microsoft, MS-CFB) with a stream of records (MS-XLS). The record
of a cell holds row and column; a forged column 65 535 makes a reader lay out four billion cells. Sizes and
counts that are told beforehand can lie as well, and a reader that makes room for them takes the process down.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from analys.errors import Problem
from analys.reading.sheets_percent import BUILT_IN, Places
from analys.reading.sheets_zip import (
    MAX_CELLS,
    make_damaged,
    make_error_cells,
    make_protected,
    make_vast,
)

_END = 0xFFFFFFFA  # from here on sector numbers are marks
_NAMES = ("Workbook", "Book")
_WITH_SIZE = (2, 5)  # kinds of entries: a stream, and the root with all small ones
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
# Records of one cell: NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, BLANK, FORMULA, and rows of them.
_CELLS = {0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0201, 0x0006, 0x0406, 0x0206, 0x0003, 0x0004}
_RUNS = {0x00BD, 0x00BE}
_BOOLERR, _FORMULA, _FILEPASS, _BOF = 0x0205, 0x0006, 0x002F, 0x0809
_BOUNDSHEET, _FORMAT, _XF, _MULRK = 0x0085, 0x041E, 0x00E0, 0x00BD
_NUMBERS = {0x0203, 0x027E, 0x0006}
_DIMENSIONS, _SST = 0x0200, 0x00FC


def check_ole(content: bytes, fil: str) -> Places | Problem:
    """What makes a legacy workbook unreadable or unsafe, else its cells in percent formats."""
    try:
        streams = _find_streams(content)
    except (struct.error, IndexError, ValueError):
        return make_damaged(fil)
    if any(name in _ENCRYPTED for name in streams):
        return make_protected(fil)
    books = [stream for name, stream in streams.items() if name in _NAMES]
    if not books:
        return make_damaged(fil)
    places: Places = {}
    for book in books:
        found = _check_records(book, fil)
        if isinstance(found, Problem):
            return found
        places = found
    return places


def _find_streams(content: bytes) -> dict[str, bytes]:
    sector, mini = (1 << shift for shift in struct.unpack_from("<HH", content, 30))
    if sector not in (512, 4096) or mini != 64:
        raise ValueError
    cutoff, mini_start, _, extra, extra_count = struct.unpack_from("<IIIII", content, 56)
    sectors = _Sectors(content[sector:], sector, ())
    lists = list(struct.unpack_from("<109I", content, 76))
    for _ in range(min(extra_count, sectors.count)):
        if extra >= _END:
            break
        numbers = struct.unpack(f"<{sector // 4}I", sectors.read(extra))
        lists += numbers[:-1]
        extra = numbers[-1]
    table: list[int] = []
    for number in lists:
        if number < _END:
            table += struct.unpack(f"<{sector // 4}I", sectors.read(number))
    sectors = _Sectors(content[sector:], sector, tuple(table))
    directory = sectors.chain(struct.unpack_from("<I", content, 48)[0])
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    told = [*struct.unpack_from("<II", content, 40), *struct.unpack_from("<I4xI", content, 64)]
    sizes = [
        struct.unpack_from("<I" if sector == 512 else "<Q", entry, 120)[0]
        for entry in entries
        if entry[66] in _WITH_SIZE
    ]
    if max(told) > sectors.count or max(sizes, default=0) > len(content) + sector:
        raise ValueError
    root = sectors.chain(struct.unpack_from("<I", entries[0], 116)[0])
    mini_bytes = sectors.chain(mini_start) if mini_start < _END else b""
    mini_table = struct.unpack(f"<{len(mini_bytes) // 4}I", mini_bytes[: len(mini_bytes) // 4 * 4])
    small = _Sectors(root, mini, mini_table)
    streams: dict[str, bytes] = {}
    for entry in entries:
        length, kind = struct.unpack_from("<HB", entry, 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
        if kind != 2 or name not in (*_NAMES, *_ENCRYPTED):
            continue
        start, size = struct.unpack_from("<II", entry, 116)
        streams[name] = (small if size < cutoff else sectors).chain(start)[:size]
    return streams


class _Sectors:
    """Sectors of one size, and the table that says which follows which."""

    def __init__(self, content: bytes, size: int, table: tuple[int, ...]) -> None:
        self.content, self.size, self.table = content, size, table
        self.count = -(-len(content) // size)

    def read(self, number: int) -> bytes:
        """One sector; the last of a file may be cut short."""
        if number >= self.count:
            raise ValueError
        return self.content[number * self.size : (number + 1) * self.size].ljust(self.size, b"\0")

    def chain(self, number: int) -> bytes:
        """The sectors from one on, in their order."""
        parts: list[bytes] = []
        while number < _END:
            if len(parts) > self.count:
                raise ValueError  # a loop
            parts.append(self.read(number))
            number = self.table[number]
        return b"".join(parts)


def _check_records(book: bytes, fil: str) -> Places | Problem:
    height = width = 0
    styles = _Styles()
    failing = False
    for at, record, body in _list_records(book):
        if record == _FILEPASS:
            return make_protected(fil)
        if record == _SST and len(body) >= 8 and struct.unpack_from("<I", body, 4)[0] > len(book):
            return make_damaged(fil)
        if record == _DIMENSIONS and _measure(body) > MAX_CELLS:
            return make_vast(fil)
        if record == _DIMENSIONS and not _is_possible(body):
            return make_vast(fil)
        styles.note(at, record, body)
        if record not in _CELLS and record not in _RUNS:
            continue
        if len(body) < 6:
            continue
        row, column = struct.unpack_from("<HH", body)
        if record in _RUNS:
            column = struct.unpack_from("<H", body, len(body) - 2)[0]
        height, width = max(height, row + 1), max(width, column + 1)
        if height * width > MAX_CELLS:
            return make_vast(fil)
        failing = failing or _fails(record, body)
    return make_error_cells(fil) if failing else styles.places()


def _measure(body: bytes) -> int:
    """Cells that a sheet says it has: first and last row, first and last column."""
    if len(body) < 10:
        return 0
    _, rows, _, columns = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
    return int(rows) * int(columns)


def _is_possible(body: bytes) -> bool:
    """Whether a sheet's stated corners lie in a sheet: room is made for all between them."""
    if len(body) not in (10, 14):
        return False
    first, last, left, right = struct.unpack_from("<IIHH" if len(body) == 14 else "<HHHH", body)
    return bool(first <= last <= 1 << 16 and left <= right <= 1 << 8)


def _list_records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, number and body of each record."""
    at = 0
    while at + 4 <= len(book):
        record, size = struct.unpack_from("<HH", book, at)
        yield at, record, book[at + 4 : at + 4 + size]
        at += 4 + size


class _Styles:
    """Gathers which cells are in percent formats; records of formats come before those of cells."""

    def __init__(self) -> None:
        self.formats = set(BUILT_IN)
        self.percent: list[bool] = []
        self.sheets: list[int] = []
        self.current = -1
        self.cells: dict[int, set[tuple[int, int]]] = {}

    def note(self, at: int, record: int, body: bytes) -> None:
        """Take in one record."""
        if record == _BOUNDSHEET and len(body) >= 4:
            self.sheets.append(struct.unpack_from("<I", body)[0])
        elif record == _BOF and at in self.sheets:
            self.current = self.sheets.index(at)
        elif record == _FORMAT and len(body) > 5 and b"%" in body[5:]:
            self.formats.add(struct.unpack_from("<H", body)[0])
        elif record == _XF and len(body) >= 4:
            self.percent.append(struct.unpack_from("<H", body, 2)[0] in self.formats)
        elif record in _NUMBERS and len(body) >= 6:
            row, column, style = struct.unpack_from("<HHH", body)
            self._add(row, column, style)
        elif record == _MULRK and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            for number, place in enumerate(range(4, len(body) - 2, 6)):
                self._add(row, column + number, struct.unpack_from("<H", body, place)[0])

    def _add(self, row: int, column: int, style: int) -> None:
        if style < len(self.percent) and self.percent[style]:
            self.cells.setdefault(self.current, set()).add((row, column))

    def places(self) -> Places:
        """What was gathered."""
        return self.cells


def _fails(record: int, body: bytes) -> bool:
    if record == _BOOLERR:
        return len(body) >= 8 and body[7] == 1
    return record == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff"
