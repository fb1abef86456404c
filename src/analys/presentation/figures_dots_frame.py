"""Dots in panels: rows of names to the left, and beside them one little value axis a panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from analys.presentation.figures_axes import Scale
from analys.presentation.figures_labels import measure_text, wrap
from analys.presentation.formats import HIDDEN
from analys.presentation.theme import (
    CONTEXT,
    FAINT,
    INK,
    LINE,
    RULE,
    SMALL,
    TEXT,
    new_canvas,
    semibold,
    text_colour,
)

_GAP = 16.0
"""Points between panels."""
_BETWEEN = 12.0
"""Points between lines of panels."""
_PAD = 3.0
_BOTTOM = 18.0
_KEY = 15.0
_SUB = 10.5
"""Points from the first to the second dot of a row."""
_NAME_WIDTH = 130.0
_EMPTY_WIDTH = 52.0
"""Room for the title of a panel without dots."""
_ZONE = "#EDEDED"
_SEPARATOR: dict[str, Any] = {"color": FAINT, "linewidth": 0.5, "clip_on": False, "zorder": 0.1}
"""Above a row that is set apart, and so begins what follows."""


@dataclass(frozen=True)
class Dot:
    """One dot: its value in words, where it is and its interval; a symbol where nothing may be drawn.

    Parameters
    ----------
    text : str
    value : float, optional
    interval : (float, float), optional
    hollow : bool
        Grey and hollow instead of filled in the report's colour.
    bold : bool
        Set the value apart.
    zone : float
        Half the width of a grey zone around zero behind the dot.
    """

    text: str
    value: float | None = None
    interval: tuple[float, float] | None = None
    hollow: bool = False
    bold: bool = False
    zone: float = 0.0


@dataclass(frozen=True)
class DotRow:
    """A row: its name, how many pupils, and whether it is set apart."""

    namn: str
    detalj: str = ""
    bold: bool = False


@dataclass(frozen=True)
class DotPanel:
    """A panel: its title, its axis, and the dots of each row."""

    titel: str
    scale: Scale
    dots: tuple[tuple[Dot, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no dot to draw, so that no axis is needed."""
        return all(dot.value is None for dots in self.dots for dot in dots)


@dataclass(frozen=True)
class KeyMark:
    """What a kind of dot, or the grey zone, stands for."""

    text: str
    hollow: bool = False
    zone: bool = False


def lay_out_dots(
    rows: Sequence[DotRow],
    lines: Sequence[Sequence[DotPanel]],
    key: Sequence[KeyMark],
    colour: str,
    head: str = "",
    stub: str = "",
) -> Canvas:
    """All panels on a canvas high enough for them; sizes in points.

    Parameters
    ----------
    lines : sequence of sequence of DotPanel
        Panels side by side, line under line; every line repeats the names of the rows.
    head : str
        Head of the column of the rows' details; "" where each stands under its row's name.
    stub : str
        Head of the rows' names.
    """
    canvas = new_canvas(1)
    width = canvas.get_figwidth() * 72
    names = [wrap(row.namn, _NAME_WIDTH, bold=row.bold) for row in rows]
    under = [row.detalj if not head else "" for row in rows]
    name_width = max(
        max(_width(name, row.bold), measure_text(below, SMALL))
        for name, below, row in zip(names, under, rows, strict=True)
    )
    detail = max(measure_text(text, SMALL) for text in (head, *(r.detalj for r in rows))) + 10 if head else 0
    left = 2 + name_width + detail + 9
    sizes = [len(dots) for line in lines for panel in line for dots in panel.dots]
    heights = [
        max(LINE * (name.count("\n") + 1 + bool(below)), LINE + _SUB * (max(sizes) - 1)) + _PAD
        for name, below in zip(names, under, strict=True)
    ]
    total = sum(heights)
    marks = _place_key(key, width)
    tops, top = [], _KEY * (1 + max((y for *_, y in marks), default=-1))
    titles = []
    rooms = [_share_room(line, width - left - 4) for line in lines]
    values = max(_values_width(panel) for line in lines for panel in line)
    for line, room in zip(lines, rooms, strict=True):
        titles.append(
            [wrap(panel.titel, own, SMALL, bold=True) for panel, own in zip(line, room, strict=True)]
        )
        top += LINE * (max(title.count("\n") for title in titles[-1]) + 1) + 5
        tops.append(top)
        top += total + _BOTTOM + _BETWEEN
    height = top - _BETWEEN
    canvas.set_figheight(height / 72)
    _draw_key(canvas, marks, colour, height)
    for line, panel_titles, room, start in zip(lines, titles, rooms, tops, strict=True):
        bottom = height - start - total
        sheet = canvas.add_axes((0, bottom / height, left / width, total / height))
        _write_names(sheet, rows, names, under, heights, left, (stub, head))
        x = left
        for panel, title, own in zip(line, panel_titles, room, strict=True):
            plot = own - (0 if panel.is_empty else values)
            ax = canvas.add_axes((x / width, bottom / height, plot / width, total / height))
            _draw_panel(ax, panel, heights, plot, own, colour)
            for row, top in zip(rows[1:], accumulate(heights), strict=False):
                if row.bold:
                    ax.plot([0, own / plot], [top, top], transform=ax.get_yaxis_transform(), **_SEPARATOR)
            ax.annotate(
                title, (0, 1), (0, 4), "axes fraction", "offset points", fontsize=SMALL, va="bottom",
                linespacing=1.1, **semibold(),
            )  # fmt: skip
            x += own + _GAP
    return canvas


def _values_width(panel: DotPanel) -> float:
    """Room for the values in words at the right of a panel."""
    return max(measure_text(dot.text, SMALL, dot.bold) for dots in panel.dots for dot in dots) + 7


def _share_room(line: Sequence[DotPanel], width: float) -> list[float]:
    """Width of each panel: what its title needs where it is empty, and equal parts of the rest."""
    titles = [wrap(panel.titel, _EMPTY_WIDTH, SMALL, bold=True) for panel in line]
    needed = [measure_text(title, SMALL, True) + 2 for title in titles]
    empty = sum(own for panel, own in zip(line, needed, strict=True) if panel.is_empty)
    full = sum(not panel.is_empty for panel in line)
    rest = width - _GAP * (len(line) - 1) - empty
    return [own if panel.is_empty else rest / full for panel, own in zip(line, needed, strict=True)]


def _width(name: str, bold: bool) -> float:
    return max(measure_text(line, TEXT, bold) for line in name.split("\n"))


def _write_names(
    ax: Axes,
    rows: Sequence[DotRow],
    names: Sequence[str],
    under: Sequence[str],
    heights: Sequence[float],
    left: float,
    heads: tuple[str, str],
) -> None:
    """Names flush left, with the pupils under them or in a column of their own."""
    ax.set_axis_off()
    ax.set_xlim(0, left)
    ax.set_ylim(sum(heights), 0)
    for text, x, side in zip(heads, (2, left - 9), ("left", "right"), strict=True):
        ax.text(x, -6, text, ha=side, va="baseline", fontsize=SMALL, color=CONTEXT)
    top = 0.0
    for row, name, below, height in zip(rows, names, under, heights, strict=True):
        style = semibold() if row.bold else {}
        if row.bold and top:
            ax.plot([2, left], [top, top], **_SEPARATOR)
        middle = top + height / 2
        ax.text(2, middle - (LINE / 2 if below else 0), name, va="center", color=INK, **style)
        if below:
            drop = LINE * (name.count("\n") + 1) / 2
            ax.text(2, middle + drop, below, va="center", fontsize=SMALL, color=CONTEXT)
        else:
            ax.text(left - 9, middle, row.detalj, ha="right", va="center", fontsize=SMALL, color=CONTEXT)
        top += height


def _draw_panel(
    ax: Axes, panel: DotPanel, heights: Sequence[float], plot: float, room: float, colour: str
) -> None:
    """Axis, grey zone and dots; where there is no dot, only the symbols."""
    scale = panel.scale
    ax.set_xlim(scale.low, scale.high)
    ax.set_ylim(sum(heights), 0)
    ax.set_yticks([])
    if panel.is_empty:
        ax.set_axis_off()
    else:
        ax.set_xticks(scale.ticks, _thin_labels(scale, plot))
        ax.tick_params(axis="x", pad=2)
        _draw_guides(ax, panel)
    top = 0.0
    for dots, height in zip(panel.dots, heights, strict=True):
        first = top + height / 2 - _SUB * (len(dots) - 1) / 2
        for place, dot in enumerate(dots):
            _write_value(ax, dot, first + place * _SUB, (0 if panel.is_empty else room - plot), colour)
            if dot.zone:
                ax.barh(top + height / 2, 2 * dot.zone, height, -dot.zone, color=_ZONE, zorder=0)
            if dot.value is not None:
                _draw_dot(ax, dot, dot.value, first + place * _SUB, colour)
        top += height


def _draw_guides(ax: Axes, panel: DotPanel) -> None:
    scale = panel.scale
    for tick in scale.ticks:
        ax.axvline(tick, color=RULE, linewidth=0.6, zorder=0.2)
    if scale.low < 0:
        ax.axvline(0, color=CONTEXT, linewidth=0.8, zorder=0.5)


def _thin_labels(scale: Scale, plot: float) -> list[str]:
    """Labels of as many ticks as have room, zero or the first always among them."""
    if not scale.ticks:
        return []
    texts = [scale.label(tick) for tick in scale.ticks]
    room = plot / max(1, len(texts) - 1)
    every = 1
    while every < len(texts) and every * room < max(measure_text(text, SMALL) for text in texts) + 3:
        every += 1
    start = scale.ticks.index(0.0) if 0.0 in scale.ticks else 0
    return [text if (place - start) % every == 0 else "" for place, text in enumerate(texts)]


def _write_value(ax: Axes, dot: Dot, place: float, beyond: float, colour: str) -> None:
    """The value in words, `beyond` points to the right of the axis; a symbol at the left of no axis."""
    style: dict[str, Any] = semibold() if dot.bold else {}
    if dot.text == HIDDEN:
        style["bbox"] = {"boxstyle": "round,pad=0.08", "facecolor": RULE, "edgecolor": "none"}
    ax.annotate(
        dot.text, (1 if beyond else 0, place), (beyond or 16, 0), ("axes fraction", "data"),
        "offset points", ha="right", va="center", fontsize=SMALL,
        color=CONTEXT if dot.hollow else text_colour(colour), annotation_clip=False, **style,
    )  # fmt: skip


def _draw_dot(ax: Axes, dot: Dot, value: float, place: float, colour: str) -> None:
    shade = CONTEXT if dot.hollow else colour
    if dot.interval is not None:
        ax.plot(dot.interval, [place, place], color=shade, linewidth=1.2, zorder=2)
    _mark(ax, value, place, colour, hollow=dot.hollow)


def _mark(ax: Axes, x: float, y: float, colour: str, *, hollow: bool) -> None:
    shade = CONTEXT if hollow else colour
    ax.plot(
        [x], [y], marker="o", markersize=4.8, color=shade, markerfacecolor="white" if hollow else shade,
        markeredgewidth=1.1, zorder=3, clip_on=False,
    )  # fmt: skip


def _place_key(key: Sequence[KeyMark], width: float) -> list[tuple[KeyMark, float, int]]:
    """Where each mark of the key stands: points from the left, and on which line."""
    placed, x, line = [], 2.0, 0
    for mark in key:
        needed = 14 + measure_text(mark.text) + 16
        if x > 2 and x + needed - 16 > width:
            x, line = 2.0, line + 1
        placed.append((mark, x, line))
        x += needed
    return placed


def _draw_key(
    canvas: Canvas, marks: Sequence[tuple[KeyMark, float, int]], colour: str, height: float
) -> None:
    if not marks:
        return
    lines = 1 + max(line for *_, line in marks)
    ax = canvas.add_axes((0, 1 - lines * _KEY / height, 1, lines * _KEY / height))
    ax.set_axis_off()
    ax.set_xlim(0, canvas.get_figwidth() * 72)
    ax.set_ylim(lines * _KEY, 0)
    for mark, x, line in marks:
        y = line * _KEY + 6
        if mark.zone:
            ax.fill_between([x, x + 9], y - 4, y + 4, color=_ZONE, edgecolor=CONTEXT, linewidth=0.4)
        else:
            _mark(ax, x + 4.5, y, colour, hollow=mark.hollow)
        ax.text(x + 13, y, mark.text, va="center")
