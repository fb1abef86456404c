"""Complementary suppression: what a reader can subtract must not tell what is hidden.

The rule is row-wise. Where a total equals the sum of its parts (see `analys.disclosure.rows` and
`analys.disclosure.distributions`) and the total is shown, the shown parts can be taken from it. What is left,
the *rest*, must be nothing, or at least two hidden cells that together could have been shown: enough pupils,
and neither 1-4 nor nobody with (or without) the outcome. Pupils that no part is about, such as those with
neither Sv nor Sva, belong to the rest too. Where the total is hidden, at least one part is. The rule is
applied to every row until nothing changes, so a cell that is hidden in one row protects and burdens the rows
that it crosses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analys.disclosure.absence import add_sums, is_banded
from analys.disclosure.distributions import find_dependents, find_distribution_rows
from analys.disclosure.quantities import Count, Dependent, index, read_quantities
from analys.disclosure.ranges import collect_counts, find_victims
from analys.disclosure.rows import Row, find_rows
from analys.estimates.cells import POOLED, SUMMED
from analys.secrecy import points_out

COMPLEMENT = "komplement"
PARTS = "delar"
FEW_OF_SUM = "fa_utfall"


def find_complement(cells: pd.DataFrame, hidden: Mapping[str, str], troskel: int) -> dict[str, str]:
    """Hidden cells with their reasons, after adding "komplement" and "delar" where needed.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unique cells of all estimates together.
    hidden : mapping of str to str
        Cell id to reason, from primary suppression.
    troskel : int
        Fewest pupils behind a shown value.

    Notes
    -----
    Among the visible parts of a row, the one with fewest pupils that is enough is hidden (the one with fewest
    where none is), ties by cell id, parts that a reader misses least before others; the total is hidden only
    when there is no visible part. Hiding only grows, so the search ends.
    """
    told = read_quantities(cells)
    sums = add_sums(told)
    quantities = [*told, *sums]
    known = index(quantities)
    found = [*find_rows(quantities, troskel), *find_distribution_rows(known, troskel)]
    rows = [row for row in found if row.parts]
    dependents = find_dependents(known, troskel)
    result = dict(hidden)
    result |= {one.cell: FEW_OF_SUM for one in sums if points_out(one.n or 0, one.antal, troskel)}
    result |= {one.cell: PARTS for one in dependents if one.cell not in result and not one.sources}
    added = frozenset(one.cell for one in sums)
    counts = collect_counts([one for one in known.values() if is_banded(one)], added, rows)
    net = _connect(rows, dependents)
    waiting = set(range(len(rows)))
    new = list(result)
    while waiting or new:
        _settle(net, waiting, new, result)
        new = find_victims(counts, result)
        result |= dict.fromkeys(new, COMPLEMENT)
        waiting = {number for cell in new for number in net.crossing[cell]}
    result = {cell: reason for cell, reason in result.items() if cell not in added}
    return result | _find_broken(cells, result)


@dataclass(frozen=True)
class _Net:
    """Rows, by cell the numbers of the rows it stands in, and by cell the cells that fall with it."""

    rows: Sequence[Row]
    crossing: Mapping[str, list[int]]
    falling: Mapping[str, list[str]]


def _connect(rows: Sequence[Row], dependents: Iterable[Dependent]) -> _Net:
    crossing: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for cell in (row.total, *row.parts):
            crossing[cell].append(number)
    falling: dict[str, list[str]] = defaultdict(list)
    for dependent in dependents:
        for source in dependent.sources:
            falling[source].append(dependent.cell)
    return _Net(rows, crossing, falling)


def _settle(net: _Net, waiting: set[int], new: list[str], hidden: dict[str, str]) -> None:
    """Hide cells until every row is safe; only waiting rows and those of newly hidden cells are judged."""
    while waiting or new:
        while new:
            for cell in net.falling[new.pop()]:
                if cell not in hidden:
                    hidden[cell] = PARTS
                    new.append(cell)
                    waiting.update(net.crossing[cell])
        judged = sorted(waiting)
        waiting.clear()
        for number in judged:
            while choice := _choose(net.rows[number], hidden):
                hidden[choice] = COMPLEMENT
                new.append(choice)
                waiting.update(net.crossing[choice])


def _choose(row: Row, hidden: Mapping[str, str]) -> str:
    """The next cell of a row to hide, "" when the row tells nothing."""
    visible = [place for place, part in enumerate(row.parts) if part not in hidden]
    if _is_safe(row, visible, hidden):
        return ""
    if not visible:
        return "" if row.total in hidden else row.total
    visible.sort(key=lambda place: _preference(row, place))
    for place in visible:
        if _is_safe(row, [other for other in visible if other != place], hidden):
            return row.parts[place]
    return row.parts[visible[0]]


def _preference(row: Row, place: int) -> tuple[bool, int, str]:
    part, count = row.parts[place], row.counts[place]
    return part not in row.first, 0 if count is None else count.n, part


def _is_safe(row: Row, visible: Sequence[int], hidden: Mapping[str, str]) -> bool:
    """Whether a row tells nothing when these parts, and no others, are visible."""
    gone = len(row.parts) - len(visible)
    if row.total in hidden:
        return gone > 0
    if gone == 1 and _is_alone(row, hidden):
        return False
    if gone and (row.slack is not None or not visible):
        return True
    rest = _subtract(row, visible)
    if rest is None or rest.n < 0 or (rest.n == 0 and gone == 0):
        return True
    return not points_out(rest.n, rest.antal, row.least)


def _is_alone(row: Row, hidden: Mapping[str, str]) -> bool:
    """Whether the only hidden part follows from the others.

    Pupils whom no part is about cover a part that is hidden for others' sake, not one that must be hidden.
    """
    if not row.slack:
        return True
    return any(hidden.get(part, COMPLEMENT) not in (COMPLEMENT, PARTS) for part in row.parts)


def _subtract(row: Row, visible: Iterable[int]) -> Count | None:
    """What is left of a total; None when somebody's number is unknown to us, and so to the reader."""
    if row.whole is None:
        return None
    n, antal = row.whole
    for place in visible:
        count = row.counts[place]
        if count is None:
            return None
        n -= count.n
        antal = None if antal is None or count.antal is None else antal - count.antal
    return Count(n, antal)


def _find_broken(cells: pd.DataFrame, hidden: Mapping[str, str]) -> dict[str, str]:
    """Comparisons and smoothed values with a hidden part: they would give the part away."""
    broken: dict[str, str] = {}
    compared = cells[(cells["delar"] != "") & ~cells["jamforelse"].isin([POOLED, SUMMED])]
    compared = compared[compared["status"] != "saknas"]
    listed = [
        (cell, parts.split(" + "))
        for cell, parts in zip(compared["cell"], compared["delar"], strict=True)
        if cell not in hidden
    ]
    # A change of a gap depends on gaps, and the cells stand in no fixed order: go until stable.
    while True:
        new = {
            cell: PARTS
            for cell, parts in listed
            if cell not in broken and any(part in hidden or part in broken for part in parts)
        }
        if not new:
            return broken
        broken |= new
