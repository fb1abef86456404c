"""Surveys of the demo municipality: what pupils, staff and guardians would answer, and who does.

Everybody who is asked has an attitude to each index on the scale 0–10: a level, what the school, the year
group and the gender add, and a spread of his own, part of which is shared by all his indices. An answer is
the attitude with noise, cut into the codes 1–4. Who answers depends on ability (pupils, and guardians through
the child) and on the school, so that those who answer are not quite those who were asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analys.demo.elever import LAST, Cohort
from analys.demo.enkat_fragor import ELEV, PERSONAL, QUESTIONS, SCALE, VARDNADSHAVARE
from analys.demo.modell import Model
from analys.demo.skolor import H79, Schools
from analys.demo.slump import stream

SPRINGS = (2022, 2024, 2026)
"""Spring years of the läsår with surveys: every second one."""

PUBLISHED = 2025
"""Spring year of the läsår of the published indices."""

PUPIL_YEARS = (6, 7, 8, 9)
GUARDIAN_YEARS = (2, 5, 8)

LEVEL: Mapping[str, Mapping[str, float]] = {
    ELEV: {"trygghet": 7.7, "studiero": 5.6, "stimulans": 5.9, "delaktighet": 5.5, "stod": 6.6},
    PERSONAL: {"trygghet": 8.4, "studiero": 6.8, "stimulans": 7.3, "delaktighet": 6.9, "stod": 5.4},
    VARDNADSHAVARE: {
        "trygghet": 7.5, "stimulans": 6.3, "delaktighet": 5.7, "stod": 5.9, "information": 5.2,
    },
}  # fmt: skip
"""Mean attitude in the first survey, before what follows."""

CHANGE: Mapping[tuple[str, str], float] = {
    (ELEV, "studiero"): -0.30,
    (ELEV, "trygghet"): -0.12,
    (ELEV, "stod"): 0.10,
    (PERSONAL, "stod"): -0.35,
    (VARDNADSHAVARE, "information"): 0.35,
}
"""What each survey adds to the one before."""

STUDIERO_AK8 = -0.9
TRYGGHET_FLICKOR = -0.5
TRYGGHET_SVAG_SKOLA = -1.4
"""Pupils at the 7–9 school that learns least are less safe there than elsewhere."""

SCHOOL_SD = 0.30
PERSON_SD, OWN_SD, NOISE_SD = 1.2, 1.3, 1.6
BY_ABILITY = 0.35
"""What one standard unit of ability adds to how stimulating school is and how much a pupil takes part."""

RATE: Mapping[str, float] = {PERSONAL: 0.74, VARDNADSHAVARE: 0.47}
"""Response of staff and guardians; that of pupils is `Model.enkat_svar`."""

RATE_SCHOOL_SD = 0.25
RATE_LOW = -1.5
"""Logit of what is lacking in the response of pupils at one 7–9 school."""

PASSED, UNKNOWN = 0.02, 0.03
"""Shares of questions that are passed over and answered with "do not know"."""


@dataclass(frozen=True)
class Survey:
    """Everybody asked in one survey, one element each; whole arrays, whether they answer or not.

    Parameters
    ----------
    grupp : str
    spring : int
    skola : numpy.ndarray
        Unit.
    arskurs, klass, flicka : numpy.ndarray or None
        Of the pupil, or of the guardian's child; None for staff. Classes of pupils only.
    koder : numpy.ndarray
        (person, question): the code that would be answered, before anything is passed over.
    svarar : numpy.ndarray
        Who answers.
    """

    grupp: str
    spring: int
    skola: np.ndarray
    arskurs: np.ndarray | None
    klass: np.ndarray | None
    flicka: np.ndarray | None
    koder: np.ndarray
    svarar: np.ndarray


def make_survey(
    model: Model,
    seed: int,
    schools: Schools,
    cohorts: Mapping[int, Cohort],
    spring: int,
    grupp: str,
    years: tuple[int, ...] = (),
) -> Survey:
    """One survey; `cohorts` by the spring that they leave åk 9.

    Parameters
    ----------
    years : tuple of int
        Year groups to ask, where they are not those of the municipality's own survey.
    """
    name = f"enkat {grupp}"
    if grupp == PERSONAL:
        skola, arskurs, klass, flicka, prior = _list_staff(schools, cohorts, spring), None, None, None, None
    else:
        asked = years or (PUPIL_YEARS if grupp == ELEV else GUARDIAN_YEARS)
        skola, arskurs, klass, flicka, prior = _list_pupils(model, cohorts, spring, asked)
    n = len(skola)
    person = PERSON_SD * stream(seed, f"{name} person", spring).standard_normal(n)
    own = stream(seed, f"{name} egen", spring)
    theta = {
        index: _level(model, seed, schools, grupp, index, spring, skola, arskurs, flicka, prior)
        + person
        + OWN_SD * own.standard_normal(n)
        for index in LEVEL[grupp]
    }
    noise = stream(seed, f"{name} brus", spring)
    codes = np.stack(
        [
            _encode(theta[one.index] + NOISE_SD * noise.standard_normal(n), one.vand)
            for one in QUESTIONS[grupp]
        ],
        axis=1,
    )
    chance = _respond(model, seed, schools, grupp, skola, prior)
    answers = stream(seed, f"{name} svarar", spring).random(n) < chance
    return Survey(grupp, spring, skola, arskurs, klass, flicka, codes, answers)


def measure_index(survey: Survey) -> dict[str, np.ndarray]:
    """Everybody's index 0–10, had all answered every question."""
    low, high = SCALE
    share = (survey.koder - low) / (high - low)
    vand = np.array([one.vand for one in QUESTIONS[survey.grupp]])
    points = 10 * np.where(vand, 1 - share, share)
    names = [one.index for one in QUESTIONS[survey.grupp]]
    return {
        index: points[:, [place for place, name in enumerate(names) if name == index]].mean(axis=1)
        for index in LEVEL[survey.grupp]
    }


def _list_pupils(
    model: Model, cohorts: Mapping[int, Cohort], spring: int, years: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """School, year group, class, gender and ability of those in some year groups who are in grundskola."""
    parts = []
    for ak in years:
        cohort = cohorts[spring + LAST - ak]
        rows = np.flatnonzero((cohort.skola[:, ak] >= 0) & ~cohort.anpassad)
        parts.append(
            (
                cohort.skola[rows, ak].astype(np.int64),
                np.full(len(rows), ak),
                cohort.klass[rows, ak].astype(np.int64),
                cohort.flicka[rows],
                cohort.prior(model, ak)[rows],
            )
        )
    skola, arskurs, klass, flicka, prior = (np.concatenate(column) for column in zip(*parts, strict=True))
    return skola, arskurs, klass, flicka, prior


def _list_staff(schools: Schools, cohorts: Mapping[int, Cohort], spring: int) -> np.ndarray:
    """The unit of each member of staff: one for about twelve pupils, and three at least."""
    pupils = np.zeros(len(schools.kod), dtype=np.int64)
    for ak in range(LAST + 1):
        here = cohorts[spring + LAST - ak].skola[:, ak]
        pupils += np.bincount(here[here >= 0], minlength=len(pupils))
    return np.repeat(np.arange(len(pupils)), np.where(pupils > 0, 3 + pupils // 12, 0))


def _level(
    model: Model,
    seed: int,
    schools: Schools,
    grupp: str,
    index: str,
    spring: int,
    skola: np.ndarray,
    arskurs: np.ndarray | None,
    flicka: np.ndarray | None,
    prior: np.ndarray | None,
) -> np.ndarray:
    by_school = SCHOOL_SD * stream(seed, f"enkat skola {index}").standard_normal(len(schools.kod))
    surveys = (spring - SPRINGS[0]) / 2
    level = LEVEL[grupp][index] + surveys * CHANGE.get((grupp, index), 0.0) + by_school[skola]
    if index == "trygghet":
        level = level + TRYGGHET_SVAG_SKOLA * (skola == find_weak(schools))
        if flicka is not None:
            level = level + TRYGGHET_FLICKOR * flicka
    if grupp == ELEV and arskurs is not None:
        if index == "studiero":
            level = level + STUDIERO_AK8 * (arskurs == 8)
        if index in ("stimulans", "delaktighet") and prior is not None:
            level = level + BY_ABILITY * prior
    return level


def find_weak(schools: Schools) -> int:
    """The unit of `skolor.make_effects` whose pupils learn least."""
    upper = [place for place, kind in enumerate(schools.arskurser) if kind == H79]
    return max(upper)


def find_silent(schools: Schools) -> int:
    """The unit where fewest pupils answer: the first 7–9 school."""
    return schools.arskurser.index(H79)


def _respond(
    model: Model, seed: int, schools: Schools, grupp: str, skola: np.ndarray, prior: np.ndarray | None
) -> np.ndarray:
    rate = RATE.get(grupp, model.enkat_svar)
    uneven = RATE_SCHOOL_SD * stream(seed, f"enkat {grupp} svar skola").standard_normal(len(schools.kod))
    if grupp == ELEV:
        uneven[find_silent(schools)] += RATE_LOW
    logit = np.log(rate / (1 - rate)) + uneven[skola]
    if prior is not None:
        logit = logit + model.enkat_svar_av_formaga * prior
    return 1 / (1 + np.exp(-logit))


def _encode(value: np.ndarray, vand: bool) -> np.ndarray:
    low, high = SCALE
    steps = high - low + 1
    code = np.clip(np.floor(value / 10 * steps), 0, steps - 1).astype(np.int64)
    return np.where(vand, high - code, low + code)
