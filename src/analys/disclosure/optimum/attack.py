"""The attacker's side: which sensitive cells are known too well, and which shown cells tell it."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from analys.disclosure.optimum.problem import Flags, Problem
from analys.integers import find_ranges, find_room
from analys.integers.system import Whole

_TOLERANCE = 1e-6


def find_narrow(problem: Problem, hidden: Flags, asked: Whole | None = None) -> Whole:
    """Places of the cells that are known too well when these cells are hidden; by default of all judged.

    A cell counts as safe only by whole-number solutions in which it is small and large.
    """
    places = problem.find_judged(hidden) if asked is None else asked
    if not len(places):
        return places
    # What the asked cells do not hang together with may as well be shown.
    near = find_near(problem, hidden, places)
    found = find_ranges(problem.know(hidden & near), places, settled=problem.safe, verdict_only=True)
    safe = problem.safe(places, found.low, found.high) & (len(found.solutions) > 0)
    return places[~safe]


def find_core(problem: Problem, hidden: Flags, place: int) -> Whole:
    """Shown cells of which at least one must be hidden too, or the cell is known too well whatever else is.

    The multipliers of the two linear programs that bound the cell name the shown cells that the bounds come
    from: with those alone shown, the same multipliers prove the same bounds. Where only whole numbers tell,
    all shown cells are the start. Then those are left out, the least missed first, that are not needed.
    """
    shown = problem.free & ~hidden
    core = _list_causes(problem, hidden, place)
    core = core if core is not None and _tells(problem, core, place) else np.flatnonzero(shown)
    weight, order = problem.weight, problem.order
    for one in sorted(core.tolist(), key=lambda cell: (weight[cell], order[cell])):
        fewer = core[core != one]
        if _tells(problem, fewer, place):
            core = fewer
    return core


def find_cause(problem: Problem, hidden: Flags, place: int) -> Whole:
    """Shown cells that tell the cell, by multipliers alone: quick, but perhaps more than need be."""
    core = _list_causes(problem, hidden, place)
    if core is not None and len(core):
        return core
    return np.flatnonzero(problem.free & ~hidden & find_near(problem, hidden, place))


def _tells(problem: Problem, shown: Whole, place: int) -> bool:
    """Whether the cell is known too well when of the free cells only these are shown."""
    hidden = problem.must | problem.free
    hidden[shown] = False
    hidden[place] = True
    near = find_near(problem, hidden, place)
    return find_room(problem.know(hidden & near), [place], problem.safe) is None


def _list_causes(problem: Problem, hidden: Flags, place: int) -> Whole | None:
    """Shown cells behind the linear bounds; None where those bounds leave the cell safe."""
    known = problem.know(hidden)
    where = np.array([place])
    bottom, low_causes = _bound(problem, hidden, place, 1)
    top, high_causes = _bound(problem, hidden, place, -1)
    low, high = np.array([int(np.ceil(bottom - _TOLERANCE))]), np.array([int(np.floor(top + _TOLERANCE))])
    if problem.safe(where, low, high)[0]:
        return None
    if not problem.safe(where, low, problem.system.high[where])[0]:
        causes = low_causes
    elif not problem.safe(where, problem.system.low[where], high)[0]:
        causes = high_causes
    else:
        causes = low_causes | high_causes
    return np.flatnonzero(causes & problem.free & (known.low == known.high) & ~hidden)


def _bound(problem: Problem, hidden: Flags, place: int, sign: int) -> tuple[float, Flags]:
    """Linear bound of a cell, from below (1) or above (-1), and the cells whose bounds it comes from."""
    known = problem.know(hidden)
    entries = known.entries
    shape = (len(entries.least), len(problem.cells))
    matrix = csr_array((entries.factor.astype("float64"), (entries.row, entries.place)), shape=shape)
    same = np.flatnonzero(entries.least == entries.most)
    between = np.flatnonzero(entries.least < entries.most)
    answer = linprog(
        sign * (np.arange(shape[1]) == place).astype("float64"),
        A_eq=matrix[same],
        b_eq=entries.least[same],
        A_ub=vstack([matrix[between], -matrix[between]]),
        b_ub=np.concatenate([entries.most[between], -entries.least[between]]),
        bounds=np.column_stack([known.low, known.high]),
        method="highs-ds",
    )
    causes = np.abs(answer.lower.marginals + answer.upper.marginals) > _TOLERANCE
    return sign * float(answer.fun), causes


def find_near(problem: Problem, hidden: Flags, places: Whole | int) -> Flags:
    """Cells in a row with the places, or with hidden cells that rows connect them to."""
    entries = problem.system.entries
    open_ended = hidden.copy()
    open_ended[places] = True
    near = np.zeros(len(hidden), dtype=bool)
    near[places] = True
    count = 0
    while count < (count := int(near.sum())):
        rows = np.zeros(len(entries.least), dtype=bool)
        rows[entries.row[(near & open_ended)[entries.place]]] = True
        near[entries.place[rows[entries.row]]] = True
    return near
