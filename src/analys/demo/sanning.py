"""Marginal estimands: what the simulation's parameters imply for quantities that a report estimates.

They are means over a superpopulation: the same schools, years and effects, but 100 000 pupils a cohort and
their classes drawn anew, a million pupils of åk 9 in ten läsår. They take minutes, so they are committed
(`sanning_<modell>.json`), and ``python -m analys.demo.sanning`` makes them again.

===================  =====================================================================================
niva                 expected value of each measure by läsår and gender
effekt_franvaro      average marginal effect in åk 9 of one percentage point more absence in both terms,
                     all else equal: what an ideal experiment would find. The unmeasured confounder and
                     the reverse path (earlier ability to absence) are no part of it, so a regression
                     finds more
niva_vid_franvaro    expected outcome if every pupil had that share of absence
kon                  girls − boys if every pupil were a girl or a boy, all else equal
skola                merit points that a pupil gets by going to the unit in åk 7–9 instead of the average
                     one: larande through ability, bedomning through lenient grading; school × year left out
===================  =====================================================================================
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from analys.demo.elever import LAST, Cohort, make_cohort
from analys.demo.filer import encode_json
from analys.demo.installningar import Settings
from analys.demo.modell import MODELS, Model
from analys.demo.sanningsfil import SAME_TRUTH, rounded
from analys.demo.skapande import make_municipality
from analys.demo.skede import absence, make_stage
from analys.demo.skolor import H79, Effects, Schools
from analys.demo.utfall import KON, final_measures, graded, outcomes
from analys.lasar import from_var

PUPILS = 100_000
MEASURES = ("meritvarde_17", "alla_amnen_ak9", "behorighet_yrkes")
LEVELS = (0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40)


def compute_estimands(settings: Settings, pupils: int = PUPILS) -> dict[str, Any]:
    """Estimands by simulation with `pupils` a cohort (see the module's table)."""
    schools, effects = make_municipality(settings)
    model, seed = settings.model, settings.slumpfro
    level: dict[str, dict[str, dict[str, float]]] = {}
    sums: list[dict[str, Any]] = []
    count = 0
    for spring, cohorts in _springs(settings, schools, pupils):
        for name, outcome in outcomes(model, seed, schools, effects, cohorts, spring).items():
            level.setdefault(name, {})[from_var(spring)] = {kon: outcome.mean(kon) for kon in KON}
        cohort = cohorts[spring]
        sums.append(_counterfactuals(model, seed, effects, cohort))
        count += int((cohort.skola[:, LAST] >= 0).sum())
        if spring == settings.years[-1]:
            by_school = _school_effects(model, seed, schools, effects, cohort)
    mean = {name: _mean([one[name] for one in sums]) for name in sums[0]}
    result = {"modell": model.namn, "slumpfro": seed, "antal_elever_ak9": count, "niva": level, **mean}
    return rounded(result | {"skola": by_school})


def _springs(settings: Settings, schools: Schools, pupils: int) -> Iterator[tuple[int, dict[int, Cohort]]]:
    cohorts: dict[int, Cohort] = {}
    for spring in settings.years:
        for ar in (spring, spring + 3, spring + 6):
            if ar not in cohorts:
                cohorts[ar] = make_cohort(settings.model, settings.slumpfro, schools, ar, pupils, valid=False)
        yield spring, cohorts
        del cohorts[spring]


def _measure(
    model: Model, seed: int, effects: Effects, cohort: Cohort, share: np.ndarray | None = None
) -> dict[str, float]:
    stage = make_stage(model, seed, effects, cohort, LAST, share)
    values = final_measures(graded(model, seed, effects, stage))
    return {name: float(np.nanmean(values[name][stage.dar])) for name in MEASURES}


def _counterfactuals(model: Model, seed: int, effects: Effects, cohort: Cohort) -> dict[str, Any]:
    own = absence(model, seed, cohort, LAST)
    more, less = (_measure(model, seed, effects, cohort, np.clip(own + d, 0, 1)) for d in (0.005, -0.005))
    girls, boys = (_measure(model, seed, effects, _as_gender(model, cohort, sex)) for sex in (True, False))
    at = {
        f"{level:.2f}": _measure(model, seed, effects, cohort, np.full_like(own, level)) for level in LEVELS
    }
    return {
        "effekt_franvaro": {name: more[name] - less[name] for name in MEASURES},
        "niva_vid_franvaro": at,
        "kon": {name: girls[name] - boys[name] for name in MEASURES},
    }


def _as_gender(model: Model, cohort: Cohort, girl: bool) -> Cohort:
    moved = model.effekt_flicka * (float(girl) - cohort.flicka)
    return replace(cohort, flicka=np.full_like(cohort.flicka, girl), bakgrund=cohort.bakgrund + moved)


def _school_effects(
    model: Model, seed: int, schools: Schools, effects: Effects, cohort: Cohort
) -> dict[str, dict[str, float]]:
    """Merit points by unit of åk 7–9, against the pupil-weighted mean of the units; class luck left out."""
    model = replace(model, klass_sd=0.0)
    units = [i for i, kind in enumerate(schools.arskurser) if kind == H79 or i == len(schools.kod) - 1]
    weights = np.array([(cohort.skola[:, LAST] == unit).sum() for unit in units], dtype=float)
    lasting = replace(
        effects, skola_ar=np.zeros_like(effects.skola_ar), bedomning_ar=np.zeros_like(effects.bedomning_ar)
    )
    only = {
        "larande": replace(lasting, bedomning=np.zeros_like(effects.bedomning)),
        "bedomning": replace(lasting, skola=np.zeros_like(effects.skola)),
    }
    found: dict[str, dict[str, float]] = {schools.kod[unit]: {} for unit in units}
    for name, chosen in only.items():
        merit = np.array(
            [_measure(model, seed, chosen, _in_unit(cohort, unit))["meritvarde_17"] for unit in units]
        )
        for unit, value in zip(units, merit - np.average(merit, weights=weights), strict=True):
            found[schools.kod[unit]][name] = float(value)
    return found


def _in_unit(cohort: Cohort, unit: int) -> Cohort:
    skola = cohort.skola.copy()
    skola[:, 7:] = np.where(skola[:, 7:] >= 0, unit, -1)
    return replace(cohort, skola=skola)


def _mean(parts: list[Any]) -> Any:
    if isinstance(parts[0], Mapping):
        return {name: _mean([part[name] for part in parts]) for name in parts[0]}
    return float(np.mean(parts))


def main(names: list[str]) -> None:
    """Make the committed estimands of the named models, or of all that have their own."""
    for name in names or sorted(set(MODELS) - SAME_TRUTH.keys()):
        found = compute_estimands(replace(Settings(), modell=name))
        Path(__file__).with_name(f"sanning_{name}.json").write_bytes(encode_json(found))
        print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
