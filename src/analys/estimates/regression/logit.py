"""The logit of an outcome that is yes or no: the cumulative logit with two levels.

`margins` turns the coefficients into average marginal effects: mean differences in probability over the
pupils, in percentage points. The coefficient of an odds ratio is not that, and with squares, splines or
products in the model it is no single column's either.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analys.estimates.regression.ordered import OrderedFit, fit_ordered

Array = NDArray[Any]


def fit_logit(matrix: Array, y: Array, clusters: Array, *, jackknife: bool = True) -> OrderedFit:
    """Logit of a yes (1) or no (0).

    Parameters
    ----------
    matrix : ndarray
        (n, k); the intercept's column may be among them and gets no coefficient, see `intercept`.
    y : ndarray
        0 or 1.
    clusters : ndarray
        Cluster of each row.
    jackknife : bool
        Also without each cluster, which CRV3 needs.

    Raises
    ------
    ValueError
        When y holds anything but 0 and 1, or only one of them.

    Examples
    --------
    >>> x, y = np.repeat([0.0, 1.0], 4), np.array([0, 0, 0, 1, 0, 1, 1, 1])
    >>> fit = fit_logit(x[:, None], y, np.tile([1, 2], 4))
    >>> np.exp([intercept(fit), fit.coefficients[0]]).round(4).tolist()
    [0.3333, 9.0]
    """
    if not np.isin(y, (0, 1)).all():
        raise ValueError("the outcome of a logit is 0 or 1")
    return fit_ordered(matrix, y, clusters, jackknife=jackknife)


def intercept(fit: OrderedFit) -> float:
    """Log odds of a yes where every column is 0."""
    return float(-fit.cuts[0])
