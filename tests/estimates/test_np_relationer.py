"""Relations of grades and tests by hand: who counts, which läsår compare, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from analys.estimates import np_och_betyg
from analys.estimates.cells import POOLED
from analys.estimates.np_relationer import relation_estimates
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA
from analys.parameters import RunParameters
from analys.underlag import Underlag

NOW = "2025/26"
SKOLA_A, SKOLA_B = "10000001", "10000002"
NAN = float("nan")
COLUMNS = ["lasar", "skolenhet", "klass", "kon", "MA_PROVB", "Ma", "EN_PROVB", "En"]


@dataclass(frozen=True)
class Given(Underlag):
    """An underlag whose pairs of åk 9 are given."""

    pairs: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)

    @property
    def has_pupils(self) -> bool:
        return True

    def frame(self, kind: str) -> pd.DataFrame:
        if kind == "prov_betyg_ak9":
            return self.pairs
        if kind == "skolenheter":
            return pd.DataFrame({"skolenhet": [SKOLA_A, SKOLA_B], "namn": ["Aspskolan", "Björkskolan"]})
        return self.pairs.iloc[:0]


def give(data: Path, rows: list[tuple], lasar: str = NOW, **columns: object) -> Given:
    """Pairs in mathematics and English; pupils with a provbetyg in Ma read Sv, the others Sva."""
    frame = pd.DataFrame(rows, columns=COLUMNS).replace({"": None}).astype("str")
    frame = frame.assign(
        elev=[f"p{i}" for i in frame.index], SV_KURSPLAN="1", i_provfilen=True, **columns
    ).astype({"SV_KURSPLAN": "str"})
    return Given(RunParameters(lasar=lasar), data, frame)


def tables(run: Underlag) -> dict[str, pd.DataFrame]:
    return {estimate.id: estimate.frame for estimate in relation_estimates(run)}


def find(frame: pd.DataFrame, code: str, **keys: str) -> pd.DataFrame:
    chosen = frame[frame["indikator"] == code]
    for column, value in ({"jamforelse": ""} | keys).items():
        chosen = chosen[chosen[column] == value]
    return chosen


SMALL = [
    # Aspskolan: two higher, one equal, one lower in mathematics; one lower and one equal in English.
    (NOW, SKOLA_A, "9A", "flicka", "C", "B", "C", "D"),
    (NOW, SKOLA_A, "9A", "flicka", "D", "C", "C", "C"),
    (NOW, SKOLA_A, "9A", "pojke", "C", "C", "99", "C"),
    (NOW, SKOLA_A, "9B", "pojke", "E", "F", "", "C"),
    # Björkskolan: one lower, one equal; the third has no grade, the fourth no test in mathematics.
    (NOW, SKOLA_B, "9A", "flicka", "A", "B", "88", "C"),
    (NOW, SKOLA_B, "9A", "pojke", "B", "B", "77", "C"),
    (NOW, SKOLA_B, "9A", "pojke", "B", "9", "C", "A"),
    (NOW, SKOLA_B, "9A", "flicka", "99", "B", "C", "3"),
]


@pytest.fixture
def small(tmp_path: Path) -> dict[str, pd.DataFrame]:
    return tables(give(tmp_path, SMALL))


def test_the_municipality_by_hand(small: dict[str, pd.DataFrame]) -> None:
    shares = find(small["np_relation"], "np_relation_ak9_ma")
    assert shares["kategori"].tolist() == [LAGRE, LIKA, HOGRE]
    assert shares["antal"].tolist() == [2, 2, 2] and shares["n"].tolist() == [6, 6, 6]
    assert shares["varde"].tolist() == [33, 33, 33]
    (net,) = find(small["np_relation"], "np_netto_ak9_ma").itertuples()
    assert (net.varde, net.n, net.kategori, net.enhet) == (0, 6, "", "9999") and pd.isna(net.antal)
    # English: one lower, one equal, one higher (the pupil with a streck in mathematics): 0 of 3.
    (english,) = find(small["np_relation"], "np_netto_ak9_en").itertuples()
    assert (english.varde, english.n) == (0, 3)
    # Pupils' own nets: 0 (one up, one down), 50, 0, -100, -100, 0, 100; the eighth has neither: -50 / 7 = -7.
    (overall,) = find(small["np_relation"], "np_netto_ak9").itertuples()
    assert (overall.varde, overall.n) == (-7, 7)


def test_schools_by_hand(small: dict[str, pd.DataFrame]) -> None:
    frame = small["np_relation_skolor"]
    nets = find(frame, "np_netto_ak9_ma").set_index("enhetsnamn")
    assert nets["varde"].to_dict() == {"Exempelkommun": 0, "Aspskolan": 25, "Björkskolan": -50}
    assert nets["n"].to_dict() == {"Exempelkommun": 6, "Aspskolan": 4, "Björkskolan": 2}
    shares = find(frame, "np_relation_ak9_ma", enhet=SKOLA_A)
    assert shares.set_index("kategori")["antal"].to_dict() == {LAGRE: 1, LIKA: 1, HOGRE: 2}
    overall = find(frame, "np_netto_ak9").set_index("enhet")["varde"]
    # Aspskolan: 0, 50, 0 and -100 over four pupils: -12.5; Björkskolan: -100, 0 and 100 over three.
    assert overall[SKOLA_A] == -13 and overall[SKOLA_B] == 0


def test_groups_by_hand(small: dict[str, pd.DataFrame]) -> None:
    frame = small["np_relation_grupper"]
    # Girls: higher, higher, lower of three; boys: equal, lower, equal of three.
    girls, boys = (find(frame, "np_netto_ak9_ma", kon=kon).iloc[0] for kon in ("flickor", "pojkar"))
    assert (girls["varde"], girls["n"], boys["varde"], boys["n"]) == (33, 3, -33, 3)
    gap = find(frame, "np_netto_ak9_ma", jamforelse="flickor-pojkar").iloc[0]
    # 33.3 - (-33.3), each at one decimal: 66.6, shown without decimals.
    assert gap["varde"] == 67 and gap["kon"] == "alla"
    assert gap["undre"] <= gap["varde"] <= gap["ovre"]
    assert set(gap["delar"].split(" + ")) <= set(frame["cell"])
    # Gaps are gaps of nets, never of shares.
    assert not frame.loc[frame["jamforelse"] != "", "indikator"].str.startswith("np_relation").any()


def test_only_what_both_courses_take_is_split_by_course(liten_underlag: Underlag) -> None:
    frame = tables(liten_underlag)["np_relation_grupper"]
    split = set(frame.loc[(frame["svsva"] != "alla") | (frame["jamforelse"] == "sv-sva"), "indikator"])
    both = [f"{end}" for end in ("", "_ma", "_en")]
    expected = {f"np_netto_ak{a}{end}" for a in (9, 6) for end in both}
    expected |= {f"np_relation_ak{a}{end}" for a in (9, 6) for end in both if end}
    assert split == expected


@pytest.fixture
def years(tmp_path: Path) -> Given:
    """Mathematics in Aspskolan by läsår: net 0, 100, 50 and 25; Björkskolan in the last läsår only."""
    given = {
        "2019/20": ["CB", "CB"],
        "2020/21": ["CB", "CB"],
        "2021/22": ["CC", "CB", "CD", "CC"],
        "2022/23": ["CB", "CB"],
        "2023/24": ["CB", "CC"],
    }
    rows = [
        (lasar, SKOLA_A, "9A", "flicka", prov, betyg, "", "")
        for lasar, pairs in given.items()
        for prov, betyg in pairs
    ]
    rows += [("2023/24", SKOLA_B, "9A", "pojke", "C", "C", "", "")] * 2
    return give(tmp_path, rows, lasar="2023/24")


def test_lasar_without_tests_have_no_cells(years: Given) -> None:
    frame = tables(years)["np_relation"]
    assert set(find(frame, "np_netto_ak9_ma")["lasar"]) == {"2021/22", "2022/23", "2023/24"}


def test_changes_are_against_the_latest_and_the_first_comparable_lasar(years: Given) -> None:
    frame = tables(years)["np_relation"]
    net = frame[(frame["indikator"] == "np_netto_ak9_ma") & (frame["jamforelse"] != "")]
    # The municipality: 0, 100, and (1 + 0 + 0 + 0) / 4 = 25.
    changes = dict(zip(net["jamforelse"], net["varde"], strict=True))
    assert changes == {"mot 2022/23": -75, "mot 2021/22": 25}
    higher = frame[(frame["indikator"] == "np_relation_ak9_ma") & (frame["kategori"] == HOGRE)]
    shares = dict(zip(higher["jamforelse"], higher["varde"], strict=True))
    assert shares["mot 2022/23"] == -75 and shares["mot 2021/22"] == 0
    assert set(frame.loc[frame["jamforelse"] != "", "lasar"]) == {"2023/24"}


def test_schools_over_three_comparable_lasar(years: Given) -> None:
    frame = tables(years)["np_relation_skolor"]
    pooled = find(frame, "np_netto_ak9_ma", jamforelse=POOLED).set_index("enhet")
    # Aspskolan: 0 + 2 + 1 of 8 pupils: 37.5; the municipality: 3 of 10. Björkskolan has one läsår.
    assert pooled["varde"].to_dict() == {"9999": 30, SKOLA_A: 38}
    assert pooled["n"].to_dict() == {"9999": 10, SKOLA_A: 8}
    assert pooled.loc[SKOLA_A, "delar"].split(" + ") == [
        f"np_netto_ak9_ma|{SKOLA_A}|{lasar}|alla|alla|" for lasar in ("2021/22", "2022/23", "2023/24")
    ]
    # Of the schools' yearly cells only the report's läsår stand in the table.
    assert set(frame.loc[frame["jamforelse"] == "", "lasar"]) == {"2023/24"}


@pytest.mark.parametrize("lasar", ["2021/22", "2024/25", "2025/26"])
def test_after_a_break_nothing_is_compared_or_pooled(tmp_path: Path, lasar: str) -> None:
    shown = RunParameters(lasar=lasar).lasar_i_trend
    rows = [
        (year, SKOLA_A, klass, kon, "C", "B", "C", "B")
        for year in shown
        for klass in ("9A", "9B")
        for kon in ("flicka", "pojke")
    ]
    found = tables(give(tmp_path, rows, lasar=lasar))
    assert set(found["np_relation"]["jamforelse"]) == set(found["np_relation_skolor"]["jamforelse"]) == {""}
    assert lasar in set(found["np_relation"]["lasar"])


def test_no_comparison_crosses_a_break(liten_underlag: Underlag) -> None:
    for frame in tables(liten_underlag).values():
        assert not frame["jamforelse"].str.contains(r"mot \d|tre läsår").any()


def test_one_school(tmp_path: Path) -> None:
    found = tables(give(tmp_path, SMALL[:4]))["np_relation_skolor"]
    nets = find(found, "np_netto_ak9_ma").set_index("enhetstyp")["varde"]
    assert nets.to_dict() == {"kommun": 25, "skola": 25}


def test_nobody_has_both(tmp_path: Path) -> None:
    rows = [
        (NOW, SKOLA_A, "9A", "flicka", "99", "C", "", "C"),
        (NOW, SKOLA_A, "9A", "pojke", "C", "9", "C", "3"),
    ]
    assert relation_estimates(give(tmp_path, rows)) == []


def test_pupils_of_anpassad_grundskola_are_left_out(tmp_path: Path) -> None:
    skolform = pd.Series(["GR"] * 7 + ["ANP"], dtype="str")
    with_both = [*SMALL[:7], (NOW, SKOLA_B, "9A", "flicka", "C", "A", "C", "A")]
    frame = tables(give(tmp_path, with_both, skolform=skolform))["np_relation"]
    assert find(frame, "np_netto_ak9_ma")["n"].tolist() == [6]


def test_parts_and_wholes_agree(liten_underlag: Underlag) -> None:
    found = tables(liten_underlag)
    cells = pd.concat(found.values(), ignore_index=True).drop_duplicates("cell")
    assert cells["n"].notna().all()
    levels = cells[cells["jamforelse"] == ""]
    shares = levels[levels["kategori"] != ""]
    keys = ["indikator", "enhet", "lasar", "kon", "svsva"]
    together = shares.groupby(keys)
    assert (together["antal"].sum() == together["n"].first()).all() and (together.size() == 3).all()
    # The net of a subject is its share higher minus its share lower, of the same pupils.
    nets = levels[levels["indikator"].str.startswith("np_netto")]
    nets = nets.assign(indikator=nets["indikator"].str.replace("netto", "relation")).set_index(keys)
    for group, part in together:
        antal = part.set_index("kategori")["antal"]
        expected = 100 * (antal[HOGRE] - antal[LAGRE]) / antal.sum()
        assert nets.loc[group, "varde"] == pytest.approx(expected, abs=0.5 + 1e-9)
        assert nets.loc[group, "n"] == antal.sum()
    # Every comparison's parts are published beside it.
    for parts in cells.loc[cells["jamforelse"] != "", "delar"]:
        assert set(parts.split(" + ")) <= set(cells["cell"])


def test_a_cell_is_the_same_in_every_table_of_the_chapter(liten_underlag: Underlag) -> None:
    frames = [estimate.frame for estimate in np_och_betyg.tabeller(liten_underlag)]
    together = pd.concat(frames, ignore_index=True).drop_duplicates(["cell", "varde", "undre", "n", "antal"])
    assert not together["cell"].duplicated().any()


def test_rows_stand_by_indicator_unit_lasar_and_group(liten_underlag: Underlag) -> None:
    run = liten_underlag
    order = {code: place for place, code in enumerate(run.indicators())}
    for frame in tables(run).values():
        places = frame["indikator"].map(order).tolist()
        assert places == sorted(places)
        levels = frame[(frame["jamforelse"] == "") & (frame["kon"] == "alla") & (frame["svsva"] == "alla")]
        for _, series in levels.groupby(["indikator", "enhet", "kategori"], sort=False):
            assert series["lasar"].is_monotonic_increasing


# Places of the columns in SCB's rows: personnummer, Ma in the grade file, MA_PROVB in the test file.
PERSONNR, SKOLENHET, MA, MA_PROVB = 3, 4, 12, 10


@pytest.mark.parametrize("lasar", ["2023/24", "2024/25", "2025/26"])
def test_headcounts_are_those_of_the_raw_files(liten_underlag: Underlag, raw_rows, lasar: str) -> None:
    grades = {row[PERSONNR]: row[MA] for row in raw_rows("slutbetyg_ak9", lasar)}
    tests = {row[PERSONNR]: row[MA_PROVB] for row in raw_rows("np_ak9", lasar)}
    scale = "FEDCBA"
    both = [
        (scale.index(tests[pupil]), scale.index(grade))
        for pupil, grade in grades.items()
        if grade and grade in scale and tests.get(pupil, "") and tests[pupil] in scale
    ]
    shares = find(tables(liten_underlag)["np_relation"], "np_relation_ak9_ma", lasar=lasar)
    counts = shares.set_index("kategori")["antal"].to_dict()
    assert counts == {
        LAGRE: sum(betyg < prov for prov, betyg in both),
        LIKA: sum(betyg == prov for prov, betyg in both),
        HOGRE: sum(betyg > prov for prov, betyg in both),
    }
    assert len(both) > 30
