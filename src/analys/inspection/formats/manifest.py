"""The manifest: names, versions and checksums as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from analys.inspection.formats.xml import Unreadable
from analys.inspection.material import Document, Piece

_MOST_DEPTH = 12


def read_manifest(fil: str, content: bytes) -> Document:
    """A JSON file, its keys and values as texts.

    Raises
    ------
    Unreadable
    """
    try:
        parsed = json.loads(content.decode("utf-8"))
        pieces = tuple(Piece(f"uppgift {number}", text) for number, text in enumerate(_texts(parsed), 1))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Unreadable("den är ingen JSON-fil") from None
    return Document(fil, "manifest", pieces=pieces, content=parsed)


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    if depth > _MOST_DEPTH:
        raise ValueError
    if isinstance(value, dict):
        for key, below in value.items():
            own = list(_texts(below, depth + 1))
            # A key and its value are read together: a name may be split over them.
            yield " ".join([str(key), own[0]]) if len(own) == 1 else str(key)
            yield from own if len(own) != 1 else ()
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below, depth + 1)
    else:
        yield "" if value is None else str(value)
