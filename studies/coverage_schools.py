"""Coverage of partially pooled school levels, averaged over schools, beside plug-in intervals and raw ones.

Target: the true level of each school; schools, classes and pupils are redrawn. The coverage of the one school
whose true level lies farthest out is printed too: it cannot be 95 % for any method that pools.
Run: python studies/coverage_schools.py [replicates]
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
from simulators import describe_coverage, draw_means, draw_shares, make_layout, make_pupils

from analys.estimates.comparisons import compare_schools
from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.smoothing import compute_smoothed_levels, shrink
from analys.indicators import REGISTRY

SIZES = {
    4: (200, 120, 80, 40),
    6: (330, 260, 250, 190, 130, 60),
    16: tuple(np.linspace(20, 140, 16).round().astype(int)),
}


def study_known_errors(
    replicates: int,
    schools: tuple[int, ...] = (4, 6, 16),
    iccs: tuple[float, ...] = (0.0, 0.01, 0.03, 0.10),
    seed: int = 2,
) -> pd.DataFrame:
    """Normal estimates with known errors: `shrink` alone, against plugging in tau² (DerSimonian-Laird)."""
    rows = []
    for count in schools:
        error = 60 * np.sqrt(2.05 / np.array(SIZES[count]))
        for icc in iccs:
            rng = np.random.default_rng(seed)
            tau = 60 * np.sqrt(icc / (1 - icc))
            full, plug, raw, extreme, width, effect = [], [], [], [], [], []
            for _ in range(replicates):
                truth = 220 + rng.normal(0, tau, count)
                estimate = truth + rng.normal(0, error)
                s = shrink(estimate, error)
                inside = (s.undre <= truth) & (truth <= s.ovre)
                full.append(inside.mean())
                effect.append(((s.effekt_undre <= truth - 220) & (truth - 220 <= s.effekt_ovre)).mean())
                extreme.append(inside[np.abs(truth - 220).argmax()])
                width.append((s.ovre - s.undre).mean())
                plug.append(_plug_in(estimate, error, truth).mean())
                raw.append((np.abs(estimate - truth) <= 1.96 * error).mean())
            rows.append(
                {
                    "skolor": count,
                    "icc skola": icc,
                    "utjämnad": round(100 * float(np.mean(full)), 1),
                    "mc-fel": round(100 * float(np.std(full) / np.sqrt(replicates)), 2),
                    "effekt": round(100 * float(np.mean(effect)), 1),
                    "ytterst": round(100 * float(np.mean(extreme)), 1),
                    "insatt tau": round(100 * float(np.mean(plug)), 1),
                    "rå": round(100 * float(np.mean(raw)), 1),
                    "bredd": round(float(np.mean(width)), 1),
                    "rå bredd": round(float(2 * 1.96 * error.mean()), 1),
                }
            )
    return pd.DataFrame(rows)


def _plug_in(estimate: np.ndarray, error: np.ndarray, truth: np.ndarray) -> np.ndarray:
    w = 1 / error**2
    q = (w * (estimate - (w * estimate).sum() / w.sum()) ** 2).sum()
    tau2 = max(0.0, (q - (len(w) - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    weight = 1 / (error**2 + tau2)
    mu = (weight * estimate).sum() / weight.sum()
    lam = tau2 / (tau2 + error**2)
    centre, sd = mu + lam * (estimate - mu), np.sqrt(lam) * error
    return np.abs(centre - truth) <= 1.96 * sd


def study_from_pupils(replicates: int, seed: int = 3) -> pd.DataFrame:
    """The whole way from pupils in classes (class ICC .05) over three läsår, schools redrawn."""
    rows = []
    classes = (5, 4, 4, 3, 2, 1)
    for measure, centre in (("medel", 220.0), ("andel", 0.85)):
        for icc in (0.0, 0.03, 0.10):
            rng = np.random.default_rng(seed)
            layout = make_layout(classes, (centre,) * len(classes), years=3)
            school = pd.factorize(layout.skolenhet)[0]
            hits, raw, far = [], [], []
            for _ in range(replicates):
                if measure == "medel":
                    truth = centre + rng.normal(0, 60 * np.sqrt(icc), len(classes))
                    pupils = make_pupils(layout, draw_means(replace(layout, level=truth[school]), 0.05, rng))
                    indicator, factor = REGISTRY["meritvarde_17"], 1
                else:
                    strength = 1 / icc - 1 if icc else None
                    truth = (
                        rng.beta(centre * strength, (1 - centre) * strength, len(classes))
                        if strength
                        else np.full(len(classes), centre)
                    )
                    truth = truth.clip(1e-6, 1 - 1e-6)
                    pupils = make_pupils(layout, draw_shares(replace(layout, level=truth[school]), 0.05, rng))
                    indicator, factor = REGISTRY["behorighet_yrkes"], 100
                estimate = compute_icc(pupils)
                smoothed = compute_smoothed_levels(pupils, indicator, estimate)
                level = compute_levels(pupils, indicator, ["skolenhet"], estimate)
                inside = (smoothed["undre"] <= factor * truth) & (factor * truth <= smoothed["ovre"])
                hits.append(inside.mean())
                far.append(inside.iloc[np.abs(truth - centre).argmax()])
                raw.append(((level["undre"] <= factor * truth) & (factor * truth <= level["ovre"])).mean())
            rows.append(
                {
                    "mått": measure,
                    "icc skola": icc,
                    "utjämnad": round(describe_coverage(np.array(hits))[0], 1),
                    "mc-fel": round(100 * float(np.std(hits) / np.sqrt(replicates)), 2),
                    "ytterst": round(100 * float(np.mean(far)), 1),
                    "rå": round(100 * float(np.mean(raw)), 1),
                }
            )
    return pd.DataFrame(rows)


def study_null(replicates: int, seed: int = 9) -> pd.DataFrame:
    """How often a municipality whose schools are truly equal gets a claim about at least one school.

    Claims in one läsår: "tydligt" (beyond delta 3 percentage points) and any direction at all, for each
    school against the rest; and the same for three läsår's shrunken effects.
    """
    classes = (5, 4, 4, 3, 2, 1)
    layout = make_layout(classes, (0.85,) * len(classes), years=3)
    indicator, delta = REGISTRY["behorighet_yrkes"], 3.0
    rng = np.random.default_rng(seed)
    found: dict[str, list[bool]] = {name: [] for name in ("tydligt", "riktning", "utjämnad", "utj. riktning")}
    for _ in range(replicates):
        pupils = make_pupils(layout, draw_shares(layout, 0.05, rng))
        icc = compute_icc(pupils)
        newest = compare_schools(pupils[pupils["lasar"] == "2025/26"], indicator, icc)
        found["tydligt"].append(bool(((newest["undre"] > delta) | (newest["ovre"] < -delta)).any()))
        found["riktning"].append(bool(((newest["undre"] > 0) | (newest["ovre"] < 0)).any()))
        smoothed = compute_smoothed_levels(pupils, indicator, icc)
        low, high = smoothed["effekt_undre"], smoothed["effekt_ovre"]
        found["utjämnad"].append(bool(((low > delta) | (high < -delta)).any()))
        found["utj. riktning"].append(bool(((low > 0) | (high < 0)).any()))
    rows = [(name, *describe_coverage(np.array(hits))) for name, hits in found.items()]
    return pd.DataFrame(rows, columns=["påstående", "andel rapporter", "mc-fel"]).round(1)


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(study_known_errors(number).to_string(index=False))
    print(study_from_pupils(number).to_string(index=False))
    print(study_null(number).to_string(index=False))
