"""The line under a figure or a table: sources, and what its symbols mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analys.disclosure.gate import ShownCell
from analys.lasar import last_lasar, var
from analys.presentation.formats import HIDDEN_NOTE, MISSING_NOTE, format_span, join_list

_LASAR = re.compile(r"\b\d{4}/\d{2}\b")
_KPI = re.compile(r"\bN\d{5}\b")
_NUMBERED = re.compile(r", N\d{5}\b")


def describe_sources(cells: Iterable[ShownCell], *, nyckeltal: bool = True) -> str:
    """Sources of the cells, each once, as sentences; "" when none is known.

    Sources that differ only in their läsår or their number at the authority become one. Own calculations
    stand as they are; only what somebody has published is called "Källa". What a mean is taken over stands
    after a colon in the cell's source, and in the CSV; here it would bury the rest.

    Parameters
    ----------
    nyckeltal : bool
        Name the authority's own numbers of the indicators; too many in a table of all indicators.
    """
    texts = dict.fromkeys(_shorten(cell.kalla.strip().rstrip(".")) for cell in cells)
    if not nyckeltal:
        texts = dict.fromkeys(_NUMBERED.sub("", text) for text in texts)
    groups: dict[str, list[str]] = {}
    for text in filter(None, texts):
        groups.setdefault(_KPI.sub("{kpi}", _LASAR.sub("{lasar}", text)), []).append(text)
    return " ".join(_sentence(alike) for alike in groups.values())


def _shorten(source: str) -> str:
    label, colon, rest = source.partition(": ")
    return f"{label}{colon}{rest.partition(': ')[0]}" if label == "Källa" else label


def _sentence(alike: list[str]) -> str:
    text = alike[0]
    for pattern, join in ((_LASAR, join_lasar), (_KPI, join_list)):
        found = sorted({match for one in alike for match in pattern.findall(one)})
        if found:
            text = join(found).join(pattern.split(text))
    own = text.startswith(("Källa:", "Egen ", "Egna "))
    return f"{text}." if own else f"Källa: {text}."


def join_lasar(lasar: list[str]) -> str:
    """Neighbouring läsår as a span, others as a list."""
    if lasar == last_lasar(lasar[-1], var(lasar[-1]) - var(lasar[0]) + 1):
        return format_span(lasar[0], lasar[-1])
    return join_list(lasar) if len(lasar) <= 4 else f"{format_span(lasar[0], lasar[-1])} med avbrott"


def symbol_notes(hidden: bool, missing: bool) -> list[str]:
    """Notes on the symbols that occur."""
    return [note for note, occurs in ((HIDDEN_NOTE, hidden), (MISSING_NOTE, missing)) if occurs]


def source_line(*sentences: str) -> str:
    """Sentences that say something, as one line."""
    return " ".join(sentence for sentence in sentences if sentence)
