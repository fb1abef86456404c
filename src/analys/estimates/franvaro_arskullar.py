"""Year classes followed over läsår: which deviate from what the others had in the same year group?

A year class is the pupils of the year group that those born in its year usually go in: "född 2012" is åk 7 of
2025/26, åk 6 of 2024/25. The few who are older or younger than their classmates count with their classmates,
not with their birth year: two groups of nearly the same pupils would tell about the few who differ.

The deviation is the mean, over the year class's pupils and läsår, of its absence minus that of the other year
classes in the same year group, the run's läsår together. The same pupils recur and sit in classes, so the
variance is that of sums of pupils' influences over classes: over the classes pupils were last in plus those
they were first in, minus those who share both (Cameron, Gelbach & Miller 2011). Intervals are simultaneous
over all year classes (Bonferroni), with t on the year class's own classes: with no true difference at all, at
most one report in twenty says of anyone that it deviates.

Absence that changes in all year groups at once, or a läsår that differs, is part of the deviation; the report
says that a deviation describes and explains nothing.

References
----------
Cameron, A. C., Gelbach, J. B. & Miller, D. L. (2011). Robust inference with multiway clustering. Journal of
Business & Economic Statistics 29, 238-249.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.franvaro_nivaer import compute_absence_levels
from analys.estimates.franvaro_registrering import KOMMUN, find_unregistered
from analys.estimates.levels import describe_pupils, select_grundskola
from analys.estimates.quantiles import find_t
from analys.estimates.trend_levels import SOURCE
from analys.indicators.franvaro import ALLA, ARSKURSER
from analys.indicators.franvaro_arskull import MOT_ANDRA, name_arskull
from analys.indicators.franvaro_elev import FRANVARO_ELEV
from analys.lasar import var
from analys.termin import Termin
from analys.underlag import Underlag

NIVA = 0.95
MINST_KLASSER = 2
"""Fewest classes of a year class's own for an interval."""


@dataclass(frozen=True)
class Avvikelse:
    """How a year class deviates, in percentage points; NaN limits where none can be had."""

    fodelsear: int
    varde: float
    undre: float
    ovre: float
    n: int


def year_class_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the year classes.

    Returns
    -------
    list of Estimate
        franvaro_arskullar: mean absence by year group and läsår, and each year class's deviation (kategori
        "född 2012") in the report's kind of term. None with a single läsår.
    """
    rows = read_pupils(run)
    found = compute_deviations(rows) if len(rows) else []
    if not found:
        return []
    termin = run.parameters.termin.termin
    levels = compute_absence_levels(run).cells
    codes = {f"franvaro_{termin}_{grupp.kod}" for grupp in ARSKURSER}
    levels = levels[
        levels["indikator"].isin(codes) & (levels["enhetstyp"] == "kommun") & (levels["kon"] == "alla")
    ]
    deviations = make_cells(
        {
            "indikator": f"franvaroavvikelse_{termin}",
            "enhetstyp": "kommun",
            "enhet": run.parameters.kommun,
            "enhetsnamn": run.kommunnamn,
            "lasar": run.parameters.lasar,
            "jamforelse": MOT_ANDRA,
            "kategori": name_arskull(one.fodelsear),
            "varde": one.varde,
            "undre": one.undre,
            "ovre": one.ovre,
            "n": one.n,
            "kalla": SOURCE,
            "delar": " + ".join(_list_parts(run, rows, one.fodelsear)),
        }
        for one in found
    )
    return [make_estimate("franvaro_arskullar", "Årskullar", [levels, deviations])]


def list_year_classes(run: Underlag) -> pd.DataFrame:
    """Year group of each year class in each läsår: fodelsear, lasar, arskurs, by birth year and läsår."""
    rows = read_pupils(run)
    keys = ["fodelsear", "lasar", "arskurs"]
    return rows[keys].drop_duplicates().sort_values(keys, ignore_index=True)


def read_pupils(run: Underlag) -> pd.DataFrame:
    """Pupils of åk 1–9 by läsår, with known absence in the report's kind of term.

    Schools are left out of läsår in which they register too little to be compared, and so are läsår in which
    the municipality as a whole does.

    Returns
    -------
    pandas.DataFrame
        elev, lasar, skolenhet, klass, arskurs, fodelsear (of the year class) and varde (0–100).
    """
    termin = run.parameters.termin.termin
    frame = run.frame(FRANVARO_ELEV)
    frame = frame[frame["lasar"].isin(run.parameters.lasar_i_trend) & frame["arskurs"].isin(ALLA.arskurser)]
    frame = select_grundskola(frame)
    usual = _find_birth_years(frame)
    frame = frame[frame[f"franvaro_{termin}"].notna()].reset_index(drop=True)
    rows = describe_pupils(frame, "klass")[["elev", "lasar", "skolenhet", "klass"]].assign(
        arskurs=frame["arskurs"].astype("int64"),
        fodelsear=frame["lasar"].map(usual).astype("int64") - frame["arskurs"].astype("int64"),
        varde=100 * frame[f"franvaro_{termin}"].astype("float64"),
    )
    untold = {
        (lasar, enhet)
        for lasar in rows["lasar"].unique()
        for enhet, kod in find_unregistered(run, Termin(termin, str(lasar)))
        if kod == ALLA.kod
    }
    low = [
        (lasar, enhet) in untold or (lasar, KOMMUN) in untold
        for lasar, enhet in zip(rows["lasar"], rows["skolenhet"], strict=True)
    ]
    return rows[~np.array(low, dtype=bool)].reset_index(drop=True)


def _find_birth_years(register: pd.DataFrame) -> dict[str, int]:
    """Birth year plus year group of most pupils, by läsår: 2019 in 2025/26, with those born 2012 in åk 7."""
    sums = (register["fodelsear"] + register["arskurs"]).dropna()
    found = {}
    for lasar, own in register.groupby("lasar"):
        modes = sums.loc[sums.index.intersection(own.index)].mode()
        found[str(lasar)] = int(modes.iloc[0]) if len(modes) else var(str(lasar)) - 7
    return found


def _list_parts(run: Underlag, rows: pd.DataFrame, fodelsear: int) -> list[str]:
    """Levels that the deviation of a year class is computed from: its own, and the others' in the same åk."""
    termin = run.parameters.termin.termin
    pairs = rows[["arskurs", "lasar"]].drop_duplicates()
    own = set(rows.loc[rows["fodelsear"] == fodelsear, "arskurs"])
    chosen = pairs[pairs["arskurs"].isin(own)].sort_values(["arskurs", "lasar"])
    return [
        cell_id(f"franvaro_{termin}_ak{arskurs}", run.parameters.kommun, str(lasar))
        for arskurs, lasar in chosen.itertuples(index=False)
    ]


def compute_deviations(rows: pd.DataFrame, niva: float = NIVA) -> list[Avvikelse]:
    """Deviation of every year class that others can be compared with, by birth year.

    Parameters
    ----------
    rows : pandas.DataFrame
        See `read_pupils`: one row a pupil and läsår.
    niva : float
        Probability that all intervals together cover, when the deviations are none.

    Examples
    --------
    Two year classes that were both in åk 7: 6 and 4 on average.

    >>> rows = pd.DataFrame({"elev": list("abcd"), "lasar": ["2024/25"] * 2 + ["2025/26"] * 2,
    ...     "skolenhet": "s", "klass": list("xyxy"), "arskurs": 7, "fodelsear": [2011, 2011, 2012, 2012],
    ...     "varde": [5.0, 7.0, 3.0, 5.0]})
    >>> [(one.fodelsear, one.varde) for one in compute_deviations(rows)]
    [(2011, 2.0), (2012, -2.0)]
    """
    pupils = _number(rows)
    years, year = np.unique(rows["fodelsear"], return_inverse=True)
    grades, grade = np.unique(rows["arskurs"], return_inverse=True)
    cell = year * len(grades) + grade
    size = np.bincount(cell, minlength=len(years) * len(grades)).reshape(len(years), len(grades))
    values = rows["varde"].to_numpy(dtype="float64")
    apart = values - (np.bincount(cell, values, minlength=size.size) / np.maximum(size.ravel(), 1))[cell]
    weighed = {place: table for place in range(len(years)) if (table := _weigh(size, place)) is not None}
    found = []
    for place, table in weighed.items():
        weight = table.ravel()[cell]
        own = (year == place) & (weight > 0)
        df = pupils.count_classes(own) - 1
        error = np.sqrt(_sum_clusters(weight * apart, pupils.clusters))
        value = float((weight * values).sum())
        # All year classes together.
        alone = 1 - (1 - niva) / len(weighed)
        half = float(find_t(alone, df) * error) if df >= MINST_KLASSER - 1 else float("nan")
        n = len(np.unique(pupils.pupil[own]))
        found.append(Avvikelse(int(years[place]), value, value - half, value + half, n))
    return found


def _weigh(size: np.ndarray, place: int) -> np.ndarray | None:
    """Weight of one pupil's row in each cell (year class, year group) for the deviation of one year class.

    None where no other year class has been in the same year group.
    """
    others = size.sum(axis=0) - size[place]
    own = np.where(others > 0, size[place], 0)
    if own.sum() == 0:
        return None
    table: np.ndarray = np.broadcast_to(-own / np.maximum(others, 1), size.shape) / own.sum()
    table = table.copy()
    table[place] = np.where(own > 0, 1 / own.sum(), 0.0)
    return table


class _Pupils(NamedTuple):
    """Number of each row's pupil, läsår and class; clusters by pupil's last class, first class, and both."""

    pupil: np.ndarray
    lasar: np.ndarray
    klass: np.ndarray
    clusters: tuple[np.ndarray, ...]

    def count_classes(self, own: np.ndarray) -> int:
        """Classes in the läsår when some rows are of the most; unknown classes of a school are one."""
        pairs = np.unique(np.column_stack([self.lasar[own], self.klass[own]]), axis=0)
        return int(np.bincount(pairs[:, 0]).max())


def _number(rows: pd.DataFrame) -> _Pupils:
    pupil, lasar = (pd.factorize(rows[name], sort=True)[0] for name in ("elev", "lasar"))
    school, named = (pd.factorize(rows[name])[0] for name in ("skolenhet", "klass"))
    klass = _pair(_pair(lasar, school), named)
    # An unknown class says nothing about who is alike: in the clusters it is of one pupil.
    own = np.where((rows["klass"] == "").to_numpy(), pupil + 1, 0)
    cluster = _pair(klass, own)
    order = np.lexsort((lasar, pupil))
    sorted_pupil = pupil[order]
    first = np.flatnonzero(np.r_[True, sorted_pupil[1:] != sorted_pupil[:-1]])
    last = np.r_[first[1:] - 1, len(order) - 1]
    ends = [cluster[order[place]][pupil] for place in (last, first)]
    return _Pupils(pupil, lasar, klass, (*ends, _pair(*ends)))


def _pair(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Numbers 0, 1 … of the pairs that occur."""
    found: np.ndarray = pd.factorize(one.astype("int64") * (int(other.max(initial=0)) + 1) + other)[0]
    return found


def _sum_clusters(influence: np.ndarray, clusters: tuple[np.ndarray, ...]) -> float:
    last, first, both = (_square(influence, cluster) for cluster in clusters)
    return max(last + first - both, last, first)


def _square(influence: np.ndarray, cluster: np.ndarray) -> float:
    """Squared cluster totals, G / (G - 1) over the clusters that count."""
    totals = np.bincount(cluster, influence)
    counted = np.bincount(cluster, influence != 0) > 0
    number = int(counted.sum())
    return float((totals**2).sum() * number / (number - 1)) if number > 1 else float("nan")
