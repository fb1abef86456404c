"""Pupils without a provbetyg: how many did not take the test, had it lost or replaced, or left no trace.

What lacks a provbetyg lacks a relation too, so every deviation stands beside the share that it says nothing
about. A läsår in which no pupil stands in a test file has nothing to describe.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.trend_levels import BY_SCHOOL, WHOLE, compute_cells
from analys.indicators.base import Indicator
from analys.indicators.np_resultat import INDICATORS
from analys.underlag import Underlag


def result_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of what the test files say of the pupils.

    Returns
    -------
    list of Estimate
        np_resultat: for each test the share of pupils with a provbetyg and of those without by reason, and
        for each year group the share without one on any test; the municipality by läsår, and the schools in
        the report's läsår. None without test files.
    """
    codes = [indicator.code for indicator in INDICATORS if indicator.code in run.indicators()]
    cells = compute_cells(run, dict.fromkeys(codes, (WHOLE, BY_SCHOOL)))
    tested = pd.concat([_list_tested(run, indicator) for indicator in INDICATORS], ignore_index=True)
    cells = cells.merge(tested, on=["indikator", "lasar"])
    shown = cells[(cells["enhetstyp"] == "kommun") | (cells["lasar"] == run.parameters.lasar)]
    return [make_estimate("np_resultat", "Elever med och utan provbetyg", [shown])] if len(shown) else []


def _list_tested(run: Underlag, indicator: Indicator) -> pd.DataFrame:
    """Läsår in which at least one pupil stands in both files, for each indicator."""
    frame = run.frame(indicator.kind)
    return frame.loc[frame["i_provfilen"], ["lasar"]].drop_duplicates().assign(indikator=indicator.code)
