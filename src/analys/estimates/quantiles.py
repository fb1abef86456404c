"""Quantiles of the normal and of t, without `scipy.stats`: importing it takes a second in every notebook."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit


def find_z(niva: float) -> float:
    """How many standard errors a normal interval reaches on each side.

    Examples
    --------
    >>> round(find_z(0.95), 4)
    1.96
    """
    return float(ndtri((1 + niva) / 2))


def find_t(niva: float, df: ArrayLike) -> Any:
    """How many standard errors a t interval reaches on each side.

    Examples
    --------
    >>> round(float(find_t(0.95, 4)), 3)
    2.776
    """
    return stdtrit(df, (1 + niva) / 2)
