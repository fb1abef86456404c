"""The smallest and the largest whole number that each unknown can be.

What rows leave of their unknowns gives bounds; a solution where an unknown is at its bound shows that it can
be there. Solutions are sought part by part, in rounds, all parts at once: filled in where the rows form no
ring, else by dives, by the solver in any numbers (whose ends are mostly whole), and in whole numbers at last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analys.integers.parts import Parts, reduce_rows, split
from analys.integers.propagation import propagate
from analys.integers.rounds import Search
from analys.integers.search import MOST_NODES
from analys.integers.system import System, Whole

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
        Whether it is exact or settled (or known never to be, where only that was asked for); False where the
        search had to be given up.
    solutions : numpy.ndarray of int64
        Whole-number solutions that `low` and `high` stand in, one a line, one column an unknown of the
        system. None at all where the search for a first one had to be given up; then `low` and `high` are
        the same and nothing is decided.
    """

    low: Whole
    high: Whole
    exact: NDArray[np.bool_]
    decided: NDArray[np.bool_]
    solutions: Whole


def find_ranges(
    system: System,
    wanted: Sequence[int] | Whole,
    *,
    settled: Settled | None = None,
    most_nodes: int = MOST_NODES,
    verdict_only: bool = False,
) -> Ranges:
    """Find the smallest and the largest number of each wanted unknown.

    Parameters
    ----------
    system : System
        The unknowns and what is known of them.
    wanted : sequence of int
        Unknowns to find the ranges of.
    settled : callable, optional
        Of some of the wanted unknowns (their places, the smallest and the largest found so far): which are
        wide enough, so that no more needs to be known. Each is judged by itself, and what is accepted must
        be accepted when it is wider.
    most_nodes : int
        How many branches to try for one number before giving up.
    verdict_only : bool
        Whether it is enough to know if an unknown can be settled; one that cannot counts as decided.

    Raises
    ------
    Impossible
        When no whole numbers fit.

    Examples
    --------
    >>> from analys.integers.system import LinearRow
    >>> rows = (LinearRow((0, 1), (1, 1), 12, 12), LinearRow((0, 2), (2, 1), 7, 7))
    >>> found = find_ranges(System(np.array([0, 0, 0]), np.array([9, 9, 9]), rows), [0, 1, 2])
    >>> found.low.tolist(), found.high.tolist(), found.exact.tolist()
    ([3, 9, 1], [3, 9, 1], [True, True, True])
    """
    places = np.asarray(wanted, dtype="int64").reshape(-1)
    parts, low, high = _take_apart(system)
    state = Search(parts, _flag(system, places)[parts.places], settled, most_nodes, verdict_only)
    state.run()
    low[parts.places], high[parts.places] = state.low, state.high
    found = state.collect()
    if found is None:
        none = np.zeros(len(places), dtype=bool)
        return Ranges(low[places], low[places], none, none, np.zeros((0, system.size), dtype="int64"))
    solutions = _put_together(system, parts, low, found)
    own = solutions[:, places]
    smallest, largest = own.min(axis=0), own.max(axis=0)
    exact = (smallest == low[places]) & (largest == high[places])
    decided = exact
    if settled is not None:
        decided = exact | settled(places, smallest, largest)
        if verdict_only:
            decided |= ~settled(places, low[places], high[places])
    return Ranges(smallest, largest, exact, decided, solutions)


def find_room(
    system: System,
    wanted: Sequence[int] | Whole,
    settled: Settled,
    *,
    seen: Whole | None = None,
    most_nodes: int = MOST_NODES,
) -> Whole | None:
    """Solutions in which all wanted unknowns are settled; None as soon as one cannot be, or is given up.

    Parameters
    ----------
    system, wanted, settled, most_nodes
        As in `find_ranges`.
    seen : numpy.ndarray of int64, optional
        Solutions that are known already, one a line; they are among those returned.

    Examples
    --------
    >>> from analys.integers.system import LinearRow
    >>> two = System(np.array([0, 0]), np.array([9, 9]), (LinearRow((0, 1), (1, 1), 12, 12),))
    >>> find_room(two, [0], lambda places, low, high: high - low >= 6)[:, 0].tolist()
    [3, 9]
    >>> find_room(two, [0], lambda places, low, high: high - low >= 7) is None
    True
    """
    places = np.asarray(wanted, dtype="int64").reshape(-1)
    parts, low, high = _take_apart(system)
    if not settled(places, low[places], high[places]).all():
        return None
    state = Search(parts, _flag(system, places)[parts.places], settled, most_nodes, True, True)
    if seen is not None:
        state.start_from(seen[system.satisfied(seen)][:, parts.places])
    state.run()
    found = None if state.failed else state.collect()
    if found is None:
        return None
    solutions = _put_together(system, parts, low, found)
    own = solutions[:, places]
    return solutions if settled(places, own.min(axis=0), own.max(axis=0)).all() else None


def _take_apart(system: System) -> tuple[Parts, Whole, Whole]:
    entries, low, high = system.entries, system.low, system.high
    entries = reduce_rows(entries, low, high)
    for _ in range(2):
        narrower = propagate(entries, low, high)
        if np.array_equal(narrower, (low, high)):
            break
        low, high = narrower
        entries = reduce_rows(entries, low, high)
    return split(entries, low, high), low.copy(), high.copy()


def _flag(system: System, places: Whole) -> NDArray[np.bool_]:
    asked = np.zeros(system.size, dtype=bool)
    asked[places] = True
    return asked


def _put_together(system: System, parts: Parts, low: Whole, found: Whole) -> Whole:
    """Solutions of the parts, with the unknowns that have one number left; checked against every row."""
    solutions = np.tile(low, (len(found), 1))
    solutions[:, parts.places] = found
    if not system.satisfied(solutions).all():
        raise AssertionError("a solution does not satisfy its system")
    return solutions
