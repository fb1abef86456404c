"""Ordered outcomes with cumulative logits (proportional odds), and the plain logit as its case of two levels.

Coefficients are log odds of a higher level and are no one's answer: `margins` turns them into shares of
pupils. Proportional odds means that a coefficient is the same at every threshold; `compare_thresholds` fits
each threshold alone and shows how far that holds.

References
----------
McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42,
    109-142.
Brant, R. (1990). Assessing proportionality in the proportional odds model for ordinal logistic regression.
    Biometrics 46, 1171-1178.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analys.estimates.regression.cumulative import Ordinal, Passed, arrange
from analys.estimates.regression.maximum import invert, leave_out, maximise

Array = NDArray[Any]

_ENDLESS = 100.0


@dataclass(frozen=True)
class OrderedFit:
    """A fitted cumulative logit.

    Parameters
    ----------
    cuts : ndarray
        Thresholds: logit P(y ≤ level) where every column is 0.
    coefficients : ndarray
        Of the columns, as log odds of a higher level; the intercept's is 0.
    errors : ndarray
        Their standard errors if every pupil were drawn alone.
    loglik, null_loglik : float
        Of the model, and of the thresholds alone.
    rows, clusters : int
    settled : bool
        Whether a maximum was found.
    separated : tuple of int
        Columns whose coefficient has no finite maximum: the outcomes of a group are all alike.
    levels : ndarray
        Levels that occur, in order.
    parameters, without : ndarray
        Thresholds and coefficients of the centred columns, with all clusters and (G, p) without each.
    ordinal : Ordinal
    passed : Passed
    """

    cuts: Array
    coefficients: Array
    errors: Array
    loglik: float
    null_loglik: float
    rows: int
    clusters: int
    settled: bool
    separated: tuple[int, ...]
    levels: Array
    parameters: Array
    without: Array
    ordinal: Ordinal
    passed: Passed

    @property
    def pseudo_r_squared(self) -> float:
        """McFadden's: 1 less the quotient of the log-likelihoods."""
        return 1 - self.loglik / self.null_loglik


def fit_ordered(matrix: Array, y: Array, clusters: Array, *, jackknife: bool = True) -> OrderedFit:
    """Cumulative logit of an ordered outcome.

    Parameters
    ----------
    matrix : ndarray
        (n, k); an intercept may be among the columns, thresholds take its place.
    y : ndarray
        Levels as numbers, higher is better. Levels that do not occur are passed over.
    clusters : ndarray
        Cluster of each row.
    jackknife : bool
        Also without each cluster, which CRV3 needs.

    Raises
    ------
    ValueError
        When all outcomes are alike: nothing to explain. When an outcome or a column holds a missing value.

    Examples
    --------
    >>> x = np.repeat([0.0, 1.0], 6)
    >>> y = np.array([0, 0, 0, 1, 1, 2, 0, 1, 1, 2, 2, 2])
    >>> fit = fit_ordered(x[:, None], y, np.tile([1, 2], 6))
    >>> fit.coefficients.round(2).tolist(), fit.settled
    ([1.61], True)
    """
    matrix = np.asarray(matrix, dtype="float64")
    if not (np.isfinite(y).all() and np.isfinite(matrix.sum())):
        raise ValueError("an outcome or a column of the model holds a missing value")
    levels, code = np.unique(y, return_inverse=True)
    if len(levels) < 2:
        raise ValueError("all outcomes are alike")
    ordinal = arrange(matrix, code, clusters, len(levels))
    top = maximise(ordinal)
    cuts, count = ordinal.cuts, np.bincount(code)
    covariance = invert(top.passed.information.sum(axis=0))
    slopes = top.parameters[cuts:] / ordinal.scale
    errors = np.sqrt(np.maximum(np.diag(covariance)[cuts:], 0)) / ordinal.scale
    return OrderedFit(
        cuts=top.parameters[:cuts] + ordinal.shift @ slopes,
        coefficients=slopes,
        errors=errors,
        loglik=top.passed.loglik,
        null_loglik=float((count * np.log(count / count.sum())).sum()),
        rows=len(code),
        clusters=ordinal.clusters,
        settled=top.settled,
        separated=_find_separated(matrix, code, errors),
        levels=levels,
        parameters=top.parameters,
        without=leave_out(ordinal, top) if jackknife else np.empty((0, len(top.parameters))),
        ordinal=ordinal,
        passed=top.passed,
    )


def _find_separated(matrix: Array, code: Array, errors: Array) -> tuple[int, ...]:
    """Columns of 0 and 1 with one side's outcomes all lowest or all highest, and errors without an end."""
    ends = np.stack([code == 0, code == code.max()], axis=1).astype("float64")
    inside, reached = matrix.sum(axis=0), matrix.T @ ends
    outside, beyond = len(code) - inside, ends.sum(axis=0) - reached
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    binary = (low == 0) & (high == 1) & (np.einsum("ij,ij->j", matrix, matrix) == inside)
    alike = (reached == inside[:, None]).any(axis=1) | (beyond == outside[:, None]).any(axis=1)
    endless = (high > low) & ~(errors * (high - low) < _ENDLESS)
    return tuple(np.flatnonzero((binary & alike) | endless).tolist())


def compare_thresholds(matrix: Array, y: Array, clusters: Array, column: int) -> tuple[Array, Array]:
    """Coefficient of a column at each threshold by itself: under proportional odds they are alike.

    Parameters
    ----------
    matrix, y, clusters
        As in `fit_ordered`.
    column : int

    Returns
    -------
    tuple of ndarray
        For each level but the lowest, the log odds of reaching it and its naive standard error; NaN where
        the coefficient has no finite maximum.
    """
    found, errors = [], []
    for level in np.unique(y)[1:]:
        fit = fit_ordered(matrix, (y >= level).astype("int64"), clusters, jackknife=False)
        alone = fit.settled and column not in fit.separated
        found.append(fit.coefficients[column] if alone else np.nan)
        errors.append(fit.errors[column] if alone else np.nan)
    return np.array(found), np.array(errors)
