"""Logit and ordered outcomes: published values, another implementation, separation, the jackknife."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analys.estimates.regression.linear import fit_linear
from analys.estimates.regression.logit import fit_logit, intercept
from analys.estimates.regression.maximum import maximise
from analys.estimates.regression.ordered import compare_thresholds, fit_ordered

# Agresti (2002), Categorical data analysis, 2nd ed., table 7.5: mental impairment (well, mild, moderate,
# impaired) by socioeconomic status (1 high) and number of life events.
IMPAIRMENT = (
    ("11", "19", "14", "13", "02", "10", "01", "13", "13", "17", "01", "02"),
    ("15", "06", "13", "01", "18", "12", "05", "15", "19", "03", "13", "11"),
    ("00", "14", "03", "09", "16", "04", "03"),
    ("18", "12", "17", "05", "04", "04", "18", "08", "09"),
)

# Madsen (1976) in Venables & Ripley (2002), Modern applied statistics with S, 4th ed., p. 199: satisfaction
# (low, medium, high) by influence, type of rental and contact, each row low and then high contact.
HOUSING = {
    ("Low", "Tower"): ((21, 21, 28), (14, 19, 37)),
    ("Low", "Apartment"): ((61, 23, 17), (78, 46, 43)),
    ("Low", "Atrium"): ((13, 9, 10), (20, 23, 20)),
    ("Low", "Terrace"): ((18, 6, 7), (57, 23, 13)),
    ("Medium", "Tower"): ((34, 22, 36), (17, 23, 40)),
    ("Medium", "Apartment"): ((43, 35, 40), (48, 45, 86)),
    ("Medium", "Atrium"): ((8, 8, 12), (10, 22, 24)),
    ("Medium", "Terrace"): ((15, 13, 13), (31, 21, 13)),
    ("High", "Tower"): ((10, 11, 36), (3, 5, 23)),
    ("High", "Apartment"): ((26, 18, 54), (15, 25, 62)),
    ("High", "Atrium"): ((6, 7, 9), (7, 10, 21)),
    ("High", "Terrace"): ((7, 5, 11), (5, 6, 13)),
}


def draw(seed, n=900, groups=6):
    """Five levels, three columns, groups at different levels."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, n)
    x = np.column_stack([rng.normal(size=n), rng.gamma(2, 2, n), rng.random(n) < 0.3]).astype("float64")
    latent = x @ [0.8, -0.2, 0.5] + rng.normal(0, 0.5, groups)[group] + rng.logistic(size=n)
    return x, np.searchsorted([-2.5, -1, 0, 1.5], latent), group


def test_spector_published():
    # Spector & Mazzeo (1980): Greene (2012), Econometric analysis, 7th ed., example 17.3; with more digits in
    # Williams (2019), Marginal effects for continuous variables, p. 1.
    data = sm.datasets.spector.load_pandas()
    fit = fit_logit(data.exog.to_numpy(), data.endog.to_numpy(), np.arange(32))
    assert intercept(fit) == pytest.approx(-13.02135, abs=5e-6)
    assert fit.coefficients == pytest.approx([2.826113, 0.0951577, 2.378688], abs=5e-7)
    assert fit.errors == pytest.approx([1.262941, 0.1415542, 1.064564], abs=5e-7)
    assert fit.loglik == pytest.approx(-12.889633, abs=2e-6)
    assert fit.pseudo_r_squared == pytest.approx(0.3740, abs=5e-5)
    assert fit.settled and fit.separated == ()


def test_mental_impairment_published():
    # Agresti (2002), section 7.2.4: logit P(Y ≤ j) = α_j - 0.319 life events + 1.111 SES, with
    # -0.282, 1.213 and 2.209 for α. Ours are the log odds of a higher level, so the signs turn.
    x = np.array([[int(one[0]), int(one[1])] for level in IMPAIRMENT for one in level], dtype="float64")
    y = np.repeat(range(4), [len(level) for level in IMPAIRMENT])
    fit = fit_ordered(x, y, np.arange(40))
    assert fit.coefficients.round(3).tolist() == [-1.111, 0.319]
    assert fit.cuts.round(3).tolist() == [-0.282, 1.213, 2.209]


def test_housing_published():
    # Output of polr's example in the reference manual of MASS (Venables & Ripley).
    rows = [
        (infl == "Medium", infl == "High", kind == "Apartment", kind == "Atrium", kind == "Terrace", contact)
        for (infl, kind), counts in HOUSING.items()
        for contact in (0, 1)
        for count in counts[contact]
        for _ in range(count)
    ]
    y = [
        level
        for counts in HOUSING.values()
        for contact in counts
        for level, count in enumerate(contact)
        for _ in range(count)
    ]
    assert len(y) == 1681
    fit = fit_ordered(np.array(rows, dtype="float64"), np.array(y), np.arange(1681) % 9, jackknife=False)
    published = [0.5663937, 1.2888191, -0.5723501, -0.3661866, -1.0910149, 0.3602841]
    assert fit.coefficients == pytest.approx(published, abs=5e-7)
    assert fit.errors == pytest.approx([0.1047, 0.1272, 0.1192, 0.1552, 0.1515, 0.0955], abs=5e-5)
    assert fit.cuts == pytest.approx([-0.4961353, 0.6907083], abs=5e-7)
    assert -2 * fit.loglik == pytest.approx(3479.149, abs=5e-4)


def test_two_by_two_by_hand():
    # 1 of 4 against 3 of 4: odds 1/3 and 3, an odds ratio of 9 with a variance of 1 + 1/3 + 1/3 + 1.
    x, y = np.repeat([0.0, 1.0], 4)[:, None], np.array([0, 0, 0, 1, 0, 1, 1, 1])
    fit = fit_logit(x, y, np.tile([1, 2], 4))
    assert fit.coefficients[0] == pytest.approx(np.log(9))
    assert fit.errors[0] == pytest.approx(np.sqrt(8 / 3))
    assert fit.null_loglik == pytest.approx(8 * np.log(0.5))


def test_an_intercept_among_the_columns_changes_nothing():
    x, y, group = draw(0)
    plain = fit_ordered(x, y, group)
    with_it = fit_ordered(np.column_stack([np.ones(len(y)), x]), y, group)
    assert with_it.coefficients == pytest.approx([0, *plain.coefficients])
    assert with_it.cuts == pytest.approx(plain.cuts)


def test_statsmodels_finds_the_same():
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    x, y, group = draw(1)
    other = OrderedModel(y, x, distr="logit").fit(method="bfgs", disp=0, gtol=1e-7)
    fit = fit_ordered(x, y, group)
    assert fit.coefficients == pytest.approx(other.params[:3], abs=1e-5)
    assert fit.errors == pytest.approx(other.bse[:3], rel=1e-4)
    assert fit.cuts == pytest.approx(other.model.transform_threshold_params(other.params[3:])[1:-1], abs=1e-4)
    assert fit.loglik == pytest.approx(other.llf, abs=1e-6)


@pytest.mark.parametrize("levels", [2, 5])
def test_each_cluster_is_left_out(levels):
    x, y, group = draw(2)
    y = np.minimum(y, levels - 1) if levels == 5 else (y >= 2).astype("int64")
    fit = fit_ordered(x, y, group)
    for one in range(6):
        kept = group != one
        alone = fit_ordered(x[kept], y[kept], group[kept], jackknife=False)
        slopes = fit.without[one][fit.ordinal.cuts :] / fit.ordinal.scale
        assert slopes == pytest.approx(alone.coefficients, abs=1e-5)
        cuts = fit.without[one][: fit.ordinal.cuts] + fit.ordinal.shift @ slopes
        assert cuts == pytest.approx(alone.cuts, abs=1e-5)


def test_a_group_where_everyone_passes_is_told_and_does_no_harm():
    x, y, group = draw(3)
    passed = (y >= 2).astype("int64")
    passed[group == 4] = 1
    school = (group[:, None] == np.arange(1, 6)).astype("float64")
    fit = fit_logit(np.column_stack([x, school]), passed, group)
    rest = group != 4
    # Those whose outcome is certain tell nothing of the other columns.
    without = fit_logit(np.column_stack([x, school[:, [0, 1, 2, 4]]])[rest], passed[rest], group[rest])
    assert fit.separated == (3 + 3,) and fit.settled
    assert fit.coefficients[:3] == pytest.approx(without.coefficients[:3], abs=1e-4)
    assert fit.loglik == pytest.approx(without.loglik, abs=1e-4)
    assert not np.isnan(fit.without).any()


def test_a_column_that_foretells_everything_is_told():
    # Complete separation by a number, which no look at groups of 0 and 1 finds.
    x = np.linspace(-1, 1, 40)[:, None]
    fit = fit_logit(x, (x[:, 0] > 0.1).astype("int64"), np.arange(40) % 4)
    assert fit.separated == (0,)
    assert fit.loglik == pytest.approx(0, abs=1e-6)


def test_levels_that_do_not_occur_are_passed_over():
    x, y, group = draw(4)
    one, two = fit_ordered(x, y, group), fit_ordered(x, np.array([0, 2, 3, 7, 9])[y], group)
    assert two.coefficients == pytest.approx(one.coefficients)
    assert two.levels.tolist() == [0, 2, 3, 7, 9]


def test_extreme_values_do_not_break_it():
    x, y, group = draw(5)
    x[0, 1] = 1e6
    fit = fit_ordered(x, y, group)
    assert fit.settled and np.isfinite(fit.coefficients).all() and np.isfinite(fit.without).all()


def test_a_maximum_is_where_nothing_is_higher():
    x, y, group = draw(6)
    fit = fit_ordered(x, y, group)
    rng = np.random.default_rng(1)
    from analys.estimates.regression.cumulative import pass_rows

    for _ in range(20):
        away = fit.parameters + rng.normal(0, 0.02, len(fit.parameters))
        assert pass_rows(fit.ordinal, away).loglik < fit.loglik
    # A poor start ends in the same place.
    start = np.concatenate([[-9.0, -8, 1, 12], [2.0, -3, 1]])
    assert maximise(fit.ordinal, start).parameters == pytest.approx(fit.parameters, abs=1e-6)


def test_derivatives_are_those_of_the_likelihood():
    from analys.estimates.regression.cumulative import arrange, pass_rows

    x, y, group = draw(7, n=60)
    rows = arrange(x, y, group, 5)
    at, step = np.array([-1.5, -0.5, 0.3, 1.2, 0.4, -0.3, 0.2]), 1e-5
    here = pass_rows(rows, at)
    for number, way in enumerate(step * np.eye(7)):
        up, down = pass_rows(rows, at + way), pass_rows(rows, at - way)
        assert here.score.sum(axis=0)[number] == pytest.approx((up.loglik - down.loglik) / 2 / step, abs=1e-5)
        curve = (down.score.sum(axis=0) - up.score.sum(axis=0)) / 2 / step
        assert here.information.sum(axis=0)[number] == pytest.approx(curve, abs=1e-5)


def test_outcomes_all_alike_are_nothing_to_explain():
    x, y, group = draw(8)
    with pytest.raises(ValueError, match="alike"):
        fit_ordered(x, np.ones_like(y), group)
    with pytest.raises(ValueError, match="0 or 1"):
        fit_logit(x, y, group)


def test_a_missing_value_stops_the_model():
    x, y, group = draw(8)
    with pytest.raises(ValueError, match="missing"):
        fit_ordered(x, np.where(np.arange(len(y)) == 3, np.nan, y), group)
    x[5, 1] = np.nan
    for fit_it in (fit_ordered, fit_linear):
        with pytest.raises(ValueError, match="missing"):
            fit_it(x, y, group)


def test_thresholds_are_alike_under_proportional_odds_and_not_otherwise():
    x, y, group = draw(9, n=20_000)
    alone, errors = compare_thresholds(x, y, group, 0)
    assert len(alone) == 4 and np.ptp(alone) < 4 * errors.max()
    # Only the step to the highest level goes with the column.
    rng = np.random.default_rng(3)
    top = np.where(rng.random(len(y)) < 1 / (1 + np.exp(-2 * x[:, 0])), 4, rng.integers(0, 4, len(y)))
    alone, errors = compare_thresholds(x, top, group, 0)
    assert alone[-1] - alone[0] > 5 * errors.max()
