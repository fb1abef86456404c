"""The editable forms say what the page says: no number of their own, seen or not.

A paragraph of the document with a number must be a line of the page, and all of them in the page's order.
What is composed, as a slide's words or its notes, must stand so in the page, part by part: a number never
without the words around it. A slide may say which of several it is: "(1 av 2)".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from analys.inspection.faults import Fault
from analys.inspection.formats.html_form import SAID
from analys.inspection.material import VISIBLE, Document, Material
from analys.inspection.subject import Subject
from analys.inspection.tokens import NUMBER

_OF = re.compile(r"\(\d{1,2} av \d{1,2}\)")
_SAID = re.compile("|".join(map(re.escape, sorted(SAID, key=len, reverse=True))))
_DROPPED = re.compile("[”↩\u00ad]")
_PARTS = (
    re.compile(r"\n|(?<=[.!?])\s+"),
    re.compile(r"\n|(?<=[.!?])\s+|\s–\s|:\s|\s…\s|\bi rapporten\b|\bavsnitt\s"),
)
"""Where what is composed may be put together: between sentences; then at dashes, colons and references."""

Lines = Mapping[str, Sequence[int]]


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where an editable form holds a number that the page lacks."""
    documents = list(material.of("kontor"))
    pages = list(material.of("html")) if documents else []
    pieces = [piece for page in pages for piece in page.pieces if NUMBER.search(piece.text)]
    lines: dict[str, list[int]] = {}
    for place, piece in enumerate(pieces):
        if piece.slag == VISIBLE:
            lines.setdefault(_settle(_SAID.sub("", piece.text)), []).append(place)
    whole = "\n".join(dict.fromkeys([*lines, *(_settle(piece.text) for piece in pieces)]))
    for document in documents:
        for plats in dict.fromkeys(_list_strange(document, lines, whole)):
            yield Fault(
                document.fil,
                plats,
                "Filen har ett tal som sidan inte har.",
                "Gör om rapporten, så att filen görs av samma sida.",
            )


def _list_strange(document: Document, lines: Lines, whole: str) -> Iterator[str]:
    at = 0
    known: set[str] = set()
    for words in document.content if isinstance(document.content, tuple) else ():
        if not NUMBER.search(words.text):
            continue
        if words.lopande:
            found = _find_line(_settle(_SAID.sub("", words.text)), lines, at)
            at = at if found is None else found
            if found is None:
                yield words.plats
        elif words.text not in known:
            known.add(words.text)
            if not _stands_in(_settle(_OF.sub("", words.text)), whole):
                yield words.plats


def _find_line(text: str, lines: Lines, at: int) -> int | None:
    """Where the next line may be looked for; None when a paragraph is no line, or not in its place."""
    for part in [text] if text in lines else text.split(": "):
        if NUMBER.search(part):
            places = lines.get(part, ())
            place = bisect_left(places, at)
            if place == len(places):
                return None
            at = places[place] + 1
    return at


def _stands_in(text: str, whole: str, ways: Sequence[re.Pattern[str]] = _PARTS) -> bool:
    """Whether a text stands in the page, in parts if need be."""
    if _is_in(text, whole):
        return True
    if not ways:
        return False
    parts = [part.strip(" .,–") for part in ways[0].split(text) if NUMBER.search(part)]
    return all(_stands_in(part, whole, ways[1:]) for part in parts)


def _is_in(text: str, whole: str) -> bool:
    """Whether a text stands in the page, and no digit beside it that makes another number of it."""
    at = whole.find(text)
    while at >= 0:
        before, after = whole[at - 1 : at], whole[at + len(text) : at + len(text) + 1]
        if not (before == "," or before.isdecimal() or after.isdecimal()):
            return True
        at = whole.find(text, at + 1)
    return False


def _settle(text: str) -> str:
    return " ".join(_DROPPED.sub("", text).split())
