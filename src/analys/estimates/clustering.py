"""How alike pupils of the same class are, and what that costs in precision.

The intraclass correlation is pooled over schools and years, since one school has one to three classes a year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def intraclass_correlation(values: ArrayLike, classes: ArrayLike, groups: ArrayLike | None = None) -> float:
    """ANOVA estimate of the intraclass correlation of classes within groups, truncated to 0-0.99.

    Parameters
    ----------
    values : array_like of float
        One value a pupil; NaN is left out.
    classes : array_like
        Class of each pupil, unique within its group.
    groups : array_like, optional
        School and year of each pupil; differences between groups are no part of the class variance.

    Returns
    -------
    float
        (MSB - MSW) / (MSB + (m0 - 1) MSW), where m0 is the mean class size adjusted for unequal sizes
        (Donner 1986); 0 when no group has two classes or no class two pupils.

    Notes
    -----
    Donner, A. (1986). A review of inference procedures for the intraclass correlation coefficient in the
    one-way random effects model. International Statistical Review 54, 67-82.

    Examples
    --------
    >>> round(intraclass_correlation([1, 2, 3, 5, 6, 7], [1, 1, 1, 2, 2, 2]), 3)
    0.885
    """
    y = np.asarray(values, dtype="float64")
    kept = ~np.isnan(y)
    group = pd.factorize(_labels(groups, kept) if groups is not None else np.zeros(kept.sum()))[0]
    label = pd.factorize(_labels(classes, kept))[0].astype("int64")
    cluster = pd.factorize(label + (label.max(initial=0) + 1) * group.astype("int64"))[0]
    y = y[kept]
    if not len(y):
        return 0.0
    size = np.bincount(cluster).astype("float64")
    of_cluster = np.zeros(len(size), dtype="int64")
    of_cluster[cluster] = group
    class_mean = np.bincount(cluster, y) / size
    group_size = np.bincount(group).astype("float64")
    group_mean = np.bincount(group, y) / group_size
    df_between, df_within = len(size) - len(group_size), len(y) - len(size)
    if df_between <= 0 or df_within <= 0:
        return 0.0
    within = ((y - class_mean[cluster]) ** 2).sum() / df_within
    between = (size * (class_mean - group_mean[of_cluster]) ** 2).sum() / df_between
    m0 = (len(y) - (np.bincount(of_cluster, size**2) / group_size).sum()) / df_between
    total = between + (m0 - 1) * within
    return float(np.clip((between - within) / total, 0.0, 0.99)) if total > 0 else 0.0


def design_effect(icc: float, class_sizes: ArrayLike) -> float:
    """How many times larger the variance of a mean is for pupils in classes than for as many alone.

    1 + (m - 1) icc, with m the class size that the average pupil meets (Kish 1965).

    Examples
    --------
    >>> round(design_effect(0.05, [22, 22]), 4)
    2.05
    """
    sizes = np.asarray(class_sizes, dtype="float64")
    sizes = sizes[sizes > 0]
    return float(1 + icc * ((sizes**2).sum() / sizes.sum() - 1)) if len(sizes) else 1.0


@dataclass(frozen=True)
class MeasuredEffect:
    """How many times larger classes make the variance of a total, as measured, and how surely.

    Parameters
    ----------
    deff : float
        NaN where no group has two classes.
    df : float
        Degrees of freedom: about the number of classes, less one a group; fewer for unequal classes.
    """

    deff: float
    df: float


def measure_design_effect(values: ArrayLike, classes: ArrayLike, groups: ArrayLike) -> MeasuredEffect:
    """Squared class totals against what they would be for pupils alone, pooled over groups.

    For statistics that are no means: `values` are the pupils' influences on the statistic. Doubling every row
    doubles the design effect, so the error of an estimate stays as it was.

    Parameters
    ----------
    values : array_like of float
        One value a pupil.
    classes : array_like
        Class of each pupil, unique within its group.
    groups : array_like
        Such as the läsår; differences between groups are no part of the class variance.

    Examples
    --------
    Two classes of two, alike within: totals -2 and 2, squares 8. Pupils alone: 1 × (4 - (2² + 2²) / 4) = 2.

    >>> measure_design_effect([-1, -1, 1, 1], ["a", "a", "b", "b"], [0, 0, 0, 0])
    MeasuredEffect(deff=4.0, df=1.0)
    """
    group = pd.factorize(np.asarray(groups))[0].astype("int64")
    label = pd.factorize(np.asarray(classes))[0].astype("int64")
    cluster = pd.factorize(label + (label.max(initial=0) + 1) * group)[0]
    y = np.asarray(values, dtype="float64")
    n, size = np.bincount(group).astype("float64"), np.bincount(cluster).astype("float64")
    of_cluster = np.zeros(len(size), dtype="int64")
    of_cluster[cluster] = group
    y = y - (np.bincount(group, y) / n)[group]
    totals = np.bincount(of_cluster, np.bincount(cluster, y) ** 2)
    squares = np.bincount(of_cluster, size**2)
    alone = np.bincount(group, y**2) / n * (n - squares / n)
    df = n**2 / squares - 1
    several = (df > 1e-9) & (alone > 0)
    if not several.any():
        return MeasuredEffect(float("nan"), 0.0)
    expected, freedom = alone[several], df[several]
    return MeasuredEffect(
        float(totals[several].sum() / expected.sum()),
        float(expected.sum() ** 2 / (expected**2 / freedom).sum()),
    )


def _labels(values: ArrayLike, kept: np.ndarray) -> np.ndarray:
    return np.asarray(values)[kept]
