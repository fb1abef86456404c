"""Kolada's answers, read strictly: a body is either exactly what we know how to read, or broken.

The same reading guards fetching (a broken body is fetched again) and loading from the store (a changed or
damaged file stops the run). Kolada's `count` inside a value is not a number of pupils and is never read.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_BYTES = 50_000_000
_KPI = re.compile(r"[A-Z][0-9]{5}")
_ENHET = re.compile(r"[0-9]{4}")
_KON = {"T": "alla", "K": "flickor", "M": "pojkar"}


class BrokenBody(ValueError):
    """A body that is not what the API promises. The message is Swedish and holds no content."""


class Value(NamedTuple):
    """One published value; `varde` is None when Kolada has no value (saknas)."""

    kpi: str
    enhet: str
    ar: int
    kon: str
    varde: float | None


class Group(NamedTuple):
    """A group of municipalities, e.g. "Liknande kommuner grundskola, Hallstahammar, 2024"."""

    id: str
    titel: str
    medlemmar: tuple[str, ...]


def parse_json(raw: bytes) -> Any:
    """What a body says, when it is JSON in the strict sense; shared by every service.

    Raises
    ------
    BrokenBody
        When it is too large, not UTF-8, not JSON, nested beyond reason, or names a field twice.
    """
    if len(raw) > MOST_BYTES:
        raise BrokenBody("svaret är orimligt stort")
    try:
        return json.loads(
            raw.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_refuse_double
        )
    except (ValueError, RecursionError):
        raise BrokenBody("svaret är inte giltig JSON") from None


def parse_body(raw: bytes) -> dict[str, Any]:
    """Body as a mapping with a list of mappings under "values" and, when there is one, a text "next_url".

    Raises
    ------
    BrokenBody
        When it is not JSON, or of another form.
    """
    body = parse_json(raw)
    if not isinstance(body, dict) or not isinstance(body.get("values"), list):
        raise BrokenBody("svaret saknar listan ”values”")
    if not all(isinstance(item, dict) for item in body["values"]):
        raise BrokenBody("listan ”values” har fel form")
    if not isinstance(body.get("next_url"), str | None):
        raise BrokenBody("fältet ”next_url” har fel form")
    # Kolada counts the page or, when there are several, perhaps the whole.
    size = len(body["values"])
    count = body.get("count", size)
    if type(count) is not int or count < size:
        raise BrokenBody("antalet i ”count” stämmer inte med listan ”values”")
    return body


def read_values(body: dict[str, Any]) -> Iterator[Value]:
    """Values of one data answer, deleted ones dropped.

    Raises
    ------
    BrokenBody
        On a field of the wrong type, an unknown gender or a value given twice.
    """
    seen = set()
    for item in body["values"]:
        kpi, enhet, ar = _text(item, "kpi", _KPI), _text(item, "municipality", _ENHET), _year(item)
        parts = item.get("values")
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise BrokenBody("en post saknar sina värden")
        for part in parts:
            if part.get("isdeleted") in (True, 1):
                continue
            gender = part.get("gender")
            if not isinstance(gender, str) or gender not in _KON:
                raise BrokenBody("ett värde har okänt kön")
            key = (kpi, enhet, ar, gender)
            if key in seen:
                raise BrokenBody("ett värde förekommer två gånger")
            seen.add(key)
            yield Value(kpi, enhet, ar, _KON[gender], _number(part.get("value")))


def read_groups(body: dict[str, Any]) -> list[Group]:
    """Groups of municipalities; members are given as ids or as mappings with an id.

    Raises
    ------
    BrokenBody
        On a field of the wrong type.
    """
    groups = []
    for item in body["values"]:
        members = item.get("members") or []
        if not isinstance(members, list):
            raise BrokenBody("en kommungrupp har fel form")
        codes = [member.get("id") if isinstance(member, dict) else member for member in members]
        known = {code for code in codes if isinstance(code, str) and _ENHET.fullmatch(code)}
        groups.append(Group(_text(item, "id"), _repair(_text(item, "title")), tuple(sorted(known))))
    return groups


def read_titles(body: dict[str, Any]) -> dict[str, str]:
    """Titles by KPI id of a metadata answer.

    Raises
    ------
    BrokenBody
        On a field of the wrong type.
    """
    return {_text(item, "id", _KPI): " ".join(_text(item, "title").split()) for item in body["values"]}


def _refuse_constant(name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def _refuse_double(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        raise ValueError("a field stands twice")
    return item


def _text(item: dict[str, Any], name: str, pattern: re.Pattern[str] | None = None) -> str:
    value = item.get(name)
    if not isinstance(value, str) or len(value) > 500 or (pattern and not pattern.fullmatch(value)):
        raise BrokenBody(f"fältet ”{name}” har fel form")
    return value


def _year(item: dict[str, Any]) -> int:
    year = item.get("period")
    if isinstance(year, str) and re.fullmatch(r"[0-9]{4}", year):
        year = int(year)
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 < year < 2200:
        raise BrokenBody("fältet ”period” har fel form")
    return year


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        raise BrokenBody("ett värde är inget rimligt tal")
    number = float(value)
    if not math.isfinite(number):
        raise BrokenBody("ett värde är inget rimligt tal")
    return number


def _repair(title: str) -> str:
    """Undo UTF-8 that was read as Latin-1 on the server, which group titles have suffered."""
    try:
        return title.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return title
