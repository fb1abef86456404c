"""The chapter on absence: how much, for whom, how it has changed, and how results go together with it.

Nothing here says what causes what: pupils who are absent differ in other ways too.
"""

from __future__ import annotations

from analys.estimates.bidrag import add_contributions
from analys.estimates.cells import Estimate
from analys.estimates.franvaro_andring import change_estimates
from analys.estimates.franvaro_arskullar import year_class_estimates
from analys.estimates.franvaro_band import band_estimates
from analys.estimates.franvaro_registrering import registration_estimates
from analys.estimates.franvaro_resultat import result_estimates
from analys.estimates.franvaro_skolor import school_estimates
from analys.estimates.franvaro_slag import kind_estimates
from analys.underlag import Underlag

_PARTS = (
    band_estimates,
    school_estimates,
    change_estimates,
    year_class_estimates,
    kind_estimates,
    registration_estimates,
    result_estimates,
)


def tabeller(run: Underlag) -> list[Estimate]:
    """All estimates of the chapter; each part says which tables are its own.

    A part has nothing to tell where the files it needs are missing.
    """
    if not run.has_pupils or run.frame("franvaro").empty:
        return []
    return [add_contributions(table, run) for part in _PARTS for table in part(run)]
