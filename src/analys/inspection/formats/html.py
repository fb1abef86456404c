"""The report as XHTML: its texts, its numbers and what they are said to be, its pictures, what is hidden."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analys.inspection.faults import Fault
from analys.inspection.formats.png import read_png
from analys.inspection.formats.svg import read_svg
from analys.inspection.formats.xml import Element, Unreadable, local_name, parse_xml
from analys.inspection.material import HIDDEN, VISIBLE, Document, Drawing, Piece, Token
from analys.inspection.tokens import find_numbers

_INLINE = frozenset(
    ("a", "em", "strong", "sup", "sub", "span", "small", "q", "abbr", "cite", "del", "br", "code", "img")
)
_ELEMENTS = _INLINE | frozenset(
    (
        *("html", "head", "meta", "title", "link", "style", "body", "header", "footer", "main", "nav"),
        *("section", "aside", "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("id", "class", "href", "src", "alt", "scope", "colspan", "start", "lang", "rel", "role"),
        *("charset", "http-equiv", "content", "name", "tabindex"),
        *("aria-label", "aria-labelledby", "aria-hidden"),
        *("data-cell", "data-etikett", "data-bredd"),
    )
)
_PLAIN = frozenset(
    (
        *("class", "scope", "colspan", "start", "lang", "rel", "role", "charset", "http-equiv", "tabindex"),
        *("aria-labelledby", "aria-hidden", "data-cell", "data-etikett", "data-bredd", "src", "name"),
    )
)
"""Attributes whose values a check of their own knows, or that the page's form sets."""
_VALUES = {
    "class": r"[a-z0-9 _-]{0,60}",
    "scope": "col|row",
    "colspan": r"\d{1,2}",
    "start": r"\d{1,3}",
    "lang": "sv|en",
    "rel": "icon",
    "role": r"[a-z-]{1,20}",
    "charset": "utf-8",
    "http-equiv": "Content-Security-Policy",
    "tabindex": "0|-1",
    "aria-hidden": "true",
    "data-etikett": "",
    "data-bredd": r"\d{1,2}(\.\d{1,2})?",
    "name": r"[a-z:]{1,20}",
    "href": r"#.*|https?://.*|mailto:.*|data:,",
    "src": r"data:image/(?:svg\+xml|png);base64,.*",
}
_VALUE = {name: re.compile(form, re.DOTALL) for name, form in _VALUES.items()}
_SAID = frozenset(("skyddad uppgift", "uppgift saknas", " brott i serien", ", officiell statistik"))
_NUMBERED = re.compile(r"(?:Tabell|Figur) \d{1,3}|[A\d](?:\.\d{1,3})*|\d{1,3}")
_AROUND = frozenset(("th", "caption", "figcaption"))
_STYLE = re.compile(r"(?<![\w-])content\s*:[^;}]*\d|/\*[^*]*\d|@import|url\s*\(|\|", re.IGNORECASE)


@dataclass(frozen=True)
class _Place:
    """Where the walk stands."""

    plats: str = "titelbladet"
    display: str = ""
    roll: str = "text"
    cell: str = ""


@dataclass
class _Walk:
    """What the walk has found."""

    fil: str
    pieces: list[Piece] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    section: str = "titelbladet"

    def fault(self, plats: str, vad: str, gor: str) -> None:
        """Add a fault."""
        self.faults.append(Fault(self.fil, plats, vad, gor))


def read_html(fil: str, content: bytes) -> Document:
    """The page of a report.

    Raises
    ------
    Unreadable
    """
    root = parse_xml(content)
    walk = _Walk(fil)
    _read_block(root, _Place(), walk)
    return Document(
        fil,
        "html",
        pieces=tuple(walk.pieces),
        tokens=tuple(walk.tokens),
        drawings=tuple(walk.drawings),
        faults=tuple(walk.faults),
    )


def _read_block(node: Element, place: _Place, walk: _Walk) -> None:
    """A block: its own line of text, then the blocks in it."""
    place = _enter(node, place, walk)
    runs: list[tuple[str, _Place]] = []
    name = local_name(node)
    if name == "style":
        _check_style(node, place, walk)
        return
    if node.text:
        runs.append((node.text, place))
    for child in node:
        if local_name(child) in _INLINE:
            runs.extend(_read_inline(child, place, walk))
        elif isinstance(child.tag, str):
            _flush(runs, walk)
            _read_block(child, replace(place, plats=_plats(place, walk)), walk)
        else:
            _refuse_comment(child, place, walk)
        if child.tail:
            runs.append((child.tail, place))
    _flush(runs, walk)


def _read_inline(node: Element, place: _Place, walk: _Walk) -> Iterator[tuple[str, _Place]]:
    place = _enter(node, place, walk)
    if "dold" in (node.get("class") or "").split() and (node.text or "") not in _SAID:
        walk.fault(
            _plats(place, walk),
            "Sidan har text som bara skärmläsare läser och som inte är någon av rapportens egna.",
            "Ta bort den dolda texten ur anteckningsboken.",
        )
    if node.text:
        yield node.text, place
    for child in node:
        if isinstance(child.tag, str):
            if local_name(child) not in _INLINE:
                _read_block(child, place, walk)
            else:
                yield from _read_inline(child, place, walk)
        else:
            _refuse_comment(child, place, walk)
        if child.tail:
            yield child.tail, place
    if local_name(node) == "br":
        yield "\n", place


def _enter(node: Element, place: _Place, walk: _Walk) -> _Place:
    """The place within an element; its attributes are read on the way."""
    name, classes = local_name(node), (node.get("class") or "").split()
    if name == "figure" and node.get("id"):
        place = replace(place, display=node.get("id"), plats=_name_figure(node, walk))
    elif name in ("h2", "h3"):
        walk.section = _name_section(node, walk)
        place = replace(place, plats=walk.section)
    elif name == "footer":
        place = replace(place, plats="sidfoten")
    elif name == "head":
        place = replace(place, plats="sidhuvudet")
    if name == "span" and node.get("data-cell") is not None:
        place = replace(place, roll="cell", cell=node.get("data-cell"))
    elif name == "span" and node.get("data-etikett") is not None:
        place = replace(place, roll="etikett")
    elif "nr" in classes or (name == "a" and (node.get("href") or "").startswith("#")):
        place = replace(place, roll="nummer")
    elif name == "td":
        place = replace(place, roll="ruta")
    elif name in _AROUND or (place.display and name == "p"):
        place = replace(place, roll="kringtext")
    _read_attributes(node, name, place, walk)
    return place


def _read_attributes(node: Element, name: str, place: _Place, walk: _Walk) -> None:
    plats = _plats(place, walk)
    if name not in _ELEMENTS:
        walk.fault(plats, "Sidan har ett element som rapporter inte har.", "Ta bort det ur anteckningsboken.")
    for key, value in node.attrib.items():
        key = "lang" if key.endswith("}lang") else key
        form = _VALUE.get(key)
        if key not in _ATTRIBUTES or (form is not None and not form.fullmatch(value)):
            walk.fault(
                plats,
                "Ett element bär ett attribut som rapporter inte har, och som kan gömma uppgifter.",
                "Ta bort attributet ur anteckningsboken.",
            )
        if key not in _PLAIN:
            walk.pieces.append(Piece(plats, value, HIDDEN))
        if key in ("alt", "aria-label"):
            _count(value, replace(place, roll="kringtext", plats=plats), walk)
        elif key == "content" and node.get("name") in ("description", "keywords", "undertitel", "rapport"):
            _count(value, replace(place, plats=plats), walk)
        elif key == "src":
            _read_picture(value, place, walk)


def _read_picture(source: str, place: _Place, walk: _Walk) -> None:
    plats = _plats(place, walk)
    kind, _, coded = source.partition(";base64,")
    try:
        content = base64.b64decode(coded, validate=True)
        if kind.endswith("svg+xml"):
            drawing, pieces, faults = read_svg(walk.fil, plats, place.display, content)
            walk.drawings.append(drawing)
        else:
            pieces, faults = read_png(walk.fil, plats, content)
        walk.pieces.extend(pieces)
        walk.faults.extend(faults)
    except (binascii.Error, ValueError, Unreadable):
        walk.fault(plats, "En bild går inte att läsa och därmed inte att granska.", "Rita figuren på nytt.")


def _check_style(node: Element, place: _Place, walk: _Walk) -> None:
    if _STYLE.search(node.text or "") or len(node):
        walk.fault(
            _plats(place, walk),
            "Sidans stilmall innehåller text eller hämtar något, vilket den inte ska.",
            "Återställ filen rapport.css.",
        )


def _refuse_comment(node: Element, place: _Place, walk: _Walk) -> None:
    walk.pieces.append(Piece(_plats(place, walk), node.text or "", HIDDEN))
    walk.fault(
        _plats(place, walk),
        "Sidan har en kommentar som inte syns men följer med filen.",
        "Ta bort kommentaren ur anteckningsboken.",
    )


def _flush(runs: list[tuple[str, _Place]], walk: _Walk) -> None:
    """One line of text, with its numbers."""
    if not runs:
        return
    line = "".join(text for text, _ in runs)
    if line.strip():
        walk.pieces.append(Piece(_plats(runs[0][1], walk), line, VISIBLE))
        starts: list[tuple[int, _Place]] = []
        at = 0
        for text, place in runs:
            starts.append((at, place))
            at += len(text)
        which = 0
        for start, end in find_numbers(line):
            while which + 1 < len(starts) and starts[which + 1][0] <= start:
                which += 1
            place = starts[which][1]
            plats = _plats(place, walk)
            walk.tokens.append(Token(plats, place.display, line, start, end, place.roll, place.cell))
    runs.clear()


def _count(text: str, place: _Place, walk: _Walk) -> None:
    for start, end in find_numbers(text):
        walk.tokens.append(Token(place.plats, place.display, text, start, end, place.roll))


def _plats(place: _Place, walk: _Walk) -> str:
    return place.plats if place.display else walk.section if walk.section else place.plats


def _name_figure(node: Element, walk: _Walk) -> str:
    for part in node.iter():
        if local_name(part) == "span" and part.get("class") == "nr":
            text = (part.text or "").strip().rstrip(".")
            return text.lower() if _NUMBERED.fullmatch(text) else walk.section
    return walk.section


def _name_section(node: Element, walk: _Walk) -> str:
    first = node[0] if len(node) else None
    text = (first.text or "").strip() if first is not None and first.get("class") == "nr" else ""
    if _NUMBERED.fullmatch(text):
        return f"avsnitt {text}"
    return {"innehall": "innehållsförteckningen", "noter-rubrik": "noterna"}.get(
        node.get("id") or "", walk.section
    )
