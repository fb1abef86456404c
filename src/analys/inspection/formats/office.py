"""Office files (docx, pptx, xlsx): every text in every part of the archive."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from analys.inspection.faults import Fault
from analys.inspection.formats.office_form import read_form
from analys.inspection.formats.png import read_png
from analys.inspection.formats.xml import Element, Unreadable, local_name, parse_xml
from analys.inspection.material import HIDDEN, VISIBLE, Document, Piece

MOST_PARTS = 2_000
MOST_UNPACKED = 200_000_000
_BLOCKS = frozenset(("p", "si", "c", "row", "tr", "sp", "comment", "pt", "v"))
_SEEN = re.compile(
    r"(?:word/(?:document|header\d*|footer\d*|footnotes|endnotes)|ppt/slides/slide\d+|xl/sharedStrings|xl/worksheets/sheet\d+)\.xml"
)
_PARTS = re.compile(r".*\.(?:xml|rels|vml)|\[Content_Types\]\.xml")
_REFUSED = re.compile(r".*(?:vbaProject|embeddings/|activeX/|externalLinks/|customXml/|comments|people).*")

_STRANGE = (
    "Filen har något som rapportens filer inte har: en kommentar, en spårad ändring, en dold bild, en "
    "inbäddad fil eller en länk till en annan fil."
)
_AGAIN = "Gör om filen med programmet och lämna ut den oförändrad."


def read_office(fil: str, content: bytes) -> Document:
    """Texts and attributes of an archive's parts.

    Raises
    ------
    Unreadable
    """
    pieces: list[Piece] = []
    faults: list[Fault] = []
    parts = unpack(content)
    roots: dict[str, Element] = {}
    for number, (name, body) in enumerate(parts, 1):
        plats = f"del {number}"
        pieces.append(Piece(plats, name, HIDDEN))
        if _REFUSED.fullmatch(name):
            faults.append(
                Fault(
                    fil,
                    plats,
                    "Filen bär makron, kommentarer, inbäddade filer eller länkar till andra filer.",
                    _AGAIN,
                )
            )
        if _PARTS.fullmatch(name):
            roots[name] = parse_xml(body)
            pieces += read_part(name, roots[name], plats)
        elif name.endswith(".png"):
            found, wrong = read_png(fil, plats, body)
            pieces += found
            faults += wrong
        elif not name.endswith("/"):
            raise Unreadable("den har delar som inte går att läsa")
    form = read_form(PurePosixPath(fil).suffix.lower(), [name for name, _ in parts], roots)
    faults += [Fault(fil, plats, _STRANGE, _AGAIN) for plats in form.strange]
    return Document(
        fil, "kontor", pieces=tuple(pieces), content=form.words, faults=tuple(dict.fromkeys(faults))
    )


def unpack(content: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of an archive's parts.

    Raises
    ------
    Unreadable
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS or len({entry.filename for entry in entries}) != len(entries):
                raise Unreadable("den har för många delar eller samma del två gånger")
            parts, left = [], MOST_UNPACKED
            for entry in entries:
                if entry.flag_bits & 1:
                    raise Unreadable("den är skyddad med lösenord")
                with archive.open(entry) as part:
                    body = part.read(left + 1)
                left -= len(body)
                if left < 0:
                    raise Unreadable("den blir för stor när den packas upp")
                parts.append((entry.filename, body))
            if archive.comment:
                parts.append(("kommentar.xml", b"<k>" + archive.comment.hex().encode() + b"</k>"))
            return parts
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        raise Unreadable("den är avbruten eller skadad") from None


def read_part(name: str, root: Element, plats: str) -> list[Piece]:
    """Texts and attributes of a part."""
    kind = VISIBLE if _SEEN.fullmatch(name) else HIDDEN
    pieces = []
    for node in root.iter():
        own = local_name(node)
        if not own:
            pieces.append(Piece(plats, node.text or "", HIDDEN))
            continue
        if own in _BLOCKS:
            pieces.append(Piece(plats, "".join(node.itertext()), kind))
        pieces += [Piece(plats, value, HIDDEN) for value in node.values() if len(value) > 3]
    # Texts beside each other may be parts of one.
    pieces.append(Piece(plats, " ".join(root.itertext()), kind))
    return pieces
