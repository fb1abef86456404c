"""Panels of small multiples: where each stands, what is written on it, and the key above them all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.presentation.figures_axes import Scale
from analys.presentation.figures_labels import measure_text, wrap
from analys.presentation.figures_lines import Line, Look, draw_breaks, draw_line, draw_scale, draw_symbols
from analys.presentation.figures_series import find_breaks
from analys.presentation.formats import plural, upper_first
from analys.presentation.selection import value_text
from analys.presentation.theme import CONTEXT, INK, LINE, SMALL, new_canvas, semibold, text_colour

_GAP = 14.0
_KEY = 20.0
_STRIP = 12.0
_PLOT = 58.0
"""Height of a panel's plot in points, lower where many panels must share a page."""
_PAGE = 620.0


@dataclass(frozen=True)
class Panel:
    """One little chart: its title, what it shows, and the line in grey behind."""

    titel: str
    measure: Indicator
    line: Line
    behind: Line | None


def lay_out_panels(panels: Sequence[Panel], axis: Sequence[str], scale: Scale, subject: str) -> Canvas:
    """All panels on one canvas; sizes in points."""
    columns = min(len(panels), 3 if len(panels) <= 9 else 4)
    rows = math.ceil(len(panels) / columns)
    strip = _STRIP if any(p.line.series.hidden() or p.line.series.missing() for p in panels) else 0
    left = 10 + max((measure_text(scale.label(tick), SMALL) for tick in scale.ticks), default=0)
    canvas = new_canvas(1)
    width = canvas.get_figwidth() * 72
    plot_width = (width - left - 4 - _GAP * (columns - 1)) / columns
    titles = [wrap(panel.titel, plot_width, SMALL, bold=True) for panel in panels]
    heads = [
        LINE * (max(title.count("\n") for title in titles[row * columns : (row + 1) * columns]) + 2) + 6
        for row in range(rows)
    ]
    plot = max(26.0, min(_PLOT, (_PAGE - sum(heads)) / rows))
    height = _KEY + sum(heads) + plot * rows + 20
    canvas.set_figheight(height / 72)
    for place, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        row, column = divmod(place, columns)
        x = left + column * (plot_width + _GAP)
        y = height - _KEY - sum(heads[: row + 1]) - plot * (row + 1)
        ax = canvas.add_axes((x / width, y / height, plot_width / width, plot / height))
        lowest = place + columns >= len(panels)
        _draw_panel(ax, panel, title, axis, scale, strip, (plot_width, plot))
        _label_axes(ax, axis, first=column == 0, lowest=lowest)
    _draw_key(canvas, panels, axis, subject, left)
    return canvas


def _label_axes(ax: Axes, axis: Sequence[str], *, first: bool, lowest: bool) -> None:
    """Values on the first panel of a row, first and last läsår under the lowest of a column."""
    ends = dict.fromkeys((0, len(axis) - 1))
    ax.set_xticks(list(ends), [axis[i] if lowest else "" for i in ends])
    ax.get_xticklabels()[0].set_horizontalalignment("left")
    if not first:
        ax.tick_params(axis="y", labelleft=False)


def _draw_panel(
    ax: Axes,
    panel: Panel,
    title: str,
    axis: Sequence[str],
    scale: Scale,
    strip: float,
    size: tuple[float, float],
) -> None:
    series = panel.line.series
    width, height = size
    ax.set_ylim(scale.low - strip * (scale.high - scale.low) / (height - strip), scale.high)
    value = measure_text("100 %", SMALL) + 6
    ax.set_xlim(-0.4, len(axis) - 0.5 + len(axis) * value / (width - value))
    draw_scale(ax, scale)
    breaks = find_breaks(panel.measure, axis)
    draw_breaks(ax, breaks, 0)
    for line in (panel.behind, panel.line):
        if line is not None:
            draw_line(ax, line, breaks)
    draw_symbols(ax, series, panel.line.look.colour, strip / 2 + 1, height, size=SMALL)
    shown = series.shown()
    detail = _pupils(shown[-1][1]) if shown else "inga uppgifter kan visas"
    ax.annotate(
        detail, (0, 1), (0, 4), "axes fraction", "offset points", fontsize=SMALL, color=CONTEXT, va="bottom"
    )
    ax.annotate(
        title, (0, 1), (0, 4 + LINE), "axes fraction", "offset points", fontsize=SMALL, color=INK,
        va="bottom", linespacing=1.1, **semibold(),
    )  # fmt: skip
    if shown:
        cell = shown[-1][1]
        text = value_text(cell, panel.measure, unit=scale.unit == "procent")
        ax.annotate(
            text, (len(axis) - 1, cell.varde), (4, 0),
            "data", "offset points", fontsize=SMALL, va="center", color=text_colour(panel.line.look.colour),
            **semibold(),
        )  # fmt: skip


def _pupils(cell: ShownCell) -> str:
    return cell.lasar if cell.n is None else f"{plural(cell.n, 'elev', 'elever')} {cell.lasar}"


def _draw_key(
    canvas: Canvas, panels: Sequence[Panel], axis: Sequence[str], subject: str, left: float
) -> None:
    """Which line is which, in a row above the panels."""
    behind = next((panel.behind for panel in panels if panel.behind is not None), None)
    keyed = [(subject, panels[0].line.look)]
    keyed += [(upper_first(behind.series.namn), behind.look)] if behind is not None else []
    if any(find_breaks(panel.measure, axis) for panel in panels):
        keyed.append(("brott i serien", Look(CONTEXT, (1, 2), 0.8)))
    height = canvas.get_figheight() * 72
    ax = canvas.add_axes((0, 1 - _KEY / height, 1, _KEY / height))
    ax.set_axis_off()
    ax.set_xlim(0, canvas.get_figwidth() * 72)
    ax.set_ylim(0, _KEY)
    x = left
    for name, look in keyed:
        ax.plot([x, x + 14], [12, 12], color=look.colour, linewidth=look.width, linestyle=look.linestyle)
        style = semibold() if look.bold else {}
        ax.text(x + 18, 12, name, va="center", color=text_colour(look.colour), **style)
        x += 32 + measure_text(name, bold=look.bold)
