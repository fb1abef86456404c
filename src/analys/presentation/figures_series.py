"""Lines as data: one cell a läsår, and where the line breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.lasar import from_var, var
from analys.presentation.formats import HIDDEN, MISSING
from analys.presentation.selection import has_value

CONTEXT_TYPES = ("kommun", "liknande", "lan", "riket")
"""Units that a line may be compared with, in the order of their labels."""


@dataclass(frozen=True)
class Series:
    """One line: a name and, per läsår of the axis, a cell or None."""

    namn: str
    enhetstyp: str
    cells: tuple[ShownCell | None, ...]

    def shown(self) -> list[tuple[int, ShownCell]]:
        """Positions and cells that have a value to show."""
        return [(i, cell) for i, cell in enumerate(self.cells) if cell is not None and has_value(cell)]

    def hidden(self) -> list[int]:
        """Positions of hidden cells."""
        return [i for i, cell in enumerate(self.cells) if cell is not None and cell.status == "skyddad"]

    def missing(self) -> list[int]:
        """Positions without a cell, or with one that has no value."""
        known = {i for i, _ in self.shown()} | set(self.hidden())
        return [i for i in range(len(self.cells)) if i not in known]

    def symbols(self) -> list[str]:
        """The symbol at each position, "" where a value is shown."""
        hidden, missing = set(self.hidden()), set(self.missing())
        return [HIDDEN if i in hidden else MISSING if i in missing else "" for i in range(len(self.cells))]

    def segments(self, breaks: Iterable[int]) -> list[list[tuple[int, ShownCell]]]:
        """Runs of neighbouring läsår with values; a run ends where the series breaks."""
        starts = set(breaks)
        runs: list[list[tuple[int, ShownCell]]] = []
        for position, cell in self.shown():
            joins = runs and runs[-1][-1][0] == position - 1 and position not in starts
            if joins:
                runs[-1].append((position, cell))
            else:
                runs.append([(position, cell)])
        return runs


def span_of(cells: Iterable[ShownCell]) -> list[str]:
    """Every läsår from the first to the last of the cells, gaps included."""
    years = [var(cell.lasar) for cell in cells]
    return [from_var(year) for year in range(min(years), max(years) + 1)] if years else []


def make_series(cells: Iterable[ShownCell], lasar: Sequence[str], namn: str = "") -> Series:
    """Line of the cells, one a läsår.

    Raises
    ------
    ValueError
        When two cells fall on the same läsår: the selection is not one series.
    """
    by_year: dict[str, ShownCell] = {}
    name, kind = namn, ""
    for cell in cells:
        if cell.lasar in by_year:
            raise ValueError(f"Två uppgifter för {cell.lasar} i samma linje: {cell.cell}")
        by_year[cell.lasar] = cell
        name, kind = namn or cell.enhetsnamn, cell.enhetstyp
    return Series(name, kind, tuple(by_year.get(year) for year in lasar))


def find_breaks(measure: Indicator, lasar: Sequence[str]) -> list[int]:
    """Positions of läsår at which a new series begins, the first läsår of the axis left out."""
    return [i for i, year in enumerate(lasar) if i and year in measure.breaks]
