"""Levels of absence: bands, bands from an edge upwards together, and the mean, in the groups and terms told.

Every table of the chapter that tells of them takes them from here, so that a cell is the same in each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analys.estimates.cells import make_cells
from analys.estimates.groups import KON
from analys.estimates.levels import compute_iccs
from analys.estimates.stacking import SERIE, Stack, stack_pupils
from analys.estimates.trend_levels import BY_KON, BY_SCHOOL, SOURCE, WHOLE, make_level_cells
from analys.indicators.franvaro import ALLA, BAND, FRANVARO, STADIER
from analys.indicators.franvaro_band import list_sums, name_bands
from analys.termin import Termin
from analys.underlag import Underlag

_SPLIT = tuple(f"_{grupp.kod}" for grupp in (ALLA, *STADIER))


_GAP = ["indikator", "kategori", "lasar", "undre", "ovre"]


@dataclass(frozen=True)
class Levels:
    """Levels of a run.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unrounded cells: the municipality in every läsår; girls and boys, and schools (not
        for single year groups), in the terms told.
    gaps : pandas.DataFrame
        Girls minus boys in the terms told: indikator, kategori, lasar, undre, ovre.
    icc : pandas.Series
        Intraclass correlation of classes, by indikator and kategori.
    """

    cells: pd.DataFrame
    gaps: pd.DataFrame
    icc: pd.Series


@cache
def compute_absence_levels(run: Underlag) -> Levels:
    """Levels of the kinds of term that the run tells of, unrounded; no cells where the files hold none."""
    now, before = run.parameters.termin, run.parameters.jamforelsetermin
    kinds = {now.termin, before.termin}
    codes = [one.code for one in (*BAND, *FRANVARO) if one.code.split("_")[1] in kinds]
    cells, gaps, spreads = [], [], []
    for plain in stack_pupils(run, codes):
        stack = _add_sums(plain, run.parameters.band)
        spreads.append(stack.icc.set_axis(pd.MultiIndex.from_frame(stack.series)))
        cells.append(make_level_cells(stack.compute_levels(WHOLE), run))
        told = _select(stack, (now, before))
        if len(told.pupils):
            cells.append(make_level_cells(told.compute_levels(BY_KON), run))
            wide = told.select([code for code in codes if code.endswith(_SPLIT)])
            cells.append(make_level_cells(wide.compute_levels(BY_SCHOOL), run))
            gaps.append(told.compute_gaps(KON)[_GAP])
    if not cells:
        return Levels(make_cells([]), pd.DataFrame(columns=_GAP), pd.Series(dtype="float64"))
    frame = pd.concat(cells, ignore_index=True).assign(kalla=SOURCE)
    between = pd.concat(gaps, ignore_index=True) if gaps else pd.DataFrame(columns=_GAP)
    return Levels(_sort(frame, run.parameters.band), between, pd.concat(spreads))


def select_term(cells: pd.DataFrame, termin: Termin) -> pd.DataFrame:
    """The cells of one term."""
    of_term = cells["indikator"].str.split("_").str[1] == termin.termin
    return cells[of_term & (cells["lasar"] == termin.lasar)]


def _select(stack: Stack, terms: tuple[Termin, ...]) -> Stack:
    """The pupils of some terms only."""
    kinds = stack.series["indikator"].str.split("_").str[1]
    wanted = [
        stack.pupils[SERIE].isin(stack.series.index[kinds == one.termin])
        & (stack.pupils["lasar"] == one.lasar)
        for one in set(terms)
    ]
    return replace(stack, pupils=stack.pupils[np.logical_or.reduce(wanted)])


def _add_sums(stack: Stack, edges: tuple[int, ...]) -> Stack:
    """The stack with bands from an edge upwards together as series of their own; means have none."""
    sums = list(_sum_bands(stack, edges))
    if not sums:
        return stack
    first = len(stack.series)
    pupils = [part.assign(**{SERIE: first + place}) for place, (_, part) in enumerate(sums)]
    added = pd.concat(pupils, ignore_index=True)
    names = pd.DataFrame([name for name, _ in sums], columns=["indikator", "kategori"])
    return replace(
        stack,
        pupils=pd.concat([stack.pupils, added], ignore_index=True),
        series=pd.concat([stack.series, names], ignore_index=True),
        icc=pd.concat([stack.icc, compute_iccs(added, SERIE)]).rename_axis(SERIE),
    )


def _sum_bands(stack: Stack, edges: tuple[int, ...]) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    """Name and pupils of each sum; a measure's categories hold the same pupils in the same order."""
    rows = stack.pupils.groupby(SERIE, sort=True).indices
    for code, series in stack.series.groupby("indikator", sort=False):
        places = dict(zip(series["kategori"], series.index, strict=True))
        for name, parts in list_sums(edges).items():
            if not set(parts) <= set(places):
                continue
            values = [stack.pupils["varde"].to_numpy()[rows[places[part]]] for part in parts]
            yield (str(code), name), stack.pupils.iloc[rows[places[parts[0]]]].assign(varde=sum(values))


def _sort(cells: pd.DataFrame, edges: tuple[int, ...]) -> pd.DataFrame:
    """By indicator, unit, group, läsår and part, the sums after their parts."""
    codes = {one.code: place for place, one in enumerate((*BAND, *FRANVARO))}
    parts = {name: place for place, name in enumerate((*name_bands(edges), *list_sums(edges)))}
    keys = pd.DataFrame(
        {
            "code": cells["indikator"].map(codes),
            "kind": (cells["enhetstyp"] == "skola").astype("int64"),
            "enhet": cells["enhet"],
            "kon": cells["kon"].map({"alla": 0, "flickor": 1, "pojkar": 2}),
            "lasar": cells["lasar"],
            "part": cells["kategori"].map(parts).fillna(-1),
        }
    )
    order = keys.sort_values(list(keys.columns), kind="stable").index
    return cells.loc[order].reset_index(drop=True)
