"""Åk 3: national tests against the teachers' judgement, and the parts of the test behind the difference.

Both need the municipality's own file of judgements. Läsår without tests have judgements but nothing to set
beside them. The cells of small schools are few pupils, so three läsår together stand beside the newest.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.comparable import pair_changes
from analys.estimates.differences import compute_differences
from analys.estimates.groups import pair_gaps
from analys.estimates.school_levels import compute_pooled_cells
from analys.estimates.trend_levels import (
    BY_KON,
    BY_SCHOOL,
    WHOLE,
    compute_cells,
    compute_gap_cells,
)
from analys.indicators.np_bedomning import DELPROV, SAMSTAMMIGA, UTFALLSMATT
from analys.underlag import Underlag


def ak3_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of åk 3.

    Returns
    -------
    list of Estimate
        np_ak3: for each subject the share of pupils who reach both, one or neither of test and judgement,
        and the share in whom the two agree; the municipality by läsår with the newest's changes, girls and
        boys with the gap of the agreement, and the schools, in the report's läsår and over three läsår.
        np_ak3_delprov: of the pupils judged to reach the criteria who missed a part, the share who missed
        each part, in the report's läsår and over three. Each only where there is anything to tell.
    """
    codes = tuple(one.code for one in (*UTFALLSMATT, *SAMSTAMMIGA))
    levels = _collect(run, codes, (WHOLE, BY_SCHOOL))
    kommun = levels[levels["enhetstyp"] == "kommun"]
    groups = _newest(_collect(run, codes, (BY_KON,)), run)
    agreeing = groups[groups["indikator"].isin([one.code for one in SAMSTAMMIGA])]
    gaps = compute_differences(agreeing, pair_gaps(agreeing))
    parts = _collect(run, tuple(one.code for one in DELPROV), (WHOLE,))
    tables = {
        "np_ak3": (
            "Nationella prov och lärarnas bedömning i årskurs 3",
            [
                kommun,
                compute_differences(kommun, pair_changes(kommun, run)),
                groups,
                compute_gap_cells(gaps, run),
                _newest(levels, run),
                compute_pooled_cells(levels, run),
            ],
        ),
        "np_ak3_delprov": (
            "Delprov som elever inte nått men bedöms klara",
            [_newest(parts, run), compute_pooled_cells(parts, run)],
        ),
    }
    return [
        make_estimate(name, title, frames)
        for name, (title, frames) in tables.items()
        if any(len(frame) for frame in frames)
    ]


def _collect(run: Underlag, codes: tuple[str, ...], groups: tuple[tuple[str, ...], ...]) -> pd.DataFrame:
    return compute_cells(run, {code: groups for code in codes if code in run.indicators()})


def _newest(cells: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    return cells[cells["lasar"] == run.parameters.lasar]
