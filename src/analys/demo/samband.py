"""What is truly seen of absence: pupils by band, and how results go together with it in åk 9.

Everything is of the absence that files tell (`franvaro.seen_absence`), as if no pupil's were missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analys.demo.betyg import EJ_BETYG, EJ_UNDERVISAD, INDEX, POINTS, TOM, C, E
from analys.demo.elever import LAST, Cohort
from analys.demo.franvaro import absence, seen_absence
from analys.demo.modell import Model
from analys.demo.skede import Stage, make_stage
from analys.demo.skolor import Effects, Schools
from analys.demo.utfall import ak6_columns, final_measures, graded

EDGES = (0.10, 0.20, 0.30, 0.50)
BANDS = ("under 10", "10–19", "20–29", "30–49", "minst 50")
GROUPS: Mapping[str, tuple[int, ...]] = {
    "alla": tuple(range(1, 10)),
    "lag": (1, 2, 3),
    "mellan": (4, 5, 6),
    "hog": (7, 8, 9),
    **{f"ak{ak}": (ak,) for ak in range(1, 10)},
}
TERMS = ("ht", "vt")
WEEKS = np.array([17, 19]) / 36
"""Weight of the terms in the share of a läsår: offered time goes by weeks."""

STEPS = (
    "ojusterad",
    "kön, läsår och svenska eller svenska som andraspråk",
    "även betyg i årskurs 6",
    "även bakgrund",
    "även skola",
)
TEN = "per 10 procentenheter"


def find_band(share: np.ndarray) -> np.ndarray:
    """Position of the band that each share lies in."""
    return np.searchsorted(np.array(EDGES), share + 1e-9, side="right")


def count_bands(
    model: Model, seed: int, effects: Effects, cohorts: Mapping[int, Cohort], spring: int
) -> dict[str, dict[str, dict[str, float]]]:
    """Share of pupils in each band, in procent, and their mean (medel), by term and group of year groups."""
    counts = np.zeros((2, LAST + 1, len(BANDS)))
    sums = np.zeros((2, LAST + 1))
    for ak in range(1, LAST + 1):
        cohort = cohorts[spring + LAST - ak]
        there = (cohort.skola[:, ak] >= 0) & ~cohort.anpassad
        seen = seen_absence(effects, cohort, absence(model, seed, cohort, ak), ak)[there]
        for term in range(2):
            counts[term, ak] = np.bincount(find_band(seen[:, term]), minlength=len(BANDS))
            sums[term, ak] = seen[:, term].sum()
    found: dict[str, dict[str, dict[str, float]]] = {}
    for term, name in enumerate(TERMS):
        for group, years in GROUPS.items():
            of_group = counts[term, list(years)].sum(axis=0)
            shares = dict(zip(BANDS, (100 * of_group / of_group.sum()).tolist(), strict=True))
            mean = float(100 * sums[term, list(years)].sum() / of_group.sum())
            found.setdefault(name, {})[group] = shares | {"medel": mean}
    return found


class Association:
    """Results of åk 9 by absence over the läsår together, gathered a läsår at a time.

    Pupils are those with grades of åk 6 from the municipality. `levels` are their means by band as observed;
    `slopes` are least-squares differences, against the lowest band and per ten points, step by step adjusted.
    """

    def __init__(self, schools: Schools, years: range) -> None:
        self.years = years
        self.units = {unit: i for i, unit in enumerate(_upper_units(schools))}
        self.count = 0
        self._moments: dict[str, np.ndarray] = {}
        self._sums: dict[str, np.ndarray] = {}
        self._ends = np.zeros(0, dtype=np.int64)

    def add(self, model: Model, seed: int, schools: Schools, effects: Effects, cohort: Cohort) -> None:
        """Gather the pupils who finish åk 9 with a cohort."""
        ninth, sixth = (make_stage(model, seed, effects, cohort, ak) for ak in (LAST, 6))
        results = describe_outcomes(graded(model, seed, effects, ninth))
        earlier = mean_step_ak6(schools, sixth, graded(model, seed, effects, sixth))
        known = ninth.dar & (cohort.skola[:, 6] >= 0) & ~np.isnan(earlier)
        seen = seen_absence(effects, cohort, ninth.franvaro, LAST) @ WEEKS
        design = self._describe(ninth, earlier, seen)
        band = find_band(seen)
        self.count += int(known.sum())
        for name, values in results.items():
            rows = known & ~np.isnan(values)
            own = np.column_stack([design[rows], values[rows]])
            by_band = np.stack(
                [
                    np.bincount(band[rows], weights=weights, minlength=len(BANDS))
                    for weights in (np.ones(rows.sum()), values[rows])
                ]
            )
            self._moments[name] = self._moments.get(name, 0.0) + own.T @ own
            self._sums[name] = self._sums.get(name, 0.0) + by_band

    def _describe(self, stage: Stage, earlier: np.ndarray, seen: np.ndarray) -> np.ndarray:
        """Columns: one, absence per ten points, bands, then what each step adds."""
        cohort = stage.cohort
        band = find_band(seen)
        year = np.tile(np.eye(len(self.years))[self.years.index(stage.ar)], (len(seen), 1))[:, 1:]
        education = np.where(cohort.utbildning_kand, cohort.utbildning, 0)
        unit = np.array([self.units.get(int(one), 0) for one in range(int(stage.skola.max()) + 1)])
        school = np.eye(len(self.units))[unit[np.maximum(stage.skola, 0)]][:, 1:]
        filled = np.nan_to_num(earlier)
        parts = [
            np.ones((len(seen), 1)),
            10 * seen[:, None],
            np.eye(len(BANDS))[band][:, 1:],
            np.column_stack([cohort.flicka, cohort.sva, year]),
            np.column_stack([filled, filled**2, filled**3]),
            np.column_stack([*(education == level for level in (0, 1, 2)), cohort.newly_arrived(LAST)]),
            school,
        ]
        self._ends = np.cumsum([part.shape[1] for part in parts])
        return np.column_stack(parts).astype("float64")

    def describe(self) -> dict[str, Any]:
        """The estimands `franvaro_niva` and `franvaro_samband`, by outcome."""
        levels = {
            name: dict(zip(BANDS, (sums[1] / sums[0]).tolist(), strict=True))
            for name, sums in self._sums.items()
        }
        slopes: dict[str, dict[str, dict[str, float]]] = {}
        for name, moments in self._moments.items():
            for number, step in enumerate(STEPS):
                adjusted = list(range(self._ends[2], self._ends[2 + number]))
                line = _solve(moments, [0, 1, *adjusted])[1]
                bands = list(range(self._ends[1], self._ends[2]))
                apart = _solve(moments, [0, *bands, *adjusted])[1 : len(BANDS)]
                found = dict(zip(BANDS[1:], apart.tolist(), strict=True))
                slopes.setdefault(name, {})[step] = found | {TEN: float(line)}
        return {
            "franvaro_niva": levels,
            "franvaro_samband": slopes,
            "franvaro_samband_elever": self.count,
        }


def _solve(moments: np.ndarray, columns: list[int]) -> np.ndarray:
    left = moments[np.ix_(columns, columns)]
    solution: np.ndarray = np.linalg.lstsq(left, moments[columns, -1], rcond=None)[0]
    return solution


def _upper_units(schools: Schools) -> list[int]:
    return [i for i, kind in enumerate(schools.arskurser) if kind != "F-6"]


def describe_outcomes(grades: np.ndarray) -> dict[str, np.ndarray]:
    """Each outcome's value by pupil: points, or 0 and 100; NaN where the pupil has none."""
    measures = final_measures(grades)
    found = {
        "merit": measures["meritvarde_17"],
        "alla_amnen": measures["alla_amnen_ak9"],
        "behorighet": measures["behorighet_yrkes"],
    }
    for code in ("ma", "sv", "en"):
        points = POINTS[grades[:, INDEX[code.capitalize()]]]
        for name, least in (("e", E), ("c", C)):
            found[f"betyg_{code}_{name}"] = 100.0 * (points >= POINTS[least])
    return found


def mean_step_ak6(schools: Schools, stage: Stage, grades: np.ndarray) -> np.ndarray:
    """Mean grade step of åk 6 over the subjects read: F and streck 0, E 1 … A 5."""
    changed = ak6_columns(schools, stage, grades)
    kept = [grades[:, i] for name, i in INDEX.items() if name not in changed]
    whole = np.stack([*kept, *changed.values()], axis=1)
    read = ~np.isin(whole, (TOM, EJ_BETYG, EJ_UNDERVISAD))
    steps = np.where(read, np.maximum(POINTS[whole] / 2.5 - 3, 0), 0).sum(axis=1)
    return np.where(read.any(axis=1), steps / np.maximum(read.sum(axis=1), 1), np.nan)
