"""Secondary suppression: what else is hidden so that nothing hidden follows from what is shown.

Three rules in turn until nothing changes: row by row, a hidden rest is one that could have been shown
(`complement`); over all rows at once, every hidden number keeps its room (`widths`); and what is computed
from a hidden cell falls with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analys.disclosure.absence import add_sums
from analys.disclosure.best import find_best
from analys.disclosure.complement import COMPLEMENT, PARTS, Net, connect
from analys.disclosure.counts import Counts, collect_counts
from analys.disclosure.outside import EARLIER, Outside
from analys.disclosure.quantities import Quantity, read_quantities
from analys.disclosure.relations import find_relations
from analys.disclosure.release import release, try_cells
from analys.disclosure.widths import Price, find_limits, find_narrow, find_narrow_exactly, find_victims
from analys.estimates.cells import POOLED, SUMMED
from analys.secrecy import points_out

FEW_OF_SUM = "fa_utfall"


def find_secondary(
    cells: pd.DataFrame, hidden: Mapping[str, str], troskel: int, outside: Outside
) -> tuple[dict[str, str], frozenset[str]]:
    """What is hidden when nothing follows from what is shown.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unique cells of all estimates together.
    hidden : mapping of str to str
        Cell id to reason, from primary suppression and earlier reports.
    troskel : int
        Fewest pupils behind a shown value.
    outside : Outside
        What readers know besides the report.

    Returns
    -------
    tuple of dict and frozenset
        Hidden cells with their reasons, "komplement" and "delar" added where needed; and those of them whose
        official value can be shown without giving away others.
    """
    told = read_quantities(cells)
    sums = add_sums(told)
    quantities = [*told, *sums, *outside.others]
    relations = find_relations(quantities, troskel)
    result = dict(hidden)
    result |= {one.cell: EARLIER for one in outside.others if one.n is None}
    result |= {one.cell: FEW_OF_SUM for one in sums if points_out(one.n or 0, one.antal, troskel)}
    result |= {one.cell: PARTS for one in relations.dependents if one.cell not in result and not one.sources}
    added = frozenset(one.cell for one in sums)
    price = _find_price(told)
    mine = frozenset(cells["cell"])

    def prepare(known: frozenset[str]) -> tuple[Net, Counts]:
        ranges = {cell: own for cell, own in outside.ranges.items() if cell in known}
        net = connect(relations.rows, relations.dependents, known)
        return net, collect_counts(quantities, relations.equations, ranges, troskel)

    # The report by itself first, so that it gives nothing away to whoever has nothing else.
    net, counts = prepare(outside.public - mine)
    net.settle(result)
    _widen(net, counts, result, added=added, price=price, exactly=False)
    release(net, counts, result, added=added, price=price)
    find_best(net, counts, result, added=added, price=price)
    _widen(net, counts, result, added=added, price=price, exactly=True)
    if outside.public & mine:
        other, informed = prepare(outside.public)
        other.settle(result)
        _widen(other, informed, result, added=added, price=price, exactly=False)
        _widen(net, counts, result, added=added, price=price, exactly=False)
    shown = _find_showable(net, counts, result, added=added, outside=outside, price=price)
    result = {cell: reason for cell, reason in result.items() if cell in mine}
    return result | _find_broken(cells, result), shown


def _find_showable(
    net: Net,
    counts: Counts,
    hidden: Mapping[str, str],
    *,
    added: frozenset[str],
    outside: Outside,
    price: Price,
) -> frozenset[str]:
    """Hidden cells with an official value that gives away nothing that the report hides."""
    left = dict(hidden)
    wanted = sorted((cell for cell in outside.official if cell in left), key=price, reverse=True)
    shown = try_cells(net, counts, left, wanted, added=added)
    asked = counts.find_hidden(left) & ~counts.find_hidden(added) & counts.find_beside(shown)
    if shown:
        unseen = frozenset(left) | added
        if len(find_narrow_exactly(counts, unseen, asked, find_limits(counts, unseen))):
            return frozenset()
    return frozenset(shown)


def _widen(
    net: Net, counts: Counts, hidden: dict[str, str], *, added: frozenset[str], price: Price, exactly: bool
) -> None:
    """Hide more until every hidden count has its room; sums that no table has are never shown."""
    real = ~counts.find_hidden(added | net.public)
    tried = np.zeros_like(real)
    while True:
        unseen = frozenset(hidden) | added
        asked = real & counts.find_hidden(hidden)
        limits = find_limits(counts, unseen)
        victims = find_victims(counts, unseen, find_narrow(counts, unseen, asked, limits), limits, price)
        if not victims and exactly:
            # More hiding leaves more room, so what once had room in whole numbers has it still.
            narrow = find_narrow_exactly(counts, unseen, asked & ~tried, limits)
            victims = find_victims(counts, unseen, narrow, limits, price)
            tried = asked & ~np.isin(np.arange(len(asked)), narrow)
        if not victims:
            return
        hidden |= dict.fromkeys(victims, COMPLEMENT)
        net.settle(hidden, victims)


def _find_price(levels: Sequence[Quantity]) -> Price:
    """What a reader loses with a cell.

    A level is worth more than a part of a distribution, the municipality more than a school, all pupils more
    than girls or boys, Sv or Sva, and the newest läsår more than the others.
    """
    newest = max((one.lasar for one in levels), default="")
    prices = {
        one.cell: (
            8 * (not one.kategori)
            + 4 * (one.enhetstyp == "kommun")
            + 2 * (one.kon == one.svsva == "alla")
            + (one.lasar == newest),
            one.n or 0,
            one.cell,
        )
        for one in levels
    }
    # What only an earlier report has is lost to nobody.
    return lambda cell: prices.get(cell, (0, 0, cell))


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
