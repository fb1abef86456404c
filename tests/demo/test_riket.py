"""The made-up country: same seed, same bytes; the dirt is found and told of, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analys.cleaning import load_processed, prepare
from analys.cleaning.sorting import ANPASSAD
from analys.demo import write_riket
from analys.demo.riket import RIKET
from analys.errors import ParameterError
from analys.indicators import REGISTRY
from analys.reading.joining import DUBBLETT

LASAR = ["2022/23", "2023/24", "2024/25", "2025/26"]
RESULTS = [indicator for indicator in REGISTRY.values() if indicator.kind == "slutbetyg_ak9"]


def write(folder: Path, **settings: int) -> dict[str, bytes]:
    """Content of the files by path below the country's folder, four läsår of about 800 pupils."""
    paths = write_riket(folder, **{"elever_per_arskull": 800, "antal_lasar": 4} | settings)
    return {path.relative_to(folder / "raw" / RIKET).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("riket")
    write(folder)
    return folder


@pytest.fixture(scope="module")
def processed(data: Path) -> Path:
    return prepare(data, RIKET, LASAR, run_lasar="2025/26", kontrollsiffra=False)


def lines(data: Path, pattern: str) -> int:
    """Rows of the files that a pattern names, the header of one of the four läsår not counted."""
    files = [path.read_bytes() for path in sorted((data / "raw" / RIKET).glob(pattern))]
    return sum(content.count(b"\n") - (b"PersonNr" in content[:200]) for content in files)


def test_same_seed_same_bytes(data: Path, tmp_path: Path):
    again = write(tmp_path)
    root = data / "raw" / RIKET
    assert again == {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.csv")}


def test_another_seed_gives_other_pupils(data: Path, tmp_path: Path):
    name = "2025-26/slutbetyg_ak9.csv"
    assert write(tmp_path, slumpfro=7)[name] != (data / "raw" / RIKET / name).read_bytes()


def test_every_row_comes_out_or_is_told_of(data: Path, processed: Path):
    grades = load_processed(processed, "slutbetyg_ak9")
    left_out = load_processed(processed, "bortsorterade").query("slag == 'slutbetyg_ak9'")
    assert len(grades) == lines(data, "*/slutbetyg_ak9.csv")
    assert left_out["antal"].sum() == lines(data, "*/slutbetyg_ak9_omsandning.csv")
    assert set(left_out["skal"]) == {DUBBLETT, ANPASSAD}


def test_codes_of_school_units_tell_many_municipalities(processed: Path):
    # 800 pupils a cohort are 800 / 16 = 50 units, and 50 // 24 = 2 municipalities.
    kommuner = load_processed(processed, "slutbetyg_ak9")["skolenhet"].str.slice(0, 4)
    assert set(kommuner) == {"9001", "9002"}


def test_four_systems_write_the_files(data: Path):
    files = [path.read_bytes() for path in sorted((data / "raw" / RIKET).glob("*/slutbetyg_ak9.csv"))]
    assert [content.startswith(b"\xef\xbb\xbf") for content in files] == [True, False, False, True]
    assert [b"\r\n" in content for content in files] == [False, True, False, False]
    assert [b'";"' in content for content in files] == [False, False, True, False]
    assert [b"PersonNr" in content for content in files] == [False, False, False, True]


@pytest.mark.parametrize("indicator", RESULTS, ids=lambda indicator: indicator.code)
def test_indicators_are_the_same_a_lasar_at_a_time_and_at_once(processed: Path, indicator):
    grades = load_processed(processed, "slutbetyg_ak9")
    parts = [indicator.compute(rows) for _, rows in grades.groupby("lasar")]
    pd.testing.assert_series_equal(pd.concat(parts).sort_index(), indicator.compute(grades))


@pytest.mark.parametrize(
    "wrong", [{"elever_per_arskull": 59}, {"elever_per_arskull": 130_001}, {"antal_lasar": 1}]
)
def test_sizes_that_cannot_be_simulated_are_refused(tmp_path: Path, wrong: dict[str, int]):
    with pytest.raises(ParameterError, match="60–130 000 elever per årskull"):
        write_riket(tmp_path, **wrong)
