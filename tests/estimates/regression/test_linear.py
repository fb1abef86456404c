"""Linear models: published values, cases by hand, and the definitions in the size of the clusters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analys.estimates.regression.effects import CR0, CR1, CR2, CRV3, METHODS, NAIVE
from analys.estimates.regression.linear import estimate_contrasts, fit_linear, leave_out

WEIGHTS = Path(__file__).with_name("chickweight.csv")
"""Weights of 50 chicks on days 0, 2 … 20 and 21, by diet: Hand & Crowder (1996), Practical longitudinal data
analysis, table A.2; in R as ChickWeight."""


@pytest.fixture(scope="module")
def chicks():
    """One row a weighing: weight, day, chick and three columns of diets."""
    days = (*range(0, 21, 2), 21)
    rows = []
    for number, line in enumerate(WEIGHTS.read_text(encoding="utf-8").splitlines()[1:]):
        diet, weights = line.split(",")
        rows += [(float(w), d, number, int(diet)) for w, d in zip(weights.split(), days, strict=False)]
    weight, day, chick, diet = (np.array(column, dtype="float64") for column in zip(*rows, strict=True))
    assert len(weight) == 578
    return weight, day, chick, np.stack([diet == kind for kind in (2, 3, 4)], axis=1).astype("float64")


def draw(seed, sizes=(25, 14, 9, 30, 6), *, dummies=False):
    """Uneven clusters; a slope, something that holds for whole clusters, or the clusters' own columns."""
    rng = np.random.default_rng(seed)
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    n = len(clusters)
    x = rng.gamma(2, 1, n) + rng.normal(0, 1, len(sizes))[clusters]
    columns = [np.ones(n), x, (rng.random(n) < 0.3).astype("float64")]
    if dummies:
        columns += [(clusters == one).astype("float64") for one in range(1, len(sizes))]
    else:
        columns.append((clusters % 2).astype("float64"))
    y = 3 + rng.normal(1, 0.5, len(sizes))[clusters] * x + rng.normal(0, 1, n)
    return np.stack(columns, axis=1), y, clusters


def by_definition(x, y, clusters, contrast):
    """CR2 with Satterthwaite's degrees of freedom as written: matrices in the size of the rows."""
    n = len(y)
    bread = np.linalg.pinv(x.T @ x)
    rest = np.eye(n) - x @ bread @ x.T
    left, columns = rest @ y, []
    variance = 0.0
    for one in np.unique(clusters):
        own = clusters == one
        values, vectors = np.linalg.eigh(rest[np.ix_(own, own)])
        power = np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0)
        adjusted = (vectors * power) @ vectors.T @ x[own] @ bread @ contrast
        variance += (adjusted @ left[own]) ** 2
        columns.append(rest[:, own] @ adjusted)
    p = np.stack(columns, axis=1)
    quadratic = p.T @ p
    return np.sqrt(variance), np.trace(quadratic) ** 2 / (quadratic**2).sum()


def test_longley_certified():
    # Longley (1967); certified values of NIST's Statistical Reference Datasets, "Longley".
    data = sm.datasets.longley.load_pandas()
    matrix = np.column_stack([np.ones(16), data.exog.to_numpy(dtype="float64")])
    fit = fit_linear(matrix, data.endog.to_numpy(dtype="float64"), np.arange(16))
    certified = [
        *(-3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683),
        *(-1.03322686717359, -0.511041056535807e-01, 1829.15146461355),
    ]
    errors = [
        *(890420.383607373, 84.9149257747669, 0.334910077722432e-01, 0.488399681651699),
        *(0.214274163161675, 0.226073200069370, 455.478499142212),
    ]
    assert fit.coefficients == pytest.approx(certified, rel=1e-9)
    assert estimate_contrasts(fit, np.eye(7), NAIVE).fel == pytest.approx(errors, rel=1e-9)
    assert np.sqrt(fit.residual_variance) == pytest.approx(304.854073561965, rel=1e-10)
    assert fit.r_squared == pytest.approx(0.995479004577296, rel=1e-12)


def test_chicks_published_cr2(chicks):
    # clubSandwich (Pustejovsky), reference manual, the example of vcovCR.lm.
    weight, day, chick, diet = chicks
    fit = fit_linear(np.column_stack([np.ones(578), day, diet * day[:, None]]), weight, chick)
    found = estimate_contrasts(fit, np.eye(5)).fel ** 2
    assert found == pytest.approx([3.9317840, 0.4360726, 1.3680862, 1.1195632, 0.5416587], abs=5e-8)


def test_chicks_published_satterthwaite(chicks):
    # clubSandwich (Pustejovsky), reference manual, the example of coef_test: estimate, SE, d.f., p.
    weight, day, chick, diet = chicks
    fit = fit_linear(np.column_stack([np.ones(578), diet, day, diet * day[:, None]]), weight, chick)
    found = estimate_contrasts(fit, np.eye(8)[5:])
    assert found.varde.round(2).tolist() == [1.77, 4.58, 2.87]
    assert found.fel.round(2).tolist() == [1.49, 1.35, 1.01]
    assert found.df.round(1).tolist() == [18.8, 18.8, 18.3]
    assert found.p.round(4).tolist() == [0.2497, 0.0031, 0.0105]


def test_two_groups_of_clusters_by_hand():
    # Three clusters with and two without, five rows each: CR2 is then the t-test with unequal variances of
    # the clusters' means, and Satterthwaite under equal variances has
    # (1/3 + 1/2)² / (1/(9 × 2) + 1/(4 × 1)) = (25/36) / (11/36) = 25/11 (Bell & McCaffrey 2002).
    rng = np.random.default_rng(2)
    clusters = np.repeat(np.arange(5), 5)
    with_it = (clusters < 3).astype("float64")
    y = rng.normal(size=25) + rng.normal(size=5)[clusters]
    found = estimate_contrasts(fit_linear(np.stack([np.ones(25), with_it], axis=1), y, clusters), [0, 1])
    mean = y.reshape(5, 5).mean(axis=1)
    welch = np.var(mean[:3], ddof=1) / 3 + np.var(mean[3:], ddof=1) / 2
    assert found.varde == pytest.approx(mean[:3].mean() - mean[3:].mean())
    assert found.fel == pytest.approx(np.sqrt(welch))
    assert found.df == pytest.approx(25 / 11)


def test_mean_of_equal_clusters_by_hand():
    # Means 1, 3 and 5 of four rows each: standard error 2 / √3 on two degrees of freedom.
    y = np.array([0.0, 2, 0, 2, 2, 4, 2, 4, 4, 6, 4, 6])
    fit = fit_linear(np.ones((12, 1)), y, np.repeat([1, 2, 3], 4))
    for method in (CR2, CRV3):
        found = estimate_contrasts(fit, [1.0], method)
        assert (found.varde[0], found.fel[0], found.df[0]) == pytest.approx((3, 2 / np.sqrt(3), 2))
        # t with two degrees of freedom: 4.3027.
        assert found.ovre[0] == pytest.approx(3 + 4.302653 * 2 / np.sqrt(3), rel=1e-6)
    assert estimate_contrasts(fit, [1.0], CR0).fel[0] == pytest.approx(np.sqrt(8) / 3)


@pytest.mark.parametrize("dummies", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_the_definition_is_met(seed, dummies):
    x, y, clusters = draw(seed, dummies=dummies)
    fit = fit_linear(x, y, clusters)
    for column in (1, 2):
        contrast = np.eye(x.shape[1])[column]
        found = estimate_contrasts(fit, contrast)
        error, df = by_definition(x, y, clusters, contrast)
        assert found.fel[0] == pytest.approx(error, rel=1e-8)
        assert found.df[0] == pytest.approx(df, rel=1e-8)


def test_columns_of_the_clusters_are_the_same_as_deviations_from_their_means():
    # Pustejovsky & Tipton (2018), theorem 2.
    x, y, clusters = draw(7, dummies=True)
    inner = x[:, 1:3] - np.stack([x[clusters == one, 1:3].mean(axis=0) for one in range(5)])[clusters]
    own = y - np.array([y[clusters == one].mean() for one in range(5)])[clusters]
    one = estimate_contrasts(fit_linear(x, y, clusters), np.eye(x.shape[1])[1:3])
    two = estimate_contrasts(fit_linear(inner, own, clusters), np.eye(2))
    assert two.varde == pytest.approx(one.varde)
    assert two.fel == pytest.approx(one.fel)
    assert two.df == pytest.approx(one.df)


def test_each_cluster_is_left_out():
    x, y, clusters = draw(3)
    fit = fit_linear(x, y, clusters)
    at = fit.moments.restate(np.eye(4))
    found = leave_out(fit) @ at.T
    found[:, 0] += fit.moments.centre
    for one in range(5):
        kept = clusters != one
        assert found[one] == pytest.approx(np.linalg.lstsq(x[kept], y[kept], rcond=None)[0])
    by_hand = 4 / 5 * ((found - fit.coefficients) ** 2).sum(axis=0)
    assert estimate_contrasts(fit, np.eye(4), CRV3).fel == pytest.approx(np.sqrt(by_hand))


def test_cr1_is_statsmodels():
    x, y, clusters = draw(1)
    other = sm.OLS(y, x).fit(cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True)
    found = estimate_contrasts(fit_linear(x, y, clusters), np.eye(4), CR1)
    assert found.fel == pytest.approx(other.bse)
    assert found.p == pytest.approx(other.pvalues, abs=1e-9)


def test_rows_twice_in_their_clusters_change_nothing_but_the_naive_error():
    x, y, clusters = draw(5)
    one, two = fit_linear(x, y, clusters), fit_linear(np.vstack([x, x]), np.tile(y, 2), np.tile(clusters, 2))
    for method in (CR0, CR2, CRV3):
        before, after = (estimate_contrasts(fit, np.eye(4), method) for fit in (one, two))
        assert after.varde == pytest.approx(before.varde)
        assert after.fel == pytest.approx(before.fel)
        assert after.df == pytest.approx(before.df)
    before, after = (estimate_contrasts(fit, np.eye(4), NAIVE) for fit in (one, two))
    # √2, but for the degrees of freedom: 84 rows less 4, against 168 less 4.
    assert before.fel / after.fel == pytest.approx(np.full(4, np.sqrt(2 * (164 / 2) / 80)))


def test_weights_are_precisions():
    x, y, clusters = draw(9)
    weights = np.random.default_rng(1).uniform(0.5, 2, len(y))
    root = np.sqrt(weights)
    fit = fit_linear(x, y, clusters, weights)
    other = sm.WLS(y, x, weights).fit()
    assert fit.coefficients == pytest.approx(other.params)
    assert estimate_contrasts(fit, np.eye(4), NAIVE).fel == pytest.approx(other.bse)
    error, df = by_definition(x * root[:, None], y * root, clusters, np.eye(4)[1])
    found = estimate_contrasts(fit, np.eye(4)[1])
    assert (found.fel[0], found.df[0]) == pytest.approx((error, df))


def test_what_the_data_cannot_tell_is_not_told():
    x, y, clusters = draw(2)
    # A band without pupils, and a column that two others add up to.
    wide = np.column_stack([x, np.zeros(len(y)), x[:, 1] + x[:, 2]])
    fit = fit_linear(wide, y, clusters)
    assert fit.rank == 4 and fit.residual_df == len(y) - 4
    assert np.isnan(fit.coefficients).tolist() == [False, True, True, False, True, True]
    found = estimate_contrasts(fit, np.array([[0, 0, 0, 0, 1.0, 0], [0, 1, 0, 0, 0, 1], [0, 0, 0, 1, 0, 0]]))
    assert np.isnan(found.varde).tolist() == [True, False, False]
    # One more x is one more of both columns.
    assert found.varde[1] == pytest.approx(fit_linear(x, y, clusters).coefficients[1])


def test_what_one_cluster_alone_tells_has_no_cluster_error():
    # Pupils of one school are a whole band: how bands differ between schools cannot be told from it.
    x, y, clusters = draw(2)
    band = ((clusters == 3) & (x[:, 1] > 2)).astype("float64")
    wide = np.column_stack([x, band])
    for method in (CR2, CRV3):
        found = estimate_contrasts(fit_linear(wide, y, clusters), np.eye(5), method)
        assert np.isnan(found.fel).tolist() == [False, False, False, False, True]
        assert not np.isnan(found.varde).any()


def test_far_from_zero_is_as_good_as_near():
    x, y, clusters = draw(4)
    far = x.copy()
    far[:, 1] = 1e7 + 1e-3 * x[:, 1]
    near, away = (estimate_contrasts(fit_linear(one, y, clusters), np.eye(4)[1]) for one in (x, far))
    assert away.varde == pytest.approx(1e3 * near.varde, rel=1e-5)
    assert away.df == pytest.approx(near.df, rel=1e-5)


def test_one_cluster_has_no_error():
    x, y, _ = draw(6)
    fit = fit_linear(x, y, np.zeros(len(y)))
    for method in METHODS:
        found = estimate_contrasts(fit, np.eye(4)[1], method)
        assert not np.isnan(found.varde[0])
        assert np.isnan(found.fel[0]) == (method != NAIVE)


def test_without_an_intercept():
    x, y, clusters = draw(8)
    fit = fit_linear(x[:, 1:3], y, clusters)
    assert fit.coefficients == pytest.approx(np.linalg.lstsq(x[:, 1:3], y, rcond=None)[0])
    error, df = by_definition(x[:, 1:3], y, clusters, np.array([1.0, 0]))
    found = estimate_contrasts(fit, [1.0, 0])
    assert (found.fel[0], found.df[0]) == pytest.approx((error, df))


def test_order_of_rows_and_names_of_clusters_do_not_matter():
    x, y, clusters = draw(10)
    mixed = np.random.default_rng(0).permutation(len(y))
    names = pd.Series(clusters).map({0: "e", 1: "a", 2: "d", 3: "b", 4: "c"}).to_numpy(dtype="str")
    one = estimate_contrasts(fit_linear(x, y, clusters), np.eye(4))
    two = estimate_contrasts(fit_linear(x[mixed], y[mixed], names[mixed]), np.eye(4))
    assert two.fel == pytest.approx(one.fel) and two.df == pytest.approx(one.df)


def test_limits_follow_t():
    x, y, clusters = draw(11)
    found = estimate_contrasts(fit_linear(x, y, clusters), np.eye(4))
    assert (found.ovre - found.varde) / found.fel == pytest.approx(stats.t.ppf(0.975, found.df))
    assert found.ovre - found.varde == pytest.approx(found.varde - found.undre)
