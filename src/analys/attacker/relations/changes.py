"""Shown differences: between läsår, between girls and boys or Sv and Sva, and to another school.

Each side was rounded before the difference was taken, and the difference is rounded as its own number of
pupils asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from analys.attacker.relations.forms import Line
from analys.attacker.relations.partitions import SPLITS
from analys.attacker.report import Cell, Key, Report, is_share
from analys.estimates.rounding import decimals_of
from analys.indicators.enkat_statistik import MOT_ELEVER
from analys.indicators.measures import MEASURES

_LASAR = re.compile("([0-9]{4}/[0-9]{2})")
_SCHOOL = re.compile("[0-9]{8}")


def find_changes(report: Report) -> Iterator[Line]:
    """Every shown difference of two shares."""
    for cell in report.cells.values():
        if cell.key.jamforelse == "" or cell.varde is None or not is_share(cell.key.indikator):
            continue
        sides = list_sides(cell.key)
        found = report.find(side for side, _ in sides)
        known = len(found) == len(sides) and all(one.key in report.sizes for one in found)
        if known and any(one.hidden for one in found):
            yield from _write(report, cell, cell.varde, sides)


def list_sides(key: Key) -> list[tuple[Key, int]]:
    """The levels that a difference is taken between, each with its sign; none where it is no difference.

    Examples
    --------
    >>> for side, sign in list_sides(Key("a", "1", "2025/26", jamforelse="flickor-pojkar mot 2024/25")):
    ...     print(sign, side.lasar, side.kon)
    1 2025/26 flickor
    -1 2025/26 pojkar
    -1 2024/25 flickor
    1 2024/25 pojkar
    """
    gap, _, other = key.jamforelse.partition("mot ")
    level = key._replace(jamforelse="")
    sides = [(level, 1)]
    for column, (first, second) in SPLITS.items():
        if gap.strip() == f"{first}-{second}":
            sides = [(level._replace(**{column: first}), 1), (level._replace(**{column: second}), -1)]
            gap = ""
    if gap.strip() == MOT_ELEVER:
        pupils = key.indikator.replace("enkat_personal_", "enkat_elev_")
        return [(level, 1), (level._replace(indikator=pupils), -1)]
    if gap.strip():
        return []
    if _LASAR.fullmatch(other):
        return [*sides, *((side._replace(lasar=other), -sign) for side, sign in sides)]
    if _SCHOOL.fullmatch(other):
        return [*sides, *((side._replace(enhet=other), -sign) for side, sign in sides)]
    return [] if other or len(sides) == 1 else sides


def _write(report: Report, cell: Cell, value: Decimal, sides: list[tuple[Key, int]]) -> Iterator[Line]:
    sizes = [report.sizes[side] for side, _ in sides]
    if 0 in sizes:
        return
    measure = MEASURES[cell.key.indikator]
    decimals = [decimals_of(measure, size) for size in sizes]
    halves = [Fraction(1, 2 * 10**count) for count in decimals]
    own = max(-int(value.as_tuple().exponent), 0)
    if own < max(decimals):
        halves.append(Fraction(1, 2 * 10**own))
    error = sum(halves, Fraction(0))
    product = 1
    for size in sizes:
        product *= size
    terms = tuple(
        (side, 100 * sign * product // size) for (side, sign), size in zip(sides, sizes, strict=True)
    )
    low, high = (Fraction(value) - error) * product, (Fraction(value) + error) * product
    yield Line("skillnad", terms, ceil(low), floor(high))
