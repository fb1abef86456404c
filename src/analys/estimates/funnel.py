"""Funnels: how far from the municipality's value a school lies by chance alone, given its number of pupils.

Limits at 95 % (an alert) and 99.8 % (an alarm). Shares: exact binomial limits by the mid-p value, between
whole numbers of pupils by straight lines. Means: normal limits from the pupils' variance and the design
effect of classes. Where schools vary more than that (intake, tests, grading: *overdispersion*), the limits
are widened by the variance tau² between schools that the z values imply once the outermost tenths are drawn
in to the quantiles (winsorised), so that the few schools that one looks for do not widen the limits
themselves. Drawing in makes phi too small even for chance, so phi is divided by what chance alone gives as
many schools; without that the outer limits were passed in 7 % of the reports on schools that do not differ
(`studies/null_deviation.py`).

The municipality's value holds the school itself, which makes the limits somewhat too wide, never too narrow.

References
----------
Spiegelhalter, D. J. (2005a). Funnel plots for comparing institutional performance. Statistics in Medicine 24,
1185-1202.
Spiegelhalter, D. J. (2005b). Handling over-dispersion of performance indicators. Quality and Safety in Health
Care 14, 347-351 (recommends the additive tau²).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr

from analys.estimates.levels import compute_design_effects
from analys.estimates.quantiles import find_z

GRANSER: Mapping[str, float] = MappingProxyType({"gräns 95": 0.95, "gräns 99,8": 0.998})
"""`jamforelse` of cells with limits, inner first, and the share of schools that chance leaves inside."""

LARM = "gräns 99,8"
"""The limit that a sentence on a school needs: of twenty schools chance takes one past the inner one."""

MINST_SKOLOR = 3
WINSORISED = 0.1
_DRAWS = 20_000


@dataclass(frozen=True)
class Funnel:
    """Limits of schools around a target.

    Parameters
    ----------
    mal : float
        The municipality's value.
    fel : ndarray
        Standard error of each school's value by chance alone.
    phi : float
        Winsorised overdispersion in relation to that of chance: 1 where schools vary as chance makes them.
    tau : float
        SD between schools beyond chance; 0 where phi does not call for any.
    """

    mal: float
    fel: NDArray[Any]
    phi: float
    tau: float

    def limits(self, niva: float) -> tuple[NDArray[Any], NDArray[Any]]:
        """Lower and upper limit of each school."""
        half = find_z(niva) * np.sqrt(self.fel**2 + self.tau**2)
        return self.mal - half, self.mal + half


def make_funnel(values: ArrayLike, errors: ArrayLike, target: float) -> Funnel:
    """Funnel of means.

    Parameters
    ----------
    values, errors : array_like
        One element a school: its mean and the standard error that chance gives it, above 0.
    target : float
        The municipality's value.

    Raises
    ------
    ValueError
        With fewer than three schools, or an error that is not above 0.

    Examples
    --------
    >>> funnel = make_funnel([4.5, 5.5, 5.0, 5.25], [1.0, 1.0, 0.5, 0.5], 5.0)
    >>> funnel.tau, [round(float(x), 2) for x in funnel.limits(0.95)[1]]
    (0.0, [6.96, 6.96, 5.98, 5.98])
    """
    y, s = np.asarray(values, dtype="float64"), np.asarray(errors, dtype="float64")
    if len(y) < MINST_SKOLOR:
        raise ValueError("a funnel needs at least three schools")
    if not (s > 0).all():
        raise ValueError("errors must be above 0")
    phi = compute_dispersion((y - target) / s) / expect_dispersion(len(y))
    return Funnel(float(target), s, phi, float(np.sqrt(compute_tau2(phi, s))))


def compute_chance_errors(pupils: pd.DataFrame, icc: float) -> pd.Series:
    """Standard error of each school's mean by chance alone, by skolenhet.

    Parameters
    ----------
    pupils : pandas.DataFrame
        One row a pupil of one läsår, see `levels.pupil_values`.
    icc : float
        Intraclass correlation of classes.
    """
    schools = pupils.groupby("skolenhet", sort=True)["varde"]
    rest = pupils["varde"] - schools.transform("mean")
    size = schools.size()
    variance = max(float((rest**2).sum()) / max(len(pupils) - len(size), 1), 1e-6)
    deff = compute_design_effects(pupils, ["skolenhet"], icc).set_index("skolenhet")["deff"]
    return np.sqrt(variance * deff.reindex(size.index) / size)


def compute_dispersion(z: ArrayLike, winsorised: float = WINSORISED) -> float:
    """phi: mean square of the z values, drawn in to their quantiles at each end.

    Examples
    --------
    >>> compute_dispersion([-2.0, -1.0, 0.0, 1.0, 2.0], winsorised=0.25)
    0.8
    """
    values = np.asarray(z, dtype="float64")
    low, high = np.quantile(values, [winsorised, 1 - winsorised])
    return float((np.clip(values, low, high) ** 2).mean())


@cache
def expect_dispersion(count: int, winsorised: float = WINSORISED) -> float:
    """What `compute_dispersion` is on average for this many z values that chance alone makes.

    Examples
    --------
    >>> round(expect_dispersion(6), 1), round(expect_dispersion(6, winsorised=0.0), 1)
    (0.7, 1.0)
    """
    z = np.random.Generator(np.random.PCG64(2005)).standard_normal((_DRAWS, count))
    low, high = np.quantile(z, [winsorised, 1 - winsorised], axis=1, keepdims=True)
    return float((np.clip(z, low, high) ** 2).mean())


def compute_tau2(phi: float, errors: ArrayLike) -> float:
    """Variance between schools that makes phi as large as it is, 0 where chance does (Spiegelhalter 2005b).

    Examples
    --------
    >>> compute_tau2(3.0, [1.0, 1.0, 1.0])
    3.5
    """
    weight = 1 / np.asarray(errors, dtype="float64") ** 2
    k = len(weight)
    if k * phi <= k - 1:
        return 0.0
    return float((k * phi - (k - 1)) / (weight.sum() - (weight**2).sum() / weight.sum()))


def compute_binomial_limits(
    andel: float, n: ArrayLike, niva: float = 0.95
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Exact limits in procent of a share by the mid-p value, for each number of pupils.

    Parameters
    ----------
    andel : float
        The municipality's share, procent.
    n : array_like of int
        Pupils of each school, at least 1.

    Examples
    --------
    >>> [float(x[0].round(1)) for x in compute_binomial_limits(50, [4], 0.8)]
    [11.0, 89.0]
    """
    limits = []
    for size in np.atleast_1d(np.asarray(n, dtype="int64")):
        count = np.arange(size + 1)
        middle = midp(count, size, andel)
        tails = ((1 - niva) / 2, (1 + niva) / 2)
        limits.append(np.interp(tails, middle, count) / size)
    low, high = 100 * np.array(limits).T
    return low, high


def midp(antal: ArrayLike, n: ArrayLike, andel: float) -> NDArray[Any]:
    """P(fewer) + P(as many) / 2 when the share in truth is `andel` procent.

    The normal quantile of it is the z value whose dispersion `compute_dispersion` measures.
    """
    count, p = np.asarray(antal), andel / 100
    # `scipy.special`: importing `scipy.stats` takes a second. Below 0 its distribution is not defined.
    fewer = np.where(count > 0, bdtr(np.maximum(count - 1, 0), n, p), 0.0)
    return np.asarray((fewer + bdtr(count, n, p)) / 2)
