"""The standardised gap by hand, and what it does to a gap that is composition only."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from simulators import draw_means, make_layout, make_pupils

from analys.estimates.standardise import standardise_gap
from analys.indicators import REGISTRY

SHARE, MEAN = REGISTRY["behorighet_yrkes"], REGISTRY["meritvarde_17"]
KON = ("flicka", "pojke")


def _pupils(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["skolenhet", "kon", "varde"])
    return frame.assign(lasar="2025/26", klass=[str(i) for i in frame.index])


def _make(school: str, kon: str, passed: int, n: int) -> list[tuple[str, str, float]]:
    return [(school, kon, float(i < passed)) for i in range(n)]


def test_by_hand() -> None:
    # School 1: girls 6/8, boys 1/2, gap 25. School 2: girls 1/2, boys 2/8, gap 25. Ten pupils in each.
    # As they are: girls 7/10 and boys 3/10, gap 40. Held equal: (10 × 25 + 10 × 25) / 20 = 25.
    pupils = _pupils(
        _make("1", "flicka", 6, 8)
        + _make("1", "pojke", 1, 2)
        + _make("2", "flicka", 1, 2)
        + _make("2", "pojke", 2, 8)
    )
    gap = standardise_gap(pupils, SHARE, "kon", KON, ["skolenhet"], icc=0.0)
    assert (gap.varde, gap.obearbetat, gap.tackning, gap.n) == pytest.approx((25, 40, 100, 20))


def test_interval_by_hand() -> None:
    # One stratum: girls 10, 12, 14 and boys 6, 8, 10; pooled variances 4 and 4; error √(4/3 + 4/3) = 1.633;
    # df 6 - 2 = 4, t = 2.776, half width 4.533: the two-sample t interval.
    pupils = _pupils([("1", "flicka", v) for v in (10.0, 12, 14)] + [("1", "pojke", v) for v in (6.0, 8, 10)])
    gap = standardise_gap(pupils, MEAN, "kon", KON, ["skolenhet"], icc=0.0)
    assert (gap.varde, gap.undre, gap.ovre) == pytest.approx((4, -0.533, 8.533), abs=0.001)


def test_one_shared_class_cancels() -> None:
    # All in one class: the class effect moves both groups alike, so only the part 1 - icc is left.
    pupils = _pupils([("1", "flicka", v) for v in (10.0, 12, 14)] + [("1", "pojke", v) for v in (6.0, 8, 10)])
    alone = standardise_gap(pupils, MEAN, "kon", KON, ["skolenhet"], icc=0.5)
    shared = standardise_gap(pupils.assign(klass="9A"), MEAN, "kon", KON, ["skolenhet"], icc=0.5)
    # Error √(0.5 × 8 / 3) on df 6 / 3.5 - 2, at least 1: t(1) = 12.706.
    assert shared.ovre - shared.varde == pytest.approx(12.706 * math.sqrt(0.5 * 8 / 3), abs=0.01)
    assert alone.ovre - alone.varde == pytest.approx(4.533, abs=0.001)


def test_strata_without_both_groups_are_told() -> None:
    pupils = _pupils(_make("1", "flicka", 3, 5) + _make("1", "pojke", 2, 5) + _make("2", "flicka", 5, 10))
    gap = standardise_gap(pupils, SHARE, "kon", KON, ["skolenhet"], icc=0.0)
    assert (gap.varde, gap.tackning, gap.n) == pytest.approx((20, 50, 10))
    nothing = standardise_gap(pupils.query("kon == 'flicka'"), SHARE, "kon", KON, ["skolenhet"], 0.0)
    assert math.isnan(nothing.varde) and nothing.n == 0
    assert math.isnan(standardise_gap(pupils.iloc[:0], SHARE, "kon", KON, ["skolenhet"], 0.0).varde)


def test_recovers_the_gap_within_schools() -> None:
    layout = make_layout((4, 4, 2), (240.0, 220, 190), years=2)
    rng = np.random.default_rng(4)
    hits = []
    for _ in range(200):
        pupils = make_pupils(layout, draw_means(layout, 0.10, rng, gap=15.0))
        gap = standardise_gap(pupils, MEAN, "kon", KON, ["lasar", "skolenhet"], icc=0.10)
        hits.append(gap.undre <= 15 <= gap.ovre)
    assert 91 <= 100 * np.mean(hits) <= 98.5
