"""A grid: the filled rows of a sheet or a separated text as text cells, with their numbers in the original.

Sheets and texts of other systems meet here, so that a column mapping need not know what the file was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SEPARATORS = (";", "\t", ",")
"""What separates cells in texts of other systems, the likeliest first."""

MAX_CELL = 4_000
"""Longest text of a cell."""

_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f\ufeff]+")


@dataclass(frozen=True)
class Grid:
    """Filled rows of a sheet.

    Parameters
    ----------
    rows : list of list of str
        Text cells, equally many in every row; blank = "".
    numbers : list of int
        1-based row number of each in the original.
    lengths : list of int
        Cells of each as it is written, blank ones at its end too; empty for a sheet, whose rows are alike.
    """

    rows: list[list[str]]
    numbers: list[int]
    lengths: list[int] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Cells of a row."""
        return len(self.rows[0]) if self.rows else 0

    def __repr__(self) -> str:
        return f"Grid({len(self.rows)} × {self.width})"


def make_grid(rows: Iterable[Sequence[str]], numbers: Iterable[int]) -> Grid:
    """Grid of rows without the blank ones, cut where the last filled column ends.

    Examples
    --------
    >>> grid = make_grid([["", ""], ["a", ""], ["b", "c"], ["", ""]], range(1, 5))
    >>> grid.rows, grid.numbers
    ([['a', ''], ['b', 'c']], [2, 3])
    """
    filled = [(number, _trim(row)) for number, row in zip(numbers, rows, strict=False)]
    filled = [(number, row) for number, row in filled if row]
    width = max((len(row) for _, row in filled), default=0)
    return Grid(
        [row + [""] * (width - len(row)) for _, row in filled],
        [number for number, _ in filled],
    )


def clean_cell(text: str) -> str:
    """Text of a cell on one line, with plain single spaces.

    Examples
    --------
    >>> clean_cell(" 1\u00a0234\\n")
    '1 234'
    """
    if text.isalnum():  # most cells, and the cheapest question
        return text
    return _BLANKS.sub(" ", text).strip()


def split_text(text: bytes, separator: str) -> Grid | None:
    """Grid of normalised text (see `normalise_text`), None when it does not part into cells."""
    reader = csv.reader(io.StringIO(text.decode("utf-8"), newline=""), delimiter=separator, strict=True)
    rows, numbers = [], []
    start = 1
    try:
        for row in reader:
            rows.append([clean_cell(cell) for cell in row])
            numbers.append(start)
            start = reader.line_num + 1
    except csv.Error:  # its message can quote a cell
        return None
    grid = make_grid(rows, numbers)
    lengths = dict(zip(numbers, map(len, rows), strict=True))
    return Grid(grid.rows, grid.numbers, [lengths[number] for number in grid.numbers])


def _trim(row: Sequence[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return list(row[:end])


def join_text(grid: Grid) -> bytes:
    """The grid as semicolon text, one line a row as long as it is written, for one with our own columns."""
    rows = grid.rows
    if grid.lengths:
        rows = [
            [*row[:length], *[""] * (length - len(row))]
            for row, length in zip(rows, grid.lengths, strict=True)
        ]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8").rstrip(b"\n")
