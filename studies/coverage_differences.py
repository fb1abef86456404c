"""Coverage of gaps between girls and boys of the same classes, of schools against the rest, and of slopes.

Targets: the true gap (share: difference of the true marginal shares, from a large draw; mean: the parameter),
the school's true level minus that of the other schools, and the trend that year shocks are added to.
Run: python studies/coverage_differences.py [replicates]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from simulators import Layout, describe_coverage, draw_means, draw_shares, make_layout, make_pupils

from analys.estimates.comparisons import compare_schools, compute_gaps, trend_slope
from analys.estimates.intervals import compute_difference
from analys.estimates.levels import compute_icc, compute_levels
from analys.indicators import REGISTRY

CLASSES = (5, 4, 4, 3, 2, 1)
SHARES = (0.90, 0.86, 0.85, 0.85, 0.80, 0.78)
MEANS = (235.0, 225.0, 220.0, 218.0, 210.0, 205.0)
LIMITS = ("varde", "undre", "ovre")
NEW, OLD = slice(1, 5, 2), slice(0, 4, 2)
MEASURES = (("andel", SHARES, draw_shares, 0.25), ("medel", MEANS, draw_means, 20.0))


def study_gaps(
    replicates: int, iccs: tuple[float, ...] = (0.0, 0.02, 0.05, 0.10), seed: int = 4
) -> pd.DataFrame:
    """Girls minus boys, with and without the shared classes, and the change of the gap between two läsår.

    A replicate has five läsår with their own classes; each of them counts.
    """
    rows = []
    for measure, levels, draw, gap in MEASURES:
        layout = make_layout(CLASSES, levels)
        indicator = REGISTRY["meritvarde_17" if measure == "medel" else "behorighet_yrkes"]
        for icc in iccs:
            true = _true_gaps(layout, draw, icc, gap, 100 if indicator.is_share else 1)
            rng = np.random.default_rng(seed)
            hits: dict[str, list[bool]] = {"gap": [], "oberoende": [], "ändrat gap": []}
            for _ in range(max(replicates // 5, 1)):
                pupils = make_pupils(layout, draw(layout, icc, rng, gap=gap))
                estimate = compute_icc(pupils)
                gaps = compute_gaps(pupils, indicator, "kon", ("flicka", "pojke"), ["lasar"], estimate)
                apart = compute_levels(pupils, indicator, ["lasar", "kon"], estimate)
                sides = [
                    tuple(apart.loc[apart["kon"] == kon, name].to_numpy() for name in LIMITS)
                    for kon in ("flicka", "pojke")
                ]
                parts = tuple(gaps[name].to_numpy() for name in LIMITS)
                change = compute_difference(*(tuple(x[half] for x in parts) for half in (NEW, OLD)))
                for name, (_, low, high), target in (
                    ("gap", parts, true),
                    ("oberoende", compute_difference(*sides), true),
                    ("ändrat gap", change, true[NEW] - true[OLD]),
                ):
                    hits[name] += ((low <= target) & (target <= high)).tolist()
            rows += _describe(measure, icc, hits)
    return pd.DataFrame(rows)


def study_schools(
    replicates: int, iccs: tuple[float, ...] = (0.02, 0.05, 0.10), seed: int = 5
) -> pd.DataFrame:
    """Each school minus the others, newest läsår."""
    rows = []
    for measure, levels, draw, _ in MEASURES:
        layout = make_layout(CLASSES, levels)
        indicator = REGISTRY["meritvarde_17" if measure == "medel" else "behorighet_yrkes"]
        truth = make_pupils(layout, layout.level * (100 if indicator.is_share else 1))
        truth = truth[truth["lasar"] == "2025/26"]
        sums = truth.groupby("skolenhet")["varde"].agg(["sum", "size"])
        rest = (sums["sum"].sum() - sums["sum"]) / (sums["size"].sum() - sums["size"])
        target = (sums["sum"] / sums["size"] - rest).to_numpy()
        for icc in iccs:
            rng = np.random.default_rng(seed)
            hits: dict[str, list[bool]] = {}
            for _ in range(replicates):
                pupils = make_pupils(layout, draw(layout, icc, rng))
                result = compare_schools(pupils, indicator, compute_icc(pupils))
                result = result[result["lasar"] == "2025/26"]
                inside = (result["undre"] <= target) & (target <= result["ovre"])
                for classes, hit in zip(CLASSES, inside, strict=True):
                    hits.setdefault(f"skola {classes} kl mot övriga", []).append(bool(hit))
            rows += _describe(measure, icc, hits)
    return pd.DataFrame(rows)


def study_slopes(replicates: int, seed: int = 6) -> pd.DataFrame:
    """Slope over 5 and 10 läsår with year shocks of SD 0, 2 and 4 points, beside the pupil-only interval."""
    rows = []
    for years in (5, 10):
        layout = make_layout(CLASSES, MEANS, years=years)
        years_of = sorted(set(layout.lasar))
        position = pd.Series(range(years), index=years_of)[layout.lasar].to_numpy()
        indicator = REGISTRY["meritvarde_17"]
        for shock in (0.0, 2.0, 4.0):
            rng = np.random.default_rng(seed)
            hits: dict[str, list[bool]] = {f"lutning {years} läsår": [], f"utan årschock {years}": []}
            for _ in range(replicates):
                shift = 1.5 * np.arange(years) + rng.normal(0, shock, years)
                values = draw_means(replace(layout, level=layout.level + shift[position]), 0.05, rng)
                pupils = make_pupils(layout, values)
                levels = compute_levels(pupils, indicator, ["lasar"], compute_icc(pupils))
                slope = trend_slope(levels)
                hits[f"lutning {years} läsår"].append(slope.undre <= 1.5 <= slope.ovre)
                x = np.arange(years) - (years - 1) / 2
                half = (levels["ovre"] - levels["varde"]).to_numpy()
                width = np.sqrt((x**2 * half**2).sum()) / (x**2).sum()
                hits[f"utan årschock {years}"].append(bool(abs(slope.varde - 1.5) <= width))
            rows += _describe(f"medel, chock {shock:g}", 0.05, hits)
    return pd.DataFrame(rows)


def _true_gaps(
    layout: Layout, draw: Callable[..., np.ndarray], icc: float, gap: float, factor: int
) -> np.ndarray:
    """True gap of each läsår: the parameter for means, the mean of many draws for shares."""
    years = sorted(set(layout.lasar))
    if factor == 1:
        return np.full(len(years), gap)
    rng = np.random.default_rng(11)
    mean = np.mean([draw(layout, icc, rng, gap=gap) for _ in range(3000)], axis=0)
    girl = layout.kon == "flicka"
    return np.array(
        [
            factor
            * (mean[girl & (layout.lasar == year)].mean() - mean[~girl & (layout.lasar == year)].mean())
            for year in years
        ]
    )


def _describe(measure: str, icc: float, hits: dict[str, list[bool]]) -> list[dict[str, object]]:
    return [
        {
            "mått": measure,
            "icc": icc,
            "vad": what,
            "täckning": round(describe_coverage(np.array(hit))[0], 1),
            "mc-fel": round(describe_coverage(np.array(hit))[1], 2),
        }
        for what, hit in hits.items()
    ]


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    for study in (study_gaps, study_schools, study_slopes):
        print(study(number).to_string(index=False), flush=True)
