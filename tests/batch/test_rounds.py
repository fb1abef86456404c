"""Which reports may be made at the same time."""

from pathlib import Path

import pytest

from analys.batch.orders import Order, check_places
from analys.batch.rounds import arrange
from analys.errors import ParameterError
from analys.parameters import make_parameters


def order(namn, **values):
    asked = make_parameters({"kommun": "1961", "lasar": "2025/26"} | values)
    return Order(namn, asked, asked.lasar, Path(namn))


def names(orders):
    return [sorted("".join(one.namn for one in group) for group in groups) for groups in arrange(orders)]


def test_schools_are_made_beside_each_other_after_the_municipality():
    orders = [order("a", skola="10000001"), order("b", skola="10000002", titel="T"), order("K")]

    assert names(orders) == [["K"], ["ab"]]


def test_schools_with_other_numbers_wait():
    """Both plans would be written to the same place."""
    orders = [
        order("a", skola="10000001"),
        order("b", skola="10000001", utgava="dialog"),
        order("c", skola="10000002", troskel=15),
    ]

    assert names(orders) == [["ab"], ["c"]]


def test_municipalities_and_lasar_do_not_wait_for_each_other():
    orders = [order("a"), order("b", kommun="1980"), order("c", lasar="2024/25")]

    assert names(orders) == [["a", "b", "c"]]


def test_reports_beside_a_decided_one_are_made_one_by_one():
    """What is fastställt is an input of what comes after it, an earlier läsår's before a later's."""
    orders = [
        order("b", skola="10000001"),
        order("a", status="fastställd", datum="2026-10-01"),
        order("c", skola="10000002"),
        order("d", lasar="2024/25"),
        order("e", kommun="1980"),
    ]

    assert names(orders) == [["d", "e"], ["a"], ["b"], ["c"]]


def test_no_order_is_lost():
    orders = [order(str(number), skola=f"1000000{number % 3}", troskel=10 + number) for number in range(7)]

    made = [one for groups in arrange(orders) for group in groups for one in group]

    assert sorted(made, key=lambda one: one.namn) == orders


def test_two_reports_in_one_place_are_told_of():
    with pytest.raises(ParameterError, match="”a”"):
        check_places([order("a"), order("b"), order("a", titel="Y")])
    check_places([order("a"), order("b")])
