"""What a figure may know: series of protected cells over läsår, and where their lines break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY, Indicator
from analys.lasar import from_var, var
from analys.presentation.formats import cell_formatter
from analys.presentation.text import require_protected

Tables = ProtectedTable | Sequence[ProtectedTable]

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


def has_value(cell: ShownCell) -> bool:
    """True when the cell is shown and has a number."""
    return cell.shown and cell.varde == cell.varde


def has_interval(cell: ShownCell) -> bool:
    """True when the cell is shown with both limits."""
    return has_value(cell) and cell.undre == cell.undre and cell.ovre == cell.ovre


def gather(tables: Tables) -> tuple[list[ShownCell], tuple[str, ...]]:
    """Cells of one or several protected tables, each once, and the tables' ids.

    Raises
    ------
    TypeError
        For anything that is no `ProtectedTable`.
    """
    several = list(tables) if isinstance(tables, list | tuple) else [tables]
    checked = [require_protected(table) for table in several]
    cells = {cell.cell: cell for table in checked for cell in table.cells()}
    return list(cells.values()), tuple(dict.fromkeys(table.id for table in checked))


def find_measure(indikator: str) -> Indicator:
    """The indicator of a code.

    Raises
    ------
    ValueError
        When the registry has no such indicator.
    """
    if indikator not in REGISTRY:
        raise ValueError(f"Indikatorn ”{indikator}” finns inte i registret.")
    return REGISTRY[indikator]


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


def value_text(cell: ShownCell, measure: Indicator, *, unit: bool = True) -> str:
    """The cell's value as its label says it."""
    return cell_formatter(cell, measure, unit=unit)(cell.varde)
