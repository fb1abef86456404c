"""Models of outcomes on absence: absence in three forms, and what is adjusted for, step by step.

Missing background is a level of its own, so that every step has the same pupils. Complete cases and multiple
imputation stand beside among the methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from analys.estimates.regression.coding import Categories, Coding, Numeric, Spline, find_levels
from analys.estimates.regression.design import Design, make_design
from analys.estimates.regression.splines import place_knots
from analys.indicators.franvaro_utfall import BAKGRUND, BETYG_6, GRUND, OJUSTERAD, SKOLA

Form = Literal["band", "linje", "kurva"]
BAND: Final = "band"
LINJE: Final = "linje"
KURVA: Final = "kurva"
"""Absence as bands, as a straight line (in tens of percentage points) and as a smooth curve (in percent)."""

FRANVARO = "franvaro"
"""Term of absence."""

_VARIABLES = {
    GRUND: ("kon", "svsva", "lasar"),
    BETYG_6: ("betyg_6",),
    BAKGRUND: ("utbildning", "nyinvandrad"),
    SKOLA: ("skolenhet",),
}
_KNOTS, _KNOTS_6 = 4, 3


def list_steps(pupils: pd.DataFrame) -> tuple[str, ...]:
    """The steps of adjustment that the pupils' data hold anything for, in order.

    Parameters
    ----------
    pupils : pandas.DataFrame
        See `franvaro_modeller_elever.Elever.frame`.

    Examples
    --------
    >>> same = {"kon": "flicka", "svsva": "sv", "lasar": "2025/26", "utbildning": "okänd"}
    >>> pupils = pd.DataFrame({"betyg_6": [1.0, 2.0], "skolenhet": "a", "nyinvandrad": "okänd", **same})
    >>> list_steps(pupils)
    ('ojusterad', 'även betyg i årskurs 6')
    """
    told = (step for step, names in _VARIABLES.items() if any(_varies(pupils[name]) for name in names))
    return (OJUSTERAD, *told)


def design_model(pupils: pd.DataFrame, form: Form, steps: Sequence[str]) -> Design:
    """Columns of the model with absence in a form, adjusted for some steps.

    Parameters
    ----------
    pupils : pandas.DataFrame
        With known absence and, when they are adjusted for, grades of åk 6.
    steps : sequence of str
        Some of `list_steps`.
    """
    terms: dict[str, tuple[Coding, Any]] = {FRANVARO: _code_absence(pupils, form)}
    for step, names in _VARIABLES.items():
        if step in steps:
            terms |= {name: _code(pupils[name]) for name in names if _varies(pupils[name])}
    return make_design(terms)


def _code_absence(pupils: pd.DataFrame, form: Form) -> tuple[Coding, Any]:
    share = pupils["franvaro"].to_numpy(dtype="float64")
    if form == BAND:
        band = pupils["band"].to_numpy(dtype="float64")
        return Categories(tuple(np.unique(band).tolist())), band
    if form == LINJE:
        return Numeric(), share / 10
    return Spline(place_knots(share, _KNOTS)), share


def _code(values: pd.Series) -> tuple[Coding, Any]:
    if values.name != "betyg_6":
        levels = values.to_numpy(dtype=object)
        return Categories(find_levels(levels)), levels
    known = values.to_numpy(dtype="float64")
    knots = place_knots(known, _KNOTS_6)
    return (Spline(knots) if knots else Numeric()), known


def can_bend(pupils: pd.DataFrame) -> bool:
    """Whether absence differs enough between pupils for a curve."""
    return bool(place_knots(pupils["franvaro"].to_numpy(dtype="float64"), _KNOTS))


def _varies(values: pd.Series) -> bool:
    return values.nunique(dropna=True) > 1
