"""The likelihood of an ordered outcome with cumulative logits; two levels make it the plain logit.

logit P(y ≤ j) = θ_j - x'β, j = 0 … J-2. With F the logistic distribution, a = θ_y - x'β and b = θ_{y-1} - x'β
a row's log-likelihood is log(F(a) - F(b)), and its derivative by x'β is F(a) + F(b) - 1 (McCullagh 1980).
Rows lie by cluster and level, so that sums by either are sums over neighbours. They are gone through in
chunks, which keeps memory low; many sets of parameters, one without each cluster, go through them together.

References
----------
McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42,
    109-142.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit

from analys.estimates.regression.moments import describe_columns

Array = NDArray[Any]

_CHUNK = 8_192


@dataclass(frozen=True)
class Runs:
    """Neighbouring rows that are alike: where each run starts and ends in its chunk."""

    starts: Array
    ends: Array


@dataclass(frozen=True)
class Chunk:
    """Some rows: the cluster and the level of each, and their runs of one cluster, and of one level in it."""

    rows: slice
    cluster: Array
    level: Array
    by_cluster: Runs
    by_level: Runs


@dataclass(frozen=True)
class Ordinal:
    """Rows of an ordered outcome, by cluster and level.

    Parameters
    ----------
    columns : ndarray
        (n, k) centred and scaled, in the order of `order`.
    order : ndarray
        Place of each row in the data as they came.
    chunks : tuple of Chunk
    size : ndarray
        (G,) rows of each cluster.
    counts : ndarray
        (G, J) rows of each level.
    shift, scale : ndarray
        What the columns were centred and scaled by.
    """

    columns: Array
    order: Array
    chunks: tuple[Chunk, ...]
    size: Array
    counts: Array
    shift: Array
    scale: Array

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return len(self.size)

    @property
    def cuts(self) -> int:
        """Number of thresholds."""
        return self.counts.shape[1] - 1

    @property
    def parameters(self) -> int:
        """Thresholds first, then the columns' coefficients."""
        return self.cuts + self.columns.shape[1]


@dataclass(frozen=True)
class Passed:
    """Log-likelihood, and by cluster its derivatives and (minus) second derivatives."""

    loglik: float
    score: Array
    information: Array


def arrange(matrix: Array, y: Array, clusters: Array, levels: int) -> Ordinal:
    """Rows by cluster and level, columns centred and scaled; a column of one value becomes 0.

    Parameters
    ----------
    matrix : ndarray
        (n, k); an intercept may be among the columns and gets no coefficient.
    y : ndarray of int
        Levels from 0.
    clusters : ndarray
    levels : int
    """
    code = np.unique(clusters, return_inverse=True)[1]
    place = code.astype("int64") * levels + np.asarray(y, dtype="int64")
    order = np.argsort(place, kind="stable")
    shift, spread = describe_columns(matrix)
    constant = spread == 0
    scale = np.where(constant, 1.0, spread)
    columns = np.take(matrix, order, axis=0).astype("float64", copy=False)
    columns -= shift
    columns /= scale
    columns[:, constant] = 0.0
    counts = np.bincount(place, minlength=(int(code.max()) + 1) * levels).reshape(-1, levels)
    cluster, level = np.divmod(place[order], levels)
    chunks = tuple(
        Chunk(rows, cluster[rows], level[rows], _find_runs(cluster[rows]), _find_runs(place[order[rows]]))
        for rows in (slice(start, start + _CHUNK) for start in range(0, len(order), _CHUNK))
    )
    return Ordinal(columns, order, chunks, counts.sum(axis=1), counts, shift, scale)


def pass_rows(rows: Ordinal, parameters: Array, without: int | None = None) -> Passed:
    """Everything at one set of parameters, with all clusters or without one."""
    cuts, size = rows.cuts, rows.parameters
    edges = np.concatenate([[-np.inf], parameters[:cuts], [np.inf]])
    loglik, score = np.zeros(rows.clusters), np.zeros((rows.clusters, size))
    information = np.zeros((rows.clusters, size, size))
    for chunk in rows.chunks:
        x, level = rows.columns[chunk.rows], chunk.level
        eta = x @ parameters[cuts:]
        a, b = edges[level + 1] - eta, edges[level] - eta
        fa, fb, na, nb = expit(a), expit(b), expit(-a), expit(-b)
        up, down = _ratios(a, b, (fa, fb, na, nb))
        each = (up, down, up**2 - up * (1 - 2 * fa), down**2 + down * (1 - 2 * fb), up * down)
        sums = np.add.reduceat(np.stack(each), chunk.by_level.starts, axis=1)
        above, below = fa * na, fb * nb
        first = chunk.by_level.starts
        for number, (start, end) in enumerate(zip(first, chunk.by_level.ends, strict=True)):
            j, own = int(level[start]), slice(start, end)
            g, h = score[chunk.cluster[start]], information[chunk.cluster[start]]
            if j < cuts:
                g[j] += sums[0, number]
                h[j, j] += sums[2, number]
                h[j, cuts:] -= above[own] @ x[own]
            if j > 0:
                g[j - 1] -= sums[1, number]
                h[j - 1, j - 1] += sums[3, number]
                h[j - 1, cuts:] -= below[own] @ x[own]
            if 0 < j < cuts:
                h[j - 1, j] -= sums[4, number]
                h[j, j - 1] -= sums[4, number]
        slope, weighted = fa + fb - 1, x * (above + below)[:, None]
        log_rows = log_expit(a) + log_expit(-b) + _log_gap(a, b)
        for start, end in zip(chunk.by_cluster.starts, chunk.by_cluster.ends, strict=True):
            group, own = chunk.cluster[start], slice(start, end)
            loglik[group] += log_rows[own].sum()
            score[group, cuts:] += slope[own] @ x[own]
            information[group, cuts:, cuts:] += weighted[own].T @ x[own]
    information[:, cuts:, :cuts] = information[:, :cuts, cuts:].swapaxes(1, 2)
    if without is not None:
        loglik[without], score[without], information[without] = 0.0, 0.0, 0.0
    return Passed(float(loglik.sum()), score, information)


def scores_without(rows: Ordinal, parameters: Array) -> Array:
    """Derivatives at each set of parameters (G, p), the g:th without cluster g."""
    cuts = rows.cuts
    theta, beta = parameters[:, :cuts].T, parameters[:, cuts:].T
    ends = np.full((1, rows.clusters), np.inf)
    edges = np.vstack([-ends, theta, ends])
    found = np.zeros((rows.parameters, rows.clusters))
    for chunk in rows.chunks:
        x, level = rows.columns[chunk.rows], chunk.level
        eta = x @ beta
        out = (np.arange(len(x)), chunk.cluster)
        if cuts == 1:
            slope = expit(theta - eta)
            slope[level == 0] -= 1
            slope[out] = 0.0
            found[0] -= slope.sum(axis=0)
        else:
            a, b = edges[level + 1] - eta, edges[level] - eta
            fa, fb = expit(a), expit(b)
            up, down = _ratios(a, b, (fa, fb, expit(-a), expit(-b)))
            slope = fa + fb - 1
            slope[out], up[out], down[out] = 0.0, 0.0, 0.0
            first = chunk.by_level.starts
            gained, lost = (np.add.reduceat(part, first, axis=0) for part in (up, down))
            for j, more, less in zip(level[first], gained, lost, strict=True):
                if j < cuts:
                    found[j] += more
                if j > 0:
                    found[j - 1] -= less
        found[cuts:] += x.T @ slope
    return found.T


def _find_runs(values: Array) -> Runs:
    starts = np.flatnonzero(np.diff(values, prepend=values[0] - 1))
    return Runs(starts, np.append(starts[1:], len(values)))


def _log_gap(a: Array, b: Array) -> Array:
    """log(1 - exp(b - a)): with log F(a) + log(1 - F(b)) it makes log(F(a) - F(b)) without loss of digits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log1p(-np.exp(b - a))


def _ratios(a: Array, b: Array, shares: tuple[Array, Array, Array, Array]) -> tuple[Array, Array]:
    """f(a) and f(b) over F(a) - F(b), of F(a), F(b), 1 - F(a) and 1 - F(b)."""
    fa, fb, na, nb = shares
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        gap = -np.expm1(b - a)
        return na / (nb * gap), fb / (fa * gap)
