"""The words of figures: alternative text and source line, composed from the cells that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.presentation.claims import claim_most
from analys.presentation.figures_display import ALT_LENGTH
from analys.presentation.figures_series import Series
from analys.presentation.formats import (
    DASH,
    NBSP,
    format_number,
    format_span,
    join_list,
    lower_first,
    plural,
)
from analys.presentation.selection import has_interval, value_text
from analys.presentation.text import Sentence, Words, join_sentences, say

_LONG = 75
"""Longest name in letters that an alt text bears."""


def fit_alt(sentences: Iterable[Words]) -> Sentence:
    """The sentences in order, leaving out those that no longer fit within the length of an alt text."""
    fitting = Sentence(())
    for words in sentences:
        sentence = words if isinstance(words, Sentence) else say(words)
        longer = join_sentences(part for part in (fitting, sentence) if part.plain)
        if len(longer.plain) <= ALT_LENGTH:
            fitting = longer
    return fitting


def name_of(measure: Indicator) -> str:
    """The measure's name inside a sentence, the short one where the long would crowd out the rest."""
    return lower_first(measure.label if len(measure.label) <= _LONG else measure.short_label)


def describe_course(series: Series, measure: Indicator, *, name: str = "") -> Sentence:
    """One line's course: first and last value, lowest and highest of those that are shown."""
    shown = [cell for _, cell in series.shown()]
    who = name or series.namn
    if not shown:
        return say(f"{who}: inga uppgifter kan visas.")
    first, last = shown[0], shown[-1]
    if first is last:
        return say(f"{who}: {value_text(first, measure)} {first.lasar}.")
    course = f"{who}: {value_text(first, measure)} {first.lasar}, {value_text(last, measure)} {last.lasar}"
    told = {
        f"{word} {value_text(cell, measure, unit=False)} {cell.lasar}": claim_most(cell, shown, least=least)
        for word, cell, least in (
            ("lägst", min(shown, key=_value), True),
            ("högst", max(shown, key=_value), False),
        )
        if cell not in (first, last)
    }
    if not told:
        return say(f"{course}.")
    among = "bland redovisade läsår " if series.hidden() else ""
    return say(f"{course} ({among}{', '.join(told)}).", *told.values())


def describe_last(series: Series, measure: Indicator) -> str:
    """One line's last value: "Riket 70,1 % 2024/25"; "" when nothing is shown."""
    shown = series.shown()
    return f"{series.namn} {value_text(shown[-1][1], measure)} {shown[-1][1].lasar}" if shown else ""


def tell_hidden(count: int, one: str = "uppgift", many: str = "uppgifter") -> str:
    """How much a figure does not show, "" when it shows all."""
    return f"{plural(count, one, many)} visas inte av hänsyn till enskilda." if count else ""


def describe_hidden(series: Sequence[Series], lasar: Sequence[str]) -> str:
    """Which läsår are hidden, "" when none is."""
    hidden = sorted({i for line in series for i in line.hidden()})
    if not hidden:
        return ""
    if len(hidden) > 3:
        return f"Skyddade uppgifter: {len(hidden)} läsår."
    return f"Skyddade uppgifter: {join_list(lasar[i] for i in hidden)}."


def describe_breaks(breaks: Sequence[int], lasar: Sequence[str]) -> str:
    """Which läsår begin a new series, "" when none does."""
    return f"Serien bryts {join_list(lasar[i] for i in breaks)}." if breaks else ""


def describe_pupils(cells: Iterable[ShownCell], each: str) -> str:
    """Number of pupils behind the shown values: one number or the range, "" when unknown."""
    counts = [cell.n for cell in cells if cell.shown and cell.n is not None]
    if not counts:
        return ""
    low, high = min(counts), max(counts)
    if low == high:
        return f"{plural(low, 'elev', 'elever')} {each}."
    return f"{format_number(low)}{DASH}{plural(high, 'elev', 'elever')} {each}."


def break_notes(measure: Indicator, breaks: Sequence[int], lasar: Sequence[str]) -> list[str]:
    """Why the series breaks where it does."""
    why = dict(zip(measure.breaks, measure.break_notes, strict=True))
    return [f"Brott {lasar[i]}: {lower_first(why[lasar[i]]).rstrip('.')}." for i in breaks]


def band_note(cells: Iterable[ShownCell], what: str = "Skuggat fält") -> str:
    """What the band or the bar is, "" when no shown cell has an interval."""
    return f"{what}: 95{NBSP}% osäkerhetsintervall." if any(has_interval(cell) for cell in cells) else ""


def describe_span(lasar: Sequence[str]) -> str:
    """The läsår as words: "läsåren 2016/17–2025/26"."""
    if len(lasar) == 1:
        return f"läsåret {lasar[0]}"
    return f"läsåren {format_span(lasar[0], lasar[-1])}"


def _value(cell: ShownCell) -> float:
    return cell.varde
