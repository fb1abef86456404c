"""Bars of 100 per cent: names to the left, parts with their values, pupils and net to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from analys.presentation.figures_labels import measure_text, spread_out, wrap
from analys.presentation.formats import NBSP
from analys.presentation.theme import (
    CONTEXT,
    INK,
    LINE,
    RULE,
    SMALL,
    TEXT,
    ink_on,
    new_canvas,
    semibold,
)

_NAME_WIDTH = 125.0
_NET_WIDTH = 62.0
_LABEL_WIDTH = 92.0
_BAR = 12.0
"""Height of a bar in points."""
_BELOW = 9.0
"""Room for values below a bar; they share the space between rows."""
_PAD = 7.0
"""Points between rows."""
_GAP = 9.0
"""Points between columns."""
_BOTTOM = 22.0
_HEADING = 22.0
_RISE = 7.0
"""Points from the baseline of what stands above a bar's row to that row."""
_TICKS = (0, 25, 50, 75, 100)
_BREAK = "brott i serien"


@dataclass(frozen=True)
class Part:
    """One part of every bar: its label and its colour."""

    label: str
    colour: str


@dataclass(frozen=True)
class BarRow:
    """One row.

    Parameters
    ----------
    namn : str
    values : tuple of float
        Per cent of each part; empty when nothing may be drawn.
    texts : tuple of str
        Value of each part in words; empty when nothing may be drawn.
    symbol, rest : str
        Symbol in place of a bar, and what may be told all the same.
    pupils, net : str
        The columns to the right.
    heading : str
        Heading of the block that the row begins, "" when it begins none.
    bold : bool
        Set the name apart.
    begins : bool
        Whether a new series begins with the row.
    """

    namn: str
    values: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()
    symbol: str = ""
    rest: str = ""
    pupils: str = ""
    net: str = ""
    heading: str = ""
    bold: bool = False
    begins: bool = False

    @property
    def edges(self) -> list[float]:
        """Where the parts begin and end, in per cent of the whole."""
        total = sum(self.values)
        return [100 * sum(self.values[:i]) / total for i in range(len(self.values) + 1)]


@dataclass(frozen=True)
class _Frame:
    """Widths in points: names, room for short first and last values, bars, and the columns to the right."""

    left: float
    before: float
    plot: float
    after: float
    pupils: float
    net: float

    @property
    def ends(self) -> tuple[float, float]:
        """Right edges of the columns of pupils and net, from where the bars begin."""
        pupils = self.plot + self.after + _GAP + self.pupils
        return pupils, pupils + (_GAP + self.net if self.net else 0)


@dataclass(frozen=True)
class _Sheet:
    """The axes, written on in points from where the bars begin and from the top row."""

    ax: Axes
    plot: float

    def write(self, text: str, x: float, y: float, *, bold: bool = False, **style: Any) -> None:
        look = {"fontsize": TEXT, "va": "center_baseline", **(semibold() if bold else {}), **style}
        self.ax.text(100 * x / self.plot, y, text, **look)

    def draw_grid(self, top: float, bottom: float) -> None:
        self.ax.vlines(_TICKS, top, bottom, color=RULE, linewidth=0.6, zorder=0)

    def rule(self, xs: tuple[float, float], ys: tuple[float, float], **style: Any) -> None:
        self.ax.plot([100 * x / self.plot for x in xs], ys, clip_on=False, color=CONTEXT, **style)


def lay_out_bars(rows: Sequence[BarRow], parts: Sequence[Part], net_head: str) -> Canvas:
    """All rows on a canvas high enough for them; sizes in points."""
    canvas = new_canvas(1)
    width = canvas.get_figwidth() * 72
    names = [wrap(row.namn, _NAME_WIDTH, bold=row.bold) for row in rows]
    head = wrap(net_head, _NET_WIDTH, SMALL) if net_head else ""
    frame = _measure(rows, names, head, width)
    labels = [wrap(part.label, _LABEL_WIDTH) for part in parts]
    below = [_find_below(row, frame.plot) for row in rows]
    heights = [
        max(LINE * (name.count("\n") + 1), _BAR + (_BELOW if some else 0)) + _PAD
        for name, some in zip(names, below, strict=True)
    ]
    first = next((i for i, row in enumerate(rows) if row.values), -1)
    places = _place_labels(frame, labels, rows[first]) if first >= 0 else []
    named = max(LINE * (label.count("\n") + 1) for label in labels) + 8
    above = [_HEADING if row.heading else _PAD if row.begins else 0.0 for row in rows]
    stacked = False
    if first >= 0:
        heading = rows[first].heading
        stacked = bool(heading) and _reach(heading) > frame.left + places[0] - _width(labels[0]) / 2
        above[first] = named + LINE if stacked else max(above[first], named)
    total = sum(heights) + sum(above)
    top = max(0.0, LINE * (head.count("\n") + 1) - above[0] + 6) if head else 2.0
    height = total + top + _BOTTOM
    canvas.set_figheight(height / 72)
    sheet = _open(canvas, frame, total, width, height)
    y = 0.0
    for i, (row, name, some) in enumerate(zip(rows, names, below, strict=True)):
        y += above[i]
        if row.heading:
            rise = named if stacked and i == first else _RISE
            sheet.write(row.heading, 2 - frame.left, y - rise, bold=True, va="baseline")
        if row.begins:
            _draw_break(sheet, frame, y - _PAD / 2)
        place = y + _BAR / 2 + 3
        _draw_row(sheet, frame, row, name, parts, place, some)
        if i == first:
            _label_parts(sheet, labels, places, row, place)
            sheet.draw_grid(y, total)
        y += heights[i]
    if head:
        sheet.write(head, frame.ends[1], above[0] - _RISE, ha="right", va="baseline", fontsize=SMALL)
    return canvas


def _measure(rows: Sequence[BarRow], names: Sequence[str], head: str, width: float) -> _Frame:
    left = 8 + max(_width(name, row.bold) for name, row in zip(names, rows, strict=True))
    pupils = max(measure_text(row.pupils, SMALL) for row in rows)
    net = max(_width(text, size=SMALL) for text in (head, *(row.net for row in rows))) if head else 0.0
    room = width - left - pupils - net - _GAP * (2 if head else 1) - 2
    # Room beside the bars for values that the first and the last part are too short to hold.
    before, after = (
        max(
            (
                measure_text(row.texts[end], SMALL) + 6
                for row in rows
                if row.values and not _holds(row.values[end], row.texts[end], room - 40)
            ),
            default=0.0,
        )
        for end in (0, -1)
    )
    return _Frame(left + before, before, room - before - after, after, pupils, net)


def _width(text: str, bold: bool = False, size: float = TEXT) -> float:
    return max(measure_text(line, size, bold) for line in text.split("\n"))


def _holds(value: float, text: str, plot: float) -> bool:
    """Whether a part of so many per cent has room for its text."""
    return measure_text(text, SMALL) + 3 <= value / 100 * plot


def _find_below(row: BarRow, plot: float) -> list[int]:
    """Parts in the middle whose values must stand below the bar."""
    middle = range(1, len(row.values) - 1)
    return [i for i in middle if not _holds(row.values[i], row.texts[i], plot)]


def _open(canvas: Canvas, frame: _Frame, total: float, width: float, height: float) -> _Sheet:
    ax = canvas.add_axes((frame.left / width, _BOTTOM / height, frame.plot / width, total / height))
    ax.set_xlim(0, 100)
    ax.set_ylim(total, 0)
    ax.set_yticks([])
    ax.set_xticks(_TICKS, [f"{tick}{NBSP}%" for tick in _TICKS])
    ax.tick_params(axis="x", pad=3)
    return _Sheet(ax, frame.plot)


def _draw_row(
    sheet: _Sheet,
    frame: _Frame,
    row: BarRow,
    name: str,
    parts: Sequence[Part],
    place: float,
    below: Sequence[int],
) -> None:
    colour = INK if row.values else CONTEXT
    sheet.write(name, -frame.before - 6, place, ha="right", bold=row.bold, color=colour)
    for text, end in zip((row.pupils, row.net), frame.ends, strict=True):
        sheet.write(text, end, place, ha="right", fontsize=SMALL, color=colour)
    if row.values:
        _draw_bar(sheet, row, parts, place, below)
        return
    box = {"boxstyle": "round,pad=0.15", "facecolor": RULE, "edgecolor": "none"}
    sheet.write(row.symbol, 9, place, ha="center", bold=True, color=CONTEXT, bbox=box)
    sheet.write(row.rest, 20, place, fontsize=SMALL, color=CONTEXT)


def _draw_bar(sheet: _Sheet, row: BarRow, parts: Sequence[Part], place: float, below: Sequence[int]) -> None:
    edges = row.edges
    middles = _middles(row, sheet.plot)
    for i, (part, text) in enumerate(zip(parts, row.texts, strict=True)):
        if edges[i + 1] > edges[i]:
            sheet.ax.barh(
                place, edges[i + 1] - edges[i], _BAR, edges[i],
                color=part.colour, edgecolor=CONTEXT, linewidth=0.4, zorder=2,
            )  # fmt: skip
        if _holds(row.values[i], text, sheet.plot):
            sheet.write(text, middles[i], place, ha="center", fontsize=SMALL, color=ink_on(part.colour))
        elif i == 0:
            sheet.write(text, -3, place, ha="right", fontsize=SMALL)
        elif i not in below:
            sheet.write(text, sheet.plot + 3, place, fontsize=SMALL)
    wanted = [middles[i] for i in below]
    sizes = [measure_text(row.texts[i], SMALL) + 6 for i in below]
    for i, x in zip(below, spread_out(wanted, sizes, 0, sheet.plot), strict=True):
        sheet.write(row.texts[i], x, place + _BAR / 2 + 1, ha="center", va="top", fontsize=SMALL)


def _draw_break(sheet: _Sheet, frame: _Frame, y: float) -> None:
    """A dotted rule where a new series begins, named at its right end."""
    name = measure_text(_BREAK, SMALL)
    end = frame.ends[1]
    sheet.rule((-frame.left, end - name - 4), (y, y), linewidth=0.8, linestyle=(0, (1, 2)))
    sheet.write(_BREAK, end, y, ha="right", fontsize=SMALL, color=CONTEXT)


def _reach(heading: str) -> float:
    return measure_text(heading, bold=True) + 8


def _middles(row: BarRow, plot: float) -> list[float]:
    """Middle of each part in points."""
    return [(low + high) / 200 * plot for low, high in pairwise(row.edges)]


def _place_labels(frame: _Frame, labels: Sequence[str], row: BarRow) -> list[float]:
    """Where the parts' names stand above the first bar, moved apart."""
    sizes = [_width(label) + 10 for label in labels]
    room = frame.plot + frame.after + (0 if frame.net else frame.pupils)
    return spread_out(_middles(row, frame.plot), sizes, max(-frame.before - 40, 4 - frame.left), room)


def _label_parts(
    sheet: _Sheet, labels: Sequence[str], places: Sequence[float], row: BarRow, place: float
) -> None:
    """Names of the parts, each with a hair to its part."""
    top = place - _BAR / 2
    for label, want, x in zip(labels, _middles(row, sheet.plot), places, strict=True):
        sheet.rule((x, want), (top - _RISE, top - 1), linewidth=0.5)
        sheet.write(label, x, top - 3 - _RISE, ha="center", va="baseline", linespacing=1.1)
