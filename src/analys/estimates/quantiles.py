"""Quantiles of the normal and of t, without `scipy.stats`: importing it takes a second in every notebook."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

MINST_FRIHETSGRADER = 1.0
"""With fewer degrees of freedom there is no interval. Two clusters give one, and 12.7 standard errors on each
side; below that the error is a guess, and the quantile grows beyond every number."""


def find_z(niva: float) -> float:
    """How many standard errors a normal interval reaches on each side.

    Examples
    --------
    >>> round(find_z(0.95), 4)
    1.96
    """
    return float(ndtri((1 + niva) / 2))


def find_t(niva: float, df: ArrayLike) -> Any:
    """How many standard errors a t interval reaches on each side; NaN below `MINST_FRIHETSGRADER`.

    Examples
    --------
    >>> round(float(find_t(0.95, 4)), 3), round(float(find_t(0.95, 1)), 1), float(find_t(0.95, 0.99))
    (2.776, 12.7, nan)
    """
    freedom = np.asarray(df, dtype="float64")
    return stdtrit(np.where(freedom >= MINST_FRIHETSGRADER, freedom, np.nan), (1 + niva) / 2)
