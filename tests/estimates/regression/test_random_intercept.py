"""The random-intercept model: published values, balanced data by hand, another implementation."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import statsmodels.api as sm

from analys.estimates.regression.linear import fit_linear
from analys.estimates.regression.random_intercept import estimate_mixed, fit_random_intercept, split_within

# Pinheiro & Bates (2000), section 1.1: travel time in six rails, three times each.
RAIL = ((55, 53, 54), (26, 37, 32), (78, 91, 85), (92, 100, 96), (49, 51, 50), (80, 85, 83))


def draw(seed, sizes=(40, 12, 25, 8, 31, 19, 6, 22), between=1.0):
    """Uneven clusters; a column within them and one of whole clusters."""
    rng = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    x = rng.normal(size=len(clusters)) + rng.normal(size=len(sizes))[clusters]
    whole = (clusters % 2).astype("float64")
    y = 2 + 0.5 * x + whole + between * rng.normal(size=len(sizes))[clusters] + rng.normal(size=len(clusters))
    return np.stack([np.ones(len(y)), x, whole], axis=1), y, clusters


def test_rail_published():
    # Pinheiro & Bates (2000), p. 8; with more digits in nlme's printout of the same: REML.
    fit = fit_random_intercept(np.ones((18, 1)), np.ravel(RAIL).astype(float), np.repeat(range(6), 3))
    assert np.sqrt(fit.between) == pytest.approx(24.80547, abs=5e-6)
    assert np.sqrt(fit.within) == pytest.approx(4.020779, abs=5e-7)
    assert fit.loglik == pytest.approx(-61.0885, abs=5e-5)
    found = estimate_mixed(fit, [1.0])
    assert found.varde[0] == pytest.approx(66.5)
    assert found.fel[0] == pytest.approx(10.17104, abs=5e-6)
    # A mean of six equal clusters has five degrees of freedom.
    assert found.df[0] == pytest.approx(5, abs=1e-4)


def test_balanced_data_by_hand():
    # Means 1, 3 and 8 of four rows, each row ±1 around them: 4 × 13 = 52 between on 2 degrees of freedom and
    # 12 / 9 within, so (52 - 4/3) / 4 = 38/3 between clusters.
    y = np.repeat([1.0, 3, 8], 4) + np.tile([1.0, -1, 1, -1], 3)
    fit = fit_random_intercept(np.ones((12, 1)), y, np.repeat([1, 2, 3], 4))
    assert fit.within == pytest.approx(4 / 3)
    assert fit.between == pytest.approx(38 / 3, rel=1e-6)
    assert fit.icc == pytest.approx((38 / 3) / 14, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_statsmodels_finds_the_same(seed):
    x, y, clusters = draw(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits = [sm.MixedLM(y, x, clusters).fit(method=[method]) for method in ("bfgs", "powell")]
    other = max((one for one in fits if np.isfinite(one.llf)), key=lambda one: one.llf)
    fit = fit_random_intercept(x, y, clusters)
    assert fit.loglik >= other.llf - 1e-6 and fit.loglik == pytest.approx(other.llf, abs=1e-3)
    assert fit.coefficients == pytest.approx(other.fe_params, abs=1e-3)
    assert fit.between == pytest.approx(other.cov_re[0, 0], rel=0.01)
    # Errors by definition: the inverse of X'V⁻¹X.
    v = np.eye(len(y)) * fit.within + fit.between * (clusters[:, None] == clusters)
    errors = np.sqrt(np.diag(np.linalg.inv(x.T @ np.linalg.solve(v, x))))
    assert estimate_mixed(fit, np.eye(3)).fel == pytest.approx(errors)


def test_degrees_of_freedom_lie_where_they_must():
    x, y, clusters = draw(4)
    found = estimate_mixed(fit_random_intercept(x, y, clusters), np.eye(3))
    # The column of whole clusters has the clusters' degrees of freedom, the one within nearly the rows'.
    assert 4 < found.df[2] < 8
    assert 120 < found.df[1] < len(y)


def test_without_any_variance_between_it_is_least_squares():
    rng = np.random.default_rng(0)
    clusters = np.repeat(np.arange(6), 10)
    x = np.stack([np.ones(60), rng.normal(size=60)], axis=1)
    # Every cluster has the same mean left over: less between clusters than chance gives.
    y = x[:, 1] + np.tile(np.linspace(-1, 1, 10), 6)
    fit, plain = fit_random_intercept(x, y, clusters), fit_linear(x, y, clusters)
    assert fit.between == 0 and fit.icc == 0
    assert fit.coefficients == pytest.approx(plain.coefficients)
    assert estimate_mixed(fit, np.eye(2)).df.tolist() == [58, 58]


def test_within_and_between_are_told_apart():
    # Mundlak (1978): results fall with absence within schools (-1) and rise between schools (+2).
    rng = np.random.default_rng(3)
    clusters = np.repeat(np.arange(30), 40)
    x = rng.normal(size=1200) + 2 * rng.normal(size=30)[clusters]
    within, between = split_within(x, clusters)
    y = -within + 2 * between + rng.normal(size=1200) + 0.1 * rng.normal(size=30)[clusters]
    both = np.stack([np.ones(1200), within, between], axis=1)
    fit = fit_random_intercept(both, y, clusters)
    assert fit.coefficients[1:] == pytest.approx([-1, 2], abs=0.1)
    # The slope within is that of least squares with the schools' own columns.
    schools = (clusters[:, None] == np.arange(30)).astype("float64")
    fixed = fit_linear(np.column_stack([x, schools]), y, clusters)
    assert fit.coefficients[1] == pytest.approx(fixed.coefficients[0])


def test_the_order_of_rows_does_not_matter():

    x, y, clusters = draw(5)
    mixed = np.random.default_rng(1).permutation(len(y))
    one = fit_random_intercept(x, y, clusters)
    two = fit_random_intercept(x[mixed], y[mixed], clusters[mixed])
    assert two.coefficients == pytest.approx(one.coefficients)
    assert two.between == pytest.approx(one.between, rel=1e-6)
