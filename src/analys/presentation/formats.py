"""Swedish numbers, spans and words: the one place where a value becomes text.

How many decimals a value may show, and how it is rounded, is decided in `analys.estimates.rounding`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Protocol

from analys.estimates.cells import POOLED, SUMMED
from analys.estimates.rounding import SMALL_SHARE as SMALL_SHARE
from analys.estimates.rounding import Measure as Measure
from analys.estimates.rounding import decimals_of as decimals_of
from analys.estimates.rounding import round_half_up as round_half_up
from analys.estimates.school_levels import APART
from analys.indicators.enkat_statistik import VIKTAD
from analys.indicators.franvaro_utfall import JUSTERAD
from analys.lasar import parse_lasar

NBSP = "\u00a0"
"""No-break space: between a number and its unit."""
THIN = "\u202f"
"""Narrow no-break space: between thousands."""
MINUS = "\u2212"
DASH = "\u2013"

HIDDEN = ".."
"""The one symbol of a hidden value; Skolverket's own, which readers of school statistics know."""
HIDDEN_WORDS = "skyddad uppgift"
HIDDEN_WHY = "gäller få elever, är nästan lika för alla i gruppen eller skulle röja en annan skyddad uppgift"
"""Why anything is hidden, in general words only: which cell has which reason would tell of the pupils."""
HIDDEN_NOTE = (
    f"Två punkter ({HIDDEN}) betyder skyddad uppgift. "
    f"Den visas inte av hänsyn till enskilda: den {HIDDEN_WHY}."
)
HIDDEN_ROWS_NOTE = f"Skyddade uppgifter visas inte av hänsyn till enskilda: de {HIDDEN_WHY}."
BORROWED = "*"
"""After a value that somebody else has published already, among own calculations."""
BORROWED_WORDS = "officiell statistik"
BORROWED_NOTE = (
    f"Asterisk ({BORROWED}) betyder redan publicerad officiell statistik, inte rapportens egen beräkning."
)
MISSING = DASH
MISSING_WORDS = "uppgift saknas"
MISSING_NOTE = f"Streck ({MISSING}) betyder att uppgift saknas."

P_VALUE = "p"
"""Unit of the p-value of a test."""

LEVELS = ("", POOLED, SUMMED, "utjämnad", JUSTERAD, VIKTAD)
"""The `jamforelse` of cells that are levels; any other is a difference between cells."""


class Cell(Protocol):
    """What formatting needs to know of a protected cell."""

    @property
    def varde(self) -> float: ...

    @property
    def undre(self) -> float: ...

    @property
    def ovre(self) -> float: ...

    @property
    def n(self) -> int | None: ...

    @property
    def jamforelse(self) -> str: ...

    @property
    def status(self) -> str: ...


def format_number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """Number with decimal comma, narrow space between thousands and a true minus sign.

    Parameters
    ----------
    value : float or None
        None and NaN become the symbol of a missing value.
    signed : bool
        Write the plus sign too; zero has none.

    Examples
    --------
    >>> format_number(-1.25, 1), format_number(2.0, 1, signed=True)
    ('−1,3', '+2,0')
    """
    if value is None or math.isnan(value):
        return MISSING
    rounded = round_half_up(value, decimals)
    text = f"{abs(rounded):,f}".replace(",", THIN).replace(".", ",")
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + text


def unit_of(indicator: Measure, *, change: bool = False, after: str = "") -> str:
    """Unit in words: that of the measure, or "procentenheter" for a change of a share.

    Parameters
    ----------
    after : str
        The number that the unit follows: "1" has its unit in the singular.
    """
    unit = "procentenheter" if change and indicator.unit == "procent" else indicator.unit
    one = after.lstrip(f"+{MINUS}") == "1"
    return "procentenhet" if one and unit == "procentenheter" else unit


def is_signed(indicator: Measure) -> bool:
    """Whether a level of the measure is itself a difference, and is written with its sign."""
    return bool(getattr(indicator, "signed", indicator.unit == "procentenheter"))


def symbol_of(indicator: Measure, *, change: bool = False) -> str:
    """Unit as short as a number can bear: "%" for a share, else in words."""
    return "%" if indicator.unit == "procent" and not change else unit_of(indicator, change=change)


def format_value(
    value: float | None, indicator: Measure, *, decimals: int | None = None, unit: bool = True
) -> str:
    """A level with its unit, as "63,2 %", "218,2 poäng", "+19,6 procentenheter" or "p = 0,031".

    Parameters
    ----------
    decimals : int, optional
        From `decimals_of` where the number of pupils is known; the registry's when left out.
    unit : bool
        False leaves the number bare.
    """
    digits = indicator.decimals if decimals is None else decimals
    if indicator.unit == P_VALUE:
        return _format_p(value, digits, letter=unit)
    text = format_number(value, digits, signed=is_signed(indicator))
    if not unit or not _has_unit(text, indicator):
        return text
    return f"{text}{NBSP}{'%' if indicator.unit == 'procent' else unit_of(indicator, after=text)}"


def _format_p(value: float | None, decimals: int, *, letter: bool) -> str:
    """A p-value; one that rounds to nothing is told to be less than the least that can be shown."""
    if value is None or math.isnan(value):
        return MISSING
    nothing = round_half_up(value, decimals) == 0
    number = format_number(10**-decimals if nothing else value, decimals)
    if letter:
        return f"{P_VALUE}{NBSP}{'<' if nothing else '='}{NBSP}{number}"
    return f"<{NBSP}{number}" if nothing else number


def format_change(
    value: float | None, indicator: Measure, *, decimals: int | None = None, unit: bool = True
) -> str:
    """A signed difference, as "+8,4 procentenheter" or "−10,6 poäng"."""
    text = format_number(value, indicator.decimals if decimals is None else decimals, signed=True)
    if not unit or not _has_unit(text, indicator):
        return text
    return f"{text}{NBSP}{unit_of(indicator, change=True, after=text)}"


def _has_unit(text: str, indicator: Measure) -> bool:
    return text != MISSING and indicator.unit not in ("antal", "")


def format_percent(value: float | None, decimals: int = 1) -> str:
    """Percent of a value in 0–100, as "63,2 %".

    Examples
    --------
    >>> format_percent(63.25).replace(NBSP, " ")
    '63,3 %'
    """
    text = format_number(value, decimals)
    return text if text == MISSING else f"{text}{NBSP}%"


def format_interval(lower: float | None, upper: float | None, decimals: int, *, signed: bool = False) -> str:
    """Limits as "61,0–65,4"; with "till" where a sign would meet the dash.

    Examples
    --------
    >>> format_interval(61.04, 65.35, 1), format_interval(-3.2, 5.1, 1, signed=True)
    ('61,0–65,4', '−3,2 till +5,1')
    """
    low, high = (format_number(limit, decimals, signed=signed) for limit in (lower, upper))
    if MISSING in (low, high):
        return MISSING
    joint = " till " if signed or MINUS in (low[0], high[0]) else DASH
    return f"{low}{joint}{high}"


def is_difference(cell: Cell) -> bool:
    """True for a change or a gap, False for a level."""
    return cell.jamforelse not in LEVELS


def is_change(cell: Cell, indicator: Measure) -> bool:
    """Whether the number is a difference: how surely a difference is known is told of it, but is none."""
    difference_of_shares = indicator.unit == "procent"
    return is_difference(cell) and (difference_of_shares or bool(getattr(indicator, "signed", True)))


def cell_formatter(
    cell: Cell, indicator: Measure, *, unit: bool = True, most: int | None = None
) -> Callable[[float], str]:
    """The way to write numbers of this cell: its decimals, `most` at most, and its sign."""
    decimals = _decimals(cell, indicator, most)
    style = format_change if is_change(cell, indicator) else format_value
    return lambda value: style(value, indicator, decimals=decimals, unit=unit)


def _decimals(cell: Cell, indicator: Measure, most: int | None) -> int:
    decimals = decimals_of(indicator, cell.n, officiell=cell.status == "officiell")
    return decimals if most is None else min(decimals, most)


def format_cell(
    cell: Cell, indicator: Measure, part: str = "varde", *, unit: bool = False, most: int | None = None
) -> str:
    """One part of a protected cell as text.

    Parameters
    ----------
    part : str
        "varde", "intervall", "n" or "antal".
    unit : bool
        Write the unit after a value.
    most : int, optional
        Fewer decimals than the cell's own where so wished; never more.

    Returns
    -------
    str
        `HIDDEN` for a hidden cell and `MISSING` where there is nothing.
    """
    if cell.status == "skyddad":
        return HIDDEN
    if part == "varde":
        return cell_formatter(cell, indicator, unit=unit, most=most)(cell.varde)
    if part == "intervall":
        decimals = _decimals(cell, indicator, most)
        signed = is_change(cell, indicator) or is_signed(indicator)
        return format_interval(cell.undre, cell.ovre, decimals, signed=signed)
    if part in ("n", "antal"):
        return format_number(getattr(cell, part))
    raise ValueError(f"unknown part of a cell: {part}")


def format_span(first: str, last: str) -> str:
    """Läsår as a span, "2016/17–2025/26"; one läsår stands alone.

    Examples
    --------
    >>> format_span("2016-17", "2025/26")
    '2016/17–2025/26'
    """
    first, last = parse_lasar(first), parse_lasar(last)
    return first if first == last else f"{first}{DASH}{last}"


def plural(count: int, one: str, many: str) -> str:
    """Count with its noun, joined by a no-break space.

    Examples
    --------
    >>> plural(1, "elev", "elever").replace(NBSP, " "), plural(1234, "elev", "elever")[-6:]
    ('1 elev', 'elever')
    """
    return f"{format_number(count)}{NBSP}{one if count == 1 else many}"


def join_list(items: Iterable[str], word: str = "och") -> str:
    """Items as running text.

    Examples
    --------
    >>> join_list(["a", "b", "c"])
    'a, b och c'
    """
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {word} {listed[-1]}"


_LAST = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "é": "e", "è": "e", "ü": "y"}


def swedish_order(text: str) -> tuple[str, str]:
    """Sort key of the Swedish alphabet, å ä ö last, numbers by size, the same on every machine.

    Examples
    --------
    >>> sorted(["Öster", "Ängen", "Åby", "alm", "Zon"], key=swedish_order)
    ['alm', 'Zon', 'Åby', 'Ängen', 'Öster']
    """
    folded = "".join(_LAST.get(letter, letter) for letter in text.casefold())
    return re.sub(r"\d+", lambda number: number[0].zfill(9), folded), text


_GROUPS = {"flickor-pojkar": "Flickor minus pojkar", "sv-sva": "Svenska minus svenska som andraspråk"}
_WHOLE = {APART: "Utjämnat avstånd till skolornas medel"}
_LIMIT = "gräns "
_REFERENCES = {"riket": "riket", "lan": "länet", "liknande": "liknande kommuner"}


def comparison_words(jamforelse: str) -> str:
    """What a cell's `jamforelse` says, as the head of a column or a row.

    Examples
    --------
    >>> comparison_words("mot 2024/25"), comparison_words("mot lan"), comparison_words("")
    ('Förändring sedan 2024/25', 'Skillnad mot länet', 'Nivå')
    >>> comparison_words("flickor-pojkar mot 2024/25")
    'Flickor minus pojkar, förändring sedan 2024/25'
    """
    if jamforelse in _WHOLE:
        return _WHOLE[jamforelse]
    if jamforelse.startswith(_LIMIT):
        return f"{upper_first(jamforelse)}{NBSP}%"
    gap, mot, other = jamforelse.rpartition("mot ")
    if not mot:
        gap, other = jamforelse, ""
    words = [_GROUPS.get(gap.strip(), gap.strip())]
    if other in _REFERENCES:
        words.append(f"skillnad mot {_REFERENCES[other]}")
    elif other:
        words.append(f"förändring sedan {other}")
    text = ", ".join(word for word in words if word) or "nivå"
    return upper_first(text)


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text as it begins a label or a sentence."""
    return text[:1].upper() + text[1:]
