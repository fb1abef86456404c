"""Shrinking: estimates of schools pulled towards their mean, by how little each of them tells.

Model: a school's estimate is its true level plus error of known variance; the true levels are normal around
the municipality's with variance tau². Nothing is plugged in: tau (flat prior on tau) and the municipality's
mean are integrated out, so that the intervals carry the uncertainty of tau, which plug-in intervals forget.

References
----------
Gelman, A. (2006). Prior distributions for variance parameters in hierarchical models. Bayesian Analysis 1,
515-534 (the flat prior on tau; needs at least three groups).
Rubin, D. B. (1981). Estimation in parallel randomized experiments. Journal of Educational Statistics 6,
377-401.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from analys.estimates.intervals import NIVA

MINST_SKOLOR = 3
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(160)


@dataclass(frozen=True)
class Shrunken:
    """Partially pooled levels, one element a school.

    Parameters
    ----------
    varde, undre, ovre : ndarray
        Level.
    effekt, effekt_undre, effekt_ovre : ndarray
        Level minus the mean of all schools (`medel`), what a sentence on one school is judged by.
    reliability, reliability_undre, reliability_ovre : ndarray
        lambda = tau² / (tau² + error²), 0-1.
    medel, tau : float
        Mean of the schools' true levels, and their SD (posterior median).
    """

    varde: NDArray[Any]
    undre: NDArray[Any]
    ovre: NDArray[Any]
    effekt: NDArray[Any]
    effekt_undre: NDArray[Any]
    effekt_ovre: NDArray[Any]
    reliability: NDArray[Any]
    reliability_undre: NDArray[Any]
    reliability_ovre: NDArray[Any]
    medel: float
    tau: float


def shrink(estimates: ArrayLike, errors: ArrayLike, niva: float = NIVA) -> Shrunken:
    """Posterior means and intervals of the true levels of schools.

    Parameters
    ----------
    estimates : array_like
        One estimate a school.
    errors : array_like
        Standard error of each, above 0.

    Raises
    ------
    ValueError
        With fewer than three schools: the variance between schools cannot be told.

    Examples
    --------
    Rubin's eight schools: strongly pulled together, the best from 28 to about 11.

    >>> s = shrink([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    >>> round(s.varde[0]), round(s.medel)
    (11, 8)
    """
    y = np.asarray(estimates, dtype="float64")
    v = np.asarray(errors, dtype="float64") ** 2
    if len(y) < MINST_SKOLOR:
        raise ValueError("shrinking needs at least three schools")
    if not (v > 0).all():
        raise ValueError("errors must be above 0")
    tau, weight = _grid(y, v)
    precision = 1 / (v + tau[:, None] ** 2)
    mu_variance = 1 / precision.sum(axis=1)
    mu = (precision * y).sum(axis=1) * mu_variance
    log_posterior = (
        0.5 * np.log(precision).sum(axis=1)
        + 0.5 * np.log(mu_variance)
        - 0.5 * (precision * (y - mu[:, None]) ** 2).sum(axis=1)
    )
    weight = weight * np.exp(log_posterior - log_posterior.max())
    weight = weight / weight.sum()
    reliability = tau[:, None] ** 2 * precision
    effect = reliability * (y - mu[:, None])
    effect_spread = np.sqrt(reliability * v + reliability**2 * mu_variance[:, None])
    centre = mu[:, None] + effect
    spread = np.sqrt(reliability * v + (1 - reliability) ** 2 * mu_variance[:, None])
    tails = (1 - niva) / 2
    return Shrunken(
        varde=weight @ centre,
        undre=_mixture_quantile(tails, weight, centre, spread),
        ovre=_mixture_quantile(1 - tails, weight, centre, spread),
        effekt=weight @ effect,
        effekt_undre=_mixture_quantile(tails, weight, effect, effect_spread),
        effekt_ovre=_mixture_quantile(1 - tails, weight, effect, effect_spread),
        reliability=weight @ reliability,
        reliability_undre=reliability[_weighted_quantile(tails, weight)],
        reliability_ovre=reliability[_weighted_quantile(1 - tails, weight)],
        medel=float(weight @ mu),
        tau=float(tau[_weighted_quantile(0.5, weight)]),
    )


def _grid(y: NDArray[Any], v: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Nodes and weights for tau from 0 to infinity, dense around the size of errors and spread."""
    scale = np.sqrt(v.mean() + y.var(ddof=1))
    x = (_NODES + 1) / 2
    return scale * x / (1 - x), _WEIGHTS * scale / (1 - x) ** 2


def _weighted_quantile(level: float, weight: NDArray[Any]) -> int:
    return min(int(np.searchsorted(np.cumsum(weight), level)), len(weight) - 1)


def _mixture_quantile(
    level: float, weight: NDArray[Any], centre: NDArray[Any], spread: NDArray[Any]
) -> NDArray[Any]:
    """Quantile of a mixture of normals for each school, by bisection."""
    heavy = weight > 1e-12
    weight, centre, spread = weight[heavy], centre[heavy], spread[heavy]
    low, high = (centre - 40 * spread).min(axis=0), (centre + 40 * spread).max(axis=0)
    for _ in range(60):
        middle = (low + high) / 2
        below = weight @ ndtr((middle - centre) / spread) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
