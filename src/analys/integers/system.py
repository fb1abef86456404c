"""Unknown whole numbers, the bounds of each and linear rows over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Whole = NDArray[np.int64]

LARGEST = 2**50
"""No unknown and no row may reach this: every sum is then exact, in whole numbers and in a solver's."""


class Impossible(ValueError):
    """No whole numbers fit: the rows contradict each other."""


@dataclass(frozen=True)
class LinearRow:
    """A sum of unknowns times whole factors, and between which numbers it lies.

    Parameters
    ----------
    places : tuple of int
        Unknowns of the row.
    factors : tuple of int
        Factor of each.
    least, most : int
        Smallest and largest sum, inclusive; equal where the sum is known.
    """

    places: tuple[int, ...]
    factors: tuple[int, ...]
    least: int
    most: int


@dataclass(frozen=True)
class Entries:
    """Rows as arrays, one entry an unknown in a row, in the order of the rows.

    Parameters
    ----------
    row, place, factor : numpy.ndarray of int64
        Of each entry; no factor is 0 and no unknown stands twice in a row.
    least, most : numpy.ndarray of int64
        Of each row, no wider than what the bounds of its unknowns allow.
    """

    row: Whole
    place: Whole
    factor: Whole
    least: Whole
    most: Whole

    def add_up(self, numbers: Whole) -> Whole:
        """What each row sums to, exactly; `numbers` has one entry an unknown."""
        sums = np.zeros(len(self.least), dtype="int64")
        np.add.at(sums, self.row, self.factor * numbers[self.place])
        return sums


@dataclass(frozen=True)
class System:
    """Unknown whole numbers and linear rows over them.

    Parameters
    ----------
    low, high : numpy.ndarray of int64
        Bounds of each unknown, inclusive.
    rows : tuple of LinearRow
        What is known of sums of them.

    Raises
    ------
    ValueError
        When a row names an unknown that is not there, has not one factor for each, or numbers are so large
        that sums would not be exact.

    Examples
    --------
    >>> two = System(np.array([0, 0]), np.array([9, 9]), (LinearRow((0, 1), (1, 1), 12, 12),))
    >>> two.holds(np.array([3, 9])), two.holds(np.array([2, 10]))
    (True, False)
    """

    low: Whole
    high: Whole
    rows: tuple[LinearRow, ...]

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype="int64"))
        if self.low.shape != self.high.shape or self.low.ndim != 1:
            raise ValueError("every unknown has one low and one high")
        if np.maximum(np.abs(self.low), np.abs(self.high)).max(initial=0) >= LARGEST:
            raise ValueError("an unknown is too large for exact sums")

    @property
    def size(self) -> int:
        """Number of unknowns."""
        return len(self.low)

    @cached_property
    def entries(self) -> Entries:
        """The rows as arrays."""
        return _collect(self.low, self.high, self.rows)

    def narrow(self, low: Whole, high: Whole, entries: Entries | None = None) -> System:
        """The same rows, or those that `entries` leaves of them, over narrower bounds, not counted anew."""
        narrower = System(low, high, self.rows)
        narrower.__dict__["entries"] = self.entries if entries is None else entries
        return narrower

    def holds(self, numbers: Sequence[int] | Whole) -> bool:
        """Whether whole numbers, one an unknown, lie within all bounds and satisfy all rows."""
        return bool(self.satisfied(np.asarray(numbers, dtype="int64")[None, :])[0])

    def satisfied(self, solutions: Whole) -> NDArray[np.bool_]:
        """The same of each line of a table with one column an unknown."""
        entries = self.entries
        shape = (len(entries.least), self.size)
        matrix = csr_array((entries.factor, (entries.row, entries.place)), shape=shape)
        sums = (matrix @ solutions.T).T
        within = ((solutions >= self.low) & (solutions <= self.high)).all(axis=1)
        kept: NDArray[np.bool_] = ((sums >= entries.least) & (sums <= entries.most)).all(axis=1)
        return within & kept


def _collect(low: Whole, high: Whole, rows: Sequence[LinearRow]) -> Entries:
    entries: list[tuple[int, int, int]] = []
    limits: list[tuple[int, int]] = []
    least_of, most_of = low.tolist(), high.tolist()
    for number, row in enumerate(rows):
        if len(row.places) != len(row.factors):
            raise ValueError(f"row {number} has not one factor for each unknown")
        sums: dict[int, int] = {}
        for place, factor in zip(row.places, row.factors, strict=True):
            if not 0 <= place < len(low):
                raise ValueError(f"row {number} names an unknown that is not there")
            sums[int(place)] = sums.get(int(place), 0) + int(factor)
        own = [(number, place, factor) for place, factor in sums.items() if factor]
        ends = [(factor * least_of[place], factor * most_of[place]) for _, place, factor in own]
        if sum(max(abs(a), abs(b)) for a, b in ends) >= LARGEST:
            raise ValueError(f"row {number} is too large for exact sums")
        # A row that its unknowns can never reach stays out of reach by one, and so impossible.
        smallest, largest = sum(min(pair) for pair in ends), sum(max(pair) for pair in ends)
        least = min(max(int(row.least), smallest), largest + 1)
        most = max(min(int(row.most), largest), smallest - 1)
        entries += own
        limits.append((least, most))
    table = np.array(entries, dtype="int64").reshape(-1, 3)
    ends_of = np.array(limits, dtype="int64").reshape(-1, 2)
    return Entries(*(np.ascontiguousarray(column) for column in (*table.T, *ends_of.T)))
