"""Absence and results: the tables of the chapter's second half, from one collection of pupils."""

from __future__ import annotations

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate
from analys.estimates.franvaro_modeller_analys import collect_analysis
from analys.estimates.franvaro_modeller_elever import describe_lasar
from analys.estimates.franvaro_modeller_imputering import impute_associations
from analys.estimates.franvaro_resultat_diagnos import count_pupils, diagnose
from analys.estimates.franvaro_resultat_justerad import adjust_levels
from analys.estimates.franvaro_resultat_metoder import compare_methods
from analys.estimates.franvaro_resultat_niva import observe_levels
from analys.estimates.franvaro_resultat_samband import associate
from analys.indicators.franvaro_utfall import UTFALL
from analys.underlag import Underlag


def result_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of how results go together with absence in åk 9, over the analysed läsår together.

    Returns
    -------
    list of Estimate
        resultat_franvaro: each outcome by band of absence, as observed and adjusted. resultat_samband: the
        association step by step. resultat_metoder: ten percentage points more absence by other methods.
        resultat_diagnos: what the analysis stands on and how well its models hold.
    """
    analys = collect_analysis(run)
    if analys is None:
        return []
    imputed = impute_associations(analys)
    observed = {utfall: observe_levels(analys.elever, utfall, run) for utfall in UTFALL}
    tables = {
        "resultat_franvaro": (
            "Resultat för elever med olika frånvaro",
            [
                frame
                for utfall, levels in observed.items()
                for frame in (levels, adjust_levels(analys, utfall, levels, run))
            ],
        ),
        "resultat_samband": (
            "Skillnader i resultat mellan elever med olika frånvaro",
            [associate(analys, utfall, run) for utfall in UTFALL],
        ),
        "resultat_metoder": (
            "Skillnader i resultat med olika metoder",
            [compare_methods(analys, utfall, imputed, run) for utfall in UTFALL],
        ),
        "resultat_diagnos": (
            "Underlag och mått på modellerna av frånvaro och resultat",
            [count_pupils(analys, run), *(diagnose(analys, utfall, run) for utfall in UTFALL)],
        ),
    }
    when = describe_lasar(analys.elever.lasar)
    return [
        make_estimate(name, f"{title}, {when}", frames)
        for name, (title, frames) in tables.items()
        if any(len(frame) for frame in frames)
    ]
