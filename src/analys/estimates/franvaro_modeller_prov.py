"""Tests of the models' form: whether a straight line is enough, and whether one association fits every limit.

Both compare what all clusters give with what is left without each of them, as everything about few clusters
here does; with many clusters they are left out. Several restrictions at once are tested with Hotelling's T²,
whose degrees of freedom are the clusters less one.

References
----------
Hotelling, H. (1931). The generalization of Student's ratio. Annals of Mathematical Statistics 2, 360-378.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import fdtrc

from analys.estimates.franvaro_modeller_analys import Analys
from analys.estimates.franvaro_modeller_design import FRANVARO, KURVA, LINJE, can_bend
from analys.estimates.franvaro_modeller_skattning import differs, fit_levels, fit_limit, fit_line
from analys.estimates.regression.linear import leave_out
from analys.indicators.franvaro_utfall import UTFALL, Utfall


def find_joint_p(value: np.ndarray, without: np.ndarray) -> float:
    """P-value of several numbers all being 0, from the same without each cluster.

    Parameters
    ----------
    value : ndarray
        (q,) estimates.
    without : ndarray
        (G, q) without each cluster.

    Returns
    -------
    float
        NaN where there are no more clusters than numbers, or nothing differs.

    Examples
    --------
    One number: the t-test of a jackknife. A mean of 1, 2 and 6, 3 with standard error 1.5275: t = 1.964 with
    2 degrees of freedom.

    >>> round(find_joint_p(np.array([3.0]), np.array([[4.0], [3.5], [1.5]])), 4)
    0.1885
    """
    groups, q = without.shape
    apart = without - value
    variance = (groups - 1) / groups * apart.T @ apart if groups else np.zeros((q, q))
    if groups <= q + 1 or not np.isfinite(variance).all() or np.linalg.matrix_rank(variance) < q:
        return math.nan
    squared = float(value @ np.linalg.solve(variance, value))
    return float(fdtrc(q, groups - q, (groups - q) / ((groups - 1) * q) * squared))


def find_curve_p(analys: Analys, utfall: Utfall) -> float:
    """P-value of the association being a straight line (on the logit scale for shares), fully adjusted."""
    urval = analys.select(utfall)
    if not can_bend(urval.pupils) or not urval.kluster.few:
        return math.nan
    design = urval.design(KURVA, analys.steg)
    bent = range(design.terms[FRANVARO].start + 1, design.terms[FRANVARO].stop)
    if utfall.modell == "linjär":
        line = fit_line(urval, utfall, KURVA, analys.steg)
        rows = line.moments.restate(np.eye(len(design.names))[bent])
        return find_joint_p(rows @ line.solution, leave_out(line) @ rows.T)
    fit = fit_levels(urval, utfall, KURVA, analys.steg)
    columns = [fit.ordinal.cuts + place for place in bent]
    return find_joint_p(fit.parameters[columns], fit.without[:, columns])


def find_limits_p(analys: Analys, utfall: Utfall) -> float:
    """P-value of absence going together with reaching E as with reaching C, in log odds, fully adjusted."""
    urval = analys.select(utfall)
    if not urval.kluster.few:
        return math.nan
    limits = [one for one in UTFALL if one.amne == utfall.amne]
    if not all(differs(urval, one) for one in limits):
        return math.nan
    place = urval.design(LINJE, analys.steg).terms[FRANVARO].start
    pair = [fit_limit(urval, one, LINJE, analys.steg) for one in limits]
    # The columns of both are scaled alike, being the same pupils'.
    value, without = (
        np.stack([one[..., fit.ordinal.cuts + place] for fit, one in zip(pair, kind, strict=True)], axis=-1)
        for kind in ([fit.parameters for fit in pair], [fit.without for fit in pair])
    )
    difference = value[..., 0] - value[..., 1]
    return find_joint_p(np.atleast_1d(difference), np.atleast_2d(without[:, [0]] - without[:, [1]]))
