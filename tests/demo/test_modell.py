"""The simulation does what its parameters say: recovered on a larger cohort."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.discrete.discrete_model import Logit

from analys.demo.betyg import INDEX, exam_scores, true_results
from analys.demo.elever import Cohort, make_cohort
from analys.demo.franvaro import _follow_story, absence, absent_for_long, effect_of_absence
from analys.demo.modell import MODELS, STANDARD, SUBJECTS, Model
from analys.demo.skede import Stage, make_stage
from analys.demo.skolor import Effects, Schools, make_effects, make_schools
from analys.demo.tabeller import absence_table

YEARS = range(2024, 2027)
PUPILS = 12_000


def simulate(model: Model, seed: int = 3, ak: int = 9) -> tuple[Schools, Effects, Cohort, Stage]:
    schools = make_schools(model, seed, 21, YEARS, "9999")
    effects = make_effects(model, seed, schools, YEARS)
    cohort = make_cohort(model, seed, schools, 2026 + 9 - ak, PUPILS, valid=False)
    return schools, effects, cohort, make_stage(model, seed, effects, cohort, ak)


@pytest.fixture(scope="module")
def standard() -> tuple[Schools, Effects, Cohort, Stage]:
    return simulate(STANDARD)


def slopes(outcome: np.ndarray, *columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least-squares slopes and their standard errors."""
    design = np.column_stack([np.ones(len(outcome)), *columns])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ outcome
    spread = ((outcome - design @ beta) ** 2).sum() / (len(outcome) - design.shape[1])
    return beta[1:], np.sqrt(spread * np.diag(inverse))[1:]


def test_the_effect_of_absence_is_the_declared_one_given_confounder_and_prior(standard):
    _, _, cohort, stage = standard
    share = stage.franvaro.mean(axis=1)
    rows = stage.dar & (share < STANDARD.franvaro_knack)
    prior = cohort.prior(STANDARD, 9)
    full, error = slopes(stage.formaga[rows], share[rows], prior[rows])
    assert abs(full[0] - STANDARD.franvaro_effekt) < 3.5 * error[0]
    assert abs(full[1] - 1) < 0.05
    naive, _ = slopes(stage.formaga[rows], share[rows])
    assert naive[0] < 2 * full[0]  # what is not adjusted for makes it look twice as steep, or more


def test_the_effect_of_absence_varies_between_pupils_and_has_a_knee(standard):
    _, _, cohort, _ = standard
    low, high, higher = (
        effect_of_absence(STANDARD, cohort, np.full(len(cohort.elev), a)) for a in (0.1, 0.2, 0.3)
    )
    assert low.std() / 0.1 == pytest.approx(STANDARD.franvaro_effekt_sd, rel=0.03)
    # −1.7 a unit below the knee at 0.20 and −1.7 − 1.6 above it.
    assert (high - low).mean() == pytest.approx(-0.17, abs=0.005)
    assert (higher - high).mean() == pytest.approx(-0.33, abs=0.005)


def test_reverse_path_and_confounder_raise_absence(standard):
    _, _, cohort, _ = standard
    # Without the newest läsår's own story and those absent for long, who are drawn apart.
    model = replace(STANDARD, franvaro_brott=9999, franvaro_lang=(0.0, 0.0, 0.0))
    share = absence(model, 3, cohort, 9)
    logit = np.log(share / (1 - share)).mean(axis=1)
    found, error = slopes(logit, cohort.storande, cohort.prior(STANDARD, 9))
    declared = np.array([STANDARD.franvaro_av_storande, STANDARD.franvaro_av_formaga])
    assert (np.abs(found - declared) < 3.5 * error).all()


def test_long_absence_is_drawn_apart_and_grows_from_the_break(standard):
    _, _, cohort, stage = standard
    long = absent_for_long(STANDARD, 3, cohort, 9)
    before = absent_for_long(replace(STANDARD, franvaro_brott=9999), 3, cohort, 9)
    assert (long | ~before).all()
    # exp(0.32 c − 0.30 p) has a mean of about 1.15 over pupils.
    assert long.mean() == pytest.approx(1.15 * 0.011, abs=0.003)
    assert before.mean() == pytest.approx(1.15 * 0.006, abs=0.0025)
    assert (stage.franvaro[long] >= 0.5).all()


def test_the_story_of_absence_keeps_the_order_of_pupils(standard):
    told = replace(STANDARD, franvaro_lang=(0.0, 0.0, 0.0))
    plain = replace(told, franvaro_brott=9999)
    for ak in (7, 9):
        of_year = make_cohort(STANDARD, 3, standard[0], 2026 + 9 - ak, 2_000, valid=False)
        now, then = (absence(model, 3, of_year, ak)[:, 1] for model in (told, plain))
        order = np.argsort(then)
        assert (np.diff(now[order]) > 0).all()
        assert (now[then < 0.15] == then[then < 0.15]).all()
    # 0.20 and 0.25 in åk 7: 4.4 × 0.05 × 0.10 = 0.022 less; 0.30 in åk 9: 0.06 more.
    cases = np.array([0.20, 0.25, 0.30])
    assert np.allclose(_follow_story(STANDARD, cases, 7, 2026), [0.178, 0.228, 0.30])
    assert np.allclose(_follow_story(STANDARD, cases, 9, 2026), [0.23, 0.31, 0.36])
    assert (_follow_story(STANDARD, cases, 9, 2025) == cases).all()


@pytest.mark.parametrize(("subject", "reliability"), [("Ma", 0.90), ("En", 0.88), ("Sv", 0.82)])
def test_tests_have_the_declared_reliability(standard, subject: str, reliability: float):
    _, _, _, stage = standard
    true = true_results(STANDARD, 3, stage)
    error = exam_scores(STANDARD, 3, stage, true)[subject] - true[:, INDEX[subject]]
    # Reliability at the spread that the parameter refers to.
    assert STANDARD.np_matt_sd**2 / (STANDARD.np_matt_sd**2 + error.var()) == pytest.approx(
        reliability, abs=0.005
    )


def test_schools_differ_as_declared_and_not_at_all_in_the_null_municipality(standard):
    _, effects, _, stage = standard
    _, null_effects, _, null_stage = simulate(MODELS["noll"])
    for part in ("skola", "skola_ar", "bedomning", "bedomning_ar"):
        assert (getattr(null_effects, part) == 0).all()
        assert (getattr(effects, part) != 0).any()
    # Same pupils, same absence; ability differs by the school's effects alone.
    assert (null_stage.franvaro == stage.franvaro).all()
    before = stage.cohort.skola[:, 6].astype(int)
    carried = np.where(
        (before >= 0) & (before != stage.skola), STANDARD.skola_kvar_ak9 * effects.skola[before], 0
    )
    added = effects.skola[stage.skola] + effects.skola_ar[stage.skola, 2] + carried
    difference = stage.formaga - null_stage.formaga
    assert np.allclose(difference[stage.dar], added[stage.dar])


def test_intake_differs_between_schools_also_in_the_null_municipality():
    schools, _, cohort, _ = simulate(MODELS["noll"])
    units = [i for i in range(21) if schools.vikt_lag[i] > 0]
    educated = [(cohort.utbildning[cohort.skola[:, 3] == unit] == 3).mean() for unit in units]
    assert np.corrcoef(educated, schools.intag[units])[0, 1] > 0.95
    assert np.ptp(educated) > 0.2


def test_weaker_pupils_leave_and_change_school_more(standard):
    _, _, cohort, _ = standard
    ability = cohort.bakgrund + cohort.elev
    base = cohort.forsta == 0
    # P = 0.022 exp(−0.35 p): the leavers' mean prior lies 0.35 variances below the stayers'.
    leavers = base & (cohort.sista < 9) & (cohort.sista != 6)
    shift = ability[leavers].mean() - ability[base].mean()
    assert shift == pytest.approx(-0.35 * ability[base].var(), abs=0.08)
    still, _, moved, _ = simulate(MODELS["utan_rorlighet"])
    assert (moved.forsta == 0).all() and (moved.sista == 9).all()
    assert len(still.kod) == 21


def find_missing(model: Model) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pupils of åk 9 who are there, those of them without absence, and all pupils' prior and true absence."""
    schools, effects, cohort, stage = simulate(model)
    table = absence_table(model, 3, schools, effects, cohort, 9)
    delivered = set(table["PersonNr"].to_pylist())
    there = stage.skola >= 0
    gone = np.array([number.decode() not in delivered for number in cohort.personnr]) & there
    return there, gone, cohort.prior(model, 9), stage.franvaro.mean(axis=1)


def missing_rate(model: Model) -> tuple[float, float, float]:
    """Share of pupils without absence, and how their prior and true absence differ from the others'."""
    there, gone, prior, share = find_missing(model)
    kept = there & ~gone
    return (
        gone.sum() / there.sum(),
        prior[gone].mean() - prior[kept].mean(),
        share[gone].mean() - share[kept].mean(),
    )


def test_absence_is_missing_as_declared():
    rate, prior, _ = missing_rate(MODELS["mar"])
    assert 0.12 < rate < 0.25
    assert prior < -0.5
    rate, prior, share = missing_rate(MODELS["mnar"])
    assert 0.08 < rate < 0.15
    assert share > 0.03
    untied = replace(MODELS["mnar"], bortfall_franvaro_delta=0.0)
    rate, prior, share = missing_rate(untied)
    assert rate == pytest.approx(0.08, abs=0.01)
    assert abs(prior) < 0.12 and abs(share) < 0.012


@pytest.mark.parametrize(("name", "declared"), [("mar", (-1.0, 0.0)), ("mnar", (0.0, 6.0))])
def test_absence_is_missing_by_earlier_ability_or_by_itself(name: str, declared: tuple[float, float]):
    """MAR: given earlier ability absence says no more. MNAR: given absence earlier ability says no more."""
    there, gone, prior, share = find_missing(MODELS[name])
    design = np.column_stack([np.ones(there.sum()), prior[there], share[there]])
    fit = Logit(gone[there].astype(float), design).fit(disp=0)
    assert (np.abs(fit.params[1:] - np.array(declared)) < 3.5 * fit.bse[1:]).all()


def test_parameters_by_subject_name_every_subject():
    assert len(STANDARD.amne_niva) == len(STANDARD.amne_flickor) == len(SUBJECTS)
    assert all(model.namn == name for name, model in MODELS.items())
