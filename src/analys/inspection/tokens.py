"""Numbers in a text, as the report writes them: decimal comma, narrow space between thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

NUMBER = re.compile(r"\d+(?:\u202f\d{3}(?!\d))*(?:[,.]\d+)*")
_SPACES = re.compile(r"\s")


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every number.

    Examples
    --------
    >>> [text[a:b] for text in ["1\u202f234 elever, 5,6 %"] for a, b in find_numbers(text)]
    ['1\\u202f234', '5,6']
    """
    return (match.span() for match in NUMBER.finditer(text))


@lru_cache(maxsize=20_000)
def value_of(number: str) -> tuple[float, int] | None:
    """Value and decimals of a number, None for what is no measured number (a version, a heading's number).

    Examples
    --------
    >>> value_of("1\u202f234"), value_of("5,6"), value_of("2.1")
    ((1234.0, 0), (5.6, 1), None)
    """
    if "." in number or number.count(",") > 1:
        return None
    whole, _, decimals = _SPACES.sub("", number).partition(",")
    return float(f"{int(whole)}.{decimals or 0}"), len(decimals)
