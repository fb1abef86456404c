"""How strong an unmeasured confounder must be to explain an association away.

For linear models the *robustness value* (Cinelli & Hazlett 2020): a confounder that explains that share of
what is left of the outcome, and as much of what is left of absence, brings the estimate to zero; a weaker one
cannot. Beside it stand bounds: what a confounder would do that is some times as strong as a measured
covariate. Everything is algebra of the least-squares fit, so partial R² and robustness value take the plain
standard error and the residual degrees of freedom, whatever the pupils' errors are like.

The robustness value of the limit asks when the interval reaches zero. A confounder as strong for the outcome
as for absence leaves the standard error as it is (apart from its one degree of freedom), so the estimate then
has to come down to the interval's half width; with few schools that is the half width of the published,
cluster-robust interval.

For risk ratios the *E-value* (VanderWeele & Ding 2017): how strongly, as risk ratios, a confounder must go
together with both absence and outcome to explain the ratio away. The risk ratio is one of standardised
shares; an odds ratio of a common outcome is much farther from 1 and is never taken for one.

References
----------
Cinelli, C. & Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable bias. Journal of the
Royal Statistical Society, Series B 82, 39-67.
VanderWeele, T. J. & Ding, P. (2017). Sensitivity analysis in observational research: introducing the E-value.
Annals of Internal Medicine 167, 268-274.
VanderWeele, T. J. (2017). On a square-root transformation of the odds ratio for a common outcome.
Epidemiology 28, e58-e60.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from analys.estimates.intervals import NIVA


def compute_partial_r2(estimate: float, error: float, df: float) -> float:
    """Share of what is left of the outcome that a term explains, 0-1.

    Parameters
    ----------
    estimate, error : float
        Coefficient and its plain standard error.
    df : float
        Residual degrees of freedom.

    Examples
    --------
    Being harmed and attitudes to peace in Darfur (Cinelli & Hazlett 2020, section 5): 2.2 percent.

    >>> round(100 * compute_partial_r2(0.09732, 0.02326, 783), 1)
    2.2
    """
    t2 = (estimate / error) ** 2
    return t2 / (t2 + df)


def compare_fits(r2: float, r2_without: float) -> float:
    """Partial R² of several terms together, from the R² of the model with and without them.

    Examples
    --------
    >>> round(compare_fits(0.6, 0.5), 3)
    0.2
    """
    return (r2 - r2_without) / (1 - r2_without) if r2_without < 1 else 0.0


def compute_half_width(error: float, df: float, niva: float = NIVA) -> float:
    """Half width of the plain interval after a confounder has taken one degree of freedom.

    Examples
    --------
    >>> round(compute_half_width(0.02326, 783), 4)
    0.0457
    """
    return float(-stdtrit(df - 1, (1 - niva) / 2)) * error * float(np.sqrt(df / (df - 1)))


def compute_robustness(estimate: float, error: float, df: float, allowed: float = 0.0) -> float:
    """Robustness value, 0-1: the least strength that brings the estimate down to what is allowed.

    Parameters
    ----------
    estimate, error, df : float
        See `compute_partial_r2`.
    allowed : float
        What may be left of the estimate: 0, or the half width of its interval.

    Examples
    --------
    The published 13.9 percent for the estimate and 7.6 for the limit of its 95 percent interval:

    >>> round(100 * compute_robustness(0.09732, 0.02326, 783), 1)
    13.9
    >>> round(100 * compute_robustness(0.09732, 0.02326, 783, compute_half_width(0.02326, 783)), 1)
    7.6
    """
    f, left = abs(estimate) / (error * np.sqrt(df)), allowed / (error * np.sqrt(df))
    if f <= left:
        return 0.0
    if f * left > 1:
        # So strong an association that absence's side binds: the confounder may explain all of the outcome.
        return float((f**2 - left**2) / (1 + f**2))
    gap2 = (f - left) ** 2
    return float((np.sqrt(gap2**2 + 4 * gap2) - gap2) / 2)


@dataclass(frozen=True)
class Confounded:
    """What an estimate would be if a confounder of a certain strength were measured.

    Parameters
    ----------
    r2_franvaro, r2_utfall : float
        Shares that the confounder explains of what is left of absence and of the outcome, 0-1.
    varde, fel : float
        Estimate brought towards zero, and its plain standard error.
    """

    r2_franvaro: float
    r2_utfall: float
    varde: float
    fel: float


def bound_confounder(
    estimate: float, error: float, df: float, r2_franvaro: float, r2_utfall: float, times: float = 1.0
) -> Confounded | None:
    """The estimate with a confounder some times as strong as a measured covariate.

    Parameters
    ----------
    estimate, error, df : float
        See `compute_partial_r2`.
    r2_franvaro, r2_utfall : float
        Partial R² of the covariate with absence given the other covariates, and with the outcome given
        absence and the other covariates.
    times : float
        How many times as strong the confounder is, in both.

    Returns
    -------
    Confounded or None
        None where no confounder can be that strong.

    Examples
    --------
    A confounder three times as strong as gender in Darfur, where the published values are 37.4 and 0.030:

    >>> bound = bound_confounder(0.09732, 0.02326, 783, 0.009081, 0.10903, times=3)
    >>> round(100 * bound.r2_utfall, 1), round(bound.varde, 3)
    (37.4, 0.03)
    """
    with_franvaro = times * r2_franvaro / (1 - r2_franvaro)
    if with_franvaro >= 1 or times * r2_franvaro >= 1:
        return None
    # How much of the confounder the covariate tells, given absence (their equation 21).
    shared = times * r2_franvaro**2 / ((1 - times * r2_franvaro) * (1 - r2_franvaro))
    if shared >= 1:
        return None
    eta2 = (np.sqrt(times) + np.sqrt(shared)) ** 2 / (1 - shared)
    with_utfall = min(float(eta2 * r2_utfall / (1 - r2_utfall)), 1.0)
    bias = float(np.sqrt(with_utfall * with_franvaro / (1 - with_franvaro) * df)) * error
    spread = float(np.sqrt((1 - with_utfall) / (1 - with_franvaro) * df / (df - 1))) * error
    return Confounded(with_franvaro, with_utfall, float(np.sign(estimate)) * (abs(estimate) - bias), spread)


@dataclass(frozen=True)
class EValue:
    """E-values of a risk ratio and of its interval's limit nearest 1; 1 where the interval holds 1."""

    varde: float
    grans: float


def compute_e_value(ratio: float, undre: float, ovre: float) -> EValue:
    """E-values of a risk ratio with its interval.

    Examples
    --------
    Bottle feeding and deaths by respiratory infection (VanderWeele & Ding 2017): 7.26 and 3.0.

    >>> e = compute_e_value(3.9, 1.8, 8.7)
    >>> round(e.varde, 2), round(e.grans, 1)
    (7.26, 3.0)
    """
    nearest = undre if ratio >= 1 else ovre
    crosses = undre <= 1 <= ovre
    return EValue(_e_value(ratio), 1.0 if crosses else _e_value(nearest))


def _e_value(ratio: float) -> float:
    if not ratio > 0:
        return float("inf") if ratio == 0 else float("nan")
    above = max(ratio, 1 / ratio)
    return float(above + np.sqrt(above * (above - 1)))


def approximate_risk_ratio(odds_ratio: float) -> float:
    """Risk ratio of a common outcome (15 to 85 percent), where only the odds ratio is known.

    Examples
    --------
    >>> approximate_risk_ratio(4.0)
    2.0
    """
    return float(np.sqrt(odds_ratio))
