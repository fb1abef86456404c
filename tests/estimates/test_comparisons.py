"""Gaps, schools against the rest and slopes: by hand, and against the long way round."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from simulators import draw_means, draw_shares, make_layout, make_pupils

from analys.estimates.comparisons import (
    compare_schools,
    compute_gaps,
    compute_shared_icc,
    trend_slope,
)
from analys.estimates.intervals import compute_difference
from analys.estimates.levels import compute_levels
from analys.indicators import REGISTRY

SHARE, MEAN = REGISTRY["behorighet_yrkes"], REGISTRY["meritvarde_17"]
KON = ("flicka", "pojke")
LAYOUT = make_layout((4, 3, 2, 1), (0.9, 0.85, 0.8, 0.7), years=3)
VALUES = ["varde", "undre", "ovre"]


def _shares(icc: float = 0.1) -> pd.DataFrame:
    return make_pupils(LAYOUT, draw_shares(LAYOUT, icc, np.random.default_rng(2), gap=0.3))


def test_gap_is_the_difference_of_the_groups_levels() -> None:
    pupils = _shares()
    gaps = compute_gaps(pupils, SHARE, "kon", KON, ("lasar",), 0.1)
    levels = compute_levels(pupils, SHARE, ("lasar", "kon"), 0.1).set_index(["lasar", "kon"])
    assert len(gaps) == 3
    for row in gaps.itertuples():
        girls, boys = (levels.loc[(row.lasar, kon)] for kon in KON)
        assert row.varde == pytest.approx(girls["varde"] - boys["varde"])
        assert (row.n_forsta, row.n_andra) == (girls["n"], boys["n"])


def test_without_shared_classes_the_groups_are_independent() -> None:
    pupils = _shares()
    pupils["klass"] = pupils["klass"] + pupils["kon"]
    gaps = compute_gaps(pupils, SHARE, "kon", KON, ("lasar",), 0.1)
    levels = compute_levels(pupils, SHARE, ("lasar", "kon"), 0.1)
    girls, boys = (levels[levels["kon"] == kon].reset_index() for kon in KON)
    expected = compute_difference(tuple(girls[v] for v in VALUES), tuple(boys[v] for v in VALUES))
    for name, values in zip(VALUES, expected, strict=True):
        assert gaps[name].to_numpy() == pytest.approx(values)


def test_one_class_shared_by_hand() -> None:
    # Two classes with two girls and two boys each; the classes' effect is all there is: shared ICC = icc.
    # Girls' variance factor n + icc × (Σm² - n) = 4 + 0.5 × (8 - 4) = 6; shared pairs 2 × 2 + 2 × 2 = 8;
    # correlation 0.5 × 8 / √(6 × 6) = 2/3.
    pupils = pd.DataFrame(
        {
            "elev": list("abcdefgh"),
            "lasar": "2025/26",
            "skolenhet": "1",
            "klass": list("AAAABBBB"),
            "kon": ["flicka", "flicka", "pojke", "pojke"] * 2,
            "svsva": "sv",
            "varde": [200.0, 210, 201, 209, 240, 250, 242, 248],
        }
    )
    assert compute_shared_icc(pupils, "kon", KON, 0.5) == 0.5
    gap = compute_gaps(pupils, MEAN, "kon", KON, ("lasar",), 0.5).iloc[0]
    levels = compute_levels(pupils, MEAN, ("kon",), 0.5)
    girl, boy = (levels["ovre"] - levels["varde"]).tolist()
    half = math.sqrt(girl**2 + boy**2 - 2 * (2 / 3) * girl * boy)
    assert (gap["varde"], gap["ovre"]) == pytest.approx((0, half))


def test_shared_icc_finds_the_class_effect() -> None:
    layout = make_layout((6,) * 10, (220.0,) * 10, years=5)
    rng = np.random.default_rng(8)
    common = make_pupils(layout, draw_means(layout, 0.10, rng))
    assert compute_shared_icc(common, "kon", KON, 0.99) == pytest.approx(0.10, abs=0.02)
    apart = make_pupils(layout, rng.normal(220, 60, len(layout.level)))
    assert compute_shared_icc(apart, "kon", KON, 0.99) < 0.02


def test_gaps_need_both_groups() -> None:
    only_girls = _shares().query("kon == 'flicka'")
    assert compute_gaps(only_girls, SHARE, "kon", KON, ("lasar",), 0.1).empty


@pytest.mark.parametrize("indicator", [SHARE, MEAN])
def test_a_school_against_the_rest_the_long_way(indicator) -> None:  # type: ignore[no-untyped-def]
    pupils = _shares()
    result = compare_schools(pupils, indicator, 0.05)
    assert len(result) == 12
    for row in result.itertuples():
        year = pupils[pupils["lasar"] == row.lasar]
        side = np.where(year["skolenhet"] == row.skolenhet, "skolan", "övriga")
        levels = compute_levels(year.assign(sida=side), indicator, ("sida",), 0.05).set_index("sida")
        expected = compute_difference(*(tuple(levels.loc[s, VALUES]) for s in ("skolan", "övriga")))
        assert (row.varde, row.undre, row.ovre) == pytest.approx(tuple(map(float, expected)))
        assert (row.n, row.n_ovriga) == tuple(levels.loc[["skolan", "övriga"], "n"])


def test_a_lone_school_has_no_rest() -> None:
    assert compare_schools(_shares().query("skolenhet == '00000000'"), SHARE, 0.05).empty


def test_slope_by_hand() -> None:
    # 1, 2, 4: slope 1.5, residuals 1/6, -1/3, 1/6, their squares 1/6 on one degree of freedom;
    # standard error √(1/6 / 2) = 0.2887, t(1) = 12.706, half width 3.668.
    levels = pd.DataFrame({"lasar": ["2025/26", "2023/24", "2024/25"], "varde": [4.0, 1.0, 2.0]})
    slope = trend_slope(levels)
    assert (slope.varde, slope.undre, slope.ovre) == pytest.approx((1.5, -2.168, 5.168), abs=0.001)
    assert slope.antal_lasar == 3


def test_slope_knows_missing_lasar() -> None:
    levels = pd.DataFrame(
        {"lasar": ["2018/19", "2020/21", "2021/22", "2022/23"], "varde": [70.0, float("nan"), 73.0, 74.0]}
    )
    assert trend_slope(levels).varde == pytest.approx(1.0)
    assert trend_slope(levels).antal_lasar == 3


def test_slope_of_too_few_lasar() -> None:
    two = trend_slope(pd.DataFrame({"lasar": ["2024/25", "2025/26"], "varde": [70.0, 73.0]}))
    assert two.varde == 3 and math.isnan(two.undre)
    assert math.isnan(trend_slope(pd.DataFrame({"lasar": ["2025/26"], "varde": [70.0]})).varde)
    with pytest.raises(ValueError, match="one row"):
        trend_slope(pd.DataFrame({"lasar": ["2025/26", "2025/26"], "varde": [70.0, 71.0]}))
