"""A good choice of what to hide, beyond the size where the best can be found.

First more is hidden until the attacker has no objection: of each objection the cell that is missed least.
Then what need not be hidden is shown again, the most missed first. Neither step looks back, so the result is
safe and leaves nothing that could be shown by itself, but another choice may cost less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from analys.disclosure.optimum.attack import find_cause, find_narrow
from analys.disclosure.optimum.pool import Pool
from analys.disclosure.optimum.problem import Flags, Problem, Rest, split
from analys.disclosure.optimum.rests import is_met
from analys.integers.system import Whole

MOST_HIDDEN = 200
"""Hidden cells that hang together, beyond which nothing is shown again: each trial takes too long there."""


def improve(problem: Problem, hidden: Iterable[str], *, most_hidden: int = MOST_HIDDEN) -> frozenset[str]:
    """Make the best of a choice: hide what is missing, and show what need not be hidden.

    Parameters
    ----------
    problem : Problem
        Cells, what is known of them, and what must stay uncertain.
    hidden : iterable of str
        Cells that are hidden so far; the sensitive ones are always.
    most_hidden : int
        Hidden cells that hang together, beyond which nothing is shown again.

    Examples
    --------
    >>> from analys.disclosure.optimum.problem import Cell, Relation
    >>> cells = (Cell("a", 2, 9, must=True), Cell("b", 8, 9, weight=8), Cell("c", 6, 9, weight=6))
    >>> wide = lambda places, low, high: high - low >= 5
    >>> problem = Problem(cells, (Relation(("a", "b", "c"), (1, 1, 1), 16, 16),), wide)
    >>> sorted(improve(problem, [])), sorted(improve(problem, ["b", "c"]))
    (['a', 'c'], ['a', 'c'])
    """
    problem.check()
    flags = problem.flag(frozenset(hidden))
    narrow = frozenset(problem.cells[place].id for place in find_narrow(problem, flags).tolist())
    better = []
    parts = split(problem)
    for part in parts:
        own = part.flag([one.id for one in part.cells if flags[problem.place[one.id]]])
        asked = np.array([place for place, one in enumerate(part.cells) if one.id in narrow], dtype="int64")
        better.append(part.name(_show(part, *_hide(part, own, asked), most_hidden)))
    return frozenset().union(*better)


def _hide(problem: Problem, hidden: Flags, narrow: Whole) -> tuple[Flags, Whole]:
    """Hide until nobody has an objection that hiding can meet; then those left are known too well anyhow."""
    hidden = hidden.copy()
    while True:
        _meet_rests(problem, hidden)
        told = [find_cause(problem, hidden, place) for place in narrow.tolist()]
        chosen = {_sort(problem, one)[0] for one in told if len(one)}
        if not chosen:
            return hidden, narrow
        hidden[sorted(chosen)] = True
        anew = problem.find_judged(hidden) if problem.every else narrow
        narrow = find_narrow(problem, hidden, anew)


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


def _show(problem: Problem, hidden: Flags, lost: Whole, most_hidden: int) -> Flags:
    """Show every cell that need not be hidden when it comes to its turn; `lost` are safe in no case."""
    hidden = hidden.copy()
    candidates = _sort(problem, np.flatnonzero(hidden & problem.free))
    if not candidates:
        return hidden
    rests: dict[int, list[Rest]] = defaultdict(list)
    leads: dict[int, list[int]] = defaultdict(list)
    for rest in problem.rests:
        for one in (*rest.parts, *([rest.total] if rest.total else [])):
            rests[problem.place[one]].append(rest)
    for first, second in problem.follows:
        leads[problem.place[second]].append(problem.place[first])
    pool = Pool(problem, lost, most_hidden)
    for place in reversed(candidates):
        hidden[place] = False
        needed = hidden[leads[place]].any() or not all(is_met(problem, rest, hidden) for rest in rests[place])
        hidden[place] = needed or not pool.allows(hidden, place)
    return hidden


def _sort(problem: Problem, places: Whole) -> list[int]:
    """Least missed first; of those missed the same, by id."""
    return sorted(places.tolist(), key=lambda place: (problem.weight[place], problem.order[place]))
