"""Läsår: the school year as text, "2025/26", and its three other spellings."""

from __future__ import annotations

import re

FIRST_MONTH = 8
"""The month that a läsår begins with: it runs from August to July."""

_PATTERN = re.compile(r"((?:19|20)[0-9]{2})[/-]([0-9]{2})")


def parse_lasar(text: str) -> str:
    """Return the canonical form "2025/26" of "2025/26" or "2025-26".

    Raises
    ------
    ValueError
        When the text is no läsår or its halves are not consecutive years.

    Examples
    --------
    >>> parse_lasar("2025-26")
    '2025/26'
    """
    match = _PATTERN.fullmatch(text.strip())
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        shown = f"”{text}” är" if len(text) <= 20 and text.isprintable() else "Det är"
        raise ValueError(f"{shown} inget läsår. Skriv till exempel 2025/26.")
    return f"{match[1]}/{match[2]}"


def from_var(year: int) -> str:
    """Läsår whose spring term lies in `year`. Kolada's year is that spring.

    Examples
    --------
    >>> from_var(2019)
    '2018/19'
    """
    return f"{year - 1}/{year % 100:02d}"


def from_month(year: int, month: int) -> str:
    """Läsår that a month of a calendar year belongs to.

    Examples
    --------
    >>> from_month(2025, 7), from_month(2025, 8)
    ('2024/25', '2025/26')
    """
    return from_var(year + (month >= FIRST_MONTH))


def var(lasar: str) -> int:
    """Year of the läsår's spring term.

    Examples
    --------
    >>> var("2018/19")
    2019
    """
    return int(parse_lasar(lasar)[:4]) + 1


def in_path(lasar: str) -> str:
    """Läsår as a folder name.

    Examples
    --------
    >>> in_path("2025/26")
    '2025-26'
    """
    return parse_lasar(lasar).replace("/", "-")


def shift(lasar: str, years: int) -> str:
    """Läsår `years` later (earlier when negative).

    Examples
    --------
    >>> shift("2025/26", -1)
    '2024/25'
    """
    return from_var(var(lasar) + years)


def last_lasar(lasar: str, count: int) -> list[str]:
    """The `count` läsår that end with `lasar`, oldest first.

    Examples
    --------
    >>> last_lasar("2025/26", 2)
    ['2024/25', '2025/26']
    """
    return [shift(lasar, -back) for back in range(count - 1, -1, -1)]
