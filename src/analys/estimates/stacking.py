"""Many measures of the same pupils at once: stacked in one frame, a hundred cost little more than one.

A *series* is one measure, or one category of a distribution, numbered in the order of the registry. In a
stack every pupil has a row a series that the pupil counts in. Levels and gaps of the stack are those that
`levels` and `comparisons` compute of each series alone, with the series' own intraclass correlation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analys.estimates.comparisons import compute_gaps
from analys.estimates.groups import Split
from analys.estimates.levels import compute_iccs, compute_levels, describe_pupils, select_grundskola
from analys.indicators.base import Indicator
from analys.underlag import Underlag

SERIE = "serie"
MOST_ROWS = 3_000_000
"""Rows of a stack at most, so that memory suffices for the largest municipality."""

_KEYS = ["lasar", "skolenhet", "klass", "kon", "svsva"]


@dataclass(frozen=True)
class Stack:
    """Pupils of series whose intervals are made alike.

    Parameters
    ----------
    pupils : pandas.DataFrame
        One row a pupil and series: serie, the pupil's keys as categories, varde.
    series : pandas.DataFrame
        indikator and kategori ("" for a measure with one value), by serie.
    form : Indicator
        Any of the measures, as one with a single value: it tells which interval to make.
    icc : pandas.Series
        Intraclass correlation of classes, by serie.
    """

    pupils: pd.DataFrame
    series: pd.DataFrame
    form: Indicator
    icc: pd.Series

    def select(self, codes: Collection[str]) -> Stack:
        """The series of some measures."""
        kept = self.series.index[self.series["indikator"].isin(list(codes))]
        if len(kept) == len(self.series):
            return self
        pupils = self.pupils[self.pupils[SERIE].isin(kept)]
        return replace(self, pupils=pupils, series=self.series.loc[kept], icc=self.icc.loc[kept])

    def compute_levels(self, by: Sequence[str]) -> pd.DataFrame:
        """Levels of each series in each group (see `levels.compute_levels`), by group and then by series."""
        levels = compute_levels(self.pupils, self.form, [SERIE, *by], self.icc)
        return self._name(levels.sort_values([*by, SERIE], kind="stable", ignore_index=True))

    def find_largest(self, by: Sequence[str]) -> pd.DataFrame:
        """The two largest values of each series in each group, as `storst` and `nast` (0 of one pupil)."""
        keys = [SERIE, *by]
        values = self.pupils[[*keys, "varde"]].dropna().sort_values([*keys, "varde"], kind="stable")
        groups = values.groupby(keys, sort=True, observed=True)["varde"]
        storst = groups.nth(-1).set_axis(pd.MultiIndex.from_frame(values.loc[groups.nth(-1).index, keys]))
        nast = groups.nth(-2).set_axis(pd.MultiIndex.from_frame(values.loc[groups.nth(-2).index, keys]))
        found = storst.rename("storst").to_frame().assign(nast=nast.reindex(storst.index).fillna(0.0))
        return self._name(found.reset_index())

    def compute_gaps(self, split: Split) -> pd.DataFrame:
        """Gap of each series in each läsår, see `comparisons.compute_gaps`."""
        by = [SERIE, "lasar"]
        return self._name(compute_gaps(self.pupils, self.form, split.column, split.elever, by, self.icc))

    def _name(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with indikator and kategori instead of the series' numbers."""
        named = frame.join(self.series, on=SERIE).drop(columns=SERIE)
        return named.astype({name: "str" for name in _KEYS if name in named})


def stack_pupils(run: Underlag, codes: Iterable[str], lasar: Collection[str] = ()) -> Iterator[Stack]:
    """Pupils of some measures, in stacks of at most `MOST_ROWS` rows or one measure.

    Parameters
    ----------
    lasar : collection of str
        Only these of the run's läsår; all of them when none is given.
    """
    indicators = run.indicators()
    forms: dict[tuple[bool, ...], list[list[_Values]]] = {}
    for code in codes:
        one = indicators[code]
        measure = list(_list_values(run, one, lasar))
        forms.setdefault((one.is_share, one.is_net, one.is_mean), []).append(measure)
    for measures in forms.values():
        for members in _batch(measures):
            yield _stack(run, members)


@dataclass(frozen=True)
class _Values:
    """One series: its läsår, the rows of its kind's frame that count in it, and their values."""

    indicator: Indicator
    kategori: str
    lasar: tuple[str, ...]
    rows: np.ndarray
    varde: np.ndarray


def _list_values(run: Underlag, indicator: Indicator, lasar: Collection[str]) -> Iterator[_Values]:
    valid = tuple(
        year
        for year in run.parameters.lasar_i_trend
        if indicator.is_valid(year) and (not lasar or year in lasar)
    )
    rows, counted = _compute(run, indicator, valid)
    if not len(rows):
        return
    if not indicator.categories:
        yield _Values(indicator, "", valid, rows, counted)
    for place, kategori in enumerate(indicator.categories):
        yield _Values(indicator, kategori, valid, rows, (counted == place).astype("float64"))


def _batch(measures: Iterable[list[_Values]]) -> Iterator[list[_Values]]:
    """The series in batches; a measure's categories stay together, so that their order is kept."""
    batch: list[_Values] = []
    size = 0
    for measure in measures:
        rows = sum(len(one.rows) for one in measure)
        if batch and size + rows > MOST_ROWS:
            yield batch
            batch, size = [], 0
        batch, size = batch + measure, size + rows
    if batch:
        yield batch


def _stack(run: Underlag, members: Sequence[_Values]) -> Stack:
    sources: dict[tuple[str, tuple[str, ...], str], int] = {}
    described, places, size = [], [], 0
    for one in members:
        source = (one.indicator.kind, one.lasar, one.indicator.klasskolumn)
        if source not in sources:
            sources[source] = size
            described.append(_describe(run, *source))
            size += len(described[-1])
        places.append(one.rows + sources[source])
    keys = pd.concat(described, ignore_index=True)[_KEYS].astype("category")
    # Pupils without a class are one class of the school, see `levels.compute_design_effects`.
    if "" not in keys["klass"].cat.categories:
        keys["klass"] = keys["klass"].cat.add_categories("")
    pupils = keys.take(np.concatenate(places)).reset_index(drop=True)
    pupils[SERIE] = np.repeat(np.arange(len(members)), [len(one.rows) for one in members])
    pupils["varde"] = np.concatenate([one.varde for one in members])
    series = pd.DataFrame(
        {"indikator": [one.indicator.code for one in members], "kategori": [one.kategori for one in members]}
    )
    form = replace(members[0].indicator, categories=(), kategorifraser=())
    return Stack(pupils, series, form, compute_iccs(pupils, SERIE))


@cache
def _compute(run: Underlag, indicator: Indicator, lasar: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the kind's frame that count in the measure, and their values; many tables ask for them."""
    values = indicator.compute(_select(run, indicator.kind, lasar)).to_numpy(dtype="float64")
    rows = np.flatnonzero(~np.isnan(values))
    return rows, values[rows]


@cache
def _select(run: Underlag, kind: str, lasar: tuple[str, ...]) -> pd.DataFrame:
    frame = run.frame(kind)
    return select_grundskola(frame[frame["lasar"].isin(lasar)]).reset_index(drop=True)


@cache
def _describe(run: Underlag, kind: str, lasar: tuple[str, ...], klasskolumn: str) -> pd.DataFrame:
    return describe_pupils(_select(run, kind, lasar), klasskolumn)
