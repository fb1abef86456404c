"""Levels of an indicator with interval, one row a group: from one row a pupil, vectorised over all groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from analys.estimates.clustering import intraclass_correlation
from analys.estimates.intervals import compute_net_limits, compute_t_limits, compute_wilson
from analys.indicators import Indicator
from analys.indicators.enkat import HOGST, LAGST

KLASS = ("lasar", "skolenhet", "klass")
PUPIL_COLUMNS = ("elev", "lasar", "skolenhet", "klass", "kon", "svsva", "varde")
LEVEL_COLUMNS = ("varde", "undre", "ovre", "n", "antal")

# Codes that say a pupil has been taught the course: a grade, streck or anpassad studiegång.
_TAUGHT = ("A", "B", "C", "D", "E", "F", "9", "3")
_GRADE = ("A", "B", "C", "D", "E", "F")


def pupil_values(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """One row a pupil in the indicator's denominator.

    Parameters
    ----------
    frame : pandas.DataFrame
        Processed frame of `indicator.kind`, any number of läsår.

    Returns
    -------
    pandas.DataFrame
        Columns elev, lasar, skolenhet, klass ("" when unknown), kon, svsva ("sv", "sva" or missing), varde
        (1/0 or points). Läsår outside the indicator's validity, pupils outside its denominator and pupils in
        anpassad grundskola (column skolform = ANP, where the frame has one) are left out.

    Examples
    --------
    >>> from analys.indicators import REGISTRY
    >>> frame = pd.DataFrame({"elev": ["p1", "p2"], "lasar": "2025/26", "skolenhet": "10000001",
    ...     "kon": ["flicka", "pojke"], "MA_GRUPP": "9A", "MA_PROVB": ["C", "99"]})
    >>> pupil_values(frame, REGISTRY["np_ak9_ma"])["varde"].tolist()
    [1.0]
    """
    valid = frame["lasar"].map({lasar: indicator.is_valid(str(lasar)) for lasar in frame["lasar"].unique()})
    frame = select_grundskola(frame[valid.astype("bool")])
    pupils = describe_pupils(frame, indicator.klasskolumn)
    pupils = pupils.assign(varde=indicator.compute(frame).astype("float64"))
    return pupils[pupils["varde"].notna()].reset_index(drop=True)


def select_grundskola(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of pupils who are not in anpassad grundskola, where the frame tells."""
    return frame[(frame["skolform"] != "ANP").fillna(True)] if "skolform" in frame else frame


def describe_pupils(frame: pd.DataFrame, klasskolumn: str) -> pd.DataFrame:
    """Whose each row is: `PUPIL_COLUMNS` without varde, on the same index."""
    column = "klass" if "klass" in frame else klasskolumn
    if column in frame:
        klass = frame[column].astype("str").fillna("").replace({"99": ""})
    else:
        klass = pd.Series("", index=frame.index, dtype="str")
    own = {name: frame[name] for name in ("elev", "lasar", "skolenhet")}
    return pd.DataFrame({**own, "klass": klass, "kon": frame["kon"], "svsva": derive_svsva(frame)})


def derive_svsva(frame: pd.DataFrame) -> pd.Series:
    """ "sv" or "sva" of each pupil, missing when neither is known.

    From the grades: "sva" with a grade in Sva, or when Sva is read and Sv has no grade; "sv" when Sv is read.
    Else from SV_KURSPLAN, the course that the test was taken in. Each where the frame has it.
    """
    course = pd.Series(np.nan, index=frame.index, dtype="str")
    if "Sv" in frame and "Sva" in frame:
        sva = frame["Sva"].isin(_GRADE) | (frame["Sva"].isin(_TAUGHT) & ~frame["Sv"].isin(_GRADE))
        sv = frame["Sv"].isin(_TAUGHT)
        # Sv = 3 with Sva = 3: no course was read, so neither group can be told.
        neither = (frame["Sv"] == "3").fillna(False) & (frame["Sva"] == "3").fillna(False)
        told = np.select([neither, sva, sv], ["", "sva", "sv"], default="")
        course = pd.Series(told, index=frame.index, dtype="str").replace({"": np.nan}).astype("str")
    if "SV_KURSPLAN" in frame:
        course = course.fillna(frame["SV_KURSPLAN"].map({"1": "sv", "2": "sva"}).astype("str"))
    return course


def compute_icc(pupils: pd.DataFrame) -> float:
    """Intraclass correlation of classes, see `pool_icc`."""
    return pool_icc(pupils["varde"].to_numpy(), *number_classes(pupils))


def compute_iccs(pupils: pd.DataFrame, column: str) -> pd.Series:
    """The intraclass correlation of each series that a column tells; see `Icc`."""
    values, numbers = pupils["varde"].to_numpy(), number_classes(pupils)
    rows = pupils.groupby(column, sort=True).indices
    found = [pool_icc(values[i], *(number[i] for number in numbers)) for i in rows.values()]
    return pd.Series(found, index=pd.Index(list(rows), name=column), dtype="float64")


def number_classes(pupils: pd.DataFrame) -> list[np.ndarray]:
    """Number of each pupil's class, of its school and läsår, and of its school."""
    lasar, schools, klass = (pd.factorize(pupils[name])[0].astype("int64") for name in KLASS)
    # Missing is -1, and a group like any other.
    years = schools * (lasar.max(initial=0) + 2) + lasar
    return [years * (klass.max(initial=0) + 2) + klass, years, schools]


def pool_icc(values: np.ndarray, classes: np.ndarray, years: np.ndarray, schools: np.ndarray) -> float:
    """Intraclass correlation of classes, pooled over schools and läsår; numbers as of `number_classes`.

    Classes are compared within their school and läsår; where no school has two in a läsår, with the school's
    classes of other läsår.
    """
    alone = len(pd.unique(years)) == len(pd.unique(classes))
    return intraclass_correlation(values, classes, schools if alone else years)


Icc: TypeAlias = float | pd.Series
"""Intraclass correlation of classes: one number, or one a series, indexed by the column that tells series."""


def match_icc(icc: Icc, groups: pd.DataFrame) -> Any:
    """The intraclass correlation of each row's series."""
    return icc.reindex(groups[icc.index.name]).to_numpy() if isinstance(icc, pd.Series) else icc


def compute_levels(pupils: pd.DataFrame, indicator: Indicator, by: Sequence[str], icc: Icc) -> pd.DataFrame:
    """Level of each group with its 95 % interval.

    Parameters
    ----------
    pupils : pandas.DataFrame
        One row a pupil, see `pupil_values`; rows with NaN in varde or missing in a by-column are left out.
    by : sequence of str
        Columns whose combinations are the groups, e.g. ("lasar", "skolenhet", "kon").
    icc : float or pandas.Series
        See `Icc`; the design effect comes from the group's own class sizes.

    Returns
    -------
    pandas.DataFrame
        One row a group, sorted: the by-columns, varde (procent 0-100 or points), undre, ovre, n (Int64) and
        antal (Int64; missing for means).
    """
    if not by:
        raise ValueError("by: at least one column")
    by = list(by)
    pupils = pupils[pupils["varde"].notna()]
    values = pupils.groupby(by, sort=True)["varde"]
    groups = values.agg(n="size", summa="sum", medel="mean", sd="std").reset_index()
    deff = compute_design_effects(pupils, by, icc)
    if len(deff) != len(groups):
        raise ValueError("by: groups do not match their design effects")
    n = groups["n"].to_numpy(dtype="float64")
    if indicator.is_share:
        undre, ovre = compute_wilson(groups["summa"], n, deff["deff"])
        varde = 100 * groups["summa"].to_numpy() / n
        antal = groups["summa"].round().astype("Int64")
    else:
        if indicator.is_net:
            undre, ovre = compute_net_limits(*_count_directions(pupils, by), n, deff["deff"])
        else:
            undre, ovre = compute_t_limits(groups["medel"], groups["sd"], n, deff["deff"])
        if indicator.is_mean:
            undre, ovre = np.clip(undre, 0, 100), np.clip(ovre, 0, 100)
        if indicator.unit == "indexpoäng":
            undre, ovre = np.clip(undre, LAGST, HOGST), np.clip(ovre, LAGST, HOGST)
        varde = groups["medel"].to_numpy()
        antal = pd.Series(pd.NA, index=groups.index, dtype="Int64")
    return groups[by].assign(varde=varde, undre=undre, ovre=ovre, n=groups["n"].astype("Int64"), antal=antal)


def _count_directions(pupils: pd.DataFrame, by: list[str]) -> tuple[pd.Series, pd.Series]:
    """Pupils above and below 0 in each group, sorted as `compute_levels` sorts."""
    signs = pupils[by].assign(hogre=pupils["varde"] > 0, lagre=pupils["varde"] < 0)
    counts = signs.groupby(by, sort=True)[["hogre", "lagre"]].sum()
    return counts["hogre"], counts["lagre"]


def compute_design_effects(pupils: pd.DataFrame, by: Sequence[str], icc: Icc) -> pd.DataFrame:
    """Design effect of each group: the by-columns and deff, sorted as `compute_levels` sorts."""
    by = list(by)
    keys = [*by, *(name for name in KLASS if name not in by)]
    frame = pupils[keys].fillna({"klass": ""}) if "klass" not in by else pupils[keys]
    sizes = frame.groupby(keys, sort=True).size().rename("m").reset_index()
    sizes["m2"] = sizes["m"] ** 2
    sums = sizes.groupby(by, sort=True)[["m", "m2"]].sum().reset_index()
    return sums[by].assign(deff=1 + match_icc(icc, sums) * (sums["m2"] / sums["m"] - 1))
