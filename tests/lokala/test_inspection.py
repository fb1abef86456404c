"""A shown number by itself may be smaller than the threshold; a number of pupils may not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from lokala_namn import INSKRIVNA

from analys.disclosure import plan, protect
from analys.estimates import lokala_matt
from analys.inspection.checks import counts
from analys.inspection.material import Token
from analys.inspection.subject import Subject


@pytest.mark.parametrize(("written", "faults"), [("7", 0), ("6", 1)])
def test_a_shown_number_of_five_to_nine_is_nobodys_secret(make_run, written, faults):
    run = make_run([{"matt": INSKRIVNA, "period": "2025/26", "taljare": 7}])
    table = protect((estimate := lokala_matt.tabeller(run)[0]), plan([estimate], 10))
    subject = Subject(
        cells={cell.cell: cell for cell in table.cells()},
        tables={table.id: tuple(table.frame["cell"])},
        displays={"tab-x": (table.id,)},
    )
    token = Token("tabell", "tab-x", written, 0, 1, "ruta", "", "Antal elever")
    document = SimpleNamespace(fil="genomlysning.html", tokens=[token])

    found = list(counts.check(SimpleNamespace(of=lambda kind: [document]), subject))

    assert len(found) == faults
