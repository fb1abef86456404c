"""The chapter on voices: what surveys, published indices and interviews say, and how surely."""

from __future__ import annotations

from analys.estimates.cells import Estimate
from analys.estimates.roster_enkat import survey_estimates
from analys.estimates.roster_intervjuer import interview_estimates
from analys.estimates.roster_publicerade import published_estimates
from analys.estimates.roster_reliabilitet import reliability_estimates
from analys.estimates.roster_vikt import weight_estimates
from analys.underlag import Underlag

_OF_FILES = (survey_estimates, weight_estimates, reliability_estimates, published_estimates)


def tabeller(run: Underlag) -> list[Estimate]:
    """All estimates of the chapter; a part has nothing to tell where its files are missing.

    Interviews stand in the municipality's workbook and need no files of pupils.
    """
    parts = _OF_FILES if run.has_pupils else ()
    return [*(table for part in parts for table in part(run)), *interview_estimates(run)]
