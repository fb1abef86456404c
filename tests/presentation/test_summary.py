"""The summary: one change an indicator, never picked for its size; the nation, the groups and the schools."""

from pathlib import Path

from analys.parameters import RunParameters
from analys.presentation.findings import Finding
from analys.presentation.summary import summarise
from analys.underlag import Underlag

RUN = Underlag(RunParameters(kommun="1961"), Path("ingenstans"))


def finding(comparison, certainty, favourable="ja", indicator="meritvarde_17", **values):
    base = {
        "id": f"trend/{indicator}|{comparison}",
        "chapter": "trend",
        "indicator": indicator,
        "population": "Hallstahammar",
        "group": "alla",
        "period": "2025/26",
        "comparison": comparison,
        "direction": "upp",
        "favourable": favourable,
        "value": 5.0,
        "unit": "poäng",
        "lower": 1.0,
        "upper": 9.0,
        "n": 150,
        "certainty": certainty,
        "text": f"{indicator} {comparison}.",
        "html": f"{indicator} {comparison}.",
        "table": "trend_kommun",
        "cells": (),
    }
    return Finding(**{**base, **values})


def told(findings, monkeypatch, pupils=True):
    monkeypatch.setattr(Underlag, "has_pupils", property(lambda self: pupils))
    return {title: [f.comparison for f in group] for title, group in summarise(RUN, findings).groups}


def test_the_longest_comparison_speaks_whatever_it_shows(monkeypatch):
    findings = [finding("mot 2024/25", "tydligt_hogre"), finding("mot 2022/23", "oklart")]

    assert told(findings, monkeypatch) == {"Ingen säker förändring": ["mot 2022/23"]}


def test_official_mode_tells_the_latest_change(monkeypatch):
    findings = [finding("mot 2017/18", "officiell"), finding("mot 2015/16", "officiell", "nej")]

    assert told(findings, monkeypatch, pupils=False) == {"Det här har gått upp": ["mot 2017/18"]}


def test_better_worse_and_the_clearest_first(monkeypatch):
    findings = [
        finding("mot 2022/23", "hogre_osaker"),
        finding("mot 2021/22", "tydligt_hogre", indicator="np_ak3_ma"),
        finding("mot 2020/21", "lagre_osaker", "nej", indicator="alla_amnen_ak6"),
    ]

    assert told(findings, monkeypatch) == {
        "Det här har blivit bättre": ["mot 2021/22", "mot 2022/23"],
        "Det här har blivit sämre": ["mot 2020/21"],
    }


def test_the_nation_the_groups_and_the_schools_have_their_places(monkeypatch):
    findings = [
        finding("mot riket", "officiell", "nej"),
        finding("mot liknande", "officiell"),
        finding("flickor-pojkar", "oklart"),
        finding("flickor-pojkar", "oklart", indicator="np_ak3_ma"),
        finding(
            "utjämnad mot skolornas medel", "lagre_osaker", population="Sundmoskolan", table="trend_skolor"
        ),
    ]

    assert told(findings, monkeypatch) == {
        "Så ligger kommunen till": ["mot riket"],
        "Skillnader mellan grupper och skolor": ["flickor-pojkar", "utjämnad mot skolornas medel"],
    }


def test_certainty_ends_the_sentence_of_a_change(monkeypatch):
    monkeypatch.setattr(Underlag, "has_pupils", property(lambda self: True))
    html = summarise(RUN, [finding("mot 2022/23", "tydligt_hogre")]).html

    assert "<li>meritvarde_17 mot 2022/23: <strong>en tydlig ökning</strong>.</li>" in html
    assert '<h3 class="onumrerad">Det här har blivit bättre</h3>' in html
