"""Complementary suppression: what a reader can subtract must not tell what is hidden.

The rule is row-wise. Where a total equals the sum of its parts (see `analys.disclosure.rows`) and the total
is shown, the shown parts can be taken from it. What is left, the *rest*, must be nothing, or at least two
hidden cells that together could have been shown: enough pupils, and neither 1-4 nor nobody with (or without)
the outcome. Pupils that no part is about, such as those with neither Sv nor Sva, belong to the rest too.
Where the total is hidden, at least one part is. The rule is applied to every row until nothing changes, so a
cell that is hidden in one row protects and burdens the rows that it crosses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from analys.disclosure.primary import points_out
from analys.disclosure.rows import Row, find_rows
from analys.estimates.cells import POOLED, SUMMED


class _Count(NamedTuple):
    n: int
    antal: int | None


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
    where none is), ties by cell id; the total is hidden only when there is no visible part. Hiding only
    grows, so the search ends.
    """
    result = dict(hidden)
    counts = _read_counts(cells)
    rows = find_rows(cells)
    changed = True
    while changed:
        changed = False
        for row in rows:
            while choice := _choose(row, result, counts, troskel):
                result[choice] = "komplement"
                changed = True
    return result | _find_broken(cells, result)


def _read_counts(cells: pd.DataFrame) -> dict[str, _Count]:
    counted = cells[cells["n"].notna()]
    antal = [None if pd.isna(value) else int(value) for value in counted["antal"]]
    return {
        cell: _Count(int(n), count)
        for cell, n, count in zip(counted["cell"], counted["n"], antal, strict=True)
    }


def _choose(row: Row, hidden: Mapping[str, str], counts: Mapping[str, _Count], troskel: int) -> str:
    """The next cell of a row to hide, "" when the row tells nothing."""
    visible = sorted(
        (part for part in row.parts if part not in hidden),
        key=lambda part: (counts[part].n if part in counts else 0, part),
    )
    if _is_safe(row, visible, hidden, counts, troskel):
        return ""
    if not visible:
        return row.total
    enough = (
        part
        for part in visible
        if _is_safe(row, [other for other in visible if other != part], hidden, counts, troskel)
    )
    return next(enough, visible[0])


def _is_safe(
    row: Row, visible: list[str], hidden: Mapping[str, str], counts: Mapping[str, _Count], troskel: int
) -> bool:
    gone = len(row.parts) - len(visible)
    if row.total in hidden:
        return gone > 0
    if gone == 1:
        return False
    rest = _subtract(row.total, visible, counts)
    return rest is None or rest.n <= 0 or not points_out(rest.n, rest.antal, troskel)


def _subtract(total: str, parts: Iterable[str], counts: Mapping[str, _Count]) -> _Count | None:
    """What is left of a total; None when somebody's number is unknown to us, and so to the reader."""
    if total not in counts or any(part not in counts for part in parts):
        return None
    n, antal = counts[total]
    for part in parts:
        n -= counts[part].n
        taken = counts[part].antal
        antal = None if antal is None or taken is None else antal - taken
    return _Count(n, antal)


def _find_broken(cells: pd.DataFrame, hidden: Mapping[str, str]) -> dict[str, str]:
    """Comparisons and smoothed values with a hidden part: they would give the part away."""
    broken: dict[str, str] = {}
    compared = cells[(cells["delar"] != "") & ~cells["jamforelse"].isin([POOLED, SUMMED])]
    compared = compared[compared["status"] != "saknas"]
    # A change of a gap depends on gaps, and the cells stand in no fixed order: go until stable.
    while True:
        gone = hidden.keys() | broken.keys()
        new = {
            cell: "delar"
            for cell, parts in zip(compared["cell"], compared["delar"], strict=True)
            if cell not in gone and any(part in gone for part in parts.split(" + "))
        }
        if not new:
            return broken
        broken |= new
