"""Schools beside their yearly values: three läsår together, and shrunken towards the municipality.

Small schools vary by chance from year to year. Three läsår together steady the value; the shrunken value also
borrows from the other schools, in proportion to how little the school's own pupils tell.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.cells import POOLED, cell_id, make_cells
from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.trend_levels import SOURCE, trend_pupils
from analys.indicators.base import Indicator
from analys.lasar import last_lasar
from analys.underlag import Underlag

YEARS = 3


def compute_pooled_cells(schools: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Level of each school over the last three comparable läsår together.

    Parameters
    ----------
    schools : pandas.DataFrame
        Yearly level cells of schools.

    Returns
    -------
    pandas.DataFrame
        Cells with jamforelse "tre läsår", for schools with at least two of the läsår, the newest included.
    """
    frames = [_pool(indicator, part, run) for indicator, part in _series(schools, run)]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else make_cells([])


def comparable_lasar(indicator: Indicator, run: Underlag) -> list[str]:
    """The last three läsår of the run, those before a break of the series left out."""
    lasar = [year for year in last_lasar(run.parameters.lasar, YEARS) if year in run.parameters.lasar_i_trend]
    cut = max((b for b in indicator.breaks if b <= run.parameters.lasar), default="")
    return [year for year in lasar if year >= cut]


def _series(schools: pd.DataFrame, run: Underlag) -> list[tuple[Indicator, pd.DataFrame]]:
    indicators = run.indicators()
    return [(indicators[str(code)], part) for code, part in schools.groupby("indikator", sort=False)]


def _pool(indicator: Indicator, yearly: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    lasar = comparable_lasar(indicator, run)
    part = yearly[yearly["lasar"].isin(lasar)]
    years = part.groupby("enhet")["lasar"].agg(set)
    kept = [unit for unit, seen in years.items() if run.parameters.lasar in seen and len(seen) >= 2]
    pupils = trend_pupils(run, indicator)
    pupils = pupils[pupils["lasar"].isin(lasar)]
    if not kept or pupils.empty:
        return make_cells([])
    levels = compute_levels(pupils, indicator, ("skolenhet",), compute_icc(pupils))
    levels = levels[levels["skolenhet"].isin(kept)].rename(columns={"skolenhet": "enhet"})
    names = part.drop_duplicates("enhet", keep="last").set_index("enhet")["enhetsnamn"]
    return make_cells(
        levels.assign(
            indikator=indicator.code,
            enhetstyp="skola",
            enhetsnamn=levels["enhet"].map(names),
            lasar=run.parameters.lasar,
            jamforelse=POOLED,
            kalla=SOURCE,
            delar=[
                " + ".join(cell_id(indicator.code, unit, year) for year in sorted(years[unit]))
                for unit in levels["enhet"]
            ],
        )
    )
