"""Values of other systems' files -> ours: personnummer, terms, årskurs, minutes.

Only in mapped files: SCB's own files must have our form, so that a fault in them is seen. Minutes are rounded
to whole ones, halves up; nothing else is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from analys.lasar import FIRST_MONTH, from_month, from_var, var
from analys.spelling import fold

AGES = range(5, 21)
"""Ages that a pupil can reach in the year of the läsår's spring: they decide a short number's century."""

_SHORT = re.compile(r"([0-9]{6})[-+ ]?([0-9]{4}|TF[0-9]{2})", re.IGNORECASE)
_LONG = re.compile(r"([0-9]{8})[- ]([0-9]{4}|TF[0-9]{2})", re.IGNORECASE)
_DATE = re.compile(r"(?<![0-9])(20[0-9]{2})(?:-([01][0-9])-([0-3][0-9])|([01][0-9])([0-3][0-9]))(?![0-9])")
_TERM = re.compile(
    r"(?<![a-z])(ht|vt|hosttermin(?:en)?|vartermin(?:en)?)[ _-]*"
    r"(?:((?:20)?[0-9]{2})(?:[/-]((?:20)?[0-9]{2}))?)?(?![0-9a-z])"
)
# One digit that no other follows as the end of a span or a list: 7-9, 7–9, 7/8, 7,8, 7 och 8, 9A/9B.
_CLASS = re.compile(r"(?:ak|arskurs|klass)? ?([0-9])(?![0-9])(?![a-z]? ?(?:[-–—/,+&]|och|o|till) ?[0-9])")
_F = re.compile(r"f(?![a-z])(?! ?[-–—/,+&]? ?[0-9])|fklass|f-klass|forskoleklass")
_NUMBER = re.compile(r"([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?")

# A file has few terms, classes and lengths of time, many times each.
_remember = lru_cache(maxsize=50_000)


def normalise_personnummer(text: str, lasar: str) -> str:
    """Twelve characters of a number with hyphen or without century; other texts as they are.

    The century is the one that makes the pupil 5 to 20 years old in the läsår.

    Examples
    --------
    >>> normalise_personnummer("20100315-9807", "2025/26"), normalise_personnummer("100315-9807", "2025/26")
    ('201003159807', '201003159807')
    """
    if match := _LONG.fullmatch(text):
        return match[1] + match[2].upper()
    match = _SHORT.fullmatch(text)
    if not match or not lasar:
        return text
    years = [century + int(match[1][:2]) for century in (1900, 2000)]
    fits = [year for year in years if var(lasar) - year in AGES]
    return f"{fits[0] // 100}{match[1]}{match[2].upper()}" if len(fits) == 1 else text


@dataclass(frozen=True)
class Term:
    """A term, HT or VT, and its läsår where the text tells the year, else ""."""

    termin: str
    lasar: str = ""


@_remember
def read_term(text: str) -> Term | None:
    """Term of a text, None when it tells none or several.

    A period from the autumn may end in the first half of January. One date alone is no period: it is often
    the day of extraction, and absence of the autumn is taken out in January.

    Examples
    --------
    >>> read_term("2026-01-08 – 2026-06-12"), read_term("HT25"), read_term("2025-08-18 – 2026-06-12")
    (Term(termin='VT', lasar='2025/26'), Term(termin='HT', lasar='2025/26'), None)
    """
    dates = [(int(m[1]), int(m[2] or m[4]), int(m[3] or m[5])) for m in _DATE.finditer(text)]
    found = {_spell_term(*match.groups()) for match in _TERM.finditer(fold(text))}
    if len(dates) > 1:
        start, *rest = sorted(dates)
        autumn = start[1] >= FIRST_MONTH
        last = (start[0] + 1, 1, 15) if autumn else (start[0], 7, 31)
        if any(date > last for date in rest):
            return None
        term = Term("HT" if autumn else "VT", from_month(*start[:2]))
        return term if all(other in (term, Term(term.termin)) for other in found) else None
    return found.pop() if len(found) == 1 else None


def _spell_term(word: str, year: str | None, next_year: str | None) -> Term:
    termin = "HT" if word[0] == "h" else "VT"
    if not year:
        return Term(termin)
    spring = int(year[-2:]) + (termin == "HT")
    if next_year and int(next_year[-2:]) == (int(year[-2:]) + 1) % 100:  # a läsår: VT 2025/26
        spring = int(year[-2:]) + 1
    return Term(termin, from_var(2000 + spring))


@_remember
def read_arskurs(text: str) -> str:
    """Årskurs of a class or an årskurs, "" when it tells none or several. Förskoleklass is 0.

    Examples
    --------
    >>> [read_arskurs(text) for text in ("9x", "Åk 9", "F", "7-9", "Blå")]
    ['9', '9', '0', '', '']
    """
    folded = fold(text).strip()
    if match := _CLASS.match(folded):
        return match[1]
    return "0" if _F.match(folded) else ""


@_remember
def read_minutes(text: str, enhet: str) -> Fraction | None:
    """Exact minutes of a text in minuter or timmar, None when it is none.

    Examples
    --------
    >>> read_minutes("1 234", "minuter"), read_minutes("12,5", "timmar"), read_minutes("12:30", "timmar")
    (Fraction(1234, 1), Fraction(750, 1), Fraction(750, 1))
    >>> read_minutes("12,5", "minuter") is None
    True
    """
    if enhet == "timmar":
        if match := _CLOCK.fullmatch(text):
            return Fraction(int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0), 60)
        hours = _read_number(text.removesuffix("h").strip())
        return None if hours is None else hours * 60
    minutes = _read_number(text.removesuffix("min").strip())
    return minutes if minutes is not None and minutes.denominator == 1 else None


@_remember
def read_share(text: str, enhet: str) -> Fraction | None:
    """Exact share 0–1 of a text in procent or andel, None when it is none. A percent sign outranks the unit.

    Examples
    --------
    >>> read_share("94 %", "andel"), read_share("94", "procent"), read_share("0.94", "andel")
    (Fraction(47, 50), Fraction(47, 50), Fraction(47, 50))
    """
    number = _read_number(text.removesuffix("%").strip())
    if number is None:
        return None
    share = number / 100 if text.endswith("%") or enhet == "procent" else number
    return share if share <= 1 else None


def may_be_shares(texts: Iterable[str]) -> bool:
    """Whether numbers without percent sign are all at most 1, so that 0.94 may be 94 % or not yet one.

    Excel stores 94 % as 0.94, and its file tells the format apart from the number.

    Examples
    --------
    >>> may_be_shares(["0.94", "1", "0"]), may_be_shares(["94", "1"]), may_be_shares(["0,5 %"])
    (True, False, False)
    """
    numbers = [_read_number(text) for text in texts if text and not text.endswith("%")]
    filled = [number for number in numbers if number]
    return bool(filled) and max(filled) <= 1


def round_minutes(minutes: Fraction) -> str:
    """Whole minutes as text, halves up.

    Examples
    --------
    >>> round_minutes(Fraction(125, 10))
    '13'
    """
    return str((2 * minutes.numerator + minutes.denominator) // (2 * minutes.denominator))


def _read_number(text: str) -> Fraction | None:
    match = _NUMBER.fullmatch(text)
    if not match or len(text) > 30:
        return None
    return Fraction(f"{match[1].replace(' ', '')}.{match[2] or '0'}")
