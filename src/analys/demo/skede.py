"""A year group in a läsår: who is there, their absence and their ability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analys.demo.elever import LAST, Cohort
from analys.demo.franvaro import absence, effect_of_absence
from analys.demo.modell import Model
from analys.demo.skolor import Effects
from analys.demo.slump import stream


@dataclass(frozen=True)
class Stage:
    """Pupils of one year group in one läsår; the arrays are by pupil of the cohort, `dar` selects."""

    cohort: Cohort
    ak: int
    dar: np.ndarray  # in the municipality's grundskola
    skola: np.ndarray
    franvaro: np.ndarray  # (pupil, term) true share of absence, HT and VT
    formaga: np.ndarray

    @property
    def ar(self) -> int:
        """Spring year of the läsår."""
        return self.cohort.ar - LAST + self.ak


def make_stage(
    model: Model, seed: int, effects: Effects, cohort: Cohort, ak: int, franvaro: np.ndarray | None = None
) -> Stage:
    """Who is there in a year group, with absence (their own, or the given one) and ability."""
    skola = cohort.skola[:, ak].astype(np.int64)
    share = absence(model, seed, cohort, ak) if franvaro is None else franvaro
    year = cohort.ar - LAST + ak - effects.forsta_ar
    n = len(skola)
    classes = int(cohort.klass.max()) + 1
    # One draw a class and stage: the class keeps its effect while it lasts.
    in_class = model.klass_sd * stream(seed, "klass", cohort.ar, int(ak >= 7)).standard_normal(
        (classes, len(effects.skola))
    )
    gender = cohort.flicka.astype(np.int64)
    before = cohort.skola[:, 6].astype(np.int64)
    formaga = (
        cohort.prior(model, ak)
        + model.elev_skede_sd * stream(seed, "skede", cohort.ar, ak).standard_normal(n)
        + effects.skola[skola]
        + effects.skola_ar[skola, year]
        + np.where(
            (ak >= 7) & (before >= 0) & (before != skola), model.skola_kvar_ak9 * effects.skola[before], 0.0
        )
        + in_class[cohort.klass[:, ak], skola]
        + effects.ar[year, gender]
        + model.uppgang_andel[ak // 3 - 1] * effects.trend[year, gender]
        + effect_of_absence(model, cohort, share.mean(axis=1))
    )
    return Stage(cohort, ak, (skola >= 0) & ~cohort.anpassad, skola, share, formaga)
