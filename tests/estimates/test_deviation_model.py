"""The model of schools' deviations: published values, identities, another implementation, known truth."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from coverage_deviation import BORDERS, CORE, World, draw

from analys.estimates.deviation_model import (
    RELIABILITIES,
    WITHOUT_ERROR,
    fit_deviations,
    read_results,
    spread_of_subjects,
)
from analys.estimates.school_effects import compare_units

# Davies & Goldsmith (1972), Statistical methods in research and production, table 6.2: yield of dyestuff,
# five samples of each of six batches. Analysis of variance there: 11 271.5 between and 2 451.25 within, so
# (11 271.5 - 2 451.25) / 5 = 1 764.05 between batches; the same by REML in lme4 (Bates 2010, section 1.3).
DYESTUFF = (
    (1545, 1440, 1440, 1520, 1580),
    (1540, 1555, 1490, 1560, 1495),
    (1595, 1550, 1605, 1510, 1560),
    (1445, 1440, 1595, 1465, 1545),
    (1595, 1630, 1515, 1635, 1625),
    (1520, 1455, 1450, 1480, 1445),
)
SMALL = World((2, 2, 1, 1), 3, size=16)


@pytest.fixture(scope="module")
def municipality():
    """Six schools of unequal size over five läsår."""
    return draw(World(intake=0.3), np.random.default_rng(3))


def test_dyestuff_published():
    y = np.array(DYESTUFF, dtype="float64").reshape(-1, 1)
    batch, one = np.repeat(np.arange(6), 5), np.zeros(30, dtype="int64")
    found = compare_units(y, batch, one, one, np.arange(30))
    assert found.row_variance == pytest.approx(2451.25)
    assert found.value[:, 0] == pytest.approx([-22.5, 0.5, 36.5, -29.5, 72.5, -57.5])
    assert np.median(found.variance[:, 0]) == pytest.approx(2451.25 / 5, rel=0.05)
    # With the published variance plugged in, lambda and lme4's conditional modes (Bates 2010, section 1.6).
    lam = 1764.05 / (1764.05 + found.single_block)
    assert found.single_block == pytest.approx(2451.25 / 5)
    modes = [-17.60685, 0.39126, 28.56222, -23.08454, 56.73318, -44.99528]
    assert lam * found.value[:, 0] == pytest.approx(modes, abs=1e-4)


def test_variance_between_lasar_by_hand():
    # Units at -1 and 1 (±1 from läsår to läsår); two rows of each unit and läsår without any spread.
    unit, block = np.tile(np.repeat([0, 1, 2], 2), 2), np.repeat([0, 1], 6)
    values = np.array([1.0, 1, 0, 0, -1, -1, -1, -1, 0, 0, 1, 1])[:, None]
    found = compare_units(values, unit, block, np.zeros(12, dtype=int), np.arange(12))
    assert found.value[:, 0] == pytest.approx([0, 0, 0])
    assert found.row_variance == pytest.approx(0)
    # Means of läsår within units: squares 4 × 1 on (3 - 1)(2 - 1) degrees of freedom.
    assert found.block_variance == pytest.approx(2.0)


def test_units_that_no_one_shares_a_subject_with_are_left_out():
    unit = np.repeat([0, 1, 2, 3], 4)
    level = np.where(unit == 3, 1, 0)
    found = compare_units(np.arange(16.0)[:, None], unit, np.tile([0, 0, 1, 1], 4), level, np.arange(16))
    assert np.isnan(found.value[3, 0]) and not np.isnan(found.value[:3, 0]).any()


def test_effects_are_those_of_least_squares():
    results = draw(SMALL, np.random.default_rng(8)).results
    found = fit_deviations(read_results(results))
    # The same with a column for everything: slopes within school, läsår and subject; then the schools.
    cell = pd.factorize(
        results["skolenhet"] + "|" + results["lasar"].astype(str) + "|" + results["amne"].astype(str)
    )[0]
    grade = results["amne"].to_numpy() * 6 + results["prov"].to_numpy()
    one = np.column_stack([np.eye(cell.max() + 1)[cell], np.eye(grade.max() + 1)[grade]])
    slopes = np.linalg.lstsq(one, results["betyg"].to_numpy(dtype=float), rcond=None)[0][cell.max() + 1 :]
    rest = results["betyg"] - slopes[grade]
    year = pd.factorize(results["lasar"] * 100 + results["amne"])[0]
    school = pd.factorize(results["skolenhet"], sort=True)[0]
    two = np.column_stack([np.eye(year.max() + 1)[year], np.eye(school.max() + 1)[school]])
    effects = np.linalg.lstsq(two, rest.to_numpy(), rcond=None)[0][year.max() + 1 :]
    assert found.varde == pytest.approx(effects - effects.mean(), abs=1e-8)


def test_duplicated_rows_change_nothing(municipality):
    results = municipality.results
    # Every pupil twice, in the pupil's own class.
    twin = results.assign(elev=results["elev"] + results["elev"].max() + 1)
    one, two = (
        fit_deviations(read_results(frame))
        for frame in (results, pd.concat([results, twin], ignore_index=True))
    )
    assert two.varde == pytest.approx(one.varde, abs=1e-10)
    assert two.fel == pytest.approx(one.fel, rel=1e-8)
    assert two.utjamnad.avstand_undre == pytest.approx(one.utjamnad.avstand_undre, abs=1e-6)
    assert two.utjamnad.avstand_ovre == pytest.approx(one.utjamnad.avstand_ovre, abs=1e-6)


def test_balanced_data_are_pulled_in_by_lambda():
    world = World((2,) * 6, 3, subjects=("ma", "en", "sv"))
    found = fit_deviations(read_results(draw(world, np.random.default_rng(5)).results))
    s = found.utjamnad
    assert found.fel == pytest.approx(np.full(6, found.fel[0]), rel=1e-8)
    assert s.avstand == pytest.approx(s.reliability * found.varde, abs=1e-10)
    assert s.avstand.sum() == pytest.approx(0, abs=1e-10)


def test_swapped_test_and_grade_turn_the_school_around():
    # No chance, no test error: school A one step above, C one below, in every grade.
    rows = [
        (f"{school}{lasar}{step}{i}", lasar, school, "a", "ma", step, step + shift)
        for school, shift in (("A", 1), ("B", 0), ("C", -1))
        for lasar in ("2023/24", "2024/25")
        for step in (1, 2, 3, 4)
        for i in range(3)
    ]
    frame = pd.DataFrame(rows, columns=["elev", "lasar", "skolenhet", "klass", "amne", "prov", "betyg"])
    swapped = frame.rename(columns={"prov": "betyg", "betyg": "prov"})
    assert fit_deviations(read_results(frame)).varde == pytest.approx([1, 0, -1])
    assert fit_deviations(read_results(swapped)).varde == pytest.approx([-1, 0, 1])


def test_test_error_is_taken_out_by_its_reliability():
    # No school deviates; schools differ in intake alone, with SD 0.5 and a test error of 0.5.
    quiet = dict.fromkeys(("school", "school_subject", "school_year", "school_subject_year", "teacher"), 0.0)
    world = World((6,) * 30, 2, intake=0.5, test_error=0.5, subjects=CORE, **quiet)
    read = read_results(draw(world, np.random.default_rng(2)).results)
    # Reliability as the correlation of two parallel tests of the same pupils, cut into grades.
    rng = np.random.default_rng(3)
    spread = np.sqrt(sum(sd**2 for sd in (0.5, world.class_ability, world.pupil, world.pupil_subject)))
    true = rng.normal(0, spread, 200_000)
    first, second = (np.searchsorted(BORDERS, true + rng.normal(0, 0.5, len(true))) for _ in range(2))
    reliability = np.corrcoef(first, second)[0, 1]
    slope = {}
    for r in (reliability, *RELIABILITIES, WITHOUT_ERROR):
        fit = fit_deviations(read, r)
        slope[r] = np.polyfit(fit.provniva, fit.varde, 1)[0]
    assert slope[WITHOUT_ERROR] > 0.2
    assert slope[reliability] == pytest.approx(0, abs=0.05)
    assert slope[0.75] < slope[0.85] < slope[0.95] < slope[WITHOUT_ERROR]


def test_what_follows_the_test_level_is_left_out_of_the_contextual_model(municipality):
    found = fit_deviations(read_results(municipality.results), contextual=True)
    assert found.utjamnad.avstand @ (found.provniva - found.provniva.mean()) == pytest.approx(0, abs=1e-10)
    assert found.utjamnad.avstand.sum() == pytest.approx(0, abs=1e-10)


def test_the_effects_of_a_mixed_model_are_found():
    import statsmodels.api as sm

    world = World((3, 2, 2, 1, 1, 1), 4, size=16, school=0.15, subjects=("ma", "en"))
    results = draw(world, np.random.default_rng(11)).results
    found = fit_deviations(read_results(results))
    year, school = results["lasar"].astype("str"), results["skolenhet"]
    frame = results.assign(
        cell=year + "|" + results["amne"].astype("str"),
        place=school + "|" + year,
        room=school + "|" + year + "|" + results["klass"],
    )
    model = sm.MixedLM.from_formula(
        "betyg ~ C(prov):C(amne) + C(cell)",
        frame,
        groups="skolenhet",
        re_formula="1",
        vc_formula={"amne": "0 + C(amne)", "lasar": "0 + C(place)", "klass": "0 + C(room)"},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits = [model.fit(method=[method]) for method in ("bfgs", "powell")]
    best = max((fit for fit in fits if np.isfinite(fit.llf)), key=lambda fit: fit.llf)
    # The school's lasting deviation: its own and the mean of its two subjects'.
    parts = [best.random_effects[name] for name in found.skolor]
    effects = np.array([p.iloc[0] + p.filter(like="amne").mean() for p in parts])
    effects = effects - effects.mean()
    assert np.corrcoef(effects, found.utjamnad.avstand)[0, 1] > 0.98
    assert effects == pytest.approx(found.utjamnad.avstand, abs=0.04)
    # Our intervals, which carry the uncertainty of the variances, hold its values.
    s = found.utjamnad
    assert ((s.avstand_undre < effects) & (effects < s.avstand_ovre)).all()


def test_subjects_within_schools_are_found_to_differ():
    same, differ = (
        [
            spread_of_subjects(read_results(draw(world, rng).results))
            for world in [World(school_subject=sd)]
            for rng in map(np.random.default_rng, range(6))
        ]
        for sd in (0.0, 0.2)
    )
    # A latent SD of 0.2 is about 0.2 / 0.77 steps, seen in three tests every läsår and blocks now and then.
    assert np.mean([one[0] for one in same]) < 0.05
    assert np.mean([one[0] for one in differ]) == pytest.approx(0.24, abs=0.05)
    assert all(low < middle < high for middle, low, high in differ)


def test_correlation_of_lasar_by_hand(municipality):
    found = fit_deviations(read_results(municipality.results))
    assert found.correlate_years(found.fel_ett_lasar) == pytest.approx(0.5)
    assert found.correlate_years(0.0) == 0


@pytest.mark.parametrize("schools", [1, 2])
def test_few_schools_give_nothing(schools):
    results = draw(SMALL, np.random.default_rng(1)).results
    kept = sorted(results["skolenhet"].unique())[:schools]
    assert read_results(results[results["skolenhet"].isin(kept)]) is None


def test_a_single_lasar_gives_nothing():
    results = draw(SMALL, np.random.default_rng(1)).results
    assert read_results(results[results["lasar"] == 0]) is None


def test_three_schools_have_no_contextual_model():
    results = draw(SMALL, np.random.default_rng(1)).results
    three = results[results["skolenhet"] != results["skolenhet"].max()]
    assert fit_deviations(read_results(three)) is not None
    assert fit_deviations(read_results(three), contextual=True) is None


def test_pupils_are_the_clusters_where_there_are_no_classes(municipality):
    found = fit_deviations(read_results(municipality.results.assign(klass="")))
    assert (found.fel > 0).all()
