"""The report as XHTML: its texts, its numbers and what they are said to be, its pictures, what is hidden."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from analys.inspection.faults import Fault
from analys.inspection.formats.html_form import FREE, INLINE, SAID, SET, is_of_the_form, is_plain_style
from analys.inspection.formats.png import read_png
from analys.inspection.formats.svg import read_svg
from analys.inspection.formats.xml import Element, Unreadable, local_name, parse_xml
from analys.inspection.material import HIDDEN, VISIBLE, Document, Drawing, Piece, Token
from analys.inspection.tokens import find_numbers

_NUMBERED = re.compile(r"(?:Tabell|Figur) \d{1,3}|[A\d](?:\.\d{1,3})*|\d{1,3}")
_AROUND = frozenset(("th", "caption", "figcaption"))
_COUNTED = frozenset(("description", "keywords", "undertitel", "rapport"))
_REMOVE = "Ta bort det ur anteckningsboken."


class _Place(NamedTuple):
    """Where the walk stands; see `Token` for the parts."""

    plats: str = "sidhuvudet"
    display: str = ""
    roll: str = "text"
    cell: str = ""
    head: str = ""


_Run = tuple[str, _Place]


@dataclass
class _Walk:
    """What the walk has found."""

    fil: str
    pieces: list[Piece] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    cells: list[tuple[str, str]] = field(default_factory=list)
    faults: set[Fault] = field(default_factory=set)
    section: str = "titelbladet"

    def fault(self, place: _Place, vad: str, gor: str = _REMOVE) -> None:
        """Add a fault."""
        self.faults.add(Fault(self.fil, place.plats, vad, gor))


def read_html(fil: str, content: bytes) -> Document:
    """The page of a report.

    Raises
    ------
    Unreadable
    """
    root = parse_xml(content)
    walk = _Walk(fil)
    _read_block(root, _Place(), walk)
    if root.getprevious() is not None or root.getnext() is not None:
        walk.fault(_Place(), "Sidan har en kommentar som inte syns men följer med filen.")
    return Document(
        fil,
        "html",
        pieces=tuple(walk.pieces),
        tokens=tuple(walk.tokens),
        drawings=tuple(walk.drawings),
        cells=tuple(walk.cells),
        faults=tuple(sorted(walk.faults)),
    )


def _read_block(node: Element, above: _Place, walk: _Walk) -> None:
    """A block: its own line of text, then the blocks in it."""
    name = local_name(node)
    place = _enter(node, name, above, walk)
    if name == "table":
        _read_table(node, place, walk)
        return
    if name == "style":
        if len(node) or not is_plain_style(node.text or ""):
            walk.fault(place, "Sidans stilmall skriver text eller hämtar något, vilket den inte ska.")
        return
    runs: list[_Run] = [(node.text, place)] if node.text else []
    for child in node:
        if local_name(child) in INLINE:
            runs.extend(_read_inline(child, place, walk))
        elif isinstance(child.tag, str):
            _flush(runs, walk)
            _read_block(child, place, walk)
            if not place.display:
                place = place._replace(plats=_section(place, walk))
        else:
            _refuse_comment(child, place, walk)
        if child.tail:
            runs.append((child.tail, place))
    _flush(runs, walk)


def _read_table(table: Element, place: _Place, walk: _Walk) -> None:
    """A table, each cell with the head of its column."""
    heads: list[str] = []
    for part in table:
        if local_name(part) not in ("thead", "tbody", "tfoot"):
            _read_block(part, place, walk) if isinstance(part.tag, str) else _refuse_comment(
                part, place, walk
            )
            continue
        _enter(part, local_name(part), place, walk)
        for row in part:
            if local_name(row) != "tr":
                _read_block(row, place, walk) if isinstance(row.tag, str) else _refuse_comment(
                    row, place, walk
                )
                continue
            _enter(row, "tr", place, walk)
            if local_name(part) == "thead":
                heads = [
                    "".join(cell.itertext()) for cell in row for _ in range(int(cell.get("colspan") or 1))
                ]
            own = "".join(row[0].itertext()) if len(row) else ""
            for column, cell in enumerate(row):
                head = f"{heads[column] if column < len(heads) else ''}: {own}"
                if isinstance(cell.tag, str):
                    _read_block(cell, place._replace(head=head), walk)
                else:
                    _refuse_comment(cell, place, walk)


def _read_inline(node: Element, above: _Place, walk: _Walk) -> Iterator[_Run]:
    name = local_name(node)
    place = _enter(node, name, above, walk)
    if node.get("class") and "dold" in node.get("class").split() and (node.text or "") not in SAID:
        walk.fault(
            place, "Sidan har text som bara skärmläsare läser och som inte är någon av rapportens egna."
        )
    if node.text:
        yield node.text, place
    for child in node:
        if not isinstance(child.tag, str):
            _refuse_comment(child, place, walk)
        elif local_name(child) in INLINE:
            yield from _read_inline(child, place, walk)
        else:
            _read_block(child, place, walk)
        if child.tail:
            yield child.tail, place
    if name == "br":
        yield "\n", place


def _enter(node: Element, name: str, place: _Place, walk: _Walk) -> _Place:
    """The place within an element; its attributes are read on the way."""
    attributes = tuple((key.rpartition("}")[2], value) for key, value in node.attrib.items())
    given = dict(attributes)
    if name == "figure" and "id" in given:
        place = _Place(_name_figure(node, walk), given["id"], "kringtext")
    elif name in ("h2", "h3"):
        walk.section = _name_section(node, walk)
        place = place._replace(plats=walk.section)
    elif name in ("body", "footer"):
        place = place._replace(plats={"body": walk.section, "footer": "sidfoten"}[name])
    if name == "td":
        place = place._replace(roll="ruta")
    elif name in _AROUND:
        place = place._replace(roll="kringtext")
    elif "data-cell" in given:
        walk.cells.append((place.plats, given["data-cell"]))
        place = place._replace(roll="cell", cell=given["data-cell"])
    elif "data-etikett" in given:
        place = place._replace(roll="etikett")
    elif "data-eget" in given:
        place = place._replace(roll="eget")
    elif given.get("class") == "nr" or (name == "a" and given.get("href", "").startswith("#")):
        place = place._replace(roll="nummer")
    if attributes or name not in INLINE:
        _read_attributes(name, attributes, place, walk)
    return place


def _read_attributes(name: str, attributes: tuple[tuple[str, str], ...], place: _Place, walk: _Walk) -> None:
    if not is_of_the_form(name, tuple((key, "" if key in FREE else value[:80]) for key, value in attributes)):
        walk.fault(
            place, "Sidan har ett element eller attribut som rapporter inte har, och som kan gömma uppgifter."
        )
    for key, value in attributes:
        if key == "src":
            _read_picture(value, place, walk)
        if key in SET:
            continue
        walk.pieces.append(Piece(place.plats, value, HIDDEN))
        if key in ("alt", "aria-label"):
            _count([(value, place._replace(roll="kringtext"))], value, walk)
        elif key == "content" and dict(attributes).get("name") in _COUNTED:
            _count([(value, place)], value, walk)


def _read_picture(source: str, place: _Place, walk: _Walk) -> None:
    kind, _, coded = source.partition(";base64,")
    try:
        content = base64.b64decode(coded, validate=True)
        if kind.endswith("svg+xml"):
            drawing, pieces, faults = read_svg(walk.fil, place.plats, place.display, content)
            walk.drawings.append(drawing)
        else:
            pieces, faults = read_png(walk.fil, place.plats, content)
        walk.pieces.extend(pieces)
        walk.faults.update(faults)
    except (binascii.Error, ValueError, Unreadable):
        walk.fault(place, "En bild går inte att läsa och därmed inte att granska.", "Rita figuren på nytt.")


def _refuse_comment(node: Element, place: _Place, walk: _Walk) -> None:
    walk.pieces.append(Piece(place.plats, node.text or "", HIDDEN))
    walk.fault(place, "Sidan har en kommentar som inte syns men följer med filen.")


def _flush(runs: list[_Run], walk: _Walk) -> None:
    """One line of text, with its numbers."""
    if runs:
        line = "".join([text for text, _ in runs])
        if not line.isspace():
            walk.pieces.append(Piece(runs[0][1].plats, line, VISIBLE))
            _count(runs, line, walk)
        runs.clear()


def _count(runs: list[_Run], line: str, walk: _Walk) -> None:
    """The numbers of a line, each with the place of the run that it begins in."""
    numbers = list(find_numbers(line))
    which, begins = 0, 0
    for start, end in numbers:
        while begins + len(runs[which][0]) <= start:
            begins += len(runs[which][0])
            which += 1
        place = runs[which][1]
        walk.tokens.append(
            Token(place.plats, place.display, line, start, end, place.roll, place.cell, place.head)
        )


def _section(place: _Place, walk: _Walk) -> str:
    return place.plats if place.plats in ("sidhuvudet", "sidfoten") else walk.section


def _name_figure(node: Element, walk: _Walk) -> str:
    for part in node.iter("{*}span"):
        if part.get("class") == "nr":
            text = (part.text or "").strip().rstrip(".")
            return text.lower() if _NUMBERED.fullmatch(text) else walk.section
    return walk.section


def _name_section(node: Element, walk: _Walk) -> str:
    first = node[0] if len(node) else None
    text = (first.text or "").strip() if first is not None and first.get("class") == "nr" else ""
    if _NUMBERED.fullmatch(text):
        return f"avsnitt {text}"
    own = {"innehall": "innehållsförteckningen", "noter-rubrik": "noterna"}
    return own.get(node.get("id") or "", walk.section)
