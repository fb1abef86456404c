"""Shares of pupils that a cumulative logit foresees, standardised over the pupils, and their differences.

Each pupil's probability is computed with the pupil's own values in every column but those of the scenario,
and the mean is taken over the pupils (g-computation). A difference of two scenarios is an average marginal
effect; it is exact for bands, splines and products alike, where statsmodels' `get_margeff` takes each column
for itself.

Errors: CRV3 redoes model and mean without each cluster in turn (MacKinnon, Nielsen & Webb 2023). CR2, CR1
and naive errors are the delta method's, around the mean over the pupils that there are: too small where
schools have columns of their own, whose levels are drawn too. The likelihood's last step is a weighted least
squares, which gives CR2 and Satterthwaite's degrees of freedom of any difference. CRV3 takes the latter: with
four schools G - 1 degrees of freedom cover the truth in 92-95 per cent, these in 96-98
(`studies/coverage_absence.py`).

References
----------
MacKinnon, J. G., Nielsen, M. Ø. & Webb, M. D. (2023). Fast and reliable jackknife and bootstrap methods for
    cluster-robust inference. Journal of Applied Econometrics 38, 671-694.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from analys.estimates.regression.design import Scenario
from analys.estimates.regression.effects import CRV3, NAIVE, Effects
from analys.estimates.regression.jackknife import jackknife
from analys.estimates.regression.linear import LinearFit, compute_errors, fit_moments, is_told
from analys.estimates.regression.moments import Moments
from analys.estimates.regression.ordered import OrderedFit

Array = NDArray[Any]


@dataclass(frozen=True)
class Margins:
    """Standardised probabilities of scenarios.

    Parameters
    ----------
    varde : ndarray
        (S,) mean probability of each scenario.
    without : ndarray
        (G, S) the same, model and mean, without each cluster; NaN where the others cannot tell it.
    gradient : ndarray
        (S, p) of `varde` by the model's parameters.
    sandwich : LinearFit
        The likelihood at its maximum as a linear model: carries the errors of the delta method.
    """

    varde: Array
    without: Array
    gradient: Array
    sandwich: LinearFit


def standardise(fit: OrderedFit, scenarios: Sequence[Scenario], at: float = 1) -> Margins:
    """Mean probability of reaching a level, in each scenario.

    Parameters
    ----------
    fit : OrderedFit
    scenarios : sequence of Scenario
        See `analys.estimates.regression.design.Design.scenario`.
    at : float
        The level that is reached or passed; 1 for a logit.

    Examples
    --------
    >>> from analys.estimates.regression.logit import fit_logit
    >>> x, y = np.repeat([0.0, 1.0], 4), np.array([0, 0, 0, 1, 0, 1, 1, 1])
    >>> fit = fit_logit(x[:, None], y, np.tile([1, 2], 4))
    >>> pair = [Scenario(slice(0, 1), np.array([[value]])) for value in (0.0, 1.0)]
    >>> standardise(fit, pair).varde.round(6).tolist()
    [0.25, 0.75]
    """
    rows, count = fit.ordinal, len(scenarios)
    cut = int(np.searchsorted(fit.levels, at)) - 1
    if not 0 <= cut < rows.cuts:
        # A level at or below the lowest is reached by all, one above the highest by no one.
        value = np.full(count, float(cut < 0))
        zero = np.zeros((count, len(fit.parameters)))
        return Margins(value, np.tile(value, (fit.clusters, 1)), zero, _as_linear(fit))
    every = np.vstack([fit.parameters, fit.without])
    theta, beta = every[:, cut], every[:, rows.cuts :].T
    values = [(one.values - rows.shift[one.columns]) / rows.scale[one.columns] for one in scenarios]
    sums = np.zeros((rows.clusters, count, len(every)))
    gradient, size = np.zeros((rows.clusters, count, len(fit.parameters))), rows.size
    for chunk in rows.chunks:
        x = rows.columns[chunk.rows]
        eta = x @ beta - theta
        runs = list(zip(chunk.by_cluster.starts, chunk.by_cluster.ends, strict=True))
        for number, (one, value) in enumerate(zip(scenarios, values, strict=True)):
            new = value[rows.order[chunk.rows]] if len(value) > 1 else value
            p = expit(eta + (new - x[:, one.columns]) @ beta[one.columns])
            density = p[:, 0] * (1 - p[:, 0])
            everyone = np.broadcast_to(new, (len(x), new.shape[1]))
            for start, end in runs:
                group, own = chunk.cluster[start], slice(start, end)
                sums[group, number] += p[own].sum(axis=0)
                part = density[own] @ x[own]
                part[one.columns] = density[own] @ everyone[own]
                gradient[group, number, cut] -= density[own].sum()
                gradient[group, number, rows.cuts :] += part
    total = size.sum()
    value = sums[:, :, 0].sum(axis=0) / total
    without, whole = np.full((len(fit.without), count), np.nan), gradient.sum(axis=0)
    information = fit.passed.information.sum(axis=0)
    for group in range(len(fit.without)):
        if total > size[group]:
            seen = sums[:, :, group + 1].sum(axis=0) - sums[group, :, group + 1]
            others = information - fit.passed.information[group]
            told = is_told(others, (whole - gradient[group]) / total, least=1.0)
            without[group] = np.where(told, seen / (total - size[group]), np.nan)
    return Margins(value, without, whole / total, _as_linear(fit))


def estimate_margins(margins: Margins, weights: Array, method: str = CRV3) -> Effects:
    """Weighted sums of the scenarios' probabilities with their errors, in shares.

    Parameters
    ----------
    margins : Margins
    weights : ndarray
        (q, S), or (S,) for one; (-1, 1) gives the second less the first.
    method : str
        One of `analys.estimates.regression.effects.METHODS`; all but CRV3 are the delta method's.
    """
    rows = np.atleast_2d(np.asarray(weights, dtype="float64"))
    value = rows @ margins.varde
    if method == NAIVE:
        spread = rows @ margins.gradient
        variance = np.einsum("qk,kl,ql->q", spread, margins.sandwich.inverse.matrix, spread)
        return Effects(value, np.sqrt(variance), np.full(len(value), np.inf))
    error, df = compute_errors(margins.sandwich, rows @ margins.gradient, method)
    # A scenario that is not asked for does not matter, even where it cannot be told.
    left_out = np.nan_to_num(margins.without) @ rows.T
    left_out[np.isnan(margins.without).astype("float64") @ (rows != 0).T > 0] = np.nan
    alone = jackknife(value, left_out, np.minimum(df, len(left_out) - 1.0))
    if method == CRV3:
        return alone
    hidden = np.isnan(alone.fel) & (len(left_out) > 0)
    return Effects(value, np.where(hidden, np.nan, error), df)


def _as_linear(fit: OrderedFit) -> LinearFit:
    """The likelihood's last step as a linear model: information for X'X, derivatives for X'e."""
    score, size = fit.passed.score, len(fit.parameters)
    groups = len(score)
    moments = Moments(
        size=fit.ordinal.size,
        gram=fit.passed.information,
        product=score,
        total=np.zeros((groups, size)),
        square=np.zeros(groups),
        sum_y=np.zeros(groups),
        shift=np.zeros(size),
        scale=np.ones(size),
        centre=0.0,
        intercept=None,
    )
    return fit_moments(moments)
