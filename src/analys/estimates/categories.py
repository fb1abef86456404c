"""Levels of a distribution: the share of pupils in each of an indicator's categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analys.estimates.levels import compute_icc, compute_levels
from analys.indicators.base import Indicator


def compute_category_levels(pupils: pd.DataFrame, indicator: Indicator, by: Sequence[str]) -> pd.DataFrame:
    """Share of each category in each group, with its 95 % interval.

    Parameters
    ----------
    pupils : pandas.DataFrame
        One row a pupil, see `levels.pupil_values`; varde is the category's position.
    by : sequence of str
        Columns whose combinations are the groups, e.g. ("lasar", "kon").

    Returns
    -------
    pandas.DataFrame
        One row a group and category, groups sorted and categories in their order: the by-columns, varde
        (procent), undre, ovre, n, antal (Int64), kategori. The design effect is that of the category's own
        intraclass correlation.

    Raises
    ------
    ValueError
        When the indicator is no distribution.
    """
    if not indicator.categories:
        raise ValueError(f"{indicator.code} has no categories")
    share = replace(indicator, categories=(), kategorifraser=())
    frames = []
    for position, name in enumerate(indicator.categories):
        one = pupils.assign(varde=(pupils["varde"] == position).astype("float64"))
        frames.append(compute_levels(one, share, by, compute_icc(one)).assign(kategori=name, _plats=position))
    levels = pd.concat(frames, ignore_index=True)
    return levels.sort_values([*by, "_plats"], kind="stable", ignore_index=True).drop(columns="_plats")
