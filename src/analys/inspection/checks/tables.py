"""The CSV files: every row a known cell under its own name, hidden ones empty, shown ones not few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analys.disclosure.gate import ShownCell
from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import SHOWN, Subject
from analys.presentation.csvfiles import CSV_COLUMNS

_KEYS = 10
"""Columns before the numbers, in files and cells alike: what the cell is of."""
_STATUS = 15
"""Column of the status; the source stands after it."""
_AGAIN = "Gör om rapporten, och ändra inte i dess filer."


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults of rows."""
    sound: set[tuple[str, ...]] = (
        set()
    )  # Most rows stand in a table's own file and in that of all indicators.
    for document in material.of("csv"):
        for line, row in enumerate(document.rows, 2):
            fields = tuple(row[: len(CSV_COLUMNS)])
            if fields in sound:
                continue
            if why := _find_fault(fields, subject.cells.get(row[0])):
                yield Fault(document.fil, f"rad {line}", why, _AGAIN)
            else:
                sound.add(fields)


def _find_fault(fields: tuple[str, ...], cell: ShownCell | None) -> str:
    if cell is None or not _is_same(fields, cell):
        return "Raden är ingen av de uppgifter som skyddet har prövat."
    numbers = fields[_KEYS:_STATUS]
    if cell.status not in SHOWN:
        return "En uppgift som inte får visas har tal i filen." if any(numbers) else ""
    if not _has_numbers(cell, numbers):
        return "En uppgift har andra tal i filen än dem som skyddet har prövat."
    return ""


def _is_same(fields: tuple[str, ...], cell: ShownCell) -> bool:
    """Whether a row is of the cell; a text that looks like a formula has an apostrophe in front."""
    written = (*fields[:_KEYS], *fields[_STATUS:])
    own = (*cell[:_KEYS], cell.status, cell.kalla)
    return written == own or all(
        text in (wanted, f"'{wanted}") for text, wanted in zip(written, own, strict=True)
    )


def _has_numbers(cell: ShownCell, texts: Sequence[str]) -> bool:
    """Whether a row holds the cell's numbers and no others, rounded as they may be."""
    *values, n, antal = texts
    if n != ("" if cell.n is None else str(cell.n)) or antal != (
        "" if cell.antal is None else str(cell.antal)
    ):
        return False
    own = (cell.varde, cell.undre, cell.ovre)
    return all(_is_rounded(text, value) for text, value in zip(values, own, strict=True))


def _is_rounded(text: str, value: float) -> bool:
    if not text:
        return value != value
    whole, _, decimals = text.partition(",")
    try:
        written = float(f"{whole}.{decimals or 0}")
    except ValueError:
        return False
    return abs(written - value) <= 0.5 * 10.0 ** -len(decimals) + 1e-9
