"""Panels of funnels: one above the other on the same scales, limits as bands, labels at the right end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Affine2D, ScaledTranslation

from analys.presentation.figures_axes import Scale
from analys.presentation.figures_labels import measure_text, spread_out, wrap
from analys.presentation.figures_lines import draw_scale
from analys.presentation.formats import format_number
from analys.presentation.theme import CONTEXT, INK, LINE, SMALL, new_canvas, semibold

_PLOT = 128.0
"""Height of a panel's plot in points."""
_HEAD = 24.0
_BOTTOM = 34.0
_GAP = 12.0
_LABEL_WIDTH = 96.0
_STEPS = (5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000)
_LOOKS = ((0, (4.0, 2.0)), "-")
"""Inner limits dashed, outer ones drawn."""


class Point(NamedTuple):
    """A school: its pupils and its value."""

    n: int
    value: float


@dataclass(frozen=True)
class Limits:
    """Limits of one kind at each school's number of pupils, fewest pupils first."""

    label: str
    n: tuple[int, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Funnel:
    """One panel: its title, the schools, the limits inner first, and the municipality's value and label."""

    titel: str
    points: tuple[Point, ...]
    limits: tuple[Limits, ...]
    own: float | None
    label: str


def lay_out_funnels(panels: Sequence[Funnel], scale: Scale, colour: str) -> Canvas:
    """All panels on one canvas; sizes in points."""
    canvas = new_canvas(1)
    width = canvas.get_figwidth() * 72
    left = 10 + max((measure_text(scale.label(tick), SMALL) for tick in scale.ticks), default=0)
    labels = [text for panel in panels for text, _ in _list_labels(panel)]
    right = 16 + max((_width(wrap(text, _LABEL_WIDTH, SMALL)) for text in labels), default=0)
    height = len(panels) * (_HEAD + _PLOT) + (len(panels) - 1) * _GAP + _BOTTOM
    canvas.set_figheight(height / 72)
    ticks = _pupil_ticks([point.n for panel in panels for point in panel.points])
    for place, panel in enumerate(panels):
        y = height - (place + 1) * (_HEAD + _PLOT) - place * _GAP
        ax = canvas.add_axes((left / width, y / height, (width - left - right) / width, _PLOT / height))
        _draw_axes(ax, panel, scale, ticks, lowest=place + 1 == len(panels), left=left)
        _draw_limits(ax, panel)
        if panel.own is not None:
            ax.axhline(panel.own, color=CONTEXT, linewidth=1.5, zorder=2)
        if panel.points:
            xs, ys = zip(*panel.points, strict=True)
            ax.plot(
                xs, ys, linestyle="", marker="o", markersize=5.5, color=colour, markeredgecolor="white",
                markeredgewidth=0.6, zorder=4, clip_on=False,
            )  # fmt: skip
        _draw_labels(ax, panel, scale)
    return canvas


def _width(text: str) -> float:
    return max(measure_text(line, SMALL) for line in text.split("\n"))


def _pupil_ticks(counts: Sequence[int]) -> list[int]:
    """Round numbers of pupils from zero to past the largest school."""
    most = max(counts, default=10)
    step = next((s for s in _STEPS if most / s <= 6), _STEPS[-1])
    return list(range(0, step * math.ceil(most / step) + 1, step))


def _draw_axes(
    ax: Axes, panel: Funnel, scale: Scale, ticks: Sequence[int], *, lowest: bool, left: float
) -> None:
    ax.set_xlim(0, ticks[-1])
    ax.set_ylim(scale.low, scale.high)
    draw_scale(ax, scale)
    ax.set_xticks(ticks, [format_number(tick) if lowest else "" for tick in ticks])
    name = measure_text(panel.titel, bold=True)
    for text, x, style in ((panel.titel, 2.0, semibold()), (scale.unit, name + 8, {"fontsize": SMALL})):
        ax.annotate(text, (0, 1), (x - left, 9), "axes fraction", "offset points", color=INK, **style)
    if lowest:
        ax.annotate(
            "Antal elever", (1, 0), (0, -24), "axes fraction", "offset points", ha="right", fontsize=SMALL
        )


def _draw_limits(ax: Axes, panel: Funnel) -> None:
    for limits, style in zip(panel.limits, _LOOKS, strict=False):
        ax.fill_between(limits.n, limits.low, limits.high, color=CONTEXT, alpha=0.1, linewidth=0, zorder=1)
        for values in (limits.low, limits.high):
            ax.plot(limits.n, values, color=CONTEXT, linewidth=0.9, linestyle=style, zorder=1.5)


def _list_labels(panel: Funnel) -> list[tuple[str, float]]:
    """Labels with the heights that they belong to."""
    ends = [(limits.label, side[-1]) for limits in panel.limits for side in (limits.low, limits.high)]
    return ends if panel.own is None else [(panel.label, panel.own), *ends]


def _draw_labels(ax: Axes, panel: Funnel, scale: Scale) -> None:
    """What each line is, at the right edge, moved apart and led from the line's end."""
    labels = _list_labels(panel)
    per_point = _PLOT / (scale.high - scale.low)
    texts = [wrap(text, _LABEL_WIDTH, SMALL) for text, _ in labels]
    wanted = [(value - scale.low) * per_point for _, value in labels]
    sizes = [LINE * (text.count("\n") + 1) for text in texts]
    places = spread_out(wanted, sizes, -LINE / 2, _PLOT + LINE / 2)
    edge = ScaledTranslation(1, 0, ax.transAxes)  # type: ignore[arg-type]  # any affine transform will do
    points = Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans + edge
    room = ax.bbox.width * 72 / ax.figure.dpi
    last = max((limits.n[-1] for limits in panel.limits), default=0)
    for i, (text, want, place) in enumerate(zip(texts, wanted, places, strict=True)):
        own = i == 0 and panel.own is not None
        # A limit ends at the largest school; a hair leads from there to its label.
        start = 0.0 if own else -room * (1 - last / ax.get_xlim()[1])
        ax.plot(
            [start, 2, 10], [want, want, place], transform=points, clip_on=False, color=CONTEXT,
            linewidth=0.4, linestyle="-" if own else (0, (1, 1.5)), zorder=1,
        )  # fmt: skip
        style = semibold() if own else {}
        ax.annotate(
            text, (1, place), (13, 0), ("axes fraction", "axes points"), "offset points", va="center",
            fontsize=SMALL, color=INK if own else CONTEXT, linespacing=1.1, **style,
        )  # fmt: skip
