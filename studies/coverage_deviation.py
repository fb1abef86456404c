"""Coverage of the schools' deviations between grades and national tests, and claims where there is nothing.

Target: the school's lasting deviation (its own, and its subjects') over the subjects that its pupils were
tested in, in steps, against the mean of the schools. Schools, their läsår, classes, teachers, pupils and test
errors are redrawn. Latent results are normal and cut into grades, so the truth is in closed form.

Run: python studies/coverage_deviation.py [replicates]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from scipy.special import ndtr

from analys.estimates.deviation_model import (
    RELIABILITIES,
    WITHOUT_ERROR,
    Deviations,
    fit_deviations,
    read_results,
)

BORDERS = np.array([-1.66, -0.57, -0.02, 0.76, 1.36])
CORE, NO, SO = ("ma", "en", "sv"), ("bi", "fy", "ke"), ("ge", "hi", "re", "sh")
SUBJECTS = (*CORE, *NO, *SO)
SIZES = {
    4: (3, 2, 2, 1),
    6: (5, 4, 4, 3, 2, 1),
    14: (3, 3, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1),
}
"""Classes a läsår of each school, by the number of schools."""


@dataclass(frozen=True)
class World:
    """What municipalities are drawn from; SDs of latent results (one step is about 0.75)."""

    classes: tuple[int, ...] = SIZES[6]
    lasar: int = 5
    size: int = 22
    school: float = 0.08
    school_subject: float = 0.10
    school_year: float = 0.04
    school_subject_year: float = 0.07
    teacher: float = 0.10
    intake: float = 0.0
    class_ability: float = 0.15
    pupil: float = 0.80
    pupil_subject: float = 0.54
    pupil_judged: float = 0.22
    test_error: float = 0.40
    test_in_grade: float = 0.0
    subjects: tuple[str, ...] = SUBJECTS


@dataclass(frozen=True)
class Municipality:
    """One drawn municipality: results of pupils, and each school's true deviation (before centring)."""

    results: pd.DataFrame
    truth: np.ndarray


def draw(world: World, rng: np.random.Generator) -> Municipality:
    """One municipality."""
    s, t, j = len(world.classes), world.lasar, len(world.subjects)
    place = np.array([(y, k, c) for y in range(t) for k, n in enumerate(world.classes) for c in range(n)])
    year, school = place[:, 0], place[:, 1]
    units = len(place)
    intake = world.intake * rng.standard_normal(s)
    own = world.school * rng.standard_normal((s, 1)) + world.school_subject * rng.standard_normal((s, j))
    lean = own[school] + world.school_year * rng.standard_normal((t, s))[year, school][:, None]
    lean = lean + world.school_subject_year * rng.standard_normal((t, s, j))[year, school]
    lean = lean + world.teacher * rng.standard_normal((units, j))
    ability = intake[school] + world.class_ability * rng.standard_normal(units)
    shape = (units, world.size, j)
    true = ability[:, None, None] + world.pupil * rng.standard_normal((*shape[:2], 1))
    true = true + world.pupil_subject * rng.standard_normal(shape)
    test = true + world.test_error * rng.standard_normal(shape)
    seen = true + world.pupil_judged * rng.standard_normal(shape)
    seen = seen + world.test_in_grade * (test - seen) + lean[:, None, :]
    taken = np.ones((units, j), dtype=bool)
    for names in (NO, SO):
        columns = [world.subjects.index(name) for name in names if name in world.subjects]
        if columns:  # a class is tested in one subject of the block
            taken[:, columns] = np.eye(len(columns), dtype=bool)[rng.integers(len(columns), size=units)]
    at, who, subject = np.nonzero(np.broadcast_to(taken[:, None, :], shape))
    results = pd.DataFrame(
        {
            "elev": at * world.size + who,
            "lasar": year[at],
            "skolenhet": np.array([f"{10000000 + k}" for k in range(s)])[school][at],
            "klass": place[at, 2].astype("str"),
            "amne": subject,
            "prov": np.searchsorted(BORDERS, test[at, who, subject], side="right"),
            "betyg": np.searchsorted(BORDERS, seen[at, who, subject], side="right"),
        }
    )
    codes = pd.Categorical(results["skolenhet"]).codes
    weight = np.zeros((s, j))
    np.add.at(weight, (codes, subject), 1.0)
    w = world.test_in_grade
    spread = np.sqrt(
        world.pupil**2
        + world.pupil_subject**2
        + world.class_ability**2
        + ((1 - w) * world.pupil_judged) ** 2
        + (w * world.test_error) ** 2
        + world.school_year**2
        + world.school_subject_year**2
        + world.teacher**2
    )
    steps = _level(intake[:, None] + own, spread) - _level(intake[:, None], spread)
    return Municipality(results, (weight * steps).sum(axis=1) / weight.sum(axis=1))


def _level(mean: np.ndarray, spread: float) -> np.ndarray:
    """Expected grade in steps of normal results cut at the borders."""
    return ndtr((mean[..., None] - BORDERS) / spread).sum(axis=-1)


PLAIN, ALL, PLUG_IN, CONTEXT = "provet felfritt", "0,75-0,95", "insatt tau", "givet provnivå"
"""Assumptions whose intervals are told; 0.85 goes under its own name."""


@dataclass(frozen=True)
class Found:
    """What one municipality's report would say: by assumption, the schools' truths, values and limits."""

    truth: dict[str, np.ndarray]
    estimates: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]]

    def covers(self, name: str) -> float:
        """Share of the schools whose interval holds the truth."""
        _, low, high = self.estimates[name]
        return float(((low <= self.truth[name]) & (self.truth[name] <= high)).mean())

    def claims(self, name: str) -> bool:
        """Whether some school's interval leaves zero out."""
        _, low, high = self.estimates[name]
        return bool(((low > 0) | (high < 0)).any())

    def width(self, name: str) -> float:
        """Mean width of the intervals."""
        _, low, high = self.estimates[name]
        return float((high - low).mean())


def estimate(municipality: Municipality, *, plain_only: bool = False) -> Found:
    """Every interval of one municipality's schools."""
    read = read_results(municipality.results)
    wanted = {PLAIN: WITHOUT_ERROR} | ({} if plain_only else {f"{r}": r for r in RELIABILITIES})
    fits = {name: fit_deviations(read, r) for name, r in wanted.items()}
    found = {name: limits(fit) for name, fit in fits.items()}
    found[PLUG_IN] = _plug_in(fits[PLAIN].varde, fits[PLAIN].fel)
    whole = municipality.truth - municipality.truth.mean()
    truth = dict.fromkeys((*found, ALL), whole)
    if not plain_only:
        parts = [found[f"{r}"] for r in RELIABILITIES]
        low, high = (np.array([part[i] for part in parts]) for i in (1, 2))
        found[ALL] = (parts[1][0], low.min(axis=0), high.max(axis=0))
        context = fit_deviations(read, contextual=True)
        found[CONTEXT] = limits(context)
        # Its target is what does not follow the test level.
        level = context.provniva - context.provniva.mean()
        truth[CONTEXT] = whole - level * (level @ whole) / (level @ level)
    return Found(truth, found)


def limits(fit: Deviations) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value and interval of each school."""
    s = fit.utjamnad
    return s.avstand, s.avstand_undre, s.avstand_ovre


def _plug_in(value: np.ndarray, error: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The usual way: an estimated tau² (DerSimonian-Laird) as if it were known."""
    w = 1 / error**2
    q = (w * (value - (w * value).sum() / w.sum()) ** 2).sum()
    tau2 = max(0.0, (q - (len(w) - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    lam = tau2 / (tau2 + error**2)
    centre = lam * (value - np.average(value, weights=1 / (error**2 + tau2)))
    half = 1.96 * np.sqrt(lam) * error
    return centre, centre - half, centre + half


def _reports(world: World, replicates: int, seed: int, *, plain_only: bool = False) -> Iterator[Found]:
    rng = np.random.default_rng(seed)
    for _ in range(replicates):
        yield estimate(draw(world, rng), plain_only=plain_only)


def _percent(values: Iterable[float]) -> float:
    return round(100 * float(np.mean(list(values))), 1)


EFFECTS = {"inga": (0.0, 0.0), "små": (0.04, 0.05), "som i demon": (0.08, 0.10)}
"""SD of schools and of subjects in them, latent."""


def study(
    replicates: int,
    schools: tuple[int, ...] = (4, 6, 14),
    lasar: tuple[int, ...] = (3, 5),
    effects: tuple[str, ...] = tuple(EFFECTS),
    seed: int = 4,
) -> pd.DataFrame:
    """Coverage averaged over schools where all schools have the same intake."""
    rows = []
    for count, years, name in product(schools, lasar, effects):
        school, subject = EFFECTS[name]
        world = World(SIZES[count], years, school=school, school_subject=subject)
        found = list(_reports(world, replicates, seed, plain_only=True))
        hits = np.array([one.covers(PLAIN) for one in found])
        rows.append(
            {
                "skolor": count,
                "läsår": years,
                "effekter": name,
                "utjämnad": _percent(hits),
                "mc-fel": round(100 * float(hits.std() / np.sqrt(replicates)), 2),
                PLUG_IN: _percent(one.covers(PLUG_IN) for one in found),
                "bredd": round(float(np.mean([one.width(PLAIN) for one in found])), 3),
                "påståenden": _percent(one.claims(PLAIN) for one in found),
            }
        )
    return pd.DataFrame(rows)


def study_intake(
    replicates: int,
    schools: tuple[int, ...] = (6,),
    effects: tuple[str, ...] = ("inga", "som i demon"),
    intakes: tuple[float, ...] = (0.2, 0.4),
    seed: int = 5,
) -> pd.DataFrame:
    """Coverage and claims where intake differs: what test error does, and what each assumption repairs."""
    rows = []
    for count, name, intake, direct in product(schools, effects, intakes, (0.0, 0.35)):
        school, subject = EFFECTS[name]
        world = World(SIZES[count], school=school, school_subject=subject)
        world = replace(world, intake=intake, test_in_grade=direct)
        found = list(_reports(world, replicates, seed))
        row = {"skolor": count, "effekter": name, "intag": intake, "provet i betyget": direct}
        for way in (PLAIN, f"{RELIABILITIES[1]}", ALL, CONTEXT):
            row[f"täcker {way}"] = _percent(one.covers(way) for one in found)
            row[f"påstår {way}"] = _percent(one.claims(way) for one in found)
        rows.append(row)
    return pd.DataFrame(rows)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for table in (study(number), study_intake(number // 2)):
        print(table.to_string(index=False), flush=True)
