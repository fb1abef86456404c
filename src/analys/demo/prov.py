"""National tests as SCB's files hold them: parts, points, provbetyg, and what is missing.

A column is an array of indices in `VOCABULARY`: 0–99 stand for themselves.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from analys.contracts.np_ak3 import MA_POANG, SV_POANG
from analys.demo.betyg import INDEX, exam_scores, true_results
from analys.demo.delprov import BLANK, Columns, make_graded, make_parts_ak3, part_margins
from analys.demo.modell import Model
from analys.demo.skede import Stage
from analys.demo.slump import stream

NO_PROV, SO_PROV = 107, 110
PARTS = MappingProxyType({"Ma": ("A", "B", "C", "D", "E", "F", "G1", "G2"), "Sv": tuple("ABCDEFGH")})
"""Parts of the tests in åk 3."""

BLOCKS = MappingProxyType({"NO": (("Fy", "Bi", "Ke"), NO_PROV), "SO": (("Ge", "Hi", "Re", "Sh"), SO_PROV)})
"""Blocks of åk 9 in which a class takes one subject's test: subjects, and the code of the first."""
VOCABULARY = (*(str(n) for n in range(100)), *"FEDCBA", "", "FY", "BI", "KE", "GE", "HI", "RE", "SH")
"""What the indices of a column stand for: GRADE begins at 100, BLANK is 106."""

WITHOUT_TESTS = (2020, 2021)


def has_tests(spring: int) -> bool:
    """Whether national tests were given: cancelled in the springs of 2020 and 2021."""
    return spring not in WITHOUT_TESTS


def np_ak3(model: Model, seed: int, stage: Stage) -> Columns:
    """Result columns of np_ak3, by pupil of the cohort."""
    scores = third_scores(model, seed, stage)
    columns: Columns = {"MA_GRUPP": _group(stage)}
    columns |= make_parts_ak3(model, seed, stage, "Ma", PARTS["Ma"], MA_POANG, scores["Ma"])
    # Part G is the sum of its halves.
    both = np.stack([columns["MA_G1_PR"], columns["MA_G2_PR"]])
    columns["MA_G_PR"] = np.where((both <= 1).all(axis=0), both.min(axis=0), both.max(axis=0))
    halves = (columns["MA_G1_POANG"] + columns["MA_G2_POANG"]) // 2
    columns["MA_G_POANG"] = np.where(columns["MA_G_PR"] <= 1, np.minimum(halves, 15), columns["MA_G_PR"])
    columns["SV_GRUPP"] = _group(stage)
    columns["SV_KURSPLAN"] = 1 + stage.cohort.sva.astype(np.int64)
    return columns | make_parts_ak3(model, seed, stage, "Sv", PARTS["Sv"], SV_POANG, scores["Sv"])


def third_scores(model: Model, seed: int, stage: Stage) -> dict[str, np.ndarray]:
    """Latent score of the tests in åk 3: mathematics gets harder, as a fall of the score."""
    scores = exam_scores(model, seed, stage, true_results(model, seed, stage))
    fall = model.np3_ma_per_ar * max(stage.ar - model.np3_ma_fran, 0)
    return {"Ma": scores["Ma"] + fall, "Sv": scores["Sv"]}


def parts_reached(model: Model, seed: int, stage: Stage) -> dict[str, np.ndarray]:
    """Whether each pupil of the cohort would reach every part of the tests in åk 3, taking them all."""
    return {
        name: part_margins(model, seed, stage, name, len(PARTS[name]), score).min(axis=1) >= 0
        for name, score in third_scores(model, seed, stage).items()
    }


def np_ak6(model: Model, seed: int, stage: Stage, schools: int) -> Columns:
    """Result columns of np_ak6, by pupil of the cohort."""
    true = true_results(model, seed, stage)
    scores = exam_scores(model, seed, stage, true)
    portal = _portal(model, seed, stage, schools) & (stage.ar == 2026)
    columns: Columns = {"MA_GRUPP": _group(stage)}
    columns |= make_graded(model, seed, stage, "Ma", scores["Ma"], delt="ABCDE")
    columns |= {"SV_GRUPP": _group(stage), "SV_KURSPLAN": 1 + stage.cohort.sva.astype(np.int64)}
    columns |= make_graded(model, seed, stage, "Sv", scores["Sv"], delt="ABC", prp="ABC", low=0, high=18)
    columns |= {"EN_GRUPP": _group(stage)}
    columns |= make_graded(model, seed, stage, "En", scores["En"], delt="ABC", prp="ABC", low=1, high=6)
    if stage.ar == 2026:
        # The digital service was closed: parts B and C were taken on paper, or reported elsewhere.
        for name in ("SV_B_DELT", "SV_C_DELT", "EN_B_DELT", "EN_C_DELT"):
            columns[name] = np.where(columns[name] == 1, 77, columns[name])
    for name in columns:
        if name[:2] in ("SV", "EN"):
            columns[name] = np.where(portal, BLANK, columns[name])
    return columns


def np_ak9(model: Model, seed: int, stage: Stage, schools: int) -> Columns:
    """Result columns of np_ak9, by pupil of the cohort."""
    true = true_results(model, seed, stage)
    scores = exam_scores(model, seed, stage, true)
    n = len(stage.formaga)
    by_school = stream(seed, "ersattningsprov", stage.ar).random((schools, 2))
    replaced = {
        "Sv": by_school[:, 0] < (model.np_skola_ersattningsprov_2025 if stage.ar == 2025 else 0.0),
        "En": by_school[:, 1] < (model.np_skola_ersattningsprov_2025 if stage.ar == 2025 else 0.0),
    }
    columns: Columns = {"MA_GRUPP": _group(stage)}
    columns |= make_graded(
        model, seed, stage, "Ma", scores["Ma"], delt="ABCD", replaced=_few(model, seed, stage, "Ma")
    )
    columns |= {"SV_GRUPP": _group(stage), "SV_KURSPLAN": 1 + stage.cohort.sva.astype(np.int64)}
    few = _few(model, seed, stage, "Sv") | replaced["Sv"][stage.skola]
    columns |= make_graded(model, seed, stage, "Sv", scores["Sv"], prp="ABC", low=0, high=18, replaced=few)
    columns |= {"EN_GRUPP": _group(stage)}
    few = _few(model, seed, stage, "En") | replaced["En"][stage.skola]
    columns |= make_graded(model, seed, stage, "En", scores["En"], prp="ABC", low=1, high=9, replaced=few)
    portal = _portal(model, seed, stage, schools) & (stage.ar == 2026)
    # The replacement test was chosen class by class, since not every class had the digital one prepared.
    by_class = stream(seed, "ersattningsprov klass", stage.ar).random((schools, 8))
    paper = by_class[stage.skola, stage.cohort.klass[:, stage.ak] % 8] < model.np_klass_ersattningsprov_2026
    for number, (block, (subjects, code)) in enumerate(BLOCKS.items()):
        # A class takes one subject of the block, drawn by school, year and class.
        drawn = stream(seed, "prov amne", stage.ar, number).integers(0, len(subjects), (schools, 8))
        assigned = drawn[stage.skola, stage.cohort.klass[:, stage.ak] % 8]
        result = true[np.arange(n), np.array([INDEX[name] for name in subjects])[assigned]]
        score = result + block_errors(seed, stage, number)
        columns[f"{block}_PROV"] = code + assigned
        few = _few(model, seed, stage, block) | (paper & (stage.ar == 2026))
        graded = make_graded(model, seed, stage, block, score, delt="AB", replaced=few)
        columns |= graded | {f"{block}_GRUPP": _group(stage)}
        for name in columns:
            if name.startswith(block):
                columns[name] = np.where(portal, BLANK, columns[name])
    return columns


def block_errors(seed: int, stage: Stage, number: int) -> np.ndarray:
    """Error of the score on the test in the block of that number, whichever its subject."""
    draws = stream(seed, "prov block", stage.cohort.ar, stage.ak, number)
    return 0.5 * draws.standard_normal(len(stage.formaga))


def _few(model: Model, seed: int, stage: Stage, subject: str) -> np.ndarray:
    key = (stage.cohort.ar, stage.ak, ("Ma", "En", "Sv", "NO", "SO").index(subject))
    return stream(seed, "ersattning", *key).random(len(stage.formaga)) < model.np_ersattningsprov


def _portal(model: Model, seed: int, stage: Stage, schools: int) -> np.ndarray:
    """Pupils whose school reported through the digital portal."""
    return (stream(seed, "portal", stage.ar, stage.ak).random(schools) < model.np_skola_digitalt)[stage.skola]


def _group(stage: Stage) -> np.ndarray:
    """Placeholder that the writer replaces by the class; blank marks keep their place."""
    return np.full(len(stage.formaga), -1, dtype=np.int64)
