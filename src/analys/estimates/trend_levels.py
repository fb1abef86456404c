"""Levels over läsår from the municipality's own pupils: whole, by gender, by Sv/Sva and by school."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache

import pandas as pd

from analys.estimates.categories import compute_category_levels
from analys.estimates.cells import make_cells
from analys.estimates.comparisons import compute_gaps
from analys.estimates.groups import KON, SPLITS
from analys.estimates.levels import compute_icc, compute_levels, pupil_values
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
    """Level cells of every indicator that the files hold results for.

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
    frames = [
        compute_indicator_cells(run, code, (*groups, BY_SCHOOL) if code in per_school else groups)
        for code in run.indicators("trend")
    ]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else make_cells([])


def compute_gap_cells(gaps: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Gap cells with the interval that knows that the two groups share classes (see `compute_gaps`).

    Parameters
    ----------
    gaps : pandas.DataFrame
        Gap cells of the municipality, as `compute_differences` makes them.
    """
    indicators = run.indicators()
    frames = []
    for code in gaps["indikator"].unique():
        pupils = trend_pupils(run, indicators[code])
        icc = compute_icc(pupils)
        for split in SPLITS:
            found = compute_gaps(pupils, indicators[code], split.column, split.elever, ["lasar"], icc)
            frames.append(found.assign(indikator=code, jamforelse=split.gap)[[*_GAP_KEYS, "undre", "ovre"]])
    narrow = pd.concat(frames, ignore_index=True) if frames else gaps[[*_GAP_KEYS, "undre", "ovre"]]
    return make_cells(gaps.drop(columns=["cell", "undre", "ovre"]).merge(narrow, on=_GAP_KEYS, how="left"))


@cache
def trend_pupils(run: Underlag, indicator: Indicator) -> pd.DataFrame:
    """One row a pupil in the indicator's denominator, in the run's läsår (see `pupil_values`)."""
    frame = run.frame(indicator.kind)
    frame = frame[frame["lasar"].isin(run.parameters.lasar_i_trend)].reset_index(drop=True)
    return pupil_values(frame, indicator)


def compute_indicator_cells(run: Underlag, code: str, groups: Iterable[Sequence[str]]) -> pd.DataFrame:
    """Level cells of one indicator, unrounded; empty when the files hold no results for it.

    Parameters
    ----------
    groups : iterable of sequences of str
        What to compute the levels by, in order: `WHOLE`, `BY_KON`, `BY_SVSVA`, `BY_SCHOOL`.
    """
    indicator = run.indicators()[code]
    pupils = trend_pupils(run, indicator)
    if pupils.empty:
        return make_cells([])
    levels = [compute_group_levels(pupils, indicator, by) for by in groups]
    frames = [_make_cells(level.assign(indikator=code, kalla=SOURCE), run) for level in levels]
    return pd.concat(frames, ignore_index=True)


def compute_group_levels(pupils: pd.DataFrame, indicator: Indicator, by: Sequence[str]) -> pd.DataFrame:
    """Levels of the groups (see `compute_levels`), of each category where the indicator has any."""
    if indicator.categories:
        return compute_category_levels(pupils, indicator, by)
    return compute_levels(pupils, indicator, by, compute_icc(pupils)).assign(kategori="")


def _make_cells(levels: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    if "skolenhet" in levels:
        levels = levels.rename(columns={"skolenhet": "enhet"})
        names = dict(zip(*(run.frame("skolenheter")[name] for name in ("skolenhet", "namn")), strict=True))
        levels = levels.assign(enhetstyp="skola", enhetsnamn=levels["enhet"].map(names))
    else:
        levels = levels.assign(enhetstyp="kommun", enhet=run.parameters.kommun, enhetsnamn=run.kommunnamn)
    if "kon" in levels:
        levels["kon"] = levels["kon"].map(dict(zip(KON.elever, KON.celler, strict=True)))
    return make_cells(levels)
