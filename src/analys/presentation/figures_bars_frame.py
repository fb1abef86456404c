"""Bars of 100 per cent as data, the widths that they need, and the sheet that they are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from analys.presentation.figures_labels import measure_text
from analys.presentation.theme import CONTEXT, RULE, SMALL, TEXT, semibold

TICKS = (0, 25, 50, 75, 100)
_GAP = 9.0
"""Points between columns."""


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
class Frame:
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
class Sheet:
    """The axes, written on in points from where the bars begin and from the top row."""

    ax: Axes
    plot: float

    def write(self, text: str, x: float, y: float, *, bold: bool = False, **style: Any) -> None:
        """Text at a place; `style` as in matplotlib."""
        look = {"fontsize": TEXT, "va": "center_baseline", **(semibold() if bold else {}), **style}
        self.ax.text(100 * x / self.plot, y, text, **look)

    def draw_grid(self, top: float, bottom: float) -> None:
        """Light uprights at the ticks."""
        self.ax.vlines(TICKS, top, bottom, color=RULE, linewidth=0.6, zorder=0)

    def rule(self, xs: tuple[float, float], ys: tuple[float, float], **style: Any) -> None:
        """A grey line from one place to another."""
        self.ax.plot([100 * x / self.plot for x in xs], ys, clip_on=False, color=CONTEXT, **style)


def measure_frame(rows: Sequence[BarRow], names: Sequence[str], head: str, width: float) -> Frame:
    """The widths of everything on a canvas that is `width` points wide.

    Parameters
    ----------
    names : sequence of str
        Names of the rows, wrapped.
    head : str
        Head of the net's column, wrapped; "" where there is none.
    """
    left = 8 + max(text_width(name, row.bold) for name, row in zip(names, rows, strict=True))
    pupils = max(measure_text(row.pupils, SMALL) for row in rows)
    net = max(text_width(text, size=SMALL) for text in (head, *(row.net for row in rows))) if head else 0.0
    room = width - left - pupils - net - _GAP * (2 if head else 1) - 2
    # Room beside the bars for values that the first and the last part are too short to hold.
    before, after = (
        max(
            (
                measure_text(row.texts[end], SMALL) + 6
                for row in rows
                if row.values and not holds_text(row.values[end], row.texts[end], room - 40)
            ),
            default=0.0,
        )
        for end in (0, -1)
    )
    return Frame(left + before, before, room - before - after, after, pupils, net)


def text_width(text: str, bold: bool = False, size: float = TEXT) -> float:
    """Width of the longest line in points."""
    return max(measure_text(line, size, bold) for line in text.split("\n"))


def holds_text(value: float, text: str, plot: float) -> bool:
    """Whether a part of so many per cent has room for its text."""
    return measure_text(text, SMALL) + 3 <= value / 100 * plot


def find_below(row: BarRow, plot: float) -> list[int]:
    """Parts in the middle whose values must stand below the bar."""
    middle = range(1, len(row.values) - 1)
    return [i for i in middle if not holds_text(row.values[i], row.texts[i], plot)]
