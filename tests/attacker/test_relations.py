"""Each way that numbers hang together gives one hidden number away; with one more hidden it does not.

All numbers are worked by hand. The hidden cell always has 1-4 pupils with or without the outcome.
"""

import pytest
from small_reports import cell, hide

from analys.attacker.verdict import ROOM

GRADES = "FEDCBA"


def school(enhet, n, antal, indikator="alla_amnen_ak9", **more):
    return cell(indikator, n, antal, enhet=enhet, enhetstyp="skola", **more)


def grades(counts):
    """A whole table of two grades with its margins; nobody in the pairs that are not given."""
    body = {(p, b): counts.get(p + b, 0) for p in GRADES for b in GRADES}
    rows = {f"{p} till {b}": count for (p, b), count in body.items()}
    rows |= {f"{p} till alla": sum(body[p, b] for b in GRADES) for p in GRADES}
    rows |= {f"alla till {b}": sum(body[p, b] for p in GRADES) for b in GRADES}
    rows["alla till alla"] = sum(body.values())
    keys = {"jamforelse": "tre läsår"}
    return {
        name: cell("np_overgang_ak9_ma", n, varde=n, kategori=name, **keys) | {"size": n}
        for name, n in rows.items()
    }


def parts(indikator, n, **counts):
    return [cell(indikator, n, antal, kategori=name.replace("_", " ")) for name, antal in counts.items()]


BANDS = [
    cell("franvaroband_vt_alla", 150, antal, kategori=name)
    for name, antal in [
        ("under 10", 100), ("10–19", 25), ("20–29", 10), ("30–49", 12), ("minst 50", 3), ("minst 30", 15),
    ]
]  # fmt: skip
TABLE = grades({"EE": 30, "ED": 20, "DD": 40, "DE": 3})
OTHERS = [name for name in TABLE if name != "D till E"]
SEEN = cell("np_netto_ak9_ma", 50, varde=20)
FOUR = parts("np_bedomning_ak3_ma", 60, når_båda=33, bara_provet=3, bara_bedömningen=12, når_inget=12)

CASES = {
    # 40 of 60, and the boys 13 of 30: the girls 27 of 30.
    "kön": (
        [cell("alla_amnen_ak9", 60, 40), cell("alla_amnen_ak9", 30, 13, kon="pojkar")],
        cell("alla_amnen_ak9", 30, 27, kon="flickor"),
        [1],
    ),
    "Sv och Sva": (
        [cell("alla_amnen_ak9", 60, 40), cell("alla_amnen_ak9", 30, 13, svsva="sv")],
        cell("alla_amnen_ak9", 30, 27, svsva="sva"),
        [1],
    ),
    "skolor": (
        [cell("alla_amnen_ak9", 90, 60), school("1", 30, 20), school("2", 30, 13)],
        school("3", 30, 27),
        [2],
    ),
    "läsår tillsammans": (
        [
            cell("alla_amnen_ak9", 90, 60, jamforelse="tre läsår"),
            cell("alla_amnen_ak9", 30, 20, lasar="2024/25"),
            cell("alla_amnen_ak9", 30, 13),
        ],
        cell("alla_amnen_ak9", 30, 27, lasar="2023/24"),
        [2],
    ),
    "två prov": (
        [cell("np_ak3_svsva", 60, 40), cell("np_ak3_sv", 30, 13)],
        cell("np_ak3_sva", 30, 27),
        [1],
    ),
    "fördelning": (
        parts("np_relation_ak9_ma", 60, lika=40, högre=17),
        cell("np_relation_ak9_ma", 60, 3, kategori="lägre"),
        [0],
    ),
    # From 30 percent up they are 15, and 12 of them under 50; hidden too, the other is anything up to 15.
    "band tillsammans": ([*BANDS[:4], BANDS[5]], BANDS[4], [3]),
    "årskurser": (
        [
            cell("franvarobortfall_vt_alla", 150, 75),
            cell("franvarobortfall_vt_lag", 50, 27),
            cell("franvarobortfall_vt_mellan", 50, 45),
        ],
        cell("franvarobortfall_vt_hog", 50, 3),
        [2],
    ),
    # Those with D on the test: 43, of whom 40 got a D. Hidden with them in pairs, any number fits.
    "från provbetyg till betyg": (
        [TABLE[name] for name in OTHERS],
        TABLE["D till E"],
        [place for place, name in enumerate(OTHERS) if name in ("E till E", "E till D", "D till D")],
    ),
    # 45 of 60 agree, so that test and judgement differ in 15; 12 one way.
    "samstämmighet": (
        [hide(FOUR[0]), FOUR[2], hide(FOUR[3]), cell("np_samstammig_ak3_ma", 60, 45)],
        FOUR[1],
        [1],
    ),
    "kravnivå": ([FOUR[0], hide(FOUR[2]), hide(FOUR[3]), cell("np_ak3_ma", 60, 36)], FOUR[1], [0]),
    # 10 percent of 180 pairs of pupil and test is 17.1-18.9, so 18; 15 lack one of the other two.
    "prov utan provbetyg": (
        [
            cell("np_bortfall_ak6", 60, varde=10),
            *(
                cell(f"np_resultat_ak6_{test}", 60, antal, kategori="provbetyg")
                for test, antal in (("ma", 50), ("en", 55))
            ),
        ],
        cell("np_resultat_ak6_svsva", 60, 57, kategori="provbetyg"),
        [2],
    ),
    # 20 percent of 50 is 9.75-10.25, so 10 more have a higher grade than a lower: 13 and 3.
    "netto": (
        [SEEN, hide(parts("np_relation_ak9_ma", 50, lika=34)[0]), *parts("np_relation_ak9_ma", 50, högre=13)],
        cell("np_relation_ak9_ma", 50, 3, kategori="lägre"),
        [2],
    ),
    # 13 of 30 is 43 percent, and the girls 47 points more: 27 of 30 and no other number.
    "skillnad": (
        [
            cell("alla_amnen_ak9", 30, 13, kon="pojkar"),
            cell("alla_amnen_ak9", 30, varde=47, jamforelse="flickor-pojkar"),
        ],
        cell("alla_amnen_ak9", 30, 27, kon="flickor"),
        [0],
    ),
    # 56 of 60 are eligible for the harder programme, so 56-60 for the easier.
    "behörighet": ([cell("behorighet_es", 60, 56)], cell("behorighet_yrkes", 60, 58), [0]),
}


def find_room(verdict):
    return [leak.cell for leak in verdict.leaks if leak.kind == ROOM]


@pytest.mark.parametrize("name", CASES)
def test_what_the_shown_numbers_leave_is_found(try_on, name):
    shown, secret, _ = CASES[name]

    verdict = try_on([*shown, hide(secret)])

    assert find_room(verdict) == [secret["cell"]]
    assert verdict.undecided == ()


@pytest.mark.parametrize("name", CASES)
def test_with_one_more_hidden_it_is_not(try_on, name):
    shown, secret, more = CASES[name]
    rows = [hide(row) if place in more else row for place, row in enumerate(shown)]

    verdict = try_on([*rows, hide(secret)])

    assert find_room(verdict) == []
    assert verdict.undecided == ()


def test_the_parts_of_a_test_tell_whom_they_are_of(try_on):
    # The parts are told of those whom the judgement alone says reach the criteria: 56 of 60.
    part = cell("np_delprov_ak3_ma_a", 56, 20)
    four = [
        hide(row) for row in parts("np_bedomning_ak3_ma", 60, når_båda=1, bara_provet=1, bara_bedömningen=56)
    ]

    assert find_room(try_on([part, *four, hide(FOUR[3])])) != []
    assert find_room(try_on([hide(part), *four, hide(FOUR[3])])) == []


def test_failed_in_the_table_of_two_grades_are_failed_in_the_trend(try_on):
    # Everybody with a provbetyg has a grade; 2 of 93 failed, as the table's margin tells.
    table = grades({"FF": 2, "EE": 50, "DD": 41})
    relation = parts("np_relation_ak9_ma", 93, lägre=0, lika=93, högre=0)
    trend = cell("np_ak9_ma", 93, 91)

    told = try_on([*table.values(), *relation, hide(trend)])
    hushed = [hide(row) if "F" in name or "E till E" in name else row for name, row in table.items()]
    hushed = [hide(row) if row["kategori"] in ("alla till E", "E till alla") else row for row in hushed]

    assert trend["cell"] in find_room(told)
    assert trend["cell"] not in find_room(try_on([*hushed, *relation, hide(trend)]))


def test_the_net_of_all_subjects_tells_of_the_one_that_is_hidden(try_on):
    # Three tests, 40 pupils each: nets 10/40 and 5/40, and 20 percent of 120 pairs is 23.4-24.6: 24 in all.
    def relation(amne, **counts):
        return parts(f"np_relation_ak6_{amne}", 40, **counts)

    shown = [*relation("ma", lägre=10, lika=10, högre=20), *relation("en", lägre=10, lika=15, högre=15)]
    lower, equal, higher = relation("sv", lägre=3, lika=25, högre=12)
    net = cell("np_netto_ak6", 40, varde=20)

    assert find_room(try_on([*shown, net, hide(lower), hide(equal), higher])) == [lower["cell"]]
    assert find_room(try_on([*shown, hide(net), hide(lower), hide(equal), higher])) == []


def headcount(name, n, *, hidden=False):
    return cell("franvaro_antal_ak9", n, varde=n, kategori=name, hidden=hidden)


def test_pupils_left_out_of_the_analysis_are_known_by_how_many_there_are(try_on):
    # Class lists tell all 103 of åk 9: 60 analysed, 40 without absence data, and so 3 without grades of åk 6.
    analysed, without = headcount("elever i analysen", 60), headcount("elever utan uppgift om frånvaro", 40)
    few = headcount("elever med uppgift om frånvaro men utan betyg i årskurs 6", 3, hidden=True)

    assert find_room(try_on([analysed, without, few])) == [few["cell"]]
    assert find_room(try_on([analysed, hide(without), few])) == []


def test_parts_of_which_some_may_be_missing_need_not_be_everybody(try_on):
    # Without class lists nobody knows whether the schools told of are all of them.
    total = cell("alla_amnen_ak9", 60, 40)
    shown = school("1", 30, 13)
    secret = hide(school("2", 30, 27))

    assert find_room(try_on([total, shown, secret])) == [secret["cell"]]
    assert find_room(try_on([total, shown, secret], sizes={})) == []


def test_bands_that_leave_a_gap_are_not_everybody(try_on):
    # Without 20-29 the two highest are anything up to what is left.
    low = [row for row in BANDS if row["kategori"] in ("under 10", "10–19")]
    high = [hide(row) for row in BANDS if row["kategori"] in ("30–49", "minst 50")]

    assert find_room(try_on([*low, *high])) == []


def test_a_school_without_results_hides_nobody(try_on):
    shown, secret, _ = CASES["skolor"]
    gone = hide(school("4", 30, 20)) | {"status": "saknas", "size": None}

    assert find_room(try_on([*shown, hide(secret), gone])) == [secret["cell"]]
