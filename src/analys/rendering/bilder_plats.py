"""Where the parts of a slide stand, in points: the same places in the PDF and in the editable form."""

from __future__ import annotations

import base64
import re
from typing import NamedTuple

from analys.rendering.bilder_text import LINE, Run, count_lines

PAGE = (960.0, 540.0)
"""Width and height; 16:9."""
MARGIN = 48.0
TOP = 52.0
"""Above the title; the mark stands there."""
BOTTOM = 26.0
GAP = 14.0
NUMBER = 60.0
"""Width of the slide's number."""
BULLET = 28.0
"""From a bullet to its words."""
SMALL = 18
"""Points of subtitles, sources and the mark: nothing is smaller."""
WIDTH = PAGE[0] - 2 * MARGIN
SIDE = 316.0
"""Width of the words beside a figure."""
TITLES = {"titel": 48, "slut": 48, "figur": 32, "bredvid": 28}
"""Points of the titles of some kinds."""
TITLE = 36
_SPACED = 1.2
_VIEW = re.compile(rb'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


class Box(NamedTuple):
    """A place: left, top, width and height."""

    x: float
    y: float
    w: float
    h: float


def title_size(slag: str) -> int:
    """Points of the title on a kind of slide."""
    return TITLES.get(slag, TITLE)


def title_height(title: str, slag: str, width: float = WIDTH) -> float:
    """Height of a title."""
    size = title_size(slag)
    return size * _SPACED * count_lines((Run(title, True),), size, width)


def text_height(text: str, width: float = WIDTH, size: float = SMALL) -> float:
    """Height of a small text, 0 for none."""
    return size * LINE * count_lines((Run(text),), size, width) if text else 0.0


def body_box(title: str, slag: str = "text") -> Box:
    """Where the bullets below a title stand."""
    y = TOP + title_height(title, slag) + GAP
    return Box(MARGIN, y, WIDTH, _foot(1).y - GAP - y)


def arrange(slag: str, title: str, under: str, source: str) -> dict[str, Box]:
    """The place of each part of a slide: titel, under, rader, bild, kalla, nummer and marke.

    Examples
    --------
    >>> places = arrange("figur", "Resultaten har ökat", "Andel, procent", "Egen beräkning.")
    >>> places["titel"].y < places["under"].y < places["bild"].y < places["kalla"].y
    True
    """
    places = {
        "marke": Box(MARGIN, 16, WIDTH, SMALL * LINE),
        "nummer": Box(PAGE[0] - MARGIN - NUMBER, _foot(1).y, NUMBER, SMALL * LINE),
    }
    if slag in ("titel", "slut"):
        return places | _arrange_cover(title, slag)
    if slag == "bredvid":
        return places | _arrange_beside(title, under, source)
    height = title_height(title, slag)
    places["titel"] = Box(MARGIN, TOP, WIDTH, height)
    if slag != "figur":
        return places | {"rader": body_box(title, slag), "kalla": _foot(1)}
    places["under"] = Box(MARGIN, TOP + height + 4, WIDTH, text_height(under))
    foot = _foot(max(1, round(text_height(source, WIDTH - NUMBER) / (SMALL * LINE))))
    y = places["under"].y + places["under"].h + GAP
    return places | {"bild": Box(MARGIN, y, WIDTH, foot.y - 8 - y), "kalla": foot}


def _arrange_cover(title: str, slag: str) -> dict[str, Box]:
    x, width = 2 * MARGIN, PAGE[0] - 3 * MARGIN
    height = title_height(title, slag, width)
    y = 130.0 if height < 110 else 120.0
    under = Box(x, y + height + 8, width, 80)
    rest = under.y + (under.h if slag == "titel" else 0) + GAP
    return {
        "bild": Box(x, 44, 280, 70),
        "titel": Box(x, y, width, height),
        "under": under,
        "rader": Box(x, rest, width, _foot(1).y - rest),
    }


def _arrange_beside(title: str, under: str, source: str) -> dict[str, Box]:
    bottom = PAGE[1] - BOTTOM
    foot = text_height(source, SIDE)
    titel = Box(MARGIN, TOP, SIDE, title_height(title, "bredvid", SIDE))
    x = MARGIN + SIDE + 20
    return {
        "titel": titel,
        "under": Box(MARGIN, titel.y + titel.h + 6, SIDE, text_height(under, SIDE)),
        "bild": Box(x, TOP, PAGE[0] - MARGIN - x, bottom - SMALL * LINE - 4 - TOP),
        "kalla": Box(MARGIN, bottom - foot, SIDE, foot),
    }


def fits_beside(title: str, under: str, source: str) -> bool:
    """Whether the words of a figure leave room for each other beside it."""
    words = title_height(title, "bredvid", SIDE) + text_height(under, SIDE) + text_height(source, SIDE)
    return words + 6 + GAP <= PAGE[1] - BOTTOM - TOP


def scale(box: Box, ratio: float) -> float:
    """Width of a picture with a ratio of width to height that fills a box."""
    return min(box.w, box.h * ratio)


def find_ratio(src: str) -> float:
    """Width over height of an embedded image; a drawing's view box or a bitmap's size.

    Examples
    --------
    >>> svg = base64.b64encode(b'<svg viewBox="0 0 400 200">').decode()
    >>> find_ratio("data:image/svg+xml;base64," + svg)
    2.0
    """
    kind, _, coded = src.partition(";base64,")
    head = base64.b64decode(coded[:4000])
    if kind.endswith("svg+xml"):
        view = _VIEW.search(head)
        return float(view[1]) / float(view[2]) if view else 2.0
    return int.from_bytes(head[16:20], "big") / max(1, int.from_bytes(head[20:24], "big"))


def _foot(lines: int) -> Box:
    height = SMALL * LINE * lines
    return Box(MARGIN, PAGE[1] - BOTTOM - height, WIDTH - NUMBER, height)
