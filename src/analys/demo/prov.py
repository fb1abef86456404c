"""National tests as SCB's files hold them: parts, points, provbetyg, and what is missing.

A column is an array of indices in `VOCABULARY`: 0–99 stand for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analys.demo.betyg import INDEX, TESTED, cut, exam_scores, true_results
from analys.demo.modell import Model
from analys.demo.skede import Stage
from analys.demo.slump import stream

GRADE, BLANK = 100, 106
VOCABULARY = (
    *(str(n) for n in range(100)),
    "F",
    "E",
    "D",
    "C",
    "B",
    "A",
    "",
    "FY",
    "BI",
    "KE",
    "GE",
    "HI",
    "RE",
    "SH",
)
NO_PROV, SO_PROV = 107, 110

TOOK, ABSENT, LOST, REPLACED, PORTAL = range(5)
WITHOUT_TESTS = (2020, 2021)
MA3_POINTS = {"B": 17, "C": 19, "D": 14, "E": 16, "F": 23, "G": 15, "G1": 18, "G2": 12}
SV3_POINTS = {"B": 18, "C": 18}
Columns = dict[str, np.ndarray]


def has_tests(spring: int) -> bool:
    """Whether national tests were given: cancelled in the springs of 2020 and 2021."""
    return spring not in WITHOUT_TESTS


def np_ak3(model: Model, seed: int, stage: Stage) -> Columns:
    """Result columns of np_ak3, by pupil of the cohort."""
    true = true_results(model, seed, stage)
    scores = exam_scores(model, seed, stage, true)
    fall = model.np3_ma_per_ar * max(stage.ar - model.np3_ma_fran, 0)
    columns: Columns = {"MA_GRUPP": _group(stage)}
    parts = ("A", "B", "C", "D", "E", "F", "G1", "G2")
    columns |= _parts_ak3(model, seed, stage, "Ma", parts, MA3_POINTS, scores["Ma"] + fall)
    # Part G is the sum of its halves.
    both = np.stack([columns["MA_G1_PR"], columns["MA_G2_PR"]])
    columns["MA_G_PR"] = np.where((both <= 1).all(axis=0), both.min(axis=0), both.max(axis=0))
    halves = (columns["MA_G1_POANG"] + columns["MA_G2_POANG"]) // 2
    columns["MA_G_POANG"] = np.where(columns["MA_G_PR"] <= 1, np.minimum(halves, 15), columns["MA_G_PR"])
    columns["SV_GRUPP"] = _group(stage)
    columns["SV_KURSPLAN"] = 1 + stage.cohort.sva.astype(np.int64)
    return columns | _parts_ak3(model, seed, stage, "Sv", tuple("ABCDEFGH"), SV3_POINTS, scores["Sv"])


def _parts_ak3(
    model: Model,
    seed: int,
    stage: Stage,
    subject: str,
    parts: tuple[str, ...],
    points: Mapping[str, int],
    score: np.ndarray,
) -> Columns:
    key = (stage.cohort.ar, stage.ak, INDEX[subject])
    noise = model.np_delprov_sd * stream(seed, "delprov", *key).standard_normal((len(score), len(parts)))
    status, lone = _status(model, seed, stage, key, len(parts), np.zeros(len(score), dtype=bool))
    columns: Columns = {}
    for number, part in enumerate(parts):
        margin = score + noise[:, number] - model.np3_kravniva[("Ma", "Sv").index(subject)]
        missing = _missing(status, lone, number)
        name = f"{subject.upper()}_{part}"
        columns[f"{name}_PR"] = np.where(missing > 0, missing, (margin >= 0).astype(np.int64))
        if part in points:
            most = points[part]
            # Reaching the level takes 60 per cent of the points.
            share = np.clip(0.6 + 0.17 * margin, 0.02, 1.0)
            floor = np.ceil(0.6 * most)
            value = np.where(
                margin >= 0,
                np.maximum(np.rint(share * most), floor),
                np.minimum(np.rint(share * most), floor - 1),
            )
            columns[f"{name}_POANG"] = np.where(missing > 0, missing, value.astype(np.int64))
    return columns


def np_ak6(model: Model, seed: int, stage: Stage, schools: int) -> Columns:
    """Result columns of np_ak6, by pupil of the cohort."""
    true = true_results(model, seed, stage)
    scores = exam_scores(model, seed, stage, true)
    portal = _portal(model, seed, stage, schools) & (stage.ar == 2026)
    columns: Columns = {"MA_GRUPP": _group(stage)}
    columns |= _graded(model, seed, stage, "Ma", scores["Ma"], delt="ABCDE")
    columns |= {"SV_GRUPP": _group(stage), "SV_KURSPLAN": 1 + stage.cohort.sva.astype(np.int64)}
    columns |= _graded(model, seed, stage, "Sv", scores["Sv"], delt="ABC", prp="ABC", low=0, high=18)
    columns |= {"EN_GRUPP": _group(stage)}
    columns |= _graded(model, seed, stage, "En", scores["En"], delt="ABC", prp="ABC", low=1, high=6)
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
    key = (stage.cohort.ar, stage.ak)
    by_school = stream(seed, "ersattningsprov", stage.ar).random((schools, 2))
    replaced = {
        "Sv": by_school[:, 0] < (model.np_skola_ersattningsprov_2025 if stage.ar == 2025 else 0.0),
        "En": by_school[:, 1] < (model.np_skola_ersattningsprov_2025 if stage.ar == 2025 else 0.0),
    }
    columns: Columns = {"MA_GRUPP": _group(stage)}
    columns |= _graded(
        model, seed, stage, "Ma", scores["Ma"], delt="ABCD", replaced=_few(model, seed, stage, "Ma")
    )
    columns |= {"SV_GRUPP": _group(stage), "SV_KURSPLAN": 1 + stage.cohort.sva.astype(np.int64)}
    few = _few(model, seed, stage, "Sv") | replaced["Sv"][stage.skola]
    columns |= _graded(model, seed, stage, "Sv", scores["Sv"], prp="ABC", low=0, high=18, replaced=few)
    columns |= {"EN_GRUPP": _group(stage)}
    few = _few(model, seed, stage, "En") | replaced["En"][stage.skola]
    columns |= _graded(model, seed, stage, "En", scores["En"], prp="ABC", low=1, high=9, replaced=few)
    portal = _portal(model, seed, stage, schools) & (stage.ar == 2026)
    # The replacement test was chosen class by class, since not every class had the digital one prepared.
    by_class = stream(seed, "ersattningsprov klass", stage.ar).random((schools, 8))
    paper = by_class[stage.skola, stage.cohort.klass[:, stage.ak] % 8] < model.np_klass_ersattningsprov_2026
    for number, (block, subjects, code) in enumerate(
        (("NO", ("Fy", "Bi", "Ke"), NO_PROV), ("SO", ("Ge", "Hi", "Re", "Sh"), SO_PROV))
    ):
        # A class takes one subject of the block, drawn by school, year and class.
        drawn = stream(seed, "prov amne", stage.ar, number).integers(0, len(subjects), (schools, 8))
        assigned = drawn[stage.skola, stage.cohort.klass[:, stage.ak] % 8]
        result = true[np.arange(n), np.array([INDEX[name] for name in subjects])[assigned]]
        score = result + 0.5 * stream(seed, "prov block", *key, number).standard_normal(n)
        columns[f"{block}_PROV"] = code + assigned
        few = _few(model, seed, stage, block) | (paper & (stage.ar == 2026))
        graded = _graded(model, seed, stage, block, score, delt="AB", replaced=few)
        columns |= graded | {f"{block}_GRUPP": _group(stage)}
        for name in columns:
            if name.startswith(block):
                columns[name] = np.where(portal, BLANK, columns[name])
    return columns


def _graded(
    model: Model,
    seed: int,
    stage: Stage,
    subject: str,
    score: np.ndarray,
    delt: str = "",
    prp: str = "",
    low: int = 0,
    high: int = 0,
    replaced: np.ndarray | None = None,
) -> Columns:
    """Parts and provbetyg of one test; a missing part takes the provbetyg with it, 77 before 99."""
    block = ("Ma", "En", "Sv", "NO", "SO").index(subject)
    key = (stage.cohort.ar, stage.ak, 100 + block)
    parts = delt or prp
    nobody = np.zeros(len(score), dtype=bool)
    status, lone = _status(model, seed, stage, key, len(parts), nobody if replaced is None else replaced)
    columns: Columns = {}
    name = subject.upper()
    for number, part in enumerate(delt):
        missing = _missing(status, lone, number, replaced_from=0 if subject in ("NO", "SO") else 1)
        columns[f"{name}_{part}_DELT"] = np.where(missing > 0, missing, 1)
    noise = model.np_delprov_sd * stream(seed, "delprov", *key).standard_normal(
        (len(score), max(len(prp), 1))
    )
    for number, part in enumerate(prp):
        share = np.clip(0.52 + 0.21 * (score + noise[:, number]), 0.0, 1.0)
        points = (low + np.rint(share * (high - low))).astype(np.int64)
        # English in åk 9: only part B can be a replacement test.
        missing = _missing(status, lone, number, replaced_from=1, replaced_to=1 if name == "EN" else 9)
        columns[f"{name}_{part}_PRP"] = np.where(missing > 0, missing, points)
    level = model.np_niva[TESTED.index(subject)] if subject in TESTED else 0.0
    shift = level + {2025: model.np_brott_2025, 2026: model.np_brott_2026}.get(stage.ar, 0.0)
    grade = GRADE + cut(model, score + shift, model.np_lattare_e).astype(np.int64)
    whole = np.select([status == ABSENT, status == LOST, status == REPLACED], [99, 88, 77], grade)
    columns[f"{name}_PROVB"] = whole
    return columns


def _status(
    model: Model, seed: int, stage: Stage, key: tuple[int, ...], parts: int, replaced: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How the pupil took the test, and the one part that an absent pupil missed (-1: all of them)."""
    n = len(stage.formaga)
    prior = stage.cohort.prior(model, stage.ak)
    absent = stream(seed, "deltar ej", *key).random(n) < model.np_deltar_ej * np.exp(
        model.np_deltar_ej_av_formaga * prior
    )
    lost = stream(seed, "forlorat", *key).random(n) < model.np_forlorat
    lone = stream(seed, "deltar ej del", *key).integers(-1, parts, n)
    status = np.select([lost, replaced & ~(absent & (lone < 0)), absent], [LOST, REPLACED, ABSENT], TOOK)
    return status, lone


def _missing(
    status: np.ndarray, lone: np.ndarray, part: int, replaced_from: int = 9, replaced_to: int = 9
) -> np.ndarray:
    """Marker of a part, 0 where it was taken."""
    here = (lone == part) | (lone < 0)
    marker = np.where((status == ABSENT) & here, 99, 0)
    marker = np.where(status == LOST, 88, marker)
    if replaced_from <= part <= replaced_to:
        marker = np.where(status == REPLACED, 77, marker)
    return marker


def _few(model: Model, seed: int, stage: Stage, subject: str) -> np.ndarray:
    key = (stage.cohort.ar, stage.ak, ("Ma", "En", "Sv", "NO", "SO").index(subject))
    return stream(seed, "ersattning", *key).random(len(stage.formaga)) < model.np_ersattningsprov


def _portal(model: Model, seed: int, stage: Stage, schools: int) -> np.ndarray:
    """Pupils whose school reported through the digital portal."""
    return (stream(seed, "portal", stage.ar, stage.ak).random(schools) < model.np_skola_digitalt)[stage.skola]


def _group(stage: Stage) -> np.ndarray:
    """Placeholder that the writer replaces by the class; blank marks keep their place."""
    return np.full(len(stage.formaga), -1, dtype=np.int64)
