"""Levels of the default set: like Sweden's, and the same by the registry as by the demo's own reading."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analys.demo.officiellt import LANET, LIKNANDE
from analys.demo.sanningsfil import load_estimands
from analys.indicators import REGISTRY
from analys.official.store import load_group, load_index, load_kolada, load_titles

# Sweden in recent läsår (Skolverket): meritvärde of 17 subjects 220–230, alla ämnen 70–76 per cent,
# yrkesprogram 84–86; the merit value's spread between pupils is about 60.
LEVELS = {
    "meritvarde_17": (215, 235),
    "alla_amnen_ak9": (68, 79),
    "behorighet_yrkes": (81, 89),
    "behorighet_nate": (73, 84),
    "alla_amnen_ak6": (72, 84),
    "np_ak3_ma": (62, 76),
    "np_ak3_svsva": (70, 80),
    "np_ak9_ma": (82, 92),
    "np_ak9_en": (92, 98),
}


@pytest.fixture(scope="module")
def values(filer: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Value, läsår and gender a pupil by indicator, computed by the registry from the files."""
    found = {}
    for code, indicator in REGISTRY.items():
        if indicator.kind not in filer:
            continue  # joined kinds, which are no files
        frame = filer[indicator.kind]
        value = indicator.compute(frame.mask(frame == ""))
        if indicator.unit == "procent":
            value = 100 * value
        girl = frame["PersonNr"].str[10].isin(list("02468"))
        found[code] = pd.DataFrame({"varde": value, "lasar": frame["lasar"], "flicka": girl})
    return found


@pytest.mark.parametrize("code", LEVELS)
def test_levels_look_swedish(values: dict[str, pd.DataFrame], code: str):
    low, high = LEVELS[code]
    assert low < values[code]["varde"].mean() < high


def test_spread_and_gender_gap_look_swedish(values: dict[str, pd.DataFrame]):
    merit = values["meritvarde_17"]
    assert 55 < merit["varde"].std() < 70
    by_gender = merit.groupby("flicka")["varde"].mean()
    assert 14 < by_gender[True] - by_gender[False] < 26
    assert 0.003 < merit["varde"].isna().mean() < 0.03


def test_the_story(values: dict[str, pd.DataFrame]):
    merit = values["meritvarde_17"].groupby("lasar")["varde"].mean()
    assert merit["2025/26"] - merit["2021/22"] > 6
    third = values["np_ak3_ma"].groupby("lasar")["varde"].mean()
    assert third["2021/22"] - third["2025/26"] > 6
    truth = load_estimands("standard")["niva"]["meritvarde_17"]
    gap = {lasar: by["flickor"] - by["pojkar"] for lasar, by in truth.items()}
    assert gap["2021/22"] - gap["2025/26"] > 8


def test_official_values_of_the_municipality_are_what_its_files_give(
    exempelkommun: Path, values: dict[str, pd.DataFrame]
):
    official = load_kolada(exempelkommun, "9999").query("enhet == '9999'")
    compared = 0
    for code, indicator in REGISTRY.items():
        for row in official[official["kpi"] == indicator.kolada].itertuples():
            chosen = values[code][values[code]["lasar"] == row.lasar]
            if row.kon != "alla":
                chosen = chosen[chosen["flicka"] == (row.kon == "flickor")]
            if row.status == "saknas":
                continue
            assert row.varde == pytest.approx(chosen["varde"].mean(), abs=0.0501), (code, row.lasar, row.kon)
            compared += 1
    # Three genders; seven KPI on grades in nine läsår; åk 3 to 2023 without two cancelled läsår: five in
    # Sv and in Sv/Sva, four in mathematics (2018 is empty).
    assert compared == 3 * (7 * 9 + 5 + 5 + 4)


def test_expected_levels_are_near_what_one_municipality_shows(values: dict[str, pd.DataFrame]):
    truth = load_estimands("standard")["niva"]
    for code in LEVELS:
        seen = values[code].groupby("lasar")["varde"].agg(["mean", "std", "count"])
        for lasar, row in seen[seen["count"] > 0].iterrows():
            # Pupils sit in classes: 2.5 is a generous design effect, 4 standard errors a rare deviation.
            allowed = 4 * row["std"] * (2.5 / row["count"]) ** 0.5
            assert abs(row["mean"] - truth[code][lasar]["alla"]) < allowed, (code, lasar)


def test_simulated_answers_hold_the_comparison_and_say_what_they_are(exempelkommun: Path):
    frame = load_kolada(exempelkommun, "9999")
    assert set(frame["enhet"]) == {"0000", "9999", *LANET, *LIKNANDE}
    assert frame["lasar"].min() == "2016/17"
    assert frame["lasar"].max() == "2024/25"  # this autumn's figures are not there yet
    others = ["N15504", "N15505", "N15507", "N15567", "N15008"]  # points, and kronor
    shares = frame[~frame["kpi"].isin(others)]["varde"].dropna()
    assert shares.between(0, 100).all()
    cancelled = frame[frame["lasar"].isin(["2019/20", "2020/21"]) & frame["kpi"].isin(["N15452", "N15571"])]
    assert (cancelled["status"] == "saknas").all() and len(cancelled)
    group = load_group(exempelkommun, "9999")
    assert group is not None and group.medlemmar == LIKNANDE
    assert all("simulerade" in entry["url"] for entry in load_index(exempelkommun, "9999"))
    assert all("simulerade" in title for title in load_titles(exempelkommun, "9999").values())
