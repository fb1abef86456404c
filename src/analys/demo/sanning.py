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
np_relation          by year group (ak9, ak6), subject and läsår: shares with a lower, equal and higher grade
                     than provbetyg, and the net (högre − lägre), of pupils with a grade A–F when everyone
                     takes every test (see `relationer`); under "alla" the mean of the pupils' own nets.
                     `niva` has the shares of those who took the tests, lagre_ and hogre_, for åk 9
np_bedomning_ak3     by subject and läsår: shares who reach both, the test or the judgement only, or neither,
                     when everyone takes every part and is judged
franvaro_band        share of pupils in each band of the absence that files tell, and its mean (medel), in
                     procent, by läsår, term (ht, vt) and group of year groups
franvaro_niva        mean outcome of åk 9 by band of the läsår's absence, as observed over the last läsår, of
                     pupils with grades of åk 6 (`samband`)
franvaro_samband     least-squares difference against the lowest band and per ten points more absence, step
                     by step adjusted: what a perfect regression finds, which `effekt_franvaro` is not
skola_np             by unit in åk 7–9: what lenient grading alone adds when the same pupils go there instead
                     of to the average unit, to the net (netto, percentage points) and the grade
                     (betygssteg), by subject and for all tests; lasting (varaktig), and with the newest
                     läsår's own part (senaste)
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
from analys.demo.franvaro import absence
from analys.demo.installningar import Settings
from analys.demo.modell import MODELS, Model
from analys.demo.prov import has_tests
from analys.demo.relationer import describe_pairs, describe_third, make_pairs
from analys.demo.samband import Association, count_bands
from analys.demo.sanningsfil import SAME_TRUTH, rounded
from analys.demo.skapande import make_municipality
from analys.demo.skede import make_stage
from analys.demo.skolor import H79, Effects, Schools
from analys.demo.utfall import KON, final_measures, graded, outcomes
from analys.lasar import from_var

PUPILS = 100_000
MEASURES = ("meritvarde_17", "alla_amnen_ak9", "behorighet_yrkes")
WINDOW = 5
"""Läsår of a default run, which associations are over."""

LEVELS = (0.02, 0.05, 0.10, 0.15, 0.20, 0.30, 0.40)


def compute_estimands(settings: Settings, pupils: int = PUPILS) -> dict[str, Any]:
    """Estimands by simulation with `pupils` a cohort (see the module's table)."""
    schools, effects = make_municipality(settings)
    model, seed = settings.model, settings.slumpfro
    level: dict[str, dict[str, dict[str, float]]] = {}
    relations: dict[str, Any] = {}
    third: dict[str, Any] = {}
    bands: dict[str, Any] = {}
    # Pupils of åk 9 were in åk 6 three läsår before.
    newest = settings.years[3:][-WINDOW:]
    association = Association(schools, newest)
    sums: list[dict[str, Any]] = []
    count = 0
    for spring, cohorts in _springs(settings, schools, pupils):
        for name, outcome in outcomes(model, seed, schools, effects, cohorts, spring).items():
            level.setdefault(name, {})[from_var(spring)] = {kon: outcome.mean(kon) for kon in KON}
        if has_tests(spring):
            _add_relations(model, seed, effects, cohorts, spring, relations, third)
        bands[from_var(spring)] = count_bands(model, seed, effects, cohorts, spring)
        if spring in newest:
            twice = make_cohort(model, seed, schools, spring, 2 * pupils, valid=False)
            association.add(model, seed, schools, effects, twice)
        cohort = cohorts[spring]
        sums.append(_counterfactuals(model, seed, effects, cohort))
        count += int((cohort.skola[:, LAST] >= 0).sum())
        if spring == settings.years[-1]:
            by_school = _school_effects(model, seed, schools, effects, cohort)
            leniency = _leniency(model, seed, schools, effects, cohort)
    mean = {name: _mean([one[name] for one in sums]) for name in sums[0]}
    result = {"modell": model.namn, "slumpfro": seed, "antal_elever_ak9": count, "niva": level, **mean}
    added = {"np_relation": relations, "np_bedomning_ak3": third, "skola_np": leniency}
    seen = {"franvaro_band": bands} | association.describe()
    return rounded(result | {"skola": by_school} | added | seen)


def _springs(settings: Settings, schools: Schools, pupils: int) -> Iterator[tuple[int, dict[int, Cohort]]]:
    cohorts: dict[int, Cohort] = {}
    for spring in settings.years:
        for ar in range(spring, spring + LAST):
            if ar not in cohorts:
                cohorts[ar] = make_cohort(settings.model, settings.slumpfro, schools, ar, pupils, valid=False)
        yield spring, cohorts
        del cohorts[spring]


def _add_relations(
    model: Model,
    seed: int,
    effects: Effects,
    cohorts: Mapping[int, Cohort],
    spring: int,
    relations: dict[str, Any],
    third: dict[str, Any],
) -> None:
    for ak in (9, 6, 3):
        stage = make_stage(model, seed, effects, cohorts[spring + LAST - ak], ak)
        if ak == 3:
            found, place = describe_third(model, seed, effects, stage), third
        else:
            found = describe_pairs(make_pairs(model, seed, effects, stage))
            place = relations.setdefault(f"ak{ak}", {})
        for subject, values in found.items():
            place.setdefault(subject, {})[from_var(spring)] = values


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


def _units(schools: Schools, cohort: Cohort) -> tuple[list[int], np.ndarray]:
    """Units with åk 7–9, and their pupils in åk 9."""
    units = [i for i, kind in enumerate(schools.arskurser) if kind == H79 or i == len(schools.kod) - 1]
    return units, np.array([(cohort.skola[:, LAST] == unit).sum() for unit in units], dtype=float)


def _school_effects(
    model: Model, seed: int, schools: Schools, effects: Effects, cohort: Cohort
) -> dict[str, dict[str, float]]:
    """Merit points by unit of åk 7–9, against the pupil-weighted mean of the units; class luck left out."""
    model = replace(model, klass_sd=0.0)
    units, weights = _units(schools, cohort)
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


def _leniency(
    model: Model, seed: int, schools: Schools, effects: Effects, cohort: Cohort
) -> dict[str, dict[str, Any]]:
    """Net and grade steps by unit of åk 7–9 from grading alone, against the pupil-weighted mean."""
    model = replace(model, klass_sd=0.0)
    units, weights = _units(schools, cohort)
    alike = replace(effects, skola=np.zeros_like(effects.skola), skola_ar=np.zeros_like(effects.skola_ar))
    chosen = {
        "varaktig": replace(alike, bedomning_ar=np.zeros_like(effects.bedomning_ar)),
        "senaste": alike,
    }
    found: dict[str, dict[str, Any]] = {schools.kod[unit]: {} for unit in units}
    for name, kept in chosen.items():
        pairs = [
            make_pairs(model, seed, kept, make_stage(model, seed, kept, _in_unit(cohort, unit), LAST))
            for unit in units
        ]
        nets = {"alla": [np.nanmean(one.netto) for one in pairs]}
        steps = {"alla": [np.nanmean(one.medel) for one in pairs]}
        for subject in pairs[0].steg:
            nets[subject] = [100 * np.nanmean(np.sign(one.steg[subject])) for one in pairs]
            steps[subject] = [np.nanmean(one.steg[subject]) for one in pairs]
        for measure, values in (("netto", nets), ("betygssteg", steps)):
            for subject, by_unit in values.items():
                apart = np.array(by_unit) - np.average(by_unit, weights=weights)
                for unit, value in zip(units, apart, strict=True):
                    place = found[schools.kod[unit]].setdefault(name, {}).setdefault(measure, {})
                    place[subject] = float(value)
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
