"""Layout of tables: the place of each cell, the order of rows and columns, the words and units of heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analys.disclosure.gate import ShownCell
from analys.presentation.formats import (
    NBSP,
    comparison_words,
    is_difference,
    lower_first,
    swedish_order,
    symbol_of,
    upper_first,
)
from analys.presentation.selection import find_measure

KEYS = ("indikator", "enhet", "enhetsnamn", "lasar", "kon", "svsva", "jamforelse", "kategori")
_LABELS = {
    "alla": "Alla",
    "flickor": "Flickor",
    "pojkar": "Pojkar",
    "sv": "Svenska",
    "sva": "Svenska som andraspråk",
}
_PARTS = {"varde": "Värde", "intervall": f"95{NBSP}% intervall", "n": "Antal elever", "antal": "Därav antal"}
STUBS = {
    "indikator": "Mått",
    "enhet": "Enhet",
    "enhetsnamn": "Enhet",
    "lasar": "Läsår",
    "kon": "Kön",
    "svsva": "Kurs",
    "jamforelse": "Jämförelse",
    "kategori": "Utfall",
}


@dataclass(frozen=True)
class Units:
    """Where the units stand: in the heads, in the row heads, or in every cell."""

    columns: Mapping[str, str]
    rows: Mapping[str, str]
    in_cells: bool


def find_units(
    grid: Mapping[tuple[str, str], ShownCell], rows: Sequence[str], columns: Sequence[str]
) -> Units:
    """The plainest place for units: column heads, else row heads, else every cell."""
    by_column = {key: {_symbol(grid[row, key]) for row in rows if (row, key) in grid} for key in columns}
    if all(len(found) <= 1 for found in by_column.values()):
        return Units({key: "".join(found) for key, found in by_column.items()}, {}, False)
    by_row = {row: {_unit(grid[row, key]) for key in columns if (row, key) in grid} for row in rows}
    if all(len(found) <= 1 for found in by_row.values()):
        return Units({}, {row: "".join(found) for row, found in by_row.items()}, False)
    return Units({}, {}, True)


def _symbol(cell: ShownCell) -> str:
    """Unit of the cell in a head, "" for a count."""
    measure = find_measure(cell.indikator)
    return "" if measure.unit == "antal" else symbol_of(measure, change=is_difference(cell))


def _unit(cell: ShownCell) -> str:
    return symbol_of(find_measure(cell.indikator))


def place_cells(cells: Sequence[ShownCell], rader: str, kolumner: str) -> dict[tuple[str, str], ShownCell]:
    """Cells by row key and column key.

    Raises
    ------
    ValueError
        When two cells fall on one place.
    """
    grid: dict[tuple[str, str], ShownCell] = {}
    for cell in cells:
        place = (getattr(cell, rader), getattr(cell, kolumner) if kolumner else "")
        if place in grid:
            raise ValueError(
                f"Två uppgifter hamnar på samma plats i tabellen: {grid[place].cell} och {cell.cell}. "
                "Välj först med select."
            )
        grid[place] = cell
    return grid


def find_table_breaks(
    grid: Mapping[tuple[str, str], ShownCell],
    rows: Sequence[str],
    columns: Sequence[str],
    rader: str,
    kolumner: str,
    parts: int,
) -> set[tuple[int, int]]:
    """Where a new series begins: (row, column) of the laid-out table; none in a table without läsår.

    Läsår as rows give (row, 0): the whole row, where all its measures break. Läsår as columns give the first
    column of the läsår in each row that breaks there, and (-1, column) too where every row does.
    """
    measures = {row: _breaks_of([grid[row, key] for key in columns if (row, key) in grid]) for row in rows}
    if rader == "lasar":
        return {(place, 0) for place, row in enumerate(rows) if place and row in measures[row]}
    if kolumner != "lasar":
        return set()
    found = {
        (i, 1 + j * parts)
        for i, row in enumerate(rows)
        for j, year in enumerate(columns)
        if year in measures[row] and any((row, earlier) in grid for earlier in columns[:j])
    }
    heads = {column for _, column in found if all((i, column) in found for i in range(len(rows)))}
    return found | {(-1, column) for column in heads}


def _breaks_of(cells: Sequence[ShownCell]) -> set[str]:
    """Läsår at which the measures of all the cells begin a new series."""
    breaks = [set(getattr(find_measure(cell.indikator), "breaks", ())) for cell in cells]
    return set.intersection(*breaks) if breaks else set()


def order_keys(
    cells: Sequence[ShownCell], column: str, wanted: Sequence[str] = (), last: str | None = None
) -> list[str]:
    """Distinct keys: the wanted first, then as they come, but läsår by time and schools by name."""
    known = list(dict.fromkeys(getattr(cell, column) for cell in cells))
    if column == "lasar":
        known.sort()
    elif column == "kategori":
        known = order_categories(cells)
    elif column in ("enhet", "enhetsnamn"):
        names = {getattr(c, column): swedish_order(c.enhetsnamn) for c in cells if c.enhetstyp == "skola"}
        known = [key for key in known if key not in names] + sorted(names, key=lambda key: (names[key], key))
    first = [key for key in wanted if key in known]
    ordered = first + [key for key in known if key not in first]
    return [key for key in ordered if key != last] + [key for key in ordered if key == last]


def order_categories(cells: Sequence[ShownCell]) -> list[str]:
    """Categories of the cells as their measures declare them, undeclared ones last, as they come."""
    declared = [name for cell in cells for name in getattr(find_measure(cell.indikator), "categories", ())]
    found = dict.fromkeys(cell.kategori for cell in cells)
    return list(dict.fromkeys([*(name for name in declared if name in found), *found]))


def key_words(key: str, column: str, words: Mapping[str, str]) -> str:
    """A key as the head of a row or a column."""
    if key in words:
        return words[key]
    if column == "indikator":
        return find_measure(key).short_label
    if column == "jamforelse":
        return comparison_words(key)
    return _LABELS.get(key, key) if column in ("kon", "svsva") else upper_first(key)


def name_group(key: str) -> str:
    """A group of gender or language as a head."""
    return _LABELS[key]


def column_head(key: str, part: str, column: str, parts: int, units: Units, words: Mapping[str, str]) -> str:
    """Head of one column: key, part and unit."""
    unit = f" ({units.columns[key]})" if units.columns.get(key) and part != "n" and part != "antal" else ""
    name = words.get(part, _PARTS[part])
    if not column:
        return name + unit
    return key_words(key, column, words) + (f", {lower_first(name)}" if parts > 1 else "") + unit
