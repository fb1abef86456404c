"""Linear regression with errors for few clusters: CR2 with Satterthwaite's degrees of freedom, and CRV3.

Schools are drawn, not pupils: pupils of a school are alike, and how absence and results go together differs
between schools. With fewer than some forty clusters the plain cluster sandwich is too small and its normal
quantile too. CR2 (Bell & McCaffrey 2002) makes the variance unbiased where errors are independent and
equally spread, and takes the degrees of freedom from how much each cluster weighs in the contrast at hand.

With (X'X)⁻¹ = R R' and cluster g's sums S_g = X_g'X_g, the adjustment A_g = (I - X_g R R' X_g')^(-½) is
never formed: R' S_g R = U D U' gives A_g X_g = X_g R U (1 - D)^(-½) U' R⁻¹, in the size of the number of
columns. Where 1 - D is 0 (a cluster's own dummy) the generalised inverse takes 0, which makes dummies and
deviations from the clusters' means give the same (Pustejovsky & Tipton 2018, theorem 2).

References
----------
Bell, R. M. & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with
    multi-stage samples. Survey Methodology 28, 169-181.
Pustejovsky, J. E. & Tipton, E. (2018). Small-sample methods for cluster-robust variance estimation and
    hypothesis testing in fixed effects models. Journal of Business & Economic Statistics 36, 672-683.
MacKinnon, J. G., Nielsen, M. Ø. & Webb, M. D. (2023). Fast and reliable jackknife and bootstrap methods for
    cluster-robust inference. Journal of Applied Econometrics 38, 671-694.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analys.estimates.regression.effects import CR0, CR1, CR2, CRV3, METHODS, NAIVE, Effects
from analys.estimates.regression.moments import Moments, compute_moments

Array = NDArray[Any]

_SMALLEST = 1e-10
_NOT_TOLD = 1e-7


@dataclass(frozen=True)
class Inverse:
    """Generalised inverse R R' of a matrix, R, R's own inverse, and the rank; perhaps of a stack."""

    matrix: Array
    root: Array
    back: Array
    rank: Array


@dataclass(frozen=True)
class LinearFit:
    """A fitted linear model.

    Parameters
    ----------
    coefficients : ndarray
        Of the columns; NaN where the data cannot tell (a column that the others give).
    rows, clusters, rank : int
    residual_variance, r_squared : float
    moments : Moments
    solution : ndarray
        Coefficients of the centred columns.
    inverse : Inverse
        Of their sums of squares and products.
    """

    coefficients: Array
    rows: int
    clusters: int
    rank: int
    residual_variance: float
    r_squared: float
    moments: Moments
    solution: Array
    inverse: Inverse

    @property
    def residual_df(self) -> int:
        """Rows less the columns that count."""
        return self.rows - self.rank

    @cached_property
    def without(self) -> Inverse:
        """Inverses without each of the clusters."""
        return _invert(self.moments.gram.sum(axis=0) - self.moments.gram)

    @cached_property
    def adjustments(self) -> Array:
        """(G, k, k) B with A_g X_g = X_g B."""
        root, back = self.inverse.root, self.inverse.back
        leverage, vectors = np.linalg.eigh(root.T @ self.moments.gram @ root)
        left = 1 - leverage
        power = np.where(left > 1e-9, 1 / np.sqrt(np.maximum(left, 1e-9)), 0.0)
        return root @ (vectors * power[:, None, :]) @ vectors.swapaxes(1, 2) @ back


def fit_linear(matrix: Array, y: Array, clusters: Array, weights: Array | None = None) -> LinearFit:
    """Least squares.

    Parameters
    ----------
    matrix : ndarray
        (n, k), with the intercept's column when there is one.
    y : ndarray
        Outcome.
    clusters : ndarray
        Cluster of each row.
    weights : ndarray, optional
        Precisions; see `compute_moments`.

    Examples
    --------
    >>> x = np.array([0.0, 1, 2, 0, 1, 2])
    >>> fit = fit_linear(np.stack([np.ones(6), x], axis=1), 3 - x, np.array([1, 1, 1, 2, 2, 2]))
    >>> fit.coefficients.round(6).tolist()
    [3.0, -1.0]
    """
    return fit_moments(compute_moments(matrix, y, clusters, weights))


def fit_moments(moments: Moments) -> LinearFit:
    """Least squares from sums by cluster; see `fit_linear`."""
    gram, product = moments.gram.sum(axis=0), moments.product.sum(axis=0)
    inverse = _invert(gram)
    rank = int(inverse.rank)
    solution = inverse.matrix @ product
    solution = solution + inverse.matrix @ (product - gram @ solution)
    rest = float(moments.square.sum() - 2 * solution @ product + solution @ gram @ solution)
    around = moments.square.sum()
    if moments.intercept is not None:
        around -= moments.sum_y.sum() ** 2 / gram[moments.intercept, moments.intercept]
    rows = moments.rows
    each = np.eye(len(gram))
    coefficients = moments.restate(each) @ solution
    if moments.intercept is not None:
        coefficients[moments.intercept] += moments.centre
    coefficients[~_is_told(moments.restate(each), inverse)] = np.nan
    return LinearFit(
        coefficients,
        rows,
        len(moments.size),
        rank,
        max(rest, 0.0) / (rows - rank) if rows > rank else np.nan,
        1 - rest / around if around > 0 else np.nan,
        *(moments, solution, inverse),
    )


def estimate_contrasts(fit: LinearFit, contrasts: Array, method: str = CR2) -> Effects:
    """Weighted sums of the coefficients with their errors.

    Parameters
    ----------
    fit : LinearFit
    contrasts : ndarray
        (q, k) weights, or (k,) for one.
    method : str
        One of `METHODS`. Degrees of freedom: n - k when naive, G - 1 for CR0 and CR1, Satterthwaite's for CR2
        and CRV3.

    Returns
    -------
    Effects
        NaN for what the data cannot tell; no error with a single cluster, and none from CR2 or CRV3 for what
        a single cluster tells (a band with pupils of one school only).

    Examples
    --------
    >>> x = np.array([0.0, 1, 2, 0, 1, 2])
    >>> y = np.array([3.0, 2, 1, 3, 1, -1])
    >>> fit = fit_linear(np.stack([np.ones(6), x], axis=1), y, np.array([1, 1, 1, 2, 2, 2]))
    >>> found = estimate_contrasts(fit, np.array([0.0, 1.0]), CRV3)
    >>> found.varde.round(6).tolist(), found.fel.round(6).tolist(), found.df.tolist()
    ([-1.5], [0.5], [1.0])
    """
    if method not in METHODS:
        raise ValueError("no such method")
    rows = fit.moments.restate(contrasts)
    value = rows @ fit.solution
    if fit.moments.intercept is not None:
        value = value + rows[:, fit.moments.intercept] * fit.moments.centre
    error, df = compute_errors(fit, rows, method)
    told = _is_told(rows, fit.inverse)
    if method in (CR2, CRV3):
        error = np.where(_is_told(rows, fit.without).all(axis=0), error, np.nan)
    return Effects(*(np.where(told, one, np.nan) for one in (value, error, df)))


def compute_errors(fit: LinearFit, rows: Array, method: str) -> tuple[Array, Array]:
    """Standard errors and degrees of freedom of weighted sums of the centred columns' coefficients."""
    if method != NAIVE and fit.clusters < 2:
        return np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    variance, df = _VARIANCES[method](fit, rows)
    return np.sqrt(np.maximum(variance, 0)), df


def is_told(gram: Array, rows: Array, least: float = 0.0) -> Array:
    """Whether sums of squares and products tell each weighted sum of the coefficients.

    What is missed counts against the largest weight, or against `least` where weights are next to nothing.
    """
    return _is_told(rows, _invert(gram), least)


def _naive(fit: LinearFit, rows: Array) -> tuple[Array, Array]:
    spread = np.einsum("qk,kl,ql->q", rows, fit.inverse.matrix, rows)
    return fit.residual_variance * spread, np.full(len(rows), float(fit.residual_df))


def _scores(fit: LinearFit) -> Array:
    """X_g' e_g of each cluster."""
    return fit.moments.product - fit.moments.gram @ fit.solution


def _cr0(fit: LinearFit, rows: Array) -> tuple[Array, Array]:
    parts = _scores(fit) @ fit.inverse.matrix @ rows.T
    return (parts**2).sum(axis=0), np.full(len(rows), fit.clusters - 1.0)


def _cr1(fit: LinearFit, rows: Array) -> tuple[Array, Array]:
    variance, df = _cr0(fit, rows)
    if fit.residual_df < 1:
        return variance * np.nan, df
    factor = fit.clusters / (fit.clusters - 1) * (fit.rows - 1) / fit.residual_df
    return variance * factor, df


def _cr2(fit: LinearFit, rows: Array) -> tuple[Array, Array]:
    # q_g = A_g X_g M c of each cluster and contrast, seen through X_g'q_g and q_g'q_g.
    moved = fit.adjustments @ (fit.inverse.matrix @ rows.T)
    seen = fit.moments.gram @ moved
    parts = np.einsum("gk,gkq->gq", _scores(fit), moved)
    own = (moved * seen).sum(axis=1)
    df = np.empty(len(rows))
    for number in range(len(rows)):
        cross = seen[:, :, number]
        quadratic = np.diag(own[:, number]) - cross @ fit.inverse.matrix @ cross.T
        squares = (quadratic**2).sum()
        df[number] = np.trace(quadratic) ** 2 / squares if squares > 0 else np.nan
    return (parts**2).sum(axis=0), df


def _crv3(fit: LinearFit, rows: Array) -> tuple[Array, Array]:
    changes = rows @ leave_out(fit).T - (rows @ fit.solution)[:, None]
    variance = (fit.clusters - 1) / fit.clusters * (changes**2).sum(axis=1)
    # G - 1 degrees of freedom are too many where few clusters weigh most (studies/coverage_absence.py).
    df = np.minimum(_cr2(fit, rows)[1], fit.clusters - 1.0)
    return variance, df


def leave_out(fit: LinearFit) -> Array:
    """(G, k) coefficients of the centred columns without each of the clusters."""
    product = fit.moments.product
    return np.einsum("gkl,gl->gk", fit.without.matrix, product.sum(axis=0) - product)


def _invert(gram: Array) -> Inverse:
    """Generalised inverse of sums of squares and products, or of a stack; each column on its own scale."""
    size = np.sqrt(np.maximum(np.diagonal(gram, axis1=-2, axis2=-1), 0))
    size = np.where(size > 0, size, 1.0)
    values, vectors = np.linalg.eigh(gram / size[..., :, None] / size[..., None, :])
    kept = values > np.maximum(values.max(axis=-1, initial=0.0, keepdims=True), 1e-300) * _SMALLEST
    length = np.where(kept, np.sqrt(np.maximum(values, 1e-300)), 1.0)
    root = vectors * (kept / length)[..., None, :] / size[..., :, None]
    back = (vectors * (kept * length)[..., None, :] * size[..., :, None]).swapaxes(-1, -2)
    return Inverse(root @ root.swapaxes(-1, -2), root, back, kept.sum(axis=-1))


def _is_told(rows: Array, inverse: Inverse, least: float = 0.0) -> Array:
    """Whether each contrast lies in the space that the columns span; for a stack, in each of its spaces."""
    missed = np.abs(rows - rows @ inverse.root @ inverse.back).max(axis=-1)
    return missed <= _NOT_TOLD * np.maximum(np.abs(rows).max(axis=-1), least)


_VARIANCES = {NAIVE: _naive, CR0: _cr0, CR1: _cr1, CR2: _cr2, CRV3: _crv3}
