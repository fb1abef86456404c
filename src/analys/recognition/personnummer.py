"""Personnummer in any spelling; the text must be settled first, see `recognition.spelling`.

What is taken for one: six or eight digits that are a date (or a samordningsnummer's), then four characters.
With a century, or with a dash or plus between, the check digit need not be right: one mistyped is still
somebody's. Ten digits in a row, or parted otherwise, are any number, so there the check digit decides.
"""

from __future__ import annotations

import re

_FORM = re.compile(
    r"(?<![\d,/])(?<!\d[.])(?P<century>19|20)?(?P<year>\d\d)(?P<inner>[ .-]?)(?P<month>[01]\d)(?P=inner)"
    r"(?P<day>\d\d)"
    r"(?P<parted>\s?[+-]?\s?)(?P<last>\d{4}|[Tt][Ff]\d\d|[A-Z]\d{3})(?![\d/])(?!,\d)"
)
_HEX = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9A-Za-z])")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SAMORDNING = 60


def find_personnummer(text: str) -> list[int]:
    """Where personnummer begin in a settled text.

    Examples
    --------
    >>> find_personnummer("född 20100101-2384"), find_personnummer("20110412TF10")
    ([5], [0])
    >>> find_personnummer("2016/17-2025/26, 212000-1355")
    []
    """
    plain = _HEX.sub(lambda match: " " * len(match[0]), text)
    return [match.start() for match in _FORM.finditer(plain) if _is_one(match)]


def _is_one(match: re.Match[str]) -> bool:
    if not _is_date(int(match["month"]), int(match["day"])):
        return False
    plain = match["inner"] == "" and "\n" not in match["parted"]
    if not match["last"].isdigit():
        return plain and not match["parted"].strip("+-")
    if plain and (match["century"] or match["parted"].strip()):
        return True
    return _has_check_digit(match["year"] + match["month"] + match["day"] + match["last"])


def _is_date(month: int, day: int) -> bool:
    day -= _SAMORDNING if day > _SAMORDNING else 0
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def _has_check_digit(ten: str) -> bool:
    """Modulus 10 over ten digits."""
    weighted = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(number // 10 + number % 10 for number in weighted) % 10 == 0
