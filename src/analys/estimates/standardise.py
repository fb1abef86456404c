"""Gaps with the composition held equal: direct standardisation.

Girls and boys, or Sv and Sva pupils, are spread differently over schools and läsår. The standardised gap
weighs the gaps within each stratum (say each school) by all pupils in it, so that the groups are compared as
if they had the same composition. It is descriptive: how much of a gap remains within strata, not why.

The estimate is a weighted sum of pupils' values, so its variance under the class model is exact for given
variances: pupils of one class share a part `icc` of it, also across the two groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analys.estimates.intervals import NIVA
from analys.estimates.levels import KLASS
from analys.estimates.quantiles import find_t
from analys.indicators import Indicator


@dataclass(frozen=True)
class StandardisedGap:
    """First group minus second, composition held equal.

    Parameters
    ----------
    varde, undre, ovre : float
        Percentage points or points, 95 % interval; NaN when no stratum has both groups.
    obearbetat : float
        The gap as it is, over all pupils of the two groups.
    tackning : float
        Procent of the two groups' pupils who are in strata with both groups.
    n : int
        Pupils in those strata.
    """

    varde: float
    undre: float
    ovre: float
    obearbetat: float
    tackning: float
    n: int


def standardise_gap(
    pupils: pd.DataFrame,
    indicator: Indicator,
    column: str,
    groups: tuple[str, str],
    strata: Sequence[str],
    icc: float,
) -> StandardisedGap:
    """Gap between two groups with equal composition over the strata.

    Parameters
    ----------
    pupils : pandas.DataFrame
        One row a pupil, see `levels.pupil_values`; other columns may be added to serve as strata.
    column, groups : str, tuple of str
        E.g. "kon", ("flicka", "pojke").
    strata : sequence of str
        Columns whose combinations are held equal, e.g. ("lasar", "skolenhet").
    icc : float
        Intraclass correlation of classes.
    """
    strata = list(strata)
    used = pupils[pupils["varde"].notna() & pupils[column].isin(groups)].dropna(subset=strata)
    factor = 100.0 if indicator.is_share else 1.0
    y = factor * used["varde"].to_numpy(dtype="float64")
    first = (used[column] == groups[0]).to_numpy()
    raw = float(y[first].mean() - y[~first].mean()) if first.any() and not first.all() else float("nan")
    stratum = used.groupby(strata).ngroup().to_numpy()
    counts = np.stack(
        [np.bincount(stratum[side], minlength=stratum.max(initial=-1) + 1) for side in (first, ~first)]
    )
    both = np.asarray((counts > 0).all(axis=0))
    kept = both[stratum] if len(used) else np.zeros(0, dtype=bool)
    if not kept.any():
        return StandardisedGap(float("nan"), float("nan"), float("nan"), raw, 0.0, 0)
    tackning = 100 * float(kept.mean())
    used, y, first, stratum = used[kept], y[kept], first[kept], stratum[kept]
    weight = counts.sum(axis=0) * both / kept.sum()
    coefficient = np.where(first, 1, -1) * weight[stratum] / counts[np.where(first, 0, 1), stratum]
    value = float(coefficient @ y)
    error, df = _standard_error(used, y, first, stratum, coefficient, icc)
    half = float(find_t(NIVA, df) * error)
    return StandardisedGap(value, value - half, value + half, raw, tackning, int(kept.sum()))


def _standard_error(
    used: pd.DataFrame,
    y: np.ndarray,
    first: np.ndarray,
    stratum: np.ndarray,
    coefficient: np.ndarray,
    icc: float,
) -> tuple[float, float]:
    """Standard error and df: each group's pooled variance within strata, shared in part by classes."""
    sd = np.zeros(len(y))
    for side in (first, ~first):
        mean = np.bincount(stratum[side], y[side]) / np.maximum(np.bincount(stratum[side]), 1)
        squares = ((y[side] - mean[stratum[side]]) ** 2).sum()
        free = side.sum() - len(np.unique(stratum[side]))
        sd[side] = np.sqrt(squares / free) if free > 0 else np.nan
    scaled = coefficient * sd
    labels = used.assign(klass=used["klass"].fillna("")).groupby(list(KLASS)).ngroup().to_numpy()
    of_class = np.bincount(labels, scaled)
    variance = (1 - icc) * (scaled**2).sum() + icc * (of_class**2).sum()
    sizes = np.bincount(labels)
    deff = 1 + icc * ((sizes**2).sum() / len(y) - 1)
    return float(np.sqrt(variance)), max(len(y) / deff - 2 * len(np.unique(stratum)), 1.0)
