"""Outcomes of simulated pupils: what official statistics and the truth are made of.

A second, independent reading of the definitions in the project's registry of indicators, on the simulation's
own arrays; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from analys.demo.betyg import (
    EJ_BETYG,
    EJ_UNDERVISAD,
    INDEX,
    POINTS,
    STRECK,
    TOM,
    A,
    E,
    F,
    choices,
    exam_scores,
    final_grades,
    subject_grades,
    true_results,
)
from analys.demo.delprov import GRADE
from analys.demo.elever import Cohort
from analys.demo.modell import Model
from analys.demo.prov import has_tests, np_ak3, np_ak6, np_ak9
from analys.demo.skede import Stage, make_stage
from analys.demo.skolor import Effects, Schools

OTHER = np.array([i for name, i in INDEX.items() if name != "M2"])
BASE = [INDEX[name] for name in ("Sv", "En", "Ma")]
PARTS_MA = ("A", "B", "C", "D", "E", "F", "G")
KON = ("alla", "flickor", "pojkar")


@dataclass(frozen=True)
class Outcome:
    """One measure: a value a pupil (NaN outside the denominator) and the pupil's gender."""

    varde: np.ndarray
    flicka: np.ndarray

    def mean(self, kon: str = "alla") -> float:
        """Mean over those in the denominator; shares are 0–100 already."""
        chosen = ~np.isnan(self.varde)
        if kon != "alla":
            chosen &= self.flicka == (kon == "flickor")
        return float(self.varde[chosen].mean()) if chosen.any() else float("nan")


def outcomes(
    model: Model, seed: int, schools: Schools, effects: Effects, cohorts: Mapping[int, Cohort], spring: int
) -> dict[str, Outcome]:
    """Every measure of a läsår by indicator code, and ``lagre_``/``hogre_`` shares of grade against test."""
    found: dict[str, Outcome] = {}
    stages = {ak: make_stage(model, seed, effects, cohorts[spring + 9 - ak], ak) for ak in (3, 6, 9)}
    for name, stage, values in _measures(model, seed, schools, effects, stages, has_tests(spring)):
        found[name] = Outcome(values[stage.dar], stage.cohort.flicka[stage.dar])
    return found


def graded(model: Model, seed: int, effects: Effects, stage: Stage) -> np.ndarray:
    """(pupil, subject) grades of a stage as they stand in the grade register."""
    true = true_results(model, seed, stage)
    scores = exam_scores(model, seed, stage, true)
    return final_grades(
        subject_grades(model, seed, effects, stage, true, scores), choices(model, seed, stage)
    )


def _measures(
    model: Model, seed: int, schools: Schools, effects: Effects, stages: Mapping[int, Stage], tests: bool
) -> Iterator[tuple[str, Stage, np.ndarray]]:
    final = graded(model, seed, effects, stages[9])
    for name, values in final_measures(final).items():
        yield name, stages[9], values
    sixth = graded(model, seed, effects, stages[6])
    yield "alla_amnen_ak6", stages[6], _all_subjects_ak6(schools, stages[6], sixth)
    if not tests:
        return
    sva = stages[3].cohort.sva
    third = np_ak3(model, seed, stages[3])
    swedish = _all_parts([third[f"SV_{part}_PR"] for part in "ABCDEFGH"])
    yield "np_ak3_svsva", stages[3], swedish
    yield "np_ak3_sv", stages[3], np.where(sva, np.nan, swedish)
    yield "np_ak3_sva", stages[3], np.where(sva, swedish, np.nan)
    yield "np_ak3_ma", stages[3], _all_parts([third[f"MA_{part}_PR"] for part in PARTS_MA])
    units = len(schools.kod)
    for ak, columns in (
        (6, np_ak6(model, seed, stages[6], units)),
        (9, np_ak9(model, seed, stages[9], units)),
    ):
        sva = stages[ak].cohort.sva
        for code in ("ma", "en", "sv"):
            grade = columns[f"{code.upper()}_PROVB"] - GRADE
            has_grade = (grade >= F) & (grade <= A)
            for name, values in _by_course(code, np.where(has_grade, 100.0 * (grade >= E), np.nan), sva):
                yield f"np_ak{ak}_{name}", stages[ak], values
            if ak == 9:
                own = final[:, INDEX[code.capitalize()]]
                both = has_grade & (own <= A)
                for direction, true in (("lagre", own < grade), ("hogre", own > grade)):
                    for name, values in _by_course(code, np.where(both, 100.0 * true, np.nan), sva):
                        yield f"{direction}_{name}", stages[9], values


def final_measures(grades: np.ndarray) -> dict[str, np.ndarray]:
    """Measures of final grades: (pupil, subject) codes to merit values, alla ämnen and eligibility."""
    passed = (grades >= E) & (grades <= A)
    count = passed.sum(axis=1)
    points = POINTS[grades]
    best = np.sort(points[:, OTHER], axis=1)[:, -16:].sum(axis=1)
    language = INDEX["M2"]
    base = passed[:, BASE].all(axis=1)
    others = count - passed[:, BASE].sum(axis=1)

    def eligible(required: tuple[str, ...], further: int) -> np.ndarray:
        columns = [INDEX[name] for name in required]
        rest = others - passed[:, columns].sum(axis=1)
        return 100.0 * (base & passed[:, columns].all(axis=1) & (rest >= further))

    failed = ((grades == F) | (grades == STRECK)).any(axis=1)
    return {
        "meritvarde_17": np.where(count > 0, best + points[:, language], np.nan),
        "meritvarde_16": np.where(count > 0, np.sort(points, axis=1)[:, -16:].sum(axis=1), np.nan),
        "alla_amnen_ak9": 100.0 * (~failed & (count > 0)),
        "behorighet_yrkes": eligible((), 5),
        "behorighet_es": eligible((), 9),
        "behorighet_ekhusa": eligible(("Ge", "Hi", "Re", "Sh"), 5),
        "behorighet_nate": eligible(("Bi", "Fy", "Ke"), 6),
    }


def ak6_columns(schools: Schools, stage: Stage, grades: np.ndarray) -> dict[str, np.ndarray]:
    """What differs in åk 6: NO and SO as blocks in some schools, subjects not yet taught in others."""
    block = schools.block_ak6[stage.skola]
    empty = np.full(len(grades), TOM, dtype=np.int8)
    changed = {
        "No": np.where(block, grades[:, INDEX["Bi"]], empty),
        "So": np.where(block, grades[:, INDEX["Ge"]], empty),
    }
    for name in ("Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh"):
        changed[name] = np.where(block, EJ_BETYG, grades[:, INDEX[name]])
    changed["Hkk"] = np.where(stage.skola % 4 == 1, EJ_UNDERVISAD, grades[:, INDEX["Hkk"]])
    changed["Tk"] = np.where(stage.skola % 5 == 3, EJ_UNDERVISAD, grades[:, INDEX["Tk"]])
    changed["M1"] = empty
    return changed


def _all_subjects_ak6(schools: Schools, stage: Stage, grades: np.ndarray) -> np.ndarray:
    changed = ak6_columns(schools, stage, grades)
    kept = [grades[:, i] for name, i in INDEX.items() if name not in changed]
    whole = np.stack([*kept, *changed.values()], axis=1)
    failed = ((whole == F) | (whole == STRECK)).any(axis=1)
    return 100.0 * (~failed & ((whole >= E) & (whole <= A)).any(axis=1))


def _all_parts(parts: list[np.ndarray]) -> np.ndarray:
    whole = np.stack(parts, axis=1)
    return np.where((whole <= 1).all(axis=1), 100.0 * (whole == 1).all(axis=1), np.nan)


def _by_course(code: str, values: np.ndarray, sva: np.ndarray) -> list[tuple[str, np.ndarray]]:
    if code != "sv":
        return [(code, values)]
    return [("sv", np.where(sva, np.nan, values)), ("sva", np.where(sva, values, np.nan))]
