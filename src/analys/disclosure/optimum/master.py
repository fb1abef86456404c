"""The cheapest cells to hide that meet every demand found so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from analys.disclosure.optimum.problem import Flags, Problem
from analys.disclosure.optimum.rests import Demand, list_demands
from analys.integers.system import Whole

MOST_NODES = 20_000

Core = tuple[int, Whole]
"""A cell, and shown cells of which at least one must be hidden where that cell is."""

_OPTIMAL = 0
_TOLERANCE = 1e-6


def find_cheapest(problem: Problem, cores: Sequence[Core]) -> tuple[Flags, float, bool] | None:
    """Cells to hide, what no choice can cost less than, and whether the search was finished.

    Of choices that cost the same, the one whose cells come first by id is preferred. None where the search
    found no choice.
    """
    size, some = len(problem.cells), len(problem.rests)
    demands = list(_list_demands(problem, cores))
    # The ranks add up to a half at most, so they decide nothing but ties.
    rank = (problem.order + 1.0) / (size * (size + 1.0))
    answer = milp(
        np.concatenate([problem.weight + rank, np.zeros(some)]),
        integrality=np.ones(size + some),
        bounds=Bounds(
            np.concatenate([problem.must.astype("float64"), np.zeros(some)]),
            np.concatenate([(problem.must | problem.free).astype("float64"), np.ones(some)]),
        ),
        constraints=_write(demands, size + some),
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None
    hidden = np.rint(answer.x[:size]).astype(bool)
    bound = 0.0 if answer.mip_dual_bound is None else float(np.floor(answer.mip_dual_bound + _TOLERANCE))
    return hidden, bound, answer.status == _OPTIMAL


def _write(demands: Sequence[Demand], columns: int) -> LinearConstraint | None:
    if not demands:
        return None
    entries = [(row, place, factor) for row, (own, _) in enumerate(demands) for place, factor in own.items()]
    rows, places, factors = (np.array(column) for column in zip(*entries, strict=True))
    matrix = csr_array((factors, (rows, places)), shape=(len(demands), columns))
    return LinearConstraint(matrix, np.array([least for _, least in demands]), np.inf)


def _list_demands(problem: Problem, cores: Iterable[Core]) -> Iterator[Demand]:
    for judged, core in cores:
        told = {int(place): 1.0 for place in core}
        yield (told, 1.0) if problem.must[judged] else (told | {judged: -1.0}, 0.0)
    for first, second in problem.follows:
        place, other = problem.place[first], problem.place[second]
        if problem.free[other]:
            yield {other: 1.0, place: -1.0}, 0.0
    for number, rest in enumerate(problem.rests):
        yield from list_demands(problem, rest, len(problem.cells) + number)
