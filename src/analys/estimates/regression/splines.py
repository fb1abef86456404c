"""Natural cubic splines: smooth between the outer knots, straight lines beyond them.

The truncated-power form, divided by the squared distance of the outer knots so that every column is on the
variable's own scale (Harrell 2015, section 2.4.5). Knots stand at fixed quantiles, where Harrell puts them.

References
----------
Harrell, F. E. (2015). Regression modeling strategies, 2nd ed. Springer. Sections 2.4.5-2.4.6, table 2.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

QUANTILES = {
    3: (0.10, 0.50, 0.90),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.50, 0.725, 0.95),
    6: (0.05, 0.23, 0.41, 0.59, 0.77, 0.95),
    7: (0.025, 0.1833, 0.3417, 0.50, 0.6583, 0.8167, 0.975),
}
"""Quantiles of the knots, by their number (Harrell 2015, table 2.3)."""


def place_knots(values: Array, count: int = 4) -> tuple[float, ...]:
    """Knots at fixed quantiles; fewer where quantiles coincide.

    Parameters
    ----------
    values : ndarray
        NaN are left out.
    count : int
        3 to 7.

    Returns
    -------
    tuple of float
        Empty where fewer than three differ: no curve can be told.

    Examples
    --------
    >>> place_knots(np.arange(101.0), 3)
    (10.0, 50.0, 90.0)
    """
    known = values[~np.isnan(values)]
    if not len(known):
        return ()
    knots = np.unique(np.quantile(known, QUANTILES[count]))
    return tuple(knots.tolist()) if len(knots) >= 3 else ()


def natural_spline(values: Array, knots: Sequence[float]) -> Array:
    """Basis without intercept: the variable itself, and a curved column for every knot but two.

    Parameters
    ----------
    values : ndarray
    knots : sequence of float
        At least three, rising.

    Returns
    -------
    ndarray
        One column less than there are knots.

    Examples
    --------
    >>> natural_spline(np.array([0.0, 2.0, 4.0]), (0, 1, 2)).tolist()
    [[0.0, 0.0], [2.0, 1.5], [4.0, 4.5]]
    """
    t = np.asarray(knots, dtype="float64")
    if len(t) < 3 or (np.diff(t) <= 0).any():
        raise ValueError("a natural spline has at least three rising knots")
    x = np.asarray(values, dtype="float64")
    columns = [x]
    last, before = np.maximum(x - t[-1], 0) ** 3, np.maximum(x - t[-2], 0) ** 3
    for knot in t[:-2]:
        outer = (t[-1] - knot) / (t[-1] - t[-2])
        inner = (t[-2] - knot) / (t[-1] - t[-2])
        columns.append((np.maximum(x - knot, 0) ** 3 - before * outer + last * inner) / (t[-1] - t[0]) ** 2)
    return np.stack(columns, axis=1)
