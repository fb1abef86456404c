"""Cells in disguise: what is left of a shown total when its shown parts are taken from it.

The hidden parts together, and pupils that no part is about, are groups that a reader can compute. Each must
be one that could have been shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analys.attacker.model import Bounds
from analys.attacker.outside import name_cell
from analys.attacker.relations import Left, Relation, Sum
from analys.attacker.report import Key, Report, is_headcount, least_pupils
from analys.attacker.verdict import REST, Leak
from analys.secrecy import FEW, points_out


def find_rests(report: Report, bounds: Bounds, relations: Iterable[Relation], troskel: int) -> Iterator[Leak]:
    """Every rest that points somebody out, told of its total."""
    for row in relations:
        if isinstance(row, Sum) and row.total is not None and _points_out(report, bounds, row, troskel):
            yield _leak(report, row.total)
        elif isinstance(row, Left) and _left_points_out(bounds, row, troskel):
            yield _leak(report, row.cell)


def _leak(report: Report, key: Key) -> Leak:
    return Leak(REST, tuple(sorted(set(report.cells[key].tabeller))), name_cell(key))


def _left_points_out(bounds: Bounds, row: Left, troskel: int) -> bool:
    """Whether pupils left out are told too much of; that they are more than four is no result of theirs."""
    if row.pupils <= 0:
        return False
    if not row.terms:
        return row.pupils <= FEW
    counts = [_known(bounds, key) for key, _ in row.terms]
    if None in counts:
        return False
    antal = row.given + sum(
        (count or 0) * factor for count, (_, factor) in zip(counts, row.terms, strict=True)
    )
    return points_out(row.pupils, antal, troskel)


def _points_out(report: Report, bounds: Bounds, row: Sum, troskel: int) -> bool:
    whole = _known(bounds, row.total)
    if whole is None or row.total is None:
        return False
    counts = {part: count for part in row.parts if (count := _known(bounds, part)) is not None}
    gone = len(row.parts) - len(counts)
    left = whole - sum(counts.values())
    if not row.people:
        # Parts of outcome: those hidden are as many as the rest, and neither few nor nobody.
        least = least_pupils(row.total.indikator, troskel) if is_headcount(row.total.indikator) else 1
        return gone > 0 and (row.slack == 0) and left < max(FEW + 1, least)
    pupils = [report.sizes.get(part) for part in counts]
    size = report.sizes.get(row.total)
    if size is None or None in pupils:
        return False
    rest = size - sum(n or 0 for n in pupils)
    least = max(least_pupils(key.indikator, troskel) for key in (row.total, *row.parts))
    return rest > 0 and points_out(rest, left, least)


def _known(bounds: Bounds, key: Key | None) -> int | None:
    low, high = bounds.get(key, (0, 1)) if key is not None else (0, 1)
    return low if low == high else None
