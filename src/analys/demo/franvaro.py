"""How much pupils are absent, what of it is registered, and what absence does to ability."""

from __future__ import annotations

import numpy as np

from analys.demo.elever import LAST, Cohort
from analys.demo.modell import Model
from analys.demo.skolor import Effects
from analys.demo.slump import stream

LONG = (0.52, 0.40)
"""Least share of absence of those absent for long, and how far up they spread."""


def absence(model: Model, seed: int, cohort: Cohort, ak: int) -> np.ndarray:
    """True share of absence by pupil and term (HT, VT), 0–1."""
    n = len(cohort.flicka)
    spring = cohort.ar - LAST + ak
    level = (
        model.franvaro_grund
        + model.franvaro_per_ak * (ak - 5)
        + model.franvaro_elev_sd * stream(seed, "franvaro", cohort.ar).standard_normal(n)
        + model.franvaro_ar_sd * stream(seed, "franvaro ar", cohort.ar, ak).standard_normal(n)
        + model.franvaro_av_storande * cohort.storande
        + model.franvaro_av_formaga * cohort.prior(model, ak)
    )
    term = model.franvaro_termin_sd * stream(seed, "franvaro termin", cohort.ar, ak).standard_normal((n, 2))
    share = _follow_story(model, 1 / (1 + np.exp(-(level[:, None] + term))), ak, spring)
    least, spread = LONG
    extent = stream(seed, "franvaro lang andel", cohort.ar, ak).random(n)
    jitter = 0.03 * stream(seed, "franvaro lang termin", cohort.ar, ak).standard_normal((n, 2))
    long = np.clip(least + spread * extent[:, None] + jitter, 0.5, 0.98)
    return np.where(absent_for_long(model, seed, cohort, ak)[:, None], long, share)


def absent_for_long(model: Model, seed: int, cohort: Cohort, ak: int) -> np.ndarray:
    """Pupils who are absent for most of a läsår, in addition to those the spread makes so.

    The draw is the pupil's own for åk 1–6 and for 7–9: who is absent for long mostly stays so.
    """
    lower, before, after = model.franvaro_lang
    upper = after if cohort.ar - LAST + ak >= model.franvaro_brott else before
    rate = lower if ak < 7 else upper
    risk = np.exp(model.franvaro_av_storande * cohort.storande)
    risk *= np.exp(model.franvaro_av_formaga * cohort.prior(model, ak))
    draw = stream(seed, "franvaro lang", cohort.ar, int(ak >= 7)).random(len(risk))
    return draw < rate * risk


def _follow_story(model: Model, share: np.ndarray, ak: int, spring: int) -> np.ndarray:
    """From the läsår of the break: absence of 20–30 % falls in åk 1–7, and from 25 % rises in åk 8–9."""
    if spring < model.franvaro_brott:
        return share
    if ak <= 7:
        # Nothing moves at the ends, most between them; the order of pupils is kept.
        inside = np.clip(share - 0.15, 0.0, None) * np.clip(0.30 - share, 0.0, None)
        return share - model.franvaro_minskning * inside
    return share + model.franvaro_okning * np.clip((share - 0.16) / 0.08, 0.0, 1.0)


def effect_of_absence(model: Model, cohort: Cohort, share: np.ndarray) -> np.ndarray:
    """What a share of absence does to ability: a slope of the pupil's own, steeper above the knee."""
    over = np.maximum(share - model.franvaro_knack, 0.0)
    return (model.franvaro_effekt + cohort.lutning) * share + model.franvaro_effekt_over_knack * over


def registered(effects: Effects, unit: np.ndarray, ak: int, spring: int) -> np.ndarray:
    """(pupil, term) share of a pupil's lessons that the school has registered."""
    return effects.registrering[unit, max(ak - 1, 0) // 3, spring - effects.forsta_ar]


def seen_absence(effects: Effects, cohort: Cohort, share: np.ndarray, ak: int) -> np.ndarray:
    """(pupil, term) share of absence as files tell it: only registered lessons can hold any.

    Pupils who are not there have those of some unit.
    """
    unit = cohort.skola[:, ak].astype(np.int64)
    return share * registered(effects, unit, ak, cohort.ar - LAST + ak)
