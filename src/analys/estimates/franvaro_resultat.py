"""Absence and results: the tables of the chapter's second half, from one collection of pupils."""

from __future__ import annotations

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.franvaro_modeller_elever import collect_pupils, describe_lasar
from analys.estimates.franvaro_resultat_niva import observe_levels
from analys.indicators.franvaro_utfall import UTFALL
from analys.underlag import Underlag


def result_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of how results go together with absence in åk 9."""
    elever = collect_pupils(run)
    if elever is None:
        return []
    levels = [observe_levels(elever, utfall, run) for utfall in UTFALL]
    when = describe_lasar(elever.lasar)
    return [make_estimate("resultat_franvaro", f"Resultat för elever med olika frånvaro, {when}", levels)]
