"""A system taken apart: rows without what is known already, and unknowns that no row connects."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analys.integers.system import Entries, Impossible, Whole


@dataclass(frozen=True)
class Parts:
    """Systems side by side: no row has unknowns of two of them.

    Parameters
    ----------
    places : numpy.ndarray of int64
        Of each unknown, its place in the system that was taken apart.
    part : numpy.ndarray of int64
        Of each unknown, the number of its part; never falling.
    low, high : numpy.ndarray of int64
        Bounds of each unknown.
    entries : Entries
        Rows over the unknowns.
    count : int
        Number of parts.
    """

    places: Whole
    part: Whole
    low: Whole
    high: Whole
    entries: Entries
    count: int

    @property
    def part_of_row(self) -> Whole:
        """Of each row, the number of its part."""
        found = np.zeros(len(self.entries.least), dtype="int64")
        found[self.entries.row] = self.part[self.entries.place]
        return found

    def is_tree(self) -> NDArray[np.bool_]:
        """Parts whose rows form no ring, each unknown counted once in all its rows."""
        unknowns, rows, entries = (
            np.bincount(numbers, minlength=self.count)
            for numbers in (self.part, self.part_of_row, self.part[self.entries.place])
        )
        uneven = np.zeros(self.count, dtype=bool)
        uneven[self.part[self.entries.place[np.abs(self.entries.factor) != 1]]] = True
        return (entries == unknowns + rows - 1) & ~uneven

    def find_reach(self) -> Whole:
        """Of each part, how far the sum of any of its rows can move."""
        reach = np.zeros(len(self.entries.least), dtype="int64")
        width = (self.high - self.low)[self.entries.place]
        np.add.at(reach, self.entries.row, np.abs(self.entries.factor) * width)
        found = np.zeros(self.count, dtype="int64")
        np.maximum.at(found, self.part_of_row, reach)
        return found

    def take(self, chosen: NDArray[np.bool_]) -> tuple[Parts, Whole]:
        """Some parts by themselves, numbered anew, and where their unknowns are among these."""
        unknowns = np.flatnonzero(chosen[self.part])
        rows = np.flatnonzero(chosen[self.part_of_row])
        own = chosen[self.part[self.entries.place]]
        entries = Entries(
            np.searchsorted(rows, self.entries.row[own]),
            np.searchsorted(unknowns, self.entries.place[own]),
            self.entries.factor[own],
            self.entries.least[rows],
            self.entries.most[rows],
        )
        numbers = np.cumsum(chosen) - 1
        taken = Parts(
            self.places[unknowns],
            numbers[self.part[unknowns]],
            self.low[unknowns],
            self.high[unknowns],
            entries,
            int(chosen.sum()),
        )
        return taken, unknowns

    def holds(self, numbers: Whole) -> NDArray[np.bool_]:
        """Of each part, whether the numbers satisfy it."""
        wrong = np.zeros(self.count, dtype=bool)
        wrong[self.part[(numbers < self.low) | (numbers > self.high)]] = True
        sums = self.entries.add_up(numbers)
        wrong[self.part_of_row[(sums < self.entries.least) | (sums > self.entries.most)]] = True
        return ~wrong


def split(entries: Entries, low: Whole, high: Whole) -> Parts:
    """The parts that rows connect; unknowns with one number left are in none of them."""
    size = len(low)
    nodes = size + len(entries.least)
    edges = (np.ones(len(entries.row)), (entries.place, size + entries.row))
    _, label = connected_components(coo_array(edges, shape=(nodes, nodes)), directed=False)
    left = np.flatnonzero(low < high)
    left = left[np.argsort(label[left], kind="stable")]
    kinds, part = np.unique(label[left], return_inverse=True)
    where = np.zeros(size, dtype="int64")
    where[left] = np.arange(len(left))
    own = replace(entries, place=where[entries.place])
    return Parts(left, part.astype("int64"), low[left], high[left], own, len(kinds))


def reduce_rows(entries: Entries, low: Whole, high: Whole) -> Entries:
    """Rows over what is left unknown: in one order, none twice, none that tells nothing.

    Raises
    ------
    Impossible
        When a row cannot be satisfied.
    """
    fixed = (low == high)[entries.place]
    moved = np.zeros(len(entries.least), dtype="int64")
    np.add.at(moved, entries.row[fixed], (entries.factor * low[entries.place])[fixed])
    order = np.lexsort((entries.place[~fixed], entries.row[~fixed]))
    row, place, factor = (each[~fixed][order] for each in (entries.row, entries.place, entries.factor))
    ends = np.sort(np.stack([factor * low[place], factor * high[place]]), axis=0)
    reach = np.zeros((2, len(moved)), dtype="int64")
    np.add.at(reach[0], row, ends[0])
    np.add.at(reach[1], row, ends[1])
    least, most = np.maximum(entries.least - moved, reach[0]), np.minimum(entries.most - moved, reach[1])
    divisor = np.zeros(len(moved), dtype="int64")
    np.gcd.at(divisor, row, factor)
    divisor = np.maximum(divisor, 1)
    telling = (least > reach[0]) | (most < reach[1])
    least, most = -(-least // divisor), most // divisor
    _check(least, most)
    return _merge(row, place, factor // divisor[row], least, most, telling)


def _merge(
    row: Whole, place: Whole, factor: Whole, least: Whole, most: Whole, telling: NDArray[np.bool_]
) -> Entries:
    starts = np.searchsorted(row, np.arange(len(least) + 1)).tolist()
    places, factors, lower, upper = place.tolist(), factor.tolist(), least.tolist(), most.tolist()
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, int]] = {}
    for number in np.flatnonzero(telling).tolist():
        own = slice(starts[number], starts[number + 1])
        sign = -1 if factors[own][0] < 0 else 1
        key = (tuple(places[own]), tuple(sign * one for one in factors[own]))
        ends = sorted((sign * lower[number], sign * upper[number]))
        other = found.get(key, (ends[0], ends[1]))
        found[key] = (max(ends[0], other[0]), min(ends[1], other[1]))
    keys = sorted(found)
    limits = np.array([found[key] for key in keys], dtype="int64").reshape(-1, 2)
    _check(limits[:, 0], limits[:, 1])
    return Entries(
        np.repeat(np.arange(len(keys)), [len(key[0]) for key in keys]),
        np.array([one for key in keys for one in key[0]], dtype="int64"),
        np.array([one for key in keys for one in key[1]], dtype="int64"),
        limits[:, 0].copy(),
        limits[:, 1].copy(),
    )


def _check(least: Whole, most: Whole) -> None:
    if (least > most).any():
        raise Impossible("no whole numbers fit")
