"""What a page of a report is made of: its elements and attributes, and the forms of their values.

Anything else may hide something: a title that shows when a mouse rests, a comment, a style that draws text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from analys.presentation.formats import BORROWED_WORDS, HIDDEN_WORDS, MISSING_WORDS

INLINE = frozenset(
    ("a", "em", "strong", "sup", "sub", "span", "small", "q", "abbr", "cite", "del", "br", "code", "img")
)
_ELEMENTS = INLINE | frozenset(
    (
        *("html", "head", "meta", "title", "link", "style", "body", "header", "footer", "main", "nav"),
        *("section", "aside", "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    )
)
_ANY = ".*"
_FORMS: Mapping[str, str] = {
    "class": r"[a-z0-9 _-]{0,60}",
    "scope": "col|row",
    "colspan": r"\d{1,2}",
    "start": r"\d{1,3}",
    "lang": "sv|en",
    "rel": "icon",
    "role": r"[a-z-]{1,20}",
    "charset": "utf-8",
    "http-equiv": "Content-Security-Policy",
    "tabindex": "0|-1",
    "aria-hidden": "true",
    "aria-labelledby": r"[a-z0-9_-]{1,40}",
    "data-cell": _ANY,
    "data-etikett": "",
    "data-eget": "",
    "data-bild": r"[a-z]{1,20}",
    "data-bredd": r"\d{1,2}(?:\.\d{1,2})?",
    "name": r"[a-z:]{1,20}",
    "href": r"#.*|https?://.*|mailto:.*|data:,",
    "src": r"data:image/(?:svg\+xml|png);base64,.*",
    **dict.fromkeys(("id", "alt", "content", "aria-label"), _ANY),
}
FREE = frozenset(name for name, form in _FORMS.items() if form == _ANY)
"""Attributes with any text."""
_FORM = {name: re.compile(form, re.DOTALL) for name, form in _FORMS.items()}
SET = frozenset(_FORMS) - FREE - {"href"} | {"data-cell"}
"""Attributes whose values the page's form sets, or that a check of its own reads: they are no texts."""

SAID = frozenset((HIDDEN_WORDS, MISSING_WORDS, f", {BORROWED_WORDS}", " brott i serien"))
"""What is written for the ear alone."""

_STYLE = re.compile(r"(?<![\w-])content\s*:[^;}]*\d|/\*[^*]*\d|@import|url\s*\(|\|", re.IGNORECASE)


@lru_cache(maxsize=512)
def is_of_the_form(name: str, attributes: tuple[tuple[str, str], ...]) -> bool:
    """Whether an element with its attributes, long ones cut, is one that pages have."""
    return name in _ELEMENTS and all(
        key in _FORM and _FORM[key].fullmatch(value) is not None for key, value in attributes
    )


def is_plain_style(sheet: str) -> bool:
    """Whether a style sheet fetches nothing and writes nothing."""
    return _STYLE.search(sheet) is None
