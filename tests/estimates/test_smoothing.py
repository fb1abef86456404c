"""Partial pooling against published results and the identities it must obey."""

from __future__ import annotations

import numpy as np
import pytest
from simulators import draw_shares, make_layout, make_pupils

from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.shrinkage import estimate_tau
from analys.estimates.smoothing import compute_smoothed_levels, shrink
from analys.indicators import REGISTRY

EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12]
ERRORS = [15, 10, 16, 11, 9, 11, 10, 18]


def test_eight_schools_published() -> None:
    # Gelman et al., Bayesian Data Analysis, table of the eight schools (flat prior on tau): medians and 2.5 %
    # points from 200 simulated draws, hence the tolerance.
    medians, lower = [10, 8, 7, 8, 5, 6, 10, 8], [-2, -5, -11, -7, -9, -7, -1, -6]
    result = shrink(EFFECTS, ERRORS)
    assert result.varde == pytest.approx(medians, abs=2)
    assert result.undre == pytest.approx(lower, abs=3)


def test_eight_schools_by_simulation() -> None:
    # The same posterior another way: tau on a plain grid, then the mean, then each school, 100 000 draws.
    rng = np.random.default_rng(0)
    y, v = np.array(EFFECTS, dtype=float), np.array(ERRORS, dtype=float) ** 2
    tau = np.linspace(0.01, 150, 15_000)
    total = v[:, None] + tau**2
    spread = 1 / (1 / total).sum(axis=0)
    mu = (y[:, None] / total).sum(axis=0) * spread
    log = 0.5 * np.log(spread) - 0.5 * (np.log(total) + (y[:, None] - mu) ** 2 / total).sum(axis=0)
    chosen = rng.choice(len(tau), 100_000, p=np.exp(log - log.max()) / np.exp(log - log.max()).sum())
    centre = rng.normal(mu[chosen], np.sqrt(spread[chosen]))
    between = tau[chosen] ** 2
    school = (y[:, None] * between + centre * v[:, None]) / (between + v[:, None])
    draws = rng.normal(school, np.sqrt(between * v[:, None] / (between + v[:, None])))
    result = shrink(EFFECTS, ERRORS)
    effects = draws - centre
    assert result.effekt == pytest.approx(effects.mean(axis=1), abs=0.15)
    assert result.effekt_undre == pytest.approx(np.quantile(effects, 0.025, axis=1), abs=0.4)
    assert result.effekt_ovre == pytest.approx(np.quantile(effects, 0.975, axis=1), abs=0.4)
    assert result.varde == pytest.approx(draws.mean(axis=1), abs=0.15)
    assert result.undre == pytest.approx(np.quantile(draws, 0.025, axis=1), abs=0.4)
    assert result.ovre == pytest.approx(np.quantile(draws, 0.975, axis=1), abs=0.4)


def test_balanced_data_are_pulled_in_by_lambda() -> None:
    effects = np.array([230.0, 214, 221, 208, 226, 239])
    result = shrink(effects, np.full(6, 7.0))
    assert np.ptp(result.reliability) == pytest.approx(0)
    lam = result.reliability[0]
    assert 0 < lam < 1
    assert result.medel == pytest.approx(effects.mean())
    assert result.varde - effects.mean() == pytest.approx(lam * (effects - effects.mean()))
    assert result.effekt == pytest.approx(lam * (effects - effects.mean()))


def test_small_schools_are_pulled_in_more() -> None:
    result = shrink([200.0, 200, 220, 240, 240], [5.0, 20, 5, 5, 20])
    assert result.reliability[0] > result.reliability[1]
    assert result.varde[0] < result.varde[1] < 220 < result.varde[4] < result.varde[3]


def test_exact_estimates_stay_and_equal_ones_meet() -> None:
    exact = shrink([200.0, 220, 240, 260], np.full(4, 0.01))
    assert exact.varde == pytest.approx([200, 220, 240, 260], abs=0.01)
    assert (exact.reliability > 0.999).all()
    equal = shrink([220.0] * 5, [10.0, 12, 14, 16, 18])
    assert equal.varde == pytest.approx([220] * 5)
    assert (equal.reliability < 0.5).all()


def test_shifting_and_scaling_follow() -> None:
    first = shrink(EFFECTS, ERRORS)
    other = shrink(100 + 2 * np.array(EFFECTS), 2 * np.array(ERRORS))
    assert other.varde == pytest.approx(100 + 2 * first.varde)
    assert other.undre == pytest.approx(100 + 2 * first.undre)
    assert other.reliability == pytest.approx(first.reliability)


def test_reliability_has_an_interval() -> None:
    result = shrink(EFFECTS, ERRORS)
    assert (result.reliability_undre < result.reliability).all()
    assert (result.reliability < result.reliability_ovre).all()
    assert (result.reliability_undre >= 0).all() and (result.reliability_ovre <= 1).all()


def test_too_few_schools_and_zero_errors_are_refused() -> None:
    with pytest.raises(ValueError, match="three"):
        shrink([1, 2], [1, 1])
    with pytest.raises(ValueError, match="above 0"):
        shrink([1, 2, 3], [1, 0, 1])


def test_distances_to_these_very_schools_by_simulation() -> None:
    # As above, of the schools' draws less their mean, and less their line on a covariate.
    rng = np.random.default_rng(1)
    y, v = np.array(EFFECTS, dtype=float), np.array(ERRORS, dtype=float) ** 2
    x = np.array([3.0, -1, 0, 2, -3, 1, 4, -2])
    for design, result in (
        (np.ones((8, 1)), shrink(EFFECTS, ERRORS)),
        (np.column_stack([np.ones(8), x]), shrink(EFFECTS, ERRORS, covariate=x)),
    ):
        tau = np.linspace(0.01, 150, 6_000)
        logs, lines, roots = [], [], []
        for t in tau:
            w = 1 / (v + t**2)
            inverse = np.linalg.inv(design.T @ (w[:, None] * design))
            line = inverse @ (design.T @ (w * y))
            logs.append(
                0.5 * np.log(w).sum()
                + 0.5 * np.log(np.linalg.det(inverse))
                - 0.5 * (w * (y - design @ line) ** 2).sum()
            )
            lines.append(line)
            roots.append(np.linalg.cholesky(inverse))
        weight = np.exp(np.array(logs) - max(logs))
        chosen = rng.choice(len(tau), 100_000, p=weight / weight.sum())
        noise = rng.standard_normal((100_000, design.shape[1]))
        lines = np.array(lines)[chosen] + np.einsum("tij,tj->ti", np.array(roots)[chosen], noise)
        centre, between = lines @ design.T, tau[chosen, None] ** 2
        school = (y * between + centre * v) / (between + v)
        draws = rng.normal(school, np.sqrt(between * v / (between + v)))
        apart = draws - draws @ design @ np.linalg.inv(design.T @ design) @ design.T
        assert result.avstand == pytest.approx(apart.mean(axis=0), abs=0.15)
        assert result.avstand_undre == pytest.approx(np.quantile(apart, 0.025, axis=0), abs=0.4)
        assert result.avstand_ovre == pytest.approx(np.quantile(apart, 0.975, axis=0), abs=0.4)
        assert result.tau == pytest.approx(np.median(tau[chosen]), abs=0.3)


def test_many_schools_tell_the_spread_as_finely_as_a_dense_grid() -> None:
    """Equal errors v: the posterior of tau is (v + tau²)^(-(n-1)/2) exp(-S / (2 (v + tau²)))."""
    rng = np.random.default_rng(7)
    true = rng.normal(0.0, 0.15, 300)
    estimates, v = true + rng.normal(0.0, 0.05, 300), 0.05**2
    tau = np.linspace(0.0, 1.0, 200_001)
    spread = ((estimates - estimates.mean()) ** 2).sum()
    logs = -(299 / 2) * np.log(v + tau**2) - spread / (2 * (v + tau**2))
    share = np.cumsum(np.exp(logs - logs.max()))
    expected = np.interp([0.5, 0.025, 0.975], share / share[-1], tau)

    assert estimate_tau(estimates, np.full(300, 0.05)) == pytest.approx(tuple(expected), rel=0.003)


def test_unsure_errors_widen_the_intervals_and_equal_ones_do_not() -> None:
    sure = shrink(EFFECTS, ERRORS)
    same = shrink(EFFECTS, np.tile(ERRORS, (9, 1)))
    apart = 20 * np.array(EFFECTS)  # so far apart that little is pulled together
    known, unsure = shrink(apart, ERRORS), shrink(apart, np.outer([0.5, 1, 2], ERRORS))
    assert same.avstand == pytest.approx(sure.avstand, abs=1e-3)
    assert same.avstand_ovre == pytest.approx(sure.avstand_ovre, abs=0.05)
    assert (unsure.avstand_ovre - unsure.avstand_undre > known.avstand_ovre - known.avstand_undre).all()
    assert estimate_tau(EFFECTS, ERRORS) == (sure.tau, sure.tau_undre, sure.tau_ovre)


def test_a_covariate_needs_a_fourth_school() -> None:
    with pytest.raises(ValueError, match="four with a covariate"):
        shrink([1, 2, 3], [1, 1, 1], covariate=[1, 2, 3])


def test_smoothed_levels_of_schools() -> None:
    layout = make_layout((5, 4, 2, 1, 1), (0.95, 0.9, 0.8, 0.7, 0.99), years=3)
    pupils = make_pupils(layout, draw_shares(layout, 0.05, np.random.default_rng(1)))
    indicator = REGISTRY["behorighet_yrkes"]
    icc = compute_icc(pupils)
    smoothed = compute_smoothed_levels(pupils, indicator, icc)
    raw = compute_levels(pupils, indicator, ["skolenhet"], icc)
    assert smoothed["obearbetat"].tolist() == raw["varde"].tolist()
    centre = (raw["varde"] * raw["n"]).sum() / raw["n"].sum()
    far = (raw["varde"] - centre).abs() > 4
    assert ((smoothed["varde"] - centre).abs() < (raw["varde"] - centre).abs())[far].all()
    assert smoothed["ovre"].max() <= 100
    two = pupils[pupils["skolenhet"].isin(["00000000", "00000001"])]
    assert compute_smoothed_levels(two, indicator, icc).empty
