"""Schools beside their yearly values: three läsår together, shrunken values, distances between schools.

Small schools vary by chance from year to year. Three läsår together steady the value; the shrunken value also
borrows from the other schools, in proportion to how little the school's own pupils tell. Sentences about a
single school use shrunken values only.
"""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from analys.estimates.cells import POOLED, SMOOTHED, cell_id, make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.levels import compute_icc
from analys.estimates.shrinkage import shrink
from analys.estimates.smoothing import MINST_SKOLOR, compute_smoothed_levels
from analys.estimates.stacking import Stack, stack_pupils
from analys.estimates.trend_levels import SOURCE, trend_pupils
from analys.indicators.base import Indicator
from analys.lasar import last_lasar
from analys.underlag import Underlag

YEARS = 3
APART = f"{SMOOTHED} mot skolornas medel"
"""`jamforelse` of a school's shrunken distance to the mean of the municipality's schools."""
MOST_PAIRED = 12
"""With more schools than this, distances between pairs of schools are too many to compute."""

_UNIT = ["indikator", "enhet", "kategori"]


def compute_school_cells(levels: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Pooled and shrunken cells of every indicator of the levels.

    Parameters
    ----------
    levels : pandas.DataFrame
        Yearly level cells: municipality (whole) and schools.

    Returns
    -------
    pandas.DataFrame
        Cells of the run's läsår: "tre läsår" for the municipality and for schools with at least two of the
        last three comparable läsår, the newest included; "utjämnad" for those schools, and their shrunken
        distance to the mean of the schools (`APART`). None of an indicator with only one comparable läsår.
    """
    pooled = compute_pooled_cells(levels, run)
    indicators = run.indicators()
    smoothed = [_smooth(indicators[str(code)], own, run) for code, own in pooled.groupby("indikator")]
    return pd.concat([pooled, *smoothed], ignore_index=True)


def compute_pooled_cells(levels: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Cells "tre läsår" of every indicator of the levels, for the units that `compute_school_cells` tells of.

    Parameters
    ----------
    levels : pandas.DataFrame
        Yearly level cells: municipality (whole) and schools. Those of one of them only give that one's.
    """
    indicators = run.indicators()
    together: dict[tuple[str, ...], list[str]] = {}
    for code in levels["indikator"].unique():
        together.setdefault(tuple(comparable_lasar(indicators[code], run)), []).append(code)
    frames = []
    for lasar, codes in together.items():
        if len(lasar) > 1:
            part = levels[levels["lasar"].isin(lasar) & levels["indikator"].isin(codes)]
            frames += [_pool(stack, part, run) for stack in stack_pupils(run, codes, lasar)]
    return pd.concat(frames, ignore_index=True) if frames else make_cells([])


def comparable_lasar(indicator: Indicator, run: Underlag) -> list[str]:
    """The last three läsår of the run, those before a break of the series left out."""
    lasar = [year for year in last_lasar(run.parameters.lasar, YEARS) if year in run.parameters.lasar_i_trend]
    cut = max((b for b in indicator.breaks if b <= run.parameters.lasar), default="")
    return [year for year in lasar if year >= cut]


def _pool(stack: Stack, levels: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    kommun = stack.compute_levels(()).assign(enhet=run.parameters.kommun)
    schools = stack.compute_levels(("skolenhet",)).rename(columns={"skolenhet": "enhet"})
    years: dict[tuple[str, ...], list[str]] = {}
    for *key, lasar in levels[[*_UNIT, "lasar"]].itertuples(index=False):
        years.setdefault(tuple(key), []).append(lasar)
    names = levels.drop_duplicates("enhet", keep="last").set_index("enhet")[["enhetstyp", "enhetsnamn"]]
    units = names.to_dict("index")
    rows = []
    for row in pd.concat([kommun, schools], ignore_index=True).to_dict("records"):
        key = tuple(row[name] for name in _UNIT)
        seen = sorted(years.get(key, ()))
        if run.parameters.lasar in seen and len(seen) > 1:
            parts = [cell_id(row["indikator"], row["enhet"], year, kategori=row["kategori"]) for year in seen]
            rows.append(row | units[row["enhet"]] | {"delar": " + ".join(parts)})
    return make_cells(
        [row | {"lasar": run.parameters.lasar, "jamforelse": POOLED, "kalla": SOURCE} for row in rows]
    )


def _smooth(indicator: Indicator, pooled: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    pupils = trend_pupils(run, indicator)
    pupils = pupils[pupils["lasar"].isin(comparable_lasar(indicator, run))]
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
