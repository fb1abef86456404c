"""The workbook of tables: every row a cell under its own name, hidden ones symbols, every number shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from analys.disclosure.gate import ShownCell
from analys.inspection.faults import Fault
from analys.inspection.formats.workbook import BookSheet, Row
from analys.inspection.labels import Labels
from analys.inspection.material import Document, Material
from analys.inspection.subject import SHOWN, Subject
from analys.inspection.tokens import find_numbers
from analys.presentation.formats import HIDDEN, MISSING, comparison_words, is_change, unit_of
from analys.presentation.selection import find_measure
from analys.presentation.xlsxfile import COLUMNS, CONTENTS, LEGEND

_AGAIN = "Gör om rapporten, och ändra inte i dess filer."
_SIGNS = {"skyddad": HIDDEN, "saknas": MISSING}
_STATUS = {
    "visad": "Egen beräkning",
    "officiell": "Officiell statistik",
    "skyddad": "Skyddad uppgift",
    "saknas": "Uppgift saknas",
}
_GROUPS = {"sv": "Svenska", "sva": "Svenska som andraspråk"}
_NUMBERS = (8, 9, 10, 12, 13)
"""Columns of value, limits and counts."""
_KNOWN_NUMBERS = ("0 till 10", "63,2")
"""Numbers in the explanation of units."""


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults of sheets and rows."""
    for document in material.of("arbetsbok"):
        sheets = cast("Sequence[BookSheet]", document.content)
        names = [sheet.name for sheet in sheets]
        if names[:2] != [CONTENTS, LEGEND] or len(names) != 2 + len(subject.tables):
            yield Fault(document.fil, "", "Arbetsboken har andra blad än rapportens tabeller.", _AGAIN)
            continue
        yield from _check_front(document, sheets, subject)
        for number, (sheet, cells) in enumerate(zip(sheets[2:], subject.tables.values(), strict=True), 3):
            own = [subject.cells[cell] for cell in cells]
            for line, why in _find_faults(sheet.rows, own):
                yield Fault(document.fil, f"blad {number}, rad {line}", why, _AGAIN)


def _check_front(document: Document, sheets: Sequence[BookSheet], subject: Subject) -> Iterator[Fault]:
    """The contents tell of the sheets as they are, and the explanations hold no number of anybody."""
    listed = list(zip(sheets[2:], subject.tables, strict=True))
    wanted = [
        (sheet.name, subject.titlar.get(table, ""), float(len(sheet.rows) - 1), f"tabeller/{table}.csv")
        for sheet, table in listed
    ]
    if [tuple(row) for row in sheets[0].rows[1:]] != wanted:
        yield Fault(document.fil, "blad 1", "Innehållet stämmer inte med arbetsbokens blad.", _AGAIN)
    labels = Labels([*subject.texter, *_KNOWN_NUMBERS])
    rows = [(1, 1, sheets[0].rows[0]), *((2, line, row) for line, row in enumerate(sheets[1].rows, 1))]
    for number, line, row in rows:
        for value in row:
            is_number = isinstance(value, float)
            text = value if isinstance(value, str) else ""
            if is_number or not all(labels.covers(text, *place) for place in find_numbers(text)):
                where = f"blad {number}, rad {line}"
                yield Fault(document.fil, where, "Här står ett tal som inte hör till någon tabell.", _AGAIN)


def _find_faults(rows: Sequence[Row], cells: Sequence[ShownCell]) -> Iterator[tuple[int, str]]:
    if not rows or tuple(rows[0]) != tuple(COLUMNS) or len(rows) != 1 + len(cells):
        yield 1, "Bladet har andra kolumner eller andra rader än tabellen."
        return
    for line, (row, cell) in enumerate(zip(rows[1:], cells, strict=True), 2):
        written = [*row, *[None] * (len(COLUMNS) - len(row))]
        texts = [value for place, value in enumerate(written) if place not in _NUMBERS]
        numbers = [written[place] for place in _NUMBERS]
        if len(written) != len(COLUMNS) or texts != [text or None for text in _list_words(cell)]:
            yield line, "Raden är ingen av de uppgifter som skyddet har prövat."
        elif cell.status not in SHOWN:
            if numbers != [_SIGNS[cell.status]] * len(_NUMBERS):
                yield line, "En uppgift som inte får visas har annat än sitt tecken i arbetsboken."
        elif not _has_numbers(cell, numbers):
            yield line, "En uppgift har andra tal i arbetsboken än dem som skyddet har prövat."


def _list_words(cell: ShownCell) -> list[str]:
    """Texts of a cell's row, from left to right."""
    measure = find_measure(cell.indikator)
    return [
        measure.label,
        cell.kategori,
        cell.enhetsnamn,
        cell.enhet,
        cell.lasar,
        cell.kon.capitalize(),
        _GROUPS.get(cell.svsva, cell.svsva.capitalize()),
        comparison_words(cell.jamforelse),
        unit_of(measure, change=is_change(cell, measure)),
        _STATUS[cell.status],
        cell.kalla,
        cell.indikator,
    ]


def _has_numbers(cell: ShownCell, numbers: Sequence[str | float | None]) -> bool:
    """Whether a row holds the cell's numbers and no others, rounded as they may be."""
    own = [cell.varde, cell.undre, cell.ovre, cell.n, cell.antal]
    known = [None if number is None or number != number else float(number) for number in own]
    return all(
        written is wanted if wanted is None else isinstance(written, float) and _is_rounded(written, wanted)
        for written, wanted in zip(numbers, known, strict=True)
    )


def _is_rounded(written: float, value: float) -> bool:
    """Whether a number is a cell's, with as many decimals as it is written with or nearly so."""
    decimals = len(repr(written).partition(".")[2]) if written % 1 else 0
    return abs(written - value) <= 0.5 * 10.0**-decimals + 1e-9
