"""Shares without any number of pupils: what a whole-number attacker gets out of their decimals."""

import csv
from collections import Counter
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path
from time import process_time

import numpy as np
import pytest

from analys.attacker.shares import bound_counts, fit_share
from analys.attacker.shares_together import Group, find_solutions
from analys.estimates.intervals import compute_wilson

KOLADA = Path(__file__).parents[3] / "shared/underlag/kolada/kolada_18kpi_290kommuner_2016-2019_long.csv"
ALLA, YRKES, MERITVARDE = "N15419", "N15436", "N15505"
"""All subjects, eligible for yrkesprogram, meritvärde with 17 subjects: of the municipality's own schools."""

MOST_IN_A_YEAR = 240
"""Hallstahammar has some 16 000 inhabitants, and a year of birth is seldom more than 1.5 percent of them."""


def share(antal, n, decimals=1, rounding=ROUND_HALF_UP):
    return (Decimal(100 * antal) / n).quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


@pytest.fixture(scope="module")
def hallstahammar():
    """Published values of 2018/19 by key figure and gender, as text; Kolada's year is the spring."""
    if not KOLADA.exists():
        pytest.skip("the reference files ../shared/underlag/kolada are not here")
    with KOLADA.open(encoding="utf-8", newline="") as file:
        return {
            (row["kpi"], row["gender"]): Decimal(row["value"])
            for row in csv.DictReader(file)
            if (row["kommun"], row["year"]) == ("Hallstahammar", "2019") and row["value"]
        }


def published(values, gender, most):
    andelar = {code: values[code, gender] for code in (ALLA, YRKES)}
    return Group(1, most, andelar, values[MERITVARDE, gender])


def solve(values, most):
    return find_solutions(
        published(values, "T", most),
        [published(values, "K", most), published(values, "M", most)],
        nested=[(ALLA, YRKES)],
        with_mean=YRKES,
    )


def test_hallstahammar_has_one_solution(hallstahammar):
    started = process_time()
    found = solve(hallstahammar, MOST_IN_A_YEAR)

    assert process_time() - started < 1
    assert found.complete
    assert found.n.tolist() == [[75, 87]]
    # Failing in some subject: 20 girls and 26 boys. Not eligible: 10 girls and 14 boys.
    assert (found.n - found.antal[ALLA]).tolist() == [[20, 26]]
    assert (found.n - found.antal[YRKES]).tolist() == [[10, 14]]


def test_the_next_solution_has_257_pupils(hallstahammar):
    assert solve(hallstahammar, 256).n.tolist() == [[75, 87]]
    assert solve(hallstahammar, 257).n.tolist() == [[75, 87], [120, 137]]


def test_hallstahammar_by_another_way(hallstahammar):
    # The share newly immigrated, 4.93827161 percent, is 4 of 81, 8 of 162 and nothing else up to the bound
    # (the last decimals are a computer's). It is not among the six, so it tells that their solution is right.
    andel = round(hallstahammar["N15823", "T"], 6)
    assert fit_share(andel, MOST_IN_A_YEAR).tolist() == [[81, 4], [162, 8]]


def test_each_share_by_itself_says_little(hallstahammar):
    # 73.3 percent of up to 120 girls: 11 of 15 and its multiples up to 88 of 120, and three more.
    girls = fit_share(hallstahammar[ALLA, "K"], 120)

    assert {(15 * times, 11 * times) for times in range(1, 9)} < {(n, antal) for n, antal in girls.tolist()}
    assert len(girls) == 11


def test_a_share_of_at_most_nine_pupils_fixes_them_in_61_percent_of_cases():
    # METHODS, section 6. Of the 36 groups of at most nine in which some but not all have the outcome.
    cases = [(n, antal) for n in range(1, 10) for antal in range(1, n)]
    fixed = [case for case in cases if fit_share(share(case[1], case[0]), 9).tolist() == [list(case)]]

    assert (len(cases), len(fixed)) == (36, 22)
    assert round(100 * len(fixed) / len(cases)) == 61


def test_a_share_with_its_wilson_limits_fixes_the_pupils_in_94_percent_of_cases():
    # METHODS, section 6: n to 150, one decimal in the share and in its limits.
    cases = np.array([(n, antal) for n in range(1, 151) for antal in range(n + 1)])
    limits = np.stack([100 * cases[:, 1] / cases[:, 0], *compute_wilson(cases[:, 1], cases[:, 0])])
    shown = [tuple(row) for row in np.floor(limits.T * 10 + 0.5 + 1e-9).astype(int)]
    times = Counter(shown)
    alone = [times[one] == 1 for one in shown]
    assert round(100 * sum(alone) / len(cases)) == 94

    # The attacker, who does not count but solves, finds the same groups; every hundredth is asked.
    for (n, antal), one, single in list(zip(cases.tolist(), shown, alone, strict=True))[::100]:
        andel, undre, ovre = (Decimal(int(value)).scaleb(-1) for value in one)
        found = fit_share(andel, 150, undre=undre, ovre=ovre).tolist()
        assert [n, antal] in found
        assert not single or len(found) == 1


@pytest.mark.parametrize("rounding", [ROUND_HALF_UP, ROUND_HALF_EVEN])
@pytest.mark.parametrize("decimals", [0, 1])
def test_the_true_count_is_always_among_the_possible(decimals, rounding):
    for n in range(1, 60):
        for antal in range(n + 1):
            low, high = bound_counts(share(antal, n, decimals, rounding), n)
            assert low <= antal <= high


def test_a_half_may_have_been_rounded_either_way():
    # 1 of 8 is 12.5: without decimals 13 or 12.
    assert fit_share(Decimal(12), 8, least=8).tolist() == [[8, 1]]
    assert fit_share(Decimal(13), 8, least=8).tolist() == [[8, 1]]


def test_three_groups_of_known_size():
    # Schools of 10, 10 and 20 pupils; together 10 of 40 (25.0). Two are published, 30.0 and 20.0; so the
    # third has 10 - 3 - 2 = 5.
    parts = [Group(10, 10, {"a": Decimal("30.0")}), Group(10, 10, {"a": Decimal("20.0")}), Group(20, 20)]
    found = find_solutions(Group(40, 40, {"a": Decimal("25.0")}), parts)

    assert found.antal["a"].tolist() == [[3, 2, 5]]


def test_an_outcome_within_another():
    # Ten girls, of whom 20 percent are eligible, and ten boys. 55 percent of all twenty passed every subject:
    # eleven, of whom at most two are girls, so that at least nine are boys.
    total = Group(20, 20, {"alla": Decimal(55)})
    parts = [Group(10, 10, {"yrkes": Decimal(20)}), Group(10, 10)]
    free = find_solutions(total, parts)
    nested = find_solutions(total, parts, nested=[("alla", "yrkes")])

    assert free.ranges["alla"].tolist() == [[1, 1], [10, 10]]
    assert nested.ranges["alla"].tolist() == [[1, 9], [2, 10]]


def test_means_tell_how_many_they_are_of():
    # Girls' mean 300.0, boys' 200.0, all 260.0: three girls to two boys. Of ten pupils at most, 3 and 2 or
    # 6 and 4.
    parts = [Group(1, 9, medel=Decimal("300.0")), Group(1, 9, medel=Decimal("200.0"))]
    found = find_solutions(Group(2, 10, medel=Decimal("260.0")), parts)

    assert found.n.tolist() == [[3, 2], [6, 4]]


def test_the_mean_may_lack_pupils_without_any_grade():
    # Three girls and three boys with means 300.0 and 200.0: 250.0 together. It is 260.0 only when the boy who
    # is not eligible has no passing grade at all, so that he is not in the mean.
    all_in = [
        Group(3, 3, {"yrkes": Decimal(100)}, Decimal("300.0")),
        Group(3, 3, {"yrkes": Decimal("66.7")}, Decimal("200.0")),
    ]
    total = Group(6, 6, {"yrkes": Decimal("83.3")}, Decimal("260.0"))

    assert len(find_solutions(total, all_in)) == 0
    assert find_solutions(total, all_in, with_mean="yrkes").n.tolist() == [[3, 3]]


def test_brute_force_finds_the_same():
    # Every combination of girls, boys and counts, one at a time.
    girls, boys, everyone = ({"a": share(2, 7), "b": share(5, 7)}, {"a": share(3, 9)}, {"b": share(11, 16)})
    found = find_solutions(
        Group(2, 24, everyone), [Group(1, 12, girls), Group(1, 12, boys)], nested=[("a", "b")]
    )
    expected = [
        (g, b, ga, ba, gb, bb)
        for g in range(1, 13)
        for b in range(1, 13)
        for ga in range(g + 1)
        if share(ga, g) == girls["a"]
        for ba in range(b + 1)
        if share(ba, b) == boys["a"]
        for gb in range(ga, g + 1)
        if share(gb, g) == girls["b"]
        for bb in range(ba, b + 1)
        if share(gb + bb, g + b) == everyone["b"]
    ]

    assert (7, 9, 2, 3, 5, 6) in expected
    assert np.column_stack([found.n, found.antal["a"], found.antal["b"]]).tolist() == [
        list(e) for e in expected
    ]


def test_too_many_combinations_leave_bounds():
    parts = [Group(1, 9, {"a": Decimal("71.4")}), Group(5, 9)]
    found = find_solutions(Group(2, 18, {"a": Decimal(50)}), parts, most_rows=3)

    assert not found.complete
    assert found.ranges[""].tolist() == [[7, 5], [7, 9]]
    assert found.ranges["a"].tolist() == [[5, 0], [5, 9]]


def test_numbers_that_do_not_belong_together_have_no_solution():
    found = find_solutions(Group(2, 10, {"a": Decimal("10.0")}), [Group(1, 5, {"a": Decimal("50.0")})])

    assert found.complete
    assert len(found) == 0
