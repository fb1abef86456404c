"""One variable given all the others: what its regression keeps, and draws of its missing values.

Rows whose other columns are all known tell the same in every cycle, so their sums are made once. A logit's
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
from analys.estimates.imputation.plan import Draw

Array = NDArray[Any]


class Equation(ABC):
    """A variable's regression on the other columns; see `make_equation`.

    Attributes
    ----------
    scale : Scale
    own : slice
        The variable's own columns of numbers.
    missing : ndarray
        Rows where it is missing.
    """

    def __init__(
        self,
        scale: Scale,
        values: Array,
        own: slice,
        others: Array,
        columns: Columns,
    ) -> None:
        observed = ~np.isnan(values)
        still = observed & others
        # Too few rows that stay the same are no ground to stand on.
        if 2 * still.sum() < observed.sum():
            still = np.zeros_like(observed)
        self.scale, self.own = scale, own
        self.missing = np.flatnonzero(~observed)
        self._values = values
        self._still, self._moving = np.flatnonzero(still), np.flatnonzero(observed & ~still)
        self._others = np.delete(np.arange(columns.numbers.shape[1]), own)
        self._prior = np.delete(columns.prior, own)
        self._labels = {
            key: take_labels(columns.labels, rows)
            for key, rows in (("missing", self.missing), ("moving", self._moving))
        }
        self._keep(
            self._part(columns.numbers, self._still, take_labels(columns.labels, self._still)), columns
        )

    @property
    def observed_values(self) -> Array:
        """Values where it is not missing."""
        return self._values[~np.isnan(self._values)]

    @abstractmethod
    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        """Values for the missing rows, given the columns of numbers as they are."""

    @abstractmethod
    def _keep(self, part: Part, columns: Columns) -> None:
        """Keep what the rows that stay the same tell."""

    def _part(self, numbers: Array, rows: Array, labels: sparse.csr_array | None) -> Part:
        return Part(numbers[np.ix_(rows, self._others)], labels)

    def _missing_part(self, numbers: Array) -> Part:
        return self._part(numbers, self.missing, self._labels["missing"])

    def _moving_part(self, numbers: Array) -> Part:
        return self._part(numbers, self._moving, self._labels["moving"])


class _Normal(Equation):
    """A linear regression; the drawn value is its expected one and a residual."""

    def _keep(self, part: Part, columns: Columns) -> None:
        self._drawn = self.scale.to_drawn(self._values)
        self._sums = Linear.start(len(self._prior)).add(part, self._drawn[self._still])

    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        sums = self._sums.add(self._moving_part(numbers), self._drawn[self._moving])
        _, beta, spread = draw_linear(sums, self._prior, rng)
        expected = self._missing_part(numbers).predict(beta)
        return self.scale.from_drawn(expected + spread * rng.standard_normal(len(expected)))


class _Donor(_Normal):
    """A linear regression that says which observed pupils could give their values."""

    def _keep(self, part: Part, columns: Columns) -> None:
        super()._keep(part, columns)
        self._donors = np.flatnonzero(~np.isnan(self._values))
        self._labels_all = columns.labels

    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        sums = self._sums.add(self._moving_part(numbers), self._drawn[self._moving])
        estimate, beta, _ = draw_linear(sums, self._prior, rng)
        # The own columns with coefficients 0: no copy of all rows without them.
        at_own = np.insert(estimate, np.full(numbers.shape[1] - len(self._others), self.own.start), 0.0)
        expected = Part(numbers, self._labels_all).predict(at_own)[self._donors]
        wanted = self._missing_part(numbers).predict(beta)
        return self._values[self._donors[choose_donors(expected, wanted, rng)]]


class _Level(Equation):
    """A logit of each level against those above it, from the lowest (continuation ratios)."""

    def _keep(self, part: Part, columns: Columns) -> None:
        self._start = []
        for level in self.scale.levels[:-1]:
            at = self._values[self._still]
            kept = np.flatnonzero(at >= level)
            y = (at[kept] > level).astype("float64")
            self._start.append(Logit.start(self._prior).add(part.take(kept), y))

    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        moving, missing = self._moving_part(numbers), self._missing_part(numbers)
        at = self._values[self._moving]
        drawn = np.full(len(self.missing), self.scale.levels[0])
        climbing = np.ones(len(drawn), dtype=bool)
        for start, level, above in zip(
            self._start, self.scale.levels[:-1], self.scale.levels[1:], strict=True
        ):
            kept = np.flatnonzero(at >= level)
            beta = start.add(moving.take(kept), (at[kept] > level).astype("float64")).draw(rng)
            climbing &= rng.random(len(drawn)) < expit(missing.predict(beta))
            drawn[climbing] = above
        return drawn


_EQUATIONS = {Draw.SHARE: _Normal, Draw.DONOR: _Donor, Draw.LEVEL: _Level}


def make_equation(scale: Scale, values: Array, own: slice, others: Array, columns: Columns) -> Equation:
    """The equation that a variable's way of being drawn asks for.

    Parameters
    ----------
    scale : Scale
    values : ndarray
        NaN where it is missing.
    own : slice
        The variable's own columns of numbers.
    others : ndarray of bool
        Rows where every other variable is known.
    columns : Columns
        Anything where a variable is missing.
    """
    return _EQUATIONS[scale.variable.draw](scale, values, own, others, columns)
