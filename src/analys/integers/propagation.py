"""What each row leaves of its unknowns, and those of other rows, until nothing changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analys.integers.system import Entries, Impossible, Whole

MOST_SWEEPS = 400
"""Rows in a ring can tighten each other one step at a time, for ever as it seems: the bounds are then wider
than need be, never too narrow."""


def propagate(entries: Entries, low: Whole, high: Whole) -> tuple[Whole, Whole]:
    """Bounds of all unknowns that no row by itself can tighten.

    Raises
    ------
    Impossible
        When an unknown is left without a number.

    Examples
    --------
    >>> from analys.integers.system import LinearRow, System
    >>> one = System(np.array([0, 0]), np.array([9, 9]), (LinearRow((0, 1), (1, 1), 12, 12),))
    >>> propagate(one.entries, one.low, one.high)
    (array([3, 3]), array([9, 9]))
    """
    together = np.zeros(len(low), dtype="int64")
    low, high, broken = propagate_parts(entries, low, high, together, 1)
    if broken.any():
        raise Impossible("no whole numbers fit")
    return low, high


def propagate_parts(
    entries: Entries, low: Whole, high: Whole, part: Whole, parts: int
) -> tuple[Whole, Whole, NDArray[np.bool_]]:
    """The same for systems side by side, and which of them are impossible; `part` is that of each unknown."""
    broken = np.zeros(parts, dtype=bool)
    part_of_row = np.zeros(len(entries.least), dtype="int64")
    part_of_row[entries.row] = part[entries.place]
    broken[part[low > high]] = True
    sums = np.zeros((2, len(entries.least)), dtype="int64")
    row, place, factor = entries.row, entries.place, entries.factor
    for _ in range(MOST_SWEEPS):
        up, size = factor > 0, np.abs(factor)
        at_low, at_high = factor * low[place], factor * high[place]
        smallest, largest = np.where(up, at_low, at_high), np.where(up, at_high, at_low)
        sums[:, row] = 0
        np.add.at(sums[0], row, smallest)
        np.add.at(sums[1], row, largest)
        broken[part_of_row[(sums[0] > entries.most) | (sums[1] < entries.least)]] = True
        above = (entries.most - sums[0])[row] + smallest
        below = (entries.least - sums[1])[row] + largest
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, place, -(np.where(up, -below, above) // size))
        np.minimum.at(new_high, place, np.where(up, above, -below) // size)
        broken[part[new_low > new_high]] = True
        moved = ((new_low != low) | (new_high != high)) & ~broken[part]
        if not moved.any():
            break
        low, high = np.where(moved, new_low, low), np.where(moved, new_high, high)
        # A row says the same as before until one of its unknowns moves.
        stirred = np.zeros(len(entries.least), dtype=bool)
        stirred[entries.row[moved[entries.place]]] = True
        again = stirred[entries.row]
        row, place, factor = entries.row[again], entries.place[again], entries.factor[again]
    return low, high, broken
