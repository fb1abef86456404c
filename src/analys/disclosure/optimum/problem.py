"""The problem of what to hide: cells, what everybody knows of them, and what must stay uncertain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analys.integers import LinearRow, System
from analys.integers.system import Whole
from analys.secrecy import has_room

Flags = NDArray[np.bool_]
Safe = Callable[[Whole, Whole, Whole], Flags]


@dataclass(frozen=True)
class Cell:
    """A number that is shown or hidden.

    Parameters
    ----------
    id : str
        Its name; ties are decided by it.
    value : int
        The number.
    high : int
        The largest that it can be for all that everybody knows, such as the pupils of its group.
    weight : int
        What a reader loses when it is hidden, at least 0.
    must : bool
        Whether it is sensitive: hidden, and to be left uncertain.
    known : bool
        Whether it is public already, so that hiding it hides nothing.
    low : int
        The smallest that it can be.
    """

    id: str
    value: int
    high: int
    weight: int = 1
    must: bool = False
    known: bool = False
    low: int = 0


@dataclass(frozen=True)
class Relation:
    """What everybody knows of a sum of cells times whole factors: between which numbers it lies."""

    cells: tuple[str, ...]
    factors: tuple[int, ...]
    least: int = 0
    most: int = 0


@dataclass(frozen=True)
class Rest:
    """What may be left of a shown total when the shown parts are taken from it.

    Where a part is hidden and the total is shown, the hidden parts together must be so many in each measure
    (pupils, pupils with the outcome, pupils without), as far as all parts together are; and a single part
    must not be hidden alone. Where the total is hidden, so is some part. This holds always for what no part
    is about, `base`.

    Parameters
    ----------
    total : str
        Cell; "" for a total that every reader knows.
    parts : tuple of str
        Cells.
    sizes : tuple of tuple of int
        Of each part, its measures.
    base : tuple of int
        Measures of what belongs to the total and to no part.
    least : tuple of int
        Fewest in each measure.
    alone : bool
        Whether one part may be hidden alone, since `base` covers it.
    """

    total: str
    parts: tuple[str, ...]
    sizes: tuple[tuple[int, ...], ...]
    base: tuple[int, ...]
    least: tuple[int, ...]
    alone: bool = False


@dataclass(frozen=True)
class Problem:
    """Cells, what everybody knows of them, and what must stay uncertain.

    Parameters
    ----------
    cells : tuple of Cell
        All cells; no id twice.
    relations : tuple of Relation
        Sums, which the numbers satisfy.
    safe : callable
        Of cells (their places, the smallest and the largest that they can be): which are left uncertain
        enough. What is accepted must be accepted when it is wider.
    rests : tuple of Rest
        What else a row demands.
    follows : tuple of (str, str)
        Where the first cell is hidden, so is the second.
    every : bool
        Whether every hidden cell must be left uncertain, and not only the sensitive ones.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    safe: Safe
    rests: tuple[Rest, ...] = ()
    follows: tuple[tuple[str, str], ...] = ()
    every: bool = False

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Place of each cell among the cells."""
        return {one.id: number for number, one in enumerate(self.cells)}

    @cached_property
    def value(self) -> Whole:
        """Number of each cell."""
        return np.array([one.value for one in self.cells], dtype="int64")

    @cached_property
    def weight(self) -> Whole:
        """What a reader loses with each cell."""
        return np.array([one.weight for one in self.cells], dtype="int64")

    @cached_property
    def must(self) -> Flags:
        """Sensitive cells that are not public already."""
        return np.array([one.must and not one.known for one in self.cells], dtype=bool)

    @cached_property
    def free(self) -> Flags:
        """Cells that may be shown or hidden."""
        return np.array([not (one.must or one.known) for one in self.cells], dtype=bool)

    @cached_property
    def order(self) -> Whole:
        """Of each cell, its place when they are sorted by id."""
        ranks = np.empty(len(self.cells), dtype="int64")
        ranks[np.argsort(np.array([one.id for one in self.cells], dtype=object), kind="stable")] = np.arange(
            len(self.cells)
        )
        return ranks

    @cached_property
    def system(self) -> System:
        """What is known when every cell is hidden."""
        low = np.array([one.low for one in self.cells], dtype="int64")
        high = np.array([one.high for one in self.cells], dtype="int64")
        rows = [
            LinearRow(tuple(self.place[cell] for cell in one.cells), one.factors, one.least, one.most)
            for one in self.relations
        ]
        return System(low, high, tuple(rows))

    def find_judged(self, hidden: Flags) -> Whole:
        """Places of the hidden cells that must be left uncertain."""
        return np.flatnonzero(hidden & (self.free | self.must) if self.every else self.must)

    def know(self, hidden: Flags) -> System:
        """What is known when these cells, and no others, are hidden."""
        told = ~hidden
        low = np.where(told, self.value, self.system.low)
        return self.system.narrow(low, np.where(told, self.value, self.system.high))

    def check(self) -> None:
        """Stop at what would make every answer wrong.

        Raises
        ------
        ValueError
            When an id stands twice or is not there, or numbers do not satisfy what is said to be known.
        """
        if len(self.place) != len(self.cells):
            raise ValueError("a cell stands twice")
        named = [cell for one in self.relations for cell in one.cells]
        named += [cell for one in self.rests for cell in (*one.parts, one.total) if cell]
        named += [cell for pair in self.follows for cell in pair]
        if not self.place.keys() >= set(named):
            raise ValueError("a relation names a cell that is not there")
        if not self.system.holds(self.value):
            raise ValueError("the numbers do not satisfy what is said to be known of them")

    def flag(self, ids: Sequence[str] | frozenset[str]) -> Flags:
        """The cells with these ids, and the sensitive ones, as flags; none that is public already."""
        hidden = self.must.copy()
        for one in ids:
            hidden[self.place[one]] = True
        return hidden & (self.must | self.free)

    def name(self, hidden: Flags) -> frozenset[str]:
        """Ids of flagged cells."""
        return frozenset(self.cells[place].id for place in np.flatnonzero(hidden).tolist())


def split(problem: Problem) -> list[Problem]:
    """The parts that nothing connects, in the order of ids; not those that demand nothing."""
    together = [one.cells for one in problem.relations]
    together += [(*one.parts, *([one.total] if one.total else [])) for one in problem.rests]
    together += list(problem.follows)
    pairs = [(problem.place[ids[0]], problem.place[other]) for ids in together for other in ids[1:]]
    first, second = np.array(pairs, dtype="int64").reshape(-1, 2).T
    size = len(problem.cells)
    graph = coo_array((np.ones(len(first)), (first, second)), shape=(size, size))
    count, label = connected_components(graph, directed=False)
    members: list[list[Cell]] = [[] for _ in range(count)]
    relations: list[list[Relation]] = [[] for _ in range(count)]
    rests: list[list[Rest]] = [[] for _ in range(count)]
    follows: list[list[tuple[str, str]]] = [[] for _ in range(count)]
    # In the order of ids, so that the order in which a problem is written decides nothing.
    order = np.lexsort((problem.order, label))
    for place in order.tolist():
        members[label[place]].append(problem.cells[place])
    for relation in sorted(problem.relations, key=_sort_key):
        if relation.cells:
            relations[label[problem.place[relation.cells[0]]]].append(relation)
    for rest in sorted(problem.rests, key=lambda one: (one.total, one.parts)):
        if rest.parts:
            rests[label[problem.place[rest.parts[0]]]].append(rest)
    for pair in sorted(problem.follows):
        follows[label[problem.place[pair[0]]]].append(pair)
    starts = np.searchsorted(label[order], np.arange(count + 1))
    return [
        Problem(
            tuple(members[part]),
            tuple(relations[part]),
            _narrow(problem.safe, order[starts[part] : starts[part + 1]]),
            tuple(rests[part]),
            tuple(follows[part]),
            problem.every,
        )
        for part in range(count)
        if rests[part] or any(cell.must for cell in members[part])
    ]


def _sort_key(one: Relation) -> tuple[list[tuple[str, int]], int, int]:
    return sorted(zip(one.cells, one.factors, strict=True)), one.least, one.most


def _narrow(safe: Safe, places: Whole) -> Safe:
    return lambda own, low, high: safe(places[own], low, high)


def keep_room(
    cells: Sequence[Cell], least: Sequence[int] | None = None, most: Sequence[int] | None = None
) -> Safe:
    """The rule of `analys.secrecy.has_room` for counts of pupils; `high` of each cell is its pupils.

    Parameters
    ----------
    least, most : sequence of int, optional
        What shown totals alone leave of each cell.

    Examples
    --------
    >>> safe = keep_room([Cell("a", 2, 20)])
    >>> safe(np.array([0]), np.array([0]), np.array([12]))
    array([ True])
    """
    pupils = np.array([one.high for one in cells], dtype="int64")
    lower = np.zeros_like(pupils) if least is None else np.asarray(least, dtype="int64")
    upper = pupils if most is None else np.asarray(most, dtype="int64")

    def safe(places: Whole, low: Whole, high: Whole) -> Flags:
        return has_room(low, high, pupils[places], lower[places], upper[places])

    return safe
