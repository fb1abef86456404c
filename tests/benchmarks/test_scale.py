"""The benchmark of scale: what it measures is whole, and its judgement of growth can go either way."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import scale

from analys.indicators.betyg import AMNEN_AK9


class Told:
    """A progress that keeps what it is told."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, text: str) -> None:
        self.steps.append(text)


def make(rows: int, cpu: float, wall: float = 1.0, peak: float = 1.0) -> scale.Measured:
    return scale.Measured(rows, 0.1, {name: scale.Took(wall, cpu, peak) for name in scale.STEPS}, 10)


def test_a_size_is_made_and_measured_in_processes_of_its_own(tmp_path: Path):
    progress = Told()
    found = scale.run_size(tmp_path, 800, progress)
    assert progress.steps == ["Skriver 800 rader", "Mäter 800 rader"]
    # Ten läsår of 80 pupils, give or take a tenth by birth cohort and some who move.
    assert 600 <= found.rows <= 1000
    assert list(found.steps) == list(scale.STEPS)
    assert all(took.cpu >= 0 and took.wall > 0 for took in found.steps.values())
    assert 0.05 < found.peak < 1
    text = scale.describe([found, found])
    # Head, ruler, and five rows of what holds for a whole size.
    assert text.count("\n|") == len(scale.STEPS) + 7


def test_levels_are_sums_and_numbers_by_group():
    passed = dict.fromkeys(AMNEN_AK9, "E") | {"Sva": None, "M1": None, "M2": None, "ML": None}
    passed |= {"Tn": None, "OVR": None}
    failed = passed | {"Ma": "F"}
    frame = pd.DataFrame([passed, failed, passed], dtype="str").assign(
        lasar=["2024/25", "2024/25", "2025/26"], kon=["flicka", "pojke", "pojke"], skolenhet="90011000"
    )
    levels = scale.compute_levels(frame)
    by_year = levels["lasar"]["alla_amnen_ak9"]
    assert by_year["sum"].tolist() == [1, 1]
    assert by_year["count"].tolist() == [2, 1]
    # 16 subjects with E are 160 points; with an F in one of them 150.
    by_gender = levels["kon"]["meritvarde_17"]
    assert by_gender.loc[("2024/25", "pojke"), "sum"] == 150
    assert by_gender.loc[("2025/26", "pojke"), "sum"] == 160
    assert levels["kommun"].index.get_level_values("kommun").unique().tolist() == ["9001"]


@pytest.mark.parametrize(
    ("cpu", "told"), [(15.0, "Tillväxten är linjär"), (15.1, "Tillväxten är inte linjär")]
)
def test_growth_is_linear_up_to_one_and_a_half(cpu: float, told: str):
    # Ten times the rows in 15 times the time is 1.5 times the time a row.
    assert scale.check([make(1000, 1.0), make(10_000, cpu)])[0].startswith(told + ":")


@pytest.mark.parametrize(
    ("wall", "peak", "told"), [(4.2, 2.9, "nås."), (4.3, 2.9, "nås inte."), (4.2, 3.0, "nås inte.")]
)
def test_the_target_is_both_time_and_memory(wall: float, peak: float, told: str):
    # Seven steps of 4.2 seconds are 29.4, of 4.3 they are 30.1.
    assert scale.check([make(100_000, 1.0), make(1_150_000, 1.0, wall, peak)])[1].endswith(told)
