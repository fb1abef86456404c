"""Do the intervals for how absence and results go together hold the truth, with 21, 8 and 4 schools?

Pupils of åk 9 over five läsår. Schools are drawn: their level, how much they are absent, and how strongly
absence and results go together in them. School sizes are fixed and unequal, as in Swedish municipalities. The
truth is what the same models find in a population of a million and a half pupils: the mean slope of the
schools, a band against the lowest, and differences in shares of pupils.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from scipy.special import expit

from analys.estimates.regression.coding import Bands, Categories, Numeric
from analys.estimates.regression.design import Design, make_design
from analys.estimates.regression.effects import CR1, CR2, CRV3, NAIVE, Effects
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.estimates.regression.logit import fit_logit
from analys.estimates.regression.margins import estimate_margins, standardise
from analys.estimates.regression.ordered import fit_ordered
from analys.estimates.regression.random_intercept import estimate_mixed, fit_random_intercept

SIZES = {
    4: (110, 60, 35, 20),
    8: (130, 95, 80, 60, 55, 40, 30, 18),
    21: (150, 130, 120, *(100,) * 3, 90, 80, *(75,) * 3, 70, 60, 55, *(50,) * 2, 40, 35, 30, 25, 18),
}
"""Pupils of åk 9 in a läsår, by school."""

LASAR = 5
EDGES = (10.0, 20.0, 30.0, 50.0)
CUTS = np.array([-1.9, -0.1, 0.9, 1.9, 3.2])
"""Thresholds of the grades F to A."""
E, C = 1, 3


@dataclass(frozen=True)
class World:
    """How schools and pupils are drawn.

    Parameters
    ----------
    slopes : float
        SD between schools of how strongly absence and results go together, as a share of its mean.
    level : float
        SD between schools of the level, in pupils' SD.
    absence : float
        SD between schools of the logit of mean absence.
    """

    slopes: float = 0.4
    level: float = 0.25
    absence: float = 0.3


@dataclass(frozen=True)
class Pupils:
    """What is known of the pupils, and their outcomes."""

    school: np.ndarray
    absence: np.ndarray
    earlier: np.ndarray
    girl: np.ndarray
    merit: np.ndarray
    passed: np.ndarray
    grade: np.ndarray


def draw(sizes: tuple[int, ...], world: World, rng: np.random.Generator) -> Pupils:
    """Schools, their pupils, and the pupils' results."""
    schools = len(sizes)
    school = np.repeat(np.arange(schools), np.array(sizes) * LASAR)
    level, strength = rng.normal(0, world.level, schools), 1 + rng.normal(0, world.slopes, schools)
    mean = expit(-2.3 + rng.normal(0, world.absence, schools))[school]
    earlier, girl = rng.normal(0, 1, len(school)), rng.random(len(school)) < 0.5
    # Those with weak earlier results are absent more.
    mean = expit(np.log(mean / (1 - mean)) - 0.3 * earlier)
    absence = 100 * rng.beta(4 * mean, 4 * (1 - mean))
    latent = level[school] + 0.5 * earlier + 0.2 * girl - 0.03 * strength[school] * absence
    return Pupils(
        *(school, absence, earlier, girl.astype("float64")),
        merit=230 + 55 * (latent + rng.normal(0, 0.8, len(school))),
        passed=(rng.random(len(school)) < expit(1.9 + 1.6 * latent)).astype("int64"),
        grade=np.searchsorted(CUTS, 1.6 * latent + rng.logistic(size=len(school))),
    )


def model(pupils: Pupils, *, bands: bool, schools: bool) -> Design:
    """Columns: absence as bands or per ten percentage points, earlier results, gender, perhaps school."""
    absence = (Bands(EDGES), pupils.absence) if bands else (Numeric(), pupils.absence / 10)
    terms = {
        "franvaro": absence,
        "tidigare": (Numeric(), pupils.earlier),
        "kon": (Numeric(), pupils.girl),
    }
    if schools:
        terms["skola"] = (Categories(tuple(range(int(pupils.school.max()) + 1))), pupils.school)
    return make_design(terms)


WAYS = ("naiv", "CR1 z", "CR1 t", "CR2", "CRV3 t", "CRV3")
"""As if pupils were drawn alone; CR1 with the normal, with t(G-1); CR2 with Satterthwaite; CRV3 with t(G-1),
and with CR2's degrees of freedom."""


def ways(errors: dict[str, Effects]) -> dict[str, Effects]:
    """Intervals to compare, from the errors of each method."""
    cr1, crv3 = errors[CR1], errors[CRV3]
    found = (
        errors[NAIVE],
        replace(cr1, df=np.full_like(cr1.df, np.inf)),
        cr1,
        errors[CR2],
        replace(crv3, df=cr1.df),
        crv3,
    )
    return dict(zip(WAYS, found, strict=True))


METHODS = (NAIVE, CR1, CR2, CRV3)
BAND = 2
"""The band 20-29 against under 10."""


def estimate(pupils: Pupils, models: tuple[str, ...], *, schools: bool) -> Iterator[tuple[str, str, Effects]]:
    """Name of the estimand, way and interval."""
    clusters = pupils.school
    per_ten = model(pupils, bands=False, schools=schools)
    bands = model(pupils, bands=True, schools=schools)
    if "linjär" in models:
        for name, design, column in (("merit per 10", per_ten, 0), ("merit band", bands, BAND - 1)):
            row = design.contrasts("franvaro")[column]
            fit = fit_linear(design.matrix, pupils.merit, clusters)
            found = ways({method: estimate_contrasts(fit, row, method) for method in METHODS})
            if not schools:
                mixed = fit_random_intercept(design.matrix, pupils.merit, clusters)
                found["slumpnivå"] = estimate_mixed(mixed, row)
            yield from ((name, way, one) for way, one in found.items())
    pair = np.array([-1.0, 1.0])
    two = [bands.scenario("franvaro", value) for value in (5.0, 25.0)]
    shift = [per_ten.scenario("franvaro", pupils.absence / 10 + step) for step in (0.0, 1.0)]
    if "logit" in models:
        for name, design, asked in (("godkänt per 10", per_ten, shift), ("godkänt band", bands, two)):
            margins = standardise(fit_logit(design.matrix, pupils.passed, clusters), asked)
            found = ways({method: estimate_margins(margins, pair, method) for method in METHODS})
            yield from ((name, way, one) for way, one in found.items())
        row = bands.contrasts("franvaro")[BAND - 1]
        plain = fit_linear(bands.matrix, pupils.passed, clusters)
        yield "godkänt band", "linjär CR2", estimate_contrasts(plain, row, CR2)
    if "ordnad" in models:
        fit = fit_ordered(bands.matrix, pupils.grade, clusters)
        for name, level in (("minst E band", E), ("minst C band", C)):
            margins = standardise(fit, two, level)
            found = ways({method: estimate_margins(margins, pair, method) for method in METHODS})
            yield from ((name, way, one) for way, one in found.items())


def find_truth(world: World, models: tuple[str, ...], schools: int, seed: int = 11) -> dict[str, float]:
    """What the models find in many schools of twelve pupils a läsår."""
    pupils = draw((12,) * schools, world, np.random.default_rng(seed))
    # Which school a pupil goes to says nothing of these values; two make the errors cheap.
    few = replace(pupils, school=pupils.school % 2)
    found = estimate(few, models, schools=False)
    return {name: float(one.varde[0]) for name, way, one in found if way == WAYS[0]}


def study(
    replicates: int,
    counts: tuple[int, ...] = (21, 8, 4),
    models: tuple[str, ...] = ("linjär", "logit", "ordnad"),
    adjusted: tuple[bool, ...] = (False, True),
    world: World = World(),
    seed: int = 5,
    population: int = 25_000,
) -> pd.DataFrame:
    """Coverage and mean width by number of schools, estimand and way; the truth from many schools."""
    truth = find_truth(world, models, population)
    rows = []
    for count, schools in product(counts, adjusted):
        rng = np.random.default_rng(seed)
        found: dict[tuple[str, str], list[tuple[bool, float, float]]] = {}
        for _ in range(replicates):
            pupils = draw(SIZES[count], world, rng)
            for name, way, one in estimate(pupils, models, schools=schools):
                low, high = float(one.undre[0]), float(one.ovre[0])
                told = (low <= truth[name] <= high, high - low, float(one.varde[0]) - truth[name])
                found.setdefault((name, way), []).append(told)
        for (name, way), told in found.items():
            hits, widths, gaps = np.array(told, dtype="float64").T
            scale = 1.0 if name.startswith("merit") else 100.0
            rows.append(
                {
                    "skolor": count,
                    "skola i modellen": schools,
                    "mått": name,
                    "sätt": way,
                    "täcker": round(100 * hits.mean(), 1),
                    "bredd": round(scale * np.nanmean(widths), 1),
                    "bias": round(scale * gaps.mean(), 2),
                    "utan": int(np.isnan(widths).sum()),
                }
            )
    return pd.DataFrame(rows)


def summarise(table: pd.DataFrame) -> pd.DataFrame:
    """One row an estimand; coverage and width beside each other."""
    told = table["täcker"].astype(str) + " (" + table["bredd"].astype(str) + ")"
    keys = ["skolor", "skola i modellen", "mått"]
    wide = table.assign(told=told).pivot(index=keys, columns="sätt", values="told").fillna("")
    order = [*WAYS, "slumpnivå", "linjär CR2"]
    return wide[[way for way in order if way in wide]].reset_index()


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    chosen = tuple(int(one) for one in sys.argv[2].split(",")) if len(sys.argv) > 2 else tuple(SIZES)[::-1]
    with pd.option_context("display.width", 250):
        print(summarise(study(number, chosen)).to_string(index=False), flush=True)
