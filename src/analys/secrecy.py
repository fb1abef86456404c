"""What nobody may learn of a group of pupils: the rules that protection keeps and the attacker tries.

A shown number must stand for enough pupils and point out nobody. A hidden number must be left with room:
whoever puts together everything that is published, and is one of the pupils himself, must still find many
numbers possible.
"""

from __future__ import annotations

from typing import Any

import numpy as np

FEW = 4
"""So few pupils with (or without) an outcome are pointed out; Skolverket's "1-4"."""

ROOM = FEW + 1
"""Fewest steps that a hidden count may vary over, where its group is that large."""

FORCED = 0.8
"""Largest share of a group that may be known to have one and the same outcome."""

MEAN_ROOM = 20.0
"""Fewest merit points that a hidden mean may vary over."""


def points_out(n: int, antal: int | None, troskel: int) -> bool:
    """Whether a group of pupils, by its numbers alone, could not be shown; `antal` None for means.

    Examples
    --------
    >>> points_out(30, 28, 10), points_out(30, 20, 10), points_out(9, None, 10)
    (True, False, True)
    """
    if n < troskel:
        return True
    return antal is not None and (antal <= FEW or n - antal <= FEW)


def has_room(low: Any, high: Any, n: Any, least: Any = 0, most: Any = None, part: Any = False) -> np.ndarray:
    """Whether hidden counts of groups are left with room enough.

    One of the group knows his own outcome. For the others the count must be able to vary over at least 5
    steps, and over half of them, or over all where they are fewer; it must be possible that nobody has the
    outcome, or at least 5; and no more than four fifths may be known to share an outcome.

    A shown total says something of its parts whatever is hidden: where six pupils of a municipality failed,
    no school has seven. What such totals alone leave of a count, `least` to `most`, is no leak of the count,
    so that it need not have more room than that; but never less than 5 steps.

    Parameters
    ----------
    low, high : array_like of int
        Smallest and largest count that fits everything published.
    n : array_like of int
        Pupils of each group.
    least, most : array_like of int
        What shown totals alone leave of the count; by default 0 and `n`.
    part : array_like of bool
        Whether the count is of one part among several of a distribution (its cell has a `kategori`).

    Returns
    -------
    numpy.ndarray of bool
        One for each group.

    Examples
    --------
    >>> has_room([0, 0, 0, 6], [3, 2, 11, 20], [3, 3, 20, 20])
    array([ True, False,  True,  True])
    >>> bool(has_room(0, 6, 60)), bool(has_room(0, 6, 60, least=0, most=6))
    (False, True)
    >>> bool(has_room(0, 6, 1300, part=True)), bool(has_room(0, 5, 1300, part=True))
    (True, False)
    """
    low, high, n, least = (np.asarray(values, dtype="int64") for values in (low, high, n, least))
    most = n if most is None else np.asarray(most, dtype="int64")
    others = np.maximum(n - 1, 0)
    wanted = np.minimum(np.maximum(ROOM, -(-others // 2)), others)
    part, enough = np.asarray(part, dtype=bool), np.minimum(ROOM, others)
    allowed = np.where(part, enough, np.minimum(wanted, np.maximum(_width(least, most, n), enough)))
    wide = _width(low, high, n) >= allowed
    open_ended = (low == 0) | (high >= ROOM)
    forced_low = low <= np.maximum(FORCED * n, least)
    forced_high = n - high <= np.maximum(FORCED * n, n - most)
    return wide & open_ended & forced_low & (forced_high | part)


def _width(low: np.ndarray, high: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Steps that are left of a count when one of the group knows his own outcome, whichever it is."""
    with_outcome = high - np.maximum(low, 1)
    without = np.minimum(high, n - 1) - low
    return np.minimum(with_outcome, without)
