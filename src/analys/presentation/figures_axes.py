"""Scales of figures: round limits, few ticks, Swedish numbers, and saying where an axis begins."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from analys.presentation.formats import NBSP, Measure, format_number

_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200)
_MOST_STEPS = 5
_LEAST_SPAN = {"procent": 20.0, "poäng": 40.0, "procentenheter": 20.0, "indexpoäng": 10.0}
"""A scale is never narrower than this, so that noise does not look like news."""
_HIGHEST = {"procent": 100.0, "indexpoäng": 10.0}
"""Ends of scales that nothing can be beyond."""


@dataclass(frozen=True)
class Scale:
    """Limits and ticks of a value axis."""

    low: float
    high: float
    ticks: tuple[float, ...]
    unit: str

    def label(self, value: float) -> str:
        """A tick's text; per cent carries its sign, and what has two directions the sign of its own."""
        text = format_number(value, signed=self.unit == "procentenheter")
        return text + (f"{NBSP}%" if self.unit == "procent" else "")

    @property
    def labels(self) -> list[str]:
        """All ticks' texts; the last carries a unit in words, for axes that lie down."""
        texts = [self.label(tick) for tick in self.ticks]
        return [*texts[:-1], f"{texts[-1]}{NBSP}{self.unit}"] if texts and self.unit != "procent" else texts

    @property
    def note(self) -> str:
        """Sentence on where the axis begins, "" when it begins at zero."""
        if self.low <= 0:
            return ""
        return f"Axeln börjar vid {self.label(self.low)}."


def make_scale(
    values: Iterable[float], measure: Measure, *, high: float | None = None, least: float | None = None
) -> Scale:
    """Round limits around visible values.

    Parameters
    ----------
    values : iterable of float
        Values and interval limits that will be drawn; NaN are ignored.
    high : float, optional
        Highest possible value; 100 for shares and 10 for indices when left out.
    least : float, optional
        Narrowest span, where the measure's values lie closer together than those of its unit usually do.
    """
    known = [value for value in values if value == value]
    ceiling = high if high is not None else _HIGHEST.get(measure.unit, math.inf)
    if not known:
        return Scale(0.0, 100.0, (), measure.unit)
    least = _LEAST_SPAN[measure.unit] if least is None else least
    if measure.unit == "procentenheter":
        return _signed_scale(min(0.0, *known), max(0.0, *known), least, measure.unit)
    low, top = max(0.0, min(known)), min(ceiling, max(known))
    if low < 0.3 * top or top <= least:
        low = 0.0
    span = max(top - low, least)
    step = next(s for s in _STEPS if span / s <= _MOST_STEPS)
    first, last = math.floor(low / step), math.ceil(top / step)
    while (last - first) * step < least:
        # Grow where there is more room to spare, so that the lines stay in the middle.
        up = (last + 1) * step <= ceiling and (last * step - top <= low - first * step or first == 0)
        first, last = (first, last + 1) if up else (first - 1, last)
    return Scale(
        float(first * step),
        float(last * step),
        tuple(float(step * i) for i in range(first, last + 1)),
        measure.unit,
    )


def _signed_scale(low: float, top: float, least: float, unit: str) -> Scale:
    """Scale of differences: zero is always on it, as one of the ticks."""
    step = next(s for s in _STEPS if max(top - low, least) / s <= _MOST_STEPS + 1)
    first, last = math.floor(low / step), math.ceil(top / step)
    while (last - first) * step < least:
        first, last = (first - 1, last) if -low > top else (first, last + 1)
    return Scale(
        float(first * step), float(last * step), tuple(float(step * i) for i in range(first, last + 1)), unit
    )


def thin_ticks(count: int, room: float, width: float) -> list[int]:
    """Positions of the ticks to label, the last one always among them.

    Parameters
    ----------
    count : int
        Number of positions.
    room, width : float
        Points available for all, and needed by each.
    """
    every = max(1, math.ceil(count * width / room)) if room > 0 else count
    return [i for i in range(count) if (count - 1 - i) % every == 0]
