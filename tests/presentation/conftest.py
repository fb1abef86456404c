"""Protected tables of a few hand-made cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from analys.disclosure import Plan, ProtectedTable, plan, protect
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


@pytest.fixture
def make_decided() -> Callable[..., ProtectedTable]:
    """As `make_table`, but what is hidden is said row by row: those with `dold=True`, and what is official
    by its status.

    The rows are shares of provbetyg and grades in mathematics, åk 9, unless they say otherwise.
    """
    usual = {
        "indikator": "np_relation_ak9_ma",
        "enhetstyp": "kommun",
        "enhet": "9999",
        "enhetsnamn": "Exempelkommun",
        "lasar": "2025/26",
        "kalla": "Egen beräkning på kommunens filer",
    }

    def make(rows: Rows, id: str = "np_relation", titel: str = "Betyg och provbetyg") -> ProtectedTable:
        told = [{key: value for key, value in row.items() if key != "dold"} for row in rows]
        cells = make_cells([{**DEFAULTS, **usual, **row} for row in told])
        status = [
            "skyddad" if row.get("dold") else "officiell" if row.get("status") == "officiell" else "visad"
            for row in rows
        ]
        decided = cells[["cell", "varde", "undre", "ovre", "n", "antal"]].assign(
            status=status, skal="", officiellt=float("nan"), kalla="", utan_n=False
        )
        return protect(Estimate(id, titel, cells), Plan(decided))

    return make
