"""What must not be parted: a number and its unit on a line, a question and what it asks about on a page."""

from __future__ import annotations

import re

from analys.rendering.markup import Element, has_class, text_of

NO_BREAK_SPACE = "\u00a0"

_UNITS = "procentenheter|procentenhet|procent|poäng|elever|elev"
_AFTER_NUMBER = re.compile(rf"(?<=\d) (?=(?:{_UNITS})\b)")
_FIRST = re.compile(rf"^ (?=(?:{_UNITS})\b)")
_AS_WRITTEN = ("pre", "code")


def join_numbers(main: Element) -> None:
    """Let no line break between a number and its unit; the PDF also keeps spans together, by its template."""
    for node in main.iter():
        if node.text and node.tag not in _AS_WRITTEN:
            node.text = join(node.text)
        if node.tail:
            ends_in_number = node.tag in ("span", "strong") and text_of(node)[-1:].isdigit()
            node.tail = join(_FIRST.sub(NO_BREAK_SPACE, node.tail) if ends_in_number else node.tail)


def join(text: str) -> str:
    """Text with the breaks taken away.

    Examples
    --------
    >>> join("0,7 procentenheter") == "0,7\\u00a0procentenheter"
    True
    """
    return _AFTER_NUMBER.sub(NO_BREAK_SPACE, text)


def keep_questions(main: Element) -> None:
    """Mark the paragraph before one that opens with ”Frågor att ställa.”: the two share a page."""
    for paragraph in main.iter("p"):
        before = paragraph.getprevious()
        if before is None or before.tag != "p" or has_class(before, "ledrad"):
            continue
        opens = len(paragraph) and not paragraph.text and paragraph[0].tag == "strong"
        if opens and text_of(paragraph[0]) == "Frågor att ställa.":
            before.set("class", f"{before.get('class') or ''} haller".strip())
