"""Differences between cells: published intervals, values that add up, and whom they are computed from."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analys.estimates.cells import cell_id, make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.intervals import share

NOW, BEFORE = "2025/26", "2024/25"


def level(lasar, *, code="behorighet_yrkes", enhet="1961", **values):
    """A row of a level; without values of its own a published one."""
    row = {"indikator": code, "enhetstyp": "kommun", "enhet": enhet, "enhetsnamn": "H", "lasar": lasar}
    return row | values


def counted(lasar, antal, n):
    """A share with its Wilson interval."""
    found = share(antal, n)
    limits = {"varde": found.varde, "undre": found.undre, "ovre": found.ovre}
    return level(lasar, **limits, n=n, antal=antal, kalla="Egen")


def compare(left, right, **keys):
    """The difference cell of two levels, None when there is none."""
    cells = make_cells([left, right])
    found = compute_differences(cells, [Pair(*cells["cell"], "mot 2024/25", **keys)])
    return None if found.empty else found.iloc[0]


@pytest.mark.parametrize(
    ("now", "before", "undre", "ovre"),
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10 (hybrid score).
    [
        ((56, 70), (48, 80), 5.24, 33.39),
        ((9, 10), (3, 10), 17.05, 80.90),
        ((5, 56), (0, 29), -3.81, 19.26),
        ((10, 10), (0, 20), 67.91, 100.00),
    ],
)
def test_intervals_of_shares_are_the_published_ones(now, before, undre, ovre):
    change = compare(counted(NOW, *now), counted(BEFORE, *before))

    assert (change["undre"], change["ovre"]) == pytest.approx((undre, ovre), abs=0.0051)


def test_the_reader_can_subtract_what_is_shown():
    # Unrounded 218.24 - 208.46 = 9.78, shown 9.8; but 218.2 - 208.5 = 9.7.
    now = level(NOW, code="meritvarde_17", varde=218.24, undre=210.0, ovre=226.0, n=150)
    before = level(BEFORE, code="meritvarde_17", varde=208.46, undre=200.0, ovre=216.0, n=160)

    assert compare(now, before)["varde"] == 9.7


def test_a_difference_has_the_left_cells_keys_the_fewer_pupils_and_its_parts():
    change = compare(counted(NOW, 56, 70), counted(BEFORE, 48, 80))

    left, right = (cell_id("behorighet_yrkes", "1961", lasar) for lasar in (NOW, BEFORE))
    assert change["cell"] == cell_id("behorighet_yrkes", "1961", NOW, jamforelse="mot 2024/25")
    assert change["delar"] == f"{left} + {right}"
    assert change["n"] == 70
    assert pd.isna(change["antal"])
    assert (change["kalla"], change["status"]) == ("Egen", "beraknad")


def test_keys_can_be_overridden_so_that_a_gap_belongs_to_no_group():
    cells = make_cells([level(NOW, varde=240.0, kon="flickor"), level(NOW, varde=210.0, kon="pojkar")])
    pair = Pair(*cells["cell"], "flickor-pojkar", (("kon", "alla"),))

    (gap,) = compute_differences(cells, [pair]).to_dict("records")

    assert (gap["kon"], gap["varde"]) == ("alla", 30.0)


def test_two_published_values_give_a_difference_without_interval():
    change = compare(
        level(NOW, varde=85.2, status="officiell", kalla="Källa: Kolada, N15436, 2025/26"),
        level(BEFORE, varde=79.8, status="officiell", kalla="Källa: Kolada, N15436, 2024/25"),
    )

    assert change["varde"] == 5.4
    assert math.isnan(change["undre"]) and math.isnan(change["ovre"])
    assert change["status"] == "officiell"
    assert change["kalla"] == "Källa: Kolada, N15436, 2025/26; Källa: Kolada, N15436, 2024/25"


def test_a_published_reference_is_taken_as_known():
    own = level(NOW, varde=80.0, undre=70.0, ovre=88.0, n=150)
    nation = level(NOW, enhet="0000", varde=75.0, status="officiell")

    distance = compare(own, nation)

    # 80 (70 to 88) minus exactly 75.
    assert (distance["varde"], distance["undre"], distance["ovre"]) == pytest.approx((5, -5, 13))
    assert distance["status"] == "beraknad"


@pytest.mark.parametrize(
    "right",
    [
        level(BEFORE, varde=float("nan"), status="saknas"),
        level(BEFORE, varde=float("nan")),
    ],
)
def test_what_is_missing_gives_no_difference(right):
    assert compare(counted(NOW, 56, 70), right) is None


def test_a_pair_with_an_unknown_cell_is_left_out():
    cells = make_cells([counted(NOW, 56, 70)])

    assert compute_differences(cells, [Pair(cells["cell"][0], "finns inte", "mot 2024/25")]).empty
