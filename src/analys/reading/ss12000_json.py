"""JSON of a school system, read strictly: what is ambiguous or absurd in it is refused, never guessed at."""

from __future__ import annotations

import json
import math
from typing import Any

from analys.errors import Problem

MAX_BYTES = 400_000_000
MAX_DIGITS = 15
_TAKE_AGAIN = "Ta ut svaren på nytt ur skolans system."


class _Refused(Exception):
    """Why JSON text is not accepted, in Swedish and without its content."""


def load_json(content: bytes, fil: str) -> Any | Problem:
    """The value of JSON text in UTF-8, or why there is none."""
    if len(content) > MAX_BYTES:
        return _problem(
            fil, f"Filen är större än {MAX_BYTES // 10**6} MB.", "Dela upp den, en fil per skolenhet."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _problem(fil, "Filen är inte sparad i UTF-8, som JSON ska vara.", _TAKE_AGAIN)
    try:
        return json.loads(
            text,
            object_pairs_hook=_make_object,
            parse_int=_parse_int,
            parse_float=_parse_float,
            parse_constant=_refuse_constant,
        )
    except _Refused as refused:
        return _problem(fil, str(refused), _TAKE_AGAIN)
    except (ValueError, RecursionError, MemoryError):  # the message of a syntax error gives only its place
        return _problem(fil, "Filen är inte hel och giltig JSON.", _TAKE_AGAIN)


def list_items(value: Any, fil: str) -> list[Any] | Problem:
    """Items of one answer, of pages in a list, or of a bare list.

    An answer is ``{"data": [...], "pageToken": ...}``; a token on the last page means that pages are missing.

    Examples
    --------
    >>> list_items([{"data": [1], "pageToken": "a"}, {"data": [2], "pageToken": None}], "x.json")
    [1, 2]
    """
    pages = value if isinstance(value, list) else [value]
    if not pages or not all(isinstance(page, dict) and "data" in page for page in pages):
        if isinstance(value, list):
            return value
        return _problem(fil, "Filen har inget ”data”, som ett svar enligt SS12000 har.", _TAKE_AGAIN)
    if not all(isinstance(page["data"], list) for page in pages):
        return _problem(fil, "”data” är ingen lista i svaret.", _TAKE_AGAIN)
    return [item for page in pages for item in page["data"]]


def has_more(value: Any) -> bool:
    """Whether the last page of an answer says that there are more.

    Examples
    --------
    >>> has_more({"data": [], "pageToken": "a"}), has_more({"data": [], "pageToken": ""})
    (True, False)
    """
    last = value[-1] if isinstance(value, list) and value else value
    return isinstance(last, dict) and "data" in last and last.get("pageToken") not in (None, "")


def text_at(item: Any, *path: str) -> str:
    """Text at a path of keys, "" when there is none.

    Examples
    --------
    >>> text_at({"student": {"id": "a"}}, "student", "id"), text_at({"student": None}, "student", "id")
    ('a', '')
    """
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    return item.strip() if isinstance(item, str) else ""


def value_at(item: Any, key: str) -> Any:
    """Value of a key, None when the item is no object or lacks it."""
    return item.get(key) if isinstance(item, dict) else None


def list_at(item: Any, key: str) -> list[Any]:
    """List at a key, empty when there is none."""
    value = value_at(item, key)
    return value if isinstance(value, list) else []


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _Refused("Ett namn står två gånger i samma objekt.")
    return made


def _parse_int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _Refused(f"Ett tal har mer än {MAX_DIGITS} siffror.")
    return int(text)


def _parse_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or len(text) > 40:
        raise _Refused("Ett tal är orimligt stort eller långt.")
    return number


def _refuse_constant(_: str) -> float:
    raise _Refused("Ett värde är NaN eller oändligt.")


def _problem(fil: str, vad: str, gor: str) -> Problem:
    return Problem(fil, vad, gor, kod="fil")
