"""Rounding to what may be shown: the registry's decimals, none for shares of few pupils.

Levels are rounded once, when they become cells of a table, so that a CSV, a figure and a sentence hold the
same number, differences add up for the reader, and no hidden decimals give a headcount away.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

import pandas as pd

from analys.indicators.measures import MEASURES

SMALL_SHARE = 100
"""Shares with fewer pupils than this have no decimals."""


_SHARES = ("procent", "procentenheter")


class Measure(Protocol):
    """What rounding needs to know of an indicator."""

    @property
    def unit(self) -> str: ...

    @property
    def decimals(self) -> int: ...


def decimals_of(indicator: Measure, n: int | None, *, officiell: bool = False) -> int:
    """Decimals that a value of the indicator may show.

    The registry's, except for shares of fewer than 100 pupils, or of an unknown number, which have none.
    What an authority published keeps the registry's.
    """
    few = n is None or pd.isna(n) or n < SMALL_SHARE
    return 0 if indicator.unit in _SHARES and few and not officiell else indicator.decimals


def round_half_up(value: float, decimals: int) -> Decimal:
    """Value rounded half away from zero on its decimal form, never negative zero.

    Noise beyond the ninth decimal is dropped first, so that two machines round alike.

    Examples
    --------
    >>> round_half_up(0.25, 1), round_half_up(-2.5, 0), round_half_up(-0.04, 1)
    (Decimal('0.3'), Decimal('-3'), Decimal('0.0'))
    """
    exact = Decimal(repr(round(float(value), 9)))
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def round_shown(value: float, indicator: Measure, n: Any, status: str) -> float:
    """The value as a reader sees it; NaN stays NaN."""
    if math.isnan(value):
        return value
    count = None if pd.isna(n) else int(n)
    return float(round_half_up(value, decimals_of(indicator, count, officiell=status == "officiell")))


def round_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with value and interval rounded to what may be shown."""
    rounded = cells.copy()
    for column in ("varde", "undre", "ovre"):
        rounded[column] = [
            round_shown(value, MEASURES[code], n, status)
            for value, code, n, status in zip(
                cells[column], cells["indikator"], cells["n"], cells["status"], strict=True
            )
        ]
    return rounded
