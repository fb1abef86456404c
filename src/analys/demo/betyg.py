"""From ability to grades and test results.

Grades are held as small whole numbers: 0–5 for F–A and the marks below; they become letters when written.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from analys.demo.modell import SUBJECTS, Model
from analys.demo.skede import Stage
from analys.demo.skolor import Effects
from analys.demo.slump import stream

F, E, D, C, B, A, STRECK, ANPASSAD, EJ_BETYG, TOM, EJ_UNDERVISAD = range(11)
CODES = ("F", "E", "D", "C", "B", "A", "9", "3", "2", "", "Z")
POINTS = np.array([0.0, 10.0, 12.5, 15.0, 17.5, 20.0, 0.0, 0.0, 0.0, 0.0, 0.0])

INDEX = MappingProxyType({name: i for i, name in enumerate(SUBJECTS)})
TESTED = ("Ma", "En", "Sv")


def true_results(model: Model, seed: int, stage: Stage) -> np.ndarray:
    """(pupil, subject) true result in each subject, standard units."""
    n, j = len(stage.formaga), len(SUBJECTS)
    own = model.amne_sd * stream(seed, "amne", stage.cohort.ar, stage.ak).standard_normal((n, j))
    girls = np.array(model.amne_flickor) * stage.cohort.flicka[:, None]
    return stage.formaga[:, None] + own + np.array(model.amne_niva) + girls


def exam_scores(model: Model, seed: int, stage: Stage, true: np.ndarray) -> dict[str, np.ndarray]:
    """Latent test score a tested subject: the true result with the error that the reliability implies."""
    scores = {}
    for number, name in enumerate(TESTED):
        error_sd = model.np_matt_sd * np.sqrt(1 / model.np_reliabilitet[number] - 1)
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
    risk = np.clip((share - model.streck_fran) * model.streck_lutning, 0, 0.9)
    no_basis = stream(seed, "streck", *key).random(true.shape) < risk[:, None]
    grades[no_basis & (grades <= E)] = STRECK
    adapted = has_adapted_studies(model, seed, stage.cohort.ar, stage.ak, share)
    out = stream(seed, "studiegang amne", *key).random(true.shape) < 0.4
    for name in ("Bl", "Hkk", "Mu", "Sl", "Tk", "M2", "Fy", "Re"):
        column = INDEX[name]
        grades[adapted & out[:, column], column] = ANPASSAD
    return grades


def has_adapted_studies(model: Model, seed: int, ar: int, ak: int, share: np.ndarray) -> np.ndarray:
    """Who has anpassad studiegång, by share of absence; `ar` is the cohort's."""
    over = (share - model.studiegang_fran) * model.studiegang_lutning
    risk = np.clip(model.studiegang_grund + over, model.studiegang_grund / 2, 0.5)
    return stream(seed, "studiegang", ar, ak).random(len(share)) < risk


def choices(model: Model, seed: int, stage: Stage) -> dict[str, np.ndarray]:
    """Who reads a modern language (språkval M2, skolans val M1) and mother tongue, by pupil."""
    n = len(stage.formaga)
    ar = stage.cohort.ar
    ability = stage.cohort.bakgrund + stage.cohort.elev
    late = stage.cohort.ankomst >= 4
    takes = 1 / (1 + np.exp(-(model.sprakval_grund + model.sprakval_av_formaga * ability)))
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
