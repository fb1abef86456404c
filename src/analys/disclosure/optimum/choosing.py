"""The least that can be hidden: guess the cheapest, let the attacker object, and guess again.

Each objection is a *core*: shown cells of which at least one must be hidden. The cheapest choice that meets
all objections so far costs no more than any safe one, so when the attacker has none left it is the best there
is (an implicit hitting set). The cores are the capacity demands of Fischetti and Salazar (2001), found by the
multipliers of the attacker's linear programs and sharpened in whole numbers.

References
----------
Fischetti, M. & Salazar, J. J. (2001). Solving the cell suppression problem on tabular data with linear
constraints. Management Science 47, 1008-1027.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analys.disclosure.optimum.attack import find_core, find_narrow
from analys.disclosure.optimum.improving import improve
from analys.disclosure.optimum.master import Core, find_cheapest
from analys.disclosure.optimum.problem import Flags, Problem, split
from analys.integers.system import Whole

MOST_CELLS = 150
"""Cells that rows connect, beyond which the best is not sought: a good choice is made in its place.

Parts of a municipality's report with up to 40 cells take some hundredths of a second each, with 150 a few
seconds.
"""

MOST_ROUNDS = 200
"""Guesses before the search for the best is given up."""

_CORES_OF_ONE = 4


@dataclass(frozen=True)
class Choice:
    """What to hide.

    Parameters
    ----------
    hidden : frozenset of str
        Hidden cells, the sensitive among them.
    optimal : bool
        Whether no safe choice costs less.
    bound : float
        What no safe choice can cost less than.
    unsafe : frozenset of str
        Cells that are known too well all the same: those that even hiding everything leaves so, and where
        the best was not found, any that the good choice leaves.
    """

    hidden: frozenset[str]
    optimal: bool
    bound: float
    unsafe: frozenset[str]


def choose(problem: Problem, *, most_cells: int = MOST_CELLS, most_rounds: int = MOST_ROUNDS) -> Choice:
    """Choose the cells to hide.

    Parameters
    ----------
    problem : Problem
        Cells, what is known of them, and what must stay uncertain.
    most_cells : int
        Cells that rows connect, beyond which a good choice does for the best.
    most_rounds : int
        Guesses before a good choice does for the best.

    Examples
    --------
    >>> from analys.disclosure.optimum.problem import Cell, Relation
    >>> cells = (Cell("a", 2, 9, must=True), Cell("b", 8, 9, weight=8), Cell("c", 6, 9, weight=6))
    >>> wide = lambda places, low, high: high - low >= 5
    >>> problem = Problem(cells, (Relation(("a", "b", "c"), (1, 1, 1), 16, 16),), wide)
    >>> sorted(choose(problem).hidden), choose(problem).optimal
    (['a', 'c'], True)
    """
    problem.check()
    chosen = [_choose_part(part, most_cells, most_rounds) for part in split(problem)]
    return Choice(
        frozenset().union(*(one.hidden for one in chosen)),
        all(one.optimal for one in chosen),
        sum(one.bound for one in chosen),
        frozenset().union(*(one.unsafe for one in chosen)),
    )


def _choose_part(problem: Problem, most_cells: int, most_rounds: int) -> Choice:
    every = problem.must | problem.free
    lost = find_narrow(problem, every, np.flatnonzero(problem.must))
    unsafe = frozenset(problem.cells[place].id for place in lost.tolist())
    cores: list[Core] = []
    bound = 0.0
    if len(problem.cells) <= most_cells:
        for _ in range(most_rounds):
            guess = find_cheapest(problem, cores)
            if guess is None:
                break
            hidden, bound, finished = guess
            if not finished:
                break
            found = _object(problem, hidden, lost)
            if not found:
                return Choice(problem.name(hidden), True, bound, unsafe)
            cores += found
    good = improve(problem, problem.name(problem.must), most_hidden=len(problem.cells))
    narrow = find_narrow(problem, problem.flag(good)).tolist()
    cost = sum(one.weight for one in problem.cells if one.id in good)
    known = frozenset(problem.cells[place].id for place in narrow)
    return Choice(good, bound >= cost and known <= unsafe, bound, known)


def _object(problem: Problem, hidden: Flags, lost: Whole) -> list[Core]:
    """Cores that the choice leaves shown: of each cell known too well a few, with no cell in common."""
    cores: list[Core] = []
    asked = np.setdiff1d(problem.find_judged(hidden), lost)
    for place in find_narrow(problem, hidden, asked).tolist():
        wider = hidden.copy()
        for _ in range(_CORES_OF_ONE):
            core = find_core(problem, wider, place)
            cores.append((place, core))
            wider[core] = True
            if not len(find_narrow(problem, wider, np.array([place]))):
                break
    return cores
