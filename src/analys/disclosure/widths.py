"""Whether every hidden number of pupils keeps the room that `analys.secrecy` demands, over all rows at once.

The complement judges one row at a time. Bands, year groups, genders, schools and läsår cross each other so
often that several rows together can leave a hidden number hardly any room. First each row bounds its hidden
counts by what it leaves, those bounds are limits in the rows they cross, and so on until nothing changes:
that finds nearly everything, in no time. What passes is tried in whole numbers (`analys.integers`): a count
passes only by solutions in which it is small and large. Where a count has too little room, a shown cell that
its narrowest bound comes from is hidden too, the one that a reader misses least.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analys.disclosure.counts import Counts, Flags
from analys.integers import find_ranges
from analys.integers.propagation import propagate
from analys.integers.system import Entries, Whole
from analys.secrecy import has_room

_LOW, _HIGH = 0, 1

Price = Callable[[str], tuple[int, int, str]]
"""What a reader loses when a cell is hidden: cells of a smaller price are hidden first."""


@dataclass(frozen=True)
class Limits:
    """What all rows together leave of the counts.

    Parameters
    ----------
    low, high : numpy.ndarray
        Between which numbers each count is.
    implied : numpy.ndarray
        Of each entry of the rows: what its row alone says of its count, low and high.
    """

    entries: Entries
    low: Whole
    high: Whole
    implied: Whole

    @cached_property
    def by_place(self) -> Whole:
        """The entries in the order of their counts."""
        return np.argsort(self.entries.place, kind="stable")

    @cached_property
    def starts(self) -> Whole:
        """Where the entries of each count begin among those."""
        return np.searchsorted(self.entries.place[self.by_place], np.arange(len(self.low) + 1))

    @cached_property
    def row_starts(self) -> Whole:
        """Where the entries of each row begin."""
        return np.searchsorted(self.entries.row, np.arange(len(self.entries.least) + 1))


def find_limits(counts: Counts, hidden: Collection[str]) -> Limits:
    """Limits of all counts when these cells, and no others, are hidden."""
    entries = counts.list_entries(hidden)
    low, high = propagate(entries, *counts.bound(counts.find_hidden(hidden)))
    return Limits(entries, low, high, _imply(entries, low[entries.place], high[entries.place]))


def _imply(entries: Entries, low: Whole, high: Whole) -> Whole:
    """What each row alone says of each of its counts, given those of each entry; all factors are 1 or -1."""
    up = entries.factor > 0
    at_low, at_high = entries.factor * low, entries.factor * high
    smallest, largest = np.where(up, at_low, at_high), np.where(up, at_high, at_low)
    sums = np.zeros((2, len(entries.least)), dtype="int64")
    np.add.at(sums[0], entries.row, smallest)
    np.add.at(sums[1], entries.row, largest)
    above = (entries.most - sums[0])[entries.row] + smallest
    below = (entries.least - sums[1])[entries.row] + largest
    return np.stack([np.where(up, below, -above), np.where(up, above, -below)])


def find_narrow(counts: Counts, hidden: Collection[str], asked: Flags, limits: Limits) -> Whole:
    """Places of the counts asked about that rows alone leave too little room.

    Nobody sees which cells are hidden for their own sake, so all of them are asked about. A count that could
    have been shown, whatever is possible for it, needs no room.
    """
    places = np.flatnonzero(asked)
    least, most = limit_by_totals(counts, hidden)
    low, high, top = limits.low[places], limits.high[places], counts.top[places]
    room = has_room(low, high, top, least[places], most[places], counts.part[places])
    return places[~room & counts.may_point_out(places, low, high)]


def find_narrow_exactly(counts: Counts, hidden: Collection[str], asked: Flags, limits: Limits) -> Whole:
    """Places of the counts asked about that lack room in whole numbers, or whose room was not found."""
    wanted = np.flatnonzero(asked)
    # Most of those that could have been shown anyhow are known to be so by the rows alone.
    wanted = wanted[counts.may_point_out(wanted, limits.low[wanted], limits.high[wanted])]
    least, most = limit_by_totals(counts, hidden)

    def settled(places: Whole, low: Whole, high: Whole) -> Flags:
        top, part = counts.top[places], counts.part[places]
        return has_room(low, high, top, least[places], most[places], part)

    found = find_ranges(counts.make_system(hidden), wanted.tolist(), settled=settled)
    innocent = found.decided & ~counts.may_point_out(wanted, found.low, found.high)
    return wanted[~settled(wanted, found.low, found.high) & ~innocent]


def find_victims(
    counts: Counts, hidden: Collection[str], narrow: Whole, limits: Limits, price: Price
) -> list[str]:
    """Shown cells to hide because of narrow counts, one of each measure, läsår and unit at a time."""
    victims: dict[tuple[str, ...], str] = {}
    free = ~counts.find_hidden(hidden) & (counts.known_low < counts.known_high)
    for place in narrow.tolist():
        one = counts.cells[place]
        group = (one.indikator.rpartition("_")[0], one.lasar, one.enhet)
        if group not in victims and (victim := _blame(counts, free, hidden, limits, place, price)):
            victims[group] = victim
    return sorted(set(victims.values()))


def limit_by_totals(counts: Counts, hidden: Collection[str]) -> tuple[Whole, Whole]:
    """What the shown totals alone, one row at a time and all of its parts unknown, leave of each count."""
    entries, total = counts.list_entries(hidden), counts.total
    told = total & ~counts.find_hidden(hidden)[entries.place]
    low = np.where(told, counts.value[entries.place], 0)
    high = np.where(told, counts.value[entries.place], counts.top[entries.place])
    implied, parts = _imply(entries, low, high)[:, ~total], entries.place[~total]
    least, most = np.zeros_like(counts.top), counts.top.copy()
    np.maximum.at(least, parts, implied[_LOW])
    np.minimum.at(most, parts, implied[_HIGH])
    return np.clip(least, 0, counts.value), np.maximum(most, counts.value)


def _blame(
    counts: Counts, free: Flags, hidden: Collection[str], limits: Limits, place: int, price: Price
) -> str:
    """The shown cell of least price that a bound comes from, by as few rows as possible; "" if none.

    Where no row by itself says a limit, or those that do end in what is known anyhow, any row may be behind.
    """
    entries = limits.entries
    for loose in (False, True):
        ends = np.array([2 * place + _LOW, 2 * place + _HIGH])
        seen = np.zeros(2 * len(limits.low), dtype=bool)
        seen[ends] = True
        while len(ends):
            at, side = ends // 2, ends % 2
            causes, of = _list_ranges(limits.starts[at], limits.starts[at + 1])
            causes, side = limits.by_place[causes], side[of]
            if not loose:
                bound = np.where(side == _LOW, limits.low[at[of]], limits.high[at[of]])
                tight = limits.implied[side, causes] == bound
                causes, side = causes[tight], side[tight]
            rows = entries.row[causes]
            others, of = _list_ranges(limits.row_starts[rows], limits.row_starts[rows + 1])
            causes, side = causes[of], side[of]
            same = entries.factor[others] == entries.factor[causes]
            found = 2 * entries.place[others] + np.where(same, 1 - side, side)
            found = found[others != causes]
            visible = {counts.cells[cause].cell for cause in np.unique(found // 2).tolist() if free[cause]}
            tellers = {counts.equations[row].teller for row in np.unique(rows).tolist()}
            visible |= {teller for teller in tellers if teller and teller not in hidden}
            if visible:
                return min(visible, key=price)
            ends = np.unique(found[~seen[found]])
            seen[ends] = True
    return ""


def _list_ranges(starts: Whole, ends: Whole) -> tuple[Whole, Whole]:
    """All numbers of several ranges one after another, and of each number which range it is of."""
    sizes = ends - starts
    of = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(len(of)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + starts[of], of
