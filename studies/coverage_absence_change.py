"""Coverage of the change in absence between two springs, when most pupils and classes are there in both.

Stage of three year groups: those of the first two go on to the next, with a fifth of each class exchanged for
new pupils; one year group leaves and one comes. A pupil's absence is a latent number: the class's part, the
pupil's own lasting part, and chance. Target: the change in the share of pupils above a limit, and in the mean
share, over all classes and pupils of the kind; classes and pupils are redrawn.

Beside it the interval that takes the two springs for different pupils: it covers too much, so it is too wide.
Run: python studies/coverage_absence_change.py [replicates]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analys.estimates.intervals import compute_difference
from analys.estimates.levels import compute_iccs, compute_levels
from analys.estimates.overlap import Overlap, Part, find_overlap
from analys.indicators import REGISTRY

SCHOOLS = (4, 3, 2, 1)
SIZE = 22
LASAR = ("2025/26", "2024/25")
SERIES = {"15 % av eleverna": 0.15, "4 % av eleverna": 0.04, "genomsnitt": None}
RISE = 0.15
"""How much higher the latent number is in the later spring, in standard deviations."""


@dataclass(frozen=True)
class Situation:
    """How the latent number, of variance 1, comes about.

    Parameters
    ----------
    klass : float
        Part of the variance that is the class's.
    lasting : float
        Part of the class's that goes on to the next year.
    pupil : float
        Part of the variance that is the pupil's own and lasting.
    exchanged : float or None
        See `make_town`.
    """

    name: str
    klass: float
    lasting: float
    pupil: float
    exchanged: float | None = 0.2


SITUATIONS = (
    Situation("två vårar, utan klass", 0.0, 1.0, 0.6),
    Situation("två vårar, klassen består", 0.05, 1.0, 0.6),
    Situation("två vårar, klassen består till hälften", 0.05, 0.5, 0.6),
    Situation("höst och vår, klassen består", 0.05, 1.0, 0.8, exchanged=None),
    Situation("två vårar, bara slump", 0.05, 0.0, 0.0),
)
TOGETHER = 50
"""Replicates that are computed at once, as series beside each other."""

KNOWN, NAIVE, WIDTH = "täckning", "som olika elever", "bredd mot olika elever"


@dataclass(frozen=True)
class Town:
    """Who the pupils of the two springs are, the later first: `split` of them.

    `pupil`, `cohort` (the class through the years) and `school` are numbers; `people` has läsår, school and
    class.
    """

    split: int
    pupil: np.ndarray
    cohort: np.ndarray
    school: np.ndarray
    people: pd.DataFrame
    overlap: Overlap


def make_town(exchanged: float | None) -> Town:
    """Schools with classes of 16 to 28 pupils in three year groups; part `exchanged` of a class is new.

    None: the two are terms of one läsår, with the same pupils in the same classes.
    """
    rng = np.random.default_rng(5)
    now, before = [], []
    for school, classes in enumerate(SCHOOLS):
        for number in range(classes):
            for start in (6, 7, 8, 9):  # year group in the earlier spring: 6 comes to the stage, 9 leaves it
                size = SIZE + int(rng.integers(-6, 7))
                names = [f"{school}{number}{start}{pupil}" for pupil in range(size)]
                cohort = 100 * school + 10 * number + start
                if start > 6:
                    before += [(name, f"s{school}", f"{start}{number}", cohort) for name in names]
                if start > 6 and exchanged is None:
                    now += [(name, f"s{school}", f"{start}{number}", cohort) for name in names]
                elif start < 9 and exchanged is not None:
                    left = round(exchanged * size) if start > 6 else 0
                    names = [*names[left:], *(f"{name}n" for name in names[:left])]
                    now += [(name, f"s{school}", f"{start + 1}{number}", cohort) for name in names]
    columns = ["elev", "skolenhet", "klass", "kull"]
    frames = [pd.DataFrame(rows, columns=columns) for rows in (now, before)]
    keys = ["lasar", "skolenhet", "klass"]
    people = pd.concat([frame.assign(lasar=lasar) for frame, lasar in zip(frames, LASAR, strict=True)])
    people = people.astype(dict.fromkeys(keys, "category")).reset_index(drop=True)
    return Town(
        len(now),
        pd.factorize(people["elev"])[0],
        pd.factorize(people["kull"])[0],
        people["skolenhet"].cat.codes.to_numpy(dtype="int64"),
        people[keys],
        find_overlap(*frames),
    )


def study(
    replicates: int,
    situations: tuple[Situation, ...] = SITUATIONS,
    enheter: tuple[str, ...] = ("kommun", "skolor"),
    seed: int = 1,
) -> pd.DataFrame:
    """Coverage for the municipality and, on average, for its schools, with the shared pupils and without."""
    rows = []
    for situation in situations:
        town = make_town(situation.exchanged)
        rng = np.random.default_rng(seed)
        hits: dict[tuple[str, str, str], list[float]] = {}
        for first in range(0, replicates, TOGETHER):
            drawn = [_draw(town, situation, rng) for _ in range(min(TOGETHER, replicates - first))]
            _count(town, drawn, enheter, hits)
        for serie in SERIES:
            for enhet in enheter:
                found = {kind: np.mean(hits[serie, enhet, kind]) for kind in (KNOWN, NAIVE, WIDTH)}
                rows.append({"situation": situation.name, "mått": serie, "enhet": enhet, **found})
    return pd.DataFrame(rows)


def _draw(town: Town, situation: Situation, rng: np.random.Generator) -> list[np.ndarray]:
    """Latent numbers of the later and the earlier spring."""
    own = rng.normal(0, np.sqrt(situation.pupil), town.pupil.max() + 1)
    cohorts = town.cohort.max() + 1
    lasting = rng.normal(0, np.sqrt(situation.klass * situation.lasting), cohorts)
    chance = np.sqrt(1 - situation.pupil - situation.klass)
    latent = []
    for rows, rise in ((slice(0, town.split), RISE), (slice(town.split, None), 0.0)):
        fleeting = rng.normal(0, np.sqrt(situation.klass * (1 - situation.lasting)), cohorts)
        one = rise + own[town.pupil[rows]] + (lasting + fleeting)[town.cohort[rows]]
        latent.append(one + rng.normal(0, chance, len(one)))
    return latent


def _measure(latent: np.ndarray) -> np.ndarray:
    """A column a series: above each limit or not, and the share of absence, lognormal around 6 percent."""
    columns = [latent > stats.norm.ppf(1 - part) for part in SERIES.values() if part]
    return np.column_stack([*columns, np.exp(np.log(0.05) + 0.6 * latent)]).astype("float64")


def find_truth() -> np.ndarray:
    """The true change of each series, in percentage points."""
    shares = [stats.norm.sf(stats.norm.ppf(1 - part) - RISE) - part for part in SERIES.values() if part]
    mean = 0.05 * np.exp(0.6**2 / 2) * (np.exp(0.6 * RISE) - 1)
    return 100 * np.array([*shares, mean])


def _count(
    town: Town,
    drawn: list[list[np.ndarray]],
    enheter: tuple[str, ...],
    hits: dict[tuple[str, str, str], list[float]],
) -> None:
    # Columns: the series of the first replicate, of the second and so on.
    values = [np.hstack([_measure(one[place]) for one in drawn]) for place in range(2)]
    kinds = len(SERIES)
    both = np.concatenate(values)
    both[:, kinds - 1 :: kinds] *= 100
    columns = both.shape[1]
    stacked = pd.concat([town.people] * columns, ignore_index=True)
    stacked["serie"] = np.repeat(np.arange(columns), len(town.people))
    stacked["varde"] = both.T.ravel()
    icc = compute_iccs(stacked, "serie")
    shares = stacked["serie"] % kinds < kinds - 1
    binary = np.arange(columns) % kinds < kinds - 1
    for enhet in enheter:
        by = ["serie", "lasar", *(["skolenhet"] if enhet == "skolor" else [])]
        levels = pd.concat(
            [
                compute_levels(stacked[chosen], REGISTRY[code], by, icc)
                for chosen, code in ((shares, "franvaroband_vt_hog"), (~shares, "franvaro_vt_hog"))
            ]
        ).sort_values(by)
        count = len(SCHOOLS) if enhet == "skolor" else 1
        cell = town.school if enhet == "skolor" else np.zeros_like(town.school)
        parts = (Part(cell[: town.split], values[0]), Part(cell[town.split :], values[1]))
        shared = town.overlap.correlate(*parts, count, binary, icc.to_numpy()).correlation
        # Serie, läsår (the earlier first) and school; value and limits.
        table = levels[["varde", "undre", "ovre"]].to_numpy().reshape(columns, 2, count, 3)
        a, b = table[:, 1].transpose(2, 0, 1), table[:, 0].transpose(2, 0, 1)
        truth = np.tile(find_truth(), len(drawn))[:, None]
        widths = {}
        for kind, correlation in ((KNOWN, shared.T), (NAIVE, 0.0)):
            _, low, high = compute_difference(a, b, correlation)
            inside = 100 * ((low <= truth) & (truth <= high)).mean(axis=1)
            widths[kind] = (high - low).mean(axis=1)
            for place, serie in enumerate(SERIES):
                hits.setdefault((serie, enhet, kind), []).extend(inside[place::kinds])
        for place, serie in enumerate(SERIES):
            ratio = (widths[KNOWN] / widths[NAIVE])[place::kinds]
            hits.setdefault((serie, enhet, WIDTH), []).extend(ratio)


if __name__ == "__main__":
    print(study(int(sys.argv[1]) if len(sys.argv) > 1 else 2000).round(2).to_string())
