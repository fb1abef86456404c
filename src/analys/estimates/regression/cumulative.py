"""The likelihood of an ordered outcome with cumulative logits; two levels make it the plain logit.

logit P(y ≤ j) = θ_j - x'β, j = 0 … J-2. With F the logistic distribution, a = θ_y - x'β and b = θ_{y-1} - x'β
a row's log-likelihood is log(F(a) - F(b)), and its derivative by x'β is F(a) + F(b) - 1 (McCullagh 1980).
Rows lie by cluster and level, so that a block of rows has one cluster and one level: no row needs a look at
its own thresholds, and leaving a cluster out is leaving blocks out. Many sets of parameters, one without each
cluster, go through the rows together.

References
----------
McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B 42,
    109-142.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit

from analys.estimates.regression.moments import describe_columns

Array = NDArray[Any]

_BLOCK = 16_384


@dataclass(frozen=True)
class Block:
    """Rows of one cluster with one level."""

    rows: slice
    cluster: int
    level: int


@dataclass(frozen=True)
class Ordinal:
    """Rows of an ordered outcome, by cluster and level.

    Parameters
    ----------
    columns : ndarray
        (n, k) centred and scaled, in the order of `order`.
    order : ndarray
        Place of each row in the data as they came.
    blocks : tuple of Block
    levels, clusters : int
    shift, scale : ndarray
        What the columns were centred and scaled by.
    """

    columns: Array
    order: Array
    blocks: tuple[Block, ...]
    levels: int
    clusters: int
    shift: Array
    scale: Array

    @property
    def cuts(self) -> int:
        """Number of thresholds."""
        return self.levels - 1

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
    bounds = np.flatnonzero(np.diff(place[order], prepend=-1, append=-1))
    blocks = tuple(
        Block(slice(start, min(start + _BLOCK, end)), *divmod(int(place[order[first]]), levels))
        for first, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        for start in range(first, end, _BLOCK)
    )
    groups = int(code.max()) + 1 if len(code) else 0
    return Ordinal(columns, order, blocks, levels, groups, shift, scale)


def pass_rows(rows: Ordinal, parameters: Array, without: int | None = None) -> Passed:
    """Everything at one set of parameters, with all clusters or without one."""
    cuts, size = rows.cuts, rows.parameters
    theta, beta = parameters[:cuts], parameters[cuts:]
    loglik, score = 0.0, np.zeros((rows.clusters, size))
    information = np.zeros((rows.clusters, size, size))
    for block in _blocks(rows, without):
        x, level = rows.columns[block.rows], block.level
        eta = x @ beta
        g, h = score[block.cluster], information[block.cluster]
        slope, weight = np.zeros(len(eta)), np.zeros(len(eta))
        upper, lower = level < cuts, level > 0
        a = theta[level] - eta if upper else np.full(len(eta), np.inf)
        b = theta[level - 1] - eta if lower else np.full(len(eta), -np.inf)
        loglik += float((log_expit(a) + log_expit(-b) + _log_gap(a, b)).sum())
        fa, fb = expit(a), expit(b)
        up, down = _ratios(a, b, fa, fb)
        slope = fa + fb - 1
        if upper:
            density = fa * expit(-a)
            weight += density
            g[level] += up.sum()
            h[level, level] += (up**2 - up * (1 - 2 * fa)).sum()
            h[level, cuts:] -= density @ x
        if lower:
            density = fb * expit(-b)
            weight += density
            g[level - 1] -= down.sum()
            h[level - 1, level - 1] += (down**2 + down * (1 - 2 * fb)).sum()
            h[level - 1, cuts:] -= density @ x
        if upper and lower:
            h[level - 1, level] -= (up * down).sum()
        g[cuts:] += slope @ x
        h[cuts:, cuts:] += (x * weight[:, None]).T @ x
    for h in information:
        # Only the upper part of the thresholds' rows was filled.
        h[cuts:, :cuts] = h[:cuts, cuts:].T
        h[:cuts, :cuts] = np.triu(h[:cuts, :cuts]) + np.triu(h[:cuts, :cuts], 1).T
    return Passed(loglik, score, information)


def scores_without(rows: Ordinal, parameters: Array) -> Array:
    """Derivatives at each set of parameters (G, p), the g:th without cluster g."""
    cuts = rows.cuts
    theta, beta = parameters[:, :cuts].T, parameters[:, cuts:].T
    found = np.zeros((rows.parameters, rows.clusters))
    for block in rows.blocks:
        x, level = rows.columns[block.rows], block.level
        eta = x @ beta
        part = np.zeros_like(found)
        if 0 < level < cuts:
            a, b = theta[level] - eta, theta[level - 1] - eta
            fa, fb = expit(a), expit(b)
            up, down = _ratios(a, b, fa, fb)
            part[level], part[level - 1] = up.sum(axis=0), -down.sum(axis=0)
            slope = fa + fb - 1
        elif level == 0:
            slope = -expit(eta - theta[0])
            part[0] = -slope.sum(axis=0)
        else:
            slope = expit(theta[cuts - 1] - eta)
            part[cuts - 1] = -slope.sum(axis=0)
        part[cuts:] = x.T @ slope
        part[:, block.cluster] = 0.0
        found += part
    return found.T


def _blocks(rows: Ordinal, without: int | None) -> Iterator[Block]:
    return (block for block in rows.blocks if block.cluster != without)


def _log_gap(a: Array, b: Array) -> Array:
    """log(1 - exp(b - a)): with log F(a) + log(1 - F(b)) it makes log(F(a) - F(b)) without loss of digits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log1p(-np.exp(b - a))


def _ratios(a: Array, b: Array, fa: Array, fb: Array) -> tuple[Array, Array]:
    """f(a) and f(b) over F(a) - F(b)."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        gap = -np.expm1(b - a)
        return expit(-a) / (expit(-b) * gap), fb / (fa * gap)
