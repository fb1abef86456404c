"""Numbers of events, and rates of them, with exact 95 % intervals.

What is counted by itself, or per hundred pupils who may each be counted several times, is taken as Poisson:
the interval holds every mean under which a number so small, or so large, is no rarer than 2.5 %. Events that
come in bunches vary more than that. A difference of rates combines the two intervals' own limits, as for
shares (`analys.estimates.intervals`).

References
----------
Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.
Li, H. Q., Tang, M. L. & Wong, W. K. (2014). Confidence intervals for ratio of two Poisson rates using the
method of variance estimates recovery. Computational Statistics 29, 869-889.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from analys.estimates.intervals import NIVA, Level


def compute_poisson(antal: ArrayLike, niva: float = NIVA) -> tuple[NDArray[Any], NDArray[Any]]:
    """Garwood's limits of the mean of a number of events, elementwise.

    Examples
    --------
    >>> [float(x[()].round(3)) for x in compute_poisson(10)]
    [4.795, 18.39]
    """
    count = np.asarray(antal, dtype="float64")
    tail = (1 - niva) / 2
    undre = np.where(count > 0, gammaincinv(np.maximum(count, 1), tail), 0.0)
    return undre, np.asarray(gammaincinv(count + 1, 1 - tail))


def number(antal: int) -> Level:
    """A number of events with its interval; `n` is the number itself.

    Examples
    --------
    >>> round(number(0).ovre, 2)
    3.69
    """
    undre, ovre = compute_poisson(antal)
    return Level(float(antal), float(undre), float(ovre), antal)


def rate(antal: int, n: int) -> Level:
    """Events per hundred with the interval.

    Examples
    --------
    >>> one = rate(10, 200)
    >>> one.varde, round(one.undre, 2), round(one.ovre, 2)
    (5.0, 2.4, 9.2)
    """
    undre, ovre = compute_poisson(antal)
    return Level(100 * antal / n, 100 * float(undre) / n, 100 * float(ovre) / n, n, antal)
