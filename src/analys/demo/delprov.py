"""The parts of a national test: reached levels, points, provbetyg, and the marks of what is missing.

Values 0–99 stand for themselves, 88 (lost), 99 (absent) and 77 (replacement test) among them; grades F–A
begin at GRADE.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analys.demo.betyg import INDEX, TESTED, cut
from analys.demo.modell import Model
from analys.demo.skede import Stage
from analys.demo.slump import stream

GRADE, BLANK = 100, 106
TOOK, ABSENT, LOST, REPLACED = range(4)

Columns = dict[str, np.ndarray]
"""Arrays by column name, one element a pupil of the cohort."""


def make_parts_ak3(
    model: Model,
    seed: int,
    stage: Stage,
    subject: str,
    parts: tuple[str, ...],
    points: Mapping[str, int],
    score: np.ndarray,
) -> Columns:
    """Reached level (0 or 1) and, where there are any, points of each part of a test in åk 3."""
    key = (stage.cohort.ar, stage.ak, INDEX[subject])
    margins = part_margins(model, seed, stage, subject, len(parts), score)
    status, lone = _status(model, seed, stage, key, len(parts), np.zeros(len(score), dtype=bool))
    columns: Columns = {}
    for number, part in enumerate(parts):
        margin = margins[:, number]
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


def part_margins(
    model: Model, seed: int, stage: Stage, subject: str, parts: int, score: np.ndarray
) -> np.ndarray:
    """(pupil, part) distance of the result to the level of each part of a test in åk 3; reached from 0."""
    draws = stream(seed, "delprov", stage.cohort.ar, stage.ak, INDEX[subject])
    noise = model.np_delprov_sd * draws.standard_normal((len(score), parts))
    return score[:, None] + noise - model.np3_kravniva[("Ma", "Sv").index(subject)]


def make_graded(
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
    """Parts and provbetyg of a test by column name; a missing part takes the grade with it, 77 before 99."""
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
    grade = GRADE + exam_grades(model, subject, stage.ar, score).astype(np.int64)
    whole = np.select([status == ABSENT, status == LOST, status == REPLACED], [99, 88, 77], grade)
    columns[f"{name}_PROVB"] = whole
    return columns


def exam_grades(model: Model, subject: str, spring: int, score: np.ndarray) -> np.ndarray:
    """Provbetyg F–A as 0–5 of those who take the test, by the level of the subject's test that läsår."""
    level = model.np_niva[TESTED.index(subject)] if subject in TESTED else 0.0
    shift = level + {2025: model.np_brott_2025, 2026: model.np_brott_2026}.get(spring, 0.0)
    return cut(model, score + shift, model.np_lattare_e)


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
