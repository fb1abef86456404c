"""What a reader sees: decimals by number of pupils, half away from zero, never a negative zero."""

from __future__ import annotations

import math
from decimal import Decimal

import pandas as pd
import pytest

from analys.estimates.cells import make_cells
from analys.estimates.rounding import decimals_of, round_cells, round_half_up, round_shown
from analys.indicators import REGISTRY

MERIT = REGISTRY["meritvarde_17"]
SHARE = REGISTRY["behorighet_yrkes"]


@pytest.mark.parametrize(
    ("indicator", "n", "officiell", "decimals"),
    [
        (SHARE, 99, False, 0),
        (SHARE, 100, False, 1),
        (SHARE, None, False, 0),
        (SHARE, pd.NA, False, 0),
        (SHARE, None, True, 1),
        (MERIT, 12, False, 1),
        (MERIT, None, False, 1),
    ],
)
def test_shares_of_few_pupils_have_no_decimals(indicator, n, officiell, decimals):
    assert decimals_of(indicator, n, officiell=officiell) == decimals


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        # Binary 2.675 lies just under, and Python's round gives 2.67; a reader rounds what is written.
        (2.675, 2, "2.68"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (62.45, 1, "62.5"),
        (-0.04, 1, "0.0"),
        # 62.449999999999996 is 62.45 with the noise of another machine.
        (62.45 - 1e-12, 1, "62.5"),
    ],
)
def test_half_is_rounded_away_from_zero(value, decimals, text):
    assert str(round_half_up(value, decimals)) == text


def test_what_rounds_to_nothing_has_no_sign():
    assert not round_half_up(-0.04, 1).is_signed()
    assert round_half_up(-0.06, 1) == Decimal("-0.1")


def test_nothing_stays_nothing():
    assert math.isnan(round_shown(float("nan"), SHARE, 50, "beraknad"))


def test_a_cell_has_its_limits_at_the_decimals_of_its_value():
    base = {"enhetstyp": "kommun", "enhet": "1961", "enhetsnamn": "H", "lasar": "2025/26"}
    limits = {"varde": 79.746, "undre": 69.949, "ovre": 86.05}
    cells = make_cells(
        [
            base | limits | {"indikator": "behorighet_yrkes", "n": 79},
            base | limits | {"indikator": "alla_amnen_ak9", "n": 158},
            base | limits | {"indikator": "alla_amnen_ak6", "status": "officiell"},
        ]
    )

    rounded = round_cells(cells)[["varde", "undre", "ovre"]].to_numpy().tolist()

    assert rounded == [[80.0, 70.0, 86.0], [79.7, 69.9, 86.1], [79.7, 69.9, 86.1]]
