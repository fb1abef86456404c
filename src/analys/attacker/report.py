"""The cells as the attacker thinks of them: keys, what is shown of each, and how many pupils it is about.

The number of pupils behind a hidden cell is no secret: class lists tell it, or it follows. `sizes` holds what
class lists tell; without it the attacker takes the pupils of another part of the same distribution, and what
a total and its other parts leave. Where nothing tells, the number stays unknown (None).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd

from analys.attacker.tables import COUNTS, HIDDEN, KEYS, MISSING, NUMBERS, OFFICIAL, SHOWN
from analys.estimates.cells import POOLED, SUMMED
from analys.estimates.rounding import decimals_of
from analys.indicators import Indicator
from analys.indicators.franvaro_utfall import (
    ANALYSERADE,
    ANTAL,
    LAG_REGISTRERING,
    UTAN_BETYG_6,
    UTAN_FRANVARO,
    UTFALL,
)
from analys.indicators.measures import MEASURES, is_number
from analys.indicators.np_statistik import ALLA
from analys.secrecy import ROOM

OVERGANG = "np_overgang_"
REASONS = (ANALYSERADE, UTAN_FRANVARO, LAG_REGISTRERING, UTAN_BETYG_6)
"""Everybody of åk 9, by whether and why not their absence and results are set side by side."""

LEVELS = ("", POOLED, SUMMED)
ENHET, KON, SVSVA = (KEYS.index(name) for name in ("enhet", "kon", "svsva"))
_BY_BAND = frozenset(f"franvaro_niva_{one.kod}" for one in UTFALL if one.enhet == "procent")


class Key(NamedTuple):
    """What a cell is about."""

    indikator: str
    enhet: str
    lasar: str
    kon: str = "alla"
    svsva: str = "alla"
    jamforelse: str = ""
    kategori: str = ""

    def but(self, place: int, text: str) -> Key:
        """The key with one of its parts replaced, by place: far faster than by name.

        Examples
        --------
        >>> Key("a", "1", "2025/26").but(KON, "flickor").kon
        'flickor'
        """
        return Key._make((*self[:place], text, *self[place + 1 :]))


class Cell(NamedTuple):
    """A cell as published; None for a number that is not there.

    Parameters
    ----------
    antal : int or None
        Pupils with the outcome; of the table from provbetyg to grade, pupils of the group.
    tabeller : tuple of str
        Tables that have the cell.
    """

    key: Key
    enhetstyp: str
    varde: Decimal | None
    undre: Decimal | None
    ovre: Decimal | None
    n: int | None
    antal: int | None
    status: str
    tabeller: tuple[str, ...]

    @property
    def hidden(self) -> bool:
        """Whether the cell is there and its numbers are not."""
        return self.status == HIDDEN

    @property
    def is_level(self) -> bool:
        """Whether the cell is about one group of pupils, and no difference or smoothed value."""
        return self.key.jamforelse in LEVELS


@dataclass(frozen=True)
class Report:
    """Everything that is published, by what it is about.

    Parameters
    ----------
    cells : mapping of Key to Cell
    sizes : mapping of Key to int
        Pupils behind cells, as far as they are known.
    years : mapping of str to frozenset of str
        By measure, the läsår that there are levels of.
    """

    cells: Mapping[Key, Cell]
    sizes: Mapping[Key, int]
    years: Mapping[str, frozenset[str]]

    def find(self, keys: Iterable[Key]) -> list[Cell]:
        """The cells among the keys that are there."""
        return [self.cells[key] for key in keys if key in self.cells]

    def levels(self) -> Iterator[Cell]:
        """Cells about one group of pupils, those without any result left out."""
        return (cell for cell in self.cells.values() if cell.is_level and cell.status != MISSING)


def is_share(indikator: str) -> bool:
    """Whether a level of the measure is so many pupils of so many."""
    measure = MEASURES.get(indikator)
    return indikator in _BY_BAND or (isinstance(measure, Indicator) and measure.is_share)


def is_distribution(indikator: str) -> bool:
    """Whether the parts of the measure are the same pupils, each in one of them."""
    return bool(getattr(MEASURES.get(indikator), "categories", ()))


def is_counted(indikator: str) -> bool:
    """Whether a level of the measure is a number of pupils, of all or by itself."""
    return is_share(indikator) or is_headcount(indikator)


def is_headcount(indikator: str) -> bool:
    """Whether a level of the measure is a number by itself: of pupils, or of what has happened to them."""
    return indikator.startswith(OVERGANG) or indikator == ANTAL or is_number(indikator)


def least_pupils(indikator: str, troskel: int) -> int:
    """Fewest pupils behind a shown value: the run's, or the measure's own where that is more."""
    if is_number(indikator):
        return ROOM
    return max(troskel, getattr(MEASURES.get(indikator), "troskel", 0))


def read_cells(frame: pd.DataFrame) -> tuple[dict[Key, Cell], list[tuple[str, ...]]]:
    """The cells of a frame, each once.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `tables.read_tables` gives it, or the cells of an earlier report with numbers as numbers.

    Returns
    -------
    tuple
        The cells, and the tables of each cell that is not the same in all of them.
    """
    cells: dict[Key, Cell] = {}
    twice: list[tuple[str, ...]] = []
    names = [*KEYS, "enhetstyp", *NUMBERS, *COUNTS, "status", "tabell"]
    seen: dict[tuple[str, ...], Key] = {}
    for row in zip(*(frame[name].tolist() for name in names), strict=True):
        *written, tabell = row
        words = tuple(map(str, written))
        same = seen.get(words)
        if same is not None:
            cells[same] = cells[same]._replace(tabeller=(*cells[same].tabeller, tabell))
            continue
        cell = _make_cell(row)
        seen[words] = cell.key
        known = cells.get(cell.key)
        if known is None:
            cells[cell.key] = cell
            continue
        if known[1:-1] != cell[1:-1]:
            twice.append((*known.tabeller, *cell.tabeller))
        best = cell if known.hidden else known
        cells[cell.key] = best._replace(tabeller=(*known.tabeller, *cell.tabeller))
    return cells, twice


def _make_cell(row: Sequence[Any]) -> Cell:
    count = len(KEYS)
    key = Key(*(str(text).removeprefix("'") for text in row[:count]))
    enhetstyp, varde, undre, ovre, n, antal, status, tabell = row[count:]
    pupils = _read_count(n)
    of_them = _read_count(antal)
    if of_them is None and is_headcount(key.indikator):
        of_them = pupils
    numbers = (varde, undre, ovre)
    written = all(isinstance(number, str) for number in numbers)
    decimals = 0 if written else _count_decimals(key.indikator, pupils, status)
    value, low, high = (_read_number(number, decimals) for number in numbers)
    return Cell(key, enhetstyp, value, low, high, pupils, of_them, status, (tabell,))


def _count_decimals(indikator: str, n: int | None, status: str) -> int:
    measure = MEASURES.get(indikator)
    return decimals_of(measure, n, officiell=status == OFFICIAL) if measure is not None else 1


def _read_number(number: Any, decimals: int) -> Decimal | None:
    if isinstance(number, str):
        return Decimal(number.replace(",", ".")) if number else None
    return None if pd.isna(number) else round(Decimal(repr(float(number))), decimals)


def _read_count(number: Any) -> int | None:
    if isinstance(number, str):
        return int(number) if number else None
    return None if pd.isna(number) else int(number)


def make_report(cells: Mapping[Key, Cell], sizes: Mapping[Key, int]) -> Report:
    """The report with the pupils of every group as far as they follow from what is shown.

    Parameters
    ----------
    sizes : mapping of Key to int
        What class lists tell.

    Examples
    --------
    Four parts of a distribution are of the same pupils:

    >>> some = Key("np_relation_ak9_ma", "1", "2025/26", kategori="lika")
    >>> shown = Cell(some, "skola", None, None, None, 40, 30, "visad", ("t",))
    >>> other = some._replace(kategori="högre")
    >>> hidden = Cell(other, "skola", None, None, None, None, None, "skyddad", ("t",))
    >>> make_report({some: shown, other: hidden}, {}).sizes[other]
    40
    """
    known = {key: n for key, n in sizes.items() if key in cells and not is_headcount(key.indikator)}
    groups: dict[Key, list[Cell]] = defaultdict(list)
    for cell in cells.values():
        if not cell.is_level or cell.status not in (SHOWN, HIDDEN):
            continue
        if is_headcount(cell.key.indikator):
            if (whole := _count_whole(cell.key, cells, sizes)) is not None:
                known[cell.key] = whole
            continue
        if cell.n is not None:
            known[cell.key] = cell.n
        if is_distribution(cell.key.indikator):
            groups[cell.key._replace(kategori="")].append(cell)
    for group in groups.values():
        size = next((known[cell.key] for cell in group if cell.key in known), None)
        if size is not None:
            known |= {cell.key: size for cell in group}
    years: dict[str, set[str]] = defaultdict(set)
    for cell in cells.values():
        if cell.key.jamforelse == "" and cell.status in (SHOWN, HIDDEN):
            years[cell.key.indikator].add(cell.key.lasar)
    return Report(cells, known, {code: frozenset(found) for code, found in years.items()})


def _count_whole(key: Key, cells: Mapping[Key, Cell], sizes: Mapping[Key, int]) -> int | None:
    """Pupils that a number of pupils is counted among."""
    wholes = [f"{ALLA} till {ALLA}"] if key.indikator.startswith(OVERGANG) else REASONS
    found = [own for name in wholes if (own := key._replace(kategori=name)) in cells]
    counts = [cells[own].n if own not in sizes else sizes[own] for own in found]
    return None if not counts or None in counts else sum(count or 0 for count in counts)
