"""Primary suppression: cells that would disclose something about a pupil by themselves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analys.disclosure.classes import KLASS
from analys.disclosure.quantities import least_pupils
from analys.estimates.cells import POOLED
from analys.indicators import Indicator
from analys.indicators.enkat import HOGST, LAGST
from analys.indicators.measures import MEASURES, is_number
from analys.secrecy import FEW

CROSSED = 10
"""Fewest pupils of a class, or a school's girls or boys with Sv or Sva, however low the run's threshold."""

TESTS = 15
"""Fewest pupils of a class with results of a national test."""

DOMINANCE = 0.1
"""The other pupils together have at least so much of the largest pupil's amount: the p%-rule."""

NEAR_END = 0.2
"""So near an end of its scale, as a share of the scale, nobody may be known to be by a mean."""

ROUNDING = 1e-6
"""Floating point noise of sums."""

_POINTS = {"meritvarde_17": 340.0, "meritvarde_16": 320.0}


def find_primary(cells: pd.DataFrame, troskel: int, bidrag: pd.DataFrame | None = None) -> pd.Series:
    """Reason for hiding each cell by itself; "" where there is none.

    Parameters
    ----------
    cells : pandas.DataFrame
        Cells (see `analys.estimates.cells`). Official and missing cells are never hidden: what an authority
        has published is public, and nothing cannot disclose. Comparisons are judged by their parts instead.
    troskel : int
        Fewest pupils behind a shown value; a measure may demand more (see `quantities.least_pupils`).
    bidrag : pandas.DataFrame, optional
        The two largest contributions to means of amounts, see `Estimate`.

    Returns
    -------
    pandas.Series of str
        "fa_elever" (n below the threshold), "fa_utfall" (1-4 pupils with or without the outcome),
        "alla_lika" (0 or 100 percent, or a mean whose interval has no width), "dominans" (a mean of amounts
        that is nearly one pupil's), "medelvarde" (a mean so near an end of its scale that everybody must be
        near it) or "".

    Notes
    -----
    The p%-rule (Handbook on Statistical Disclosure Control, section 4.2.2): who has the next largest amount
    takes his own and the published total, and knows the largest within what all the others have. So the
    total without the two largest must be at least `DOMINANCE` of the largest.
    """
    n = cells["n"].astype("float64")
    antal = cells["antal"].astype("float64")
    alone = (
        cells["indikator"].map({code: is_number(code) for code in cells["indikator"].unique()}).astype("bool")
    )
    # Events may be more than pupils: that nobody is without them tells of no pupil.
    without = (n - antal).mask(alone)
    reason = pd.Series("", index=cells.index, dtype="str")
    reason[_forces_everybody(cells)] = "medelvarde"
    reason[_is_dominated(cells, bidrag)] = "dominans"
    reason[antal.between(1, FEW) | without.between(1, FEW)] = "fa_utfall"
    reason[(antal == 0) | (without == 0)] = "alla_lika"
    reason[antal.isna() & (cells["undre"] == cells["ovre"])] = "alla_lika"
    least = cells["indikator"].map(
        {code: least_pupils(code, troskel) for code in cells["indikator"].unique()}
    )
    crossed = (cells["enhetstyp"] == "skola") & (cells["kon"] != "alla") & (cells["svsva"] != "alla")
    least = least.where(~crossed, least.clip(lower=CROSSED))
    classes = cells["enhetstyp"] == KLASS
    tests = classes & cells["indikator"].str.startswith("np_")
    least = least.where(~classes, least.clip(lower=CROSSED)).where(~tests, least.clip(lower=TESTS))
    # A rate is of a group, and the group must be large enough for any other value too.
    least = least.where(~alone | antal.isna(), troskel)
    reason[(n < least).fillna(False)] = "fa_elever"
    reason[~_is_own_level(cells)] = ""
    return reason


def _is_own_level(cells: pd.DataFrame) -> pd.Series:
    computed = cells["status"] == "beraknad"
    return computed & (cells["n"].notna() | cells["antal"].notna())


def _forces_everybody(cells: pd.DataFrame) -> pd.Series:
    """Means of which n pupils' distance to an end of the scale, all of it one pupil's, is still near it."""
    scales = _list_scales(cells["indikator"].unique())
    lowest = cells["indikator"].map({code: low for code, (low, _) in scales.items()})
    highest = cells["indikator"].map({code: high for code, (_, high) in scales.items()})
    near = NEAR_END * (highest - lowest) + ROUNDING
    n, mean = cells["n"].astype("float64"), cells["varde"]
    forced = (n * (highest - mean) <= near) | (n * (mean - lowest) <= near)
    # A difference of means is no mean of a scale.
    return forced & cells["antal"].isna() & cells["jamforelse"].isin(["", POOLED])


def _list_scales(codes: np.ndarray) -> Mapping[str, tuple[float, float]]:
    """Lowest and highest value of a pupil, by code of each measure that is a mean of pupils' own values."""
    scales = {}
    for code in codes:
        measure = MEASURES.get(code)
        if code in _POINTS:
            scales[code] = (0.0, _POINTS[code])
        elif isinstance(measure, Indicator) and measure.is_mean:
            scales[code] = (0.0, 100.0)
        elif isinstance(measure, Indicator) and measure.unit == "procentenheter":
            scales[code] = (-100.0, 100.0)
        elif isinstance(measure, Indicator) and measure.unit == "indexpoäng":
            scales[code] = (LAGST, HOGST)
    return scales


def _is_dominated(cells: pd.DataFrame, bidrag: pd.DataFrame | None) -> pd.Series:
    if bidrag is None or bidrag.empty:
        return pd.Series(False, index=cells.index)
    largest = bidrag.drop_duplicates("cell").set_index("cell")
    storst, nast = (cells["cell"].map(largest[name]) for name in ("storst", "nast"))
    total = cells["n"].astype("float64") * cells["varde"]
    return (total - storst - nast < DOMINANCE * storst).fillna(False)
