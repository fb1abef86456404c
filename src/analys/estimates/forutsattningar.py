"""The chapter on preconditions: published figures on teachers, cost and pupils, beside other municipalities'.

They describe and never infer: no number of pupils, no interval, and a change is the difference of two
published values.
"""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id
from analys.estimates.comparable import select_usable
from analys.estimates.differences import Pair, compute_differences
from analys.indicators.forutsattningar import FORUTSATTNINGAR
from analys.underlag import Underlag


def tabeller(run: Underlag) -> list[Estimate]:
    """Estimates of the chapter; none where nothing is kept.

    Returns
    -------
    list of Estimate
        forutsattningar: the municipality's published values over the trend's läsår, with the change of each
        measure from its first to its newest, and the values of riket, the county and similar municipalities
        in the läsår of the municipality's newest.
    """
    cells = select_usable(run.forutsattningar())
    own = cells[cells["enhetstyp"] == "kommun"]
    if own.empty:
        return []
    newest = own.groupby("indikator")["lasar"].max()
    others = cells[(cells["enhetstyp"] != "kommun") & (cells["lasar"] == cells["indikator"].map(newest))]
    changes = compute_differences(own, _pair_ends(own))
    return [make_estimate("forutsattningar", "Skolornas förutsättningar", [own, changes, others])]


def _pair_ends(own: pd.DataFrame) -> list[Pair]:
    """The newest value of each measure against the first that it can be compared with."""
    pairs = []
    for (code, enhet, kategori), series in own.groupby(["indikator", "enhet", "kategori"], sort=False):
        last = series["lasar"].max()
        cut = max((year for year in FORUTSATTNINGAR[code].breaks if year <= last), default="")
        first = min(year for year in series["lasar"] if year >= cut)
        if first < last:
            left, right = (cell_id(code, enhet, year, kategori=kategori) for year in (last, first))
            pairs.append(Pair(left, right, f"mot {first}"))
    return pairs
