"""Complementary suppression: no hidden cell may follow from a total and the other parts.

The rule here is row-wise: where a total equals the sum of its parts, either none or at least two of total and
parts are hidden. It is applied to every such row until nothing changes, so a cell that is hidden in one row
protects and burdens the rows that it crosses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analys.estimates.cells import POOLED, SUMMED


@dataclass(frozen=True)
class Row:
    """Ids of a total and of the parts that add up to it."""

    total: str
    parts: tuple[str, ...]


def find_rows(cells: pd.DataFrame) -> list[Row]:
    """Every row total = parts among the cells: gender, language and school partitions, pooled läsår.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unique cells of all estimates together.
    """
    own = cells[cells["status"] == "beraknad"]
    levels = own[own["jamforelse"].isin(["", POOLED, SUMMED])]
    rows = [
        *_partition(levels, "kon", "alla"),
        *_partition(levels, "svsva", "alla"),
        *_partition(levels[levels["enhetstyp"].isin(["kommun", "skola"])], "enhetstyp", "kommun"),
    ]
    known = set(own["cell"])
    pooled = own[own["jamforelse"].isin([POOLED, SUMMED])]
    for total, parts in zip(pooled["cell"], pooled["delar"], strict=True):
        ids = tuple(part for part in parts.split(" + ") if part in known)
        if ids:
            rows.append(Row(total, ids))
    return rows


def _partition(levels: pd.DataFrame, split: str, whole: str) -> list[Row]:
    keys = ["indikator", "lasar", "jamforelse"]
    keys += [
        key
        for key in ("enhet", "kon", "svsva")
        if key != split and not (split == "enhetstyp" and key == "enhet")
    ]
    totals = levels[levels[split] == whole].set_index(keys)["cell"]
    parts = levels[levels[split] != whole].groupby(keys, sort=False)["cell"].agg(tuple)
    joined = pd.concat([totals.rename("total"), parts.rename("parts")], axis=1, join="inner")
    return [Row(total, ids) for total, ids in zip(joined["total"], joined["parts"], strict=True)]


def find_complement(cells: pd.DataFrame, hidden: Mapping[str, str]) -> dict[str, str]:
    """Hidden cells with their reasons, after adding "komplement" and "delar" where needed.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unique cells of all estimates together.
    hidden : mapping of str to str
        Cell id to reason, from primary suppression.

    Notes
    -----
    Among the visible parts of a row, the one with fewest pupils is hidden, ties by cell id; the total is
    hidden only when there is no such part. Hiding only grows, so the search ends.
    """
    result = dict(hidden)
    size = dict(zip(cells["cell"], cells["n"].fillna(0).astype("int64"), strict=True))
    rows = find_rows(cells)
    changed = True
    while changed:
        changed = False
        for row in rows:
            choice = _choose(row, result, size)
            if choice:
                result[choice] = "komplement"
                changed = True
    return result | _find_broken(cells, result)


def _choose(row: Row, hidden: Mapping[str, str], size: Mapping[str, int]) -> str:
    members = (row.total, *row.parts)
    if sum(cell in hidden for cell in members) != 1:
        return ""
    visible: Sequence[str] = [part for part in row.parts if part not in hidden]
    if not visible:
        return row.total
    return min(visible, key=lambda part: (size[part], part))


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
