"""The solver's search for the solution that makes a weighted sum smallest, checked in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from analys.integers.parts import Parts
from analys.integers.system import Impossible, Whole

MOST_NODES = 5_000
"""How many branches one search may try. Nodes and not seconds: every computer gives up at the same place."""

_OPTIMAL, _INFEASIBLE = 0, 2
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Found:
    """What a search found.

    Parameters
    ----------
    numbers : numpy.ndarray of int64
        One for each unknown.
    fits : numpy.ndarray of bool
        Of each part, whether its numbers are a solution.
    bounds : numpy.ndarray of float64
        Of each part, what its weighted sum cannot fall below; -inf where nothing is known.
    """

    numbers: Whole
    fits: NDArray[np.bool_]
    bounds: NDArray[np.float64]


def search(parts: Parts, weights: Whole, *, whole: bool, most_nodes: int = MOST_NODES) -> Found:
    """Make the weighted sum of each part smallest, in whole numbers or (as a lower bound) in any.

    Raises
    ------
    Impossible
        When the solver finds that no numbers fit.
    """
    entries = parts.entries
    shape = (len(entries.least), len(parts.low))
    matrix = csr_array((entries.factor.astype("float64"), (entries.row, entries.place)), shape=shape)
    # Numbers are counted from their lower bounds: a solver's tolerances grow with their size.
    moved = entries.add_up(parts.low)
    least, most = (entries.least - moved).astype("float64"), (entries.most - moved).astype("float64")
    answer = milp(
        weights.astype("float64"),
        integrality=np.full(len(parts.low), int(whole)),
        bounds=Bounds(np.zeros(len(parts.low)), (parts.high - parts.low).astype("float64")),
        constraints=LinearConstraint(matrix, least, most) if len(least) else None,
        # The rows are reduced already: to do it again takes longer than to solve, except in whole numbers.
        options={"node_limit": most_nodes, "mip_rel_gap": 0.0, "presolve": whole},
    )
    if answer.status == _INFEASIBLE:
        raise Impossible("no whole numbers fit")
    bounds = np.full(parts.count, -np.inf)
    if answer.x is None:
        return Found(parts.low, np.zeros(parts.count, dtype=bool), bounds)
    numbers = parts.low + np.rint(answer.x).astype("int64")
    if answer.status == _OPTIMAL:
        reached = np.bincount(parts.part, weights * answer.x, parts.count)
        at_low = np.bincount(parts.part, weights * parts.low, parts.count)
        bounds = np.ceil(reached - _TOLERANCE * np.maximum(1.0, np.abs(reached))) + at_low
    return Found(numbers, parts.holds(numbers), bounds)
