"""Levels over läsår from the municipality's own pupils: whole, by gender, by Sv/Sva and by school."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import pandas as pd

from analys.estimates.cells import make_cells
from analys.estimates.comparisons import compute_gaps
from analys.estimates.levels import compute_icc, compute_levels, pupil_values
from analys.indicators.base import Indicator
from analys.underlag import Underlag

SOURCE = "Egen beräkning på kommunens filer"

_GROUPS = (("lasar",), ("lasar", "kon"), ("lasar", "svsva"))
_SCHOOLS = ("lasar", "skolenhet")
_KON = {"flicka": "flickor", "pojke": "pojkar"}
_SPLITS = (("kon", "flicka", "pojke", "flickor-pojkar"), ("svsva", "sv", "sva", "sv-sva"))
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
    names = dict(zip(*(run.frame("skolenheter")[name] for name in ("skolenhet", "namn")), strict=True))
    frames = [
        _indicator_cells(run, indicator, names, indicator.code in per_school)
        for indicator in run.indicators("trend").values()
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
        for column, first, second, name in _SPLITS:
            found = compute_gaps(pupils, indicators[code], column, (first, second), ["lasar"], icc)
            frames.append(found.assign(indikator=code, jamforelse=name)[[*_GAP_KEYS, "undre", "ovre"]])
    narrow = pd.concat(frames, ignore_index=True) if frames else gaps[[*_GAP_KEYS, "undre", "ovre"]]
    return make_cells(gaps.drop(columns=["cell", "undre", "ovre"]).merge(narrow, on=_GAP_KEYS, how="left"))


@cache
def trend_pupils(run: Underlag, indicator: Indicator) -> pd.DataFrame:
    """One row a pupil in the indicator's denominator, in the run's läsår (see `pupil_values`)."""
    frame = run.frame(indicator.kind)
    frame = frame[frame["lasar"].isin(run.parameters.lasar_i_trend)].reset_index(drop=True)
    return pupil_values(frame, indicator)


def _indicator_cells(
    run: Underlag, indicator: Indicator, names: dict[str, str], schools: bool
) -> pd.DataFrame:
    pupils = trend_pupils(run, indicator)
    if pupils.empty:
        return make_cells([])
    icc = compute_icc(pupils)
    frames = []
    for by in (*_GROUPS, _SCHOOLS) if schools else _GROUPS:
        levels = compute_levels(pupils, indicator, by, icc)
        if "skolenhet" in levels:
            levels = levels.rename(columns={"skolenhet": "enhet"})
            levels = levels.assign(enhetstyp="skola", enhetsnamn=levels["enhet"].map(names))
        else:
            levels = levels.assign(enhetstyp="kommun", enhet=run.parameters.kommun, enhetsnamn=run.kommunnamn)
        levels = levels.assign(indikator=indicator.code, kalla=SOURCE)
        if "kon" in levels:
            levels["kon"] = levels["kon"].map(_KON)
        frames.append(make_cells(levels))
    return pd.concat(frames, ignore_index=True)
