"""Codes and names of municipalities: what a user may write, and what happens otherwise."""

from __future__ import annotations

import csv
import unicodedata
from types import ModuleType

import pytest

from analys.errors import ParameterError
from analys.official.kommuner import LAN, find_kommun, kommuner, kommuner_i_lan, kommunnamn, lansnamn


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1961", "1961"),
        (" Hallstahammar ", "1961"),
        ("HALLSTAHAMMARS KOMMUN", "1961"),
        ("vasteras", "1980"),
        ("Västerås stad", "1980"),
        (unicodedata.normalize("NFD", "Västerås"), "1980"),
        ("Borås", "1490"),
        ("boras kommun", "1490"),
        ("Kristianstad", "1290"),
        ("Kristianstads kommun", "1290"),
        ("Upplands Bro", "0139"),
        ("malung salen", "2023"),
        # Two municipalities that differ only in the ring.
        ("Habo", "0643"),
        ("Habo kommun", "0643"),
        ("HÅBO", "0305"),
        ("Håbo kommun", "0305"),
        ("exempelkommun", "9999"),
        ("9999", "9999"),
    ],
)
def test_finds(text: str, code: str) -> None:
    assert find_kommun(text) == code


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Hallsthammar", "Menade du ”Hallstahammar”?"),
        ("Hallsthammars kommun", "Menade du ”Hallstahammar”"),
        ("Fallen", "Menade du ”Flen”, ”Falun” eller ”Älvdalen”?"),
        ("114", "Menade du 0114 (Upplands Väsby)?"),
        ("0000", "fyra siffror"),
        ("0001", "fyra siffror"),
        ("", "fyrsiffriga kod"),
        ("qqqq", "fyrsiffriga kod"),
    ],
)
def test_unknown_gives_a_hint(text: str, hint: str) -> None:
    with pytest.raises(ParameterError, match=r"finns inte|Ingen kommun") as caught:
        find_kommun(text)
    assert hint in str(caught.value)


def test_list_is_sweden() -> None:
    codes = kommuner()
    assert len(codes) == 291
    assert len(LAN) == 22
    assert {code[:2] for code in codes} == set(LAN)
    assert [kommunnamn(code) for code in kommuner_i_lan("1961")] == [
        "Skinnskatteberg",
        "Surahammar",
        "Kungsör",
        "Hallstahammar",
        "Norberg",
        "Västerås",
        "Sala",
        "Fagersta",
        "Köping",
        "Arboga",
    ]
    assert lansnamn("1480") == "Västra Götalands län"


def test_list_agrees_with_kolada(loopback: ModuleType) -> None:
    with (loopback.UNDERLAG / "kolada_municipality_2026-03.csv").open(encoding="utf-8", newline="") as file:
        theirs = {row["id"]: row["title"] for row in csv.DictReader(file) if row["type"] == "K"}
    assert {code: name for code, name in kommuner().items() if code != "9999"} == theirs


def test_every_name_finds_its_own_code() -> None:
    for code, name in kommuner().items():
        assert find_kommun(name) == code
        assert find_kommun(f"{name.upper()} kommun") == code
