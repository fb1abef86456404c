"""What each row leaves of its unknowns, and those of other rows, until nothing changes."""

from __future__ import annotations

import numpy as np

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
    up = entries.factor > 0
    size = np.abs(entries.factor)
    for _ in range(MOST_SWEEPS):
        if (low > high).any():
            raise Impossible("no whole numbers fit")
        at_low, at_high = entries.factor * low[entries.place], entries.factor * high[entries.place]
        smallest, largest = np.where(up, at_low, at_high), np.where(up, at_high, at_low)
        sums = np.zeros((2, len(entries.least)), dtype="int64")
        np.add.at(sums[0], entries.row, smallest)
        np.add.at(sums[1], entries.row, largest)
        if (sums[0] > entries.most).any() or (sums[1] < entries.least).any():
            raise Impossible("no whole numbers fit")
        room_up = (entries.most - sums[0])[entries.row] + smallest
        room_down = (entries.least - sums[1])[entries.row] + largest
        top = np.where(up, room_up, -room_down) // size
        bottom = -(np.where(up, -room_down, room_up) // size)
        new_low, new_high = low.copy(), high.copy()
        np.maximum.at(new_low, entries.place, bottom)
        np.minimum.at(new_high, entries.place, top)
        if (new_low == low).all() and (new_high == high).all():
            break
        low, high = new_low, new_high
    if (low > high).any():
        raise Impossible("no whole numbers fit")
    return low, high
