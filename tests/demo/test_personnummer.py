"""Personnummer: only from the range that nobody is given, with right check digits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analys.demo.identitet import check_digits, make_personnummer, room_for
from analys.demo.slump import stream


def is_right(number: str) -> bool:
    """Modulus 10 of the ten last digits: double every other, add all digits, divisible by ten."""
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(number[2:]))
    return sum(int(digit) for digit in doubled) % 10 == 0


def make(count: int, valid: bool = True) -> tuple[list[str], np.ndarray]:
    flicka = np.arange(count) % 2 == 0
    numbers = make_personnummer(
        2010, flicka, np.arange(count) % 7 == 0, np.arange(count) % 50 == 3, stream(1, "test"), valid
    )
    return [number.decode("ascii") for number in numbers], flicka


def test_check_digit_of_the_tax_agencys_own_example():
    # Skatteverket's description of the personnummer: 640823-323 gets check digit 4.
    assert check_digits(np.array([[6, 4, 0, 8, 2, 3, 3, 2, 3]])).tolist() == [4]


def test_numbers_lie_in_the_range_nobody_is_given():
    numbers, flicka = make(3_000)
    assert len(set(numbers)) == 3_000
    temporary = [n for n in numbers if "TF" in n]
    assert 0 < len(temporary) <= 60
    for number, girl in zip(numbers, flicka, strict=True):
        if "TF" in number:
            assert number[8:] == ("TF20" if girl else "TF10")
            continue
        assert 980 <= int(number[8:11]) <= 999
        assert int(number[10]) % 2 == (0 if girl else 1)
        assert is_right(number)
        assert number[:4] in ("2009", "2010")


def test_benchmark_numbers_are_wrong_on_purpose():
    numbers, _ = make(8_000, valid=False)
    assert len(set(numbers)) == 8_000
    assert not any(is_right(number) for number in numbers if "TF" not in number)


def test_the_range_has_room_for_1825_of_a_gender():
    # Five numbers a day and gender, 365 days; the other five belong to those a year older.
    assert room_for(1_825)
    assert not room_for(1_826)
    with pytest.raises(ValueError, match="too many"):
        make_personnummer(
            2010, np.ones(1_826, bool), np.zeros(1_826, bool), np.zeros(1_826, bool), stream(1, "test"), True
        )


def test_every_number_of_the_default_set(register: pd.DataFrame):
    numbers = set(register["PersonNr"])
    plain = [number for number in numbers if "TF" not in number]
    assert len(numbers) > 8_000
    assert all(number[8:10] in ("98", "99") and is_right(number) for number in plain)
    assert {number[8:] for number in numbers - set(plain)} == {"TF10", "TF20"}
