"""Schools over several läsår: which läsår count together, who is in, and how changes are shrunken."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import pytest

from analys.estimates.cells import POOLED, SMOOTHED, cell_id, make_cells
from analys.estimates.school_levels import APART, MOST_PAIRED, comparable_lasar, compare_pairs, smooth_changes
from analys.indicators import REGISTRY

NOW, BEFORE, FIRST = "2025/26", "2024/25", "2023/24"
MERIT = REGISTRY["meritvarde_17"]


def school(enhet, lasar=NOW, **values):
    """A row of a school's level."""
    row = {"indikator": "meritvarde_17", "enhetstyp": "skola", "enhet": enhet, "enhetsnamn": f"Skola {enhet}"}
    return row | {"lasar": lasar, "varde": 220.0, "undre": 200.0, "ovre": 240.0, "n": 40} | values


@pytest.mark.parametrize(
    ("breaks", "lasar"),
    [
        ((), [FIRST, BEFORE, NOW]),
        ((FIRST,), [FIRST, BEFORE, NOW]),
        ((BEFORE,), [BEFORE, NOW]),
        ((FIRST, NOW), [NOW]),
        # A break that is still to come does not count.
        (("2026/27",), [FIRST, BEFORE, NOW]),
    ],
)
def test_three_lasar_are_taken_together_but_never_across_a_break(liten_underlag, breaks, lasar):
    indicator = dataclasses.replace(MERIT, breaks=breaks, break_notes=("x",) * len(breaks))

    assert comparable_lasar(indicator, liten_underlag) == lasar


def test_a_school_over_several_lasar_is_all_its_pupils_together(trend_tables):
    frame = trend_tables["trend_skolor"]
    share = frame[(frame["indikator"] == "behorighet_yrkes") & (frame["enhetstyp"] == "skola")]
    yearly = share[share["jamforelse"] == ""].groupby("enhet")[["antal", "n"]].sum()
    pooled = share[share["jamforelse"] == POOLED].set_index("enhet")

    assert len(pooled) == 3
    assert pooled["n"].to_dict() == yearly["n"].to_dict()
    assert pooled["antal"].to_dict() == yearly["antal"].to_dict()
    for enhet, cell in pooled.iterrows():
        exact = 100 * yearly.loc[enhet, "antal"] / yearly.loc[enhet, "n"]
        assert cell["varde"] == pytest.approx(exact, abs=0.05 if cell["n"] >= 100 else 0.5)
        assert cell["delar"] == " + ".join(
            cell_id("behorighet_yrkes", str(enhet), lasar) for lasar in (FIRST, BEFORE, NOW)
        )


def test_shrunken_values_lie_between_the_schools_own_and_the_mean(trend_tables):
    frame = trend_tables["trend_skolor"]
    merit = frame[(frame["indikator"] == "meritvarde_17") & (frame["enhetstyp"] == "skola")]
    own, smoothed, apart = (
        merit[merit["jamforelse"] == kind].set_index("enhet") for kind in (POOLED, SMOOTHED, APART)
    )

    assert len(own) == len(smoothed) == len(apart) == 3
    # Level minus distance is the same mean for all; rounded to a decimal each, so to 0.1.
    means = smoothed["varde"] - apart["varde"]
    assert means.max() - means.min() == pytest.approx(0, abs=0.11)
    between = (own["varde"] - smoothed["varde"]) * (smoothed["varde"] - means.mean())
    assert (between >= -0.2).all()
    assert (smoothed["delar"] == own["cell"]).all()


def test_every_two_schools_are_compared_in_each_lasar():
    units = ["10000001", "10000002", "10000003"]
    values = dict(zip(units, (210.0, 222.5, 240.25), strict=True))
    cells = make_cells([school(unit, year, varde=values[unit]) for unit in units for year in (BEFORE, NOW)])

    found = compare_pairs(cells, [BEFORE, NOW]).set_index(["lasar", "enhet", "jamforelse"])["varde"]

    assert len(found) == 6
    for year in (BEFORE, NOW):
        for a, b in combinations(units, 2):
            # 240.25 is shown as 240.3.
            shown = {**values, units[2]: 240.3}
            assert found[year, a, f"mot {b}"] == pytest.approx(shown[a] - shown[b])


def test_pairs_are_not_made_of_many_schools():
    few, many = (
        make_cells([school(f"{10000000 + i}") for i in range(count)])
        for count in (MOST_PAIRED, MOST_PAIRED + 1)
    )

    assert len(compare_pairs(few, [NOW])) == MOST_PAIRED * (MOST_PAIRED - 1) // 2
    assert compare_pairs(many, [NOW]).empty


def test_changes_of_schools_are_shrunken_towards_their_mean():
    changes = make_cells(
        [
            school(
                f"1000000{i}", jamforelse=f"mot {BEFORE}", varde=v, undre=v - 20, ovre=v + 20, delar="a + b"
            )
            for i, v in enumerate((-10.0, 0.0, 10.0, 40.0))
        ]
    )

    shrunken = smooth_changes(changes)

    assert (shrunken["jamforelse"] == f"{SMOOTHED} mot {BEFORE}").all()
    assert (shrunken["delar"] == "a + b").all()
    # The mean change is 10; equal errors, so distances keep their order, cross nothing and sum to nothing.
    distance = shrunken["varde"].tolist()
    assert sum(distance) == pytest.approx(0, abs=1e-6)
    assert distance[2] == pytest.approx(0, abs=1e-6)
    assert -20 < distance[0] < distance[1] < 0 < distance[3] < 30


def test_two_changes_tell_nothing_of_schools_spread():
    changes = make_cells([school(f"1000000{i}", jamforelse=f"mot {BEFORE}", delar="a + b") for i in range(2)])

    assert smooth_changes(changes).empty
