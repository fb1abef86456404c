"""The search for solutions in which the unknowns are as small and as large as they can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analys.integers.dives import dive
from analys.integers.parts import Parts
from analys.integers.search import search
from analys.integers.system import Impossible, Whole
from analys.integers.trees import Tree, fill, list_trees

SMALL = 24
"""Dives are for parts of at most so many unknowns; the solver is faster in larger ones."""

FARTHEST = 2**32
"""A solver's decimals are exact to a millionth up to here; parts with larger sums are not for it."""

MOST_MISSED = 3
"""A part is given up after so many searches that were."""

_FILL, _RELAX, _WHOLE, _GIVEN_UP = range(4)
_LOW, _HIGH = 0, 1
_FAR = np.int64(2**62)
_WEIGHTS = 64


class Search:
    """What is known so far, and the rounds that add to it.

    Each unknown has two ends to reach. A round takes one end of each part and looks for a solution that has
    it, in the cheapest way that has not failed for it; every solution counts for all ends that it reaches.

    Parameters
    ----------
    parts : Parts
        Systems side by side, with bounds that no row can tighten.
    wanted : numpy.ndarray of bool
        Unknowns whose ends are sought.
    settled : callable or None
        See `analys.integers.find_ranges`.
    most_nodes : int
        Branches of one search.
    verdict_only : bool
        Whether an unknown that can never be settled is left as it is.
    all_or_none : bool
        Whether the first such unknown ends the search.
    """

    def __init__(
        self,
        parts: Parts,
        wanted: NDArray[np.bool_],
        settled: Callable[[Whole, Whole, Whole], NDArray[np.bool_]] | None,
        most_nodes: int,
        verdict_only: bool = False,
        all_or_none: bool = False,
    ) -> None:
        self._parts = parts
        self._settled = settled
        self._most_nodes = most_nodes
        self._verdict_only = verdict_only
        self._all_or_none = all_or_none
        self.failed = False
        self._bounds = np.stack([parts.low, parts.high])
        self._found = np.stack([np.full(len(wanted), _FAR), np.full(len(wanted), -_FAR)])
        self._sought = np.stack([wanted, wanted])
        self._starts = np.searchsorted(parts.part, np.arange(parts.count + 1))
        self._solutions: list[list[Whole]] = [[] for _ in range(parts.count)]
        self._solved = np.zeros(parts.count, dtype=bool)
        self._pushed = np.zeros(parts.count, dtype="int64")
        self._count = np.full(parts.count, np.inf)
        self._left = self._sought.copy()
        self._missed = np.zeros(parts.count, dtype="int64")
        tree = parts.is_tree()
        self._trees: list[Tree | None] = [None] * parts.count
        for number, own in zip(np.flatnonzero(tree).tolist(), list_trees(parts.take(tree)[0]), strict=True):
            self._trees[number] = own
        self._is_tree = tree
        size = np.diff(self._starts)
        self._is_far = parts.find_reach() >= FARTHEST
        start = np.where(tree | self._is_far | (size <= SMALL), _FILL, _RELAX)
        self._stage = np.tile(start[parts.part], (2, 1))

    @property
    def low(self) -> Whole:
        """What each unknown cannot fall below."""
        return self._bounds[_LOW]

    @property
    def high(self) -> Whole:
        """What each unknown cannot rise above."""
        return self._bounds[_HIGH]

    def start_from(self, solutions: Whole) -> None:
        """Begin with solutions that are known already, one a line; what they reach need not be sought."""
        if not len(solutions):
            return
        self._found = np.stack([solutions.min(axis=0), solutions.max(axis=0)])
        self._solved[:] = True
        for number in range(self._parts.count):
            self._solutions[number] = list(solutions[:, self._starts[number] : self._starts[number + 1]])

    def run(self) -> None:
        """Seek until every end is reached, settled or given up."""
        while True:
            ends = self._choose()
            if self.failed or not len(ends):
                return
            place, side = ends // 2, ends % 2
            stage = self._stage[side, place]
            filled = self._is_tree[self._parts.part[place]] & (stage == _FILL)
            self._fill(place[filled], side[filled])
            dived = (stage == _FILL) & ~filled
            self._dive(place[dived], side[dived])
            self._relax(place[stage == _RELAX], side[stage == _RELAX])
            for one, end in zip(place[stage == _WHOLE], side[stage == _WHOLE], strict=True):
                self._search(int(one), int(end))

    def collect(self) -> Whole | None:
        """The solutions of all parts side by side, each part's last one repeated; None if a part has none."""
        if not self._solved.all():
            return None
        lines = max((len(own) for own in self._solutions), default=1)
        found = np.zeros((lines, len(self._parts.places)), dtype="int64")
        for number, own in enumerate(self._solutions):
            block = found[:, self._starts[number] : self._starts[number + 1]]
            block[: len(own)] = own
            block[len(own) :] = own[-1]
        return found

    def _choose(self) -> Whole:
        """One end of each part with any left, the cheapest way first: twice its unknown, plus its side."""
        part = self._parts.part
        left = self._sought & (self._found != self._bounds) & (self._stage < _GIVEN_UP)
        if self._settled is not None:
            places = np.flatnonzero(left.any(axis=0) & self._solved[part])
            if len(places):
                enough = self._settled(self._parts.places[places], *self._found[:, places])
                if self._verdict_only:
                    never = ~self._settled(self._parts.places[places], *self._bounds[:, places])
                    self.failed = self._all_or_none and bool(never.any())
                    enough = enough | never
                self._sought[:, places[enough]] = False
                left[:, places[enough]] = False
        # A part of which nothing is sought must still have a solution.
        first = self._starts[:-1]
        left[:, first] |= ~self._solved & (self._stage[:, first] < _GIVEN_UP)
        self._left = left
        stage = np.where(left, self._stage, _GIVEN_UP).T.reshape(-1)
        owner = np.repeat(part, 2)
        best = np.full(self._parts.count, _GIVEN_UP)
        np.minimum.at(best, owner, stage)
        ends = np.flatnonzero((stage == best[owner]) & (stage < _GIVEN_UP))
        return ends[np.diff(owner[ends], prepend=-1) > 0]

    def _keep(self, number: int, solution: Whole) -> None:
        own = slice(self._starts[number], self._starts[number + 1])
        found = self._found[:, own]
        if self._solved[number] and (solution >= found[_LOW]).all() and (solution <= found[_HIGH]).all():
            return
        self._solutions[number].append(solution)
        self._solved[number] = True
        np.minimum(found[_LOW], solution, out=found[_LOW])
        np.maximum(found[_HIGH], solution, out=found[_HIGH])

    def _wish(self) -> NDArray[np.bool_]:
        """Unknowns for which a high number would be news."""
        return self._found[_HIGH] < self._bounds[_HIGH]

    def _fill(self, places: Whole, sides: Whole) -> None:
        wished = np.where(self._wish(), self.high, self.low)
        for place, side in zip(places.tolist(), sides.tolist(), strict=True):
            number = int(self._parts.part[place])
            start, end = self._starts[number], self._starts[number + 1]
            tree = self._trees[number]
            assert tree is not None
            solution = fill(
                tree, place - int(start), int(self._bounds[side, place]), wished[start:end].tolist()
            )
            if solution is None:
                self._stage[:, start:end] = _RELAX
            else:
                self._keep(number, solution)

    def _dive(self, places: Whole, sides: Whole) -> None:
        if not len(places):
            return
        chosen = np.zeros(self._parts.count, dtype=bool)
        chosen[self._parts.part[places]] = True
        own, unknowns = self._current().take(chosen)
        tried = np.searchsorted(unknowns, places)
        found = dive(own, tried, self._bounds[sides, places], self._wish()[unknowns])
        self._keep_all(np.flatnonzero(chosen), found.reached, found.numbers)
        step = np.where(sides == _LOW, 1, -1)
        self._bounds[sides, places] += np.where(found.refuted, step, 0)
        if (self.low > self.high).any():
            raise Impossible("no whole numbers fit")
        failed = ~found.reached
        self._stage[sides[failed], places[failed]] = _RELAX
        missed = np.zeros(self._parts.count, dtype=bool)
        missed[self._parts.part[places[failed]]] = True
        self._stage[:, (missed & self._is_far)[self._parts.part]] = _GIVEN_UP

    def _relax(self, places: Whole, sides: Whole) -> None:
        if not len(places):
            return
        numbers = self._parts.part[places]
        chosen = np.zeros(self._parts.count, dtype=bool)
        chosen[numbers] = True
        own, unknowns = self._current().take(chosen)
        count = np.bincount(self._parts.part, self._left.sum(axis=0), self._parts.count)[numbers]
        alone = (self._pushed[numbers] > 1) & (count > self._count[numbers] - 2)
        self._count[numbers] = count
        # Solutions that push all ends at once reach many; when only one more or none, each end by itself.
        weights = np.where(alone[own.part], 0, self._find_push(unknowns))
        weights[np.searchsorted(unknowns, places[alone])] = np.where(sides[alone] == _LOW, 1, -1)
        found = search(own, weights, whole=False)
        self._keep_all(numbers, found.fits, found.numbers)
        self._pushed[numbers] += 1
        self._tighten(places[alone], sides[alone], found.bounds[alone])
        self._stage[sides[alone], places[alone]] = _WHOLE

    def _find_push(self, unknowns: Whole) -> Whole:
        """Down for a low end that is sought, up for a high one, in turns where both are.

        Unknowns of a row hold each other back when they weigh the same, so each round weighs them anew.
        """
        down, up = self._left[:, unknowns]
        pushed = self._pushed[self._parts.part[unknowns]]
        turn = 1 - 2 * ((unknowns + pushed) % 2)
        mixed = (unknowns * 2_654_435_761 + pushed * 40_503) >> 7
        return np.where(down & up, turn, down.astype("int64") - up) * (1 + mixed % _WEIGHTS)

    def _search(self, place: int, side: int) -> None:
        number = int(self._parts.part[place])
        own, unknowns = self._current().take(np.arange(self._parts.count) == number)
        weights = np.where(unknowns == place, 1 if side == _LOW else -1, 0)
        found = search(own, weights, whole=True, most_nodes=self._most_nodes)
        self._keep_all(np.array([number]), found.fits, found.numbers)
        self._tighten(np.array([place]), np.array([side]), found.bounds)
        self._stage[side, place] = _GIVEN_UP
        self._missed[number] += self._found[side, place] != self._bounds[side, place]
        if self._missed[number] >= MOST_MISSED:
            self._stage[:, unknowns] = _GIVEN_UP

    def _tighten(self, places: Whole, sides: Whole, bounds: NDArray[np.float64]) -> None:
        for place, side, bound in zip(places.tolist(), sides.tolist(), bounds.tolist(), strict=True):
            if bound > -np.inf and side == _LOW:
                self._bounds[_LOW, place] = max(self._bounds[_LOW, place], int(bound))
            elif bound > -np.inf:
                self._bounds[_HIGH, place] = min(self._bounds[_HIGH, place], -int(bound))
        if (self.low > self.high).any():
            raise Impossible("no whole numbers fit")

    def _keep_all(self, numbers: Whole, fits: NDArray[np.bool_], solution: Whole) -> None:
        sizes = np.diff(self._starts)[numbers]
        ends = np.cumsum(sizes)
        for number, end, size, fit in zip(
            numbers.tolist(), ends.tolist(), sizes.tolist(), fits.tolist(), strict=True
        ):
            if fit:
                self._keep(number, solution[end - size : end])

    def _current(self) -> Parts:
        return replace(self._parts, low=self.low, high=self.high)
