"""What a linear model needs to know of the pupils: sums of squares and products, one set a cluster.

One pass over the rows; everything after it has the size of the number of columns, whatever the number of
pupils. Columns are centred and scaled first (where there is an intercept), which keeps the digits that sums
of squares otherwise lose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_BLOCK = 65_536


@dataclass(frozen=True)
class Moments:
    """Sums by cluster, of columns z = (x - shift) / scale and of the outcome less its mean.

    Parameters
    ----------
    size : ndarray
        (G,) rows of each cluster.
    gram : ndarray
        (G, k, k) sums of z z'.
    product : ndarray
        (G, k) sums of z y.
    total : ndarray
        (G, k) sums of z.
    square, sum_y : ndarray
        (G,) sums of y² and y.
    shift, scale : ndarray
        (k,) of the columns; the intercept has 0 and 1.
    centre : float
        Mean taken from the outcome.
    intercept : int or None
        Place of the intercept.
    """

    size: Array
    gram: Array
    product: Array
    total: Array
    square: Array
    sum_y: Array
    shift: Array
    scale: Array
    centre: float
    intercept: int | None

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self.size.sum())

    def restate(self, contrasts: Array) -> Array:
        """Weights of the coefficients of z, for weights of the coefficients of x."""
        rows = np.atleast_2d(np.asarray(contrasts, dtype="float64"))
        scaled = rows / self.scale
        if self.intercept is not None:
            # The intercept of z is the level at the mean: a + Σ b shift.
            at = self.intercept
            scaled = (rows - rows[:, [at]] * self.shift) / self.scale
            scaled[:, at] = rows[:, at]
        return scaled


def compute_moments(matrix: Array, y: Array, clusters: Array, weights: Array | None = None) -> Moments:
    """Moments by cluster.

    Parameters
    ----------
    matrix : ndarray
        (n, k) columns; one that is 1 everywhere is the intercept.
    y : ndarray
        Outcome.
    clusters : ndarray
        Cluster of each row, any values.
    weights : ndarray, optional
        Precisions: a row of weight 2 has half the variance. Not counts.

    Raises
    ------
    ValueError
        When an outcome or a column holds a missing value.
    """
    y = np.asarray(y, dtype="float64")
    if not (np.isfinite(y).all() and np.isfinite(matrix.sum())):
        raise ValueError("an outcome or a column of the model holds a missing value")
    code = np.unique(clusters, return_inverse=True)[1]
    order = np.argsort(code, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(np.bincount(code))])
    groups, k = len(bounds) - 1, matrix.shape[1]
    at = _find_intercept(matrix)
    shift, spread = describe_columns(matrix)
    scale, centre = np.sqrt(np.maximum(spread**2 + shift**2, 1e-300)), 0.0
    if at is None:
        shift = np.zeros(k)
    else:
        # A column of one value is no column beside the intercept: it becomes 0.
        scale = np.where(spread > 0, spread, 1.0)
        shift[at], scale[at] = 0.0, 1.0
        centre = float(y.mean())
    gram, product, total = np.zeros((groups, k, k)), np.zeros((groups, k)), np.zeros((groups, k))
    square, sum_y = np.zeros(groups), np.zeros(groups)
    for group in range(groups):
        for start in range(bounds[group], bounds[group + 1], _BLOCK):
            rows = order[start : min(start + _BLOCK, bounds[group + 1])]
            z, v = np.take(matrix, rows, axis=0).astype("float64", copy=False), y[rows] - centre
            z -= shift
            z /= scale
            if weights is not None:
                root = np.sqrt(np.asarray(weights, dtype="float64")[rows])
                z, v = z * root[:, None], v * root
            gram[group] += z.T @ z
            product[group] += z.T @ v
            total[group] += z.sum(axis=0)
            square[group] += v @ v
            sum_y[group] += v.sum()
    return Moments(
        np.diff(bounds).astype("float64"),
        *(gram, product, total, square, sum_y),
        *(shift, scale, centre, at),
    )


def describe_columns(matrix: Array) -> tuple[Array, Array]:
    """Mean and SD of each column; an SD of 0 where all values are alike but for rounding."""
    middle = matrix.mean(axis=0) if len(matrix) else np.zeros(matrix.shape[1])
    square = np.zeros(matrix.shape[1])
    for start in range(0, len(matrix), _BLOCK):
        part = matrix[start : start + _BLOCK] - middle
        square += np.einsum("ij,ij->j", part, part)
    spread = np.sqrt(square / max(len(matrix), 1))
    return middle, np.where(spread > 1e-13 * (np.abs(middle) + 1), spread, 0.0)


def _find_intercept(matrix: Array) -> int | None:
    for column in range(matrix.shape[1]):
        if len(matrix) and matrix[0, column] == 1 and (matrix[:, column] == 1).all():
            return column
    return None
