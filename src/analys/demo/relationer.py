"""Grades beside tests, and judgements beside tests, where nothing is missing.

Everyone is taken to take every test that the year group has, in all parts and in all subjects of a block, and
to be judged in åk 3. So these are quantities of the population, free of who stayed away, whose test was lost
or replaced, and which subject a class happened to draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analys.demo.bedomning import make_judgements
from analys.demo.betyg import INDEX, TESTED, A, exam_scores, true_results
from analys.demo.delprov import exam_grades
from analys.demo.modell import Model
from analys.demo.prov import BLOCKS, block_errors, parts_reached
from analys.demo.skede import Stage
from analys.demo.skolor import Effects
from analys.demo.utfall import graded

OUTCOMES = ("bada", "bara_provet", "bara_bedomningen", "inget")


@dataclass(frozen=True)
class Pairs:
    """Provbetyg and grades of a stage's pupils; NaN where the pupil has no grade A–F in the subject.

    Parameters
    ----------
    steg : mapping of str to ndarray
        Grade minus provbetyg in steps, by subject code ("ma", "sva").
    netto, medel : ndarray
        Each pupil's own net (percentage points) and mean steps over all tests; a block counts as one test.
    """

    steg: Mapping[str, np.ndarray]
    netto: np.ndarray
    medel: np.ndarray


def make_pairs(model: Model, seed: int, effects: Effects, stage: Stage) -> Pairs:
    """Pairs of the pupils who are there, in åk 9 or 6."""
    true = true_results(model, seed, stage)
    grades = graded(model, seed, effects, stage)
    scores = exam_scores(model, seed, stage, true)
    sva = stage.cohort.sva

    def compare(subject: str, test: str, score: np.ndarray) -> np.ndarray:
        own = grades[:, INDEX[subject]].astype(float)
        own[own > A] = np.nan
        return (own - exam_grades(model, test, stage.ar, score))[stage.dar]

    tested = {name: compare(name, name, scores[name]) for name in TESTED}
    tests = [[steps] for steps in tested.values()]
    reads_sva = sva[stage.dar]
    steg = {
        "ma": tested["Ma"],
        "en": tested["En"],
        "sv": np.where(reads_sva, np.nan, tested["Sv"]),
        "sva": np.where(reads_sva, tested["Sv"], np.nan),
    }
    if stage.ak == 9:
        for number, (block, (subjects, _)) in enumerate(BLOCKS.items()):
            error = block_errors(seed, stage, number)
            found = {
                name.lower(): compare(name, block, true[:, INDEX[name]] + error) for name in sorted(subjects)
            }
            tests.append(list(found.values()))
            steg |= found
    netto = _mean([_mean([100 * np.sign(steps) for steps in parts]) for parts in tests])
    return Pairs(steg, netto, _mean([_mean(parts) for parts in tests]))


def _mean(columns: list[np.ndarray]) -> np.ndarray:
    """Mean of each pupil's values, NaN without any."""
    values = np.stack(columns)
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)


def describe_pairs(pairs: Pairs) -> dict[str, dict[str, float]]:
    """Shares lägre, lika and högre and the net by subject, and under "alla" the pupils' mean net."""
    found: dict[str, dict[str, float]] = {"alla": {"netto": float(np.nanmean(pairs.netto))}}
    for name, steps in pairs.steg.items():
        sign = np.sign(steps[~np.isnan(steps)])
        shares = [float(100 * (sign == value).mean()) for value in (-1, 0, 1)]
        found[name] = {
            **dict(zip(("lagre", "lika", "hogre"), shares, strict=True)),
            "netto": shares[2] - shares[0],
        }
    return found


def describe_third(model: Model, seed: int, effects: Effects, stage: Stage) -> dict[str, dict[str, float]]:
    """Shares of `OUTCOMES` by subject in åk 3."""
    judged = make_judgements(model, seed, effects, stage)
    reached = parts_reached(model, seed, stage)
    sva = stage.cohort.sva
    everyone = np.ones_like(sva)
    found = {}
    for code, subject, reads in (("ma", "Ma", everyone), ("sv", "Sv", ~sva), ("sva", "Sv", sva)):
        rows = stage.dar & reads
        test, teacher = reached[subject][rows], judged[subject][rows]
        cells = (test & teacher, test & ~teacher, ~test & teacher, ~test & ~teacher)
        found[code] = {name: float(100 * cell.mean()) for name, cell in zip(OUTCOMES, cells, strict=True)}
    return found
