"""Draws of missing values from one regression: its parameters first, then the values.

Parameters are drawn from their posterior, so that the imputations differ as much as the data leave them
unsure (Rubin 1987). The prior is weak: each standardised number's coefficient is as well known beforehand as
one pupil would tell it, each label's (a school, a läsår) as four pupils would, an intraclass correlation of
0.2, which is more than schools differ. It decides only where the data say nothing, such as for a school whose
pupils all lack the value, and where they separate (a level that no pupil of a kind has).

References
----------
Rubin, D. B. (1987). Multiple imputation for nonresponse in surveys. Wiley, chapter 5.
van Buuren, S. (2018). Flexible imputation of missing data, 2nd ed. CRC, sections 3.2-3.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from analys.estimates.imputation.columns import Part

Array = NDArray[Any]

DONORS = 5
"""Observed pupils with the nearest expected values, of whom one gives its value."""

_LOGISTIC_VARIANCE = np.pi**2 / 3
_STEPS = 25
_LONGEST_STEP = 5.0
_CLOSE = 1e-3
_LEAST = 1e-9


@dataclass(frozen=True)
class Linear:
    """Sums over rows that linear regressions of some outcomes need: X'X, X'Y, Y'Y and the number of rows."""

    gram: Array
    product: Array
    square: Array
    rows: int

    @classmethod
    def start(cls, columns: int, outcomes: int) -> Linear:
        """Of no rows."""
        return cls(
            np.zeros((columns, columns)),
            np.zeros((columns, outcomes)),
            np.zeros((outcomes, outcomes)),
            0,
        )

    def add(self, part: Part, y: Array) -> Linear:
        """With the rows of a part and their outcomes, a column each."""
        gram, product = self.gram + part.gram(), self.product + part.project(y)
        return Linear(gram, product, self.square + y.T @ y, self.rows + len(y))


@dataclass(frozen=True)
class Drawn:
    """Coefficients (columns, outcomes) estimated and drawn, and the root of the drawn residual covariance."""

    estimate: Array
    beta: Array
    root: Array


def draw_linear(sums: Linear, prior: Array, rng: np.random.Generator) -> Drawn:
    """Parameters of linear regressions with common columns, drawn from their posterior.

    Parameters
    ----------
    sums : Linear
    prior : ndarray
        How many pupils each coefficient is known as well as beforehand.
    rng : numpy.random.Generator
    """
    # The precision is LL', so L⁻¹ gives its inverse and, transposed, a root of that.
    inverse_root = np.linalg.inv(np.linalg.cholesky(sums.gram + np.diag(prior)))
    estimate = inverse_root.T @ (inverse_root @ sums.product)
    used = len(prior) - float((inverse_root**2 @ prior).sum())
    outcomes = sums.square.shape[0]
    df = max(sums.rows - used, outcomes + 1.0)
    rest = sums.square - sums.product.T @ estimate + _LEAST * np.eye(outcomes)
    # Inverse Wishart by Bartlett: rest = CC', W = AA' standard Wishart, and CA⁻ᵀ is a root of the draw.
    bartlett = np.diag(np.sqrt(rng.chisquare(df - np.arange(outcomes))))
    below = np.tril_indices(outcomes, -1)
    bartlett[below] = rng.standard_normal(len(below[0]))
    root = np.linalg.cholesky((rest + rest.T) / 2) @ np.linalg.inv(bartlett).T
    noise = inverse_root.T @ rng.standard_normal(estimate.shape)
    return Drawn(estimate, estimate + noise @ root.T, root)


@dataclass(frozen=True)
class Logit:
    """What rows that stay the same tell of a logit: its mode and curvature there, prior included."""

    mode: Array
    curvature: Array

    @classmethod
    def start(cls, prior: Array) -> Logit:
        """What the prior alone tells."""
        return cls(np.zeros(len(prior)), np.diag(prior / _LOGISTIC_VARIANCE))

    def add(self, part: Part, y: Array) -> Logit:
        """With the 0/1 of a part's rows, by Newton's method."""
        beta = self.mode.copy()
        curvature = self.curvature
        if not len(y):
            return self
        for _ in range(_STEPS):
            p = expit(part.predict(beta))
            slope = part.project(y - p) - self.curvature @ (beta - self.mode)
            curvature = self.curvature + part.gram(p * (1 - p))
            step = np.linalg.solve(curvature, slope)
            beta = beta + step * min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), _LONGEST_STEP))
            # Twice the log likelihood that is left to climb; the draw is a standard normal away from the top.
            if slope @ step < _CLOSE:
                break
        return Logit(beta, curvature)

    def draw(self, rng: np.random.Generator) -> Array:
        """Coefficients from the normal around the mode."""
        inverse_root = np.linalg.inv(np.linalg.cholesky(self.curvature))
        return self.mode + inverse_root.T @ rng.standard_normal(len(self.mode))


def choose_donors(expected: Array, wanted: Array, rng: np.random.Generator) -> Array:
    """For each wanted value the position of one of the `DONORS` nearest among the expected ones.

    Parameters
    ----------
    expected : ndarray
        Expected values of the observed.
    wanted : ndarray
        Expected values of the missing, with drawn coefficients.

    Examples
    --------
    >>> expected = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 60.0, 70.0, 80.0])
    >>> sorted(set(choose_donors(expected, np.full(99, 2.5), np.random.default_rng(1)).tolist()))
    [0, 1, 2, 3, 4]
    """
    order = np.argsort(expected, kind="stable")
    ranked = expected[order]
    count = min(DONORS, len(ranked))
    # The nearest ones stand together: the first place of theirs lies at most `count` before the value's own.
    place = np.searchsorted(ranked, wanted)
    first = np.clip(place - count, 0, len(ranked) - count)
    for _ in range(count):
        later = np.minimum(first + count, len(ranked) - 1)
        nearer = (first + count < len(ranked)) & (wanted - ranked[first] > ranked[later] - wanted)
        first = first + nearer
    return order[first + rng.integers(0, count, len(wanted))]
