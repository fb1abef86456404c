"""The first page: few findings, each marked, whatever there is to tell of."""

import pytest

from analys.parameters import RunParameters
from analys.presentation.findings import Finding
from analys.presentation.summary import explain_choice, summarise
from analys.underlag import Underlag


@pytest.fixture
def run(tmp_path):
    """A run of the demo municipality with pupil files."""
    (tmp_path / "raw" / "9999" / "2025-26").mkdir(parents=True)
    return Underlag(RunParameters(), tmp_path)


def finding(
    indicator="meritvarde_17",
    key="over-tid",
    certainty="tydligt_hogre",
    favourable="ja",
    value=10.0,
    **values,
):
    """A finding whose text names what it is about."""
    judged = certainty != "officiell"
    base = {
        "id": f"trend/{indicator}|{key}",
        "nyckel": f"trend/{indicator}/{key}",
        "chapter": "trend",
        "omrade": "kunskaper",
        "kalla": "resultat",
        "enhetstyp": "kommun",
        "population": "Exempelkommun",
        "group": "alla",
        "kategori": "",
        "period": "2025/26",
        "comparison": "mot riket" if key == "mot-riket" else "mot 2021/22",
        "direction": "upp",
        "unit": "poäng",
        "lower": value - 2 if judged else None,
        "upper": value + 2 if judged else None,
        "n": 450,
        "text": f"{indicator}.",
        "html": f"{indicator}.",
        "table": "trend_kommun",
        "cells": (),
    }
    own = {"indicator": indicator, "certainty": certainty, "favourable": favourable, "value": value}
    return Finding(**(base | own | values))


def told(run, *findings):
    """The first page's items as plain text."""
    return summarise(run, findings).plain.splitlines()


def test_strengths_stand_first_and_each_is_marked(run):
    items = told(
        run,
        finding("alla_amnen_ak6", certainty="tydligt_lagre", favourable="nej", value=-10.0),
        finding("meritvarde_17"),
    )

    assert items == [
        "- Styrka. meritvarde_17: en tydlig ökning.",
        "- Utmaning. alla_amnen_ak6: en tydlig minskning.",
    ]


def test_seven_are_told_at_most(run):
    many = [finding(f"matt_{letter}") for letter in "abcdefghij"]

    assert len(told(run, *many)) == 7


def test_what_is_not_settled_fills_a_page_with_little_else(run):
    items = told(
        run,
        finding("meritvarde_17"),
        finding("alla_amnen_ak9", certainty="oklart", value=1.0),
        finding("behorighet_yrkes", certainty="ungefar_lika", value=0.1),
        finding("franvaro_vt_alla", certainty="oklart", value=0.1, kalla="franvaro"),
    )

    assert items == [
        "- Styrka. meritvarde_17: en tydlig ökning.",
        "- Osäkert. alla_amnen_ak9: kan vara tillfälligt.",
        "- Oförändrat. behorighet_yrkes: ungefär samma nivå.",
    ]


def test_published_figures_make_a_page_too(tmp_path):
    official = Underlag(RunParameters(), tmp_path)
    items = told(
        official,
        finding(certainty="officiell", favourable="nej", value=-6.0),
        finding("behorighet_yrkes", certainty="officiell", value=1.0),
    )

    assert items == ["- Utmaning. meritvarde_17.", "- Oförändrat. behorighet_yrkes."]
    assert "publicerad statistik" in explain_choice(official).plain


def test_without_findings_the_page_says_so(run):
    assert summarise(run, []).plain.startswith(
        "Underlaget räcker inte för att redovisa några förändringar till läsåret 2025/26"
    )
    # With changes, even uncertain ones, nothing is said to be lacking.
    assert "räcker inte" not in summarise(run, [finding(certainty="oklart", value=1.0)]).plain


def test_without_changes_the_page_says_so_before_anything_else(run):
    first, second = told(run, finding("meritvarde_17", "mot-riket"))

    assert first.startswith("Underlaget räcker inte")
    assert second == "- Styrka. meritvarde_17: en tydlig skillnad."


def test_only_the_first_sentence_of_a_finding_is_told(run):
    long = finding(
        "meritvarde_17", html="Värdet steg. Så gick det till.", text="Värdet steg. Så gick det till."
    )

    assert told(run, long) == ["- Styrka. Värdet steg: en tydlig ökning."]
