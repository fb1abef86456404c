"""How strong something unmeasured must be to explain the association away, beside what was measured.

The measured covariate to compare with is the grades of åk 6, the strongest there is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analys.estimates.franvaro_modeller_analys import Analys, Urval
from analys.estimates.franvaro_modeller_design import FRANVARO, LINJE
from analys.estimates.franvaro_modeller_skattning import Svar, fit_line
from analys.estimates.regression.effects import NAIVE
from analys.estimates.regression.linear import LinearFit, estimate_contrasts, fit_linear
from analys.estimates.sensitivity import (
    EValue,
    bound_confounder,
    compare_fits,
    compute_e_value,
    compute_robustness,
)
from analys.indicators.franvaro_utfall import BETYG_6, Utfall


def resist(analys: Analys, urval: Urval, utfall: Utfall, svar: Svar) -> tuple[float, float]:
    """Robustness values of the association with ten percentage points more, and of its interval.

    Parameters
    ----------
    svar : Svar
        The main answer, whose interval is the one that counts.
    """
    estimate, error, df = _read_plain(urval, utfall, analys.steg)
    if not _leaves_room(estimate, error, df):
        return np.nan, np.nan
    half = float(svar.effects.ovre[0] - svar.effects.varde[0])
    limit = compute_robustness(estimate, error, df, half) if np.isfinite(half) else np.nan
    return compute_robustness(estimate, error, df), limit


def find_e_value(mean: float, svar: Svar) -> EValue:
    """E-values of not having the outcome, ten percentage points more absence against less.

    Parameters
    ----------
    mean : float
        Share of the pupils with the outcome, 0-1; the two shares compared lie on each side of it.
    svar : Svar
        Difference in percentage points.

    Examples
    --------
    85 against 75 percent with the outcome, 15 against 25 without: a risk ratio of 5/3.

    >>> from analys.estimates.regression.effects import Effects
    >>> svar = Svar(Effects(np.array([-10.0]), np.array([0.0]), np.array([np.inf])), False)
    >>> round(find_e_value(0.8, svar).varde, 3)
    2.721
    """
    found = svar.effects
    values = (found.varde[0], found.ovre[0], found.undre[0])
    ratio, low, high = ((1 - mean - d / 200) / (1 - mean + d / 200) for d in values)
    if not all(0 < one < np.inf for one in (ratio, low, high)):
        return EValue(float("nan"), float("nan"))
    return compute_e_value(ratio, low, high)


def benchmark(urval: Urval, utfall: Utfall, steps: Sequence[str]) -> tuple[float, float]:
    """Partial R² of grades of åk 6 with the outcome and with absence, given everything else."""
    without = [step for step in steps if step != BETYG_6]
    outcome = (fit_line(urval, utfall, LINJE, kept).r_squared for kept in (steps, without))
    absence = (_fit_absence(urval, kept).r_squared for kept in (steps, without))
    return compare_fits(*outcome), compare_fits(*absence)


def confound_as_strongly(urval: Urval, utfall: Utfall, steps: Sequence[str]) -> float:
    """The association if something unmeasured were as strong as grades of åk 6; NaN where nothing can be."""
    with_outcome, with_absence = benchmark(urval, utfall, steps)
    plain = _read_plain(urval, utfall, steps)
    bound = bound_confounder(*plain, with_absence, with_outcome) if _leaves_room(*plain) else None
    return bound.varde if bound is not None else float("nan")


def _read_plain(urval: Urval, utfall: Utfall, steps: Sequence[str]) -> tuple[float, float, float]:
    """Coefficient of ten percentage points, its plain error, and residual degrees of freedom."""
    contrast = urval.design(LINJE, steps).contrast(FRANVARO)
    found = estimate_contrasts(fit_line(urval, utfall, LINJE, steps), contrast, NAIVE)
    return float(found.varde[0]), float(found.fel[0]), float(found.df[0])


def _leaves_room(estimate: float, error: float, df: float) -> bool:
    """Whether the model leaves anything for something unmeasured to explain."""
    return df > 2 and error > 1e-9 * abs(estimate)


def _fit_absence(urval: Urval, steps: Sequence[str]) -> LinearFit:
    """Absence on everything that is adjusted for."""
    design = urval.design(LINJE, steps)
    place = design.terms[FRANVARO].start
    y, matrix = design.matrix[:, place], np.delete(design.matrix, place, axis=1)
    return urval.fit_once((FRANVARO, *steps), lambda: fit_linear(matrix, y, urval.kluster.nummer))
