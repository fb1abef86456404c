"""Absence and results: the tables of the chapter's second half, from one collection of pupils."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.franvaro_modeller_analys import Analys, collect_analysis
from analys.estimates.franvaro_modeller_elever import describe_lasar
from analys.estimates.franvaro_modeller_imputering import impute_associations
from analys.estimates.franvaro_resultat_diagnos import count_pupils, diagnose
from analys.estimates.franvaro_resultat_justerad import adjust_levels
from analys.estimates.franvaro_resultat_metoder import compare_methods
from analys.estimates.franvaro_resultat_niva import observe_levels
from analys.estimates.franvaro_resultat_samband import associate
from analys.indicators.franvaro_utfall import UTFALL, Utfall
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
    return make_tables(analys, run) if analys is not None else []


def make_tables(analys: Analys, run: Underlag, utfall: Sequence[Utfall] = UTFALL) -> list[Estimate]:
    """The tables of an analysis, see `result_estimates`."""
    imputed = impute_associations(analys, utfall)
    observed = {one: observe_levels(analys, one, run) for one in utfall}
    adjusted = (adjust_levels(analys, one, levels, run) for one, levels in observed.items())
    tables = {
        "resultat_franvaro": (
            "Resultat för elever med olika frånvaro",
            [*observed.values(), *adjusted],
        ),
        "resultat_samband": (
            "Skillnader i resultat mellan elever med olika frånvaro",
            [associate(analys, one, run) for one in utfall],
        ),
        "resultat_metoder": (
            "Skillnader i resultat med olika metoder",
            [compare_methods(analys, one, imputed, run) for one in utfall],
        ),
        "resultat_diagnos": (
            "Underlag och mått på modellerna av frånvaro och resultat",
            [count_pupils(analys, run), *(diagnose(analys, one, run) for one in utfall)],
        ),
    }
    when = describe_lasar(analys.elever.lasar)
    return [
        make_estimate(name, f"{title}, {when}", [make_cells(chain.from_iterable(rows))])
        for name, (title, rows) in tables.items()
        if any(rows)
    ]
