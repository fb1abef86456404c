"""Linear model with a random level of each cluster, by restricted maximum likelihood.

With one random intercept the likelihood has a single unknown beside closed forms: the quotient θ of the
variance between clusters and within. It is searched on a grid and then exactly, so that no start value can
mislead it, and from sums by cluster, so that the number of pupils does not matter. Degrees of freedom are
Satterthwaite's for the model's own variance (Giesbrecht & Burns 1985).

The model takes slopes to be the same in every cluster. Where they are not its errors are too small for
anything that varies within clusters: it stands beside CR2, not in its place.

References
----------
Giesbrecht, F. G. & Burns, J. C. (1985). Two-stage analysis based on a mixed model. Biometrics 41, 477-486.
Mundlak, Y. (1978). On the pooling of time series and cross section data. Econometrica 46, 69-85.
Pinheiro, J. C. & Bates, D. M. (2000). Mixed-effects models in S and S-PLUS. Springer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from analys.estimates.regression.effects import Effects
from analys.estimates.regression.moments import Moments, compute_moments

Array = NDArray[Any]

_GRID = np.concatenate([[0.0], np.geomspace(1e-6, 1e4, 61)])
_SMALLEST = 1e-10


@dataclass(frozen=True)
class MixedFit:
    """A fitted random-intercept model.

    Parameters
    ----------
    coefficients : ndarray
        Of the columns.
    between, within : float
        Variances of the clusters' levels and of the rows around them.
    loglik : float
        Restricted.
    rows, clusters, rank : int
    moments : Moments
    solution, inverse : ndarray
        Coefficients of the centred columns, and the inverse of their information.
    """

    coefficients: Array
    between: float
    within: float
    loglik: float
    rows: int
    clusters: int
    rank: int
    moments: Moments
    solution: Array
    inverse: Array

    @property
    def icc(self) -> float:
        """Share of the variance that lies between clusters."""
        return self.between / (self.between + self.within)


@dataclass(frozen=True)
class _Profile:
    """What is known at one quotient of variances."""

    deviance: float
    inverse: Array
    solution: Array
    rest: float
    rank: int


def fit_random_intercept(matrix: Array, y: Array, clusters: Array) -> MixedFit:
    """Random-intercept model by restricted maximum likelihood.

    Parameters
    ----------
    matrix : ndarray
        (n, k), with the intercept's column. Columns that only tell clusters apart do not belong here.
    y : ndarray
        Outcome.
    clusters : ndarray
        Cluster of each row; at least two.

    Examples
    --------
    Two clusters of two: (16 - 2) / 2 between from the analysis of variance.

    >>> fit = fit_random_intercept(np.ones((4, 1)), np.array([0.0, 2, 4, 6]), np.array([1, 1, 2, 2]))
    >>> round(fit.between, 5), round(fit.within, 5)
    (7.0, 2.0)
    """
    moments = compute_moments(matrix, y, clusters)
    deviances = [_profile(moments, theta).deviance for theta in _GRID]
    best = int(np.argmin(deviances))
    theta = float(_GRID[best])
    if best > 0:
        low, high = np.log(_GRID[max(best - 1, 1)]), np.log(_GRID[min(best + 1, len(_GRID) - 1)])
        found = minimize_scalar(
            lambda t: _profile(moments, np.exp(t)).deviance,
            bounds=(low, high),
            method="bounded",
            options={"xatol": 1e-10},
        )
        theta = float(np.exp(found.x))
    at = _profile(moments, theta)
    within = at.rest / (moments.rows - at.rank)
    coefficients = moments.restate(np.eye(matrix.shape[1])) @ at.solution
    if moments.intercept is not None:
        coefficients[moments.intercept] += moments.centre
    return MixedFit(
        coefficients,
        *(theta * within, within, -at.deviance / 2),
        *(moments.rows, len(moments.size), at.rank),
        *(moments, at.solution, at.inverse),
    )


def estimate_mixed(fit: MixedFit, contrasts: Array) -> Effects:
    """Weighted sums of the coefficients, with the model's own errors and Satterthwaite's degrees of freedom.

    Without any variance between clusters the degrees of freedom are those of plain least squares.
    """
    rows = fit.moments.restate(contrasts)
    value = rows @ fit.solution
    if fit.moments.intercept is not None:
        value = value + rows[:, fit.moments.intercept] * fit.moments.centre
    spread = np.einsum("qk,kl,ql->q", rows, fit.inverse, rows)
    df = np.full(len(rows), float(fit.rows - fit.rank))
    if fit.between > 0:
        size, theta = fit.moments.size, fit.between / fit.within
        first, second = 1 / (1 + size * theta) ** 2, -2 * size / (1 + size * theta) ** 3
        a1, b1, _ = _weigh(fit.moments, -first)
        a2, b2, q2 = _weigh(fit.moments, -second)
        beta, inverse = fit.solution, fit.inverse
        gap = b1 - a1 @ beta
        rest1 = _weigh(fit.moments, -first)[2] - 2 * b1 @ beta + beta @ a1 @ beta
        rest2 = q2 - 2 * b2 @ beta + beta @ a2 @ beta - 2 * gap @ inverse @ gap
        turned = inverse @ a1
        by_theta = (
            -((size / (1 + size * theta)) ** 2).sum()
            + np.trace(inverse @ a2)
            - np.trace(turned @ turned)
            + rest2 / fit.within
        )
        both = -rest1 / fit.within**2
        curvature = np.array([[(fit.rows - fit.rank) / fit.within**2, both], [both, by_theta]])
        if np.linalg.det(curvature) > 0 and by_theta > 0:
            change = np.stack(
                [spread, -fit.within * np.einsum("qk,kl,ql->q", rows, turned @ inverse, rows)], axis=1
            )
            covariance = 2 * np.linalg.inv(curvature)
            noise = np.einsum("qi,ij,qj->q", change, covariance, change)
            df = 2 * (fit.within * spread) ** 2 / noise
    return Effects(value, np.sqrt(fit.within * spread), df)


def split_within(values: Array, clusters: Array) -> tuple[Array, Array]:
    """Distance to the cluster's mean, and the cluster's mean: what goes together within and between clusters.

    Examples
    --------
    >>> within, between = split_within(np.array([1.0, 3.0, 8.0]), np.array([1, 1, 2]))
    >>> within.tolist(), between.tolist()
    ([-1.0, 1.0, 0.0], [2.0, 2.0, 8.0])
    """
    code = np.unique(clusters, return_inverse=True)[1]
    mean = np.bincount(code, values) / np.bincount(code)
    return values - mean[code], mean[code]


def _weigh(moments: Moments, weights: Array) -> tuple[Array, Array, float]:
    """Sums over clusters of w s s', w s t and w t², of the totals s of the columns and t of the outcome."""
    weighted = moments.total * weights[:, None]
    return (
        weighted.T @ moments.total,
        weighted.T @ moments.sum_y,
        float((weights * moments.sum_y**2).sum()),
    )


def _profile(moments: Moments, theta: float) -> _Profile:
    size = moments.size
    a, b, q = _weigh(moments, -theta / (1 + size * theta))
    matrix = moments.gram.sum(axis=0) + a
    right = moments.product.sum(axis=0) + b
    square = float(moments.square.sum()) + q
    values, vectors = np.linalg.eigh(matrix)
    kept = values > values.max() * _SMALLEST
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    solution = inverse @ right
    rank, rows = int(kept.sum()), moments.rows
    rest = max(square - float(right @ solution), 1e-300)
    deviance = (
        (rows - rank) * (np.log(2 * np.pi * rest / (rows - rank)) + 1)
        + np.log1p(size * theta).sum()
        + np.log(values[kept]).sum()
        + 2 * np.log(moments.scale).sum()
    )
    return _Profile(float(deviance), inverse, solution, rest, rank)
