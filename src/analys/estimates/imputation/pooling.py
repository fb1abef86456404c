"""Rubin's rules: one estimate and one interval from the estimates of several imputations.

The variance is the mean of the imputations' own variances and what they differ by. With few schools the
complete-data degrees of freedom (Satterthwaite's) are few, so the interval is Barnard and Rubin's: its
degrees of freedom never exceed those that complete data would have had.

References
----------
Rubin, D. B. (1987). Multiple imputation for nonresponse in surveys. Wiley.
Barnard, J. & Rubin, D. B. (1999). Small-sample degrees of freedom with multiple imputation. Biometrika 86,
948-955.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from analys.estimates.intervals import NIVA

_AS_GOOD_AS_NORMAL = 1e12


@dataclass(frozen=True)
class Pooled:
    """A pooled estimate, or several: each field a number, or an array with one element an estimate.

    Parameters
    ----------
    varde, fel : float or ndarray
        Estimate and standard error.
    df : float or ndarray
        Barnard and Rubin's degrees of freedom.
    undre, ovre : float or ndarray
        Interval.
    fmi : float or ndarray
        Fraction of missing information, 0-1: how much of what complete data would tell that is lost. With
        Rubin's degrees of freedom: few schools are no missing information.
    """

    varde: Any
    fel: Any
    df: Any
    undre: Any
    ovre: Any
    fmi: Any


def pool(
    estimates: ArrayLike, variances: ArrayLike, df_complete: ArrayLike = np.inf, niva: float = NIVA
) -> Pooled:
    """Estimates of the imputations pooled.

    Parameters
    ----------
    estimates : array_like
        One row an imputation; further dimensions are pooled elementwise.
    variances : array_like
        Squared standard error of each estimate.
    df_complete : array_like
        Degrees of freedom that complete data have: a number, or one a row as Satterthwaite's differ between
        imputations; their mean counts then.

    Raises
    ------
    ValueError
        With fewer than two imputations.

    Examples
    --------
    Variance 2 within and 1 between three imputations: 2 + (1 + 1/3) × 1 = 10/3, of which 0.4 between.
    Degrees of freedom 1 / (1 / (2 / 0.4²) + 1 / (21/23 × 20 × 0.6)).

    >>> pooled = pool([1.0, 2.0, 3.0], [2.0, 2.0, 2.0], df_complete=20)
    >>> float(pooled.varde), round(float(pooled.fel) ** 2, 4), round(float(pooled.df), 3)
    (2.0, 3.3333, 5.839)
    """
    q, u = np.asarray(estimates, dtype="float64"), np.asarray(variances, dtype="float64")
    m = len(q)
    if m < 2:
        raise ValueError("pooling needs at least two imputations")
    complete = np.broadcast_to(np.asarray(df_complete, dtype="float64"), q.shape).mean(axis=0)
    value, within, added = q.mean(axis=0), u.mean(axis=0), (1 + 1 / m) * q.var(axis=0, ddof=1)
    total = within + added
    error = np.sqrt(total)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, added / total, 0.0)
        imputed = (m - 1) / share**2
        # (complete + 1) / (complete + 3), which is 1 where complete data have any number.
        shrink = 1 - 2 / (complete + 3)
        observed = shrink * complete * (1 - share)
        df = 1 / (1 / imputed + 1 / observed)
    fmi = share + (1 - share) * 2 / (imputed + 3)
    df = np.where(share > 0, df, complete)[()]
    half = stdtrit(np.minimum(df, _AS_GOOD_AS_NORMAL), (1 + niva) / 2) * error
    return Pooled(value, error, df, value - half, value + half, fmi[()])
