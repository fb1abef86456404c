"""From ability to grades and test results.

Grades are held as small whole numbers: 0–5 for F–A and the marks below; they become letters when written.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from analys.demo.modell import Model
from analys.demo.skede import Stage
from analys.demo.skolor import SUBJECTS, Effects
from analys.demo.slump import stream

F, E, D, C, B, A, STRECK, ANPASSAD, EJ_BETYG, TOM, EJ_UNDERVISAD = range(11)
CODES = ("F", "E", "D", "C", "B", "A", "9", "3", "2", "", "Z")
POINTS = np.array([0.0, 10.0, 12.5, 15.0, 17.5, 20.0, 0.0, 0.0, 0.0, 0.0, 0.0])

INDEX = MappingProxyType({name: i for i, name in enumerate(SUBJECTS)})
TESTED = ("Ma", "En", "Sv")
LATENT_SD = 1.15
"""Spread of a subject's true result over pupils; turns a reliability into an error variance."""

LEVEL: Mapping[str, float] = MappingProxyType(
    {"Bl": 0.22, "En": 0.18, "Hkk": 0.22, "Idh": 0.22, "Ma": -0.22, "Mu": 0.20, "Bi": -0.02, "Fy": -0.12, "Ke": -0.12,
     "Ge": 0.0, "Hi": 0.02, "Re": 0.02, "Sh": 0.02, "Sl": 0.28, "Sv": 0.05, "Tk": 0.05, "M2": 0.05, "M1": 0.1, "ML": 0.55}
)  # fmt: skip
GIRLS: Mapping[str, float] = MappingProxyType(
    {
        "Bl": 0.28,
        "En": -0.12,
        "Hkk": 0.18,
        "Idh": -0.22,
        "Ma": -0.18,
        "Mu": 0.12,
        "Sl": 0.14,
        "Sv": 0.18,
        "Tk": -0.05,
    }
)


def true_results(model: Model, seed: int, stage: Stage) -> np.ndarray:
    """(pupil, subject) true result in each subject, standard units."""
    n, j = len(stage.formaga), len(SUBJECTS)
    own = model.amne_sd * stream(seed, "amne", stage.cohort.ar, stage.ak).standard_normal((n, j))
    level = np.array([LEVEL[name] for name in SUBJECTS])
    girls = np.array([GIRLS.get(name, 0.0) for name in SUBJECTS])
    return stage.formaga[:, None] + own + level + girls * stage.cohort.flicka[:, None]


def test_scores(model: Model, seed: int, stage: Stage, true: np.ndarray) -> dict[str, np.ndarray]:
    """Latent test score a tested subject: the true result with the error that the reliability implies."""
    scores = {}
    for number, name in enumerate(TESTED):
        error_sd = LATENT_SD * np.sqrt(1 / model.np_reliabilitet[number] - 1)
        noise = stream(seed, "prov", stage.cohort.ar, stage.ak, number).standard_normal(len(true))
        scores[name] = true[:, INDEX[name]] + error_sd * noise
    return scores


def cut(model: Model, latent: np.ndarray, easier_e: float = 0.0) -> np.ndarray:
    """Latent results in the grades F–A as 0–5, the border of E lowered by `easier_e`."""
    borders = np.array(model.granser)
    borders[0] -= easier_e
    return np.searchsorted(borders, latent, side="right").astype(np.int8)


def subject_grades(
    model: Model,
    seed: int,
    effects: Effects,
    stage: Stage,
    true: np.ndarray,
    scores: Mapping[str, np.ndarray],
) -> np.ndarray:
    """(pupil, subject) grades F–A with streck and anpassad studiegång, every subject as if it were read."""
    key = (stage.cohort.ar, stage.ak)
    perceived = true + model.bedomning_sd * stream(seed, "bedomning", *key).standard_normal(true.shape)
    if stage.ar not in (2020, 2021):
        for name, score in scores.items():
            column = INDEX[name]
            perceived[:, column] += model.np_vikt_i_betyg * (score - perceived[:, column])
    year = stage.ar - effects.forsta_ar
    perceived += effects.bedomning[stage.skola] + effects.bedomning_ar[stage.skola, :, year]
    grades = cut(model, perceived)
    near = perceived > model.granser[0] - model.hoppa_till_e_bredd
    lifted = stream(seed, "hoppa till e", *key).random(true.shape) < model.hoppa_till_e_andel
    grades[(grades == F) & near & lifted] = E
    share = stage.franvaro.mean(axis=1)
    no_basis = (
        stream(seed, "streck", *key).random(true.shape) < np.clip((share - 0.30) * 1.4, 0, 0.9)[:, None]
    )
    grades[no_basis & (grades <= E)] = STRECK
    adapted = stream(seed, "studiegang", *key).random(len(share)) < np.clip(
        0.004 + (share - 0.15) * 0.3, 0.002, 0.5
    )
    out = stream(seed, "studiegang amne", *key).random(true.shape) < 0.4
    for name in ("Bl", "Hkk", "Mu", "Sl", "Tk", "M2", "Fy", "Re"):
        column = INDEX[name]
        grades[adapted & out[:, column], column] = ANPASSAD
    return grades


def choices(seed: int, stage: Stage) -> dict[str, np.ndarray]:
    """Who reads a modern language (språkval M2, skolans val M1) and mother tongue, by pupil."""
    n = len(stage.formaga)
    ar = stage.cohort.ar
    ability = stage.cohort.bakgrund + stage.cohort.elev
    late = stage.cohort.ankomst >= 4
    takes = 1 / (1 + np.exp(-(1.6 + 1.1 * ability)))
    return {
        "M2": (stream(seed, "val m2", ar).random(n) < takes) & ~late,
        "M1": stream(seed, "val m1", ar).random(n) < 0.025,
        "ML": stage.cohort.utlandsk & (stream(seed, "val ml", ar).random(n) < 0.55),
        "M2_sprak": stream(seed, "sprak m2", ar).random(n),
        "M1_sprak": stream(seed, "sprak m1", ar).random(n),
        "ML_sprak": stream(seed, "sprak ml", ar).random(n),
    }


def final_grades(grades: np.ndarray, chosen: Mapping[str, np.ndarray]) -> np.ndarray:
    """Grades with the subjects that the pupil did not choose left empty."""
    result = grades.copy()
    for name in ("M2", "M1", "ML"):
        column = INDEX[name]
        result[~chosen[name], column] = TOM
    return result
