"""Drawings: how many of each thing is drawn, the drawn texts, and that nothing else comes along.

The plotting library writes each drawn text as outlines with the text itself in a comment before them. The
comment is believed only where the outlines spell it: see `analys.inspection.formats.svg_letters`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.formats.svg_letters import read_comment, spells
from analys.inspection.formats.xml import Element, Unreadable, local_name, parse_xml
from analys.inspection.material import HIDDEN, VISIBLE, Drawing, Piece

_HREF = "{http://www.w3.org/1999/xlink}href"
_DRAWS = frozenset(
    (
        *("svg", "g", "defs", "use", "path", "clipPath", "rect", "circle", "ellipse", "line", "polyline"),
        *("polygon", "linearGradient", "radialGradient", "stop", "symbol", "mask", "pattern", "marker"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("id", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height"),
        *("points", "transform", "style", "clip-path", "viewBox", "version", "role", "aria-label", "href"),
        *("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "offset", "gradientUnits"),
        *("fill-rule", "clip-rule", "opacity", "fill-opacity", "stroke-opacity", "stroke-dasharray", "mask"),
        *("gradientTransform", "preserveAspectRatio", "stop-color", "stop-opacity", "clipPathUnits"),
    )
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(\.0*)?\s*(;|$)")
_OWN_ID = re.compile(r"fig-[a-z0-9_-]{1,80}-[A-Za-z0-9_.-]{1,80}")
_VERTEX = re.compile(r"[LMCQHVlmcqhv]")
_SHAPES = frozenset(("circle", "ellipse", "line", "polyline", "polygon", "rect"))
_TICK = re.compile(r"-[xy]tick_\d+$")
_AXIS = re.compile(r"-matplotlib\.axis_\d+$")
_TEXT = re.compile(r"-text_\d+$")


def read_svg(fil: str, plats: str, display: str, content: bytes) -> tuple[Drawing, list[Piece], list[Fault]]:
    """A drawing, its texts and what it must not hold.

    `marks` of the drawing counts "punkter" (markers and dots), "hörn" (corners of lines with more than two),
    "streck" (lines of two) and "ytor" (bars and other shapes).

    A picture outside figures is the logotype, which was cleaned when it was read: it may have another form,
    and only its texts are looked at.

    Raises
    ------
    Unreadable
    """
    root = parse_xml(content)
    if local_name(root) != "svg":
        raise Unreadable("den är ingen teckning")
    faults: dict[str, Fault] = {}
    pieces: list[Piece] = []
    lines: dict[Element, list[str]] = {}
    marks: Counter[str] = Counter()
    letters: dict[str, str] = {}
    glyphs: set[Element] = set()
    for node in root.iter():
        name = local_name(node)
        if not name:
            text = read_comment(node.text or "")
            drawn = _outlines(node)
            if drawn is None or not spells([one.get(_HREF) or "" for one in drawn], text, letters):
                faults["kommentar"] = _hidden(fil, plats)
                pieces.append(Piece(plats, text, HIDDEN))
            else:
                glyphs.update(drawn)
                pieces.append(Piece(plats, text, VISIBLE))
                lines.setdefault(node.getparent(), []).append(text)
            continue
        if name not in _DRAWS or (node.text or "").strip() or (node.tail or "").strip():
            faults["element"] = _hidden(fil, plats)
            pieces.append(Piece(plats, "".join(node.itertext()), HIDDEN))
        for problem in _read_attributes(node, plats, pieces):
            faults[problem] = _hidden(fil, plats)
        _count(node, name, marks, glyphs)
    texts = {group: "\n".join(text) for group, text in lines.items()}
    axes: dict[str, list[str]] = {}
    for group, text in texts.items():
        if axis := _axis_of(group):
            axes.setdefault(axis, []).append(text)
    ticks = tuple(tuple(axis) for axis in axes.values())
    drawing = Drawing(plats, display, dict(marks), tuple(texts.values()), ticks, marks.pop("bokstäver", 0))
    if not display:
        texts_of_others = [Piece(plats, text, HIDDEN) for text in root.itertext() if text.strip()]
        return drawing, [*pieces, *texts_of_others], []
    return drawing, pieces, list(faults.values())[:1]


def _axis_of(group: Element) -> str:
    """Id of the axis that a text belongs to, "" for another text."""
    return next((own for above in group.iterancestors() if _AXIS.search(own := above.get("id") or "")), "")


def _outlines(comment: Element) -> list[Element] | None:
    """The outlines that a comment in a text group tells of, None for another comment."""
    parent, drawn = comment.getparent(), comment.getnext()
    if parent is None or drawn is None or not _TEXT.search(parent.get("id") or ""):
        return None
    return [node for node in drawn.iter() if local_name(node) == "use"]


def _read_attributes(node: Element, plats: str, pieces: list[Piece]) -> Iterator[str]:
    for key, value in node.attrib.items():
        name = key.rpartition("}")[2]
        if name not in _ATTRIBUTES:
            pieces.append(Piece(plats, value, HIDDEN))
            yield "attribut"
        elif name == "id" and not _OWN_ID.fullmatch(value):
            pieces.append(Piece(plats, value, HIDDEN))
            yield "id"
        elif name == "aria-label":
            pieces.append(Piece(plats, value, HIDDEN))
        elif (name == "style" and _UNSEEN.search(value)) or (name == "href" and not value.startswith("#")):
            yield "osynligt"


def _count(node: Element, name: str, marks: Counter[str], glyphs: set[Element]) -> None:
    if name == "use":
        group = node.getparent()
        while group is not None and not (group.get("id") or ""):
            group = group.getparent()
        above = group.getparent() if group is not None else None
        is_tick = above is not None and _TICK.search(above.get("id") or "")
        if node not in glyphs and not is_tick:
            in_text = group is not None and _TEXT.search(group.get("id") or "")
            marks["bokstäver" if in_text else "punkter"] += 1
    elif name == "path" and local_name(node.getparent()) != "defs":
        corners = len(_VERTEX.findall(node.get("d") or ""))
        closed = (node.get("d") or "").rstrip()[-1:] in ("z", "Z")
        if closed:
            marks["ytor"] += 1
        elif corners > 2:
            marks["hörn"] += corners
        else:
            marks["streck"] += 1
    elif name in _SHAPES and local_name(node.getparent()) != "clipPath":
        kind = {"circle": "punkter", "ellipse": "punkter", "line": "streck", "polyline": "hörn"}
        corners = len((node.get("points") or "").split()) if name == "polyline" else 1
        marks[kind.get(name, "ytor")] += corners


def _hidden(fil: str, plats: str) -> Fault:
    return Fault(
        fil,
        plats,
        "En figur bär något som inte ritas men följer med filen.",
        "Rita figuren med programmets egna figurfunktioner.",
    )
