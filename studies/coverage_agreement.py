"""Coverage of the intervals of net deviation and kappa, and size of the tests, with pupils in classes.

Pupils have an ability; provbetyg and grade each measure it with error, and each class's grades lie somewhat
higher or lower than ability alone gives. Target: the net and the kappa of the municipality's schools over all
classes of the kind; classes and pupils are redrawn. For the tests' size provbetyg and grade are drawn alike,
each with a class effect of its own. Run: python studies/coverage_agreement.py [replicates]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats
from simulators import Layout, describe_coverage, make_layout, make_pupils

from analys.estimates.agreement import kappa, kappa_error, kappa_influence, kappa_limits
from analys.estimates.clustering import design_effect, measure_design_effect
from analys.estimates.intervals import compute_net_limits, compute_t_limits
from analys.estimates.levels import compute_icc
from analys.estimates.symmetry import (
    FEWEST_CLASSES,
    compute_homogeneity,
    compute_symmetry,
    exchange_classes,
    homogeneity_contrasts,
    symmetry_contrasts,
)

STEPS = 6
THRESHOLDS = stats.norm.ppf([0.10, 0.35, 0.60, 0.80, 0.95])
LASAR = "2025/26"


@dataclass(frozen=True)
class Situation:
    """Who takes the test: schools with so many classes each, and how many of each class's pupils."""

    name: str
    classes: tuple[int, ...]
    share: float = 1.0


SITUATIONS = (
    Situation("alla klasser", (5, 4, 4, 3, 2, 1)),
    Situation("sju klasser", (3, 2, 1, 1)),
    Situation("tre klasser", (1, 1, 1)),
    Situation("några i varje klass", (5, 4, 4, 3, 2, 1), share=0.15),
)


@dataclass(frozen=True)
class Truth:
    """How grades come about: SD of ability is 1.

    Parameters
    ----------
    klass : float
        SD of how far a class's grades lie from what ability gives.
    shift : float
        How far all grades do.
    prov_klass : float
        SD of the same for the tests: 0 but for the tests' size, where both results are drawn alike.
    """

    klass: float
    shift: float = 0.15
    prov_klass: float = 0.0


def study(
    replicates: int,
    klass: tuple[float, ...] = (0.0, 0.15, 0.3),
    situations: tuple[Situation, ...] = SITUATIONS,
    seed: int = 1,
) -> pd.DataFrame:
    """Coverage of net and kappa, with and without knowing the classes, in each situation."""
    rows = []
    for number, situation in enumerate(situations):
        layout = _draw_layout(situation)
        for sd in klass:
            rng = np.random.default_rng([seed, number, int(1000 * sd)])
            rows.append(_study_coverage(situation.name, layout, Truth(sd), replicates, rng))
    return pd.DataFrame(rows)


def study_size(
    replicates: int,
    klass: tuple[float, ...] = (0.0, 0.15, 0.3),
    situations: tuple[Situation, ...] = (SITUATIONS[0], SITUATIONS[1], SITUATIONS[3]),
    seed: int = 2,
) -> pd.DataFrame:
    """How often each test's p-value is below 0.05 when provbetyg and grade are drawn alike."""
    rows = []
    for number, situation in enumerate(situations):
        layout = _only_newest(_draw_layout(situation))
        for sd in klass:
            rng = np.random.default_rng([seed, number, int(1000 * sd)])
            truth = Truth(sd, shift=0.0, prov_klass=sd)
            low = np.array([_test(layout, truth, rng) for _ in range(replicates)]) < 0.05
            names = ("homogenitet", "Stuart–Maxwell", "symmetri", "Bowker")
            sizes = dict(zip(names, (100 * low.mean(axis=0)).round(1).tolist(), strict=True))
            rows.append({"vilka": situation.name, "klass": sd, **sizes})
    return pd.DataFrame(rows)


def _draw_layout(situation: Situation) -> Layout:
    layout = make_layout(situation.classes, tuple(0.0 for _ in situation.classes))
    kept = np.random.default_rng(7).random(len(layout.lasar)) < situation.share
    return _take(layout, kept)


def _take(layout: Layout, kept: np.ndarray) -> Layout:
    return replace(layout, **{name: getattr(layout, name)[kept] for name in layout.__dataclass_fields__})


def _only_newest(layout: Layout) -> Layout:
    return _take(layout, layout.lasar == LASAR)


def _draw(cluster: np.ndarray, truth: Truth, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Provbetyg and grade of each pupil as steps 0-5; a class's pupils have abilities with ICC 0.10."""
    classes = cluster.max() + 1
    ability = np.sqrt(0.1) * rng.standard_normal(classes)[cluster]
    ability += np.sqrt(0.9) * rng.standard_normal(len(cluster))
    results = []
    for sd, shift in ((truth.prov_klass, 0.0), (truth.klass, truth.shift)):
        latent = ability + shift + 0.35 * rng.standard_normal(len(cluster))
        latent += sd * rng.standard_normal(classes)[cluster]
        results.append(np.searchsorted(THRESHOLDS, latent / np.sqrt(1.1225)))
    return results[0], results[1]


def _tables(cluster: np.ndarray, prov: np.ndarray, betyg: np.ndarray) -> np.ndarray:
    cells = STEPS**2
    code = cluster * cells + prov * STEPS + betyg
    return np.bincount(code, minlength=(cluster.max() + 1) * cells).reshape(-1, STEPS, STEPS)


def _study_coverage(
    name: str, layout: Layout, truth: Truth, replicates: int, rng: np.random.Generator
) -> dict[str, object]:
    net, agreement = _true_values(layout, truth, rng)
    years = pd.factorize(layout.lasar)[0]
    newest = layout.lasar == LASAR
    sizes = np.unique(layout.cluster[newest], return_counts=True)[1]
    hits: dict[str, list[bool]] = {}
    width = {"netto": [], "kappa": []}
    for _ in range(replicates):
        prov, betyg = _draw(layout.cluster, truth, rng)
        sign = np.sign(betyg - prov)
        deff = design_effect(compute_icc(make_pupils(layout, sign)), sizes)
        up, down, n = (sign[newest] > 0).sum(), (sign[newest] < 0).sum(), newest.sum()
        tables = _tables(years, prov, betyg)
        influence = np.zeros(len(prov))
        for year, table in enumerate(tables):
            mine = years == year
            influence[mine] = kappa_influence(table)[prov[mine], betyg[mine]]
        table = tables[years[newest][0]]
        value, error = kappa(table), kappa_error(table)
        effect = measure_design_effect(influence, layout.cluster, years)
        mean = 100 * sign[newest].mean()
        limits = {
            "netto": compute_net_limits(up, down, n, deff),
            "netto, t": compute_t_limits(mean, 100 * sign[newest].std(ddof=1), n, deff),
            "netto utan klass": compute_net_limits(up, down, n),
            "kappa": kappa_limits(value, error * np.sqrt(max(effect.deff, 1)), effect.df),
            "kappa, ej avkortad": kappa_limits(value, error * np.sqrt(effect.deff), effect.df),
            "kappa utan klass": kappa_limits(value, error, 1e6),
        }
        for key, (low, high) in limits.items():
            target = net if key.startswith("netto") else agreement
            hits.setdefault(key, []).append(bool(low <= target <= high))
            if key in width:
                width[key].append(float(high - low))
    coverage = {key: round(describe_coverage(np.array(one))[0], 1) for key, one in hits.items()}
    return {
        "vilka": name,
        "klass": truth.klass,
        "n": int(newest.sum()),
        "sann netto": round(net, 1),
        "sann kappa": round(agreement, 3),
        **coverage,
        **{f"bredd {key}": round(float(np.median(one)), 2) for key, one in width.items()},
    }


def _true_values(layout: Layout, truth: Truth, rng: np.random.Generator) -> tuple[float, float]:
    """Net and kappa of about a million pupils, in classes as many as that takes."""
    copies = 1 + 1_000_000 // len(layout.lasar)
    table = np.zeros((STEPS, STEPS))
    for _ in range(copies):
        prov, betyg = _draw(layout.cluster, truth, rng)
        table += np.bincount(prov * STEPS + betyg, minlength=STEPS**2).reshape(STEPS, STEPS)
    net = np.triu(table, 1).sum() - np.tril(table, -1).sum()
    return float(100 * net / table.sum()), kappa(table)


def _test(layout: Layout, truth: Truth, rng: np.random.Generator) -> tuple[float, ...]:
    tables = _tables(layout.cluster, *_draw(layout.cluster, truth, rng))
    whole = tables.sum(axis=0)
    assert len(tables) >= FEWEST_CLASSES
    return (
        exchange_classes(tables, homogeneity_contrasts(STEPS)),
        compute_homogeneity(whole).p,
        exchange_classes(tables, symmetry_contrasts(STEPS)),
        compute_symmetry(whole).p,
    )


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(study(number).to_string(index=False))
    print(study_size(number).to_string(index=False))
