"""What a kind of damage to cells is, and the tests that know one; the kinds stand in `damage_kinds`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analys.contracts.scb import BETYG

Find = Callable[[pd.Series, tuple[str, ...]], pd.Series]

SKADA = "skada"
"""Name of the check of free text, which fails only where one of the damages below fits."""


@dataclass(frozen=True)
class Damage:
    """One kind of damage.

    Parameters
    ----------
    kod : str
        What problems bear as `Problem.kod`.
    vad, gor : str
        What has happened, and how to mend and avoid it, in Swedish, without row content.
    checks : tuple of str
        Checks whose failing cells it can explain (see `checks.MESSAGES`); () for all.
    find : callable
        Distinct values and the column's codes -> boolean Series, True where it fits.
    kept : bool
        True when it matters only in text that is kept after loading.
    """

    kod: str
    vad: str
    gor: str
    checks: tuple[str, ...]
    find: Find
    kept: bool = False


def matches(pattern: str) -> Find:
    """Test for values that a pattern describes whole."""
    return lambda values, codes: values.str.fullmatch(pattern).astype(bool)


def contains(pattern: str) -> Find:
    """Test for values with a part that a pattern describes."""
    return lambda values, codes: values.str.contains(pattern, regex=True).astype(bool)


def is_lower_case(values: pd.Series, codes: tuple[str, ...]) -> pd.Series:
    """A code, or the TF of a temporary personnummer, in lower case."""
    return (
        values.str.upper().isin(codes) if codes else values.str.fullmatch("[0-9]{8}tf[0-9]{2}").astype(bool)
    )


def is_letter_for_digit(values: pd.Series, codes: tuple[str, ...]) -> pd.Series:
    """A number where O stands for 0, or I or l for 1."""
    digits = values.str.translate(str.maketrans("OoIl", "0011"))
    has_letter = values.str.contains("[OoIl]").astype(bool)
    return has_letter & (digits.isin(codes) if codes else digits.str.fullmatch("[0-9]+").astype(bool))


def is_old_scale(values: pd.Series, codes: tuple[str, ...]) -> pd.Series:
    """A grade of the scale before 2012 among grades."""
    return values.str.upper().isin(("IG", "G", "VG", "MVG")) & set(BETYG).issubset(codes)


def is_dash(values: pd.Series, codes: tuple[str, ...]) -> pd.Series:
    """A typed dash among grades."""
    return values.str.fullmatch("[-–—−]+").astype(bool) & set(BETYG).issubset(codes)
