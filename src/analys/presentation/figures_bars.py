"""Bars of 100 per cent: names to the left, parts with their values, pupils and net to the right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.figure import Figure as Canvas

from analys.presentation.figures_bars_frame import (
    TICKS,
    BarRow,
    Frame,
    Part,
    Sheet,
    find_below,
    holds_text,
    measure_frame,
    text_width,
)
from analys.presentation.figures_labels import measure_text, spread_out, wrap
from analys.presentation.formats import NBSP
from analys.presentation.theme import CONTEXT, INK, LINE, RULE, SMALL, ink_on, new_canvas

_NAME_WIDTH = 125.0
_NET_WIDTH = 62.0
_LABEL_WIDTH = 92.0
_BAR = 12.0
"""Height of a bar in points."""
_BELOW = 9.0
"""Room for values below a bar; they share the space between rows."""
_PAD = 7.0
"""Points between rows."""
_BOTTOM = 22.0
_HEADING = 22.0
_RISE = 7.0
"""Points from the baseline of what stands above a bar's row to that row."""
_BREAK = "brott i serien"


def lay_out_bars(rows: Sequence[BarRow], parts: Sequence[Part], net_head: str) -> Canvas:
    """All rows on a canvas high enough for them; sizes in points."""
    canvas = new_canvas(1)
    width = canvas.get_figwidth() * 72
    names = [wrap(row.namn, _NAME_WIDTH, bold=row.bold) for row in rows]
    head = wrap(net_head, _NET_WIDTH, SMALL) if net_head else ""
    frame = measure_frame(rows, names, head, width)
    labels = [wrap(part.label, _LABEL_WIDTH) for part in parts]
    below = [find_below(row, frame.plot) for row in rows]
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
        stacked = bool(heading) and _reach(heading) > frame.left + places[0] - text_width(labels[0]) / 2
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


def _open(canvas: Canvas, frame: Frame, total: float, width: float, height: float) -> Sheet:
    ax = canvas.add_axes((frame.left / width, _BOTTOM / height, frame.plot / width, total / height))
    ax.set_xlim(0, 100)
    ax.set_ylim(total, 0)
    ax.set_yticks([])
    ax.set_xticks(TICKS, [f"{tick}{NBSP}%" for tick in TICKS])
    ax.tick_params(axis="x", pad=3)
    return Sheet(ax, frame.plot)


def _draw_row(
    sheet: Sheet,
    frame: Frame,
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


def _draw_bar(sheet: Sheet, row: BarRow, parts: Sequence[Part], place: float, below: Sequence[int]) -> None:
    edges = row.edges
    middles = _middles(row, sheet.plot)
    for i, (part, text) in enumerate(zip(parts, row.texts, strict=True)):
        if edges[i + 1] > edges[i]:
            sheet.ax.barh(
                place, edges[i + 1] - edges[i], _BAR, edges[i],
                color=part.colour, edgecolor=CONTEXT, linewidth=0.4, zorder=2,
            )  # fmt: skip
        if holds_text(row.values[i], text, sheet.plot):
            sheet.write(text, middles[i], place, ha="center", fontsize=SMALL, color=ink_on(part.colour))
        elif i == 0:
            sheet.write(text, -3, place, ha="right", fontsize=SMALL)
        elif i not in below:
            sheet.write(text, sheet.plot + 3, place, fontsize=SMALL)
    wanted = [middles[i] for i in below]
    sizes = [measure_text(row.texts[i], SMALL) + 6 for i in below]
    for i, x in zip(below, spread_out(wanted, sizes, 0, sheet.plot), strict=True):
        sheet.write(row.texts[i], x, place + _BAR / 2 + 1, ha="center", va="top", fontsize=SMALL)


def _draw_break(sheet: Sheet, frame: Frame, y: float) -> None:
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


def _place_labels(frame: Frame, labels: Sequence[str], row: BarRow) -> list[float]:
    """Where the parts' names stand above the first bar, moved apart."""
    sizes = [text_width(label) + 10 for label in labels]
    room = frame.plot + frame.after + (0 if frame.net else frame.pupils)
    return spread_out(_middles(row, frame.plot), sizes, max(-frame.before - 40, 4 - frame.left), room)


def _label_parts(
    sheet: Sheet, labels: Sequence[str], places: Sequence[float], row: BarRow, place: float
) -> None:
    """Names of the parts, each with a hair to its part."""
    top = place - _BAR / 2
    for label, want, x in zip(labels, _middles(row, sheet.plot), places, strict=True):
        sheet.rule((x, want), (top - _RISE, top - 1), linewidth=0.5)
        sheet.write(label, x, top - 3 - _RISE, ha="center", va="baseline", linespacing=1.1)
