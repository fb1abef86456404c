"""How well the questions of an index measure one thing: Cronbach's alpha and McDonald's omega.

Alpha takes all questions to be equally good; omega lets each have its own loading on one common factor,
fitted by least squares to the covariances (minres). Intervals are by the jackknife over classes on
log(1 - r), since pupils of a class answer alike.

References
----------
Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334.
Harman, H. H. & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres). Psychometrika 31.
McDonald, R. P. (1999). Test Theory: A Unified Treatment. Lawrence Erlbaum, chapter 6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analys.estimates.intervals import NIVA
from analys.estimates.quantiles import find_t

LEAST_CLASSES = 5
"""With fewer classes no interval is told."""

_ROUNDS = 500
_CLOSE = 1e-10
_MOST = 0.999999

Coefficient = Callable[[np.ndarray], float]


@dataclass(frozen=True)
class Reliability:
    """A coefficient with its interval; NaN where there is none."""

    varde: float
    undre: float
    ovre: float


@dataclass(frozen=True)
class Covariances:
    """Covariances of some answers, and those without each class; none of these with too few classes."""

    whole: np.ndarray
    without: tuple[np.ndarray, ...]


def compute_alpha(covariance: ArrayLike) -> float:
    """Cronbach's alpha of a covariance matrix: k/(k-1) (1 - Σ variances / Σ all); NaN for one question.

    Examples
    --------
    Three questions of variance 1 and covariance 0.5: 3/2 × (1 − 3/6).

    >>> compute_alpha([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])
    0.75
    """
    matrix = np.asarray(covariance, dtype="float64")
    k, total = len(matrix), float(matrix.sum())
    if k < 2 or not total > 0:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(matrix) / total))


def compute_omega(covariance: ArrayLike) -> float:
    """McDonald's omega: (Σ loadings)² over the variance of the sum that the model implies.

    NaN for fewer than three questions, whose loadings nothing tells, and where the model does not fit at all.

    Examples
    --------
    Loadings 0.8, 0.7 and 0.6 on questions of variance 1: 2.1² / (2.1² + 0.36 + 0.51 + 0.64).

    >>> loadings = np.array([0.8, 0.7, 0.6])
    >>> matrix = np.outer(loadings, loadings)
    >>> np.fill_diagonal(matrix, 1.0)
    >>> round(compute_omega(matrix), 4), round(4.41 / 5.92, 4)
    (0.7449, 0.7449)
    """
    matrix = np.asarray(covariance, dtype="float64")
    if len(matrix) < 3 or not (np.diag(matrix) > 0).all():
        return float("nan")
    loadings = _fit_factor(matrix)
    common = float(loadings.sum() ** 2)
    alone = float((np.diag(matrix) - loadings**2).sum())
    return common / (common + alone) if common > 0 else float("nan")


def _fit_factor(matrix: np.ndarray) -> np.ndarray:
    """Loadings of one factor on the scale of the questions, by least squares off the diagonal."""
    scale = np.sqrt(np.diag(matrix))
    standard = matrix / np.outer(scale, scale)
    off = standard - np.diag(np.diag(standard))
    values, vectors = np.linalg.eigh(standard)
    loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    for _ in range(_ROUNDS):
        before = loadings.copy()
        for i in range(len(loadings)):
            # Each loading in turn is a regression on the others: the sum of squares can only fall.
            others = (loadings**2).sum() - loadings[i] ** 2
            loadings[i] = min(max(off[i] @ loadings / others, -_MOST), _MOST) if others > 0 else 0.0
        if np.abs(loadings - before).max() < _CLOSE:
            break
    return loadings * scale


def find_covariances(items: pd.DataFrame, classes: ArrayLike) -> Covariances:
    """What every coefficient of some answers is made of; the parameters as of `estimate_reliability`."""
    label, names = pd.factorize(np.asarray(classes))
    places = range(len(names)) if len(names) >= LEAST_CLASSES else ()
    without = tuple(items[label != place].cov().to_numpy() for place in places)
    return Covariances(items.cov().to_numpy(), without)


def estimate_reliability(items: pd.DataFrame, classes: ArrayLike, coefficient: Coefficient) -> Reliability:
    """A coefficient of some respondents' answers, with a 95 % interval.

    Parameters
    ----------
    items : pandas.DataFrame
        One row a respondent, one column a question; NaN unanswered, which covariances pass over in pairs.
    classes : array_like
        Class of each respondent.
    coefficient : callable
        `compute_alpha` or `compute_omega`.
    """
    return judge_reliability(find_covariances(items, classes), coefficient)


def judge_reliability(found: Covariances, coefficient: Coefficient) -> Reliability:
    """A coefficient with its interval, see `estimate_reliability`."""
    value, g = _of(found.whole, coefficient), len(found.without)
    if not g or not value < 1:
        return Reliability(value, float("nan"), float("nan"))
    without = np.array([_of(matrix, coefficient) for matrix in found.without])
    if not (without < 1).all():
        return Reliability(value, float("nan"), float("nan"))
    logs = np.log(1 - without)
    error = float(np.sqrt((g - 1) / g * ((logs - logs.mean()) ** 2).sum()))
    half = float(find_t(NIVA, g - 1)) * error
    centre = float(np.log(1 - value))
    return Reliability(value, 1 - float(np.exp(centre + half)), 1 - float(np.exp(centre - half)))


def _of(matrix: np.ndarray, coefficient: Coefficient) -> float:
    return coefficient(matrix) if np.isfinite(matrix).all() else float("nan")
