"""The maximum of a cumulative-logit likelihood by Newton's method, and the same without each cluster.

The log-likelihood is concave (Pratt 1981), so a step that does not raise it is halved until it does. Without
a cluster the maximum is near: the first step is Newton's from the sums of that cluster alone, the next keep
that matrix and correct by the exact derivatives, all clusters in one pass. Whatever does not settle so is
fitted by Newton's method on its own.

Separation: where a group's outcomes are all alike its coefficient has no finite maximum. The likelihood and
every probability settle all the same, so what is built on probabilities stands; the coefficient is named.

References
----------
Pratt, J. W. (1981). Concavity of the log likelihood. Journal of the American Statistical Association 76,
    103-106.
Albert, A. & Anderson, J. A. (1984). On the existence of maximum likelihood estimates in logistic regression
    models. Biometrika 71, 1-10.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analys.estimates.regression.cumulative import Ordinal, Passed, pass_rows, scores_without

Array = NDArray[Any]

# Half the squared distance to the maximum, in standard errors, before the last step.
_SETTLED = 1e-10
_NEAR = 1e-8
_STEPS = 60
_CHORDS = 15


@dataclass(frozen=True)
class Maximum:
    """Parameters of the highest likelihood, and what the likelihood looks like there."""

    parameters: Array
    passed: Passed
    settled: bool


def maximise(rows: Ordinal, start: Array | None = None, without: int | None = None) -> Maximum:
    """Newton's method with step-halving.

    Parameters
    ----------
    rows : Ordinal
    start : ndarray, optional
    without : int, optional
        Cluster left out.
    """
    parameters = _start(rows, without) if start is None else start
    passed = pass_rows(rows, parameters, without)
    for _ in range(_STEPS):
        gradient = passed.score.sum(axis=0)
        step = invert(passed.information.sum(axis=0)) @ gradient
        gain = float(gradient @ step) / 2
        if not np.isfinite(gain):
            break
        settled = gain < _SETTLED * (1 + 1e-6 * abs(passed.loglik))
        moved, better = parameters + step, None
        for _ in range(30):
            better = pass_rows(rows, moved, without) if _rising(moved[: rows.cuts]) else None
            if better is not None and better.loglik >= passed.loglik - 1e-9 * abs(passed.loglik):
                break
            step, better = step / 2, None
            moved = parameters + step
        if better is None:
            return Maximum(parameters, passed, settled)
        parameters, passed = moved, better
        if settled:
            return Maximum(parameters, passed, True)
    return Maximum(parameters, passed, False)


def leave_out(rows: Ordinal, maximum: Maximum) -> Array:
    """(G, p) parameters without each of the clusters; NaN where none could be found."""
    passed = maximum.passed
    whole = passed.information.sum(axis=0)
    matrices = whole - passed.information
    gradients = passed.score.sum(axis=0) - passed.score
    inverses = np.stack([invert(matrix) for matrix in matrices])
    found = maximum.parameters + np.einsum("gkl,gl->gk", inverses, gradients)
    gains, active = np.full(rows.clusters, np.inf), np.ones(rows.clusters, dtype=bool)
    for _ in range(_CHORDS):
        usable = np.array([_rising(one[: rows.cuts]) for one in found])
        gradients = scores_without(rows, np.where(usable[:, None], found, maximum.parameters))
        for group in np.flatnonzero(active):
            step = inverses[group] @ gradients[group]
            gain = float(gradients[group] @ step) / 2
            if not usable[group] or not gain < gains[group]:
                active[group] = False
                continue
            gains[group] = gain
            found[group] = found[group] + step
            active[group] = gain >= _NEAR
        if not active.any():
            break
    for group in np.flatnonzero(~(gains < _NEAR)):
        alone = maximise(rows, maximum.parameters, without=int(group))
        found[group] = alone.parameters if alone.settled else np.nan
    return found


def invert(matrix: Array) -> Array:
    """Generalised inverse of an information matrix, each parameter on its own scale."""
    size = np.sqrt(np.maximum(np.diag(matrix), 0))
    size = np.where(size > 0, size, 1.0)
    with np.errstate(all="ignore"):
        scaled = matrix / np.outer(size, size)
    if not np.isfinite(scaled).all():
        return np.full_like(matrix, np.nan)
    values, vectors = np.linalg.eigh(scaled)
    kept = values > max(values.max(initial=0.0), 1e-300) * 1e-11
    return (vectors[:, kept] / values[kept]) @ vectors[:, kept].T / np.outer(size, size)


def _rising(theta: Array) -> bool:
    return bool((np.diff(theta) > 0).all())


def _start(rows: Ordinal, without: int | None) -> Array:
    """Thresholds of the shares of the levels; no differences."""
    count = rows.counts.sum(axis=0) - (0 if without is None else rows.counts[without])
    below = (np.cumsum(count)[:-1] + 0.5) / (count.sum() + 1)
    start = np.zeros(rows.parameters)
    start[: rows.cuts] = np.log(below / (1 - below)) + 1e-9 * np.arange(rows.cuts)
    return start
