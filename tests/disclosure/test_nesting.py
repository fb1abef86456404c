"""Who has one outcome has another too: a hidden number keeps its room under the shown one."""

import pytest

from analys.disclosure import plan
from analys.estimates.cells import Estimate, make_cells


def level(code, antal):
    return {
        "indikator": code,
        "enhetstyp": "kommun",
        "enhet": "9999",
        "enhetsnamn": "K",
        "lasar": "2025/26",
        "varde": 100 * antal / 40,
        "n": 40,
        "antal": antal,
    }


@pytest.mark.parametrize(("yrkes", "told"), [(6, True), (5, False)])
def test_few_eligible_for_the_arts_are_covered_by_more_for_vocational_programmes(yrkes, told):
    """Three of 40 are eligible for the arts programme, and so for vocational ones.

    Under six the three may be none to six: whoever is one of them still has five steps. Under five he has
    four, so that the five are hidden too.
    """
    rows = [level("behorighet_yrkes", yrkes), level("behorighet_es", 3)]
    status = plan([Estimate("t", "T", make_cells(rows))], 10).frame["status"].tolist()

    assert status == ["visad" if told else "skyddad", "skyddad"]
