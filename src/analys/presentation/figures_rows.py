"""Rows of points: names to the left, a value axis below, values in words to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Affine2D, ScaledTranslation

from analys.presentation.figures_axes import Scale
from analys.presentation.figures_labels import measure_text, spread_out, wrap
from analys.presentation.theme import (
    CM,
    CONTEXT,
    INK,
    LINE,
    RULE,
    SMALL,
    TEXT,
    new_canvas,
    semibold,
)

_NAME_WIDTH = 165.0
"""Widest room for names, in points."""
_PAD = 5.0
_BOTTOM = 22.0


@dataclass(frozen=True)
class Row:
    """One row: what it is, how many pupils, and its value in words.

    Parameters
    ----------
    namn, detalj : str
        Name, and what follows after a comma in grey.
    text : str
        At the right edge; a symbol when nothing can be shown.
    symbol : str
        Symbol to draw on the axis in place of a point, "" when there is a point.
    bold : bool
        Set the name apart.
    instead : str
        Words on the axis in place of a point.
    beside : str
        Another value, at the right of the first.
    """

    namn: str
    detalj: str
    text: str
    symbol: str = ""
    bold: bool = False
    instead: str = ""
    beside: str = ""

    @property
    def label(self) -> str:
        return f"{self.namn}, {self.detalj}" if self.detalj else self.namn


@dataclass(frozen=True)
class Mark:
    """An upright at a value with its label above the rows."""

    value: float
    text: str
    linestyle: str | tuple[float, tuple[float, ...]]
    width: float = 1.1
    interval: tuple[float, float] | None = None


def open_rows(
    rows: Sequence[Row], scale: Scale, heading: float, beside: str = ""
) -> tuple[Canvas, Axes, list[float]]:
    """A canvas high enough for the rows, its axes with names and values, and the rows' places.

    Parameters
    ----------
    heading : float
        Points to leave above the rows.
    beside : str
        Head of the values at the right of the first, where there are any.

    Returns
    -------
    canvas, axes, places
        Row places run downwards in points; the axes' vertical scale is points.
    """
    names = [wrap(row.label, _NAME_WIDTH, bold=row.bold) for row in rows]
    heights = [LINE * (name.count("\n") + 1) + _PAD for name in names]
    total = sum(heights)
    canvas = new_canvas((total + heading + _BOTTOM) / 72 / CM)
    width, height = canvas.get_figwidth() * 72, canvas.get_figheight() * 72
    left = 8 + max(_width(name, row.bold) for name, row in zip(names, rows, strict=True))
    further = (
        8 + max(measure_text(text, SMALL) for text in (beside, *(r.beside for r in rows))) if beside else 0
    )
    right = 10 + max(measure_text(row.text, SMALL) for row in rows) + further
    ax = canvas.add_axes((left / width, _BOTTOM / height, (width - left - right) / width, total / height))
    ax.set_ylim(total, 0)
    ax.set_xlim(scale.low, scale.high)
    ax.set_yticks([])
    ax.set_xticks(scale.ticks, scale.labels)
    ax.tick_params(axis="x", pad=3)
    for tick in scale.ticks:
        ax.axvline(tick, color=RULE, linewidth=0.6, zorder=0)
    if scale.low < 0:
        ax.axvline(0, color=CONTEXT, linewidth=0.7, zorder=0.5)
    places, top = [], 0.0
    for name, row, row_height in zip(names, rows, heights, strict=True):
        place = top + row_height / 2
        top += row_height
        places.append(place)
        _write_row(ax, name, row, place, right - 2 - further, right - 2)
    if beside:
        edge = ("axes fraction", "axes fraction")
        ax.annotate(
            beside, (1, 1), (right - 2, 4), edge, "offset points", ha="right", fontsize=SMALL, color=CONTEXT
        )
    return canvas, ax, places


def _width(name: str, bold: bool) -> float:
    return max(measure_text(line, TEXT, bold) for line in name.split("\n"))


def _write_row(ax: Axes, name: str, row: Row, place: float, right: float, further: float) -> None:
    edge = ("axes fraction", "data")
    colour = CONTEXT if row.symbol or row.instead else INK
    style = semibold() if row.bold else {}
    ax.annotate(
        name, (0, place), (-6, 0), edge, "offset points", ha="right", va="center", color=colour, **style
    )
    ax.annotate(
        row.text, (1, place), (right, 0), edge, "offset points",
        ha="right", va="center", fontsize=SMALL, color=colour,
    )  # fmt: skip
    if row.beside:
        ax.annotate(
            row.beside, (1, place), (further, 0), edge, "offset points",
            ha="right", va="center", fontsize=SMALL, color=CONTEXT,
        )  # fmt: skip
    if row.instead:
        ax.annotate(
            row.instead, (0, place), (4, 0), edge, "offset points", va="center", fontsize=SMALL, color=CONTEXT
        )
    if row.symbol:
        box = {"boxstyle": "round,pad=0.15", "facecolor": RULE, "edgecolor": "none"}
        ax.annotate(
            row.symbol, (0, place), (9, 0), edge, "offset points", ha="center", va="center", bbox=box,
            **semibold(),
        )  # fmt: skip


def draw_marks(ax: Axes, marks: Sequence[Mark], beyond: float = 40.0) -> None:
    """Uprights of what the rows are compared with, labelled above, labels moved apart.

    Parameters
    ----------
    beyond : float
        Points to the right of the axis that labels may reach.
    """
    if not marks:
        return
    width = ax.bbox.width * 72 / ax.figure.dpi
    low, high = ax.get_xlim()
    texts = [wrap(mark.text, 120) for mark in marks]
    sizes = [measure_text(text) + 10 for text in texts]
    wanted = [(mark.value - low) / (high - low) * width for mark in marks]
    room = width + beyond
    places = spread_out(wanted, sizes, -60, room)
    edge = ScaledTranslation(0, 1, ax.transAxes)  # type: ignore[arg-type]  # any affine transform will do
    points = Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans + edge
    for mark, text, want, place in zip(marks, texts, wanted, places, strict=True):
        if mark.interval:
            ax.axvspan(*mark.interval, color=CONTEXT, alpha=0.12, linewidth=0, zorder=0.5)
        ax.axvline(mark.value, color=CONTEXT, linewidth=mark.width, linestyle=mark.linestyle, zorder=1)
        ax.plot([want, place], [1, 8], transform=points, clip_on=False, color=CONTEXT, linewidth=0.5)
        ax.annotate(
            text, (place / width, 1), (0, 10), "axes fraction", "offset points",
            ha="center", va="bottom", color=CONTEXT,
        )  # fmt: skip


def heading_of(marks: Sequence[Mark]) -> float:
    """Points that the labels of the marks need above the rows."""
    lines = max((wrap(mark.text, 120).count("\n") + 1 for mark in marks), default=0)
    return 14.0 + LINE * lines
