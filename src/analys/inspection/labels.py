"""Numbers that count no pupils: läsår, årskurser, references, levels of intervals, and names with digits.

A text of the report may hold such numbers without a cell. What is one is told by its form here, or because
the number stands in a text that was known before any pupil was counted: the name of a measure, a source, a
parameter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from analys.estimates.rounding import SMALL_SHARE
from analys.inspection.tokens import NUMBER

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " "})
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_ONE = r"[1-9](?!\d|[/,]\d)(?:–[1-9](?!\d|[/,]\d))?"
_FORMS = (
    r"(?:19|20)\d\d/\d\d",  # läsår
    r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)",  # date
    rf"(?<!\d)\d{{1,2}} (?:{'|'.join(_MONTHS)}) (?:19|20)\d\d",
    # A year; a count has a narrow space between its thousands.
    r"(?<![\d,.])(?:19|20)\d\d(?!\d|[,.]\d)(?! \d{3}(?!\d))",
    rf"\b(?:åk|årskurs(?:en|er|erna)?) {_ONE}(?:(?:, | och | eller | till ){_ONE})*",
    r"\bn\d{5}\b",  # the authority's numbers of its measures
    r"\b(?:tabell|figur|avsnitt|kapitel|not) \d{1,3}(?:\.\d{1,2})?",
    r"\b(?:95|99|99,8) (?:%|procent)|\b95-procentig",  # levels of intervals
    r"< 0,0*1(?!\d)",  # a p-value too small to write out
    r"\b\d{1,3}(?: \d{3})? av \d{1,3}(?: \d{3})? uppgifter\b",  # how many are hidden
    r"\b\d{1,2} (?:av \d{1,2} )?(?:redovisade )?skol(?:a|or|orna)\b",
    r"\b\d{1,2} (?:skol(?:a|or)|läsår|årskull(?:ar)?|rad(?:er)?|rut(?:a|or)|kluster|uppgift(?:er)?)\b",
    rf"\bfärre än {SMALL_SHARE} elever\b",
    r"\b(?:vid|om den är) 0,\d\d\b",  # a test's reliability
    r"\bsha-256\b",
    r"\baxeln börjar vid [−\d ]+",
    r"\bliggande staplar, 100 procent\b",
)
_FORM = re.compile("|".join(_FORMS))


def plain(text: str) -> str:
    """Text as labels are compared: small letters, ordinary spaces; as long as it was."""
    lowered = text.translate(_SPACES).lower()
    return lowered if len(lowered) == len(text) else text.translate(_SPACES)


class Labels:
    """The numbers of known texts, and of the forms above.

    Parameters
    ----------
    texts : iterable of str
        Texts with digits that no pupil has a part in.

    Examples
    --------
    >>> labels = Labels(["Meritvärde (17 ämnen)"])
    >>> line = "Meritvärde (17 ämnen) läsåret 2025/26: 12 elever"
    >>> [labels.covers(line, *match.span()) for match in NUMBER.finditer(line)]
    [True, True, True, False]
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(dict.fromkeys(plain(text) for text in texts))
        self._lines: dict[str, tuple[str, list[tuple[int, int]]]] = {}

    @cached_property
    def _by_number(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for text in self._texts:
            for number in dict.fromkeys(NUMBER.findall(text)):
                found.setdefault(number, []).append(text)
        return {number: tuple(sorted(texts, key=len)) for number, texts in found.items()}

    def covers(self, line: str, start: int, end: int) -> bool:
        """Whether the number at a place of a line is a label."""
        known = self._lines.get(line)
        if known is None:
            written = plain(line)
            known = written, [match.span() for match in _FORM.finditer(written)]
            self._lines[line] = known
        written, spans = known
        if any(first <= start and end <= last for first, last in spans):
            return True
        return any(_covers(written, text, start, end) for text in self._by_number.get(written[start:end], ()))


def _covers(line: str, text: str, start: int, end: int) -> bool:
    """Whether a known text stands in a line so that it covers a place."""
    at = line.find(text, max(0, end - len(text)))
    while 0 <= at <= start:
        if end <= at + len(text):
            return True
        at = line.find(text, at + 1)
    return False
