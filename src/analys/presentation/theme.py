"""The look of every figure: colours, the report's font, sizes at print width, and how it is saved.

Figures are made with matplotlib's object interface, never pyplot, so nothing stays open and no notebook
backend takes part. The same figure always gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import Any

import font_source_sans_pro
import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import fontManager

from analys.parameters import RunParameters, contrast_to_white

CM = 1 / 2.54
WIDTH_CM = 14.0
DPI = 200

SUBJECT: str = RunParameters.model_fields["farg"].default
SECOND = "#F46A25"
"""The other of two groups; orange stands out from the subject's colour in print without colour too."""
INK = "#3D3D3D"
CONTEXT = "#6B6B6B"
"""Grey of what the subject is compared with; dark enough for text (5.3:1)."""
FAINT = "#B8B8B8"
RULE = "#E3E3E3"

TEXT = 8.5
SMALL = 8.0
LINE = 11.0
"""Height of a line of text in points."""

_REGULAR = "genomlysning-regular"
_SEMIBOLD = "genomlysning-semibold"


@cache
def _register_fonts() -> None:
    """Make the report's font known under names of our own: a font installed on the machine must not win."""
    for name, file in ((_REGULAR, "SourceSansPro"), (_SEMIBOLD, "SourceSansProSemibold")):
        fontManager.addfont(font_source_sans_pro.font_files_ttf[file])
        entry = dataclasses.replace(fontManager.ttflist[-1], name=name, weight=400, style="normal")
        fontManager.ttflist[-1] = entry


_SETTINGS: Mapping[Any, Any] = {
    "font.family": [_REGULAR],
    "font.size": TEXT,
    "axes.labelsize": TEXT,
    "axes.titlesize": TEXT,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "axes.edgecolor": FAINT,
    "axes.linewidth": 0.7,
    "axes.unicode_minus": True,
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.bottom": True,
    "xtick.major.size": 3,
    "xtick.major.width": 0.7,
    "ytick.left": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": False,
    "lines.solid_capstyle": "round",
    "path.simplify": False,
    "text.hinting": "none",
    "text.parse_math": False,  # A dollar sign in a name is a dollar sign.
    "svg.fonttype": "path",
    "figure.dpi": 72,
    "savefig.dpi": DPI,
}


@cache
def _house() -> dict[Any, Any]:
    """Every setting of the house, in the form that matplotlib keeps it in."""
    # Not at the top: most chapters draw nothing, and seaborn brings half of scipy along.
    import seaborn as sns

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({**sns.axes_style("white"), **sns.plotting_context("paper"), **_SETTINGS})
        kept = dict(mpl.rcParams.copy())
    # `rc_context` does not put the backend back.
    del kept["backend"]
    return kept


@contextmanager
def house_style(name: str) -> Iterator[None]:
    """Draw inside this: the house's settings and nobody else's, left as they were afterwards.

    Parameters
    ----------
    name : str
        Id of the figure; it makes ids inside the SVG its own.
    """
    _register_fonts()
    wanted, current = {**_house(), "svg.hashsalt": name}, mpl.rcParams.copy()
    # Matplotlib tries every value that it is given: the few that differ are enough.
    with mpl.rc_context({key: value for key, value in wanted.items() if current[key] != value}):
        yield


def new_canvas(height_cm: float, width_cm: float = WIDTH_CM) -> Canvas:
    """An empty figure of print size, with its own canvas."""
    figure = Canvas(figsize=(width_cm * CM, height_cm * CM), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def semibold() -> dict[str, Any]:
    """Font settings of the subject's own labels."""
    return {"fontfamily": [_SEMIBOLD]}


def text_colour(colour: str) -> str:
    """The colour, darkened until text in it can be read on white (4.5:1).

    Examples
    --------
    >>> text_colour("#12436D")
    '#12436D'
    """
    result = colour
    share = 1.0
    while contrast_to_white(result) < 4.5:
        share -= 0.02
        result = "#" + "".join(f"{round(int(colour[i : i + 2], 16) * share):02X}" for i in (1, 3, 5))
    return result


def shade_of(colour: str, contrast: float) -> str:
    """The colour, lightened or darkened until its contrast to white is the wanted one.

    Examples
    --------
    >>> shade_of("#12436D", 3.2)
    '#7793AC'
    """
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    edge = 255 if contrast_to_white(colour) > contrast else 0
    low, high = 0.0, 1.0
    result = colour
    for _ in range(20):
        share = (low + high) / 2
        result = "#" + "".join(f"{round(c + (edge - c) * share):02X}" for c in channels)
        beyond = (contrast_to_white(result) < contrast) == (edge == 255)
        low, high = (low, share) if beyond else (share, high)
    return result


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on the colour; always 4.5:1 or more."""
    white = contrast_to_white(colour)
    return "#FFFFFF" if white >= 21 / white else "#000000"


def second_colour(subject: str) -> str:
    """Colour of the second of two groups: orange, or dark blue where the subject is much like orange."""
    channels = [(int(subject[i : i + 2], 16), int(SECOND[i : i + 2], 16)) for i in (1, 3, 5)]
    distance = sum((a - b) ** 2 for a, b in channels) ** 0.5
    return SECOND if distance > 130 else "#12436D"


def save_svg(figure: Canvas, name: str, alt: str) -> str:
    """The figure as one `<svg>` element whose ids carry the figure's name, text as outlines."""
    buffer = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(buffer, format="svg", metadata=nothing)
    text = buffer.getvalue()
    text = text[text.index("<svg ") :].replace("\r\n", "\n")
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    # A style element would reach the whole page where the drawing stands inline: the root carries it instead.
    style = "stroke-linejoin: round; stroke-linecap: butt"
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" style="{style}" ', 1)


def save_png(figure: Canvas) -> bytes:
    """The figure as PNG bytes without a software stamp."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
