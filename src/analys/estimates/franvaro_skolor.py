"""Absence school by school, and how it has changed in each.

Few pupils of a school are in the upper bands a single läsår, so those of three läsår together stand beside.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.franvaro_andring import compute_changes, select_kommun, select_told
from analys.estimates.franvaro_band import select_groups
from analys.estimates.franvaro_nivaer import compute_absence_levels
from analys.estimates.school_levels import compute_pooled_cells
from analys.estimates.trend_levels import BY_SCHOOL, WHOLE, compute_cells
from analys.indicators.franvaro import ALLA, STADIER
from analys.underlag import Underlag


def school_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the schools.

    Returns
    -------
    list of Estimate
        franvaro_skolor: all pupils and the stages of each school in the two terms, the change where enough is
        registered, and the municipality's levels beside; the bands of all pupils over three läsår in the
        report's kind of term. None where no school has absence.
    """
    levels = select_told(compute_absence_levels(run).cells, run)
    schools = levels[levels["enhetstyp"] == "skola"]
    if schools.empty:
        return []
    changes = compute_changes(run, run.parameters.jamforelsetermin)
    frames = [select_kommun(levels), schools, changes[changes["enhetstyp"] == "skola"]]
    groups = (ALLA, *STADIER)
    chosen = [select_groups(frame, groups) for frame in frames]
    return [make_estimate("franvaro_skolor", "Frånvaro per skola", [*chosen, _pool_bands(run)])]


def _pool_bands(run: Underlag) -> pd.DataFrame:
    """Bands of all pupils over three läsår, where the report's term is of its läsår.

    Without intervals: most pupils are there several läsår, and the intervals of levels know nothing of that.
    """
    termin = run.parameters.termin
    if termin.lasar != run.parameters.lasar:
        return make_cells([])
    levels = compute_cells(run, {f"franvaroband_{termin.termin}_{ALLA.kod}": (WHOLE, BY_SCHOOL)})
    return compute_pooled_cells(levels, run).assign(undre=float("nan"), ovre=float("nan"))
