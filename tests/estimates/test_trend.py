"""The trend chapter's estimates on the small municipality, against the raw files and against themselves."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest

from analys.estimates.comparable import find_first, find_previous
from analys.estimates.trend import HEADLINE
from analys.indicators import REGISTRY

NOW, BEFORE, FIRST = "2025/26", "2024/25", "2023/24"
LASAR = (FIRST, BEFORE, NOW)
PERSONNR, SKOLENHET = 3, 4
# Places of the subjects in a row of slutbetyg_ak9, in SCB's order (33 columns).
BL, EN, HKK, IDH, MA, M1, M2, ML, MU = 8, 9, 10, 11, 12, 14, 16, 18, 19
BI_TO_SL, SV, SVA, TN, TK = range(20, 28), 28, 29, 30, 31


@pytest.fixture(scope="module")
def everything(trend_tables):
    """Cells of all tables, each once."""
    return pd.concat(trend_tables.values(), ignore_index=True).drop_duplicates("cell").set_index("cell")


def levels(frame, code, **keys):
    """Level cells of an indicator by läsår."""
    chosen = frame[(frame["indikator"] == code) & (frame["jamforelse"] == "")]
    for column, value in keys.items():
        chosen = chosen[chosen[column] == value]
    return chosen.set_index("lasar")


def is_girl(row):
    """The last digit but one of a personnummer is even for girls."""
    return int(row[PERSONNR][-2]) % 2 == 0


def passed(row, places):
    """Number of passing grades among some subjects."""
    return sum(row[place] in ("A", "B", "C", "D", "E") for place in places)


def is_behorig(row):
    """Svenska or sva, engelska, matematik and five more subjects."""
    core = passed(row, [SV, SVA]) > 0 and passed(row, [EN, MA]) == 2
    others = passed(row, [BL, HKK, IDH, M1, M2, ML, MU, *BI_TO_SL, TN, TK])
    return core and others >= 5


@pytest.mark.parametrize("lasar", LASAR)
def test_headcounts_are_those_of_the_raw_files(trend_tables, raw_rows, lasar):
    rows = raw_rows("slutbetyg_ak9", lasar)
    whole = levels(trend_tables["trend_kommun"], "behorighet_yrkes").loc[lasar]
    girls = levels(trend_tables["trend_kon"], "behorighet_yrkes", kon="flickor").loc[lasar]

    assert (whole["n"], whole["antal"]) == (len(rows), sum(map(is_behorig, rows)))
    assert girls["n"] == sum(map(is_girl, rows))
    assert girls["antal"] == sum(is_behorig(row) for row in rows if is_girl(row))


def test_a_schools_headcount_is_that_of_the_raw_file(trend_tables, raw_rows):
    rows = raw_rows("slutbetyg_ak9", NOW)
    schools = levels(trend_tables["trend_skolor"], "behorighet_yrkes", enhetstyp="skola").loc[[NOW]]

    assert set(schools["enhet"]) == {row[SKOLENHET] for row in rows}
    for school in schools.itertuples():
        own = [row for row in rows if row[SKOLENHET] == school.enhet]
        assert (school.n, school.antal) == (len(own), sum(map(is_behorig, own)))


@pytest.mark.parametrize("code", HEADLINE)
def test_the_municipality_is_the_sum_of_its_schools(trend_tables, code):
    frame = trend_tables["trend_skolor"]
    whole, schools = (levels(frame, code, enhetstyp=kind) for kind in ("kommun", "skola"))

    assert len(whole) == 3
    for lasar, own in whole.iterrows():
        parts = schools.loc[[lasar]]
        assert parts["n"].sum() == own["n"]
        mean = (parts["varde"] * parts["n"].astype("float64")).sum() / own["n"]
        # Shown values: half a decimal off, or a whole percent for few pupils. The n of meritvärde counts some
        # pupils who have none, so its means weigh by a few pupils too many.
        assert mean == pytest.approx(own["varde"], abs=0.3 if code.startswith("merit") else 1.0)
        if code.startswith("merit"):
            assert pd.isna(own["antal"])
        else:
            assert parts["antal"].sum() == own["antal"]


@pytest.mark.parametrize(("column", "groups"), [("kon", ("flickor", "pojkar")), ("svsva", ("sv", "sva"))])
def test_groups_are_no_more_than_the_whole(trend_tables, column, groups):
    whole = levels(trend_tables["trend_kommun"], "alla_amnen_ak9")
    parts = [levels(trend_tables[f"trend_{column}"], "alla_amnen_ak9", **{column: g}) for g in groups]

    total = parts[0]["n"] + parts[1]["n"]
    if column == "kon":
        assert (total == whole["n"]).all()
    else:
        assert (total <= whole["n"]).all() and (total > 0.8 * whole["n"]).all()


def test_changes_are_from_the_previous_and_the_first_lasar(trend_tables):
    frame = trend_tables["trend_kommun"]
    merit = frame[frame["indikator"] == "meritvarde_17"]
    value = merit[merit["jamforelse"] == ""].set_index("lasar")["varde"]
    changes = merit[merit["jamforelse"] != ""].set_index("jamforelse")["varde"]

    assert changes.to_dict() == {
        f"mot {BEFORE}": pytest.approx(value[NOW] - value[BEFORE], abs=1e-9),
        f"mot {FIRST}": pytest.approx(value[NOW] - value[FIRST], abs=1e-9),
    }


def test_no_comparison_crosses_a_break(everything):
    compared = everything[everything["jamforelse"].str.contains(r"mot \d{4}/\d{2}")]
    assert len(compared) > 50
    for row in compared.itertuples():
        year = re.search(r"\d{4}/\d{2}", row.jamforelse)[0]
        assert not [cut for cut in REGISTRY[row.indikator].breaks if year < cut <= row.lasar]
    # The tests of åk 9 were held in other ways in both of the last läsår.
    assert set(REGISTRY["np_ak9_ma"].breaks) >= {BEFORE, NOW}
    assert "np_ak9_ma" not in set(compared["indikator"])


def test_previous_and_first_lasar_stop_at_a_break():
    series = pd.DataFrame({"lasar": ["2019/20", "2021/22", "2022/23", "2024/25"]})
    unbroken = dataclasses.replace(REGISTRY["meritvarde_17"], breaks=(), break_notes=())
    broken = dataclasses.replace(unbroken, breaks=("2021/22",), break_notes=("x",))
    both = [
        (find_previous(series, i, "2024/25"), find_first(series, i, "2024/25")) for i in (unbroken, broken)
    ]

    # 2023/24 is missing, so the previous is the one before; 2021/22 begins the new series.
    assert both == [("2022/23", "2019/20"), ("2022/23", "2021/22")]
    assert (find_previous(series, broken, "2021/22"), find_first(series, broken, "2021/22")) == ("", "")


def test_a_gap_is_what_a_reader_gets_by_subtracting(trend_tables):
    frame = trend_tables["trend_kon"]
    for code in ("meritvarde_17", "alla_amnen_ak9", "behorighet_yrkes"):
        girls, boys = (levels(frame, code, kon=kon)["varde"] for kon in ("flickor", "pojkar"))
        gaps = frame[(frame["indikator"] == code) & (frame["jamforelse"] == "flickor-pojkar")]
        assert len(gaps) == 3
        difference = gaps.set_index("lasar")["varde"] - (girls - boys)
        # Points are shown with their decimal; shares of few pupils without, so the last percent may differ.
        assert difference.abs().max() <= (1e-9 if code.startswith("merit") else 1.0)


def test_a_gap_lies_inside_its_interval(trend_tables):
    frame = trend_tables["trend_kon"]
    gaps = frame[frame["jamforelse"] == "flickor-pojkar"]

    assert len(gaps) >= 15
    assert (gaps["undre"] <= gaps["varde"]).all() and (gaps["varde"] <= gaps["ovre"]).all()
    assert (gaps["kon"] == "alla").all()


def test_every_comparisons_parts_exist(everything):
    compared = everything[everything["jamforelse"] != ""]

    assert len(compared) > 100
    for cell, parts in compared["delar"].items():
        assert parts, cell
        assert set(parts.split(" + ")) <= set(everything.index), cell


def test_a_cell_is_the_same_in_every_table(trend_tables):
    together = pd.concat([f.assign(varde=f["varde"].round(6)) for f in trend_tables.values()])

    assert not together.drop_duplicates(["cell", "varde", "n", "antal"])["cell"].duplicated().any()


def test_references_are_compared_in_the_latest_lasar_that_both_have(trend_tables):
    frame = trend_tables["trend_jamforelse"]
    distances = frame[frame["jamforelse"].isin(["mot riket", "mot lan", "mot liknande"])]
    merit = distances[distances["indikator"] == "meritvarde_17"]

    # What is published ends the läsår before.
    assert set(merit["lasar"]) == {BEFORE}
    assert len(merit) == 3
