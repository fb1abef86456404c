"""Solutions where the rows form no ring: one unknown is given a number and the others follow, row by row.

Why this never fails: a row of factors 1 and -1 can take every sum between its smallest and its largest, so
when no row can tighten a bound, each number within the bounds fits its row together with some of the others.
Each further row shares one unknown only with those already done (there is no ring), so the choice in one row
never spoils another: the bounds are the exact ranges, and filling in needs no second thoughts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analys.integers.parts import Parts
from analys.integers.system import Whole


@dataclass(frozen=True)
class Tree:
    """A part whose rows form no ring, as plain lists.

    Parameters
    ----------
    rows : list of list of (int, int)
        Unknowns of each row, each with its factor, 1 or -1.
    limits : list of (int, int)
        Smallest and largest sum of each row.
    crossing : list of list of int
        Rows of each unknown.
    low, high : list of int
        Bounds of each unknown that no row can tighten.
    """

    rows: list[list[tuple[int, int]]]
    limits: list[tuple[int, int]]
    crossing: list[list[int]]
    low: list[int]
    high: list[int]


def list_trees(parts: Parts) -> list[Tree]:
    """Every part by itself."""
    unknowns = np.searchsorted(parts.part, np.arange(parts.count + 1)).tolist()
    entries = parts.entries
    owner = parts.part_of_row
    trees = [
        Tree(
            [],
            [],
            [[] for _ in range(end - start)],
            parts.low[start:end].tolist(),
            parts.high[start:end].tolist(),
        )
        for start, end in pairwise(unknowns)
    ]
    numbers: list[int] = []
    for part, least, most in zip(owner.tolist(), entries.least.tolist(), entries.most.tolist(), strict=True):
        numbers.append(len(trees[part].rows))
        trees[part].rows.append([])
        trees[part].limits.append((least, most))
    for row, place, factor in zip(
        entries.row.tolist(), entries.place.tolist(), entries.factor.tolist(), strict=True
    ):
        part = int(owner[row])
        own = place - unknowns[part]
        trees[part].rows[numbers[row]].append((own, factor))
        trees[part].crossing[own].append(numbers[row])
    return trees


def fill(tree: Tree, start: int, number: int, wished: Sequence[int]) -> Whole | None:
    """A solution where one unknown has a number within its bounds and the others are near what is wished.

    None where there is none, which is when a bound could be tightened still.
    """
    given: list[int | None] = [None] * len(tree.low)
    given[start] = number
    waiting = [start]
    done = [False] * len(tree.rows)
    while waiting:
        for row in tree.crossing[waiting.pop()]:
            if done[row]:
                continue
            done[row] = True
            total, chosen = 0, []
            for place, factor in tree.rows[row]:
                if given[place] is None:
                    given[place] = wished[place]
                    chosen.append((place, factor))
                total += factor * (given[place] or 0)
            least, most = tree.limits[row]
            lacking = least - total if total < least else min(most - total, 0)
            for place, factor in chosen if lacking else ():
                end = tree.high[place] if lacking * factor > 0 else tree.low[place]
                step = factor * (end - wished[place])
                step = min(step, lacking) if lacking > 0 else max(step, lacking)
                given[place] = wished[place] + factor * step
                lacking -= step
            if lacking:
                return None
            waiting.extend(place for place, _ in chosen)
    return np.array(given, dtype="int64")
