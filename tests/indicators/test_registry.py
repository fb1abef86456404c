"""The registry is complete, its texts are fit to print, and nothing was forgotten in it."""

from __future__ import annotations

import csv
import importlib
import pkgutil
from pathlib import Path

import pytest

import analys.indicators
from analys.indicators import REGISTRY, Indicator
from analys.indicators.arskurser import label_arskurs
from analys.indicators.parning import PAIRED

METADATA = Path(__file__).parents[3] / "shared/underlag/kolada/kolada_kpi_metadata_2026-03.csv"
KINDS = {"slutbetyg_ak9", "betyg_ak6", "np_ak3", "np_ak6", "np_ak9", *PAIRED}
EXPECTED = {
    "meritvarde_17": "N15505",
    "meritvarde_16": "",
    "alla_amnen_ak9": "N15419",
    "behorighet_yrkes": "N15436",
    "behorighet_es": "N15435",
    "behorighet_ekhusa": "N15434",
    "behorighet_nate": "N15433",
    "alla_amnen_ak6": "N15540",
    "np_ak3_svsva": "N15452",
    "np_ak3_sv": "N15450",
    "np_ak3_sva": "",
    "np_ak3_ma": "N15454",
    **{f"np_ak{a}_{s}": "" for a in (6, 9) for s in ("ma", "en", "sv", "sva")},
}


def test_order_and_kpis() -> None:
    assert {code: i.kolada for code, i in REGISTRY.items()} == EXPECTED
    assert list(REGISTRY) == list(EXPECTED)


def test_every_indicator_in_the_package_is_registered() -> None:
    found = set()
    for module in pkgutil.iter_modules(analys.indicators.__path__):
        for value in vars(importlib.import_module(f"analys.indicators.{module.name}")).values():
            members = value if isinstance(value, tuple) else (value,)
            found |= {member.code for member in members if isinstance(member, Indicator)}
    assert found == set(REGISTRY)


@pytest.mark.parametrize("code", REGISTRY)
def test_texts(code: str) -> None:
    indicator = REGISTRY[code]
    assert indicator.code == code
    assert indicator.kind in KINDS
    assert str(indicator.arskurs) in indicator.kind
    for text in (indicator.definition, indicator.denominator):
        assert text.endswith(".") and "  " not in text and '"' not in text and len(text) > 30
    for text in (indicator.label, indicator.short_label, indicator.source):
        assert text and not text.endswith(".") and "  " not in text
    assert indicator.label.startswith("Andel" if indicator.is_share else "Genomsnittligt")
    assert all(note.endswith(".") for note in indicator.break_notes)


@pytest.mark.skipif(not METADATA.exists(), reason="the reference files lie beside the project only")
def test_kpi_titles_name_the_same_measure() -> None:
    with METADATA.open(encoding="utf-8-sig", newline="") as file:
        titles = {row["id"]: row["title"] for row in csv.DictReader(file)}
    words = {
        "meritvarde_17": ["meritvärde", "17 ämnen"],
        "alla_amnen_ak9": ["åk 9", "alla ämnen"],
        "alla_amnen_ak6": ["åk 6", "alla ämnen"],
        "behorighet_yrkes": ["yrkesprogram"],
        "behorighet_es": ["estetiska"],
        "behorighet_ekhusa": ["ekonomi-, humanistiska"],
        "behorighet_nate": ["naturvetenskaps- och teknik"],
        "np_ak3_svsva": ["åk 3", "svenska och svenska som andraspråk"],
        "np_ak3_sv": ["åk 3", "ej svenska som andraspråk"],
        "np_ak3_ma": ["åk 3", "matematik"],
    }
    with_kpi = {code: i.kolada for code, i in REGISTRY.items() if i.kolada}
    assert set(with_kpi) == set(words)
    for code, kpi in with_kpi.items():
        assert all(word in titles[kpi] for word in [*words[code], "kommunala skolor"]), titles[kpi]


def test_validity_by_lasar() -> None:
    assert REGISTRY["meritvarde_17"].is_valid("2014/15")
    assert not REGISTRY["meritvarde_17"].is_valid("2013/14")
    assert not REGISTRY["np_ak9_ma"].is_valid("2020/21")
    assert REGISTRY["np_ak9_ma"].is_valid("2021/22")


def test_year_group_labels_follow_the_reform() -> None:
    assert label_arskurs(9, "2027/28") == "årskurs 9"
    assert label_arskurs(9, "2028/29") == "årskurs 10"
    assert label_arskurs(0, "2027/28") == "förskoleklass"
    assert label_arskurs(0, "2028/29") == "årskurs 1"
