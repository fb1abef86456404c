"""Targets: the measure that they name, and whether what is shown reaches them."""

from __future__ import annotations

import math

import pytest
from lokala_namn import ANMALNINGAR, PROGRAM

from analys.disclosure import plan, protect
from analys.estimates import lokala_matt
from analys.indicators import REGISTRY
from analys.indicators.lokala import name_code
from analys.indicators.malvarden import find_named, judge_target, wished_direction
from analys.presentation.malutfall import compare_targets, read_targets

NAN = math.nan


@pytest.mark.parametrize(
    ("outcome", "mal", "riktning", "judged"),
    [
        ((91.0, 88.0, 93.0), 90.0, "minst", ("nått", "för osäkert för att avgöra")),
        ((91.0, 90.5, 91.5), 90.0, "minst", ("nått", "säkert")),
        ((90.0, 90.0, 91.0), 90.0, "minst", ("nått", "säkert")),  # at least means at least
        ((89.9, 85.0, 92.0), 90.0, "minst", ("inte nått", "för osäkert för att avgöra")),
        ((61.7, 56.4, 66.8), 75.0, "minst", ("inte nått", "säkert")),
        ((6.7, 6.4, 7.0), 6.0, "högst", ("inte nått", "säkert")),
        ((5.7, 5.4, 6.0), 6.0, "högst", ("nått", "säkert")),
        ((5.7, 5.4, 6.1), 6.0, "högst", ("nått", "för osäkert för att avgöra")),
        ((234.0, NAN, NAN), 225.0, "minst", ("nått", "bedöms inte")),
        ((NAN, NAN, NAN), 225.0, "minst", ("uppgift saknas", "")),
    ],
)
def test_a_target_is_reached_by_the_observed_value_and_sure_by_its_interval(outcome, mal, riktning, judged):
    assert tuple(judge_target(*outcome, mal, riktning)) == judged


def test_a_measure_is_named_by_its_code_its_name_or_its_short_name():
    measures = REGISTRY.values()
    one = REGISTRY["behorighet_yrkes"]
    for name in (one.code, one.label, one.label.upper(), one.short_label, f" {one.code} "):
        assert find_named(name, measures)[0] is one
    assert find_named("behorighet_yrke", measures) == (None, one.short_label)
    assert find_named("något helt annat", measures) == (None, "")


def test_a_target_without_direction_takes_the_measures():
    assert wished_direction("", REGISTRY["meritvarde_17"]) == "minst"
    assert wished_direction("", REGISTRY["franvaro_vt_alla"]) == "högst"
    assert wished_direction("minst", REGISTRY["franvaro_vt_alla"]) == "minst"


def compare(run):
    estimates = lokala_matt.tabeller(run)
    decided = plan(estimates, 10)
    found = compare_targets(run, [protect(estimate, decided) for estimate in estimates])
    return [(one.kod, one.grupp, one.status, one.sakerhet) for one in found]


def test_outcomes_come_from_what_is_shown_only(make_run):
    code = name_code(PROGRAM)
    rows = [
        {"matt": PROGRAM, "period": "2025/26", "taljare": 30, "namnare": 400},
        {"matt": PROGRAM, "period": "2025/26", "grupp": "flickor", "taljare": 3, "namnare": 200},
        {"matt": PROGRAM, "period": "2025/26", "grupp": "pojkar", "taljare": 27, "namnare": 200},
        {"matt": ANMALNINGAR, "period": "HT 2025", "taljare": 90, "namnare": 400},
        {"matt": ANMALNINGAR, "period": "VT 2026", "taljare": 20, "namnare": 400},
    ]
    target = {"lasar": "2025/26", "kalla": "Budget"}
    run = make_run(
        rows,
        malvarden=[
            {"matt": PROGRAM.upper(), "mal": 10.0, "riktning": "högst", **target},
            {"matt": code, "grupp": "flickor", "mal": 10.0, "riktning": "högst", **target},
            {"matt": code, "grupp": "sva", "mal": 10.0, "riktning": "högst", **target},
            {"matt": ANMALNINGAR, "mal": 6.0, **target},  # lower is better; the spring is the newest
            {"matt": PROGRAM, "mal": 10.0, **target, "lasar": "2024/25"},
        ],
    )

    # 30 of 400 is 7.5 %, Wilson 5.3 to 10.5; 20 of 400 is 5 per hundred, 3.1 to 7.7.
    assert compare(run) == [
        (code, "alla", "nått", "för osäkert för att avgöra"),
        (code, "flickor", "skyddad uppgift", ""),
        (code, "sva", "uppgift saknas", ""),
        (name_code(ANMALNINGAR), "alla", "nått", "för osäkert för att avgöra"),
    ]


def test_a_target_of_an_unknown_measure_is_a_fault_at_its_cell(make_run):
    row = {"matt": "behorighet_yrken", "lasar": "2025/26", "mal": 90.0}
    rows, (problem,) = read_targets(make_run(malvarden=[row]))
    assert rows == []
    assert (problem.kolumn, problem.vad) == ("matt", "Målvärdets mått finns inte.")
    assert f"Menade du ”{REGISTRY['behorighet_yrkes'].short_label}”?" in problem.gor
