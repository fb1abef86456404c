"""Absence school by school, and how it has changed in each."""

from __future__ import annotations

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.franvaro_andring import compute_changes, select_kommun, select_told
from analys.estimates.franvaro_band import select_groups
from analys.estimates.franvaro_nivaer import compute_absence_levels
from analys.indicators.franvaro import ALLA, STADIER
from analys.underlag import Underlag


def school_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the schools.

    Returns
    -------
    list of Estimate
        franvaro_skolor: all pupils and the stages of each school in the two terms, the change where enough is
        registered, and the municipality's levels beside. None where no school has absence.
    """
    levels = select_told(compute_absence_levels(run).cells, run)
    schools = levels[levels["enhetstyp"] == "skola"]
    if schools.empty:
        return []
    changes = compute_changes(run, run.parameters.jamforelsetermin)
    frames = [select_kommun(levels), schools, changes[changes["enhetstyp"] == "skola"]]
    groups = (ALLA, *STADIER)
    return [
        make_estimate(
            "franvaro_skolor", "Frånvaro per skola", [select_groups(frame, groups) for frame in frames]
        )
    ]
