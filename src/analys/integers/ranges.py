"""The smallest and the largest whole number that each unknown can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analys.integers.propagation import propagate
from analys.integers.search import MOST_NODES, search
from analys.integers.system import Impossible, System, Whole

Settled = Callable[[Whole, Whole, Whole], NDArray[np.bool_]]


@dataclass(frozen=True)
class Ranges:
    """What is known of the wanted unknowns, in the order that they were asked for.

    Parameters
    ----------
    low, high : numpy.ndarray of int64
        Smallest and largest number found in solutions, so that both are possible.
    exact : numpy.ndarray of bool
        Whether nothing outside is possible.
    decided : numpy.ndarray of bool
        Whether it is exact or settled; False where the search had to be given up.
    solutions : numpy.ndarray of int64
        Whole-number solutions that `low` and `high` stand in, one a line, one column an unknown of the
        system. None at all where the search for a first one had to be given up.
    """

    low: Whole
    high: Whole
    exact: NDArray[np.bool_]
    decided: NDArray[np.bool_]
    solutions: Whole


def find_ranges(
    system: System,
    wanted: Sequence[int],
    *,
    settled: Settled | None = None,
    most_nodes: int = MOST_NODES,
) -> Ranges:
    """Find the smallest and the largest number of each wanted unknown.

    Parameters
    ----------
    system : System
        The unknowns and what is known of them.
    wanted : sequence of int
        Unknowns to find the ranges of.
    settled : callable, optional
        Of unknowns, with the smallest and largest found so far: which are wide enough, so that no more needs
        to be known. What it has accepted it must accept when it is wider.
    most_nodes : int
        How long to search for one number before giving up.

    Raises
    ------
    Impossible
        When no whole numbers fit.

    Examples
    --------
    >>> from analys.integers.system import LinearRow
    >>> rows = (LinearRow((0, 1), (1, 1), 12, 12), LinearRow((0, 2), (2, 1), 7, 7))
    >>> found = find_ranges(System(np.array([0, 0, 0]), np.array([9, 9, 9]), rows), [0, 1, 2])
    >>> found.low.tolist(), found.high.tolist(), found.exact.all()
    ([3, 9, 1], [3, 9, 1], np.True_)
    """
    places = np.asarray(wanted, dtype="int64").reshape(-1)
    outer_low, outer_high = propagate(system.entries, system.low, system.high)
    first = search(system.entries, outer_low, outer_high, np.zeros(system.size), most_nodes)
    if first.numbers is None:
        if first.finished:
            raise Impossible("no whole numbers fit")
        none = np.zeros(len(places), dtype=bool)
        return Ranges(outer_low[places], outer_low[places], none, none, np.zeros((0, system.size), "int64"))
    solutions = [first.numbers]
    low, high = first.numbers[places], first.numbers[places]
    for number, place in enumerate(places.tolist()):
        for sign in (1, -1):
            if settled is not None and settled(places, low, high)[number]:
                break
            weights = np.zeros(system.size)
            weights[place] = sign
            found = search(system.entries, outer_low, outer_high, weights, most_nodes)
            if found.numbers is not None:
                solutions.append(found.numbers)
                low, high = np.minimum(low, found.numbers[places]), np.maximum(high, found.numbers[places])
            if found.finished:
                if sign > 0:
                    outer_low[place] = max(outer_low[place], found.bound)
                else:
                    outer_high[place] = min(outer_high[place], -found.bound)
    exact = (low == outer_low[places]) & (high == outer_high[places])
    decided = exact if settled is None else exact | settled(places, low, high)
    return Ranges(low, high, exact, decided, np.array(solutions))
