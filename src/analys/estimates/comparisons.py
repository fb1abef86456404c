"""Differences that need the pupils again: gaps within classes, a school against the rest, slopes.

Girls and boys (or Sv and Sva) of one class share its teachers and its luck, so their levels rise and fall
together. Treated as independent, their gap gets an interval that is far too wide; here it is narrowed by the
correlation that the shared classes give. Changes between läsår concern different classes: `difference` in
`intervals` is enough for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analys.estimates.intervals import NIVA, compute_difference, compute_t_limits, compute_wilson
from analys.estimates.levels import KLASS, Icc, compute_design_effects, compute_levels, match_icc
from analys.estimates.quantiles import find_t
from analys.indicators import Indicator
from analys.lasar import var

VALUES = ["varde", "undre", "ovre"]


def compute_gaps(
    pupils: pd.DataFrame,
    indicator: Indicator,
    column: str,
    groups: tuple[str, str],
    by: Sequence[str],
    icc: Icc,
) -> pd.DataFrame:
    """Gap between two groups of pupils, first minus second, with a MOVER interval that knows shared classes.

    Parameters
    ----------
    pupils : pandas.DataFrame
        One row a pupil, see `levels.pupil_values`.
    column, groups : str, tuple of str
        E.g. "kon", ("flicka", "pojke") or "svsva", ("sv", "sva").
    by : sequence of str
        At least one column, e.g. ("lasar",).
    icc : float or pandas.Series
        See `levels.Icc`; its column of series must be among `by`.

    Returns
    -------
    pandas.DataFrame
        One row a group in which both are found: the by-columns, varde, undre, ovre (percentage points or
        points), n_forsta, n_andra (Int64).
    """
    by = list(by)
    pupils = pupils[pupils["varde"].notna() & pupils[column].isin(groups)]
    levels = compute_levels(pupils, indicator, [*by, column], icc)
    first, second = (levels[levels[column] == name].set_index(by)[[*VALUES, "n"]] for name in groups)
    both = first.join(second, how="inner", suffixes=("_a", "_b"))
    correlation = _correlate(pupils, column, groups, by, icc).reindex(both.index).fillna(0)
    a, b = ((both[f"varde_{side}"], both[f"undre_{side}"], both[f"ovre_{side}"]) for side in "ab")
    value, undre, ovre = compute_difference(a, b, correlation)
    gaps = pd.DataFrame({"varde": value, "undre": undre, "ovre": ovre}, index=both.index)
    return gaps.assign(n_forsta=both["n_a"], n_andra=both["n_b"]).reset_index()


def compute_shared_icc(pupils: pd.DataFrame, column: str, groups: tuple[str, str], icc: Icc) -> Icc:
    """Correlation between two pupils of the same class, one of each group; between 0 and `icc`.

    Products of residuals of pairs in the same class minus those in different classes of the same school and
    läsår, pooled; the residuals are from the group's mean in that school and läsår. One number, or one a
    series, as `icc` is.
    """
    if not isinstance(icc, pd.Series):
        alone = pd.Series([icc], index=pd.Index([0], name="_serie"))
        return float(pd.Series(compute_shared_icc(pupils.assign(_serie=0), column, groups, alone)).iloc[0])
    series = icc.index.name
    residuals = pupils[pupils["varde"].notna() & pupils[column].isin(groups)]
    residuals = residuals.assign(klass=residuals["klass"].fillna(""))
    unit = [series, "lasar", "skolenhet"]
    mean = residuals.groupby([*unit, column])["varde"].transform("mean")
    residuals = residuals.assign(rest=residuals["varde"] - mean)
    sums = residuals.groupby([*unit, "klass", column])["rest"].agg(["sum", "count"]).unstack(column)
    if not {("sum", name) for name in groups} <= set(sums.columns):
        return icc * 0.0
    sums = sums.fillna(0.0)
    (sum_a, sum_b), (m_a, m_b) = ([sums[(kind, name)] for name in groups] for kind in ("sum", "count"))
    total = lambda values: values.groupby(level=unit).sum()  # noqa: E731
    same = total(m_a * m_b)
    other = total(m_a) * total(m_b) - same
    usable = (same > 0) & (other > 0)
    pooled = lambda values: values[usable].groupby(level=series).sum().reindex(icc.index)  # noqa: E731
    weight = pooled(same * other / (same + other))
    spread = residuals.groupby([series, column])["rest"].agg(["std", "size"]).unstack(column)
    spread = spread.reindex(icc.index)
    scale = spread[("std", groups[0])] * spread[("std", groups[1])]
    both = spread["size"].notna().all(axis=1)
    shared = (pooled(total(sum_a * sum_b)) / weight / scale).clip(lower=0.0).clip(upper=icc)
    return shared.where(scale > 0, 0.0).where(weight > 0, icc.where(both, 0.0))


def _correlate(
    pupils: pd.DataFrame, column: str, groups: tuple[str, str], by: list[str], icc: Icc
) -> pd.Series:
    """Correlation of the two groups' levels in each by-group, from the classes they share."""
    shared = compute_shared_icc(pupils, column, groups, icc)
    keys = [*by, *(name for name in KLASS if name not in by)]
    sizes = (
        pupils.assign(klass=pupils["klass"].fillna(""))
        .groupby([*keys, column])
        .size()
        .unstack(column, fill_value=0)
        .reindex(columns=list(groups), fill_value=0)
    )
    a, b = (sizes[name].astype("float64") for name in groups)
    total = lambda values: values.groupby(level=by).sum()  # noqa: E731
    pairs = total(a * b)
    of_group = pairs.index.to_frame(index=False)
    spread = match_icc(icc, of_group)
    scale = np.sqrt(np.prod([total(m) + spread * (total(m**2) - total(m)) for m in (a, b)], axis=0))
    return match_icc(shared, of_group) * pairs / scale


def compare_schools(pupils: pd.DataFrame, indicator: Indicator, icc: float) -> pd.DataFrame:
    """Each school against the other schools together, läsår by läsår.

    Returns
    -------
    pandas.DataFrame
        One row a läsår and skolenhet that has a rest: lasar, skolenhet, varde, undre, ovre (percentage points
        or points), n, n_ovriga (Int64).
    """
    by = ["lasar", "skolenhet"]
    own = compute_levels(pupils, indicator, by, icc)
    pupils = pupils[pupils["varde"].notna()]
    sums = pupils.assign(kvadrat=pupils["varde"] ** 2).groupby(by)[["varde", "kvadrat"]].sum().reset_index()
    sums["n"] = own["n"].astype("float64")
    # n * (deff - 1) / icc is a sum over classes, so it adds up over schools.
    sums["par"] = sums["n"] * (compute_design_effects(pupils, by, 1.0)["deff"] - 1)
    parts = ["varde", "kvadrat", "n", "par"]
    rest = sums.groupby("lasar")[parts].transform("sum") - sums[parts]
    kept = rest["n"] > 0
    own, rest = own[kept], rest[kept]
    deff = 1 + icc * rest["par"] / rest["n"]
    medel = rest["varde"] / rest["n"]
    if indicator.is_share:
        limits = compute_wilson(rest["varde"], rest["n"], deff)
        medel = 100 * medel
    else:
        spread = (rest["kvadrat"] - rest["n"] * medel**2).clip(lower=0) / (rest["n"] - 1).where(rest["n"] > 1)
        limits = compute_t_limits(medel, np.sqrt(spread), rest["n"], deff)
    value, undre, ovre = compute_difference((own["varde"], own["undre"], own["ovre"]), (medel, *limits))
    return (
        own[[*by]]
        .assign(varde=value, undre=undre, ovre=ovre, n=own["n"], n_ovriga=rest["n"].round().astype("Int64"))
        .reset_index(drop=True)
    )


@dataclass(frozen=True)
class Slope:
    """Change per läsår of a straight line through yearly levels; limits are NaN below three läsår."""

    varde: float
    undre: float
    ovre: float
    antal_lasar: int


def trend_slope(levels: pd.DataFrame) -> Slope:
    """Slope of yearly levels (or yearly gaps); the läsår, not the pupils, are the observations.

    Least squares on the läsår with a t interval on k - 2 degrees of freedom, since what happens to a whole
    cohort (a test, a reform, a pandemic) moves all its pupils together.

    Parameters
    ----------
    levels : pandas.DataFrame
        One series: lasar ("2025/26") and varde; NaN is left out.

    Examples
    --------
    >>> trend_slope(pd.DataFrame({"lasar": ["2023/24", "2024/25"], "varde": [70.0, 72.0]})).varde
    2.0
    """
    series = levels[levels["varde"].notna()]
    if series["lasar"].duplicated().any():
        raise ValueError("one row a läsår")
    x = np.array([var(lasar) for lasar in series["lasar"]], dtype="float64")
    y = series["varde"].to_numpy(dtype="float64")
    k = len(x)
    if k < 2:
        return Slope(float("nan"), float("nan"), float("nan"), k)
    x = x - x.mean()
    slope = float((x * y).sum() / (x**2).sum())
    if k < 3:
        return Slope(slope, float("nan"), float("nan"), k)
    residual = y - y.mean() - slope * x
    error = np.sqrt((residual**2).sum() / (k - 2) / (x**2).sum())
    half = float(find_t(NIVA, k - 2) * error)
    return Slope(slope, slope - half, slope + half, k)
