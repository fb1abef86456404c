"""The sheet Rättelser of `arbetsbok.xlsx` -> corrections as written, each field with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analys.arbetsbok import BLAD
from analys.arbetsbok.excel import MOST_BYTES, MOST_UNPACKED, read_sheets
from analys.arbetsbok.places import Place, Written
from analys.arbetsbok.sheets import MOST_ROWS, Sheet
from analys.corrections.places import KOD
from analys.errors import Problem
from analys.spelling import fold_name

__all__ = ["MOST_BYTES", "MOST_ROWS", "MOST_UNPACKED", "SHEET", "list_written", "read_sheet"]

SHEET = BLAD["rattelser"].rubrik
HEADS = frozenset(fold_name(kolumn.namn) for kolumn in BLAD["rattelser"].kolumner)


def read_sheet(content: bytes, fil: str) -> tuple[list[Written], list[Problem]]:
    """Corrections of a workbook's content, and why they cannot be read; nothing in it can raise.

    A workbook without the sheet has no corrections.
    """
    sheets, problems, _ = read_sheets(content, fil, {SHEET: HEADS}, KOD)
    return [one for sheet in sheets.values() for one in list_written(sheet)], problems


def list_written(sheet: Sheet) -> list[Written]:
    """The corrections of a sheet, as written."""
    return [
        Written(
            {name: text for name, text, _ in found},
            {name: sheet.at(column, number) for name, _, column in found},
            Place(sheet.place.fil, number, KOD),
        )
        for number, texts in sheet.rows
        if (found := list(_fields(sheet.heads, texts)))
    ]


def _fields(heads: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Filled cells under a head; a blank from or to is a value where a column is to be corrected."""
    given = {fold_name(head) for head, text in zip(heads, texts, strict=True) if head and text}
    for column, (head, text) in enumerate(zip(heads, texts, strict=True)):
        name = fold_name(head)
        is_blank_value = "kolumn" in given and (name == "fran" or (name == "till" and "tabort" not in given))
        if text or is_blank_value:
            yield head or f"kolumn {column + 1}", text, column
