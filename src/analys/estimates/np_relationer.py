"""Grades against provbetyg: lägre, lika, högre and nettoavvikelse; the municipality, its groups and schools.

The net of all subjects is the mean of the pupils' own, so that a pupil counts once however many tests the
pupil took. Gaps between groups are gaps of nets. Schools are shown for the report's läsår, and three läsår
together where no break of the series lies between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.comparable import pair_changes
from analys.estimates.differences import compute_differences
from analys.estimates.groups import pair_gaps
from analys.estimates.school_levels import compute_pooled_cells
from analys.estimates.trend_levels import (
    BY_KON,
    BY_SCHOOL,
    BY_SVSVA,
    WHOLE,
    compute_gap_cells,
    compute_indicator_cells,
)
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
        municipality, and the nets of three läsår together. Each only where there is anything to tell.
    """
    kommun = _collect(run, lambda code: (WHOLE,))
    if kommun.empty:
        return []
    groups = _collect(run, lambda code: (BY_KON, BY_SVSVA) if _takes_both(code) else (BY_KON,))
    schools = _collect(run, lambda code: (BY_SCHOOL,))
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
            [_newest(kommun, run), _newest(schools, run), *_pool(kommun, schools, run)],
        ),
    }
    return [
        make_estimate(name, title, frames)
        for name, (title, frames) in tables.items()
        if any(len(frame) for frame in frames)
    ]


def _collect(run: Underlag, groups: Callable[[str], Iterable[tuple[str, ...]]]) -> pd.DataFrame:
    """Level cells of every indicator of the relations, by the groups that its code gives."""
    codes = [code for code in run.indicators() if code in CODES]
    frames = [compute_indicator_cells(run, code, groups(code)) for code in codes]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else make_cells([])


def _takes_both(code: str) -> bool:
    return any(code.endswith(f"ak{arskurs}{end}") for arskurs in (9, 6) for end in SPLIT_BY_SVSVA)


def _nets(cells: pd.DataFrame) -> pd.DataFrame:
    return cells[cells["indikator"].isin(NET_CODES)]


def _newest(cells: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    return cells[cells["lasar"] == run.parameters.lasar]


def _pool(kommun: pd.DataFrame, schools: pd.DataFrame, run: Underlag) -> list[pd.DataFrame]:
    indicators = run.indicators()
    levels = pd.concat([_nets(kommun), _nets(schools)], ignore_index=True)
    return [
        compute_pooled_cells(levels[levels["indikator"] == code], indicators[code], run)
        for code in levels["indikator"].unique()
    ]
