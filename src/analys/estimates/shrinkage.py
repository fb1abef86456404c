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
_MANY, _FEW = (np.polynomial.legendre.leggauss(count) for count in (160, 64))


@dataclass(frozen=True)
class Shrunken:
    """Partially pooled levels, one element a school.

    Parameters
    ----------
    varde, undre, ovre : ndarray
        Level.
    effekt, effekt_undre, effekt_ovre : ndarray
        Level minus the mean that schools like these have (`medel`), what a sentence on one school is judged
        by.
    avstand, avstand_undre, avstand_ovre : ndarray
        Level minus the mean of these very schools' levels; with a covariate, minus their straight line.
    reliability, reliability_undre, reliability_ovre : ndarray
        lambda = tau² / (tau² + error²), 0-1.
    medel, tau : float
        Mean of the schools' true levels, and their SD (posterior median).
    tau_undre, tau_ovre : float
        Interval of the SD.
    """

    varde: NDArray[Any]
    undre: NDArray[Any]
    ovre: NDArray[Any]
    effekt: NDArray[Any]
    effekt_undre: NDArray[Any]
    effekt_ovre: NDArray[Any]
    avstand: NDArray[Any]
    avstand_undre: NDArray[Any]
    avstand_ovre: NDArray[Any]
    reliability: NDArray[Any]
    reliability_undre: NDArray[Any]
    reliability_ovre: NDArray[Any]
    medel: float
    tau: float
    tau_undre: float
    tau_ovre: float


def shrink(
    estimates: ArrayLike, errors: ArrayLike, niva: float = NIVA, covariate: ArrayLike | None = None
) -> Shrunken:
    """Posterior means and intervals of the true levels of schools.

    Parameters
    ----------
    estimates : array_like
        One estimate a school.
    errors : array_like
        Standard error of each, above 0; or several equally likely rows of them, where the errors are unsure.
    covariate : array_like, optional
        One number a school that the true levels follow in a straight line (flat prior on its slope); the
        effects are then distances to that line, and `medel` its height at the covariate's mean.

    Raises
    ------
    ValueError
        With fewer than three schools (four with a covariate): the variance between schools cannot be told.

    Examples
    --------
    Rubin's eight schools: strongly pulled together, the best from 28 to about 11.

    >>> s = shrink([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
    >>> round(s.varde[0]), round(s.medel)
    (11, 8)
    """
    post = _integrate(estimates, errors, covariate)
    y, v, tau, weight, precision = post.y, post.v, post.tau, post.weight, post.precision
    design, inverse, line = post.design, post.inverse, post.line
    mu = line @ design.T
    mu_variance = np.einsum("ni,tij,nj->tn", design, inverse, design)
    reliability = tau[:, None] ** 2 * precision
    effect = reliability * (y - mu)
    effect_spread = np.sqrt(reliability * v + reliability**2 * mu_variance)
    centre = mu + effect
    spread = np.sqrt(reliability * v + (1 - reliability) ** 2 * mu_variance)
    contrast = np.eye(len(y)) - design @ np.linalg.pinv(design)
    apart = centre @ contrast
    pulled = np.einsum("mn,tn,ni->tmi", contrast, 1 - reliability, design)
    apart_variance = reliability * v @ contrast**2 + np.einsum("tmi,tij,tmj->tm", pulled, inverse, pulled)
    apart_spread = np.sqrt(np.maximum(apart_variance, 1e-24))
    tails = (1 - niva) / 2
    return Shrunken(
        varde=weight @ centre,
        undre=_mixture_quantile(tails, weight, centre, spread),
        ovre=_mixture_quantile(1 - tails, weight, centre, spread),
        effekt=weight @ effect,
        effekt_undre=_mixture_quantile(tails, weight, effect, effect_spread),
        effekt_ovre=_mixture_quantile(1 - tails, weight, effect, effect_spread),
        avstand=weight @ apart,
        avstand_undre=_mixture_quantile(tails, weight, apart, apart_spread),
        avstand_ovre=_mixture_quantile(1 - tails, weight, apart, apart_spread),
        reliability=weight @ reliability,
        reliability_undre=_weighted_quantiles(tails, weight, reliability),
        reliability_ovre=_weighted_quantiles(1 - tails, weight, reliability),
        medel=float(weight @ line[:, 0]),
        tau=post.quantile_of_tau(0.5),
        tau_undre=post.quantile_of_tau(tails),
        tau_ovre=post.quantile_of_tau(1 - tails),
    )


def estimate_tau(estimates: ArrayLike, errors: ArrayLike, niva: float = NIVA) -> tuple[float, float, float]:
    """SD of the true levels of schools: posterior median and interval, as in `shrink`.

    Examples
    --------
    >>> [round(x) for x in estimate_tau([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])]
    [5, 0, 21]
    """
    post = _integrate(estimates, errors, None)
    tails = (1 - niva) / 2
    return post.quantile_of_tau(0.5), post.quantile_of_tau(tails), post.quantile_of_tau(1 - tails)


@dataclass(frozen=True)
class _Posterior:
    """Nodes of tau with their weights; by node: errors², precisions, and the line with its covariance."""

    y: NDArray[Any]
    v: NDArray[Any]
    share: NDArray[Any]
    tau: NDArray[Any]
    weight: NDArray[Any]
    precision: NDArray[Any]
    design: NDArray[Any]
    inverse: NDArray[Any]
    line: NDArray[Any]

    def quantile_of_tau(self, level: float) -> float:
        """The SD that tau is below with this probability."""
        return float(np.interp(level, np.cumsum(self.weight) - self.weight / 2, self.tau))


def _integrate(estimates: ArrayLike, errors: ArrayLike, covariate: ArrayLike | None) -> _Posterior:
    y = np.asarray(estimates, dtype="float64")
    v = np.atleast_2d(np.asarray(errors, dtype="float64")) ** 2
    design = np.ones((len(y), 1))
    if covariate is not None:
        x = np.asarray(covariate, dtype="float64")
        design = np.column_stack([design, x - x.mean()])
    if len(y) < MINST_SKOLOR - 1 + design.shape[1]:
        raise ValueError("shrinking needs at least three schools, four with a covariate")
    if not (v > 0).all():
        raise ValueError("errors must be above 0")
    whole = _weigh(y, v, design, 0.0, 1.0)
    low, high = _find_mass(whole)
    # With many schools tau is known so well that a grid over every tau would be too coarse.
    return _weigh(y, v, design, low, high) if high - low < 0.5 else whole


def _weigh(y: NDArray[Any], v: NDArray[Any], design: NDArray[Any], low: float, high: float) -> _Posterior:
    share, tau, weight, v = _grid(y, v, low, high)
    precision = 1 / (v + tau[:, None] ** 2)
    # For each tau: the line by weighted least squares, and the variance of its height at each school.
    inverse = np.linalg.inv(np.einsum("tn,ni,nj->tij", precision, design, design))
    line = np.einsum("tij,tn,nj->ti", inverse, precision * y, design)
    mu = line @ design.T
    log_posterior = (
        0.5 * np.log(precision).sum(axis=1)
        + 0.5 * np.linalg.slogdet(inverse)[1]
        - 0.5 * (precision * (y - mu) ** 2).sum(axis=1)
    )
    weight = weight * np.exp(log_posterior - log_posterior.max())
    return _Posterior(y, v, share, tau, weight / weight.sum(), precision, design, inverse, line)


def _grid(y: NDArray[Any], v: NDArray[Any], low: float, high: float) -> tuple[NDArray[Any], ...]:
    """Nodes for tau, dense around the size of errors and spread; weights; the errors² of each.

    `low` and `high` are shares tau / (tau + scale): 0 and 1 for tau from 0 to infinity.
    """
    nodes, weights = _MANY if len(v) == 1 else _FEW
    scale = np.sqrt(v.mean() + y.var(ddof=1))
    x = low + (high - low) * (nodes + 1) / 2
    tau, weight = scale * x / (1 - x), weights * scale / (1 - x) ** 2
    # Ascending tau, each with every row of errors.
    repeated = (np.repeat(part, len(v)) for part in (x, tau, weight))
    return *repeated, np.tile(v, (len(tau), 1))


def _find_mass(post: _Posterior) -> tuple[float, float]:
    """Shares between which the posterior lies, a node more at each end."""
    shares = np.unique(post.share)
    heavy = np.unique(post.share[post.weight > 1e-9 * post.weight.max()])
    first, last = np.searchsorted(shares, heavy[[0, -1]])
    low = shares[first - 1] if first > 0 else 0.0
    return float(low), float(shares[last + 1]) if last + 1 < len(shares) else 1.0


def _weighted_quantile(level: float, weight: NDArray[Any]) -> int:
    return min(int(np.searchsorted(np.cumsum(weight), level)), len(weight) - 1)


def _weighted_quantiles(level: float, weight: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    """Quantile of each column."""
    columns = []
    for column in values.T:
        order = np.argsort(column, kind="stable")
        columns.append(column[order[_weighted_quantile(level, weight[order])]])
    return np.array(columns)


def _mixture_quantile(
    level: float, weight: NDArray[Any], centre: NDArray[Any], spread: NDArray[Any]
) -> NDArray[Any]:
    """Quantile of a mixture of normals for each school, by bisection."""
    heavy = weight > 1e-12
    weight, centre, spread = weight[heavy], centre[heavy], spread[heavy]
    low, high = (centre - 40 * spread).min(axis=0), (centre + 40 * spread).max(axis=0)
    for _ in range(50):
        middle = (low + high) / 2
        below = weight @ ndtr((middle - centre) / spread) < level
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
