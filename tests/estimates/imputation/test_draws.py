"""Draws from regressions against what their posteriors are known to be."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from analys.estimates.imputation.columns import Part
from analys.estimates.imputation.draws import DONORS, Linear, Logit, choose_donors, draw_linear

NO_PRIOR = 1e-9


def test_linear_draws_follow_their_posterior() -> None:
    # y = 1, 2, 4, 5 on x = -1, -1, 1, 1: intercept 3, slope 1.5, residuals ± 0.5, so rest 1 with 2 df.
    x = np.array([-1.0, -1, 1, 1])
    part = Part(np.stack([np.ones(4), x], axis=1), None)
    sums = Linear.start(2, 1).add(part, np.array([[1.0], [2], [4], [5]]))
    prior = np.full(2, NO_PRIOR)
    rng = np.random.default_rng(1)
    draws = [draw_linear(sums, prior, rng) for _ in range(4_000)]
    assert draws[0].estimate[:, 0] == pytest.approx([3.0, 1.5])
    # 1 / variance is chi square with 2 df, and the slope t with 2 df and scale sqrt(1/2 / 4).
    variance = np.array([one.root[0, 0] ** 2 for one in draws])
    slope = np.array([one.beta[1, 0] for one in draws])
    assert stats.kstest(1 / variance, stats.chi2(2).cdf).pvalue > 0.001
    assert stats.kstest((slope - 1.5) / np.sqrt(1 / 8), stats.t(2).cdf).pvalue > 0.001


def test_residual_covariance_of_two_outcomes() -> None:
    # Inverse Wishart with rest S and 400 - 1 df: its mean is S / (df - 3).
    rng = np.random.default_rng(2)
    y = rng.multivariate_normal([0, 0], [[2.0, 1.2], [1.2, 1.0]], 400)
    sums = Linear.start(1, 2).add(Part(np.ones((400, 1)), None), y)
    draws = [draw_linear(sums, np.full(1, NO_PRIOR), rng).root for _ in range(3_000)]
    mean = np.mean([root @ root.T for root in draws], axis=0)
    assert mean == pytest.approx(399 * np.cov(y.T) / (399 - 3), abs=0.02)


def test_prior_speaks_where_the_data_are_silent() -> None:
    # Nobody of the second label is observed: its level is drawn with the prior's SD, half the residual one.
    labels = np.stack([np.ones(50), np.zeros(50)], axis=1)
    y = np.random.default_rng(3).standard_normal((50, 1))
    sums = Linear.start(3, 1).add(Part(np.column_stack([np.ones(50), labels]), None), y)
    rng = np.random.default_rng(4)
    draws = np.array([draw_linear(sums, np.array([1e-6, 4, 4]), rng).beta[:, 0] for _ in range(4_000)])
    assert draws[:, 2].std() == pytest.approx(0.5 * y.std(), rel=0.1)


def test_logit_is_the_maximum_likelihood_one() -> None:
    rng = np.random.default_rng(5)
    x = np.column_stack([np.ones(3_000), rng.standard_normal((3_000, 2))])
    y = (rng.random(3_000) < 1 / (1 + np.exp(-(x @ [-1.0, 0.8, -0.5])))).astype(float)
    fit = sm.Logit(y, x).fit(disp=0)
    # To a hundredth of a standard error, which is where Newton's method stops.
    found = Logit.start(np.full(3, NO_PRIOR)).add(Part(x, None), y)
    assert found.mode == pytest.approx(fit.params, abs=0.01 * fit.bse.min())
    draws = np.array([found.draw(np.random.default_rng(number)) for number in range(3_000)])
    assert np.cov(draws.T) == pytest.approx(fit.cov_params(), abs=2e-4)
    # In two parts: what the first tells is taken to be quadratic around its mode.
    half = Logit.start(np.full(3, NO_PRIOR)).add(Part(x[:2_500], None), y[:2_500])
    both = half.add(Part(x[2_500:], None), y[2_500:])
    assert both.mode == pytest.approx(fit.params, abs=0.05 * fit.bse.min())


def test_logit_of_what_is_separated_stays_finite() -> None:
    x = np.column_stack([np.ones(40), np.repeat([0.0, 1.0], 20)])
    found = Logit.start(np.array([1e-6, 1.0])).add(Part(x, None), np.repeat([0.0, 1.0], 20))
    assert (np.abs(found.mode) < 10).all()


def test_no_rows_change_nothing() -> None:
    start = Logit.start(np.ones(2))
    assert start.add(Part(np.empty((0, 2)), None), np.empty(0)) is start


def test_donors_are_the_nearest() -> None:
    rng = np.random.default_rng(6)
    expected, wanted = rng.standard_normal(60), 1.5 * rng.standard_normal(400)
    for place, value in zip(choose_donors(expected, wanted, rng), wanted, strict=True):
        assert abs(expected[place] - value) <= np.sort(np.abs(expected - value))[DONORS - 1]
    # Each is as likely as the others: 1/5 of 5 000.
    often = np.bincount(choose_donors(np.arange(9.0), np.full(5_000, 4.1), rng), minlength=9)
    assert often[[0, 1, 7, 8]].sum() == 0
    assert stats.chisquare(often[2:7]).pvalue > 0.001


def test_fewer_observed_than_donors() -> None:
    assert set(choose_donors(np.array([1.0, 2]), np.zeros(50), np.random.default_rng(7))) == {0, 1}
