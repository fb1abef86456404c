"""The teachers' judgement in åk 3: whether a pupil reaches the criteria, in Ma and in Sv or Sva."""

from __future__ import annotations

import numpy as np

from analys.demo.betyg import INDEX, true_results
from analys.demo.modell import Model
from analys.demo.prov import has_tests, third_scores
from analys.demo.skede import Stage
from analys.demo.skolor import Effects
from analys.demo.slump import stream

NAR_INTE, NAR, OBEDOMD = range(3)
BEDOMDA = ("Ma", "Sv")
"""Subjects with a judgement of their own; Sv stands for Sv or Sva."""


def make_judgements(model: Model, seed: int, effects: Effects, stage: Stage) -> dict[str, np.ndarray]:
    """Whether each pupil of the cohort would be judged to reach the criteria, by subject (bool)."""
    key = (stage.cohort.ar, stage.ak)
    true = true_results(model, seed, stage)
    scores = third_scores(model, seed, stage)
    noise = stream(seed, "bedomning3", *key).standard_normal((len(true), len(BEDOMDA)))
    year = stage.ar - effects.forsta_ar
    judged = {}
    for number, name in enumerate(BEDOMDA):
        seen = true[:, INDEX[name]] + model.bedomning3_sd * noise[:, number]
        if has_tests(stage.ar):
            seen += model.bedomning3_vikt_np * (scores[name] - seen)
        leniency = effects.bedomning3[stage.skola, number] + effects.bedomning3_ar[stage.skola, number, year]
        judged[name] = seen + leniency >= model.bedomning3_grans[number]
    return judged


def judgements(model: Model, seed: int, effects: Effects, stage: Stage) -> dict[str, np.ndarray]:
    """NAR, NAR_INTE or OBEDOMD by pupil of the cohort and subject, as the file says it."""
    prior = stage.cohort.prior(model, stage.ak)
    risk = model.bedomning3_saknas * np.exp(model.bedomning3_saknas_av_formaga * prior)
    key = (stage.cohort.ar, stage.ak)
    left_out = stream(seed, "bedomning3 saknas", *key).random((len(prior), len(BEDOMDA))) < risk[:, None]
    return {
        name: np.where(left_out[:, number], OBEDOMD, reached.astype(np.int64))
        for number, (name, reached) in enumerate(make_judgements(model, seed, effects, stage).items())
    }
