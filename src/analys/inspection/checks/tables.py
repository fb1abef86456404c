"""The CSV files: every row a known cell under its own name, hidden ones empty, shown ones not few."""

from __future__ import annotations

from collections.abc import Iterator

from analys.disclosure.gate import ShownCell
from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject

_KEYS = (
    *("indikator", "enhetstyp", "enhet", "enhetsnamn", "lasar", "kon", "svsva", "jamforelse", "kategori"),
    *("status", "kalla"),
)
_NUMBERS = ("varde", "undre", "ovre", "n", "antal")
_AGAIN = "Gör om rapporten, och ändra inte i dess filer."


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults of rows."""
    for document in material.of("csv"):
        keys = [document.head.index(name) for name in _KEYS]
        numbers = [document.head.index(name) for name in _NUMBERS]
        for line, row in enumerate(document.rows, 2):
            cell = subject.cells.get(row[0])
            why = ""
            if cell is None or not _is_same(cell, [row[place] for place in keys]):
                why = "Raden är ingen av de uppgifter som skyddet har prövat."
            elif cell.status not in ("visad", "officiell"):
                if any(row[place] for place in numbers):
                    why = "En uppgift som inte får visas har tal i filen."
            elif not _has_numbers(cell, [row[place] for place in numbers]):
                why = "En uppgift har andra tal i filen än dem som skyddet har prövat."
            if why:
                yield Fault(document.fil, f"rad {line}", why, _AGAIN)


def _is_same(cell: ShownCell, texts: list[str]) -> bool:
    own = (
        *(cell.indikator, cell.enhetstyp, cell.enhet, cell.enhetsnamn, cell.lasar, cell.kon, cell.svsva),
        *(cell.jamforelse, cell.kategori, cell.status, cell.kalla),
    )
    return all(text == wanted or text == f"'{wanted}" for text, wanted in zip(texts, own, strict=True))


def _has_numbers(cell: ShownCell, texts: list[str]) -> bool:
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
