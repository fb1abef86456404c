"""One variable given all the others: what its regression keeps, and draws of its missing values.

Rows whose columns are all known tell the same in every cycle, so their sums are made once. A logit's
likelihood over them is taken to be quadratic around its mode, as the draws of its coefficients do anyway.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from analys.estimates.imputation.columns import Columns, Part, Scale, take_labels
from analys.estimates.imputation.draws import Linear, Logit, choose_donors, draw_linear

Array = NDArray[Any]


class Equation(ABC):
    """A variable given the other columns.

    Parameters
    ----------
    scale : Scale
    values : ndarray
        NaN where it is missing.
    own : slice
        The variable's own columns of numbers.

    Attributes
    ----------
    steps : bool
        Whether a draw steps from the one before it, so that several are needed.
    """

    steps = False

    def __init__(self, scale: Scale, values: Array, own: slice) -> None:
        self.scale, self.values, self.own = scale, values, own
        self.missing = np.flatnonzero(np.isnan(values))
        self.observed = np.flatnonzero(~np.isnan(values))

    @abstractmethod
    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        """Values for the missing rows, given the columns of numbers as they are."""


class _Regression(Equation):
    """A regression of the observed values on the other columns.

    Parameters
    ----------
    scale, values, own
        See `Equation`.
    others : ndarray of bool
        Rows where every other variable is known.
    columns : Columns
        Anything where a variable is missing.
    """

    def __init__(self, scale: Scale, values: Array, own: slice, others: Array, columns: Columns) -> None:
        super().__init__(scale, values, own)
        known = others[self.observed]
        # Too few rows that stay the same are no ground to stand on.
        still = known if 2 * known.sum() >= len(known) else np.zeros_like(known)
        self._still, self._moving = self.observed[still], self.observed[~still]
        self._others = np.delete(np.arange(columns.numbers.shape[1]), own)
        self._prior = np.delete(columns.prior, own)
        self._labels = columns.labels
        self._labels_missing, self._labels_moving = (
            take_labels(columns.labels, rows) for rows in (self.missing, self._moving)
        )
        self._keep(self._part(columns.numbers, self._still, take_labels(columns.labels, self._still)))

    @abstractmethod
    def _keep(self, part: Part) -> None:
        """Keep what the rows that stay the same tell."""

    def _part(self, numbers: Array, rows: Array, labels: sparse.csr_array | None) -> Part:
        return Part(numbers[np.ix_(rows, self._others)], labels)

    def _missing_part(self, numbers: Array) -> Part:
        return self._part(numbers, self.missing, self._labels_missing)

    def _moving_part(self, numbers: Array) -> Part:
        return self._part(numbers, self._moving, self._labels_moving)


class DonorEquation(_Regression):
    """Predictive mean matching: a linear regression says which observed pupils could give their values."""

    def _keep(self, part: Part) -> None:
        self._drawn = ((self.values - self.scale.mean) / self.scale.sd)[:, None]
        self._sums = Linear.start(len(self._prior), 1).add(part, self._drawn[self._still])

    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        """The value of an observed pupil whose expected value lies near the missing one's."""
        sums = self._sums.add(self._moving_part(numbers), self._drawn[self._moving])
        drawn = draw_linear(sums, self._prior, rng)
        # The own columns with coefficients 0: no copy of all rows without them.
        width = numbers.shape[1] - len(self._others)
        everywhere = np.insert(drawn.estimate[:, 0], np.full(width, self.own.start), 0.0)
        expected = Part(numbers, self._labels).predict(everywhere)[self.observed]
        wanted = self._missing_part(numbers).predict(drawn.beta[:, 0])
        return self.values[self.observed[choose_donors(expected, wanted, rng)]]


class LevelEquation(_Regression):
    """A logit of each level against those above it, from the lowest (continuation ratios)."""

    def _keep(self, part: Part) -> None:
        self._start = []
        at = self.values[self._still]
        for level in self.scale.levels[:-1]:
            kept = np.flatnonzero(at >= level)
            y = (at[kept] > level).astype("float64")
            self._start.append(Logit.start(self._prior).add(part.take(kept), y))

    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        """Each pupil climbs as long as chance lets it."""
        moving, missing = self._moving_part(numbers), self._missing_part(numbers)
        at, levels = self.values[self._moving], self.scale.levels
        drawn = np.full(len(self.missing), levels[0])
        climbing = np.ones(len(drawn), dtype=bool)
        for start, level, above in zip(self._start, levels[:-1], levels[1:], strict=True):
            kept = np.flatnonzero(at >= level)
            beta = start.add(moving.take(kept), (at[kept] > level).astype("float64")).draw(rng)
            climbing &= rng.random(len(drawn)) < expit(missing.predict(beta))
            drawn[climbing] = above
        return drawn
