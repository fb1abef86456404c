"""Robustness values, bounds and E-values by hand and against published ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analys.estimates.sensitivity import (
    approximate_risk_ratio,
    bound_confounder,
    compare_fits,
    compute_e_value,
    compute_half_width,
    compute_partial_r2,
    compute_robustness,
)

# Cinelli & Hazlett (2020), Journal of the Royal Statistical Society B 82, 39-67, section 5: the coefficient
# of being directly harmed in Darfur; the digits are those that their package's reference page prints.
DARFUR = (0.09732, 0.02326, 783.0)


def test_published_robustness() -> None:
    # t = 4.18445; partial R² 0.02187, RV 0.13878, RV at the 5 % level 0.07626.
    assert compute_partial_r2(*DARFUR) == pytest.approx(0.02187, abs=1e-5)
    assert compute_robustness(*DARFUR) == pytest.approx(0.13878, abs=2e-5)
    limit = compute_half_width(*DARFUR[1:])
    assert compute_robustness(*DARFUR, limit) == pytest.approx(0.07626, abs=2e-5)


def test_robustness_by_hand() -> None:
    # t = 3, df 36: f = 3 / 6 = 0.5, and (√(0.0625 + 1) - 0.25) / 2 = 0.390388. Partial R² 9 / 45.
    assert compute_partial_r2(3, 1, 36) == pytest.approx(0.2)
    assert compute_robustness(3, 1, 36) == pytest.approx((math.sqrt(1.0625) - 0.25) / 2)
    assert compute_robustness(-6, 2, 36) == pytest.approx(0.390388, abs=1e-6)
    # Down to 1.2 is 1.8: f = 0.3, and (√(0.0081 + 0.36) - 0.09) / 2.
    assert compute_robustness(3, 1, 36, 1.2) == pytest.approx((math.sqrt(0.3681) - 0.09) / 2)
    # An interval that holds zero already needs no confounder.
    assert compute_robustness(3, 1, 36, 3.0) == 0.0
    # f = 3, half width 0.5 of it in f: 3 × 0.5 > 1, so (9 - 0.25) / 10.
    assert compute_robustness(18, 1, 36, 3.0) == pytest.approx(0.875)


def test_robustness_is_what_brings_the_estimate_down() -> None:
    # A confounder exactly that strong in both, by the formula of omitted variable bias.
    estimate, error, df, left = 20.0, 4.0, 300.0, 8.0
    value = compute_robustness(estimate, error, df, left)
    bias = math.sqrt(value * value / (1 - value)) * error * math.sqrt(df)
    assert estimate - bias == pytest.approx(left)


def test_half_width_by_hand() -> None:
    # 60 degrees of freedom have the quantile 2.000, a confounder having taken the 61st.
    assert compute_half_width(3.0, 61) == pytest.approx(2.0003 * 3 * math.sqrt(61 / 60), abs=1e-3)


def test_published_bounds() -> None:
    # The package's reference page: once as strong as gender, 0.00916 of the treatment and 0.12464 of the
    # outcome. With one time, R²/(1 - R²) is 0.009164, and shared = 0.009164², so that 0.12464 is
    # (1.009164)² / (1 - 0.000084) = 1.018498 times R²/(1 - R²) of gender, which is 0.122377.
    female = 0.00916429 / 1.00916429, 0.122377 / 1.122377
    expected = {
        1: (0.00916, 0.12464, 0.07522, 0.02187),
        2: (0.01833, 0.24932, 0.05292, 0.02035),
        3: (0.02749, 0.37405, 0.03040, 0.01867),
    }
    for times, (r2_franvaro, r2_utfall, estimate, error) in expected.items():
        bound = bound_confounder(*DARFUR, *female, times)
        assert bound is not None
        assert (bound.r2_franvaro, bound.r2_utfall) == pytest.approx((r2_franvaro, r2_utfall), abs=1e-5)
        assert (bound.varde, bound.fel) == pytest.approx((estimate, error), abs=1e-5)
    mirrored = bound_confounder(-DARFUR[0], *DARFUR[1:], *female, 3)
    assert mirrored is not None and mirrored.varde == pytest.approx(-0.03040, abs=1e-5)


def test_a_confounder_that_cannot_be() -> None:
    # Three times a covariate that explains 0.4 of absence would explain more than all of it.
    assert bound_confounder(1, 0.1, 100, 0.4, 0.1, 3) is None
    bound = bound_confounder(1, 0.1, 100, 0.1, 0.9)
    assert bound is not None and bound.r2_utfall == 1.0 and bound.fel == 0.0


def test_bound_is_the_estimate_with_a_confounder_like_it() -> None:
    # z and c alike in both equations and unrelated: leaving c out is what z once more would undo.
    rng = np.random.default_rng(5)
    base = np.linalg.qr(np.column_stack([np.ones(400), rng.standard_normal((400, 4))]))[0][:, 1:] * 20
    c, z, v, u = base.T
    d = 0.5 * c + 0.5 * z + v
    y = 2 * d + 3 * c + 3 * z + u
    long = np.linalg.lstsq(np.column_stack([d, c, z]), y, rcond=None)[0][0]
    short = np.column_stack([d, z])
    coefficients, rest = np.linalg.lstsq(short, y, rcond=None)[:2]
    df = 400.0 - 3
    error = math.sqrt(float(rest[0]) / df * np.linalg.inv(short.T @ short)[0, 0])
    r2_franvaro = 0.25 / (0.25 + 0.25 + 1)
    alone, both = np.linalg.lstsq(d[:, None], y, rcond=None)[1][0], float(rest[0])
    bound = bound_confounder(float(coefficients[0]), error, df, r2_franvaro, (alone - both) / alone)
    assert bound is not None and bound.varde == pytest.approx(long, abs=1e-9)


def test_fits_compared() -> None:
    assert compare_fits(0.75, 0.5) == pytest.approx(0.5)
    assert compare_fits(1.0, 1.0) == 0.0


def test_published_e_values() -> None:
    # VanderWeele & Ding (2017), Annals of Internal Medicine 167, 268-274: 3.9 (1.8 to 8.7).
    e = compute_e_value(3.9, 1.8, 8.7)
    assert (round(e.varde, 2), round(e.grans, 1)) == (7.26, 3.0)


def test_e_values_by_hand() -> None:
    # 2 + √2; 0.5 is the same turned round, and of 0.4-0.8 the limit 0.8 lies nearest: 1.25 + √0.3125.
    assert compute_e_value(2.0, 1.0, 4.0).varde == pytest.approx(2 + math.sqrt(2))
    protective = compute_e_value(0.5, 0.4, 0.8)
    assert protective.varde == pytest.approx(2 + math.sqrt(2))
    assert protective.grans == pytest.approx(1.25 + math.sqrt(0.3125))
    assert compute_e_value(1.3, 0.9, 2.0).grans == 1.0
    assert compute_e_value(1.0, 0.9, 1.1).varde == 1.0
    assert compute_e_value(0.0, 0.0, 0.5).varde == math.inf


def test_odds_ratio_of_a_common_outcome() -> None:
    # Shares 0.5 and 0.8: odds 1 and 4, risk ratio 1.6; the root of the odds ratio is nearer than it.
    assert abs(approximate_risk_ratio(4.0) - 1.6) < abs(4.0 - 1.6)
    assert approximate_risk_ratio(2.25) == 1.5
