"""Grades against provbetyg: lägre, lika, högre and nettoavvikelse; the municipality, its groups and schools.

The net of all subjects is the mean of the pupils' own, so that a pupil counts once however many tests the
pupil took. Gaps between groups are gaps of nets. Schools are shown for the report's läsår, and three läsår
together where no break of the series lies between them.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.comparable import pair_changes
from analys.estimates.differences import compute_differences
from analys.estimates.groups import pair_gaps, select_whole
from analys.estimates.school_levels import compute_pooled_cells
from analys.estimates.trend_levels import (
    BY_KON,
    BY_SCHOOL,
    BY_SVSVA,
    WHOLE,
    compute_cells,
    compute_gap_cells,
)
from analys.indicators.np_amnen import ARSKURSER
from analys.indicators.np_relation import NETTO, RELATION
from analys.underlag import Underlag

CODES = tuple(indicator.code for indicator in (*RELATION, *NETTO))
NET_CODES = tuple(indicator.code for indicator in NETTO)

SPLIT_BY_SVSVA = ("", "_ma", "_en")
"""Ends of the codes of subjects that pupils with Sv and with Sva both take; "" is all subjects together."""


def relation_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the relations.

    Returns
    -------
    list of Estimate
        np_relation: shares and net in the municipality in every läsår, and the changes of the newest.
        np_relation_grupper: the same by gender, and by Sv or Sva where pupils of both take the same test,
        with the gaps of the nets. np_relation_skolor: the schools in the report's läsår beside the
        municipality, and three läsår together (shares too: a net is shown beside its shares only). Each only
        where there is anything to tell.
    """
    cells = compute_cells(run, {code: _choose_groups(code) for code in run.indicators() if code in CODES})
    if cells.empty:
        return []
    whole = select_whole(cells)
    kommun, schools = (whole[whole["enhetstyp"] == kind] for kind in ("kommun", "skola"))
    groups = cells.drop(whole.index)
    gaps = compute_differences(groups, pair_gaps(_nets(groups)))
    tables = {
        "np_relation": (
            "Betyg jämfört med provbetyg",
            [kommun, compute_differences(kommun, pair_changes(kommun, run))],
        ),
        "np_relation_grupper": (
            "Betyg jämfört med provbetyg för grupper av elever",
            [groups, compute_gap_cells(gaps, run)],
        ),
        "np_relation_skolor": (
            "Betyg jämfört med provbetyg per skola",
            [_newest(kommun, run), _newest(schools, run), compute_pooled_cells(whole, run)],
        ),
    }
    return [
        make_estimate(name, title, frames)
        for name, (title, frames) in tables.items()
        if any(len(frame) for frame in frames)
    ]


def _choose_groups(code: str) -> tuple[tuple[str, ...], ...]:
    both = any(code.endswith(f"ak{arskurs}{end}") for arskurs in ARSKURSER for end in SPLIT_BY_SVSVA)
    return (WHOLE, BY_KON, BY_SVSVA, BY_SCHOOL) if both else (WHOLE, BY_KON, BY_SCHOOL)


def _nets(cells: pd.DataFrame) -> pd.DataFrame:
    return cells[cells["indikator"].isin(NET_CODES)]


def _newest(cells: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    return cells[cells["lasar"] == run.parameters.lasar]
