"""Personnummer as columns: form, date, check digit, gender and birth year.

Twelve characters: ååååmmddxxxx, or ååååmmddTFxx for a temporary number. Days 61–91 belong to a
samordningsnummer. The last digit but one is odd for boys and even for girls; TF10 and TF20 follow the same
rule (DOMAIN, "SCB delivery files").
"""

from __future__ import annotations

import numpy as np
import pandas as pd

FORM = r"[0-9]{8}(?:[0-9]{4}|TF[0-9]{2})"
SAMORDNING = 60
CENTURIES = ("19", "20")


def has_form(numbers: pd.Series) -> pd.Series:
    """True where the twelve characters have the right form."""
    return numbers.str.fullmatch(FORM).astype(bool)


def has_date(numbers: pd.Series) -> pd.Series:
    """True where the first eight digits are a date from 1900 to 2099. Values of another form give False.

    Examples
    --------
    >>> has_date(pd.Series(["201002281235", "201002301235", "201002881235"], dtype="str")).tolist()
    [True, False, True]
    """
    codes, dates = pd.factorize(numbers.str.slice(0, 8))
    unique = pd.Series(dates, dtype="str")
    has_digits = unique.str.fullmatch("[0-9]{8}").astype(bool)
    unique = unique.where(has_digits, "00000000")
    day = unique.str.slice(6, 8).astype("int64")
    plain = unique.str.slice(0, 6) + day.where(day <= SAMORDNING, day - SAMORDNING).astype("str").str.zfill(2)
    exists = pd.to_datetime(plain, format="%Y%m%d", errors="coerce").notna()
    exists &= unique.str.slice(0, 2).isin(CENTURIES)
    return pd.Series(exists.to_numpy()[codes], index=numbers.index)


def has_check_digit(numbers: pd.Series) -> pd.Series:
    """True where the check digit is right (modulus 10 over the last ten digits) or the number is temporary.

    Examples
    --------
    >>> has_check_digit(pd.Series(["198112189876", "20110412TF10"], dtype="str")).tolist()
    [True, True]
    """
    is_temporary = numbers.str.slice(8, 10) == "TF"
    digits = (
        numbers.where(~is_temporary, "0" * 12).to_numpy(dtype="S12").view(np.uint8).reshape(len(numbers), 12)
    )
    weighted = (digits[:, 2:].astype(np.int16) - ord("0")) * np.array([2, 1] * 5, dtype=np.int16)
    total = (weighted // 10 + weighted % 10).sum(axis=1)
    return pd.Series(total % 10 == 0, index=numbers.index)


def derive_kon(numbers: pd.Series) -> pd.Series:
    """ "flicka" or "pojke" per number.

    Examples
    --------
    >>> derive_kon(pd.Series(["20100101TF10", "20100101TF20"], dtype="str")).tolist()
    ['pojke', 'flicka']
    """
    is_even = numbers.str.slice(10, 11).isin(list("02468"))
    return pd.Series(["pojke", "flicka"], dtype="str").take(is_even.astype("int64")).set_axis(numbers.index)


def derive_fodelsear(numbers: pd.Series) -> pd.Series:
    """Birth year per number, Int64."""
    codes, years = pd.factorize(numbers.str.slice(0, 4))
    return pd.Series(years, dtype="str").astype("Int64").take(codes).set_axis(numbers.index)
