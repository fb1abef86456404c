"""Absence by band and on average: läsår after läsår, by year group, and for girls and boys."""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.franvaro_andring import (
    compute_changes,
    compute_gap_cells,
    select_kommun,
    select_told,
)
from analys.estimates.franvaro_nivaer import compute_absence_levels
from analys.estimates.groups import KON, select_split
from analys.indicators.franvaro import ALLA, ARSKURSER, STADIER, Grupp
from analys.termin import Termin
from analys.underlag import Underlag


def band_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the bands and the mean.

    Returns
    -------
    list of Estimate
        franvaro_band: all pupils and the stages in the report's kind of term, every läsår, with the change
        from the term compared with and from the first läsår. franvaro_arskurser: each year group in the two
        terms, and the change. franvaro_kon: girls and boys in the two terms, the gap, and how each has
        changed. A table without cells is left out.
    """
    levels = select_kommun(compute_absence_levels(run).cells)
    changes = compute_changes(run, run.parameters.jamforelsetermin)
    together, single = (ALLA, *STADIER), ARSKURSER
    every = [levels, select_kommun(changes), _change_from_first(run, levels)]
    split = [select_told(compute_absence_levels(run).cells, run), compute_gap_cells(run), changes]
    tables = {
        "franvaro_band": (
            "Frånvaro efter läsår",
            [select_groups(_select_terms(frame, run), together) for frame in every],
        ),
        "franvaro_arskurser": (
            "Frånvaro efter årskurs",
            [select_groups(frame, single) for frame in (select_told(levels, run), select_kommun(changes))],
        ),
        "franvaro_kon": ("Frånvaro för flickor och pojkar", [select_split(frame, KON) for frame in split]),
    }
    return [
        make_estimate(name, title, frames)
        for name, (title, frames) in tables.items()
        if any(len(frame) for frame in frames)
    ]


def select_groups(cells: pd.DataFrame, groups: tuple[Grupp, ...]) -> pd.DataFrame:
    """Cells of some groups of year groups."""
    return cells[cells["indikator"].str.split("_").str[2].isin([grupp.kod for grupp in groups])]


def _select_terms(cells: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Cells of the report's kind of term up to the report's, and of the term compared with."""
    now, before = run.parameters.termin, run.parameters.jamforelsetermin
    kind = cells["indikator"].str.split("_").str[1]
    own = (kind == now.termin) & (cells["lasar"] <= now.lasar)
    return cells[own | ((kind == before.termin) & (cells["lasar"] == before.lasar))]


def _change_from_first(run: Underlag, levels: pd.DataFrame) -> pd.DataFrame:
    """Change from the first läsår in the report's kind of term, where that is not the term compared with."""
    now = run.parameters.termin
    of_kind = levels[levels["indikator"].str.split("_").str[1] == now.termin]
    first = Termin(now.termin, min(of_kind["lasar"], default=now.lasar))
    if first == run.parameters.jamforelsetermin:
        return make_cells([])
    return select_kommun(compute_changes(run, first))
