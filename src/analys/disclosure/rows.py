"""How published cells add up: every total and the parts that a reader can subtract from it.

A row that is missing here is a hole: a hidden part follows from the total and the parts that are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analys.estimates.cells import KEYS, POOLED, SUMMED, cell_id
from analys.estimates.underlag import USED

INDICATOR_PARTS = {"np_ak3_svsva": {"sv": "np_ak3_sv", "sva": "np_ak3_sva"}}
"""Indicators whose pupils are those of other indicators together, by the language group of each."""


@dataclass(frozen=True)
class Row:
    """Ids of a total and of the parts that add up to it."""

    total: str
    parts: tuple[str, ...]


def find_rows(cells: pd.DataFrame) -> list[Row]:
    """Every row total = parts among the cells.

    Gender, language and school partitions, indicators that are made of others, läsår together, and the rows
    of the files.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unique cells of all estimates together.
    """
    own = cells[cells["status"] == "beraknad"]
    levels = own[own["jamforelse"].isin(["", POOLED, SUMMED])]
    return [
        *_partition(levels, "kon", "alla"),
        *_partition(levels, "svsva", "alla"),
        *_partition(levels[levels["enhetstyp"].isin(["kommun", "skola"])], "enhetstyp", "kommun"),
        *_made_of(levels),
        *_declared(own),
        *_pooled_schools(levels),
        *_rows_used(own),
    ]


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


def _made_of(levels: pd.DataFrame) -> Iterator[Row]:
    """An indicator and those that it is made of; its language group is the same pupils as one of them."""
    known = set(levels["cell"])
    made = levels[levels["indikator"].isin(INDICATOR_PARTS)]
    for row in made[["cell", *KEYS]].to_dict("records"):
        keys = {key: row[key] for key in KEYS}
        parts = INDICATOR_PARTS[row["indikator"]]
        if row["svsva"] == "alla":
            ids = tuple(cell_id(**(keys | {"indikator": part})) for part in parts.values())
            if known.issuperset(ids):
                yield Row(row["cell"], ids)
        else:
            same = cell_id(**(keys | {"indikator": parts[row["svsva"]], "svsva": "alla"}))
            if same in known:
                yield Row(row["cell"], (same,))


def _declared(own: pd.DataFrame) -> Iterator[Row]:
    """Cells that say themselves which cells they are the sum of."""
    known = set(own["cell"])
    sums = own[own["jamforelse"].isin([POOLED, SUMMED])]
    for total, parts in zip(sums["cell"], sums["delar"], strict=True):
        ids = tuple(part for part in parts.split(" + ") if part in known)
        if ids:
            yield Row(total, ids)


def _pooled_schools(levels: pd.DataFrame) -> Iterator[Row]:
    """Läsår together: schools with their own pooled cell, and the single läsår of those without one."""
    schools = levels[levels["enhetstyp"] == "skola"]
    pooled = levels[(levels["jamforelse"] == POOLED) & (levels["enhetstyp"] == "kommun")]
    for row in pooled.to_dict("records"):
        years = {part.split("|")[2] for part in row["delar"].split(" + ")}
        own = schools[schools["indikator"] == row["indikator"]]
        together = own[(own["jamforelse"] == POOLED) & (own["lasar"] == row["lasar"])]
        alone = own[
            (own["jamforelse"] == "") & own["lasar"].isin(years) & ~own["enhet"].isin(together["enhet"])
        ]
        if len(together) and len(alone):
            yield Row(row["cell"], (*together["cell"], *alone["cell"]))


def _rows_used(own: pd.DataFrame) -> Iterator[Row]:
    """The rows used of a kind of file are the pupils of its läsår, where nobody has two rows."""
    pupils = own[own["indikator"] == "elever"]
    used = own[(own["indikator"] == "rader") & own["enhet"].str.endswith(f":{USED}")]
    for cell, enhet, n in zip(used["cell"], used["enhet"], used["n"], strict=True):
        mine = pupils[pupils["enhet"] == enhet.removesuffix(f":{USED}")]
        if len(mine) and mine["n"].sum() == n:
            yield Row(cell, tuple(mine["cell"]))
