"""One system of unknown whole numbers over everything published, and how far each hidden number can vary.

Every cell that counts pupils is an unknown: fixed where its number is shown, an interval where only its
rounded share is, 0 to all pupils where it is hidden. The relations are rows over them. Numbers that hang
together through hidden ones are solved together, component by component.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analys.attacker.relations import Left, Line, Relation
from analys.attacker.report import Cell, Key, Report, is_counted
from analys.attacker.shares import bound_counts
from analys.integers import Impossible, LinearRow, System, find_ranges

ANY = 10**6
"""Pupils of a group of which nobody tells how many they are."""

_LARGEST = 2**48

Bounds = Mapping[Key, tuple[int, int]]
Room = Callable[[Sequence[Key], np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Found:
    """Between which numbers a hidden number lies.

    Parameters
    ----------
    low, high : int
        Smallest and largest that were found possible.
    decided : bool
        Whether no more can be known, or it was wide enough already.
    """

    low: int
    high: int
    decided: bool


@dataclass(frozen=True)
class _Row:
    terms: tuple[tuple[Key, int], ...]
    least: int
    most: int


def bound_cells(report: Report) -> dict[Key, tuple[int, int]]:
    """Least and most of every number of pupils, by what its own cell tells."""
    return {cell.key: _bound(report, cell) for cell in report.levels() if is_counted(cell.key.indikator)}


def _bound(report: Report, cell: Cell) -> tuple[int, int]:
    if cell.antal is not None:
        return cell.antal, cell.antal
    size = report.sizes.get(cell.key)
    if size is None:
        return 0, ANY
    if cell.varde is not None and cell.key.jamforelse != "summa":
        low, high = bound_counts(cell.varde, size)
        if int(low) <= int(high):
            return int(low), int(high)
    return 0, size


def find_hidden(
    bounds: Bounds, relations: Sequence[Relation], wanted: Sequence[Key], has_room: Room | None
) -> dict[Key, Found]:
    """How small and how large each wanted number can be, whatever is published.

    Parameters
    ----------
    bounds : mapping of Key to tuple
        Least and most of each number by itself.
    relations : sequence of Relation
        How they hang together.
    wanted : sequence of Key
        Numbers to find.
    has_room : callable or None
        Of keys, with the smallest and largest found: which have room enough, so that no more is asked; nor
        of those that cannot have it. Without it every number is followed to its ends.
    """
    rows = [row for relation in relations if (row := _make_row(relation, bounds)) is not None]
    unknown = [key for key, (low, high) in bounds.items() if low != high]
    found = {
        key: Found(low, high, decided=True) for key in wanted for low, high in [bounds[key]] if low == high
    }
    asked = {key: None for key in wanted if key not in found}
    parts = [(keys, own) for keys, own in _components(unknown, rows) if not asked.keys().isdisjoint(keys)]
    members = [key for keys, _ in parts for key in keys]
    lines = [row for _, own in parts for row in own]
    try:
        return found | _solve(bounds, members, lines, list(asked), has_room)
    except Impossible:
        # Only what contradicts itself is in doubt.
        for keys, own in parts:
            mine = [key for key in keys if key in asked]
            try:
                found |= _solve(bounds, list(keys), own, mine, has_room)
            except Impossible:
                found |= {key: Found(*bounds[key], decided=False) for key in mine}
        return found


def _make_row(relation: Relation, bounds: Bounds) -> _Row | None:
    if isinstance(relation, Left):
        return None
    if isinstance(relation, Line):
        terms, least, most = relation.terms, relation.least, relation.most
    else:
        slack = ANY if relation.slack is None else relation.slack
        terms = tuple((part, 1) for part in relation.parts)
        least, most = -slack, 0
        if relation.total is not None:
            terms = (*terms, (relation.total, -1))
        elif relation.whole is not None:
            least, most = relation.whole - slack, relation.whole
    if any(key not in bounds for key, _ in terms):
        return None
    return _shrink(_Row(_take_known(terms, bounds), least, most), terms, bounds)


def _take_known(terms: Sequence[tuple[Key, int]], bounds: Bounds) -> tuple[tuple[Key, int], ...]:
    return tuple((key, factor) for key, factor in terms if bounds[key][0] != bounds[key][1])


def _shrink(row: _Row, terms: Sequence[tuple[Key, int]], bounds: Bounds) -> _Row | None:
    """The row without the numbers that are known, and with factors that whole sums can hold."""
    known = sum(bounds[key][0] * factor for key, factor in terms if bounds[key][0] == bounds[key][1])
    if not row.terms:
        return None
    least, most = row.least - known, row.most - known
    largest = sum(abs(factor) * max(map(abs, bounds[key])) for key, factor in row.terms)
    divisor = 1 + largest // _LARGEST
    if divisor == 1:
        return _Row(row.terms, least, most)
    # Factors too large are rounded, and the row widened by all that this can change.
    slack = sum(max(map(abs, bounds[key])) for key, _ in row.terms)
    coarse = tuple((key, round(factor / divisor)) for key, factor in row.terms)
    return _Row(coarse, least // divisor - slack, -(-most // divisor) + slack)


def _components(unknown: Iterable[Key], rows: Sequence[_Row]) -> Iterator[tuple[dict[Key, None], list[_Row]]]:
    """Unknown numbers that hang together, with their rows."""
    leader = {key: key for key in unknown}

    def lead(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for row in rows:
        first = lead(row.terms[0][0])
        for key, _ in row.terms[1:]:
            leader[lead(key)] = first
    members: dict[Key, dict[Key, None]] = defaultdict(dict)
    for key in leader:
        members[lead(key)][key] = None
    own: dict[Key, list[_Row]] = defaultdict(list)
    for row in rows:
        own[lead(row.terms[0][0])].append(row)
    yield from ((keys, own[first]) for first, keys in members.items())


def _solve(
    bounds: Bounds, members: Sequence[Key], rows: Sequence[_Row], wanted: Sequence[Key], has_room: Room | None
) -> dict[Key, Found]:
    place = {key: number for number, key in enumerate(members)}
    lines = tuple(
        LinearRow(
            tuple(place[key] for key, _ in row.terms), tuple(f for _, f in row.terms), row.least, row.most
        )
        for row in rows
    )
    low, high = np.array([bounds[key] for key in members], dtype="int64").reshape(-1, 2).T

    def settled(places: np.ndarray, least: np.ndarray, most: np.ndarray) -> np.ndarray:
        keys = [members[number] for number in places.tolist()]
        return np.zeros(len(keys), dtype=bool) if has_room is None else has_room(keys, least, most)

    ranges = find_ranges(
        System(low, high, lines),
        [place[key] for key in wanted],
        settled=settled,
        verdict_only=has_room is not None,
    )
    parts = zip(wanted, ranges.low.tolist(), ranges.high.tolist(), ranges.decided.tolist(), strict=True)
    return {key: Found(least, most, bool(decided)) for key, least, most, decided in parts}
