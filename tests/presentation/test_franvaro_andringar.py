"""Which claims the changes in absence carry: worked by hand from the intervals."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist

import pytest

from analys.estimates.cells import cell_id
from analys.indicators.franvaro import ARSKURSER, STADIER
from analys.parameters import RunParameters
from analys.presentation.franvaro_andringar import claim_changes, find_delta, summarise_changes
from analys.underlag import Underlag

NOW, BEFORE = "2025/26", "2024/25"
ALL = [*(grupp.kod for grupp in ARSKURSER), *(grupp.kod for grupp in STADIER), "alla"]


def run(**parameters):
    """A run without files: the summary reads tables only."""
    return Underlag(RunParameters(**parameters), Path())


@pytest.fixture
def make_changes(make_decided):
    """Function from changes, by group and band with their earlier share and interval, to the claims.

    A group that is named without an interval has levels but no change.
    """

    def make(changes, **parameters):
        rows = []
        for (kod, kategori), (before, *limits) in changes.items():
            code = f"franvaroband_vt_{kod}"
            for lasar in (BEFORE, NOW):
                rows.append(
                    {
                        "indikator": code,
                        "lasar": lasar,
                        "kategori": kategori,
                        "varde": before,
                        "n": 400,
                        "antal": 40,
                    }
                )
            if limits:
                low, high, *hidden = limits
                rows.append(
                    {
                        "indikator": code,
                        "lasar": NOW,
                        "kategori": kategori,
                        "jamforelse": "mot 2024/25",
                        "varde": round((low + high) / 2, 9),
                        "undre": low,
                        "ovre": high,
                        "n": 400,
                        "delar": " + ".join(
                            cell_id(code, "9999", lasar, kategori=kategori) for lasar in (NOW, BEFORE)
                        ),
                        "dold": bool(hidden),
                    }
                )
        table = make_decided(rows, id="franvaro_andring", titel="Frånvarons förändring")
        return summarise_changes(run(**parameters), {"franvaro_andring": table})

    return make


def tell(sweeps):
    """Each claim in short: band, direction, groups."""
    return [(one.kategori, one.riktning, [grupp.kod for grupp in one.grupper]) for one in sweeps]


def test_the_text_of_the_assignment_comes_from_the_data_alone(make_changes):
    # Decrease in 20–29 in åk 1–7, no change in 30–49 in åk 1–6, increase from 30 on the high stage.
    changes = {(f"ak{n}", "20–29"): (8.0, -5.0, -2.5) for n in range(1, 8)}
    changes |= {(f"ak{n}", "30–49"): (12.0, -1.0, 1.0) for n in range(1, 7)}
    changes |= {(f"ak{n}", "minst 30"): (6.0, 2.0, 6.0) for n in range(7, 10)}
    changes |= {("hog", "minst 30"): (6.0, 2.0, 5.0), ("lag", "minst 30"): (6.0, -4.0, 4.0)}

    found = make_changes(changes)

    assert tell(found.arskurser) == [
        ("20–29", "minskat", [f"ak{n}" for n in range(1, 8)]),
        ("30–49", "oförändrat", [f"ak{n}" for n in range(1, 7)]),
        ("minst 30", "ökat", ["ak7", "ak8", "ak9"]),
    ]
    assert tell(found.stadier) == [("minst 30", "ökat", ["hog"])]
    assert found.alla == ()
    assert found.provade == 16


def test_a_group_about_which_nothing_is_sure_breaks_the_row(make_changes):
    found = make_changes(
        {(f"ak{n}", "20–29"): (8.0, *((-6.0, 2.0) if n == 3 else (-6.0, -3.0))) for n in range(1, 6)}
    )

    assert tell(found.arskurser) == [
        ("20–29", "minskat", ["ak1", "ak2"]),
        ("20–29", "minskat", ["ak4", "ak5"]),
    ]


def test_a_hidden_change_breaks_the_row_and_claims_nothing(make_changes):
    found = make_changes(
        {
            ("ak1", "20–29"): (8.0, -6.0, -3.0),
            ("ak2", "20–29"): (8.0, -6.0, -3.0, "dold"),
            ("ak3", "20–29"): (8.0, -6.0, -3.0),
        }
    )

    assert tell(found.arskurser) == [("20–29", "minskat", ["ak1"]), ("20–29", "minskat", ["ak3"])]
    assert found.provade == 2


def test_the_direction_turns_between_two_year_groups(make_changes):
    found = make_changes({("ak1", "10–19"): (20.0, 4.0, 8.0), ("ak2", "10–19"): (20.0, -8.0, -4.0)})

    assert tell(found.arskurser) == [("10–19", "ökat", ["ak1"]), ("10–19", "minskat", ["ak2"])]
    assert all(one.tydlig for one in found.arskurser)


def test_an_increase_whose_size_is_uncertain_is_no_clear_one(make_changes):
    found = make_changes({("ak1", "10–19"): (20.0, 4.0, 8.0), ("ak2", "10–19"): (20.0, 1.0, 8.0)})

    assert tell(found.arskurser) == [("10–19", "ökat", ["ak1", "ak2"])]
    assert not found.arskurser[0].tydlig


def interval(z):
    """95 % interval of a change that lies `z` standard errors of 1 from 0."""
    half = NormalDist().inv_cdf(0.975)
    return z - half, z + half


def test_one_that_looks_sure_among_many_is_not_claimed(make_changes):
    # 35 changes that show nothing, and one 2.2 errors from 0: p = 0.028, but 0.05 / 36 is asked for.
    nothing = {
        (kod, kategori): (40.0, *interval(0.0))
        for kod in ALL[:9]
        for kategori in ("10–19", "20–29", "30–49", "minst 50")
    }
    one = {("ak5", "20–29"): (40.0, *interval(2.2))}

    assert make_changes({**nothing, **one}, delta_procent=0.5).arskurser == ()
    assert tell(make_changes(one, delta_procent=0.5).arskurser) == [("20–29", "ökat", ["ak5"])]
    # 3.3 errors: p = 0.00097 is below 0.05 / 36 = 0.0014.
    surer = make_changes({**nothing, ("ak5", "20–29"): (40.0, *interval(3.3))}, delta_procent=0.5)
    assert tell(surer.arskurser) == [("20–29", "ökat", ["ak5"])]


def test_the_rule_of_choice_is_benjamini_and_hochbergs():
    # Ten changes: the three smallest p lie below 0.005, 0.010 and 0.015, the fourth above 0.020.
    normal = NormalDist()
    p = [0.0049, 0.0099, 0.0149, 0.021, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    family = {number: _cell(*interval(normal.inv_cdf(1 - value / 2))) for number, value in enumerate(p)}

    claims = claim_changes(family, dict.fromkeys(family, 0.01))

    assert sorted(claims) == [0, 1, 2]


def _cell(low, high):
    from analys.disclosure.gate import ShownCell

    values = {"varde": (low + high) / 2, "undre": low, "ovre": high, "n": 100, "status": "visad"}
    return ShownCell(*(values.get(name, "") for name in ShownCell._fields))


def test_small_is_small_against_the_share_too(make_changes):
    # 1.0 to about 1.9 percent lies within ± 1, but is no small change: δ is 0.25.
    assert find_delta(1.0, run()) == 0.25
    assert find_delta(4.0, run()) == find_delta(80.0, run()) == 1.0
    assert find_delta(80.0, run(delta_procent=0.5)) == 0.5
    assert tell(make_changes({("ak9", "minst 50"): (1.0, 0.3, 0.9)}).arskurser) == [
        ("minst 50", "ökat", ["ak9"])
    ]
    assert make_changes({("ak9", "minst 50"): (1.0, -0.5, 0.5)}).arskurser == ()


def test_bands_together_tell_what_each_of_them_does(make_changes):
    found = make_changes(
        {
            ("ak8", "20–29"): (8.0, 3.0, 7.0),
            ("ak8", "30–49"): (8.0, 3.0, 7.0),
            ("ak8", "minst 50"): (8.0, -7.0, -3.0),
            ("ak8", "minst 20"): (24.0, 4.0, 8.0),
            ("ak8", "minst 30"): (16.0, 4.0, 8.0),
            ("ak9", "30–49"): (8.0, 3.0, 7.0),
        }
    )

    # In åk 8 "minst 20" says what 20–29 and "minst 30" say; 30–49 goes on in åk 9, so it is told.
    assert tell(found.arskurser) == [
        ("30–49", "ökat", ["ak8", "ak9"]),
        ("minst 50", "minskat", ["ak8"]),
        ("minst 20", "ökat", ["ak8"]),
    ]


def test_groups_without_a_change_are_named(make_changes):
    found = make_changes(
        {("ak1", "10–19"): (20.0,), ("ak2", "10–19"): (20.0, 4.0, 8.0), ("hog", "10–19"): (20.0,)}
    )

    assert [grupp.kod for grupp in found.ej_jamforda] == ["hog", "ak1"]


def test_without_the_table_there_is_nothing_to_say():
    assert summarise_changes(run(), {}) is None


def test_nothing_known_is_nothing_claimed(make_changes):
    found = make_changes({("ak1", "10–19"): (20.0,)})

    assert (found.arskurser, found.stadier, found.alla, found.provade) == ((), (), (), 0)
