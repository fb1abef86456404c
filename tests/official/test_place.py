"""Place in the county, counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analys.official.place import Place, place_in_county, place_in_words
from analys.official.store import Answer, save_answers


@pytest.mark.parametrize(
    ("indikator", "lasar", "place"),
    [
        # 2019: only Arboga 223,9 is above Hallstahammar's 218,2.
        ("meritvarde_17", "2018/19", Place(2, 10, 0)),
        # 2018: above 208,5 are Surahammar, Arboga, Sala, Västerås and Skinnskatteberg (209,3).
        ("meritvarde_17", "2017/18", Place(6, 10, 0)),
        # 2019: only Köping 72,1 is above 71,6.
        ("alla_amnen_ak9", "2018/19", Place(2, 10, 0)),
    ],
)
def test_hallstahammar(hallstahammar: Path, indikator: str, lasar: str, place: Place) -> None:
    assert place_in_county(hallstahammar, "1961", indikator, lasar) == place


def test_no_place(hallstahammar: Path) -> None:
    assert place_in_county(hallstahammar, "1961", "meritvarde_17", "2019/20") is None
    assert place_in_county(hallstahammar, "1961", "np_ak9_ma", "2018/19") is None


def keep(data: Path, values: dict[str, float | None]) -> None:
    posts = [
        {"kpi": "N15505", "municipality": code, "period": 2019, "values": [{"gender": "T", "value": value}]}
        for code, value in values.items()
    ]
    body = json.dumps({"count": len(posts), "values": posts}).encode()
    answer = Answer("1981_data_s1", "data", "", body, ("N15505",), tuple(values), (2019,))
    save_answers(data, "1981", [answer], "2026-10-01")


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"1981": 210.0, "1904": 210.0, "1907": 220.0, "1960": 200.0}, Place(2, 4, 1)),
        ({"1981": 210.0, "1904": 210.0, "1907": 210.0, "1960": 210.0}, Place(1, 4, 3)),
        # Other counties, riket and missing values do not count.
        ({"1981": 210.0, "1904": None, "1907": 1.0, "1960": 2.0, "1961": 3.0, "0180": 900.0}, Place(1, 4, 0)),
        ({"1981": 210.0, "1904": 1.0, "1907": 2.0, "0000": 3.0}, None),
        ({"1981": None, "1904": 1.0, "1907": 2.0, "1960": 3.0, "1961": 4.0}, None),
    ],
)
def test_ties_and_gaps(tmp_path: Path, values: dict[str, float | None], place: Place | None) -> None:
    keep(tmp_path, values)
    assert place_in_county(tmp_path, "1981", "meritvarde_17", "2018/19") == place


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(1, 10, 0), "högst av tio kommuner i Västmanlands län"),
        (Place(2, 10, 0), "näst högst av tio kommuner i Västmanlands län"),
        (Place(5, 10, 0), "femte högst av tio kommuner i Västmanlands län"),
        (Place(6, 10, 0), "femte lägst av tio kommuner i Västmanlands län"),
        (Place(10, 10, 0), "lägst av tio kommuner i Västmanlands län"),
        (Place(9, 10, 1), "delat lägst av tio kommuner i Västmanlands län"),
        (Place(3, 10, 2), "delat tredje högst av tio kommuner i Västmanlands län"),
        (Place(1, 4, 3), "lika med de andra av fyra kommuner med publicerat värde i Västmanlands län"),
    ],
)
def test_words(place: Place, words: str) -> None:
    assert place_in_words(place, "1961") == words


def test_words_in_a_large_county_hold_no_digits() -> None:
    assert place_in_words(Place(21, 49, 0), "1480") == (
        "tjugoförsta högst av fyrtionio kommuner i Västra Götalands län"
    )
    assert place_in_words(Place(14, 33, 0), "1281") == "fjortonde högst av trettiotre kommuner i Skåne län"


def test_lower_may_be_better() -> None:
    assert place_in_words(Place(1, 10, 0), "1961", higher_is_better=False).startswith("lägst av tio")
