"""What stands in Skolverket's tables: a number, or a marker that tells why there is none.

A marker never becomes a number: it gives NaN, a status and is kept as it was written. Sources: footnotes of
the exports ("två prickar (..) i stället för utfall", "om antalet EJ behöriga är 1-4, så visas andelen
behöriga som ~100") and the Planned Educations API v4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

STATUS: Mapping[str, str] = MappingProxyType(
    {
        "officiell": "Skolverket har publicerat värdet",
        "saknas": "det finns ingen uppgift",
        "skyddad": "Skolverket visar inte värdet: det bygger på, eller skulle röja, för få elever",
        "nastan_alla": "alla utom 1–4 elever; andelen visas inte",
        "avrundad": "ett avrundat antal, inget exakt tal",
        "utan_krav": "måttet gäller inte: lärarna behöver ingen legitimation",
        "ej_redovisad": "kraven för att redovisa en enkät är inte uppfyllda",
    }
)
"""Every status that a value of Skolverket's can have; the first three mean what they mean in cells."""

MARKERS: Mapping[str, str] = MappingProxyType(
    {
        ".": "saknas",
        "..": "skyddad",
        "...": "skyddad",
        "~100": "nastan_alla",
        "-": "ej_redovisad",
        "*": "utan_krav",
    }
)
"""Status by marker."""

VALUE_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "EXISTS": ("officiell", "avrundad"),
        "MISSING": ("saknas",),
        "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS": ("skyddad",),
        "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE": ("nastan_alla",),
        "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION": ("utan_krav",),
    }
)
"""Statuses that a value of the API can have, by its valueType."""

_ROUNDED = re.compile(r"cirka [0-9]{1,7}")
# Thousands are parted by a space, which may be one that does not break.
_NUMBER = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3}){1,2})(?:,[0-9]{1,6})?")
_SPACES = str.maketrans("", "", " \u00a0\u202f")


class Reading(NamedTuple):
    """What a cell says: a number, or NaN with the status and the marker that stood there."""

    varde: float
    status: str
    marke: str = ""


def read_value(text: str) -> Reading | None:
    """A number with decimal comma, or one of the markers; None when it is neither.

    Examples
    --------
    >>> read_value("216,4")
    Reading(varde=216.4, status='officiell', marke='')
    >>> read_value("~100")
    Reading(varde=nan, status='nastan_alla', marke='~100')
    >>> read_value("96.3") is None
    True
    """
    text = text.strip()
    if text in MARKERS:
        return Reading(float("nan"), MARKERS[text], text)
    if _NUMBER.fullmatch(text):
        return Reading(float(text.translate(_SPACES).replace(",", ".")), "officiell")
    if _ROUNDED.fullmatch(text):
        return Reading(float("nan"), "avrundad", text)
    return None


def read_typed(value: str | None, value_type: str) -> Reading | None:
    """A value of the API with its valueType; None when the two disagree or either is unknown.

    Examples
    --------
    >>> read_typed("13,7", "EXISTS")
    Reading(varde=13.7, status='officiell', marke='')
    >>> read_typed(None, "MISSING")
    Reading(varde=nan, status='saknas', marke='')
    >>> read_typed("..", "EXISTS") is None
    True
    """
    allowed = VALUE_TYPES.get(value_type, ())
    if value is None:
        return Reading(float("nan"), allowed[0]) if allowed and value_type != "EXISTS" else None
    found = read_value(value)
    return found if found and found.status in allowed else None
