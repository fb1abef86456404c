"""Åk 3 recounted from raw files without the project's readers, and what happens when files are missing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analys.cleaning import prepare
from analys.contracts import LAYOUTS
from analys.estimates import np_och_betyg
from analys.estimates.cells import POOLED
from analys.estimates.np_ak3 import ak3_estimates
from analys.estimates.trend_levels import trend_pupils
from analys.indicators import REGISTRY
from analys.parameters import RunParameters
from analys.underlag import Underlag

UTFALL = {("1", True): "når båda", ("0", True): "bara provet", ("1", False): "bara bedömningen",
          ("0", False): "når inget"}  # fmt: skip
AMNEN = {"ma": ("Ma", "MA", ""), "sv": ("Sv", "SV", "1"), "sva": ("Sva", "SV", "2")}
LASAR = ("2023/24", "2024/25", "2025/26")


@pytest.fixture(scope="module")
def tabeller(liten_underlag: Underlag) -> dict[str, pd.DataFrame]:
    return {estimate.id: estimate.frame for estimate in ak3_estimates(liten_underlag)}


@pytest.fixture(scope="module")
def pupils(raw_rows: Callable[[str, str], list[list[str]]]) -> Callable[[str, str], list[dict[str, str]]]:
    """Pupils with judgement and test of a läsår and subject: school, outcome, gender and parts missed."""

    def collect(lasar: str, kod: str) -> list[dict[str, str]]:
        column, prefix, syllabus = AMNEN[kod]
        tests = {}
        for cells in raw_rows("np_ak3", lasar):
            row = dict(zip(LAYOUTS["np_ak3"].names, cells, strict=True))
            tests[row["PersonNr"]] = row
        found = []
        for cells in raw_rows("bedomning_ak3", lasar):
            row = dict(zip(LAYOUTS["bedomning_ak3"].names, cells, strict=True))
            test = tests.get(row["PersonNr"])
            if test is None or row[column] == "" or (syllabus and test["SV_KURSPLAN"] != syllabus):
                continue
            # The demo gives part G both whole and in halves; the whole is the sum of its halves.
            letters = "ABCDEFG" if prefix == "MA" else "ABCDEFGH"
            parts = {letter: test[f"{prefix}_{letter}_PR"] for letter in letters}
            if not set(parts.values()) <= {"0", "1"}:
                continue
            missed = "".join(letter for letter, code in parts.items() if code == "0")
            girl = int(row["PersonNr"][10]) % 2 == 0 or row["PersonNr"].endswith("TF20")
            found.append(
                {
                    "skola": row["Skolenhetskod"],
                    "utfall": UTFALL[row[column], missed == ""],
                    "kon": "flickor" if girl and not row["PersonNr"].endswith("TF10") else "pojkar",
                    "missade": missed,
                }
            )
        return found

    return collect


def levels(frame: pd.DataFrame, code: str, **keys: str) -> pd.DataFrame:
    chosen = {"kon": "alla", "jamforelse": ""} | keys
    rows = frame[frame["indikator"] == code]
    for name, value in chosen.items():
        rows = rows[rows[name] == value]
    return rows


def counted(rows: pd.DataFrame) -> dict[str, tuple[int, int]]:
    return {row.kategori: (row.antal, row.n) for row in rows.itertuples()}


@pytest.mark.parametrize("kod", AMNEN)
@pytest.mark.parametrize("lasar", LASAR)
def test_the_cells_are_the_files(tabeller, pupils, kod: str, lasar: str) -> None:
    found = pupils(lasar, kod)
    assert found
    count = Counter(pupil["utfall"] for pupil in found)
    rows = levels(tabeller["np_ak3"], f"np_bedomning_ak3_{kod}", lasar=lasar, enhetstyp="kommun")
    assert counted(rows) == {name: (count[name], len(found)) for name in UTFALL.values()}
    same = levels(tabeller["np_ak3"], f"np_samstammig_ak3_{kod}", lasar=lasar, enhetstyp="kommun")
    assert counted(same) == {"": (count["når båda"] + count["når inget"], len(found))}


def test_girls_and_boys_and_schools_of_the_reports_lasar(tabeller, pupils) -> None:
    found = pupils("2025/26", "ma")
    for column, value in [
        *(("kon", name) for name in ("flickor", "pojkar")),
        *(("skola", code) for code in sorted({pupil["skola"] for pupil in found})),
    ]:
        part = [pupil for pupil in found if pupil[column] == value]
        keys = {"kon": value, "enhetstyp": "kommun"} if column == "kon" else {"enhet": value}
        rows = levels(tabeller["np_ak3"], "np_bedomning_ak3_ma", lasar="2025/26", **keys)
        count = Counter(pupil["utfall"] for pupil in part)
        assert counted(rows) == {name: (count[name], len(part)) for name in UTFALL.values()}, value
    earlier = tabeller["np_ak3"].query("lasar < '2025/26' and (enhetstyp == 'skola' or kon != 'alla')")
    assert earlier.empty


def test_three_lasar_together(tabeller, pupils, liten_underlag) -> None:
    together = [pupil for lasar in LASAR for pupil in pupils(lasar, "ma")]
    kommun = liten_underlag.parameters.kommun
    rows = levels(tabeller["np_ak3"], "np_bedomning_ak3_ma", jamforelse=POOLED, enhet=kommun)
    count = Counter(pupil["utfall"] for pupil in together)
    assert counted(rows) == {name: (count[name], len(together)) for name in UTFALL.values()}
    one = rows[rows["kategori"] == "bara provet"].iloc[0]
    assert one["delar"].split(" + ") == [
        f"np_bedomning_ak3_ma|{kommun}|{lasar}|alla|alla||bara provet" for lasar in LASAR
    ]


def test_parts_missed_by_those_judged_to_reach_the_criteria(tabeller, pupils) -> None:
    for kod, letters in (("ma", "ABCDEFG"), ("sv", "ABCDEFGH")):
        apart = [pupil for pupil in pupils("2025/26", kod) if pupil["utfall"] == "bara bedömningen"]
        assert apart
        for letter in letters:
            code = f"np_delprov_ak3_{kod}_{letter.lower()}"
            missed = sum(letter in pupil["missade"] for pupil in apart)
            rows = levels(tabeller["np_ak3_delprov"], code, lasar="2025/26")
            assert counted(rows) == {"": (missed, len(apart))}, code


def test_changes_go_to_the_lasar_before_and_the_first(tabeller) -> None:
    frame = tabeller["np_ak3"]
    now, before = (
        levels(frame, "np_samstammig_ak3_ma", lasar=lasar, enhetstyp="kommun")["varde"].iloc[0]
        for lasar in ("2025/26", "2024/25")
    )
    change = levels(frame, "np_samstammig_ak3_ma", enhetstyp="kommun", jamforelse="mot 2024/25").iloc[0]
    # Levels of fewer than a hundred pupils are shown in whole numbers, their difference too.
    assert abs(change["varde"] - (now - before)) <= 1
    assert set(frame["jamforelse"]) == {"", POOLED, "mot 2024/25", "mot 2023/24", "flickor-pojkar"}
    # Girls and boys are compared by how often the two agree, not cell by cell.
    assert set(frame.loc[frame["jamforelse"] == "flickor-pojkar", "kategori"]) == {""}


def underlag_without(source: Underlag, folder: Path, *patterns: str, lasar: str = "2025/26") -> Underlag:
    """The small municipality without some of its files."""
    shutil.copytree(source.data / "raw", folder / "raw")
    for pattern in patterns:
        for path in (folder / "raw").glob(f"*/{pattern}"):
            path.unlink()
    parameters = RunParameters(lasar=lasar)
    prepare(folder, parameters.kommun, parameters.lasar_i_trend, run_lasar=lasar)
    return Underlag(parameters, folder)


@pytest.mark.parametrize("pattern", ["20*/bedomning_ak3*", "20*/np_ak3*"])
def test_without_one_of_the_files_ak_3_is_left_out_and_the_chapter_stands(
    liten_underlag, tmp_path, pattern: str
) -> None:
    run = underlag_without(liten_underlag, tmp_path, pattern)
    assert ak3_estimates(run) == []
    tables = {estimate.id for estimate in np_och_betyg.tabeller(run)}
    assert "np_relation" in tables and not any(name.startswith("np_ak3") for name in tables)


def test_a_lasar_without_tests_has_judgements_and_no_cells(liten_underlag, tmp_path) -> None:
    run = underlag_without(liten_underlag, tmp_path, "2024-25/np_ak3*")
    assert (run.frame("bedomning_ak3")["lasar"] == "2024/25").any()
    frame = {estimate.id: estimate.frame for estimate in ak3_estimates(run)}["np_ak3"]
    whole = frame[(frame["enhetstyp"] == "kommun") & (frame["jamforelse"] == "")]
    assert set(whole["lasar"]) == {"2023/24", "2025/26"}
    # The change goes to the latest läsår that has tests.
    assert "mot 2023/24" in set(frame["jamforelse"]) and "mot 2024/25" not in set(frame["jamforelse"])


def test_the_reports_lasar_without_tests_keeps_the_earlier_ones(liten_underlag, tmp_path) -> None:
    run = underlag_without(liten_underlag, tmp_path, "2025-26/np_ak3*")
    tables = {estimate.id: estimate.frame for estimate in ak3_estimates(run)}
    assert set(tables) == {"np_ak3"}
    assert set(tables["np_ak3"]["lasar"]) == {"2023/24", "2024/25"}
    assert set(tables["np_ak3"]["enhetstyp"]) == {"kommun"}


def test_cancelled_tests_are_no_part_of_the_series(liten_underlag) -> None:
    code = next(iter(ak3_estimates(liten_underlag)[0].frame["indikator"]))
    indicator = liten_underlag.indicators()[code]
    assert not indicator.is_valid("2019/20") and not indicator.is_valid("2020/21")
    assert indicator.breaks == ("2021/22",)


def test_classes_are_those_of_the_judgement(liten_underlag, pupils) -> None:
    found = trend_pupils(liten_underlag, REGISTRY["np_bedomning_ak3_ma"])
    register = liten_underlag.frame("elevregister").set_index(["lasar", "elev"])["klass"]
    own = register.reindex(pd.MultiIndex.from_frame(found[["lasar", "elev"]]))
    assert found["klass"].tolist() == own.tolist()
    assert found["klass"].str.fullmatch("3[A-Z]").all()
