"""Solutions of many small systems at once: try one number, let what rows then leave decide the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analys.integers.parts import Parts
from analys.integers.propagation import propagate_parts
from analys.integers.system import Whole


@dataclass(frozen=True)
class Dive:
    """What came of it.

    Parameters
    ----------
    numbers : numpy.ndarray of int64
        One for each unknown.
    reached : numpy.ndarray of bool
        Of each part, whether its numbers are a solution.
    refuted : numpy.ndarray of bool
        Of each part, whether the number that was tried is impossible.
    """

    numbers: Whole
    reached: NDArray[np.bool_]
    refuted: NDArray[np.bool_]


def dive(parts: Parts, tried: Whole, numbers: Whole, wished: NDArray[np.bool_]) -> Dive:
    """Give one unknown of each part a number, and the others high or low ends as wished, while that fits.

    Parameters
    ----------
    parts : Parts
        Systems side by side.
    tried, numbers : numpy.ndarray of int64
        Of each part, an unknown and the number that it is given.
    wished : numpy.ndarray of bool
        Of each unknown, whether a high number is wished for; else a low one.
    """
    low, high = parts.low.copy(), parts.high.copy()
    low[tried] = high[tried] = numbers
    low, high, failed = propagate_parts(parts.entries, low, high, parts.part, parts.count)
    refuted = failed.copy()
    while True:
        free = np.flatnonzero((low < high) & ~failed[parts.part])
        if not len(free):
            break
        first = free[np.r_[True, np.diff(parts.part[free]) > 0]]
        low[first] = high[first] = np.where(wished[first], high[first], low[first])
        low, high, broken = propagate_parts(parts.entries, low, high, parts.part, parts.count)
        failed |= broken
    return Dive(low, ~failed & parts.holds(low), refuted)
