"""Schools beside their yearly values: three läsår together, shrunken values, distances between schools.

Small schools vary by chance from year to year. Three läsår together steady the value; the shrunken value also
borrows from the other schools, in proportion to how little the school's own pupils tell. Sentences about a
single school use shrunken values only.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analys.estimates.cells import POOLED, SMOOTHED, cell_id, make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.levels import compute_icc
from analys.estimates.shrinkage import shrink
from analys.estimates.smoothing import MINST_SKOLOR, compute_smoothed_levels
from analys.estimates.trend_levels import SOURCE, compute_group_levels, trend_pupils
from analys.indicators.base import Indicator
from analys.lasar import last_lasar
from analys.underlag import Underlag

YEARS = 3
APART = f"{SMOOTHED} mot skolornas medel"
"""`jamforelse` of a school's shrunken distance to the mean of the municipality's schools."""
MOST_PAIRED = 12
"""With more schools than this, distances between pairs of schools are too many to compute."""


def compute_school_cells(levels: pd.DataFrame, indicator: Indicator, run: Underlag) -> pd.DataFrame:
    """Pooled and shrunken cells of one indicator.

    Parameters
    ----------
    levels : pandas.DataFrame
        Yearly level cells of the indicator: municipality (whole) and schools.

    Returns
    -------
    pandas.DataFrame
        Cells of the run's läsår: "tre läsår" for the municipality and for schools with at least two of the
        last three comparable läsår, the newest included; "utjämnad" for those schools, and their shrunken
        distance to the mean of the schools (`APART`). Empty when there is only one comparable läsår.
    """
    pooled = compute_pooled_cells(levels, indicator, run)
    if pooled.empty:
        return pooled
    return pd.concat(
        [pooled, _smooth(_pooled_pupils(indicator, run), indicator, pooled, run)], ignore_index=True
    )


def compute_pooled_cells(levels: pd.DataFrame, indicator: Indicator, run: Underlag) -> pd.DataFrame:
    """Cells "tre läsår" of one indicator, for the units that `compute_school_cells` tells of."""
    lasar = comparable_lasar(indicator, run)
    pupils = _pooled_pupils(indicator, run)
    if len(lasar) < 2 or pupils.empty:
        return make_cells([])
    part = levels[levels["lasar"].isin(lasar)]
    years = part.groupby("enhet")["lasar"].unique().map(sorted)
    kept = {unit: seen for unit, seen in years.items() if run.parameters.lasar in seen and len(seen) >= 2}
    names = part.drop_duplicates("enhet", keep="last").set_index("enhet")["enhetsnamn"]
    return _pool(pupils, indicator, kept, names, run)


def _pooled_pupils(indicator: Indicator, run: Underlag) -> pd.DataFrame:
    pupils = trend_pupils(run, indicator)
    return pupils[pupils["lasar"].isin(comparable_lasar(indicator, run))]


def comparable_lasar(indicator: Indicator, run: Underlag) -> list[str]:
    """The last three läsår of the run, those before a break of the series left out."""
    lasar = [year for year in last_lasar(run.parameters.lasar, YEARS) if year in run.parameters.lasar_i_trend]
    cut = max((b for b in indicator.breaks if b <= run.parameters.lasar), default="")
    return [year for year in lasar if year >= cut]


def _pool(
    pupils: pd.DataFrame,
    indicator: Indicator,
    kept: dict[str, list[str]],
    names: pd.Series,
    run: Underlag,
) -> pd.DataFrame:
    schools = compute_group_levels(pupils, indicator, ["skolenhet"]).rename(columns={"skolenhet": "enhet"})
    whole = compute_group_levels(pupils.assign(enhet=run.parameters.kommun), indicator, ["enhet"])
    levels = pd.concat([whole, schools], ignore_index=True)
    levels = levels[levels["enhet"].isin(list(kept))]
    return make_cells(
        levels.assign(
            indikator=indicator.code,
            enhetstyp=np.where(levels["enhet"] == run.parameters.kommun, "kommun", "skola"),
            enhetsnamn=levels["enhet"].map(names),
            lasar=run.parameters.lasar,
            jamforelse=POOLED,
            kalla=SOURCE,
            delar=[
                " + ".join(cell_id(indicator.code, unit, year, kategori=part) for year in kept[unit])
                for unit, part in zip(levels["enhet"], levels["kategori"], strict=True)
            ],
        )
    )


def _smooth(pupils: pd.DataFrame, indicator: Indicator, pooled: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    schools = pooled[pooled["enhetstyp"] == "skola"].set_index("enhet")
    smoothed = compute_smoothed_levels(pupils, indicator, compute_icc(pupils))
    smoothed = smoothed[smoothed["skolenhet"].isin(schools.index)]
    if smoothed.empty:
        return make_cells([])
    unit = smoothed["skolenhet"]
    common = smoothed[["n"]].assign(
        indikator=indicator.code,
        enhetstyp="skola",
        enhet=unit,
        enhetsnamn=unit.map(schools["enhetsnamn"]),
        lasar=run.parameters.lasar,
        kalla=SOURCE,
        delar=unit.map(schools["cell"]),
    )
    level = common.assign(
        jamforelse=SMOOTHED, **{name: smoothed[name] for name in ("varde", "undre", "ovre")}
    )
    effect = common.assign(
        jamforelse=APART,
        varde=smoothed["effekt"],
        undre=smoothed["effekt_undre"],
        ovre=smoothed["effekt_ovre"],
    )
    return make_cells(pd.concat([level, effect], ignore_index=True))


def smooth_changes(changes: pd.DataFrame) -> pd.DataFrame:
    """How much more each school has changed than the schools' mean, shrunken.

    Parameters
    ----------
    changes : pandas.DataFrame
        Change cells of schools; each indicator and comparison is a family of its own.

    Returns
    -------
    pandas.DataFrame
        Cells "utjämnad mot …", one for each change of a family of at least three; the parts are the
        unshrunken changes' parts, so they stand and fall with the levels.
    """
    frames = []
    for _, family in changes.groupby(["indikator", "jamforelse"], sort=False):
        if len(family) < MINST_SKOLOR:
            continue
        errors = (family["ovre"] - family["undre"]) / (2 * 1.959964)
        shrunken = shrink(family["varde"], errors)
        frames.append(
            family.drop(columns="cell").assign(
                varde=shrunken.effekt,
                undre=shrunken.effekt_undre,
                ovre=shrunken.effekt_ovre,
                jamforelse=f"{SMOOTHED} " + family["jamforelse"],
            )
        )
    return make_cells(pd.concat(frames, ignore_index=True)) if frames else make_cells([])


def compare_pairs(schools: pd.DataFrame, lasar: list[str]) -> pd.DataFrame:
    """Distance between every two schools in each of the läsår.

    Returns
    -------
    pandas.DataFrame
        Cells "mot <skolenhet>" of the school with the lower code; empty with more than `MOST_PAIRED` schools.
    """
    units = sorted(schools["enhet"].unique())
    if len(units) > MOST_PAIRED:
        return make_cells([])
    pairs = [
        Pair(cell_id(code, a, year), cell_id(code, b, year), f"mot {b}")
        for code in schools["indikator"].unique()
        for year in lasar
        for a, b in combinations(units, 2)
    ]
    return compute_differences(schools, pairs)
