"""Where labels go: measured, wrapped, and moved apart so that none covers another."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from analys.presentation.theme import TEXT, house_style, semibold


def spread_out(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near to the wanted ones as possible, without overlap and within the limits.

    Parameters
    ----------
    wanted : sequence of float
        Wanted centres; their order is kept, equals stand in the given order from low to high.
    sizes : sequence of float
        Extent of each label along the axis.
    low, high : float
        Limits of the room. When it is too small, labels run out of it rather than overlap.

    Examples
    --------
    >>> spread_out([5, 5], [2, 2], 0, 10)
    [4.0, 6.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    # Pool neighbours that collide; a pool sits where its members' mean wish is (isotonic least squares).
    pools: list[list[int]] = []
    for index in order:
        pools.append([index])
        while len(pools) > 1 and _top(pools[-2], wanted, sizes, low, high) > _bottom(
            pools[-1], wanted, sizes, low, high
        ):
            pools[-2:] = [pools[-2] + pools[-1]]
    result = [0.0] * len(wanted)
    for pool in pools:
        edge = _bottom(pool, wanted, sizes, low, high)
        for index in pool:
            result[index] = edge + sizes[index] / 2
            edge += sizes[index]
    return result


def _bottom(
    pool: list[int], wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> float:
    offset, wishes = 0.0, []
    for index in pool:
        wishes.append(wanted[index] - sizes[index] / 2 - offset)
        offset += sizes[index]
    wish = sum(wishes) / len(wishes)
    return max(low, min(wish, high - offset))


def _top(pool: list[int], wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> float:
    return _bottom(pool, wanted, sizes, low, high) + sum(sizes[index] for index in pool)


@cache
def measure_text(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Width of a text in points; of its longest line when it has several."""
    canvas = _measuring_canvas()
    with house_style("matt"):
        drawn = Text(0, 0, text, fontsize=size, **(semibold() if bold else {}))
        drawn.set_figure(canvas.figure)
        return float(drawn.get_window_extent(canvas.get_renderer()).width)


@cache
def _measuring_canvas() -> FigureCanvasAgg:
    """A canvas whose pixels are points."""
    return FigureCanvasAgg(Canvas(figsize=(1, 1), dpi=72))


def wrap(text: str, width: float, size: float = TEXT, bold: bool = False) -> str:
    """The text on as many lines as it needs to be at most `width` points wide; words are kept whole."""
    if measure_text(text, size, bold) <= width:
        return text
    for letters in range(len(text) - 1, 5, -1):
        lines = textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=True)
        if all(measure_text(line, size, bold) <= width for line in lines):
            return "\n".join(lines)
    return "\n".join(textwrap.wrap(text, 6, break_long_words=False))
