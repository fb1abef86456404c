"""A good choice of what to hide, beyond the size where the best can be found.

First more is hidden until the attacker has no objection: of each objection the cell that is missed least.
Then what need not be hidden is shown again, the most missed first. Neither step looks back, so the result is
safe and leaves nothing that could be shown by itself, but another choice may cost less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from analys.disclosure.optimum.attack import find_cause, find_narrow, find_near
from analys.disclosure.optimum.problem import Flags, Problem, Rest, split
from analys.disclosure.optimum.rests import is_met
from analys.integers.system import Whole


def improve(problem: Problem, hidden: Iterable[str]) -> frozenset[str]:
    """Make the best of a choice: hide what is missing, and show what need not be hidden.

    Parameters
    ----------
    problem : Problem
        Cells, what is known of them, and what must stay uncertain.
    hidden : iterable of str
        Cells that are hidden so far; the sensitive ones are always.

    Examples
    --------
    >>> from analys.disclosure.optimum.problem import Cell, Relation
    >>> cells = (Cell("a", 2, 9, must=True), Cell("b", 8, 9, weight=8), Cell("c", 6, 9, weight=6))
    >>> wide = lambda places, low, high: high - low >= 5
    >>> problem = Problem(cells, (Relation(("a", "b", "c"), (1, 1, 1), 16, 16),), wide)
    >>> sorted(improve(problem, [])), sorted(improve(problem, ["b", "c"]))
    (['a', 'c'], ['a', 'c'])
    """
    given = frozenset(hidden)
    better: list[frozenset[str]] = []
    for part in split(problem):
        flags = part.flag([one.id for one in part.cells if one.id in given])
        better.append(part.name(_show(part, _hide(part, flags))))
    return frozenset().union(*better)


def _hide(problem: Problem, hidden: Flags) -> Flags:
    """Hide until nobody has an objection that hiding can meet."""
    hidden = hidden.copy()
    asked = np.flatnonzero(problem.must)
    while True:
        _meet_rests(problem, hidden)
        asked = find_narrow(problem, hidden, asked)
        told = [find_cause(problem, hidden, place) for place in asked.tolist()]
        chosen = {_sort(problem, one)[0] for one in told if len(one)}
        if not chosen:
            return hidden
        hidden[sorted(chosen)] = True


def _meet_rests(problem: Problem, hidden: Flags) -> None:
    """Hide until every row is content, and with each cell those that follow it."""
    before = -1
    while before < (before := int(hidden.sum())):
        for first, second in problem.follows:
            place = problem.place[second]
            if hidden[problem.place[first]] and problem.free[place]:
                hidden[place] = True
        for rest in problem.rests:
            while not is_met(problem, rest, hidden):
                hidden[_choose_in(problem, rest, hidden)] = True


def _choose_in(problem: Problem, rest: Rest, hidden: Flags) -> int:
    """The least missed part that is enough, or the least missed of all; the total where none is left."""
    parts = np.array([problem.place[one] for one in rest.parts])
    shown = _sort(problem, parts[problem.free[parts] & ~hidden[parts]])
    for place in shown:
        wider = hidden.copy()
        wider[place] = True
        if is_met(problem, rest, wider):
            return place
    return shown[0] if shown else problem.place[rest.total]


def _show(problem: Problem, hidden: Flags) -> Flags:
    """Show every cell that need not be hidden when it comes to its turn."""
    hidden = hidden.copy()
    rests: dict[int, list[Rest]] = defaultdict(list)
    leads: dict[int, list[int]] = defaultdict(list)
    for rest in problem.rests:
        for one in (*rest.parts, *([rest.total] if rest.total else [])):
            rests[problem.place[one]].append(rest)
    for first, second in problem.follows:
        leads[problem.place[second]].append(problem.place[first])
    lost = find_narrow(problem, hidden)
    for place in reversed(_sort(problem, np.flatnonzero(hidden & problem.free))):
        fewer = hidden.copy()
        fewer[place] = False
        if hidden[leads[place]].any() or not all(is_met(problem, rest, fewer) for rest in rests[place]):
            continue
        near = find_near(problem, hidden, place)
        asked = np.setdiff1d(np.flatnonzero(near & problem.must), lost)
        if not len(find_narrow(problem, fewer, asked)):
            hidden = fewer
    return hidden


def _sort(problem: Problem, places: Whole) -> list[int]:
    """Least missed first; of those missed the same, by id."""
    return sorted(places.tolist(), key=lambda place: (problem.weight[place], problem.order[place]))
