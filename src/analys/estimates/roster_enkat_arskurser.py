"""Each year group of pupils against the other year groups together, on every index of the newest läsår."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analys.estimates.cells import cell_id, make_cells
from analys.estimates.intervals import compute_difference
from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.rounding import round_half_up
from analys.indicators.enkat import ARSKURSER, ELEV, INDEX, code_of
from analys.indicators.enkat_statistik import MOT_ARSKURSER
from analys.underlag import Underlag


def compare_years(run: Underlag, cells: pd.DataFrame, lasar: str) -> pd.DataFrame:
    """Differences between a year group and the others; no pupil is in both.

    Parameters
    ----------
    cells : pandas.DataFrame
        Index cells that may be compared, unrounded.
    lasar : str
        Newest läsår with answers.
    """
    people = run.frame(ELEV.kind)
    rows = _compare(run, people[people["lasar"] == lasar], cells.set_index("cell"), lasar)
    return make_cells(list(rows))


def _compare(
    run: Underlag, people: pd.DataFrame, cells: pd.DataFrame, lasar: str
) -> Iterator[dict[str, Any]]:
    form = run.indicators()[code_of(ELEV.kod, next(iter(INDEX)))]
    for index in INDEX:
        whole = cell_id(code_of(ELEV.kod, index), run.parameters.kommun, lasar)
        codes = {cell_id(code_of(ELEV.kod, index, n), run.parameters.kommun, lasar): n for n in ARSKURSER}
        there = {cell: n for cell, n in codes.items() if cell in cells.index and whole in cells.index}
        pupils = people.assign(varde=people[index]).dropna(subset=["varde", "arskurs"])
        others = [pupils[pupils["arskurs"] != n].assign(utom=n) for n in there.values()]
        if not any(len(own) for own in others):
            continue
        rests = compute_levels(pd.concat(others), form, ["utom"], compute_icc(pupils)).set_index("utom")
        for cell, arskurs in there.items():
            if arskurs in rests.index:
                yield _subtract(cells.loc[cell], rests.loc[arskurs], f"{cell} + {whole}")


def _subtract(own: pd.Series, rest: pd.Series, parts: str) -> dict[str, Any]:
    first, second = ((one["varde"], one["undre"], one["ovre"]) for one in (own, rest))
    _, undre, ovre = compute_difference(first, second)
    fine = [float(round_half_up(one["varde"], 1)) for one in (own, rest)]
    kept = ["indikator", "enhetstyp", "enhet", "enhetsnamn", "lasar", "n", "kalla"]
    return {
        **own[kept],
        "jamforelse": MOT_ARSKURSER,
        "varde": round(fine[0] - fine[1], 9),
        "undre": float(undre),
        "ovre": float(ovre),
        "delar": parts,
    }
