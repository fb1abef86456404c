"""How well two results on the same scale agree: weighted kappa, its error and its interval.

Kappa compares the agreement with that of two results that have the same distributions but nothing to do with
each other: 1 is full agreement, 0 no more than such chance gives. A disagreement of two steps counts four
times one of a single step, so kappa equals the concordance correlation of the steps (Fleiss & Cohen 1973).

References
----------
Fleiss, J. L., Cohen, J. & Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
Psychological Bulletin 72, 323-327.
Fleiss, J. L. & Cohen, J. (1973). The equivalence of weighted kappa and the intraclass correlation coefficient
as measures of reliability. Educational and Psychological Measurement 33, 613-619.
Lin, L. I.-K. (1989). A concordance correlation coefficient to evaluate reproducibility. Biometrics 45,
255-268: its interval, on the inverse hyperbolic tangent.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analys.estimates.intervals import NIVA
from analys.estimates.quantiles import find_t


def quadratic_weights(categories: int) -> NDArray[Any]:
    """Agreement of each pair of categories: 1 - (i - j)² / (k - 1)².

    Examples
    --------
    >>> quadratic_weights(3)[0].tolist()
    [1.0, 0.75, 0.0]
    """
    step = np.arange(categories)
    return 1 - (step[:, None] - step) ** 2 / (categories - 1) ** 2


def kappa(table: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Weighted kappa of a square table of counts; NaN when all stand in one and the same category.

    Parameters
    ----------
    weights : array_like, optional
        Agreement of each pair of categories, 1 on the diagonal; quadratic when left out.

    Examples
    --------
    >>> round(kappa([[20, 5], [10, 15]]), 2)
    0.4
    """
    p, w = _shares(table), _weights(table, weights)
    chance = float((w * np.outer(p.sum(axis=1), p.sum(axis=0))).sum())
    # Both constant in the same category: chance agreement is full, and nothing can exceed it.
    return float(((w * p).sum() - chance) / (1 - chance)) if 1 - chance > 1e-12 else float("nan")


def kappa_influence(table: ArrayLike, weights: ArrayLike | None = None) -> NDArray[Any]:
    """How much one pupil in each cell of the table moves kappa, times the number of pupils.

    The mean over the table's pupils is 0, and the mean square over n is the variance of kappa by Fleiss,
    Cohen and Everitt.
    """
    p, w = _shares(table), _weights(table, weights)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    observed, chance = (w * p).sum(), (w * np.outer(rows, columns)).sum()
    of_rows, of_columns = w @ columns, rows @ w
    moved = w * (1 - chance) - (of_rows[:, None] + of_columns) * (1 - observed)
    return (moved - (observed * chance - 2 * chance + observed)) / (1 - chance) ** 2


def kappa_error(table: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Large-sample standard error of kappa for pupils who have nothing to do with each other."""
    counts = np.asarray(table, dtype="float64")
    return float(np.sqrt((counts * kappa_influence(counts, weights) ** 2).sum()) / counts.sum())


def kappa_limits(value: float, error: float, df: float, niva: float = NIVA) -> tuple[float, float]:
    """t limits of kappa on the inverse hyperbolic tangent, which keeps them within -1 and 1.

    NaN where the error is 0 or cannot be told, as for full agreement or a single class.

    Examples
    --------
    >>> [round(limit, 2) for limit in kappa_limits(0.8, 0.05, 20)]
    [0.67, 0.88]
    """
    if not (abs(value) < 1 and error > 0 and df >= 1):
        return float("nan"), float("nan")
    half = find_t(niva, df) * error / (1 - value**2)
    centre = np.arctanh(value)
    return float(np.tanh(centre - half)), float(np.tanh(centre + half))


def _shares(table: ArrayLike) -> NDArray[Any]:
    counts = np.asarray(table, dtype="float64")
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not counts.sum() > 0:
        raise ValueError("table: square, with at least one pupil")
    return counts / counts.sum()


def _weights(table: ArrayLike, weights: ArrayLike | None) -> NDArray[Any]:
    return quadratic_weights(len(np.asarray(table))) if weights is None else np.asarray(weights, "float64")
