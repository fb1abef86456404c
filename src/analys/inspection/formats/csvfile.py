"""The report's own tables: one row a cell."""

from __future__ import annotations

import csv
import io

from analys.inspection.formats.xml import Unreadable
from analys.inspection.material import Document, Piece
from analys.presentation.csvfiles import CSV_COLUMNS

EXTRA = ("indikatornamn", "matenhet")
WORDS = (("enhet", "enhetsnamn"), ("jamforelse", "kategori"), ("kalla",), EXTRA)
"""Columns whose texts people write; the others hold codes, which another check compares with the cells."""


def read_table(fil: str, content: bytes) -> Document:
    """A table as `analys.presentation.csvfiles` writes it.

    Raises
    ------
    Unreadable
    """
    try:
        text = content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise Unreadable("den är ingen tabell med semikolon mellan kolumnerna") from None
    if tuple(head) not in (CSV_COLUMNS, (*CSV_COLUMNS, *EXTRA)):
        raise Unreadable("den har andra kolumner än rapportens tabeller")
    if set(map(len, rows)) - {len(head)}:
        raise Unreadable("dess rader har olika många kolumner")
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(head)
    # What is parted by columns is read as one; the same texts on many rows are read once.
    groups = [
        zip(*(columns[head.index(name)] for name in group if name in head), strict=True) for group in WORDS
    ]
    first: dict[tuple[str, ...], int] = {}
    for group in groups:
        for line, texts in enumerate(group, 2):
            first.setdefault(texts, line)
    pieces = tuple(Piece(f"rad {line}", " ".join(texts)) for texts, line in first.items())
    return Document(fil, "csv", pieces=pieces, head=tuple(head), rows=rows)
