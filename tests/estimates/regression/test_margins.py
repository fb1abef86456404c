"""Standardised shares: published marginal effects, another implementation, the jackknife by brute force."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analys.estimates.regression.coding import Bands, Categories, Numeric, Spline
from analys.estimates.regression.design import Scenario, make_design
from analys.estimates.regression.effects import CR0, CR2, CRV3, NAIVE
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.estimates.regression.logit import fit_logit
from analys.estimates.regression.margins import estimate_margins, standardise
from analys.estimates.regression.ordered import fit_ordered

PAIR = np.array([-1.0, 1.0])


def draw(seed, n=700, groups=7):
    """Absence, gender, an outcome of yes and no, and one in five levels."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, n)
    absence, girl = 100 * rng.beta(1, 6, n), rng.random(n) < 0.5
    latent = 1.5 - 0.05 * absence + 0.3 * girl + rng.normal(0, 0.4, groups)[group] + rng.logistic(size=n)
    return absence, girl, (latent > 0).astype("int64"), np.searchsorted([-2, 0, 1, 3], latent), group


def test_spector_published_marginal_effects():
    # statsmodels, "Discrete Choice Models Overview" (after Greene, chapter 21): average marginal effects.
    data = sm.datasets.spector.load_pandas()
    x = data.exog.to_numpy()
    fit = fit_logit(x, data.endog.to_numpy(), np.arange(32))
    effects, errors = [], []
    for column in range(3):
        shifted = [Scenario(slice(column, column + 1), x[:, [column]] + step) for step in (-1e-4, 1e-4)]
        found = estimate_margins(standardise(fit, shifted), PAIR / 2e-4, NAIVE)
        effects.append(found.varde[0])
        errors.append(found.fel[0])
    assert np.round(effects, 4).tolist() == [0.3626, 0.0122, 0.3052]
    assert np.round(errors, 3).tolist() == [0.109, 0.018, 0.092]


def test_a_dummys_effect_is_statsmodels():
    data = sm.datasets.spector.load_pandas()
    fit = fit_logit(data.exog.to_numpy(), data.endog.to_numpy(), np.arange(32))
    margins = standardise(fit, [Scenario(slice(2, 3), np.array([[value]])) for value in (0.0, 1.0)])
    other = sm.Logit(data.endog, sm.add_constant(data.exog)).fit(disp=0).get_margeff(dummy=True)
    found = estimate_margins(margins, PAIR, NAIVE)
    assert found.varde[0] == pytest.approx(other.margeff[2])
    assert found.fel[0] == pytest.approx(other.margeff_se[2])


def test_a_saturated_model_standardises_directly_by_hand():
    # Stratum A: 2 of 4 without and 1 of 4 with; stratum B: 6 of 8 and 2 of 4. Eight and twelve pupils.
    # Standardised: without (8 × 0.5 + 12 × 0.75) / 20 = 0.65, with (8 × 0.25 + 12 × 0.5) / 20 = 0.4.
    cells = ((0, 0, 4, 2), (0, 1, 4, 1), (1, 0, 8, 6), (1, 1, 4, 2))
    rows = [(s, w, s * w, number < yes) for s, w, n, yes in cells for number in range(n)]
    data = np.array(rows, dtype="float64")
    fit = fit_logit(data[:, :3], data[:, 3], np.arange(20) % 5)
    without = Scenario(slice(1, 3), np.array([[0.0, 0.0]]))
    with_it = Scenario(slice(1, 3), np.stack([np.ones(20), data[:, 0]], axis=1))
    assert standardise(fit, [without, with_it]).varde == pytest.approx([0.65, 0.4])


def test_the_level_of_a_band_is_observed_without_other_columns():
    absence, _, passed, _, group = draw(0)
    design = make_design({"franvaro": (Bands((10, 20, 30)), absence)})
    margins = standardise(
        fit_logit(design.matrix, passed, group), [design.scenario("franvaro", v) for v in (0, 15, 25, 90)]
    )
    band = np.searchsorted([10, 20, 30], absence, side="right")
    observed = [passed[band == number].mean() for number in range(4)]
    assert margins.varde == pytest.approx(observed)


@pytest.mark.parametrize("ordered", [False, True])
def test_the_jackknife_is_model_and_mean_without_each_cluster(ordered):
    absence, girl, passed, grade, group = draw(1)
    y, at, fit_it = (grade, 2, fit_ordered) if ordered else (passed, 1, fit_logit)
    terms = {"franvaro": (Spline((5, 20, 60)), absence), "kon": (Numeric(), girl)}
    design = make_design(terms)
    asked = [design.scenario("franvaro", absence + step) for step in (0, 10)]
    margins = standardise(fit_it(design.matrix, y, group), asked, at)
    alone = []
    for one in range(7):
        kept = group != one
        part = make_design({name: (coding, values[kept]) for name, (coding, values) in terms.items()})
        both = [part.scenario("franvaro", absence[kept] + step) for step in (0, 10)]
        fit = fit_it(part.matrix, y[kept], group[kept], jackknife=False)
        alone.append(standardise(fit, both, at).varde)
    assert margins.without == pytest.approx(np.array(alone), abs=1e-6)
    change = np.array(alone) @ PAIR - margins.varde @ PAIR
    found = estimate_margins(margins, PAIR)
    assert found.fel[0] == pytest.approx(np.sqrt(6 / 7 * (change**2).sum()), rel=1e-4)
    assert found.df == pytest.approx(estimate_margins(margins, PAIR, CR2).df) and found.df[0] < 6


def test_the_gradient_is_the_derivative():
    absence, girl, _, grade, group = draw(2)
    design = make_design({"franvaro": (Bands((10, 20)), absence), "kon": (Numeric(), girl)})
    fit = fit_ordered(design.matrix, grade, group, jackknife=False)
    asked = [design.scenario("franvaro", 15.0)]
    here, step = standardise(fit, asked, 3), 1e-6
    for number, way in enumerate(step * np.eye(len(fit.parameters))):
        moved = [
            standardise(type(fit)(**{**vars(fit), "parameters": fit.parameters + sign * way}), asked, 3)
            for sign in (1, -1)
        ]
        slope = (moved[0].varde[0] - moved[1].varde[0]) / 2 / step
        assert here.gradient[0, number] == pytest.approx(slope, abs=1e-7)


def test_the_delta_methods_cluster_error_is_statsmodels():
    absence, girl, passed, _, group = draw(3)
    design = make_design({"franvaro": (Numeric(), absence / 10), "kon": (Numeric(), girl)})
    margins = standardise(
        fit_logit(design.matrix, passed, group), [design.scenario("kon", value) for value in (0, 1)]
    )
    other = sm.Logit(passed, design.matrix).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": group, "use_correction": False}
    )
    error = other.get_margeff(dummy=True).margeff_se[1]
    assert estimate_margins(margins, PAIR, CR0).fel[0] == pytest.approx(error, rel=1e-5)


def test_rows_twice_in_their_clusters_change_nothing_but_the_naive_error():
    absence, girl, passed, _, group = draw(4)
    found = []
    for times in (1, 2):
        design = make_design(
            {
                "franvaro": (Bands((10, 20)), np.tile(absence, times)),
                "kon": (Numeric(), np.tile(girl, times)),
            }
        )
        fit = fit_logit(design.matrix, np.tile(passed, times), np.tile(group, times))
        found.append(standardise(fit, [design.scenario("franvaro", value) for value in (5, 15)]))
    for method in (CR2, CRV3):
        before, after = (estimate_margins(one, PAIR, method) for one in found)
        assert after.varde == pytest.approx(before.varde)
        assert after.fel == pytest.approx(before.fel, rel=1e-5)
        assert after.df == pytest.approx(before.df)
    before, after = (estimate_margins(one, PAIR, NAIVE) for one in found)
    assert before.fel / after.fel == pytest.approx(np.sqrt(2))


def test_logit_and_linear_agree_where_both_are_saturated():
    absence, _, passed, _, group = draw(5)
    design = make_design({"franvaro": (Bands((10,)), absence)})
    margins = standardise(
        fit_logit(design.matrix, passed, group), [design.scenario("franvaro", value) for value in (5, 15)]
    )
    linear = fit_linear(design.matrix, passed, group)
    for method in (CR0, CRV3):
        one = estimate_margins(margins, PAIR, method)
        two = estimate_contrasts(linear, design.contrasts("franvaro"), method)
        assert one.varde == pytest.approx(two.varde)
        assert one.fel == pytest.approx(two.fel, rel=1e-5)


def test_a_band_where_everyone_passes_has_its_share_and_its_error():
    absence, _, passed, _, group = draw(6)
    passed[absence >= 30] = 0
    design = make_design({"franvaro": (Bands((10, 30)), absence)})
    fit = fit_logit(design.matrix, passed, group)
    assert fit.separated == (2,)
    margins = standardise(fit, [design.scenario("franvaro", value) for value in (5, 40)])
    assert margins.varde[1] == pytest.approx(0, abs=1e-6)
    level = passed[absence < 10].mean()
    left_out = [passed[(absence < 10) & (group != one)].mean() for one in range(7)]
    found = estimate_margins(margins, PAIR)
    assert found.varde[0] == pytest.approx(-level, abs=1e-6)
    by_hand = np.sqrt(6 / 7 * ((np.array(left_out) - level) ** 2).sum())
    assert found.fel[0] == pytest.approx(by_hand, rel=1e-3)


def test_a_level_that_all_or_no_one_reaches():
    absence, _, _, grade, group = draw(7)
    design = make_design({"franvaro": (Bands((10,)), absence)})
    fit = fit_ordered(design.matrix, grade, group)
    asked = [design.scenario("franvaro", value) for value in (5, 15)]
    assert standardise(fit, asked, 0).varde.tolist() == [1, 1]
    assert standardise(fit, asked, 9).varde.tolist() == [0, 0]
    assert estimate_margins(standardise(fit, asked, 0), PAIR).fel.tolist() == [0]


def test_a_band_in_a_single_school_has_no_jackknife():
    absence, _, passed, _, group = draw(8)
    absence[(absence >= 30) & (group != 3)] = 25
    design = make_design({"franvaro": (Bands((10, 30)), absence)})
    margins = standardise(
        fit_logit(design.matrix, passed, group), [design.scenario("franvaro", value) for value in (5, 40)]
    )
    found = estimate_margins(margins, np.array([PAIR, [1.0, 0.0]]))
    assert np.isnan(found.fel).tolist() == [True, False]


def test_school_columns_leave_with_their_school():
    absence, _, passed, _, group = draw(9)
    design = make_design({"franvaro": (Bands((10, 20)), absence), "skola": (Categories(range(7)), group)})
    margins = standardise(
        fit_logit(design.matrix, passed, group), [design.scenario("franvaro", value) for value in (5, 15)]
    )
    kept = group != 2
    part = make_design(
        {
            "franvaro": (Bands((10, 20)), absence[kept]),
            "skola": (Categories((0, 1, 3, 4, 5, 6)), group[kept]),
        }
    )
    fit = fit_logit(part.matrix, passed[kept], group[kept], jackknife=False)
    alone = standardise(fit, [part.scenario("franvaro", value) for value in (5, 15)])
    assert margins.without[2] == pytest.approx(alone.varde, abs=1e-6)
