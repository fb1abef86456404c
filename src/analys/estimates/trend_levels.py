"""Levels over läsår from the municipality's own pupils: whole, by gender, by Sv/Sva and by school."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

import pandas as pd

from analys.estimates.cells import make_cells
from analys.estimates.groups import KON, SPLITS
from analys.estimates.levels import pupil_values
from analys.estimates.stacking import stack_pupils
from analys.indicators.base import Indicator
from analys.underlag import Underlag

SOURCE = "Egen beräkning på kommunens filer"

WHOLE = ("lasar",)
BY_KON = ("lasar", "kon")
BY_SVSVA = ("lasar", "svsva")
BY_SCHOOL = ("lasar", "skolenhet")
"""What levels are computed by."""

_GAP_KEYS = ["indikator", "lasar", "jamforelse"]


def compute_level_cells(run: Underlag, per_school: Collection[str]) -> pd.DataFrame:
    """Level cells of every indicator of the trend that the files hold results for.

    Parameters
    ----------
    per_school : collection of str
        Indicators that are computed for schools too.

    Returns
    -------
    pandas.DataFrame
        Cells, unrounded: enhetstyp kommun for all pupils, by kon and by svsva; enhetstyp skola for all pupils
        of a school. Läsår within the run's trend only.
    """
    groups = (WHOLE, BY_KON, BY_SVSVA)
    codes = run.indicators("trend")
    return compute_cells(
        run, {code: (*groups, BY_SCHOOL) if code in per_school else groups for code in codes}
    )


def compute_cells(run: Underlag, groups: Mapping[str, Sequence[Sequence[str]]]) -> pd.DataFrame:
    """Level cells of several indicators, unrounded; none of an indicator that the files hold no results for.

    Parameters
    ----------
    groups : mapping of str to sequences of str
        By code, what to compute the levels by: some of `WHOLE`, `BY_KON`, `BY_SVSVA`, `BY_SCHOOL`.

    Returns
    -------
    pandas.DataFrame
        Ordered as `groups` says: indicator, grouping, läsår, group, category.
    """
    every = list(dict.fromkeys(by for wanted in groups.values() for by in wanted))
    frames = []
    for stack in stack_pupils(run, groups):
        for by in every:
            part = stack.select([code for code, wanted in groups.items() if by in wanted])
            if len(part.pupils):
                cells = make_level_cells(part.compute_levels(by).assign(kalla=SOURCE), run)
                frames.append(cells.assign(_by=[groups[code].index(by) for code in cells["indikator"]]))
    if not frames:
        return make_cells([])
    places = {code: place for place, code in enumerate(groups)}
    cells = pd.concat(frames, ignore_index=True)
    cells = cells.assign(_code=cells["indikator"].map(places))
    order = ["_code", "_by"]
    return cells.sort_values(order, kind="stable", ignore_index=True).drop(columns=order)


def compute_gap_cells(gaps: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Gap cells with the interval that knows that the two groups share classes (see `compute_gaps`).

    Parameters
    ----------
    gaps : pandas.DataFrame
        Gap cells of the municipality, as `compute_differences` makes them.
    """
    frames = [
        stack.select(codes).compute_gaps(split).assign(jamforelse=split.gap)[[*_GAP_KEYS, "undre", "ovre"]]
        for stack in stack_pupils(run, gaps["indikator"].unique())
        for split in SPLITS
        for codes in [gaps.loc[gaps["jamforelse"] == split.gap, "indikator"].unique()]
        if stack.series["indikator"].isin(codes).any()
    ]
    narrow = pd.concat(frames, ignore_index=True) if frames else gaps[[*_GAP_KEYS, "undre", "ovre"]]
    return make_cells(gaps.drop(columns=["cell", "undre", "ovre"]).merge(narrow, on=_GAP_KEYS, how="left"))


@cache
def trend_pupils(run: Underlag, indicator: Indicator) -> pd.DataFrame:
    """One row a pupil in the indicator's denominator, in the run's läsår (see `pupil_values`)."""
    frame = run.frame(indicator.kind)
    frame = frame[frame["lasar"].isin(run.parameters.lasar_i_trend)].reset_index(drop=True)
    return pupil_values(frame, indicator)


def make_level_cells(levels: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Cells of levels by läsår and perhaps kon or skolenhet: of the municipality, or of its schools."""
    if "skolenhet" in levels:
        levels = levels.rename(columns={"skolenhet": "enhet"})
        names = dict(zip(*(run.frame("skolenheter")[name] for name in ("skolenhet", "namn")), strict=True))
        levels = levels.assign(enhetstyp="skola", enhetsnamn=levels["enhet"].map(names))
    else:
        levels = levels.assign(enhetstyp="kommun", enhet=run.parameters.kommun, enhetsnamn=run.kommunnamn)
    if "kon" in levels:
        levels["kon"] = levels["kon"].map(dict(zip(KON.elever, KON.celler, strict=True)))
    return make_cells(levels)
