"""One search by the solver: the solution that makes a weighted sum smallest, checked in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from analys.integers.system import Entries, Whole

MOST_NODES = 20_000
"""How many branches a search may try. Nodes and not seconds: the answer is the same on every computer."""

_OPTIMAL, _INFEASIBLE = 0, 2


@dataclass(frozen=True)
class Found:
    """What a search found.

    Parameters
    ----------
    numbers : numpy.ndarray of int64 or None
        A solution, the best one found; None where none was.
    bound : int
        What the weighted sum cannot fall below, where the search was finished.
    finished : bool
        Whether the whole space was searched.
    """

    numbers: Whole | None
    bound: int
    finished: bool


def search(
    entries: Entries, low: Whole, high: Whole, weights: np.ndarray, most_nodes: int, *, whole: bool = True
) -> Found:
    """Search for the whole numbers that make the sum of weights times numbers smallest."""
    matrix = csr_array(
        (entries.factor.astype("float64"), (entries.row, entries.place)), shape=(len(entries.least), len(low))
    )
    # Numbers are counted from their lower bounds: a solver's tolerances grow with their size.
    moved = entries.add_up(low)
    answer = milp(
        weights,
        integrality=np.full(len(low), int(whole)),
        bounds=Bounds(np.zeros(len(low)), (high - low).astype("float64")),
        constraints=LinearConstraint(
            matrix, (entries.least - moved).astype("float64"), (entries.most - moved).astype("float64")
        ),
        options={"node_limit": most_nodes, "mip_rel_gap": 0.0},
    )
    if answer.status == _INFEASIBLE:
        return Found(None, 0, True)
    if answer.x is None:
        return Found(None, 0, False)
    numbers = low + np.rint(answer.x).astype("int64")
    sums = entries.add_up(numbers)
    within = (numbers >= low) & (numbers <= high)
    fits = bool(within.all() and ((sums >= entries.least) & (sums <= entries.most)).all())
    finished = answer.status == _OPTIMAL
    bound = int(np.ceil(float(answer.fun) - 1e-6) + weights @ low) if finished else 0
    return Found(numbers if fits else None, bound, finished and (fits or not whole))
