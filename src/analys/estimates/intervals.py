"""Levels and differences with 95 % intervals; pupils sit in classes, so n counts as n / deff.

Shares: Wilson's score interval. Differences of two shares of the same pupils: Bonett and Price's. Means: t on
n / deff, with the standard deviation corrected for being measured within few classes. Differences of any: the
MOVER hybrid (Newcombe 1998, method 10; Zou & Donner 2008), which combines the two intervals' own limits and
so keeps their asymmetry.

References
----------
Bonett, D. G. & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial
proportions based on paired data. Journal of Educational and Behavioral Statistics 37, 479-488.
Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions: comparison of
eleven methods. Statistics in Medicine 17, 873-890.
Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach.
Statistics in Medicine 27, 1693-1702.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analys.estimates.quantiles import find_t, find_z

NIVA = 0.95


@dataclass(frozen=True)
class Level:
    """A value with its interval.

    Parameters
    ----------
    varde, undre, ovre : float
        Procent 0-100 for shares, points for means; NaN where there is none.
    n : int
        Pupils in the denominator (for a difference: of the first group).
    antal : int or None
        Pupils in the numerator of a share, else None.
    """

    varde: float
    undre: float
    ovre: float
    n: int
    antal: int | None = None


def compute_wilson(
    antal: ArrayLike, n: ArrayLike, deff: ArrayLike = 1.0, niva: float = NIVA
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Wilson limits in procent, elementwise; NaN where n is 0.

    Examples
    --------
    >>> [float(x[()].round(1)) for x in compute_wilson(81, 263)]
    [25.5, 36.6]
    """
    count, total, effect = (np.asarray(x, dtype="float64") for x in (antal, n, deff))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(total > 0, count / total, np.nan)
        size = np.where(total > 0, total / effect, np.nan)
        z = find_z(niva)
        centre = p + z**2 / (2 * size)
        half = z * np.sqrt(p * (1 - p) / size + z**2 / (4 * size**2))
        undre, ovre = (centre - half) / (1 + z**2 / size), (centre + half) / (1 + z**2 / size)
    # At 0 and n the limit is exact; rounding must not put it outside.
    undre = np.where(count == 0, np.where(total > 0, 0.0, np.nan), undre)
    ovre = np.where(count == total, np.where(total > 0, 1.0, np.nan), ovre)
    return 100 * undre, 100 * ovre


def compute_net_limits(
    hogre: ArrayLike, lagre: ArrayLike, n: ArrayLike, deff: ArrayLike = 1.0, niva: float = NIVA
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Bonett and Price's limits of the share higher minus the share lower, in percentage points; elementwise.

    Wald's interval after one pupil is added to each count and two to the pupils; NaN where n is 0.

    Parameters
    ----------
    hogre, lagre, n : array_like
        Pupils with a higher and with a lower result, of n pupils who have both.

    Examples
    --------
    >>> [float(x[()].round(2)) for x in compute_net_limits(6, 16, 161)]
    [-11.95, -0.32]
    """
    higher, lower, total, effect = (np.asarray(x, dtype="float64") for x in (hogre, lagre, n, deff))
    size = np.where(total > 0, total / effect, np.nan) + 2
    up, down = higher / effect + 1, lower / effect + 1
    net = (up - down) / size
    half = find_z(niva) * np.sqrt(((up + down) / size - net**2) / size)
    return 100 * np.maximum(net - half, -1), 100 * np.minimum(net + half, 1)


def compute_t_limits(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, deff: ArrayLike = 1.0, niva: float = NIVA
) -> tuple[NDArray[Any], NDArray[Any]]:
    """t limits of means, elementwise; NaN where fewer than two pupils.

    Pupils of the same class are alike, so the SD within few classes is too small: its square is divided by
    1 - (deff - 1) / (n - 1), its expectation under the class model. The df is n / deff - 1, at least 1.

    Parameters
    ----------
    sd : array_like
        Standard deviation with divisor n - 1.
    """
    mean, sd, n, deff = (np.asarray(x, dtype="float64") for x in (mean, sd, n, deff))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = sd**2 / np.maximum(1 - (deff - 1) / (n - 1), 0.1)
        df = np.maximum(n / deff - 1, 1)
        half = find_t(niva, df) * np.sqrt(variance * deff / n)
    half = np.where(n > 1, half, np.nan)
    return mean - half, mean + half


def share(antal: int, n: int, deff: float = 1.0) -> Level:
    """Share `antal` of `n` in procent with Wilson's interval.

    Examples
    --------
    >>> share(0, 20).undre, round(share(0, 20).ovre, 1)
    (0.0, 16.1)
    """
    undre, ovre = compute_wilson(antal, n, deff)
    return Level(100 * antal / n if n else float("nan"), float(undre), float(ovre), int(n), int(antal))


def mean(values: ArrayLike, deff: float = 1.0) -> Level:
    """Mean of the values that are not NaN, with a t interval."""
    array = np.asarray(values, dtype="float64")
    array = array[~np.isnan(array)]
    n = len(array)
    if n == 0:
        return Level(float("nan"), float("nan"), float("nan"), 0)
    sd = float(array.std(ddof=1)) if n > 1 else float("nan")
    undre, ovre = compute_t_limits(array.mean(), sd, n, deff)
    return Level(float(array.mean()), float(undre), float(ovre), n)


def compute_difference(
    a: tuple[ArrayLike, ArrayLike, ArrayLike],
    b: tuple[ArrayLike, ArrayLike, ArrayLike],
    correlation: ArrayLike = 0.0,
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Value and MOVER limits of a - b, elementwise, from (varde, undre, ovre) of each.

    Parameters
    ----------
    correlation : array_like
        Correlation of the two estimates: 0 for different pupils in different classes, above 0 for two groups
        of the same classes, whose shared class effects cancel in the difference.
    """
    a_value, a_low, a_high = (np.asarray(x, dtype="float64") for x in a)
    b_value, b_low, b_high = (np.asarray(x, dtype="float64") for x in b)
    value = a_value - b_value
    return (
        value,
        value - _combine(a_value - a_low, b_high - b_value, correlation),
        value + _combine(a_high - a_value, b_value - b_low, correlation),
    )


def _combine(one: NDArray[Any], other: NDArray[Any], correlation: ArrayLike) -> NDArray[Any]:
    square = one**2 + other**2 - 2 * np.asarray(correlation) * one * other
    return np.sqrt(np.maximum(square, 0))


def difference(a: Level, b: Level, correlation: float = 0.0) -> Level:
    """a - b in percentage points or points, with the MOVER interval; n and antal are those of `a`.

    Examples
    --------
    >>> d = difference(share(56, 70), share(48, 80))
    >>> round(d.varde, 1), round(d.undre, 2), round(d.ovre, 2)
    (20.0, 5.24, 33.39)
    """
    value, undre, ovre = compute_difference(
        (a.varde, a.undre, a.ovre), (b.varde, b.undre, b.ovre), correlation
    )
    return Level(float(value), float(undre), float(ovre), a.n)
