"""Rounds: which reports may be made at the same time without one changing what another reads.

Reports of the same municipality and läsår have one work folder. Its schools' reports take the municipality's
plan from there, so that those with the same numbers may be made beside each other, and no others. A report
that is fastställd is an input of those that are made after it, so that all of that municipality's are made
one by one. The order never depends on how many are made at a time; that is why the bytes do not either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from analys.batch.orders import Order
from analys.parameters import WITHOUT_EFFECT

Group = tuple[Order, ...]
"""Reports of one municipality and läsår that may be made beside each other."""


def arrange(orders: Iterable[Order]) -> list[list[Group]]:
    """Orders in rounds: those of a round may all be made at the same time.

    Parameters
    ----------
    orders : iterable of Order

    Returns
    -------
    list of list of tuple of Order
        The rounds, each with its groups: reports that have their shared step in common.
    """
    ordered = sorted(orders, key=lambda one: (one.kommun, one.lasar, one.skola != ""))
    decided = {order.kommun for order in ordered if order.is_decided}
    lanes: dict[tuple[str, ...], list[Order]] = {}
    for order in ordered:
        lane = (order.kommun,) if order.kommun in decided else (order.kommun, order.lasar)
        lanes.setdefault(lane, []).append(order)
    rounds = zip_longest(*(_group(lane, one_by_one=len(key) == 1) for key, lane in lanes.items()))
    return [[group for group in one if group] for one in rounds]


def _group(lane: Sequence[Order], *, one_by_one: bool) -> list[Group]:
    groups: dict[object, list[Order]] = {}
    for number, order in enumerate(lane):
        alone = one_by_one or not order.skola
        groups.setdefault(number if alone else _numbers_of(order), []).append(order)
    return [tuple(group) for group in groups.values()]


def _numbers_of(order: Order) -> tuple[tuple[str, object], ...]:
    """Parameters that the municipality's numbers depend on."""
    return tuple((k, v) for k, v in order.asked.model_dump().items() if k not in WITHOUT_EFFECT)
