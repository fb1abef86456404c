"""Stacked measures: the same numbers as each measure alone, however they are batched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from analys.estimates import stacking
from analys.estimates.comparisons import compute_gaps
from analys.estimates.groups import KON, SPLITS
from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.stacking import stack_pupils
from analys.estimates.trend_levels import BY_KON, BY_SCHOOL, BY_SVSVA, WHOLE, compute_cells, trend_pupils
from analys.indicators.base import Indicator

# Every form of interval, every kind of class, with and without categories and breaks.
CODES = (
    "meritvarde_17",
    "behorighet_yrkes",
    "np_ak3_ma",
    "np_ak9_en",
    "np_relation_ak9_ma",
    "np_relation_ak6_sv",
    "np_netto_ak9",
    "np_netto_ak9_en",
    "np_netto_ak6_ma",
    "np_bortfall_ak6",
    "np_resultat_ak9_no",
)
GROUPS = (WHOLE, BY_KON, BY_SVSVA, BY_SCHOOL)


@pytest.fixture(scope="module", params=[stacking.MOST_ROWS, 1])
def run(liten_underlag, request):
    """The small municipality, with all series in few stacks, and with every series in its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stacking, "MOST_ROWS", request.param)
        yield liten_underlag


def _alone(run, indicator: Indicator) -> Iterator[tuple[str, Indicator, pd.DataFrame]]:
    """Each series of a measure as pupils of one share or mean."""
    pupils = trend_pupils(run, indicator)
    one = replace(indicator, categories=(), kategorifraser=())
    if not indicator.categories:
        yield "", one, pupils
    for place, name in enumerate(indicator.categories):
        yield name, one, pupils.assign(varde=(pupils["varde"] == place).astype("float64"))


@pytest.mark.parametrize("by", GROUPS, ids="-".join)
def test_levels_are_those_of_each_series_alone(run, by: tuple[str, ...]) -> None:
    indicators = run.indicators()
    found = [stack.compute_levels(by) for stack in stack_pupils(run, CODES)]
    together = pd.concat(found, ignore_index=True).set_index(["indikator", "kategori"]).sort_index()
    series = 0
    for code in CODES:
        for name, one, pupils in _alone(run, indicators[code]):
            expected = compute_levels(pupils, one, by, compute_icc(pupils))
            mine = together.loc[[(code, name)]].reset_index(drop=True)[list(expected.columns)]
            pd.testing.assert_frame_equal(mine, expected, check_dtype=False, atol=1e-9)
            series += 1
    assert series == len(set(together.index)) == 19


@pytest.mark.parametrize("split", SPLITS, ids=lambda split: split.column)
def test_gaps_are_those_of_each_series_alone(run, split) -> None:
    indicators = run.indicators()
    found = [stack.compute_gaps(split) for stack in stack_pupils(run, CODES)]
    together = pd.concat(found, ignore_index=True).set_index(["indikator", "kategori"]).sort_index()
    compared = 0
    for code in CODES:
        for name, one, pupils in _alone(run, indicators[code]):
            icc = compute_icc(pupils)
            expected = compute_gaps(pupils, one, split.column, split.elever, ["lasar"], icc)
            if (code, name) not in together.index:
                assert expected.empty
                continue
            mine = together.loc[[(code, name)]].reset_index(drop=True)[list(expected.columns)]
            pd.testing.assert_frame_equal(mine, expected, check_dtype=False, atol=1e-9)
            compared += 1
    # A test in svenska has no pupils of the other course.
    assert compared == (19 if split == KON else 16)


def test_cells_stand_in_the_order_that_was_asked_for(run) -> None:
    cells = compute_cells(run, {"np_relation_ak9_ma": (BY_KON, WHOLE), "meritvarde_17": (WHOLE,)})
    assert cells["indikator"].drop_duplicates().tolist() == ["np_relation_ak9_ma", "meritvarde_17"]
    relation = cells[cells["indikator"] == "np_relation_ak9_ma"]
    first = relation.iloc[:7]
    assert first["kon"].tolist() == ["flickor"] * 3 + ["pojkar"] * 3 + ["flickor"]
    assert first["kategori"].tolist() == ["lägre", "lika", "högre"] * 2 + ["lägre"]
    assert relation["kon"].tolist()[-9:] == ["alla"] * 9 and relation["lasar"].iloc[-1] == "2025/26"


def test_only_some_lasar(run) -> None:
    (stack,) = stack_pupils(run, ["meritvarde_17"], ["2024/25", "2025/26"])
    alone = trend_pupils(run, run.indicators()["meritvarde_17"])
    assert len(stack.pupils) == alone["lasar"].isin(["2024/25", "2025/26"]).sum()
    assert sorted(stack.pupils["lasar"].unique()) == ["2024/25", "2025/26"]


def test_nothing_to_stack(run) -> None:
    assert list(stack_pupils(run, [])) == []
    assert list(stack_pupils(run, ["np_netto_ak9"], ["1999/00"])) == []
    assert compute_cells(run, {}).empty


def test_a_selection_has_its_own_series_only(run) -> None:
    for stack in stack_pupils(run, CODES):
        part = stack.select(["np_relation_ak9_ma", "np_netto_ak9"])
        assert set(part.series["indikator"]) <= {"np_relation_ak9_ma", "np_netto_ak9"}
        assert set(part.pupils["serie"]) == set(part.series.index) == set(part.icc.index)
