"""Solutions seen so far, which often show that one more cell can be shown without asking the solver anew."""

from __future__ import annotations

import numpy as np

from analys.disclosure.optimum.attack import find_near
from analys.disclosure.optimum.problem import Flags, Problem
from analys.integers import find_room
from analys.integers.system import Whole

MOST_KEPT = 400
"""Solutions kept, the newest."""


class Pool:
    """Whole-number solutions of a problem with some cells hidden; the numbers themselves are the first.

    A solution in which a cell has its own number is a solution when that cell is shown, too.

    Parameters
    ----------
    problem : Problem
    lost : numpy.ndarray of int64
        Cells that need not be left safe, since they cannot.
    most_hidden : int
        Hidden cells that hang together, beyond which no more is shown.
    """

    def __init__(self, problem: Problem, lost: Whole, most_hidden: int) -> None:
        self._most_hidden = most_hidden
        self._problem = problem
        self._lost = lost
        self._solutions = problem.value[None, :].copy()

    def allows(self, hidden: Flags, place: int) -> bool:
        """Whether all judged cells are safe with these hidden; `place` is the one shown last."""
        problem = self._problem
        near = find_near(problem, hidden, place)
        asked = np.setdiff1d(problem.find_judged(hidden & near), self._lost)
        asked = asked[near[asked]]
        if not len(asked):
            return True
        mine = hidden & near
        if mine.sum() > self._most_hidden:
            return False
        solutions = self._solutions[self._solutions[:, place] == problem.value[place]]
        own = solutions[:, asked]
        if problem.safe(asked, own.min(axis=0), own.max(axis=0)).all():
            self._solutions = solutions if len(solutions) else self._solutions
            return True
        # What the place does not hang together with keeps its own numbers here, and its solutions elsewhere.
        local = np.where(mine, solutions, problem.value)
        found = find_room(problem.know(mine), asked, problem.safe, seen=local)
        if found is None:
            return False
        fresh = found[len(local) :]
        self._solutions = np.concatenate([solutions, fresh])[-MOST_KEPT:]
        return True
