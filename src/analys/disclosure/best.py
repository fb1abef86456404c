"""The best choice of what to hide, in parts of the report that are small enough to find it for.

The rules hide one cell after another and never look back, so another choice may cost a reader less. Where
rows connect few cells the least loss is found by `optimum`, which knows the rows and the room in whole
numbers: the least among the choices in which every hidden count keeps its room. The rules ask a little less:
a count that could have been shown whatever it is needs no room. So its choice is taken only where it costs
less than theirs, and only when they, applied anew, add nothing to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analys.disclosure.complement import COMPLEMENT, PARTS, Net
from analys.disclosure.counts import Counts
from analys.disclosure.optimum import Cell, Problem, Relation, Rest, choose
from analys.disclosure.rows import Equation, Row
from analys.disclosure.widths import Price, find_limits, find_narrow, limit_by_totals
from analys.integers.system import Whole
from analys.secrecy import ROOM, has_room

MOST_CELLS = 30
"""Cells that rows connect, beyond which the best is not sought: with a hundred it can take seconds."""


class Choice(NamedTuple):
    """What was tried, and what came of it.

    Parameters
    ----------
    tried, better : int
        Parts that were small enough, and those of them where another choice cost less.
    """

    tried: int
    better: int


class _Part(NamedTuple):
    cells: tuple[str, ...]
    rows: tuple[Row, ...]
    equations: tuple[Equation, ...]
    follows: tuple[tuple[str, str], ...]


def find_best(
    net: Net, counts: Counts, hidden: dict[str, str], *, added: frozenset[str], price: Price
) -> Choice:
    """Hide what costs least in every small part; `hidden` changes where something else is better.

    Parameters
    ----------
    net, counts : Net and Counts
        Rows and counts of the report.
    hidden : dict of str to str
        A safe choice, cell id to reason; changes.
    added : frozenset of str
        Sums that no table has: never shown, and not to be kept uncertain for their own sake.
    price : callable
        What a reader loses with a cell.
    """
    falling = {cell for cells in net.falling.values() for cell in cells}
    # How much room a count needs depends on which totals are shown; first as if all of them were. What is
    # hidden in one part changes nothing in another, so both are the same for all parts.
    forced = {cell for cell, why in hidden.items() if why != COMPLEMENT and cell not in falling}
    limits = [limit_by_totals(counts, frozenset(unseen) | added) for unseen in (forced, hidden)]
    tried, better = 0, 0
    for part in _split(net, counts):
        free = [cell for cell in part.cells if hidden.get(cell) == COMPLEMENT and cell not in added]
        if not free or len(part.cells) > MOST_CELLS or any(one.teller for one in part.equations):
            continue
        tried += 1
        must = {cell for cell in part.cells if cell in hidden and cell not in free and cell not in falling}
        for ends in limits:
            problem = _describe(part, counts, must, hidden, ends, net.public, added, price)
            choice = choose(problem)
            before = sum(one.weight for one in problem.cells if one.id in hidden)
            after = sum(one.weight for one in problem.cells if one.id in choice.hidden)
            if not choice.optimal or after >= before:
                break
            other = {cell: why for cell, why in hidden.items() if cell not in part.cells or cell in must}
            for cell in sorted(choice.hidden):
                other.setdefault(cell, PARTS if cell in falling else COMPLEMENT)
            if _is_confirmed(net, counts, other, part, added):
                hidden.clear()
                hidden.update(other)
                better += 1
                break
    return Choice(tried, better)


def _is_confirmed(
    net: Net, counts: Counts, hidden: dict[str, str], part: _Part, added: frozenset[str]
) -> bool:
    settled = dict(hidden)
    net.settle(settled, part.cells)
    unseen = frozenset(hidden) | added
    asked = counts.find_hidden(set(part.cells) & hidden.keys()) & ~counts.find_hidden(added | net.public)
    return len(settled) == len(hidden) and not len(
        find_narrow(counts, unseen, asked, find_limits(counts, unseen))
    )


def _split(net: Net, counts: Counts) -> Iterator[_Part]:
    """Parts of the report that neither rows nor equations connect, in the order of their cells."""
    pairs = [(first, second) for first, cells in net.falling.items() for second in cells]
    groups = [
        *((*row.parts, *([row.total] if row.total else [])) for row in net.rows),
        *(one.cells for one in counts.equations),
        *pairs,
    ]
    ids = sorted({cell for group in groups for cell in group})
    place = {cell: number for number, cell in enumerate(ids)}
    edges = np.array(
        [(place[group[0]], place[cell]) for group in groups for cell in group[1:]], dtype="int64"
    ).reshape(-1, 2)
    graph = coo_array((np.ones(len(edges)), edges.T), shape=(len(ids), len(ids)))
    number, label = connected_components(graph, directed=False)
    cells: list[list[str]] = [[] for _ in range(number)]
    for cell in ids:
        cells[label[place[cell]]].append(cell)
    rows, equations, follows = (defaultdict(list) for _ in range(3))
    for row in net.rows:
        rows[label[place[row.parts[0]]]].append(row)
    for one in counts.equations:
        if one.cells:
            equations[label[place[one.cells[0]]]].append(one)
    for first, second in pairs:
        follows[label[place[first]]].append((first, second))
    for at, own in enumerate(cells):
        yield _Part(tuple(own), tuple(rows[at]), tuple(equations[at]), tuple(follows[at]))


def _describe(
    part: _Part,
    counts: Counts,
    must: Collection[str],
    hidden: Mapping[str, str],
    limits: tuple[Whole, Whole],
    public: Collection[str],
    added: frozenset[str],
    price: Price,
) -> Problem:
    cells = []
    for cell in part.cells:
        at = counts.places.get(cell)
        weight = 0 if cell in added or cell in public else 1 + price(cell)[0]
        known = cell in public
        if at is None:
            cells.append(Cell(cell, 0, 0, weight, cell in must, known))
            continue
        value, low, high = int(counts.value[at]), int(counts.known_low[at]), int(counts.known_high[at])
        cells.append(Cell(cell, value, high, weight, cell in must or cell in added, known, low))
    relations = tuple(Relation(one.cells, one.factors, one.least, one.most) for one in part.equations)
    rests = tuple(_describe_row(row, hidden) for row in part.rows)
    least, most = limits
    places = np.array([counts.places.get(cell, -1) for cell in part.cells], dtype="int64")
    judged = (places >= 0) & np.array([cell not in added for cell in part.cells])

    def safe(own: Whole, low: Whole, high: Whole) -> np.ndarray:
        if not judged[own].any():
            return np.ones(len(own), dtype=bool)
        at = places[own]
        room = has_room(low, high, counts.top[at], least[at], most[at], counts.part[at])
        return np.asarray(~judged[own] | room)

    return Problem(tuple(cells), relations, safe, rests, part.follows, every=True)


def _describe_row(row: Row, hidden: Mapping[str, str]) -> Rest:
    """What a row demands; a row with numbers that nobody knows demands only that no part is alone."""
    own_sake = any(hidden.get(part, COMPLEMENT) not in (COMPLEMENT, PARTS) for part in row.parts)
    alone = bool(row.slack) and not own_sake
    known = [count for count in row.counts if count is not None]
    if row.whole is None or len(known) < len(row.counts) or row.slack is not None:
        return Rest(row.total, row.parts, ((),) * len(row.parts), (), (), alone)
    if row.whole.antal is None or any(count.antal is None for count in known):
        base = row.whole.n - sum(count.n for count in known)
        return Rest(row.total, row.parts, tuple((one.n,) for one in known), (base,), (row.least,), alone)
    sizes = tuple((one.n, one.antal or 0, one.n - (one.antal or 0)) for one in known)
    whole = (row.whole.n, row.whole.antal, row.whole.n - row.whole.antal)
    base3 = tuple(all_of - sum(own) for all_of, own in zip(whole, zip(*sizes, strict=True), strict=True))
    return Rest(row.total, row.parts, sizes, base3, (row.least, ROOM, ROOM), alone)
