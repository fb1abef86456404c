"""Coverage of the intervals of levels and of changes between läsår, with pupils in classes.

Target: the true level given the municipality's schools; classes and pupils are redrawn. The ICC is estimated
in every replicate from five läsår, as in a report. Run: python studies/coverage_levels.py [replicates]
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd
from simulators import Layout, describe_coverage, draw_means, draw_shares, make_layout

from analys.estimates.clustering import design_effect, intraclass_correlation
from analys.estimates.intervals import compute_difference, compute_t_limits, compute_wilson

CLASSES = (5, 4, 4, 3, 2, 1)
MEASURES: tuple[tuple[str, tuple[float, ...], Callable[..., np.ndarray]], ...] = (
    ("andel 85 %", (0.90, 0.86, 0.85, 0.85, 0.80, 0.78), draw_shares),
    ("andel 65 %", (0.70, 0.68, 0.65, 0.65, 0.60, 0.56), draw_shares),
    ("medel", (235.0, 225.0, 220.0, 218.0, 210.0, 205.0), draw_means),
)


def study(replicates: int, iccs: tuple[float, ...] = (0.0, 0.02, 0.05, 0.10), seed: int = 1) -> pd.DataFrame:
    """Coverage per measure, ICC and unit: kommun, schools of 4 to 1 classes, change since last läsår."""
    rows = []
    for number, (measure, levels, draw) in enumerate(MEASURES):
        layout = make_layout(CLASSES, levels)
        for icc in iccs:
            rng = np.random.default_rng([seed, number, int(1000 * icc)])
            rows += _study_one(measure, layout, draw, icc, replicates, rng)
    return pd.DataFrame(rows)


def _study_one(
    measure: str,
    layout: Layout,
    draw: Callable[..., np.ndarray],
    icc: float,
    replicates: int,
    rng: np.random.Generator,
) -> list[dict[str, object]]:
    is_share = measure != "medel"
    groups, cluster = pd.factorize(layout.lasar + layout.skolenhet)[0], layout.cluster
    values = np.stack([draw(layout, icc, rng) for _ in range(replicates)])
    estimates = np.array([intraclass_correlation(row, cluster, groups) for row in values])
    plain = np.zeros(replicates)
    new, old = layout.lasar == "2025/26", layout.lasar == "2024/25"
    units = {"kommun": new} | {
        f"skola {CLASSES[i]} kl": new & (layout.skolenhet == f"{i:08d}") for i in (2, 3, 4, 5)
    }
    results = {
        name: (_limits(values[:, rows], cluster[rows], estimates, is_share), layout.level[rows].mean())
        for name, rows in units.items()
    }
    before = _limits(values[:, old], cluster[old], estimates, is_share)
    results["förändring"] = (
        compute_difference(results["kommun"][0], before),
        layout.level[new].mean() - layout.level[old].mean(),
    )
    results["kommun, klass bortsett"] = (
        _limits(values[:, new], cluster[new], plain, is_share),
        layout.level[new].mean(),
    )
    factor = 100 if is_share else 1
    rows = []
    for unit, ((_, low, high), truth) in results.items():
        coverage, error = describe_coverage((low <= factor * truth) & (factor * truth <= high))
        rows.append(
            {
                "mått": measure,
                "icc": icc,
                "skattad icc": round(float(estimates.mean()), 3),
                "enhet": unit,
                "täckning": round(coverage, 1),
                "mc-fel": round(error, 2),
                "bredd": round(float((high - low).mean()), 1),
            }
        )
    return rows


def _limits(
    values: np.ndarray, cluster: np.ndarray, icc: np.ndarray, is_share: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Value and limits of every replicate (rows) for one unit's pupils (columns)."""
    n = values.shape[1]
    deff = 1 + icc * (design_effect(1.0, np.unique(cluster, return_counts=True)[1]) - 1)
    if is_share:
        return 100 * values.mean(axis=1), *compute_wilson(values.sum(axis=1), n, deff)
    mean = values.mean(axis=1)
    return mean, *compute_t_limits(mean, values.std(axis=1, ddof=1), n, deff)


if __name__ == "__main__":
    print(study(int(sys.argv[1]) if len(sys.argv) > 1 else 2000).to_string(index=False))
