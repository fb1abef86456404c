"""Local measures are protected by the ordinary rules, and against whoever takes units from the whole."""

from __future__ import annotations

import pandas as pd
import pytest
from lokala_namn import ANMALNINGAR, INSKRIVNA, PROGRAM, SKOLOR

from analys.attacker import attack, read_tables
from analys.disclosure import Plan, plan, protect
from analys.disclosure.primary import find_primary
from analys.estimates import lokala_matt
from analys.estimates.cells import cell_id
from analys.indicators.lokala import name_code
from analys.presentation.csvfiles import write_csv

TROSKEL = 10


def rows(measure, values, *, period="2025/26", denominators=(80, 90, 60), **other):
    return [
        {"matt": measure, "period": period, "enhet": code, "taljare": k, **other}
        | ({} if measure == INSKRIVNA else {"namnare": n})
        for code, k, n in zip(SKOLOR, values, denominators, strict=True)
    ]


def decide(run, *, complementary=True):
    """A plan of everything; without complementary suppression only what must be hidden by itself is."""
    estimates = lokala_matt.tabeller(run)
    decided = plan(estimates, TROSKEL)
    if not complementary:
        cells = pd.concat([one.frame for one in estimates]).drop_duplicates("cell").reset_index(drop=True)
        alone = find_primary(cells, TROSKEL)
        alone.index = pd.Index(cells["cell"])
        reasons = [alone[cell] for cell in decided.frame["cell"]]
        status = ["skyddad" if reason else "visad" for reason in reasons]
        decided = Plan(decided.frame.assign(status=status, skal=reasons))
    return estimates, decided


def hidden(run, **how):
    _, decided = decide(run, **how)
    return set(decided.frame.loc[decided.frame["status"] == "skyddad", "cell"])


def attack_on(run, folder, **how):
    """Everything written as it would be published, and tried by whoever has the class lists."""
    estimates, decided = decide(run, **how)
    folder.mkdir()
    for estimate in estimates:
        write_csv(protect(estimate, decided), folder / f"{estimate.id}.csv")
    return attack(read_tables(folder), TROSKEL, sizes=decided.sizes)


def cell(measure, enhet, lasar="2025/26", **other):
    return cell_id(name_code(measure), enhet, lasar, **other)


@pytest.mark.parametrize(
    ("measure", "values", "denominators"),
    [
        (PROGRAM, (12, 20, 3), (80, 90, 60)),  # three of sixty
        (PROGRAM, (12, 20, 57), (80, 90, 60)),  # all but three
        (PROGRAM, (12, 20, 4), (80, 90, 8)),  # eight pupils
        (ANMALNINGAR, (12, 20, 3), (80, 90, 60)),
        (ANMALNINGAR, (12, 200, 3), (80, 90, 60)),  # more reports than pupils
        (INSKRIVNA, (30, 20, 2), None),
        (INSKRIVNA, (30, 20, 0), None),
    ],
)
def test_a_hidden_unit_is_found_by_subtraction_unless_another_is_hidden_too(
    make_run, tmp_path, measure, values, denominators
):
    run = make_run(rows(measure, values, denominators=denominators or (0, 0, 0)))
    small = cell(measure, "99990003")

    # Hidden by itself alone, it is what the municipality and the others leave.
    assert hidden(run, complementary=False) == {small}
    found = attack_on(run, tmp_path / "utan", complementary=False)
    assert not found.passed
    assert any(leak.cell == small for leak in found.leaks)

    assert len(hidden(run) - {cell(measure, "1961")}) >= 2
    assert attack_on(run, tmp_path / "med").passed


def test_more_reports_than_pupils_may_be_shown(make_run):
    run = make_run(rows(ANMALNINGAR, (120, 80, 60)))  # as many as pupils, too
    assert hidden(run) == set()


def test_numbers_under_five_are_hidden_and_larger_ones_are_not(make_run):
    run = make_run(rows(INSKRIVNA, (5, 9, 30)))
    assert hidden(run) == set()
    assert cell(INSKRIVNA, "99990001") in hidden(make_run(rows(INSKRIVNA, (4, 9, 30))))


def test_a_rate_of_few_pupils_is_hidden_however_many_reports(make_run):
    run = make_run(rows(ANMALNINGAR, (12, 20, 15), denominators=(80, 90, 9)))
    assert cell(ANMALNINGAR, "99990003") in hidden(run, complementary=False)


def test_girls_and_boys_of_all_are_covered_too(make_run, tmp_path):
    whole = {"matt": INSKRIVNA, "period": "2025/26"}
    run = make_run(
        [
            {**whole, "taljare": 26},
            {**whole, "grupp": "flickor", "taljare": 3},
            {**whole, "grupp": "pojkar", "taljare": 23},
        ]
    )
    girls, boys = (cell(INSKRIVNA, "1961", kon=kon) for kon in ("flickor", "pojkar"))
    assert hidden(run, complementary=False) == {girls}
    assert not attack_on(run, tmp_path / "utan", complementary=False).passed
    assert hidden(run) >= {girls, boys}
    assert attack_on(run, tmp_path / "med").passed


def test_a_change_falls_with_the_level_it_is_from(make_run, shares):
    gone = hidden(make_run(shares))
    assert cell(PROGRAM, "99990003", "2024/25") in gone
    assert cell(PROGRAM, "99990003", jamforelse="mot 2024/25") in gone
    assert cell(PROGRAM, "1961", jamforelse="mot 2024/25") not in gone


def test_a_shown_change_of_a_hidden_rate_is_a_leak(make_run, tmp_path):
    before = rows(ANMALNINGAR, (12, 20, 3), period="VT 2025")
    run = make_run([*before, *rows(ANMALNINGAR, (14, 22, 16), period="VT 2026")])
    change = cell(ANMALNINGAR, "99990003", jamforelse="mot 2024/25", kategori="VT")
    assert change in hidden(run)
    found = attack_on(run, tmp_path / "utan", complementary=False)
    assert any(leak.cell == change for leak in found.leaks)


def test_terms_of_a_share_are_no_parts_of_one_distribution(make_run, tmp_path):
    told = [
        rows(PROGRAM, values, period=p) for p, values in (("HT 2025", (12, 20, 18)), ("VT 2026", (15, 21, 3)))
    ]
    run = make_run([row for part in told for row in part])
    assert cell(PROGRAM, "99990003", kategori="VT") in hidden(run)
    assert cell(PROGRAM, "99990003", kategori="HT") not in hidden(run)
    assert attack_on(run, tmp_path / "med").passed


def test_what_counts_nobody_is_shown_however_few(make_run):
    matt = [{"matt": PROGRAM, "mattenhet": "procent", "personer": False}]
    assert hidden(make_run(rows(PROGRAM, (1, 0, 3), denominators=(4, 5, 3)), matt)) == set()


def test_an_earlier_report_is_taken_as_read(make_run):
    run = make_run(rows(ANMALNINGAR, (12, 20, 15)))
    estimates, _ = decide(run)
    earlier = pd.concat([one.frame for one in estimates]).drop_duplicates("cell").assign(status="visad")
    # One report more of the third unit since then: who made it must not be pointed out.
    now = make_run(rows(ANMALNINGAR, (12, 20, 16)))
    decided = plan(lokala_matt.tabeller(now), TROSKEL, published=[earlier])
    gone = set(decided.frame.loc[decided.frame["status"] == "skyddad", "cell"])
    assert cell(ANMALNINGAR, "99990003") in gone

    # A measure that is defined no more hangs together with nothing.
    other = make_run(rows(PROGRAM, (12, 20, 15)), [{"matt": PROGRAM, "mattenhet": "procent"}])
    assert plan(lokala_matt.tabeller(other), TROSKEL, published=[earlier]).hidden == 0
