"""The counts of pupils that cells tell or hide, and what is known of sums of them: the attacker's exercise.

A count is a whole number between none and the pupils of its group, whose size everybody knows from class
lists. Every row whose numbers are those of its cells is an equation over counts, whatever relation it comes
from; relations that are no sums, such as one outcome within another, are equations by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analys.disclosure.quantities import Quantity, categories_of, least_pupils
from analys.disclosure.rows import Equation, Row
from analys.indicators.measures import is_number
from analys.integers import LinearRow, System
from analys.integers.system import Entries, Whole
from analys.secrecy import FEW, ROOM

Flags = NDArray[np.bool_]

ANY = 10**6
"""So many a number by itself may be, for all that a reader knows."""


@dataclass(frozen=True)
class Counts:
    """Counts and what is known of them, as arrays with one entry a count.

    Parameters
    ----------
    cells : tuple of Quantity
        Cells that are about a number of pupils; those added by us, in no table, are never shown.
    value, top, least : numpy.ndarray
        The count; the pupils of its group: it is no larger; and fewest pupils behind a shown value.
    part : numpy.ndarray
        Whether it is one part among several of a distribution.
    known_low, known_high : numpy.ndarray
        What is known of the count whatever this report shows; 0 and `top` where nothing is.
    equations : tuple of Equation
        What is known of sums; all of their cells are among `cells`.
    """

    cells: tuple[Quantity, ...]
    value: Whole
    top: Whole
    least: Whole
    part: Flags
    known_low: Whole
    known_high: Whole
    equations: tuple[Equation, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Place of each cell."""
        return {one.cell: place for place, one in enumerate(self.cells)}

    @cached_property
    def _rows(self) -> tuple[LinearRow, ...]:
        return tuple(
            LinearRow(tuple(self.places[cell] for cell in one.cells), one.factors, one.least, one.most)
            for one in self.equations
        )

    @cached_property
    def _open(self) -> System:
        return System(np.zeros_like(self.top), self.top, self._rows)

    @property
    def _all_hidden(self) -> Entries:
        return self._open.entries

    @cached_property
    def _tellers(self) -> tuple[tuple[int, str], ...]:
        """The rows that some cell tells, and which."""
        return tuple((row, one.teller) for row, one in enumerate(self.equations) if one.teller)

    @cached_property
    def total(self) -> Flags:
        """Of each entry of the rows: whether it is the total of its row."""
        entries, totals = self._all_hidden, [self.places.get(one.total, -1) for one in self.equations]
        return np.asarray(entries.place == np.array(totals, dtype="int64")[entries.row])

    def find_hidden(self, hidden: Collection[str]) -> Flags:
        """Of each count: whether its cell is hidden."""
        found = np.zeros(len(self.cells), dtype=bool)
        found[[self.places[cell] for cell in hidden if cell in self.places]] = True
        return found

    def find_beside(self, cells: Collection[str]) -> Flags:
        """Of each count: whether it stands in a row with some of the cells."""
        rows = [one.cells for one in self.equations if not set(cells).isdisjoint(one.cells)]
        return self.find_hidden({cell for row in rows for cell in row})

    def may_point_out(self, places: Whole, low: Whole, high: Whole) -> Flags:
        """Whether some number between these could not be shown of these counts."""
        top, least = self.top[places], self.least[places]
        grouped = (top < least) | (low <= FEW) | (high >= top - FEW)
        return np.where(self.itself[places], low < np.maximum(least, ROOM), grouped)

    @cached_property
    def itself(self) -> Flags:
        """Of each count: whether it is of a group of pupils, not of those in a group with an outcome."""
        return np.array([one.antal is None for one in self.cells], dtype=bool)

    def bound(self, hidden: Flags) -> tuple[Whole, Whole]:
        """Smallest and largest of each count before any row is looked at."""
        low = np.where(hidden, self.known_low, self.value)
        return low, np.where(hidden, self.known_high, self.value)

    def list_entries(self, hidden: Collection[str]) -> Entries:
        """The rows that a reader has, as arrays; those told by a hidden cell say nothing."""
        entries = self._all_hidden
        untold = [row for row, teller in self._tellers if teller in hidden]
        if not untold:
            return entries
        silent = np.zeros(len(self.equations), dtype=bool)
        silent[untold] = True
        far = int(self.top.sum()) + 1
        return replace(
            entries,
            least=np.where(silent, -far, entries.least),
            most=np.where(silent, far, entries.most),
        )

    def make_system(self, hidden: Collection[str]) -> System:
        """The exercise of a reader who is not told the hidden cells."""
        return self._open.narrow(*self.bound(self.find_hidden(hidden)), self.list_entries(hidden))


def collect_counts(
    quantities: Iterable[Quantity],
    equations: Sequence[Equation],
    known: Mapping[str, tuple[int, int]],
    troskel: int,
) -> Counts:
    """Counts of the cells, with the equations that the cells are enough for.

    Parameters
    ----------
    known : mapping of str to (int, int)
        By cell, between which numbers it is whatever this report shows.
    troskel : int
        Fewest pupils behind a shown value.
    """
    cells = tuple(one for one in quantities if one.counted is not None)
    groups: dict[tuple[str, ...], int] = defaultdict(int)
    for one in cells:
        groups[one.key(kategori="")] = max(groups[one.key(kategori="")], one.n or 0)
    value = np.array([one.counted for one in cells], dtype="int64")
    # A count of pupils by itself is a part of all pupils of its table.
    top = np.array(
        [(groups[one.key(kategori="")] if one.antal is None else one.n) or 0 for one in cells], dtype="int64"
    )
    alone = np.array([is_number(one.indikator) for one in cells], dtype=bool)
    top[alone] = np.maximum(2 * value[alone], ANY)
    there = {one.cell for one in cells}
    low, high = np.zeros_like(top), top.copy()
    for place, one in enumerate(cells):
        if one.cell in known:
            # What contradicts the files cannot help anybody to solve for them.
            low[place] = min(known[one.cell][0], value[place])
            high[place] = max(known[one.cell][1], value[place])
    return Counts(
        cells,
        value,
        top,
        np.array([least_pupils(one.indikator, troskel) for one in cells], dtype="int64"),
        np.array([one.antal is None or bool(categories_of(one.indikator)) for one in cells], dtype=bool),
        low,
        high,
        tuple(one for one in equations if there.issuperset(one.cells)),
    )


def read_equations(rows: Iterable[Row], quantities: Iterable[Quantity]) -> list[Equation]:
    """The rows whose numbers are those of their cells, as equations.

    A part may have pupils that the total lacks, or a total be a mean: such rows are left to the complement.
    So are those of sums that no cell is; the relation says itself which cells they are sums of.
    """
    cells = {one.cell: one for one in quantities if one.counted is not None}
    return [found for row in rows if (found := _read(row, cells)) is not None]


def _read(row: Row, cells: Mapping[str, Quantity]) -> Equation | None:
    if row.whole is None or any(part not in cells for part in row.parts):
        return None
    if not row.total and row.slack is not None:
        return None
    numbers = [None if count is None else count.of for count in row.counts]
    if numbers != [cells[part].counted for part in row.parts]:
        return None
    own, told = sum(cells[part].counted or 0 for part in row.parts), row.whole.of
    slack = _find_slack(row, told - own)
    factors = (1,) * len(row.parts)
    if slack is None:
        return None
    if not row.total:
        return Equation(row.parts, factors, told - slack, told)
    total = cells.get(row.total)
    if total is None or total.counted is None:
        return None
    pupils = total.n or 0
    if told != (pupils - total.counted if row.flipped else total.counted):
        return None
    members = (*row.parts, row.total)
    if row.flipped:
        return Equation(members, (*factors, 1), pupils - slack, pupils, total=row.total)
    return Equation(members, (*factors, -1), -slack, 0, total=row.total)


def _find_slack(row: Row, left: int) -> int | None:
    """So many pupils may no part be about, for all that a reader knows; None where the row is no sum."""
    if row.whole is None or left < 0:
        return None
    if row.slack is not None:
        return row.slack if left <= row.slack else None
    if row.whole.antal is None:
        return row.whole.n if left else 0
    pupils = row.whole.n - sum(count.n for count in row.counts if count is not None)
    return pupils if left <= pupils else None
