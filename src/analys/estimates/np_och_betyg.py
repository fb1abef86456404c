"""The chapter on national tests and grades: how final grades relate to the tests, for whom, and how surely.

The measure cannot tell whether grades are too high or too low, and nothing here says so: an *avvikelse* is a
difference between two results that are meant to show partly different things.
"""

from __future__ import annotations

from analys.estimates.cells import Estimate
from analys.estimates.np_ak3 import ak3_estimates
from analys.estimates.np_bortfall import result_estimates
from analys.estimates.np_officiellt import official_estimates
from analys.estimates.np_overgang import overgang_estimates
from analys.estimates.np_relationer import relation_estimates
from analys.estimates.np_samstammighet import agreement_estimates
from analys.estimates.np_skolor import school_estimates
from analys.underlag import Underlag

_OF_PUPILS = (
    relation_estimates,
    overgang_estimates,
    agreement_estimates,
    school_estimates,
    result_estimates,
    ak3_estimates,
)


def tabeller(run: Underlag) -> list[Estimate]:
    """All estimates of the chapter; each part says which tables are its own.

    A part has nothing to tell where the files it needs are missing.
    """
    own = [table for part in (_OF_PUPILS if run.has_pupils else ()) for table in part(run)]
    return [*own, *official_estimates(run)]
