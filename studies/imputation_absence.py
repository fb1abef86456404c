"""Missing absence: what multiple imputation recovers, what complete cases do, and what nobody can know.

Target: the mean over schools of how meritvärde and absence go together, with schools, pupils and gaps
redrawn; slopes differ between schools. Two questions: points a pupil per ten percentage points of absence,
adjusted for grades of åk 6 and school, and the gap between pupils with at least 30 and under 10 percent,
within schools otherwise not adjusted. Beside them the share of pupils with at least 20 percent (bias only).

MAR: absence is missing the more often the lower the meritvärde and the grades of åk 6. MNAR: the more often
the higher the absence itself. The truth of the gap and the share is that of a million pupils without gaps.

Run: python studies/imputation_absence.py [replicates]
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import expit, stdtrit
from simulators import describe_coverage

from analys.estimates.imputation import Draw, Plan, Variable, impute, pool
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.indicators.franvaro_band import find_bands

EDGES = (10, 20, 30)
QUESTIONS = ("per tio", "minst 30 mot under 10", "andel minst 20")
FULL, COMPLETE, IMPUTED, BORTA = "utan bortfall", "fullständiga", "imputerat", "borta"
DELTAS = (0.0, 0.05, 0.10)


@dataclass(frozen=True)
class World:
    """What pupils are drawn from: merit points, grade steps of åk 6, absence on the logit scale.

    `gap_merit` and `gap_earlier` are what a standard deviation less adds to the logit of missing absence,
    `gap_absence` what a share of absence adds.
    """

    schools: int = 6
    pupils: int = 1_200
    slope: float = -14.0
    slope_sd: float = 3.0
    bend: float = -6.0
    gap: float = -2.2
    gap_merit: float = 0.0
    gap_earlier: float = 0.0
    gap_absence: float = 0.0


SIZES = ((6, 1_200), (21, 2_100))
MAR = World(gap_merit=0.9, gap_earlier=0.5)
MNAR = World(gap=-2.6, gap_absence=6.0)


def draw(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """Pupils with their absence, and whether it is missing (`borta`)."""
    sizes = world.pupils // world.schools
    school = np.repeat(np.arange(world.schools), sizes)
    n = len(school)
    ability = 0.3 * rng.standard_normal(world.schools)[school] + rng.standard_normal(n)
    earlier = 2.2 + 0.8 * ability + 0.5 * rng.standard_normal(n)
    share = expit(-2.6 - 0.35 * ability + 0.75 * rng.standard_normal(n))
    slope = (world.slope + world.slope_sd * rng.standard_normal(world.schools))[school]
    merit = 200 + 20 * earlier + 10 * ability + 10 * slope * share
    merit += 10 * world.bend * np.maximum(share - 0.2, 0) + 28 * rng.standard_normal(n)
    merit += 6 * rng.standard_normal(world.schools)[school]
    logit = world.gap - world.gap_merit * (merit - 220) / 45 - world.gap_earlier * (earlier - 2.2)
    missing = rng.random(n) < expit(logit + world.gap_absence * (share - 0.08))
    return pd.DataFrame(
        {"skola": school, "betyg_6": earlier, "sann": share, "merit": merit, "borta": missing}
    )


def analyse(pupils: pd.DataFrame, share: np.ndarray) -> np.ndarray:
    """(question, estimate, variance, df); CR2 with schools as clusters, fixed effects of schools."""
    school, merit = pupils["skola"].to_numpy(), pupils["merit"].to_numpy()
    band = find_bands(pd.Series(share), EDGES).to_numpy()
    line = np.stack([10 * share, pupils["betyg_6"].to_numpy()], axis=1)
    bands = (band[:, None] == [3, 1, 2]).astype(float)
    rows = []
    for columns in (line, bands):
        within = _center(np.column_stack([merit, columns]), school)
        first = np.eye(columns.shape[1])[:1]
        found = estimate_contrasts(fit_linear(within[:, 1:], within[:, 0], school), first)
        rows.append((found.varde[0], found.fel[0] ** 2, found.df[0]))
    many = share >= 0.2
    return np.array([*rows, (100 * many.mean(), 0.0, np.inf)])


def _center(values: np.ndarray, school: np.ndarray) -> np.ndarray:
    size = np.bincount(school)
    sums = np.stack([np.bincount(school, column) for column in values.T], axis=1)
    return values - (sums / size[:, None])[school]


@cache
def truth(world: World) -> tuple[float, ...]:
    """What many pupils in many schools give, without gaps."""
    many = replace(world, schools=2_000, pupils=1_000_000)
    pupils = draw(many, np.random.default_rng(2_026))
    merit, share = pupils["merit"].to_numpy(), pupils["sann"].to_numpy()
    school = pupils["skola"].to_numpy()
    band = find_bands(pupils["sann"], EDGES).to_numpy()
    found = []
    line = np.stack([10 * share, pupils["betyg_6"].to_numpy()], axis=1)
    for columns in (line, (band[:, None] == [3, 1, 2]).astype(float)):
        within = _center(np.column_stack([merit, columns]), school)
        found.append(float(np.linalg.lstsq(within[:, 1:], within[:, 0], rcond=None)[0][0]))
    return (*found, float(100 * (share >= 0.2).mean()))


def ways(pupils: pd.DataFrame, deltas: tuple[float, ...], m: int, seed: int) -> dict[str, np.ndarray]:
    """(question; estimate, standard error, df) by way of handling what is missing."""
    borta = pupils["borta"].to_numpy()
    known = pupils[~borta]
    single = {
        FULL: analyse(pupils, pupils["sann"].to_numpy()),
        COMPLETE: analyse(known, known["sann"].to_numpy()),
    }
    found = {name: np.stack([a[:, 0], np.sqrt(a[:, 1]), a[:, 2]], axis=1) for name, a in single.items()}
    frame = pupils.assign(franvaro=pupils["sann"].mask(borta))[["franvaro", "betyg_6", "merit", "skola"]]
    plan = Plan((Variable("franvaro", Draw.SHARE),), ("betyg_6",), ("merit",), ("skola",))
    filled = impute(frame, plan, m, seed)
    for delta in deltas:
        moved = filled.shift("franvaro", delta)
        each = np.stack([analyse(pupils, one["franvaro"].to_numpy()) for one in moved.frames()])
        pooled = pool(each[:, :, 0], each[:, :, 1], each[:, :, 2])
        name = f"{IMPUTED} +{100 * delta:.0f}" if delta else IMPUTED
        found[name] = np.stack([pooled.varde, pooled.fel, pooled.df], axis=1)
    return found


def replicate(
    world: World, number: int, deltas: tuple[float, ...] = (0.0,), m: int = 20
) -> dict[str, np.ndarray]:
    """(question; error, covered, width) by way in one municipality, and under BORTA the share missing."""
    pupils = draw(world, np.random.default_rng([world.schools, number]))
    goal = np.array(truth(world))
    rows = {}
    for name, found in ways(pupils, deltas, m, number).items():
        half = stdtrit(np.minimum(found[:, 2], 1e9), 0.975) * found[:, 1]
        error = found[:, 0] - goal
        rows[name] = np.stack([error, np.abs(error) <= half, 2 * half], axis=1)
    return rows | {BORTA: np.full((len(QUESTIONS), 3), pupils["borta"].mean())}


def describe(world: World, replicates: Sequence[Mapping[str, np.ndarray]]) -> pd.DataFrame:
    """Bias, coverage and median width by question and way; `borta` is the share missing, in percent."""
    rows = []
    for name in (name for name in replicates[0] if name != BORTA):
        stacked = np.stack([one[name] for one in replicates])
        for place, question in enumerate(QUESTIONS):
            error, inside, width = stacked[:, place].T
            covered, chance = describe_coverage(inside)
            told = place < 2
            rows.append(
                {
                    "skolor": world.schools,
                    "fråga": question,
                    "sanning": round(truth(world)[place], 2),
                    "sätt": name,
                    "fel": round(float(error.mean()), 2),
                    "mc-fel": round(float(error.std() / np.sqrt(len(error))), 3),
                    "täckning": round(covered, 1) if told else np.nan,
                    "mc-täckning": round(chance, 2) if told else np.nan,
                    "bredd": round(float(np.median(width)), 1) if told else np.nan,
                    "borta": round(100 * float(np.mean([one[BORTA] for one in replicates])), 1),
                }
            )
    return pd.DataFrame(rows).sort_values(["skolor", "fråga"], kind="stable", ignore_index=True)


def study(replicates: int, world: World, deltas: tuple[float, ...] = (0.0,), m: int = 20) -> pd.DataFrame:
    """The table of some replicates."""
    return describe(world, [replicate(world, number, deltas, m) for number in range(replicates)])


def main() -> None:
    """Print the tables."""
    replicates = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    for schools, pupils in SIZES:
        print(f"MAR, {schools} skolor")
        print(study(replicates, replace(MAR, schools=schools, pupils=pupils)).to_string(index=False))
    print("MNAR, 6 skolor")
    print(study(max(replicates // 10, 1), MNAR, DELTAS).to_string(index=False))


if __name__ == "__main__":
    main()
