"""Absence by band, year group, stage, gender and school in each term, and how it has changed."""

from __future__ import annotations

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.comparable import pair_changes
from analys.estimates.differences import compute_differences
from analys.estimates.groups import select_whole
from analys.estimates.trend_levels import BY_KON, BY_SCHOOL, WHOLE, compute_cells
from analys.indicators.franvaro import ALLA, BAND, FRANVARO, STADIER
from analys.underlag import Underlag

_SPLIT = tuple(grupp.kod for grupp in (ALLA, *STADIER))


def band_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the bands."""
    cells = compute_cells(run, {one.code: _choose_groups(one.code) for one in (*BAND, *FRANVARO)})
    if cells.empty:
        return []
    whole = select_whole(cells)
    kommun = whole[whole["enhetstyp"] == "kommun"]
    changes = compute_differences(kommun, pair_changes(kommun, run))
    return [make_estimate("franvaro_band", "Frånvaro", [kommun, changes])]


def _choose_groups(code: str) -> tuple[tuple[str, ...], ...]:
    return (WHOLE, BY_KON, BY_SCHOOL) if code.endswith(_SPLIT) else (WHOLE,)
