"""Answers of the Planned Educations API v4, read strictly: of the form that is promised, or broken.

The form alone is judged here, for a broken body is fetched again. What a value means is judged when it is
loaded: a new valueType at Skolverket is no reason to ask for the same body five times.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from analys.official.answers import BrokenBody, parse_json
from analys.official.skolverket_frame import clean_name
from analys.official.tabeller.skolenhet_gr import TABELL

SKOLFORM = "gr"
PAGE_SIZE = 100
MOST_PAGES = 50
_ENHET = re.compile(r"[0-9]{8}")
_KOMMUN = re.compile(r"[0-9]{4}")
_MOST_VALUES = 100

FIELDS = {matt.rubriker[0]: matt for matt in TABELL.matt}
"""Measures by the API's field."""


class Unit(NamedTuple):
    """A school unit with grundskola; `huvudman` in Skolverket's own word, "" when it tells none."""

    enhet: str
    namn: str
    kommun: str
    huvudman: str


class UnitsPage(NamedTuple):
    """One page of a municipality's units, and how many pages and units there are in all."""

    enheter: tuple[Unit, ...]
    poster: int
    sidor: int
    antal: int


class Given(NamedTuple):
    """One value as the API gives it."""

    falt: str
    varde: str | None
    typ: str
    period: str | None


def read_units(raw: bytes, kommun: str, sida: int) -> UnitsPage:
    """One page of the units of a municipality, those abroad and those without grundskola left out.

    Raises
    ------
    BrokenBody
        When the body has another form, is another page, or is about another municipality.
    """
    body = _read_body(raw)
    page = _mapping(body.get("page"), "page")
    number, pages, total = (_count(page, name) for name in ("number", "totalPages", "totalElements"))
    if number != sida or pages > MOST_PAGES:
        raise BrokenBody("svaret är en annan sida än den efterfrågade")
    embedded = body.get("_embedded", {} if total == 0 else None)
    posts = _mapping(embedded, "_embedded").get("listedSchoolUnits", [] if total == 0 else None)
    if not isinstance(posts, list) or not all(isinstance(post, dict) for post in posts):
        raise BrokenBody("listan över skolenheter har fel form")
    if len(posts) > PAGE_SIZE or len(posts) > total:
        raise BrokenBody("antalet skolenheter stämmer inte med listan")
    units = tuple(unit for post in posts if (unit := _read_unit(post, kommun)))
    return UnitsPage(units, len(posts), pages, total)


def read_statistics(raw: bytes, enhet: str) -> list[Given]:
    """Every value of the known measures in the statistics of one unit; fields that are new are left out.

    Raises
    ------
    BrokenBody
        When the body has another form or is about another unit.
    """
    body = _read_body(raw)
    if body.get("schoolUnit", enhet) != enhet:
        raise BrokenBody("svaret gäller en annan skolenhet")
    if not FIELDS.keys() & body.keys():
        raise BrokenBody("svaret har inga mått")
    return [given for falt in FIELDS for given in _read_measure(falt, body.get(falt))]


def _read_measure(falt: str, values: Any) -> list[Given]:
    if values is None:
        return []
    if not isinstance(values, list) or len(values) > _MOST_VALUES:
        raise BrokenBody(f"måttet {falt} har fel form")
    return [_read_given(falt, _mapping(value, falt)) for value in values]


def _read_given(falt: str, item: dict[str, Any]) -> Given:
    value, kind, period = (item.get(name) for name in ("value", "valueType", "timePeriod"))
    if not isinstance(kind, str):
        raise BrokenBody(f"måttet {falt} har fel form")
    if not isinstance(value, str | None) or not isinstance(period, str | None):
        raise BrokenBody(f"måttet {falt} har fel form")
    if max(len(value or ""), len(kind), len(period or "")) > 100:
        raise BrokenBody(f"måttet {falt} har fel form")
    return Given(falt, value, kind, period)


def _read_body(raw: bytes) -> dict[str, Any]:
    answer = parse_json(raw)
    return _mapping(_mapping(answer, "svaret").get("body"), "body")


def _read_unit(post: dict[str, Any], kommun: str) -> Unit | None:
    code, name, area = (post.get(field) for field in ("code", "name", "geographicalAreaCode"))
    organizer = post.get("principalOrganizerType") or ""
    if not isinstance(code, str) or not _ENHET.fullmatch(code):
        raise BrokenBody("en skolenhet har en kod av fel form")
    if not isinstance(name, str) or not 0 < len(clean_name(name)) <= 200:
        raise BrokenBody("en skolenhet har ett namn av fel form")
    if not isinstance(area, str) or not _KOMMUN.fullmatch(area) or area != kommun:
        raise BrokenBody("en skolenhet ligger i en annan kommun")
    if not isinstance(organizer, str) or len(organizer) > 100:
        raise BrokenBody("en skolenhet har en huvudman av fel form")
    forms = post.get("typeOfSchooling")
    if not isinstance(forms, list) or not all(isinstance(form, dict) for form in forms):
        raise BrokenBody("en skolenhet har skolformer av fel form")
    taught = any(form.get("code") == SKOLFORM for form in forms)
    return (
        Unit(code, clean_name(name), area, organizer)
        if taught and post.get("abroadSchool") is not True
        else None
    )


def _mapping(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BrokenBody(f"fältet ”{name}” saknas eller har fel form")
    return value


def _count(item: dict[str, Any], name: str) -> int:
    value = item.get(name)
    if type(value) is not int or not 0 <= value < 1_000_000:
        raise BrokenBody(f"fältet ”{name}” har fel form")
    return value
