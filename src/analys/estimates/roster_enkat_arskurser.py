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

_OWN, _REST = "egen", "övriga"


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
    indicators = run.indicators()
    for index in INDEX:
        whole = cell_id(code_of(ELEV.kod, index), run.parameters.kommun, lasar)
        pupils = people.assign(varde=people[index]).dropna(subset=["varde", "arskurs"])
        icc = compute_icc(pupils) if len(pupils) else 0.0
        for arskurs in ARSKURSER:
            code = code_of(ELEV.kod, index, arskurs)
            own = cell_id(code, run.parameters.kommun, lasar)
            if whole not in cells.index or own not in cells.index:
                continue
            side = (pupils["arskurs"] == arskurs).map({True: _OWN, False: _REST})
            levels = compute_levels(pupils.assign(sida=side), indicators[code], ["sida"], icc)
            both = levels.set_index("sida")[["varde", "undre", "ovre"]]
            if len(both) < 2:
                continue
            _, undre, ovre = compute_difference(tuple(both.loc[_OWN]), tuple(both.loc[_REST]))
            fine = [float(round_half_up(both.at[name, "varde"], 1)) for name in (_OWN, _REST)]
            yield {
                **cells.loc[own, ["indikator", "enhetstyp", "enhet", "enhetsnamn", "lasar", "n", "kalla"]],
                "jamforelse": MOT_ARSKURSER,
                "varde": round(fine[0] - fine[1], 9),
                "undre": float(undre),
                "ovre": float(ovre),
                "delar": f"{own} + {whole}",
            }
