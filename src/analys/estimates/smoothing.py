"""Levels of small schools, partially pooled (shrunken) towards the municipality's.

The model is that of `shrinkage`; the errors come from the spread within schools that all schools share, and
from each school's own number of pupils and classes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analys.estimates.levels import compute_design_effects, compute_levels
from analys.estimates.shrinkage import MINST_SKOLOR, Shrunken, shrink
from analys.indicators import Indicator

__all__ = ["MINST_SKOLOR", "Shrunken", "compute_smoothed_levels", "shrink"]

_COLUMNS = (
    "skolenhet",
    "varde",
    "undre",
    "ovre",
    "n",
    "obearbetat",
    "effekt",
    "effekt_undre",
    "effekt_ovre",
    "tillforlitlighet",
    "tillforlitlighet_undre",
    "tillforlitlighet_ovre",
)


def compute_smoothed_levels(pupils: pd.DataFrame, indicator: Indicator, icc: float) -> pd.DataFrame:
    """Partially pooled level of each school over all läsår in the frame.

    Parameters
    ----------
    pupils : pandas.DataFrame
        One row a pupil, see `levels.pupil_values`; select the läsår first, e.g. the last three.
    icc : float
        Intraclass correlation of classes.

    Returns
    -------
    pandas.DataFrame
        One row a school: skolenhet, varde, undre, ovre (procent or points), n (Int64), obearbetat (the raw
        level), effekt, effekt_undre, effekt_ovre (against the mean of the schools), tillforlitlighet,
        tillforlitlighet_undre, tillforlitlighet_ovre (0-1). Empty with fewer than three schools.
    """
    pupils = pupils[pupils["varde"].notna()]
    raw = compute_levels(pupils, indicator, ["skolenhet"], icc)
    if len(raw) < MINST_SKOLOR:
        return pd.DataFrame(columns=list(_COLUMNS))
    shrunken = shrink(raw["varde"], _standard_errors(pupils, indicator, raw, icc))
    low, high = (0.0, 100.0) if indicator.is_share else (-np.inf, np.inf)
    return raw[["skolenhet"]].assign(
        varde=shrunken.varde,
        undre=shrunken.undre.clip(low, high),
        ovre=shrunken.ovre.clip(low, high),
        n=raw["n"],
        obearbetat=raw["varde"],
        effekt=shrunken.effekt,
        effekt_undre=shrunken.effekt_undre,
        effekt_ovre=shrunken.effekt_ovre,
        tillforlitlighet=shrunken.reliability,
        tillforlitlighet_undre=shrunken.reliability_undre,
        tillforlitlighet_ovre=shrunken.reliability_ovre,
    )


def _standard_errors(
    pupils: pd.DataFrame, indicator: Indicator, raw: pd.DataFrame, icc: float
) -> NDArray[Any]:
    """Standard errors from the spread that all schools share: a small school's own is too uncertain."""
    deff = compute_design_effects(pupils, ["skolenhet"], icc)["deff"].to_numpy()
    n = raw["n"].to_numpy(dtype="float64")
    values = pupils["varde"]
    if indicator.is_share:
        share = (values.sum() + 1) / (len(values) + 2)
        variance = 100**2 * share * (1 - share)
    else:
        residual = values - values.groupby(pupils["skolenhet"]).transform("mean")
        variance = (residual**2).sum() / max(len(values) - len(raw), 1)
        variance = variance if variance > 0 else 1e-6
    return np.sqrt(variance * deff / n)
