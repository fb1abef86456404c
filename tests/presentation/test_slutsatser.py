"""Conclusions from hand-made findings: what is a strength, in which order, what people pin and propose."""

import datetime
import re

import pytest

from analys.arbetsbok import make_arbetsbok
from analys.errors import InputError
from analys.parameters import RunParameters
from analys.presentation import slutsatser, slutsatser_display
from analys.presentation.atgarder import read_measures
from analys.presentation.atgarder_display import list_proposals, tell_measure
from analys.presentation.findings import Finding
from analys.presentation.fyndlista import tell
from analys.presentation.slutsatser_nycklar import find_by_key
from analys.presentation.slutsatser_ordning import order_findings, pick_main, settle_certainty, widen
from analys.presentation.slutsatser_uppfoljning import NOT_COMPARED, follow_up
from analys.presentation.triangulering import judge_area, judge_source, show_triangulation
from analys.underlag import Underlag

PARAMETERS = RunParameters()


def make(indicator="meritvarde_17", key="over-tid", value=10.0, certainty="tydligt_hogre", **values):
    """A finding about the whole municipality: 10 points more since 2021/22, clearly, of 450 pupils."""
    judged = certainty not in ("officiell", "ej_bedomd")
    comparison = {"over-tid": "mot 2021/22", "pa-ett-ar": "mot 2024/25", "mot-riket": "mot riket"}.get(
        key, key
    )
    text = f"{indicator} {key}."
    base = {
        "id": f"trend/{indicator}|9999|2025/26|alla|alla|{comparison}",
        "nyckel": "/".join(filter(None, ("trend", indicator, key))),
        "chapter": "trend",
        "omrade": "likvardighet" if key in ("flickor-pojkar", "sv-sva") else "kunskaper",
        "kalla": "resultat",
        "enhetstyp": "kommun",
        "population": "Exempelkommun",
        "group": "alla",
        "kategori": "",
        "period": "2025/26",
        "direction": "upp" if value > 0 else "ned",
        "favourable": "varken" if key in ("flickor-pojkar", "sv-sva") else "ja" if value > 0 else "nej",
        "unit": "poäng",
        "lower": value - 4.0 if judged else None,
        "upper": value + 4.0 if judged else None,
        "n": 450,
        "text": text,
        "html": text,
        "table": "trend_kommun",
        "cells": (),
    }
    own = {"indicator": indicator, "comparison": comparison, "value": value, "certainty": certainty}
    return Finding(**(base | own | values))


def keys(side):
    return [one.fynd.nyckel for one in side]


@pytest.fixture
def run(tmp_path):
    """A run of a municipality with pupil files and no workbook."""
    (tmp_path / "raw" / "9999" / "2025-26").mkdir(parents=True)
    return Underlag(PARAMETERS, tmp_path)


# --- strength or challenge ----------------------------------------------------------------------------------


def test_the_wished_direction_is_a_strength_and_the_other_a_challenge():
    ordning = order_findings(
        [
            make("meritvarde_17"),
            make("alla_amnen_ak6", value=-8.0, certainty="tydligt_lagre", unit="procentenheter"),
            make("behorighet_yrkes", value=2.0, certainty="oklart", unit="procentenheter"),
            make("np_netto_ak9_ma", "pa-ett-ar", favourable="varken"),
        ],
        PARAMETERS,
    )

    assert keys(ordning.styrkor) == ["trend/meritvarde_17/over-tid"]
    assert keys(ordning.utmaningar) == ["trend/alla_amnen_ak6/over-tid"]
    assert len(ordning.provade) == 4


def test_a_settled_gap_between_groups_is_a_challenge_whoever_is_ahead():
    ordning = order_findings(
        [
            make(key="sv-sva", value=48.0),
            make(key="flickor-pojkar", value=-12.0, certainty="tydligt_lagre"),
            make("behorighet_yrkes", "flickor-pojkar", 3.0, "oklart"),
        ],
        PARAMETERS,
    )

    assert ordning.styrkor == ()
    assert keys(ordning.utmaningar) == ["trend/meritvarde_17/sv-sva", "trend/meritvarde_17/flickor-pojkar"]


def test_no_school_is_a_strength_or_a_challenge():
    school = make(enhetstyp="skola", population="Norra skolan", value=-30.0, certainty="tydligt_lagre")

    assert order_findings([school], PARAMETERS).provade == ()


def test_the_longest_comparison_speaks_whatever_it_shows():
    clear, unclear = make(key="pa-ett-ar"), make(key="over-tid", value=1.0, certainty="oklart")

    assert order_findings([clear, unclear], PARAMETERS).styrkor == ()


def test_published_figures_count_from_the_smallest_difference_that_matters():
    four, five = (
        make(code, "mot-riket", value, "officiell")
        for code, value in (("meritvarde_17", 4.9), ("behorighet_yrkes", 5.0))
    )

    assert keys(order_findings([four, five], PARAMETERS).styrkor) == ["trend/behorighet_yrkes/mot-riket"]


def test_old_comparisons_do_not_conclude():
    old = make(key="mot-riket", period="2022/23")

    assert order_findings([old], PARAMETERS).provade == ()


# --- order --------------------------------------------------------------------------------------------------


def test_points_by_hand():
    """10 points are two smallest differences (5); clear; 450 pupils; one source."""
    (one,) = order_findings([make()], PARAMETERS).styrkor

    assert (one.storlek, one.sakerhet, one.bredd, one.poang) == (2.0, 3.0, 1.0, 6.0)


def test_size_is_capped_and_breadth_counts_pupils_and_sources():
    large = make("alla_amnen_ak9", value=30.0, n=1200, unit="procentenheter")
    other = make("np_ak3_ma", value=6.0, n=90, kalla="np", unit="procentenheter")
    points = {o.fynd.indicator: o for o in order_findings([large, other], PARAMETERS).styrkor}

    assert (points["alla_amnen_ak9"].storlek, points["alla_amnen_ak9"].bredd) == (3, 3.0)
    assert points["np_ak3_ma"].bredd == 1.0  # Fewer than 100 pupils, but two sources.


def test_the_first_of_each_area_comes_before_the_second_of_any():
    ordning = order_findings(
        [
            make("meritvarde_17", value=-20.0, certainty="tydligt_lagre"),
            make("alla_amnen_ak9", value=-18.0, certainty="tydligt_lagre"),
            make("enkat_elev_studiero", value=-0.4, certainty="lagre_osaker", omrade="studiero"),
        ],
        PARAMETERS,
    )

    assert [one.fynd.omrade for one in ordning.utmaningar] == ["kunskaper", "studiero", "kunskaper"]


def test_a_measure_is_told_once_unless_it_is_both():
    up, beside = make(key="over-tid"), make(key="mot-riket")
    behind = make(key="mot-riket", value=-9.0, certainty="tydligt_lagre")

    assert len(order_findings([up, beside], PARAMETERS).styrkor) == 1
    both = order_findings([up, behind], PARAMETERS)
    assert (len(both.styrkor), len(both.utmaningar)) == (1, 1)


def test_widening_by_hand():
    """1 picked of 20: level 1 - 0.05/20 = 0.9975, z 3.0233, over 1.9600; all picked: nothing changes."""
    assert widen(1, 20) == pytest.approx(3.0233 / 1.95996, abs=1e-3)
    assert widen(7, 7) == 1.0
    assert widen(0, 7) == 1.0


def test_a_widened_interval_gives_fewer_points_for_certainty():
    """10 ± 4 is clear above 5; one and a half times as wide it is 4 to 16, and three times -2 to 22."""
    finding = make()

    assert settle_certainty(finding, 1.0, PARAMETERS) == "tydligt_hogre"
    assert settle_certainty(finding, 1.5, PARAMETERS) == "hogre_osaker"
    assert settle_certainty(finding, 3.0, PARAMETERS) == "oklart"
    down = make(value=-10.0, certainty="tydligt_lagre")
    assert settle_certainty(down, 1.5, PARAMETERS) == "lagre_osaker"


def test_ties_are_settled_by_key_not_by_the_order_of_the_chapters():
    two = [make("behorighet_yrkes"), make("alla_amnen_ak9")]

    assert keys(order_findings(two, PARAMETERS).styrkor) == keys(
        order_findings(two[::-1], PARAMETERS).styrkor
    )


# --- pins ---------------------------------------------------------------------------------------------------


def test_what_is_pinned_stands_with_its_reason_however_small():
    small = make("np_ak3_svsva", "pa-ett-ar", -1.0, "oklart", n=12, kalla="np")
    many = [make(code, value=-20.0, certainty="tydligt_lagre") for code in "abcdefghij"]

    ordning = order_findings([*many, small], PARAMETERS, {small.nyckel: "Nämnden följer läsningen."})

    main = pick_main(ordning, 7)
    assert small.nyckel in keys(main)
    assert len(main) == 7
    pinned = next(one for one in main if one.skal)
    assert tell(pinned, "Utmaning") == (
        '<strong>Utmaning.</strong> <span class="kort">np_ak3_svsva pa-ett-ar: '
        "<strong>kan vara tillfälligt</strong>.</span> Fäst bland de viktigaste: Nämnden följer läsningen."
    )


def test_main_findings_are_of_both_sides():
    many = [make(code, value=-20.0, certainty="tydligt_lagre") for code in "abcdefghij"]
    weak = [make(code, value=5.1, certainty="hogre_osaker", n=50) for code in "xyz"]

    main = pick_main(order_findings([*many, *weak], PARAMETERS), 6)

    assert [one.slag for one in main] == ["styrka"] * 2 + ["utmaning"] * 4


def test_a_key_means_the_longest_change_where_it_says_no_more():
    findings = [make(key="pa-ett-ar"), make(key="over-tid"), make(key="sv-sva")]

    assert find_by_key("trend/meritvarde_17", findings) is findings[1]
    assert find_by_key(" Trend/Meritvarde_17/SV-SVA ", findings) is findings[2]
    assert find_by_key("trend/meritvarde", findings) is None


# --- measures -----------------------------------------------------------------------------------------------

MEASURE = {
    "atgard": "inför läsfokus",
    "sikt": "kort",
    "niva": "förvaltning",
    "ansvarig": "Skolchef",
    "fynd": "trend/meritvarde_17",
    "matt": "Meritvärde",
    "mal": 240,
    "uppfoljning": datetime.date(2027, 3, 1),
}


@pytest.fixture
def tables(make_table):
    """The newest merit value, 234.3 points, and the one before."""
    rows = [{"lasar": "2024/25", "varde": 231.5, "n": 450}, {"lasar": "2025/26", "varde": 234.3, "n": 450}]
    return {"trend_kommun": make_table(rows)}


def measures(run, tables, *rows, findings=None):
    bok = make_arbetsbok({"atgarder": [MEASURE | row for row in rows]})
    return read_measures(run, bok, findings or [make()], tables)


def test_a_measure_tells_how_far_the_outcome_is_from_its_target(run, tables):
    (one,), problems = measures(run, tables, {})

    assert problems == []
    # 240 - 234,3 = 5,7.
    assert tell_measure(one).plain == (
        "På kort sikt: Inför läsfokus. Ansvarig: Skolchef. Följs upp den 1 mars 2027: meritvärdet (17 ämnen) "
        "var 234,3 poäng läsåret 2025/26. Målet är minst 240 poäng; 5,7 poäng återstår."
    )
    assert tell_measure(one).cells == (tables["trend_kommun"].cells(lasar="2025/26")[0].cell,)


def test_a_target_that_is_reached_says_so(run, tables):
    (one,), _ = measures(run, tables, {"mal": 230})

    assert tell_measure(one).plain.endswith("Målet, 230 poäng, är redan nått.")


def test_every_fault_is_told_with_its_row_and_a_suggestion(run, tables):
    sound, problems = measures(
        run, tables, {"fynd": "trend/meritvarde17"}, {"matt": "meritvarde_71"}, {"fynd": "Anna Andersson"}
    )

    assert sound == []
    assert [problem.rader for problem in problems] == [(2,), (3,), (4,)]
    assert "Menade du trend/meritvarde_17?" in problems[0].vad
    assert "Menade du meritvarde_17?" in problems[1].vad
    assert not any("Anna" in str(problem) for problem in problems)


def test_a_finding_that_is_not_shown_this_year_is_no_fault(run, tables):
    (one,), problems = measures(run, tables, {"fynd": "trend/alla_amnen_ak9/sv-sva"})

    assert problems == []
    assert one.fynd is None


def test_a_measure_without_an_outcome_is_told_without_numbers(run, tables):
    (one,), _ = measures(run, tables, {"matt": "behorighet_yrkes", "mal": 90})

    assert "går att visa" in tell_measure(one).plain
    assert tell_measure(one).cells == ()


def test_measures_stand_by_level_the_short_term_first(run, tables):
    found, _ = measures(
        run, tables, {"sikt": "lång", "atgard": "B"}, {"atgard": "A"}, {"niva": "politik"}, {"lage": "klar"}
    )

    html = list_proposals(found, "förvaltning")._repr_mimebundle_()[0]["text/html"]
    assert re.findall(r"sikt: (\w)\.", html) == ["A", "B"]
    assert list_proposals(found, "professioner") is None


def test_challenges_without_a_measure_are_named(run, tables):
    merit = make(value=-10.0, certainty="tydligt_lagre")
    gap = make("behorighet_yrkes", "sv-sva", 20.0, unit="procentenheter")
    found, _ = measures(run, tables, {}, findings=[merit, gap])
    made = slutsatser.Slutsatser((merit, gap), order_findings([merit, gap], PARAMETERS), tuple(found), ())

    assert slutsatser_display.describe_unanswered(made).plain == (
        "Likvärdighet: andelen elever behöriga till yrkesprogram, skillnaden mellan elever i svenska och i "
        "svenska som andraspråk."
    )


def test_faults_stop_a_report_that_is_decided_and_stand_in_a_draft(run, tables, monkeypatch):
    bok = make_arbetsbok({"atgarder": [MEASURE | {"fynd": "trend/meritvarde17"}]})
    monkeypatch.setattr(Underlag, "arbetsbok", lambda self: bok)

    made = slutsatser.conclude(run, [make()], tables)
    assert "Menade du trend/meritvarde_17?" in slutsatser_display.tell_faults(made).plain

    decided = Underlag(PARAMETERS.model_copy(update={"status": "fastställd"}), run.data)
    with pytest.raises(InputError, match="Menade du trend/meritvarde_17"):
        slutsatser.conclude(decided, [make()], tables)


# --- sources ------------------------------------------------------------------------------------------------


def test_sources_that_say_the_same_support_each_other():
    findings = [
        make(value=-10.0, certainty="tydligt_lagre"),
        make("np_ak3_ma", value=-10.0, certainty="tydligt_lagre", kalla="np"),
    ]
    tried = order_findings(findings, PARAMETERS).provade

    assert judge_source(tried, "kunskaper", "np") == "utmaning"
    assert judge_area(tried, "kunskaper") == "källorna stöder varandra"
    row = show_triangulation(tried).rader[0]
    assert [cell.plain for cell in row] == ["Kunskaper: källorna stöder varandra", "− utmaning", "− utmaning"]


def test_sources_that_differ_are_told_apart():
    tried = order_findings(
        [
            make(value=10.0),
            make("alla_amnen_ak9", value=-10.0, certainty="tydligt_lagre"),
            make("np_ak3_ma", value=-10.0, certainty="tydligt_lagre", kalla="np"),
            make("enkat_elev_trygghet", value=0.1, certainty="oklart", kalla="enkat", omrade="trygghet"),
        ],
        PARAMETERS,
    ).provade

    assert judge_source(tried, "kunskaper", "resultat") == "blandat"
    assert judge_area(tried, "kunskaper") == "källorna går isär"
    assert judge_area(tried, "trygghet") == "osäkert"
    assert judge_source(tried, "trygghet", "np") == "uppgift saknas"


def test_one_source_alone_makes_no_table():
    assert show_triangulation(order_findings([make()], PARAMETERS).provade) is None


# --- follow-up ----------------------------------------------------------------------------------------------


def test_what_was_said_stands_beside_what_has_happened_since(run):
    earlier = make(
        value=-10.0, certainty="tydligt_lagre", period="2024/25", nyckel="trend/meritvarde_17/over-tid"
    )
    since = make(key="pa-ett-ar", value=3.0, certainty="oklart")
    made = slutsatser.Slutsatser((since,), order_findings([since], PARAMETERS), (), ())

    (item,) = follow_up(run, made, ("2024/25", [earlier])).punkter
    assert "Läsåret 2024/25" in item
    assert "Sedan dess: meritvarde_17 pa-ett-ar: <strong>kan vara tillfälligt</strong>." in item


def test_a_gap_that_both_reports_tell_of_stands_twice(run):
    earlier = make(key="sv-sva", value=30.0, period="2024/25")
    now = make(key="sv-sva", value=20.0)
    made = slutsatser.Slutsatser((now,), order_findings([now], PARAMETERS), (), ())

    (item,) = follow_up(run, made, ("2024/25", [earlier])).punkter
    assert "I år: meritvarde_17 sv-sva: <strong>en tydlig skillnad</strong>." in item


def test_without_two_published_values_nothing_is_compared(run):
    earlier = make(value=-10.0, certainty="tydligt_lagre", period="2024/25")
    made = slutsatser.Slutsatser((make(),), order_findings([make()], PARAMETERS), (), ())

    (item,) = follow_up(run, made, ("2024/25", [earlier])).punkter
    assert item.endswith(NOT_COMPARED)
    assert follow_up(run, made, ("", [])) is None
