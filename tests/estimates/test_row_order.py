"""The order of an estimate's rows is made from keys: a file of its cells tells no rank of what is hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from analys.estimates import trend
from analys.estimates.cells import Estimate
from analys.estimates.franvaro_registrering import registration_estimates
from analys.estimates.franvaro_skolor import school_estimates
from analys.estimates.np_ak3 import ak3_estimates
from analys.estimates.np_bortfall import result_estimates
from analys.estimates.np_relationer import relation_estimates
from analys.underlag import Underlag

MADE = {
    "trend": trend.tabeller,
    "relationer": relation_estimates,
    "bortfall": result_estimates,
    "årskurs tre": ak3_estimates,
    "frånvaro per skola": school_estimates,
    "registrering": registration_estimates,
}
BLOCK = ["indikator", "lasar", "kon", "svsva", "jamforelse", "kategori"]
SERIES = ["indikator", "enhet", "kon", "svsva", "jamforelse", "kategori"]


def find_unordered(table: Estimate) -> list[tuple[str, ...]]:
    """Blocks of schools that do not stand in the order of their codes."""
    schools = table.frame[table.frame["enhetstyp"] == "skola"]
    found = schools.groupby(BLOCK, sort=False)["enhet"].agg(list)
    return [(table.id, *key) for key, codes in found.items() if codes != sorted(codes)]


@pytest.mark.parametrize("name", MADE)
def test_schools_stand_by_code_and_lasar_by_time(liten_underlag: Underlag, name: str) -> None:
    tables = MADE[name](liten_underlag)
    assert any((table.frame["enhetstyp"] == "skola").any() for table in tables)
    assert [found for table in tables for found in find_unordered(table)] == []
    for table in tables:
        for key, lasar in table.frame.groupby(SERIES, sort=False)["lasar"].agg(list).items():
            assert lasar in (sorted(lasar), sorted(lasar, reverse=True)), (table.id, key)


def test_an_order_by_value_would_be_found() -> None:
    frame = pd.DataFrame(
        {"enhet": ["2", "1"], "enhetstyp": "skola", "varde": [1.0, 2.0], **dict.fromkeys(BLOCK, "")}
    )
    assert find_unordered(_Table("x", frame)) == [("x", *[""] * len(BLOCK))]


class _Table:
    """As much of an estimate as the test reads."""

    def __init__(self, id: str, frame: pd.DataFrame) -> None:
        self.id, self.frame = id, frame
