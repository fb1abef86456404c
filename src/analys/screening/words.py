"""Words for findings: shares without decimals, small numbers in words, lists as people say them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from analys.contracts import LAYOUTS
from analys.errors import Problem

SMALLEST = 10
"""Fewer than this many pupils are "färre än tio"; the number is told to nobody."""

NEAR = 5
"""Shares nearer than this to none or all are told as "under 5" and "över 95"."""


def share(percent: float) -> str:
    """A share in whole procent, rounded half up; near none and near all are not told exactly.

    Examples
    --------
    >>> [share(x) for x in (0, 4.9, 12.5, 96)]
    ['under 5', 'under 5', '13', 'över 95']
    """
    if percent < NEAR:
        return f"under {NEAR}"
    return f"över {100 - NEAR}" if percent > 100 - NEAR else str(int(percent + 0.5))


def pupils(count: int) -> str:
    """A number of pupils in words that may be told.

    Examples
    --------
    >>> pupils(3), pupils(41)
    ('färre än tio elever', '41 elever')
    """
    return "färre än tio elever" if count < SMALLEST else f"{count} elever"


def listed(words: Sequence[str], most: int = 6) -> str:
    """Words as a list; long ones are cut.

    Examples
    --------
    >>> listed(["Ma", "En", "Sv"]), listed(["a", "b", "c", "d"], most=2)
    ('Ma, En och Sv', 'a, b och 2 till')
    """
    shown = list(words[:most])
    last = f"{len(words) - most} till" if len(words) > most else shown.pop() if shown else ""
    return f"{', '.join(shown)} och {last}" if shown else last


def span(lasar: Sequence[str]) -> str:
    """Läsår as a span.

    Examples
    --------
    >>> span(["2022/23", "2024/25"]), span(["2024/25"])
    ('2022/23–2024/25', '2024/25')
    """
    return lasar[0] if len(lasar) == 1 else f"{lasar[0]}–{lasar[-1]}"


def title(kind: str) -> str:
    """A kind's Swedish name inside a sentence."""
    name = LAYOUTS[kind].title
    return name[:1].lower() + name[1:]


def capital(text: str) -> str:
    """Text with a capital first letter."""
    return text[:1].upper() + text[1:]


def make_warning(fil: str, vad: str, gor: str, kolumn: str = "", rader: Sequence[int] = ()) -> Problem:
    """Something that a human should look at: what is odd, and where to begin looking."""
    return Problem(fil, vad, gor, kolumn, tuple(sorted(int(row) for row in rader)))


def describe_parts(changed: pd.DataFrame, name: Callable[[str], str] = str) -> list[str]:
    """What has changed, one text a row of `shares.find_changes`; `name` puts words to its column."""
    return [
        f"{name(kolumn)} ({part} från {share(before)} till {share(now)} procent)"
        for kolumn, part, before, now in zip(
            changed["kolumn"], changed["del"], changed["andel_forr"], changed["andel"], strict=True
        )
    ]
