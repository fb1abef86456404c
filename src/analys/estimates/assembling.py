"""Tables put together from cells: each cell once, in the registry's order, rounded to what may be shown."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analys.estimates.cells import Estimate, make_cells
from analys.estimates.rounding import round_cells
from analys.indicators.measures import MEASURES

_ORDER = {code: place for place, code in enumerate(MEASURES)}


def make_estimate(name: str, title: str, frames: Iterable[pd.DataFrame]) -> Estimate:
    """A table of the cells of some frames; within an indicator their order is kept.

    Parameters
    ----------
    name, title : str
        Id and Swedish title, see `Estimate`.
    frames : iterable of pandas.DataFrame
        Unrounded cells; a cell may stand in several. At least one must have rows.
    """
    cells = pd.concat([frame for frame in frames if len(frame)], ignore_index=True).drop_duplicates("cell")
    cells = cells.assign(_order=cells["indikator"].map(_ORDER)).sort_values("_order", kind="stable")
    return Estimate(name, title, round_cells(make_cells(cells.drop(columns=["_order", "cell"]))))
