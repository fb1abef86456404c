"""One sheet of a workbook as texts: the heading row is found, and every cell knows its name in Excel."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from analys.arbetsbok.places import Place
from analys.errors import Problem
from analys.spelling import fold_name

MOST_ROWS = 5_000
MOST_COLUMNS = 40
MOST_BEFORE = 10
"""Filled rows that are searched for the headings: people write titles above a table."""

_ERRORS = frozenset({
    "#BLOCKED!", "#CALC!", "#CONNECT!", "#DIV/0!", "#FIELD!", "#GETTING_DATA", "#N/A", "#NAME?", "#NULL!",
    "#NUM!", "#REF!", "#SPILL!", "#VALUE!",
})  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet's filled rows.

    Parameters
    ----------
    place : Place
        The sheet, for messages.
    heads : tuple of str
        The heading row, "" where a column has none.
    head_row : int
        1-based row of the headings.
    rows : tuple of (int, tuple of str)
        Filled rows below, each with its 1-based row and as many texts as there are headings.
    """

    place: Place
    heads: tuple[str, ...]
    head_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)

    def cell(self, column: int, row: int) -> str:
        """Name of a cell, column from 0 and row from 1.

        Examples
        --------
        >>> Sheet(Place("x"), (), 1, ()).cell(2, 7)
        'C7'
        """
        return f"{name_column(column)}{row}"

    def at(self, column: int, row: int) -> Place:
        """A cell as a place."""
        return Place(f"{self.place.fil}, cell {self.cell(column, row)}", kod=self.place.kod)


def name_column(column: int) -> str:
    """Letters of a column, counted from 0.

    Examples
    --------
    >>> name_column(0), name_column(25), name_column(26), name_column(30)
    ('A', 'Z', 'AA', 'AE')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def make_sheet(
    rows: Sequence[Sequence[object]], place: Place, known: Collection[str]
) -> tuple[Sheet | None, list[Problem]]:
    """A sheet of its cells' values, None when it is empty or cannot be used, and what is wrong with it.

    Parameters
    ----------
    rows : sequence of sequence
        Values as the library gives them.
    place : Place
        The sheet.
    known : collection of str
        Headings that it may have, folded; they tell which row is the headings'.
    """
    filled = [(number, _texts(row)) for number, row in enumerate(rows, 1)]
    filled = [(number, texts) for number, texts in filled if any(texts)]
    if not filled:
        return None, []
    if len(rows) > MOST_ROWS or any(len(texts) > MOST_COLUMNS and texts[MOST_COLUMNS] for _, texts in filled):
        gor = f"Högst {MOST_ROWS} rader och {MOST_COLUMNS} kolumner läses. Ta bort det som inte hör dit."
        return None, [place.problem("Bladet är för stort.", gor)]
    at = _find_heads(filled, known)
    head_row, heads = filled[at]
    named = [fold_name(head) for head in heads if head]
    if len(set(named)) < len(named):
        gor = "Behåll en av kolumnerna med samma rubrik."
        twice = Place(place.fil, head_row, place.kod)
        return None, [twice.problem("Två kolumner har samma rubrik.", gor)]
    sheet = Sheet(place, tuple(heads), head_row, tuple((n, tuple(texts)) for n, texts in filled[at + 1 :]))
    return sheet, [
        sheet.at(column, number).problem(
            "Cellen har en formel som ger fel.", "Rätta formeln, eller ersätt den med ett värde."
        )
        for number, texts in sheet.rows
        for column, text in enumerate(texts)
        if text in _ERRORS
    ]


def _find_heads(filled: Sequence[tuple[int, Sequence[str]]], known: Collection[str]) -> int:
    """Which filled row holds the headings: the first where most cells are known, else the first."""
    for at, (_, texts) in enumerate(filled[:MOST_BEFORE]):
        written = [fold_name(text) for text in texts if text]
        found = sum(text in known for text in written)
        if found >= min(2, len(known)) and 2 * found >= len(written):
            return at
    return 0


def _texts(row: Sequence[object]) -> list[str]:
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
