"""Protected tables of a few hand-made cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from analys.disclosure import ProtectedTable, plan, protect
from analys.estimates.cells import DEFAULTS, Estimate, make_cells

Rows = Sequence[Mapping[str, Any]]


@pytest.fixture
def make_table() -> Callable[..., ProtectedTable]:
    """Function from rows (merit values of the municipality unless they say otherwise) to a protected table.

    The threshold is 10 pupils, so a row with `n` below 10 becomes hidden.
    """
    usual = {
        "indikator": "meritvarde_17",
        "enhetstyp": "kommun",
        "enhet": "9999",
        "enhetsnamn": "Exempelkommun",
        "kalla": "Egen beräkning på kommunens filer",
    }

    def make(
        rows: Rows, id: str = "trend_kommun", titel: str = "Resultat i kommunen", utkast: bool = False
    ) -> ProtectedTable:
        cells = make_cells([{**DEFAULTS, **usual, **row} for row in rows])
        estimate = Estimate(id, titel, cells)
        other = make_cells(
            [{**DEFAULTS, **usual, "enhet": "annan", "lasar": "2000/01", "varde": 1.0, "n": 1}]
        )
        return protect(estimate, plan([estimate, Estimate("annan", "", other)], 10, utkast=utkast))

    return make
