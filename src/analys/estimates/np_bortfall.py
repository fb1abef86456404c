"""Pupils without a provbetyg: how many did not take the test, had it lost or replaced, or left no trace.

What lacks a provbetyg lacks a relation too, so every deviation stands beside the share that it says nothing
about. A läsår in which no pupil stands in a test file has nothing to describe.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.trend_levels import BY_SCHOOL, WHOLE, compute_indicator_cells
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
    indicators = run.indicators()
    frames = []
    for code in (indicator.code for indicator in INDICATORS if indicator.code in indicators):
        cells = compute_indicator_cells(run, code, (WHOLE, BY_SCHOOL))
        cells = cells[cells["lasar"].isin(_tested_lasar(run, indicators[code].kind))]
        frames.append(cells[(cells["enhetstyp"] == "kommun") | (cells["lasar"] == run.parameters.lasar)])
    if not any(len(frame) for frame in frames):
        return []
    return [make_estimate("np_resultat", "Elever med och utan provbetyg", frames)]


def _tested_lasar(run: Underlag, kind: str) -> pd.Series:
    """Läsår in which at least one pupil stands in both files."""
    frame = run.frame(kind)
    return frame.loc[frame["i_provfilen"], "lasar"].drop_duplicates()
