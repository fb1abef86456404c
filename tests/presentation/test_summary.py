"""The summary: one finding an indicator, in the group that its certainty and direction give."""

import pytest

from analys.parameters import RunParameters
from analys.presentation.findings import Finding
from analys.presentation.summary import summarise
from analys.underlag import Underlag


@pytest.fixture
def run(tmp_path):
    """A run of the demo municipality with pupil files."""
    (tmp_path / "raw" / "9999" / "2025-26").mkdir(parents=True)
    return Underlag(RunParameters(), tmp_path)


def finding(
    indicator="meritvarde_17", comparison="mot 2024/25", certainty="oklart", favourable="ja", **values
):
    """A finding whose text names what it is about."""
    base = {
        "id": f"trend/{indicator}|{comparison}",
        "nyckel": f"trend/{indicator}",
        "omrade": "kunskaper",
        "kalla": "resultat",
        "enhetstyp": "kommun",
        "chapter": "trend",
        "population": "Exempelkommun",
        "group": "alla",
        "kategori": "",
        "period": "2025/26",
        "direction": "upp",
        "value": 1.0,
        "unit": "poäng",
        "lower": None if certainty == "officiell" else 0.5,
        "upper": None if certainty == "officiell" else 1.5,
        "n": None,
        "text": f"{indicator} {comparison}.",
        "html": f"{indicator} {comparison}.",
        "table": "trend_kommun",
        "cells": (),
    }
    own = {"indicator": indicator, "comparison": comparison, "certainty": certainty, "favourable": favourable}
    return Finding(**(base | own | values))


def told(run, *findings):
    """Texts of the summary's findings by heading."""
    return {title: [f.text for f in found] for title, found in summarise(run, findings).groups}


def test_changes_stand_where_their_certainty_and_direction_put_them(run):
    groups = told(
        run,
        finding("np_ak3_ma", certainty="hogre_osaker"),
        finding("meritvarde_17", certainty="tydligt_hogre"),
        finding("alla_amnen_ak9", certainty="tydligt_lagre", favourable="nej"),
        finding("alla_amnen_ak6", certainty="oklart", favourable="nej"),
        finding("behorighet_yrkes", certainty="ungefar_lika"),
    )

    assert groups == {
        # The clearest first.
        "Det här har blivit bättre": ["meritvarde_17 mot 2024/25.", "np_ak3_ma mot 2024/25."],
        "Det här har blivit sämre": ["alla_amnen_ak9 mot 2024/25."],
        "Ingen säker förändring": ["behorighet_yrkes mot 2024/25.", "alla_amnen_ak6 mot 2024/25."],
    }


def test_the_longest_comparison_speaks_whatever_it_shows(run):
    groups = told(run, finding(certainty="tydligt_hogre"), finding(comparison="mot 2021/22"))

    assert groups == {"Ingen säker förändring": ["meritvarde_17 mot 2021/22."]}


def test_published_figures_are_stated_by_their_latest_change(tmp_path):
    official = Underlag(RunParameters(), tmp_path)

    groups = told(
        official,
        finding(comparison="mot 2023/24", certainty="officiell", favourable="nej"),
        finding(comparison="mot 2021/22", certainty="officiell"),
    )

    # Not "than the year before": the latest comparison may be older.
    assert groups == {"Det här har gått ned": ["meritvarde_17 mot 2023/24."]}


def test_without_changes_the_summary_says_so_before_anything_else(run):
    summary = summarise(run, [finding(comparison="flickor-pojkar", certainty="oklart")])

    sentence, _, rest = summary.html.partition("</p>")
    assert sentence.startswith(
        "<p>Underlaget räcker inte för att redovisa några förändringar till läsåret 2025/26"
    )
    assert "meritvarde_17 flickor-pojkar." in rest
    assert summarise(run, []).html.count("<p>") == 1
    assert summarise(run, [finding()]).lacking == ""


def test_a_schools_finding_is_no_change_of_the_municipality(run):
    school = finding(comparison="mot 2024/25", certainty="tydligt_hogre", population="Ekskolan", table="x")

    assert told(run, school) == {}


def test_grades_against_tests_stand_beside_the_nation_in_two_subjects(run):
    tests = {"chapter": "np_och_betyg", "comparison": "", "favourable": "varken", "certainty": "oklart"}
    groups = told(
        run,
        finding("np_netto_ak9_en", **tests),
        finding("np_netto_ak9_hi", **tests | {"certainty": "tydligt_hogre"}),
        finding("np_netto_ak9_ma", **tests),
        finding("np_netto_ak9_ma", **tests | {"group": "flickor"}),
        finding("np_netto_ak9_ma", **tests | {"comparison": "mot 2024/25"}),
        finding(comparison="mot riket"),
    )

    # Always the same two, whatever they show, and never among what is better or worse.
    assert groups == {
        "Så ligger kommunen till": ["meritvarde_17 mot riket.", "np_netto_ak9_ma .", "np_netto_ak9_en ."]
    }


def test_it_is_shown_as_text_too(run):
    bundle = summarise(run, [finding(certainty="tydligt_hogre")])._repr_mimebundle_()

    assert bundle["text/plain"] == "Det här har blivit bättre\n- meritvarde_17 mot 2024/25."
    assert "<li>" in bundle["text/html"]


def test_absence_is_told_by_the_change_of_its_mean_and_one_association(run):
    own = {"chapter": "franvaro", "unit": "procent", "table": "franvaro_band", "favourable": "varken"}
    found = [
        finding("franvaro_vt_alla", "", **own),
        finding("franvaro_vt_hog", "", **own),
        finding("franvaro_vt_alla", "mot 2024/25", "ungefar_lika", **own),
        finding("franvaro_vt_alla", "flickor-pojkar", **own),
        finding("franvaro_samband_merit", "även skola", kategori="per 10 procentenheter", **own),
        finding("franvaro_samband_merit", "även skola", kategori="minst 50", **own),
    ]

    change, association = "franvaro_vt_alla mot 2024/25.", "franvaro_samband_merit även skola."
    assert told(run, *found) == {"Frånvaron": [change, association]}
    # The change tells both terms' means; where there is none, the mean is told.
    assert told(run, *found[:2], *found[3:]) == {"Frånvaron": ["franvaro_vt_alla .", association]}
