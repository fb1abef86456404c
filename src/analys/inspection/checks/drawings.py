"""Figures: no more is drawn than the shown cells explain, and the axis says no more than they do.

A figure draws a mark for each shown number at most; one that draws as many marks as there are pupils shows
pupils. Its texts are shown numbers, labels or marks of an axis; an axis that reaches beyond what is shown
would tell of what is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from analys.inspection.faults import Fault
from analys.inspection.labels import Labels
from analys.inspection.material import Drawing, Material
from analys.inspection.subject import Subject, numbers_of
from analys.inspection.tokens import find_numbers, value_of

KEYS = 12
"""Marks of the key, at most."""
LINES = 80
"""Lines of axes, guides, rows and key, at most, beside one for each shown number."""
SHORT = 40.0
"""Length of an axis that may be longer than what it shows."""
_TICK = re.compile(r"[−+-]?\d[\d\u202f]*(?:,\d+)?(?:\u00a0(?:%|poäng|procentenheter|procent))?")


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults of drawings."""
    labels = Labels(subject.texter)
    for document in material.of("html"):
        for drawing in document.drawings:
            if not drawing.display:
                continue  # The logotype.
            for why in dict.fromkeys(_list_faults(drawing, subject, labels)):
                yield Fault(
                    document.fil,
                    drawing.plats,
                    why,
                    "Rita figuren ur skyddade tabeller med programmets figurfunktioner.",
                )


def _list_faults(drawing: Drawing, subject: Subject, labels: Labels) -> Iterator[str]:
    shown = subject.shown_of(drawing.display)
    numbers = sum(len(set(numbers_of(cell))) for cell in shown)
    marks = drawing.marks
    if (
        marks.get("punkter", 0) > len(shown) + KEYS
        or marks.get("hörn", 0) > numbers + KEYS
        or marks.get("ytor", 0) > len(shown) + LINES
        or marks.get("streck", 0) > numbers + LINES
    ):
        yield "Figuren ritar fler punkter eller linjer än vad dess tabeller får visa."
    if drawing.unread:
        yield "Figuren ritar text som inte går att granska."
    values = [value for cell in shown for value in (cell.varde, cell.undre, cell.ovre) if value == value]
    pupils = [float(cell.n) for cell in shown if cell.n is not None]
    for ticks in drawing.axes:
        counts = pupils if _read_tick(ticks[0]) == 0 else []  # An axis of pupils begins at nobody.
        if not _is_explained(ticks, values) and not (counts and _is_explained(ticks, counts)):
            yield "En axel i figuren sträcker sig längre än vad de visade uppgifterna förklarar."
    on_axes = {text for ticks in drawing.axes for text in ticks}
    for text in drawing.texts:
        # A line is broken at a space, or after a hyphen.
        ways = {text.replace("\n", " "), text.replace("-\n", "-").replace("\n", " ")}
        if text not in on_axes and not any(_is_known(way, drawing.display, subject, labels) for way in ways):
            yield "Figuren skriver ett tal som inte hör till någon uppgift som får visas."


def _is_known(text: str, display: str, subject: Subject, labels: Labels) -> bool:
    """Whether every number of a drawn text is a shown one or a label."""
    for start, end in find_numbers(text):
        written = value_of(text[start:end])
        explained = written is not None and subject.explains(display, *written)
        if not explained and not labels.covers(text, start, end):
            return False
    return True


def _is_explained(ticks: tuple[str, ...], extent: list[float]) -> bool:
    """Whether the outermost marks of an axis are within a step of what is shown, or zero.

    A short axis may reach further: a scale is never narrower than some span, so that noise does not look like
    news.
    """
    values = sorted(value for text in ticks if (value := _read_tick(text)) is not None)
    if len(values) < 2 or len(values) < len(ticks):
        return True  # Not an axis of values.
    length = values[-1] - values[0]
    room = max(later - earlier for earlier, later in pairwise(values)) if length > SHORT else length
    low = min(extent, default=0.0) if values[0] > 0 else min([0.0, *extent])
    return values[0] >= low - room and values[-1] <= max([0.0, *extent]) + room


def _read_tick(text: str) -> float | None:
    if not _TICK.fullmatch(text):
        return None
    number = re.sub(r"[^\d,−-]", "", text).replace("−", "-").replace(",", ".")
    return float(number)
