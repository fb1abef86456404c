"""Funnel limits and overdispersion against published values, by hand, and under chance alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analys.estimates.funnel import (
    GRANSER,
    compute_binomial_limits,
    compute_chance_errors,
    compute_dispersion,
    compute_tau2,
    expect_dispersion,
    make_funnel,
    midp,
)


def test_midp_by_hand() -> None:
    # Bin(4, 1/2): 1, 4, 6, 4, 1 sixteenths. Half of the own outcome and all below it.
    assert midp(np.arange(5), 4, 50) == pytest.approx([1 / 32, 3 / 16, 1 / 2, 13 / 16, 31 / 32])


def test_binomial_limits_by_hand() -> None:
    # 0.9 lies between 13/16 (3 pupils) and 31/32 (4): 3 + (0.9 - 0.8125) / 0.15625 = 3.56 of 4.
    low, high = compute_binomial_limits(50, [4], 0.8)
    assert high[0] == pytest.approx(89.0)
    assert low[0] == pytest.approx(11.0)
    # No outcome of four pupils is as rare as 2.5 %: every share is inside.
    assert [x[0] for x in compute_binomial_limits(50, [4], 0.95)] == [0.0, 100.0]


def test_binomial_limits_are_the_normal_ones_for_many_pupils() -> None:
    # Spiegelhalter 2005 (Statistics in Medicine), eq. 3: theta ± z sqrt(theta (1 - theta) / n).
    for name, z in (("gräns 95", 1.959964), ("gräns 99,8", 3.090232)):
        low, high = compute_binomial_limits(30, [20_000], GRANSER[name])
        half = 100 * z * np.sqrt(0.3 * 0.7 / 20_000)
        assert (low[0], high[0]) == (pytest.approx(30 - half, abs=0.02), pytest.approx(30 + half, abs=0.02))


@pytest.mark.parametrize(("niva", "most"), [(0.95, 0.05), (0.998, 0.002)])
def test_exact_false_alarm_rate_of_binomial_limits(niva: float, most: float) -> None:
    rates = []
    for n in range(15, 120, 5):
        low, high = compute_binomial_limits(85, [n], niva)
        share = 100 * np.arange(n + 1) / n
        outside = (share < low) | (share > high)
        rates.append(stats.binom.pmf(np.arange(n + 1)[outside], n, 0.85).sum())
    # Mid-p keeps the rate on average, never twice it (counts are whole numbers).
    assert np.mean(rates) <= most * 1.1
    assert max(rates) <= 2 * most


def test_dispersion_published() -> None:
    # Test value of the R package FunnelPlotR (test-classes_methods.R: phi 2.948033), which follows
    # Spiegelhalter 2005: observed against expected numbers, z = sqrt(E) log(O / E), nothing drawn in.
    observed = np.array([100, 150, 180, 80, 120, 225])
    expected = np.array([108, 112, 165, 95, 100, 220])
    z = np.sqrt(expected) * np.log(observed / expected)
    assert compute_dispersion(z, winsorised=0.0) == pytest.approx(2.948033, abs=5e-7)


def test_dispersion_and_tau_by_hand() -> None:
    # Quartiles of -2, -1, 0, 1, 2 are ±1: (1 + 1 + 0 + 1 + 1) / 5.
    assert compute_dispersion([-2, -1, 0, 1, 2], winsorised=0.25) == pytest.approx(0.8)
    # DerSimonian-Laird: errors 1 and 1/2, so weights 1, 1, 4: (3 × 3 - 2) / (6 - 18 / 6) = 7/3.
    assert compute_tau2(3.0, [1.0, 1.0, 0.5]) == pytest.approx(7 / 3)
    assert compute_tau2(2 / 3, [1.0, 1.0, 0.5]) == 0.0


def test_winsorised_chance_is_what_a_normal_distribution_says() -> None:
    # Many schools: z drawn in at ±1.2816 has 0.8 - 2 × 1.2816 × 0.1755 + 0.2 × 1.2816² = 0.679.
    assert expect_dispersion(400) == pytest.approx(0.679, abs=0.005)
    assert expect_dispersion(400, winsorised=0.0) == pytest.approx(1.0, abs=0.005)


def test_limits_by_hand() -> None:
    # Nothing beyond chance: 10 ± 1.96 × 2 and 10 ± 3.09 × 2.
    quiet = make_funnel([9.0, 10, 11, 10], [2.0] * 4, 10)
    assert quiet.tau == 0
    for name, z in (("gräns 95", 1.959964), ("gräns 99,8", 3.090232)):
        low, high = quiet.limits(GRANSER[name])
        assert (low[0], high[0]) == (pytest.approx(10 - 2 * z), pytest.approx(10 + 2 * z))


def test_one_school_far_out_does_not_hide_itself() -> None:
    values = np.array([0.0, 1, -1, 0.5, -0.5, 0.2, -0.2, 0.8, -0.8, 12])
    funnel = make_funnel(values, np.ones(10), 0)
    low, high = funnel.limits(GRANSER["gräns 99,8"])
    assert ((values < low) | (values > high)).tolist() == [False] * 9 + [True]


def test_schools_that_vary_widen_the_limits() -> None:
    rng = np.random.default_rng(1)
    found = [make_funnel(rng.normal(0, 5, 20), np.ones(20), 0).tau for _ in range(300)]
    # SD 5 in all: tau is sqrt(25 - 1) = 4.9.
    assert np.mean(found) == pytest.approx(np.sqrt(24), rel=0.05)


@pytest.mark.parametrize("schools", [3, 6, 15])
@pytest.mark.parametrize("tau", [0.0, 2.0])
def test_false_alarms_of_reports(schools: int, tau: float) -> None:
    rng = np.random.default_rng(7)
    error = np.linspace(0.6, 1.6, schools)
    hits = []
    for _ in range(2000):
        y = rng.normal(0, np.sqrt(error**2 + tau**2))
        low, high = make_funnel(y, error, 0).limits(GRANSER["gräns 99,8"])
        hits.append(((y < low) | (y > high)).any())
    # At most 5 % of reports (METHODS section 0) and three Monte Carlo standard errors.
    assert np.mean(hits) <= 0.065


def test_chance_errors_by_hand() -> None:
    pupils = pd.DataFrame(
        {
            "lasar": "2025/26",
            "skolenhet": ["1"] * 4 + ["2"] * 2,
            "klass": ["a", "a", "b", "b", "a", "a"],
            "varde": [0.0, 2, 0, 2, 10, 12],
        }
    )
    # Squares within schools 4 + 2 on 6 - 2 degrees of freedom: 1.5. Classes of two at icc 0.5: deff 1.5.
    errors = compute_chance_errors(pupils, 0.5)
    assert errors.to_dict() == {
        "1": pytest.approx(np.sqrt(1.5 * 1.5 / 4)),
        "2": pytest.approx(np.sqrt(1.5 * 1.5 / 2)),
    }


def test_two_schools_make_no_funnel() -> None:
    with pytest.raises(ValueError, match="three"):
        make_funnel([1, 2], [1, 1], 1)
    with pytest.raises(ValueError, match="above 0"):
        make_funnel([1, 2, 3], [1, 0, 1], 1)
