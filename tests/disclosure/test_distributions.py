"""Distributions and what is computed from them: worked cases, and an attacker who tries every number."""

from itertools import product

import pytest
from attack_distributions import (
    enumerate_groups,
    higher_alone,
    higher_and_net,
    net_alone,
    net_with_limits,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.disclosure import plan, protect
from analys.estimates.cells import Estimate, make_cells

LASAR = "2025/26"
NAMES = ("lägre", "lika", "högre")


def cell(indikator, n, antal=None, enhet="9999", kategori="", **keys):
    own = {
        "indikator": indikator,
        "enhetstyp": "kommun" if enhet == "9999" else "skola",
        "enhet": enhet,
        "enhetsnamn": enhet,
        "lasar": LASAR,
        "kategori": kategori,
        "varde": 100 * antal / n if antal is not None else 12.0,
        "n": n,
    }
    return own | ({} if antal is None else {"antal": antal}) | keys


def relation(counts, amne="ak9_ma", **keys):
    """The three shares of a group, and its net with limits."""
    n = sum(counts)
    net = 100 * (counts[2] - counts[0]) / n
    shares = [
        cell(f"np_relation_{amne}", n, antal, kategori=name, **keys)
        for name, antal in zip(NAMES, counts, strict=True)
    ]
    return [*shares, cell(f"np_netto_{amne}", n, varde=net, undre=net - 9, ovre=net + 9, **keys)]


def decide(rows):
    estimate = Estimate("t", "T", make_cells(rows))
    return protect(estimate, plan([estimate], 10)).frame


def hidden(rows):
    frame = decide(rows)
    frame = frame[frame["status"] == "skyddad"]
    return {
        (row["indikator"], row["enhet"], row["kategori"])
        for row in frame[["indikator", "enhet", "kategori"]].to_dict("records")
    }


def test_lika_covers_the_few_who_are_lower_and_the_net_falls():
    """3 of 40 lower: hidden with lika, so that higher can stand; the net would tell the 3."""
    assert hidden(relation((3, 25, 12))) == {
        ("np_relation_ak9_ma", "9999", "lägre"),
        ("np_relation_ak9_ma", "9999", "lika"),
        ("np_netto_ak9_ma", "9999", ""),
    }


def test_nothing_is_hidden_where_every_part_may_be_shown():
    assert hidden(relation((8, 25, 12))) == set()


def test_the_measures_own_threshold_decides():
    """14 pupils are enough for a mean of all subjects' grades, but not for a relation."""
    assert {code for code, *_ in hidden([*relation((5, 5, 4)), cell("meritvarde_17", 14)])} == {
        "np_relation_ak9_ma",
        "np_netto_ak9_ma",
    }


def test_a_net_without_its_shares_is_hidden():
    assert hidden(relation((8, 25, 12))[3:]) == {("np_netto_ak9_ma", "9999", "")}


@pytest.mark.parametrize("code", ["np_kappa", "np_homogenitet", "np_symmetri"])
def test_agreement_falls_with_the_distribution(code):
    assert (f"{code}_ak9_ma", "9999", "") in hidden([*relation((3, 25, 12)), cell(f"{code}_ak9_ma", 40)])
    assert hidden([*relation((8, 25, 12)), cell(f"{code}_ak9_ma", 45)]) == set()


def test_a_net_far_from_nought_says_too_much_of_a_hidden_subject():
    mean = cell("np_netto_ak9", 40, varde=62.5, undre=50.0, ovre=75.0)

    assert ("np_netto_ak9", "9999", "") in hidden([*relation((1, 13, 26)), mean])


def test_a_mean_that_is_everybodys_is_hidden():
    alike = cell("np_netto_ak6", 30, varde=100.0, undre=100.0, ovre=100.0)

    assert hidden([alike]) == {("np_netto_ak6", "9999", "")}


def table(counts, **keys):
    """Cells of the table of two grades from {(provbetyg, grade): pupils}, margins and total."""
    grades = "FEDCBA"
    told = dict.fromkeys(product(grades, grades), 0) | counts
    for grade in grades:
        told[grade, "alla"] = sum(told[grade, other] for other in grades)
        told["alla", grade] = sum(told[other, grade] for other in grades)
    told["alla", "alla"] = sum(counts.values())
    return [
        cell("np_overgang_ak9_ma", n, kategori=f"{p} till {b}", varde=float(n), **keys)
        for (p, b), n in told.items()
    ]


def shown(rows):
    frame = decide(rows)
    frame = frame[(frame["status"] == "visad") & frame["kategori"].str.contains(" till ")]
    return dict(zip(frame["kategori"], frame["n"], strict=True))


def test_a_table_of_fewer_pupils_than_the_relation_needs_is_not_shown():
    assert shown(table({("E", "E"): 14})) == {}


UTFALL = ("når båda", "bara provet", "bara bedömningen", "når inget")


def judged(counts):
    n = sum(counts)
    groups = [
        cell("np_bedomning_ak3_ma", n, antal, kategori=name)
        for name, antal in zip(UTFALL, counts, strict=True)
    ]
    return [*groups, cell("np_samstammig_ak3_ma", n, counts[0] + counts[3])]


def test_those_without_a_judgement_do_not_follow_from_the_trend():
    """100 judged and tested; 103 tested: how the three did is covered by those in whom the two agree."""
    rows = [*judged((60, 8, 12, 20)), cell("np_ak3_ma", 103, 70)]

    assert hidden(rows) == {
        ("np_bedomning_ak3_ma", "9999", "når båda"),
        ("np_bedomning_ak3_ma", "9999", "når inget"),
    }
    assert hidden([*judged((60, 8, 12, 20)), cell("np_ak3_ma", 100, 68)]) == set()


def test_parts_of_a_test_fall_with_the_group_that_they_are_told_of():
    """2 of 60 reach the test alone: with it, and the agreement, the 16 judged to reach alone would follow."""
    part = cell("np_delprov_ak3_ma_a", 16, 8)

    assert ("np_delprov_ak3_ma_a", "9999", "") in hidden([*judged((30, 2, 16, 12)), part])
    assert hidden([*judged((30, 8, 16, 12)), part]) == set()


RESULTAT = ("provbetyg", "deltog inte", "förlorat", "ersättningsprov", "ingen uppgift")


def results(counts, amne="ak9_ma"):
    n = sum(counts)
    return [
        cell(f"np_resultat_{amne}", n, antal, kategori=name)
        for name, antal in zip(RESULTAT, counts, strict=True)
    ]


def test_pupils_with_provbetyg_and_no_grade_do_not_follow():
    """80 of 100 have a provbetyg, 78 of them a grade: two lack one."""
    rows = [*results((80, 8, 0, 12, 0)), *relation((18, 40, 20))]

    assert ("np_resultat_ak9_ma", "9999", "provbetyg") in hidden(rows)
    same = [*results((78, 10, 0, 12, 0)), *relation((18, 40, 20))]
    assert ("np_resultat_ak9_ma", "9999", "provbetyg") not in hidden(same)


def test_one_test_does_not_follow_from_the_mean_of_the_tests():
    """Six, seven and two of 60 lack a provbetyg: the two follow from the mean, so six are hidden too.

    Of the mean, 15 lack one in some test, seven of them shown: at most nine in svsva, so that 51 of 60 would
    be known to have one there, more than four fifths. So the seven are hidden as well: then at least 44.
    """
    tests = [((54, 6, 0, 0, 0), "ak6_ma"), ((53, 7, 0, 0, 0), "ak6_en"), ((58, 2, 0, 0, 0), "ak6_svsva")]
    rows = [one for counts, amne in tests for one in results(counts, amne)]
    mean = cell("np_bortfall_ak6", 60, varde=8.0, undre=4.0, ovre=12.0)
    alone = {code for code, _, name in hidden(rows) if name == "provbetyg"}
    both = {code for code, _, name in hidden([*rows, mean]) if name == "provbetyg"}

    assert alone == {"np_resultat_ak6_svsva"}
    assert both == {"np_resultat_ak6_svsva", "np_resultat_ak6_ma", "np_resultat_ak6_en"}


@pytest.mark.parametrize("n", [15, 24, 40])
def test_what_may_stand_is_what_an_attacker_cannot_solve(n):
    assert enumerate_groups(n, net_with_limits).ensamma > 95
    assert enumerate_groups(n, higher_and_net).ensamma == 100
    assert enumerate_groups(n, net_alone).minsta_spann >= 5
    assert enumerate_groups(n, higher_alone).minsta_spann >= 5


group = st.integers(15, 20).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.integers(0, n)).map(
        lambda cut: (min(cut), max(cut) - min(cut), n - max(cut))
    )
)


def fits(counts, told):
    """Whether a group agrees with what is shown of it: antal by name, and the net."""
    lower, _, higher = counts
    same = all(told[name] == antal for name, antal in zip(NAMES, counts, strict=True) if name in told)
    return same and ("netto" not in told or told["netto"] == higher - lower)


def read(frame, enhet, sizes):
    own = frame[(frame["enhet"] == enhet) & (frame["status"] == "visad")]
    shares = own[own["kategori"] != ""]
    told = {name: int(antal) for name, antal in zip(shares["kategori"], shares["antal"], strict=True)}
    net = own[own["kategori"] == ""]
    return told | ({"netto": round(net["varde"].iloc[0] * sizes[enhet] / 100)} if len(net) else {})


@settings(max_examples=30, deadline=None)
@given(st.lists(group, min_size=2, max_size=3))
def test_no_hidden_share_has_one_solution(groups):
    """The attacker knows every school's pupils and tries all numbers that fit what is shown."""
    total = tuple(map(sum, zip(*groups, strict=True)))
    units = {str(number): counts for number, counts in enumerate(groups)} | {"9999": total}
    sizes = {enhet: sum(counts) for enhet, counts in units.items()}
    rows = [one for enhet, counts in units.items() for one in relation(counts, enhet=enhet)]
    frame = decide(rows)
    told = {enhet: read(frame, enhet, sizes) for enhet in units}

    possible = [
        [
            (lower, n - lower - higher, higher)
            for lower in range(n + 1)
            for higher in range(n + 1 - lower)
            if fits((lower, n - lower - higher, higher), told[str(number)])
        ]
        for number, n in enumerate(map(sum, groups))
    ]
    for number, own in enumerate(possible):
        others = {(0, 0, 0)}
        for other in (possible[i] for i in range(len(groups)) if i != number):
            others = {tuple(map(sum, zip(a, b, strict=True))) for a in others for b in other}
        left = [
            counts
            for counts in own
            if any(fits(tuple(map(sum, zip(counts, rest, strict=True))), told["9999"]) for rest in others)
        ]
        assert groups[number] in left
        for place, name in enumerate(NAMES):
            if name not in told[str(number)]:
                assert len({counts[place] for counts in left}) > 1
