"""Differences between cells: changes between läsår, gaps between groups, distance to the nation.

Works on any cells, computed or official. The interval combines the limits of the two levels (MOVER, see
`analys.estimates.intervals`), so no second look at the pupils is needed. A reference without an interval (a
published figure) is taken as known; two published figures give a difference without an interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analys.estimates.cells import make_cells
from analys.estimates.intervals import compute_difference
from analys.estimates.rounding import round_half_up
from analys.indicators.measures import MEASURES

Numbers = NDArray[Any]


class Pair(NamedTuple):
    """Two cell ids and the `jamforelse` of their difference, left minus right; keys may be overridden.

    `correlation` is that of the two estimates, above 0 where the same pupils stand behind both.
    """

    left: str
    right: str
    jamforelse: str
    keys: tuple[tuple[str, str], ...] = ()
    correlation: float = 0.0


def compute_differences(cells: pd.DataFrame, pairs: Iterable[Pair]) -> pd.DataFrame:
    """Difference cells for the pairs whose both cells exist and have values.

    Parameters
    ----------
    cells : pandas.DataFrame
        Levels or differences (see `analys.estimates.cells`), unrounded.
    pairs : iterable of Pair

    Returns
    -------
    pandas.DataFrame
        Cells with the left cell's keys; the difference of the two values, each at the registry's decimals, so
        that what is shown with decimals adds up (shares of few pupils are shown without, and are not rounded
        twice); the interval of the unrounded ones; `n` the smaller of the two and `delar` the two ids.
    """
    by_id = {row["cell"]: row for row in cells.to_dict("records")}
    sides = [
        (by_id[pair.left], by_id[pair.right], pair)
        for pair in pairs
        if pair.left in by_id and pair.right in by_id
    ]
    told = [(left, right, pair) for left, right, pair in sides if _has_value(left) and _has_value(right)]
    if not told:
        return make_cells([])
    lefts, rights, asked = zip(*told, strict=True)
    correlations = [pair.correlation for pair in asked]
    _, lower, upper = compute_difference(_limits(lefts), _limits(rights), correlations)
    found = zip(told, lower.tolist(), upper.tolist(), strict=True)
    return make_cells([_describe(*sides, limits) for sides, *limits in found])


def _has_value(cell: dict[str, Any]) -> bool:
    return cell["status"] != "saknas" and not math.isnan(cell["varde"])


def _describe(
    left: dict[str, Any], right: dict[str, Any], pair: Pair, limits: Sequence[float]
) -> dict[str, Any]:
    official = left["status"] == "officiell" and right["status"] == "officiell"
    lower, upper = (math.nan, math.nan) if official else limits
    counts = [n for n in (left["n"], right["n"]) if not pd.isna(n)]
    indicator = MEASURES[left["indikator"]]
    fine = [float(round_half_up(side["varde"], indicator.decimals)) for side in (left, right)]
    return {
        "indikator": left["indikator"],
        "enhetstyp": left["enhetstyp"],
        "enhet": left["enhet"],
        "enhetsnamn": left["enhetsnamn"],
        "lasar": left["lasar"],
        "kon": left["kon"],
        "svsva": left["svsva"],
        "jamforelse": pair.jamforelse,
        "kategori": left["kategori"],
        "varde": round(fine[0] - fine[1], 9),
        "undre": lower,
        "ovre": upper,
        "n": min(counts) if counts else pd.NA,
        "status": "officiell" if official else "beraknad",
        "kalla": left["kalla"] if left["kalla"] == right["kalla"] else f"{left['kalla']}; {right['kalla']}",
        "delar": f"{left['cell']} + {right['cell']}",
    } | dict(pair.keys)


def _limits(cells: Sequence[dict[str, Any]]) -> tuple[Numbers, Numbers, Numbers]:
    """Values and limits of some cells; a value without an interval is its own limits."""
    value, lower, upper = (
        np.array([cell[name] for cell in cells], dtype="float64") for name in ("varde", "undre", "ovre")
    )
    alone = np.isnan(lower)
    return value, np.where(alone, value, lower), np.where(alone, value, upper)
