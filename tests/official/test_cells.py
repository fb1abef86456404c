"""Official cells: published values as published, and means worked by hand from the published values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analys.errors import InputError
from analys.estimates.cells import COLUMNS, cell_id
from analys.official.cells import official_cells
from analys.official.reference import reference_years
from analys.official.store import Answer, save_answers

AR = ["2015/16", "2016/17", "2017/18", "2018/19"]
GENDER = {"T": "alla", "K": "flickor", "M": "pojkar"}


@pytest.fixture(scope="session")
def cells(hallstahammar: Path) -> pd.DataFrame:
    return official_cells(hallstahammar, "1961", AR).set_index("cell")


def keep(
    data: Path,
    kpi: str,
    values: Mapping[str, float | None],
    group: list[str] | None = None,
    kommun: str = "1981",
) -> None:
    """Keep 2019's values by municipality code for Sala, as if fetched."""
    posts: list[dict[str, Any]] = [
        {"kpi": kpi, "municipality": code, "period": 2019, "values": [{"gender": "T", "value": value}]}
        for code, value in values.items()
    ]
    body = json.dumps({"count": len(posts), "values": posts}).encode()
    answers = [Answer("1981_data_s1", "data", "", body, (kpi,), tuple(values), (2019,))]
    if group is not None:
        posts = [{"id": "G1", "title": "Liknande kommuner grundskola, Sala, 2024", "members": group}]
        raw = json.dumps({"count": 1, "values": posts}).encode()
        answers.append(Answer("1981_grupper_s1", "grupper", "", raw))
    save_answers(data, kommun, answers, "2026-10-01")


def sala(data: Path, enhet: str, indikator: str = "meritvarde_17") -> Any:
    return (
        official_cells(data, "1981", ["2018/19"]).set_index("cell").loc[cell_id(indikator, enhet, "2018/19")]
    )


@pytest.mark.parametrize(
    ("indikator", "enhet", "lasar", "kon", "varde"),
    [
        # The municipality's own published figures.
        ("meritvarde_17", "1961", "2018/19", "alla", 218.2),
        ("alla_amnen_ak9", "1961", "2018/19", "alla", 71.6),
        ("behorighet_yrkes", "1961", "2018/19", "alla", 85.2),
        ("meritvarde_17", "1961", "2017/18", "flickor", 234.9),
        ("meritvarde_17", "1961", "2018/19", "flickor", 224.3),
        ("meritvarde_17", "1961", "2017/18", "pojkar", 186.1),
        ("meritvarde_17", "1961", "2018/19", "pojkar", 212.9),
        # Riket, kommunala skolor.
        ("meritvarde_17", "0000", "2018/19", "alla", 224.5),
        ("alla_amnen_ak9", "0000", "2018/19", "alla", 73.4),
        ("behorighet_yrkes", "0000", "2018/19", "alla", 82.5),
    ],
)
def test_published_values(
    cells: pd.DataFrame, indikator: str, enhet: str, lasar: str, kon: str, varde: float
) -> None:
    cell = cells.loc[cell_id(indikator, enhet, lasar, kon)]
    assert cell["varde"] == varde
    assert cell["status"] == "officiell"
    assert cell["kalla"].startswith("Källa: Kolada, N15")
    assert cell["kalla"].endswith(lasar)
    assert pd.isna(cell[["undre", "ovre", "n", "antal"]]).all()


def test_highest_meritvarde_of_the_series(cells: pd.DataFrame) -> None:
    series = [cells.loc[cell_id("meritvarde_17", "1961", lasar), "varde"] for lasar in AR]
    assert series == [215.6, 198.5, 208.5, 218.2]


def test_form(hallstahammar: Path) -> None:
    frame = official_cells(hallstahammar, "1961", reversed(AR))
    assert list(frame.columns) == list(COLUMNS)
    assert set(frame["status"]) <= {"officiell", "saknas"}
    assert frame["enhetstyp"].unique().tolist() == ["kommun", "riket", "lan", "liknande"]
    assert frame["indikator"].unique().tolist() == [
        *("meritvarde_17", "alla_amnen_ak9", "behorighet_yrkes"),
        *("np_relation_ak9_ma", "np_relation_ak9_en", "np_relation_ak9_sv"),
    ]
    assert set(frame["kategori"]) == {"", "lägre", "högre"}
    assert frame.equals(official_cells(hallstahammar, "1961", AR))
    names = dict(zip(frame["enhetstyp"], frame["enhetsnamn"], strict=True))
    assert names == {
        "kommun": "Hallstahammar",
        "riket": "riket, kommunala skolor",
        "lan": "övriga kommuner i Västmanlands län",
        "liknande": "liknande kommuner",
    }


def test_county_mean_by_hand(cells: pd.DataFrame) -> None:
    # Skinnskatteberg, Surahammar, Kungsör, Norberg, Västerås, Sala, Fagersta, Köping, Arboga; not
    # Hallstahammar. 206,9 + 215,5 + 194,6 + 186,3 + 216,3 + 217,9 + 205,8 + 210,8 + 223,9 = 1 878,0.
    cell = cells.loc[cell_id("meritvarde_17", "lan", "2018/19")]
    assert cell["varde"] == pytest.approx(1878.0 / 9)
    assert cell["kalla"] == (
        "Egen beräkning på uppgifter från Kolada, N15505, 2018/19: ovägt medelvärde av 9 kommuner"
        " i Västmanlands län"
    )
    # 80,4 + 82,1 + 75,3 + 68,4 + 78,4 + 83,0 + 76,0 + 86,8 + 83,5 = 713,9.
    assert cells.loc[cell_id("behorighet_yrkes", "lan", "2018/19"), "varde"] == pytest.approx(713.9 / 9)


def test_means_of_a_distribution_are_of_the_same_municipalities(cells: pd.DataFrame) -> None:
    # 2019: Arboga, Köping, Skinnskatteberg and Surahammar have no N15571 (lower): left out of both.
    # Fagersta, Kungsör, Norberg, Sala, Västerås: lower 1,1 + 4,9 + 2,1 + 1,3 + 0,8 = 10,2;
    # higher 55,3 + 9,9 + 40,4 + 65,3 + 40,0 = 210,9.
    for kategori, total in (("lägre", 10.2), ("högre", 210.9)):
        cell = cells.loc[cell_id("np_relation_ak9_ma", "lan", "2018/19", kategori=kategori)]
        assert cell["varde"] == pytest.approx(total / 5)
        assert "medelvärde av 5 kommuner" in cell["kalla"]


def test_similar_mean_by_hand(cells: pd.DataFrame) -> None:
    # Tierp 208,7, Finspång 209,4, Eksjö 217,1, Skurup 218,6, Osby 211,0, Tranemo 217,7, Svenljunga 198,3.
    cell = cells.loc[cell_id("meritvarde_17", "liknande", "2018/19")]
    assert cell["varde"] == pytest.approx(1480.8 / 7)
    assert cell["kalla"] == (
        "Egen beräkning på uppgifter från Kolada, N15505, 2018/19: ovägt medelvärde av 7 kommuner"
        " i gruppen ”Liknande kommuner grundskola, Hallstahammar, 2024”"
    )


def test_own_processing_is_never_cited_as_kolada(cells: pd.DataFrame) -> None:
    processed = cells[cells["enhetstyp"].isin(["lan", "liknande"])]
    assert len(processed)
    assert not processed["kalla"].str.contains("Källa: Kolada").any()
    assert processed["kalla"].str.startswith("Egen beräkning på uppgifter från Kolada").all()


def test_the_demo_municipality_is_never_cited_as_kolada(tmp_path: Path) -> None:
    values = {"9999": 220.0, "0000": 224.5, "9901": 1.0, "9902": 2.0, "9903": 6.0}
    keep(tmp_path, "N15505", values, kommun="9999")
    frame = official_cells(tmp_path, "9999", ["2018/19"])
    assert frame.loc[frame["kon"] == "alla", "varde"].tolist() == [220.0, 224.5, 3.0]
    assert frame["kalla"].str.contains("simulerade uppgifter i Koladas form").all()
    assert not frame["kalla"].str.contains("Källa: Kolada").any()


def test_the_municipality_itself_is_left_out(tmp_path: Path) -> None:
    county = {"1981": 300.0, "1904": 200.0, "1907": 210.0, "1960": 220.0}
    keep(tmp_path, "N15505", county | {"0360": 100.0, "0562": 120.0}, group=["0360", "0562", "1981", "1904"])
    assert sala(tmp_path, "lan")["varde"] == 210.0
    assert sala(tmp_path, "liknande")["varde"] == 140.0


def test_mean_of_fewer_than_three_is_not_given(tmp_path: Path) -> None:
    county = {"1981": 230.0, "1904": 200.0, "1907": 210.0, "1960": None, "1961": None}
    keep(tmp_path, "N15505", county, group=["1904", "1907"])
    frame = official_cells(tmp_path, "1981", ["2018/19"])
    assert set(frame["enhetstyp"]) == {"kommun", "riket"}


def test_null_is_missing(tmp_path: Path) -> None:
    keep(tmp_path, "N15505", {"1981": None, "0000": 224.5})
    cell = sala(tmp_path, "1981")
    assert cell["status"] == "saknas"
    assert pd.isna(cell["varde"])
    assert sala(tmp_path, "0000")["status"] == "officiell"


def test_lasar_that_nobody_has_published_is_left_out(cells: pd.DataFrame, hallstahammar: Path) -> None:
    later = official_cells(hallstahammar, "1961", [*AR, "2019/20"]).set_index("cell")
    assert later.equals(cells)
    assert official_cells(hallstahammar, "1961", ["2019/20"]).empty


def test_95_in_ak6_is_marked_as_coarse(tmp_path: Path) -> None:
    keep(tmp_path, "N15540", {"1981": 95.0, "0000": 81.0, "1904": 95.0, "1907": 90.0, "1960": 85.0})
    assert "95 är ett grovt värde" in sala(tmp_path, "1981", "alla_amnen_ak6")["kalla"]
    assert "grovt" not in sala(tmp_path, "0000", "alla_amnen_ak6")["kalla"]
    assert "varav 1 med det grova värdet 95" in sala(tmp_path, "lan", "alla_amnen_ak6")["kalla"]


def test_95_elsewhere_is_a_value_like_others(tmp_path: Path) -> None:
    keep(tmp_path, "N15419", {"1981": 95.0})
    assert "grovt" not in sala(tmp_path, "1981", "alla_amnen_ak9")["kalla"]


def test_year_of_the_comparison(hallstahammar: Path, tmp_path: Path) -> None:
    frame = official_cells(hallstahammar, "1961", AR)
    latest = dict.fromkeys(["kommun", "riket", "lan", "liknande"], "2018/19")
    assert reference_years(frame, "2025/26") == latest
    assert reference_years(frame, "2016-17") == dict.fromkeys(latest, "2016/17")
    assert reference_years(frame, "2014/15") == {}
    assert reference_years(frame, "2025/26", "alla_amnen_ak6") == {}
    keep(tmp_path, "N15505", {"1981": None, "0000": 224.5})
    frame = official_cells(tmp_path, "1981", ["2018/19"])
    assert reference_years(frame, "2018/19") == {"riket": "2018/19"}


@pytest.mark.parametrize(
    ("kpi", "value"), [("N15419", -0.1), ("N15419", 100.1), ("N15505", 340.1), ("N15505", -50.0)]
)
def test_values_that_cannot_be_true_are_refused(tmp_path, kpi, value):
    keep(tmp_path, kpi, {"1981": 70.0, "0000": value})

    with pytest.raises(InputError, match=f"{kpi} för 0000 2018/19"):
        official_cells(tmp_path, "1981", ["2018/19"])


@pytest.mark.parametrize(("kpi", "value"), [("N15419", 0.0), ("N15419", 100.0), ("N15505", 340.0)])
def test_the_ends_of_the_scale_are_values(tmp_path, kpi, value):
    keep(tmp_path, kpi, {"1981": value})

    assert official_cells(tmp_path, "1981", ["2018/19"])["varde"].max() == value
