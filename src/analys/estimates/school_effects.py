"""Units compared over several läsår, subjects and classes: least squares, with errors that know clusters.

A row is one result of one pupil. Its value is a level of its subject in that läsår, an effect of its unit (a
school, or a school's subject) and chance. Chance is what pupils and classes do, and what moves the whole unit
one läsår. The first is measured between classes of the same unit and läsår, the second between läsår of the
same unit, beyond the first (moments; 0 where läsår differ less than classes make them).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.special import gammaincinv

Array = NDArray[Any]

DRAWS = 9
"""Values of an unsure variance that are carried on; odd, so that the middle one is its median."""


@dataclass(frozen=True)
class UnitEffects:
    """Effects of units; NaN for a unit that no other unit can be compared with.

    Parameters
    ----------
    value : ndarray
        (unit, column of the values): effect against the mean of the units that are compared.
    variance : ndarray
        (draw, unit) error variances of the first column, as if units were estimated one by one: equally
        likely values, few apart where the variance is well known.
    group : ndarray
        (unit,) number of the set of units that are compared with each other.
    row_variance : float
        Variance of chance a row, classes included: that of the mean of n rows is this by n.
    block_variance : float
        Variance between läsår of the same unit beyond that.
    single_block : float
        Mean error variance of a unit in one läsår.
    """

    value: Array
    variance: Array
    group: Array
    row_variance: float
    block_variance: float
    single_block: float


@dataclass(frozen=True)
class _Block:
    """One läsår once the levels of its subjects are taken out: `matrix` @ effects = `right`."""

    unit: Array
    matrix: Array
    right: Array
    scatter: float
    trace: float
    df: int
    share: float


def compare_units(values: Array, unit: Array, block: Array, level: Array, cluster: Array) -> UnitEffects:
    """Effects of units with their errors.

    Parameters
    ----------
    values : ndarray
        (row, column); the errors are those of the first column.
    unit, block, level, cluster : ndarray of int
        Codes from 0 of each row: what is compared; the läsår; the subject; the class.

    Examples
    --------
    Two läsår of three units; the first is 1 above the others in both.

    >>> unit = np.repeat([0, 1, 2, 0, 1, 2], 2)
    >>> values = np.where(unit == 0, 1.0, 0.0)[:, None]
    >>> block = np.repeat([0, 1], 6)
    >>> found = compare_units(values, unit, block, np.zeros(12, dtype=int), np.arange(12))
    >>> found.value[:, 0].round(2).tolist()
    [0.67, -0.33, -0.33]
    """
    count = int(unit.max()) + 1
    order = np.argsort(block, kind="stable")
    ends = np.cumsum(np.bincount(block))[:-1]
    blocks = [
        _make_block(values[rows], unit[rows], level[rows], cluster[rows]) for rows in np.split(order, ends)
    ]
    normal, square, cube = (np.zeros((count, count)) for _ in range(3))
    right = np.zeros((count, values.shape[1]))
    for part in blocks:
        at = np.ix_(part.unit, part.unit)
        twice = part.matrix @ part.matrix
        normal[at] += part.matrix
        square[at] += twice
        cube[at] += twice @ part.matrix
        right[part.unit] += part.right
    inverse = np.linalg.pinv(normal, rcond=1e-10, hermitian=True)
    value = inverse @ right
    df = sum(part.df for part in blocks)
    row_variance = _divide(sum(part.scatter for part in blocks), sum(part.trace for part in blocks))
    # What is left of each unit and läsår is expected to be rows' variance × trace + läsår's × norm.
    rest = sum(float(((part.right - part.matrix @ value[part.unit])[:, 0] ** 2).sum()) for part in blocks)
    trace = float(np.trace(normal) - (inverse * square).sum())
    both = inverse @ square
    norm = float(np.trace(square) - 2 * (cube * inverse).sum() + (both * both.T).sum())
    block_variance, drawn = 0.0, np.outer(_likely(df), row_variance * np.diag(inverse))
    if trace > 1e-6 * np.trace(normal):
        total = rest / trace * _likely(trace**2 / norm)
        between = np.maximum(total - row_variance, 0.0) * trace / norm
        block_variance = max(rest / trace - row_variance, 0.0) * trace / norm
        drawn = row_variance * np.diag(inverse) + np.outer(between, np.diag(both @ inverse))
    group = connected_components(np.abs(normal) > 1e-9, directed=False)[1]
    alone = np.bincount(group)[group] < 2
    return UnitEffects(
        value=np.where(alone[:, None], np.nan, value),
        variance=np.stack([_uncentre(v, group) for v in drawn]),
        group=group,
        row_variance=row_variance,
        block_variance=block_variance,
        single_block=block_variance + row_variance * float(np.mean([part.share for part in blocks])),
    )


def _make_block(values: Array, unit: Array, level: Array, cluster: Array) -> _Block:
    present, unit = np.unique(unit, return_inverse=True)
    levels, level = np.unique(level, return_inverse=True)
    clusters, cluster = np.unique(cluster, return_inverse=True)
    shape = (len(present), len(levels))
    table = np.bincount(unit * shape[1] + level, minlength=shape[0] * shape[1]).reshape(shape).astype(float)
    size = table.sum(axis=1)
    of_level = table.sum(axis=0)
    matrix = np.diag(size) - (table / of_level) @ table.T
    totals = [_sums(column, level, len(levels)) / of_level for column in values.T]
    right = np.stack(
        [_sums(c, unit, len(present)) - table @ m for c, m in zip(values.T, totals, strict=True)], axis=1
    )
    effect = (np.linalg.pinv(matrix, rcond=1e-10, hermitian=True) @ right)[:, 0]
    mean = totals[0] - effect @ table / of_level
    rest = _sums(values[:, 0] - mean[level] - effect[unit], cluster, len(clusters))
    members = np.bincount(cluster).astype("float64")
    of_cluster = np.zeros(len(clusters), dtype="int64")
    of_cluster[cluster] = unit
    trace = float((size - _sums(members**2, of_cluster, len(present)) / size).sum())
    return _Block(
        present,
        matrix,
        right,
        float((rest**2).sum()),
        trace,
        len(clusters) - len(present),
        float((1 / size).mean()),
    )


def _likely(df: float) -> Array:
    """Equally likely ratios of a true variance to its estimate with these degrees of freedom."""
    return df / (2 * gammaincinv(df / 2, (np.arange(DRAWS) + 0.5) / DRAWS)) if df > 0 else np.ones(DRAWS)


def _sums(values: Array, codes: Array, count: int) -> Array:
    return np.bincount(codes, values, minlength=count)


def _divide(one: float, other: float) -> float:
    return one / other if other > 0 else 0.0


def _uncentre(variance: Array, group: Array) -> Array:
    """Variances of units by themselves, from those of their distance to the mean of their group.

    With own variances v the distance has v (1 - 2 / S) + sum(v) / S².
    """
    own = np.full(len(variance), np.nan)
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        s = len(members)
        if s < 2:
            continue
        total = variance[members].sum() * s / (s - 1)
        spread = (variance[members] - total / s**2) / (1 - 2 / s) if s > 2 else np.full(s, total / s)
        own[members] = np.maximum(spread, variance[members])
    return own
