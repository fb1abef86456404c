"""A municipality that has nothing but a workbook: measures that it counts itself, and targets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from analys.arbetsbok import Arbetsbok, make_arbetsbok
from analys.indicators.measures import declare_local
from analys.parameters import RunParameters
from analys.underlag import Underlag

HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.append(HERE)

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class MedBok(Underlag):
    """A run whose workbook stands in memory."""

    bok: Arbetsbok = field(default_factory=Arbetsbok)

    def arbetsbok(self) -> Arbetsbok:
        return self.bok


@pytest.fixture(autouse=True)
def _no_measures_left() -> Iterator[None]:
    yield
    declare_local({})


@pytest.fixture
def make_run(tmp_path: Path) -> Callable[..., MedBok]:
    """Function from rows of the sheets to a run that has declared them."""
    from lokala_namn import ANMALNINGAR, INSKRIVNA, PROGRAM, SKOLOR

    def make(rows: Rows = (), matt: Rows | None = None, malvarden: Rows = ()) -> MedBok:
        measures = [
            {"matt": PROGRAM, "mattenhet": "procent", "battre": "varken", "verksamhet": "Grundskola"},
            {"matt": ANMALNINGAR, "mattenhet": "per hundra", "battre": "lägre", "namnare": "elever"},
            {"matt": INSKRIVNA, "mattenhet": "antal"},
        ]
        bok = make_arbetsbok(
            {
                "skolor": [{"skolenhet": code, "namn": name} for code, name in SKOLOR.items()],
                "matt": [
                    {"definition": "Så räknas det.", **row} for row in (measures if matt is None else matt)
                ],
                "lokala_matt": rows,
                "malvarden": malvarden,
            }
        )
        run = MedBok(RunParameters(kommun="1961", lasar="2025/26"), tmp_path, bok)
        run.declare()
        return run

    return make


@pytest.fixture
def shares() -> list[dict[str, Any]]:
    """Shares of three schools in two läsår; the third school's first is three of sixty."""
    from lokala_namn import PROGRAM, SKOLOR

    told = {
        "2024/25": ((12, 80), (20, 90), (3, 60)),
        "2025/26": ((15, 80), (20, 91), (9, 60)),
    }
    return [
        {"matt": PROGRAM, "period": lasar, "enhet": code, "taljare": k, "namnare": n}
        for lasar, values in told.items()
        for code, (k, n) in zip(SKOLOR, values, strict=True)
    ]
