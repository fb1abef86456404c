"""Lines on axes: pieces between breaks, bands, symbols of what is hidden, labels at the line's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.transforms import Affine2D, ScaledTranslation

from analys.indicators import Indicator
from analys.presentation.figures_axes import Scale, make_scale, thin_ticks
from analys.presentation.figures_labels import measure_text, spread_out, wrap
from analys.presentation.figures_series import Series, find_breaks
from analys.presentation.formats import HIDDEN, MISSING, upper_first
from analys.presentation.selection import has_interval, value_text
from analys.presentation.theme import (
    CONTEXT,
    LINE,
    RULE,
    SMALL,
    TEXT,
    semibold,
    text_colour,
)

_CM = 72 / 2.54
_BREAK = "brott i serien"
_SAMPLE = 14.0
"""Length in points of the piece of line before its label."""
_ROW = 13.0
"""Height of a row of symbols in points."""


@dataclass(frozen=True)
class Look:
    """How one line is drawn."""

    colour: str
    dashes: tuple[float, ...] = ()
    width: float = 1.1
    marker: str = ""
    filled: bool = True
    band: bool = False
    bold: bool = False
    size: float = 4.2
    lone: str = "o"
    """Marker of a value without neighbours, where the line itself cannot be seen."""

    @property
    def linestyle(self) -> str | tuple[float, tuple[float, ...]]:
        return (0, self.dashes) if self.dashes else "-"


CONTEXT_LOOKS = {
    kind: Look(CONTEXT, dashes, lone=lone, size=3.4)
    for kind, dashes, lone in (
        ("riket", (4.0, 2.0), "D"),
        ("lan", (1.0, 1.6), "^"),
        ("liknande", (6.0, 1.6, 1.2, 1.6), "s"),
        ("kommun", (2.5, 1.2), "v"),
    )
}
"""Grey lines of what a unit is compared with, told apart by their dashes."""


@dataclass(frozen=True)
class Line:
    """A series and its look."""

    series: Series
    look: Look


def line_scale(lines: Sequence[Line], measure: Indicator) -> Scale:
    """Scale around everything that the lines show."""
    values = []
    for line in lines:
        for _, cell in line.series.shown():
            values.append(cell.varde)
            if line.look.band and has_interval(cell):
                values += [cell.undre, cell.ovre]
    return make_scale(values, measure)


def lay_out(
    canvas: Canvas, lines: Sequence[Line], axis: Sequence[str], measure: Indicator, scale: Scale, own: int
) -> Axes:
    """Place axes, lines, symbols of hidden values and labels on the canvas; sizes in points."""
    width, height = canvas.get_figwidth() * 72, canvas.get_figheight() * 72
    labels = [_label(line.series, measure, len(axis)) for line in lines]
    texts = [wrap(text, 4.0 * _CM, bold=line.look.bold) for line, text in zip(lines, labels, strict=True)]
    right = 2 * _SAMPLE + max(
        measure_text(text, bold=line.look.bold) for line, text in zip(lines, texts, strict=True)
    )
    left = 10 + max((measure_text(scale.label(tick), SMALL) for tick in scale.ticks), default=0)
    bottom, top = 22.0, 22.0
    plot_width, plot_height = width - left - right, height - bottom - top
    ax = canvas.add_axes((left / width, bottom / height, plot_width / width, plot_height / height))
    rows = [line for line in lines[:own] if line.series.hidden() or line.series.missing()]
    strip = _ROW * len(rows) + (4 if rows else 0)
    per_point = (scale.high - scale.low) / (plot_height - strip)
    ax.set_ylim(scale.low - strip * per_point, scale.high)
    ax.set_xlim(-0.35, len(axis) - 0.65)
    draw_scale(ax, scale)
    step = measure_text("2000/00", SMALL) + 8
    labelled = thin_ticks(len(axis), plot_width, step)
    ax.set_xticks(range(len(axis)), [axis[i] if i in labelled else "" for i in range(len(axis))])
    if measure.unit != "procent":
        ax.annotate(
            measure.unit.capitalize(),
            (0, 1),
            (-left + 2, 9),
            "axes fraction",
            "offset points",
            fontsize=SMALL,
        )
    breaks = find_breaks(measure, axis)
    draw_breaks(ax, breaks, plot_width / len(axis))
    for line in reversed(lines):
        draw_line(ax, line, breaks)
    for place, line in enumerate(rows):
        above = strip - _ROW * (place + 0.5) - 1
        draw_symbols(ax, line.series, line.look.colour, above, plot_height)
        if own > 1:
            ax.annotate(
                line.series.namn.lower(), (1, above), (4, 0), ("axes fraction", "axes points"),
                "offset points",
                va="center", fontsize=SMALL, color=text_colour(line.look.colour),
            )  # fmt: skip
    _draw_labels(ax, lines, texts, breaks, plot_height, strip, scale)
    return ax


def _label(series: Series, measure: Indicator, count: int) -> str:
    shown = series.shown()
    if not shown:
        return f"{upper_first(series.namn)} {HIDDEN if series.hidden() else MISSING}"
    position, cell = shown[-1]
    when = "" if position == count - 1 else f" ({cell.lasar})"
    return f"{upper_first(series.namn)} {value_text(cell, measure, unit=measure.unit == 'procent')}{when}"


def draw_scale(ax: Axes, scale: Scale) -> None:
    """Ticks with Swedish numbers and light rules, a darker one at zero where values lie on both sides."""
    ax.set_yticks(scale.ticks, [scale.label(tick) for tick in scale.ticks])
    for tick in scale.ticks:
        ax.axhline(tick, color=RULE, linewidth=0.6, zorder=0)
    if scale.low < 0:
        ax.axhline(0, color=CONTEXT, linewidth=0.7, zorder=0.5)
    ax.tick_params(axis="y", pad=3)
    ax.tick_params(axis="x", pad=3)


def draw_breaks(ax: Axes, breaks: Sequence[int], pitch: float) -> None:
    """A dotted upright where a new series begins, named at the top unless two names would meet.

    Parameters
    ----------
    pitch : float
        Points from one läsår to the next; 0 leaves the names out.
    """
    named = float("-inf")
    for position in breaks:
        ax.axvline(position - 0.5, color=CONTEXT, linewidth=0.8, linestyle=(0, (1, 2)), zorder=0.5)
        if pitch and (position - named) * pitch > measure_text(_BREAK, SMALL) + 3:
            named = position
            ax.annotate(
                _BREAK, (position - 0.5, 1), (0, 9), ("data", "axes fraction"), "offset points",
                fontsize=SMALL, color=CONTEXT, ha="center",
            )  # fmt: skip


def draw_line(ax: Axes, line: Line, breaks: Sequence[int]) -> None:
    """The line in unbroken pieces, its band, and a marker at every value (the subject) or lone value."""
    series, look = line.series, line.look
    runs = series.segments(breaks)
    points = [(x, cell.varde) for cells in runs for x, cell in cells]
    if not points:
        return
    for cells in runs if look.band else []:
        limits = [(x, cell.undre, cell.ovre) for x, cell in cells if has_interval(cell)]
        if len(limits) == 1:
            x, low, high = limits[0]
            ax.plot([x, x], [low, high], color=look.colour, linewidth=5, alpha=0.18, solid_capstyle="butt")
        elif limits:
            places, lows, highs = zip(*limits, strict=True)
            ax.fill_between(places, lows, highs, color=look.colour, alpha=0.16, linewidth=0, zorder=1)
    for cells in runs:
        ax.plot(
            [x for x, _ in cells], [cell.varde for _, cell in cells], color=look.colour,
            linewidth=look.width, linestyle=look.linestyle, zorder=3 if look.band else 2,
        )  # fmt: skip
    lone = {cells[0][0] for cells in runs if len(cells) == 1}
    if not look.marker:
        # A reference's lone point before a break would be a marker that its label does not show.
        last = runs[-1][0][0]
        lone = {x for x in lone if x >= last or not any(x < b <= last for b in breaks)}
    marked = [(x, y) for x, y in points if look.marker or x in lone]
    if marked:
        face = look.colour if look.filled else "white"
        ax.plot(
            *zip(*marked, strict=True), linestyle="", marker=look.marker or look.lone, color=look.colour,
            markerfacecolor=face, markersize=look.size, markeredgewidth=1.1, zorder=4 if look.band else 2.5,
        )  # fmt: skip


def draw_symbols(
    ax: Axes, series: Series, colour: str, above: float, plot_height: float, size: float = TEXT
) -> None:
    """The symbols of hidden and missing values in a row of their own, `above` points over the axis."""
    for x, symbol in [*((x, HIDDEN) for x in series.hidden()), *((x, MISSING) for x in series.missing())]:
        box = {"boxstyle": "round,pad=0.15", "facecolor": RULE, "edgecolor": "none"}
        ax.text(
            x, above / plot_height, symbol, transform=ax.get_xaxis_transform(), color=text_colour(colour),
            fontsize=size, ha="center", va="center", bbox=box if symbol == HIDDEN else None, **semibold(),
        )  # fmt: skip


def _draw_labels(
    ax: Axes,
    lines: Sequence[Line],
    texts: Sequence[str],
    breaks: Sequence[int],
    plot_height: float,
    strip: float,
    scale: Scale,
) -> None:
    """Labels at the line's end, moved apart, each led from its line and with a piece of it in front."""
    wanted, sizes = [], []
    per_point = (plot_height - strip) / (scale.high - scale.low)
    for line, text in zip(lines, texts, strict=True):
        shown = line.series.shown()
        level = shown[-1][1].varde if shown else scale.low
        wanted.append(strip + (level - scale.low) * per_point)
        sizes.append(LINE * (text.count("\n") + 1))
    places = spread_out(wanted, sizes, strip, plot_height + LINE)
    for line, text, place, want in zip(lines, texts, places, wanted, strict=True):
        style = semibold() if line.look.bold else {}
        ax.annotate(
            text, (1, place), (_SAMPLE + 13, 0), ("axes fraction", "axes points"), "offset points",
            va="center", color=text_colour(line.look.colour), **style,
        )  # fmt: skip
        shown = line.series.shown()
        reaches = bool(shown) and shown[-1][0] == len(line.series.cells) - 1
        runs = line.series.segments(breaks)
        marker = line.look.marker or (line.look.lone if runs and len(runs[-1]) == 1 else "")
        _draw_sample(ax, line.look, marker, place, want if reaches and abs(place - want) > 2 else place)


def _draw_sample(ax: Axes, look: Look, marker: str, place: float, want: float) -> None:
    """A piece of the line before its label, and a hair from the line's end to it; heights in points."""
    edge = ScaledTranslation(1, 0, ax.transAxes)  # type: ignore[arg-type]  # any affine transform will do
    transform = Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans + edge
    if marker:
        ax.plot(
            [10 + _SAMPLE / 2], [place], transform=transform, clip_on=False, marker=marker, zorder=4,
            color=look.colour, markerfacecolor=look.colour if look.filled else "white", markersize=look.size,
        )  # fmt: skip
    ax.plot(
        [10, 10 + _SAMPLE], [place, place], transform=transform, clip_on=False,
        color=look.colour, linewidth=look.width, linestyle=look.linestyle,
    )  # fmt: skip
    if want != place:
        ax.plot([1, 8], [want, place], transform=transform, clip_on=False, color=CONTEXT, linewidth=0.5)
