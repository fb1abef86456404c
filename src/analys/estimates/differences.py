"""Differences between cells: changes between läsår, gaps between groups, distance to the nation.

Works on any cells, computed or official. The interval combines the limits of the two levels (MOVER, see
`analys.estimates.intervals`), so no second look at the pupils is needed. A reference without an interval (a
published figure) is taken as known; two published figures give a difference without an interval.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analys.estimates.cells import make_cells
from analys.estimates.intervals import compute_difference
from analys.estimates.rounding import round_half_up
from analys.indicators.measures import MEASURES


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
    rows = [
        _difference(by_id[pair.left], by_id[pair.right], pair)
        for pair in pairs
        if pair.left in by_id and pair.right in by_id
    ]
    return make_cells([row for row in rows if row is not None])


def _difference(left: dict[str, Any], right: dict[str, Any], pair: Pair) -> dict[str, Any] | None:
    if "saknas" in (left["status"], right["status"]) or np.isnan(left["varde"]) or np.isnan(right["varde"]):
        return None
    _, lower, upper = compute_difference(_limits(left), _limits(right), pair.correlation)
    official = left["status"] == "officiell" and right["status"] == "officiell"
    if official:
        lower = upper = np.array(np.nan)
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
        "undre": float(lower),
        "ovre": float(upper),
        "n": min(counts) if counts else pd.NA,
        "status": "officiell" if official else "beraknad",
        "kalla": left["kalla"] if left["kalla"] == right["kalla"] else f"{left['kalla']}; {right['kalla']}",
        "delar": f"{left['cell']} + {right['cell']}",
    } | dict(pair.keys)


def _limits(cell: dict[str, Any]) -> tuple[float, float, float]:
    value = float(cell["varde"])
    if np.isnan(cell["undre"]):
        return value, value, value
    return value, float(cell["undre"]), float(cell["ovre"])
