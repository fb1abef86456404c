"""The chapter on national tests and grades: how final grades relate to the tests, for whom, and how surely.

The measure cannot tell whether grades are too high or too low, and nothing here says so: an *avvikelse* is a
difference between two results that are meant to show partly different things.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.categories import compute_category_levels
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.rounding import round_cells
from analys.estimates.trend_levels import SOURCE, trend_pupils
from analys.indicators.base import Indicator
from analys.underlag import Underlag

KAPITEL = "np_och_betyg"
_KON = {"flicka": "flickor", "pojke": "pojkar"}


def tabeller(run: Underlag) -> list[Estimate]:
    """All estimates of the chapter.

    Returns
    -------
    list of Estimate
        np_relation: lägre, lika, högre and nettoavvikelse of each subject in the municipality, by läsår.
    """
    if not run.has_pupils:
        return []
    cells = [
        _level_cells(run, indicator, ("lasar",))
        for indicator in run.indicators(KAPITEL).values()
        if len(trend_pupils(run, indicator))
    ]
    if not cells:
        return []
    whole = make_cells(pd.concat(cells, ignore_index=True).drop(columns="cell"))
    return [Estimate("np_relation", "Betyg jämfört med nationella prov", round_cells(whole))]


def _level_cells(run: Underlag, indicator: Indicator, by: tuple[str, ...]) -> pd.DataFrame:
    pupils = trend_pupils(run, indicator)
    if indicator.categories:
        levels = compute_category_levels(pupils, indicator, by)
    else:
        levels = compute_levels(pupils, indicator, by, compute_icc(pupils))
    unit = {"enhetstyp": "kommun", "enhet": run.parameters.kommun, "enhetsnamn": run.kommunnamn}
    return make_cells(levels.assign(indikator=indicator.code, kalla=SOURCE, **unit))
