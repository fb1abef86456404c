"""Estimates with their standard errors and degrees of freedom, and the intervals that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from analys.estimates.intervals import NIVA
from analys.estimates.quantiles import find_t

Array = NDArray[Any]

NAIVE, CR0, CR1, CR2, CRV3 = "naiv", "CR0", "CR1", "CR2", "CRV3"
"""How errors are computed: as if every pupil were drawn alone; the plain cluster sandwich; with the factor
G/(G-1) × (n-1)/(n-k); bias-reduced with Satterthwaite's degrees of freedom; and by leaving out one cluster at
a time."""

METHODS = (NAIVE, CR0, CR1, CR2, CRV3)


@dataclass(frozen=True)
class Effects:
    """Estimates, each with an error. NaN where the data cannot tell.

    Parameters
    ----------
    varde, fel : ndarray
        Estimate and standard error.
    df : ndarray
        Degrees of freedom of the t-distribution; infinite for the normal.

    Examples
    --------
    >>> one = Effects(np.array([10.0]), np.array([2.0]), np.array([np.inf]))
    >>> one.undre.round(2), one.ovre.round(2)
    (array([6.08]), array([13.92]))
    """

    varde: Array
    fel: Array
    df: Array

    @property
    def undre(self) -> Array:
        """Lower limits of the 95 per cent intervals."""
        return self.varde - self._half

    @property
    def ovre(self) -> Array:
        """Upper limits of the 95 per cent intervals."""
        return self.varde + self._half

    @property
    def p(self) -> Array:
        """Two-sided p-values of no difference from 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return 2 * stdtr(self.df, -np.abs(self.varde / self.fel))

    @property
    def _half(self) -> Array:
        return np.asarray(find_t(NIVA, self.df)) * self.fel
