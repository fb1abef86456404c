"""Shares that are shown without their pupils, official totals, and orders, as the attacker tries them."""

import pandas as pd
import pytest

from analys.attacker.averages import find_means
from analys.attacker.orders import find_ordered
from analys.attacker.report import Key, make_report, read_cells
from analys.attacker.shares_official import add_official_sizes
from analys.attacker.shares_untold import find_untold
from analys.attacker.verdict import CLAIM, MEAN, PRIMARY

SHARE = "alla_amnen_ak9"
LASAR = "2025/26"


def row(
    varde, *, enhet="9999", kon="alla", n="", antal="", limits=("", ""), code=SHARE, status="visad", namn=""
):
    return {
        "cell": f"{code}|{enhet}|{LASAR}|{kon}|alla|",
        "indikator": code,
        "enhetstyp": "kommun" if enhet == "9999" else "skola",
        "enhet": enhet,
        "enhetsnamn": namn or enhet,
        "lasar": LASAR,
        "kon": kon,
        "svsva": "alla",
        "jamforelse": "",
        "kategori": "",
        "varde": varde,
        "undre": limits[0],
        "ovre": limits[1],
        "n": n,
        "antal": antal,
        "status": status,
        "tabell": "t",
    }


def report(*rows, sizes=None):
    return make_report(read_cells(pd.DataFrame(rows))[0], sizes or {})


def untold(*rows, sizes=None):
    return {(leak.kind, leak.cell) for leak in find_untold(report(*rows, sizes=sizes), 10)}


def test_a_count_and_its_share_are_a_number_of_pupils():
    # 5 with the outcome are 71 percent of 7 and of no other group.
    assert untold(row("71", antal="5")) == {(PRIMARY, f"{SHARE}|9999|{LASAR}|alla|alla|")}


def test_a_count_that_is_large_enough_is_none_to_point_out():
    # 30 are 60 percent of 50, 51 or 49.6: all could have been shown.
    assert untold(row("60", antal="30")) == set()


def test_a_share_with_its_limits_is_two_numbers():
    # 35 of 38 is 92.1 with Wilson's limits 79.2 and 97.3: three are without the outcome.
    assert len(untold(row("92,1", limits=("79,2", "97,3")))) == 1


def test_a_share_whose_pupils_the_class_lists_tell_is_a_count():
    key = Key(SHARE, "9999", LASAR)

    assert len(untold(row("96,0"), sizes={key: 75})) == 1  # 72 of 75: three without it
    assert untold(row("73,3"), sizes={key: 75}) == set()  # 55 of 75


def test_a_share_alone_is_no_number():
    # 66.7 percent are two of three, and two hundred of three hundred.
    assert untold(row("66,7")) == set()


def test_six_shares_together_are_numbers():
    # 72 of 75 girls and 73 of 87 boys are eligible, 55 and 61 passed all subjects: 145 and 116 of 162.
    rows = [
        row(value, kon=kon, code=code)
        for code, values in (
            (SHARE, ("71,6", "73,3", "70,1")),
            ("behorighet_yrkes", ("89,5", "96,0", "83,9")),
        )
        for value, kon in zip(values, ("alla", "flickor", "pojkar"), strict=True)
    ]

    assert untold(*rows) == {(PRIMARY, f"behorighet_yrkes|9999|{LASAR}|flickor|alla|")}


OFFICIAL = row("77,6", status="officiell")
SCHOOLS = (
    row("76", enhet="1", n="50", antal="38"),
    row("", enhet="2", status="skyddad"),
)


def test_an_official_total_is_of_its_parts_pupils():
    # 50 and 8 are 58, of whom 45 are 77.6 percent.
    key, hidden = (Key(SHARE, enhet, LASAR) for enhet in ("9999", "2"))

    assert add_official_sizes(report(OFFICIAL, *SCHOOLS, sizes={hidden: 8})).sizes[key] == 58


@pytest.mark.parametrize(
    ("official", "size"),
    [
        ("77,5", 8),  # no number of 58 is 77.5 percent
        ("60,3", 8),  # 35 of 58, and the shown school alone has 38
        ("98,3", 8),  # 57 of 58, and there are 46 at most
        ("77,6", None),  # nobody knows the other school's pupils
    ],
)
def test_an_official_total_of_other_pupils_tells_nothing(official, size):
    sizes = {} if size is None else {Key(SHARE, "2", LASAR): size}
    found = add_official_sizes(report({**OFFICIAL, "varde": official}, *SCHOOLS, sizes=sizes))

    assert Key(SHARE, "9999", LASAR) not in found.sizes


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ([("1", "Ö", "visad"), ("2", "Å", "skyddad"), ("3", "A", "visad")], False),  # by code
        ([("3", "A", "visad"), ("2", "Å", "skyddad"), ("1", "Ö", "visad")], False),  # by name
        ([("2", "Å", "skyddad"), ("3", "A", "visad"), ("1", "Ö", "visad")], True),
        ([("2", "Å", "visad"), ("3", "A", "visad"), ("1", "Ö", "visad")], False),  # nothing is hidden
    ],
)
def test_schools_in_any_other_order_may_tell_of_a_hidden_one(order, told):
    frame = pd.DataFrame([row("50", enhet=enhet, namn=namn, status=status) for enhet, namn, status in order])
    found = [(leak.kind, leak.tables) for leak in find_ordered(frame)]

    assert found == ([(CLAIM, ("t",))] if told else [])


def test_a_net_is_a_mean_of_lower_and_higher():
    # Of 40 pupils the net is 8; with Sv 10 of 36, so that the four with Sva have -2 together: two or more
    # of them have a lower grade.
    code = "np_netto_ak9_ma"
    rows = [
        row("20", n="40", code=code),
        {**row("28", n="36", code=code), "svsva": "sv", "cell": f"{code}|9999|{LASAR}|alla|sv|"},
        {**row("", code=code, status="skyddad"), "svsva": "sva", "cell": f"{code}|9999|{LASAR}|alla|sva|"},
    ]
    sizes = {Key(code, "9999", LASAR, svsva="sva"): 4}

    assert (MEAN, f"{code}|9999|{LASAR}|alla|sva|") in {
        (leak.kind, leak.cell) for leak in find_means(report(*rows, sizes=sizes), 10)
    }
