"""The cluster jackknife, CRV3: what an estimate would have been without each cluster in turn.

Works for any function of the data. The clusters' estimates are compared with the whole's (MacKinnon, Nielsen
& Webb 2023, their CV3), and the interval is t with G - 1 degrees of freedom unless others are given.

References
----------
MacKinnon, J. G., Nielsen, M. Ø. & Webb, M. D. (2023). Fast and reliable jackknife and bootstrap methods for
    cluster-robust inference. Journal of Applied Econometrics 38, 671-694.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analys.estimates.regression.effects import Effects

Array = NDArray[Any]


def jackknife(value: Array, without: Array, df: Array | None = None) -> Effects:
    """Errors from estimates without each cluster.

    Parameters
    ----------
    value : ndarray
        (q,) estimates from all clusters.
    without : ndarray
        (G, q) without each of them.
    df : ndarray, optional
        Degrees of freedom; G - 1 when not given.

    Returns
    -------
    Effects
        No error where an estimate without some cluster is NaN, or with a single cluster.

    Examples
    --------
    A mean of clusters of one: the usual standard error of a mean.

    >>> found = jackknife(np.array([2.0]), np.array([[2.5], [2.0], [1.5]]))
    >>> round(float(found.fel[0]) * 3**0.5, 6), float(found.df[0])
    (1.0, 2.0)
    """
    value = np.atleast_1d(np.asarray(value, dtype="float64"))
    groups = len(without)
    if groups < 2:
        return Effects(value, np.full(len(value), np.nan), np.full(len(value), np.nan))
    variance = (groups - 1) / groups * ((without - value) ** 2).sum(axis=0)
    return Effects(value, np.sqrt(variance), np.full(len(value), groups - 1.0) if df is None else df)


def recompute_without(clusters: Array, compute: Callable[[Array], Array]) -> Array:
    """(G, q) what a function of the rows gives without each cluster.

    Parameters
    ----------
    clusters : ndarray
        Cluster of each row.
    compute : callable
        Gets the numbers of the rows to use, gives q estimates.

    Examples
    --------
    >>> y = np.array([1.0, 2.0, 6.0])
    >>> recompute_without(np.array([0, 0, 1]), lambda rows: y[[*rows]].mean(keepdims=True)).tolist()
    [[6.0], [1.5]]
    """
    code = np.unique(clusters, return_inverse=True)[1]
    return np.stack(
        [np.atleast_1d(compute(np.flatnonzero(code != group))) for group in range(int(code.max()) + 1)]
    )
