"""Coverage of the intervals of levels and of changes between läsår, with pupils in classes.

Target: the true level given the municipality's schools; classes and pupils are redrawn. The ICC is estimated
in every replicate from five läsår, as in a report. Run: python studies/coverage_levels.py [replicates]
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from simulators import Layout, describe_coverage, draw_means, draw_shares, make_layout, make_pupils

from analys.estimates.clustering import intraclass_correlation
from analys.estimates.intervals import compute_difference
from analys.estimates.levels import compute_levels
from analys.indicators import REGISTRY

SHARE, MEAN = REGISTRY["behorighet_yrkes"], REGISTRY["meritvarde_17"]
CLASSES = (5, 4, 4, 3, 2, 1)


def study(replicates: int, iccs: tuple[float, ...] = (0.0, 0.02, 0.05, 0.10), seed: int = 1) -> pd.DataFrame:
    """Coverage per measure, ICC and unit (kommun, school of three classes, school of one, change)."""
    rows = []
    for measure, levels, draw in (
        ("andel 85 %", (0.90, 0.86, 0.85, 0.85, 0.80, 0.78), draw_shares),
        ("andel 65 %", (0.70, 0.68, 0.65, 0.65, 0.60, 0.56), draw_shares),
        ("medel", (235.0, 225.0, 220.0, 218.0, 210.0, 205.0), draw_means),
    ):
        layout = make_layout(CLASSES, levels)
        for icc in iccs:
            rows += _run(measure, layout, draw, icc, replicates, np.random.default_rng(seed))
    return pd.DataFrame(rows)


def _run(measure, layout: Layout, draw, icc, replicates, rng):  # type: ignore[no-untyped-def]
    indicator = MEAN if measure == "medel" else SHARE
    factor = 1 if measure == "medel" else 100
    truth = make_pupils(layout, layout.level * factor)
    years = sorted(set(layout.lasar))
    true_kommun = truth.groupby("lasar")["varde"].mean()
    true_school = truth.groupby(["lasar", "skolenhet"])["varde"].mean()
    groups = pd.factorize(layout.lasar + layout.skolenhet)[0]
    cluster = layout.cluster
    hits: dict[str, list[bool]] = {}
    estimates, widths = [], {}
    for _ in range(replicates):
        pupils = make_pupils(layout, draw(layout, icc, rng))
        estimate = intraclass_correlation(pupils["varde"], cluster, groups)
        estimates.append(estimate)
        last = pupils[pupils["lasar"].isin(years[-2:])]
        kommun = compute_levels(last, indicator, ["lasar"], estimate).set_index("lasar")
        school = compute_levels(last, indicator, ["lasar", "skolenhet"], estimate)
        school = school.set_index(["lasar", "skolenhet"])
        values = [tuple(kommun.loc[year, ["varde", "undre", "ovre"]]) for year in reversed(years[-2:])]
        change = compute_difference(*values)
        truths = {
            "kommun": (values[0], true_kommun[years[-1]]),
            "förändring": (change, true_kommun[years[-1]] - true_kommun[years[-2]]),
            **{
                f"skola {CLASSES[number]} kl": (
                    tuple(school.loc[(years[-1], f"{number:08d}"), ["varde", "undre", "ovre"]]),
                    true_school[(years[-1], f"{number:08d}")],
                )
                for number in (2, 3, 4, 5)
            },
        }
        for unit, ((_, low, high), true) in truths.items():
            hits.setdefault(unit, []).append(bool(low <= true <= high))
            widths.setdefault(unit, []).append(float(high - low))
    return [
        {
            "mått": measure,
            "icc": icc,
            "skattad icc": round(float(np.mean(estimates)), 3),
            "enhet": unit,
            "täckning": round(describe_coverage(np.array(hit))[0], 1),
            "mc-fel": round(describe_coverage(np.array(hit))[1], 2),
            "bredd": round(float(np.mean(widths[unit])), 1),
        }
        for unit, hit in hits.items()
    ]


if __name__ == "__main__":
    table = study(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    print(table.to_string(index=False))
