"""The columns of the imputation models: numbers on a common scale, and labels.

A number enters as itself and its square (of values within three SDs, so that a few extreme ones do not
decide), since absence and results do not go together in a straight line; a variable of few levels with one
column a level. Where pupils and labels of groups are many the labels are kept apart, in sparse form: a
million pupils in two hundred schools and läsår need no column of zeros each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit, logit

from analys.estimates.imputation.plan import Draw, Plan, Variable

Array = NDArray[Any]

PRIOR_NUMBER, PRIOR_LABEL = 1.0, 4.0
"""How many pupils a coefficient is known as well as beforehand."""

_LEAST_SHARE = 0.005
_FARTHEST = 3.0
_MANY = 1_000_000


@dataclass(frozen=True)
class Part:
    """Some rows of the model's columns: numbers (the first is the intercept), and labels in sparse form."""

    numbers: Array
    labels: sparse.csr_array | None

    def gram(self, weights: Array | None = None) -> Array:
        """X'WX."""
        heavy = self.numbers if weights is None else self.numbers * weights[:, None]
        top = self.numbers.T @ heavy
        if self.labels is None:
            return np.asarray(top)
        cross = self.labels.T @ heavy
        marked = self.labels if weights is None else sparse.diags_array(weights) @ self.labels
        return np.block([[top, cross.T], [cross, (self.labels.T @ marked).toarray()]])

    def take(self, rows: Array) -> Part:
        """Some of the rows."""
        return Part(self.numbers[rows], take_labels(self.labels, rows))

    def project(self, y: Array) -> Array:
        """X'y."""
        top = self.numbers.T @ y
        return top if self.labels is None else np.concatenate([top, self.labels.T @ y])

    def predict(self, beta: Array) -> Array:
        """X times coefficients."""
        count = self.numbers.shape[1]
        top = self.numbers @ beta[:count]
        return top if self.labels is None else top + self.labels @ beta[count:]


@dataclass(frozen=True)
class Columns:
    """All columns of the imputation models.

    Parameters
    ----------
    numbers : ndarray
        Intercept, numbers, labels that are not kept apart, then those of the variables to fill in.
    labels : scipy.sparse.csr_array or None
    prior : ndarray
        Of each column, the numbers' first: how many pupils its coefficient is known as well as beforehand.
    outcomes : slice
        Columns of the outcomes among the numbers.
    group : ndarray, scipy.sparse.csr_array or None
        Labels of the first group, sparse where the labels are kept apart.
    """

    numbers: Array
    labels: sparse.csr_array | None
    prior: Array
    outcomes: slice
    group: Array | sparse.csr_array | None

    def add(self, block: Array) -> Columns:
        """With further numbers."""
        width = self.numbers.shape[1]
        prior = np.insert(self.prior, width, np.full(block.shape[1], PRIOR_NUMBER))
        return replace(self, numbers=np.concatenate([self.numbers, block], axis=1), prior=prior)


def take_labels(labels: sparse.csr_array | None, rows: Array) -> sparse.csr_array | None:
    """Some rows of the labels, if they are kept apart."""
    return None if labels is None else labels[rows]


@dataclass(frozen=True)
class Scale:
    """How a variable's values become columns of numbers, and the scale that they are drawn on.

    Parameters
    ----------
    variable : Variable
    mean, sd : float
        Of the observed values.
    drawn_mean, drawn_sd : float
        Of the observed values on the scale that they are drawn on.
    levels : ndarray
        Observed levels of a variable of levels, in order.
    """

    variable: Variable
    mean: float
    sd: float
    drawn_mean: float
    drawn_sd: float
    levels: Array

    def columns(self, values: Array) -> Array:
        """Columns of numbers of some values."""
        if self.variable.draw is Draw.LEVEL:
            return (values[:, None] == self.levels[1:]).astype("float64")
        return _bend((values - self.mean) / self.sd)

    def to_drawn(self, values: Array) -> Array:
        """Values on the scale that they are drawn on."""
        return (_stretch(values, self.variable) - self.drawn_mean) / self.drawn_sd

    def from_drawn(self, drawn: Array) -> Array:
        """Values from the scale that they are drawn on."""
        return np.asarray(self.variable.topp * expit(self.drawn_mean + self.drawn_sd * drawn))


def join_labels(labels: sparse.csr_array | None, more: sparse.csr_array) -> sparse.csr_array:
    """Labels, if any are kept apart, and more beside them."""
    return more if labels is None else sparse.csr_array(sparse.hstack([labels, more], format="csr"))


def make_scale(variable: Variable, observed: Array) -> Scale:
    """The scale of a variable from its observed values.

    Raises
    ------
    ValueError
        When nothing is observed.
    """
    if not len(observed):
        raise ValueError(f"no value is observed: {variable.namn}")
    drawn = _stretch(observed, variable)
    return Scale(
        variable,
        *(float(observed.mean()), float(observed.std()) or 1.0),
        *(float(drawn.mean()), float(drawn.std()) or 1.0),
        np.unique(observed),
    )


def _stretch(values: Array, variable: Variable) -> Array:
    if variable.draw is not Draw.SHARE:
        return values
    return logit(np.clip(values / variable.topp, _LEAST_SHARE, 1 - _LEAST_SHARE))


def _bend(z: Array) -> Array:
    return np.stack([z, np.clip(z, -_FARTHEST, _FARTHEST) ** 2], axis=1)


def make_columns(frame: pd.DataFrame, plan: Plan) -> Columns:
    """Columns of what is never missing; a number that is the same for all is left out.

    Raises
    ------
    ValueError
        When a number or label is missing.
    """
    columns = [np.ones((len(frame), 1)), *(_describe(frame, name) for name in plan.tal)]
    before = sum(column.shape[1] for column in columns)
    numbers = np.concatenate([*columns, *(_describe(frame, name) for name in plan.utfall)], axis=1)
    groups = [_mark(frame, name) for name in plan.grupper]
    labels = sparse.csr_array(sparse.hstack([sparse.csr_array((len(frame), 0)), *groups], format="csr"))
    # The intercept is as good as free, yet told even where every row has a label of its own.
    prior = np.array([1e-6, *[PRIOR_NUMBER] * (numbers.shape[1] - 1), *[PRIOR_LABEL] * labels.shape[1]])
    outcomes, first = slice(before, numbers.shape[1]), groups[0] if groups else None
    if labels.shape[0] * labels.shape[1] > _MANY:
        return Columns(numbers, labels, prior, outcomes, first)
    dense = None if first is None else first.toarray()
    return Columns(np.concatenate([numbers, labels.toarray()], axis=1), None, prior, outcomes, dense)


def _describe(frame: pd.DataFrame, name: str) -> Array:
    values = frame[name].to_numpy(dtype="float64")
    if np.isnan(values).any():
        raise ValueError(f"values are missing and not filled in: {name}")
    if np.ptp(values) == 0:
        return np.empty((len(values), 0))
    z = (values - values.mean()) / values.std()
    return z[:, None] if len(np.unique(values)) == 2 else _bend(z)


def _mark(frame: pd.DataFrame, name: str) -> sparse.csr_array:
    """A column a label of a group, in order."""
    codes, labels = pd.factorize(frame[name], sort=True)
    if (codes < 0).any():
        raise ValueError(f"labels are missing: {name}")
    at = (np.ones(len(codes)), codes, np.arange(len(codes) + 1))
    return sparse.csr_array(at, shape=(len(codes), len(labels)))
