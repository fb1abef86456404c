"""The PDFs say what the page says: no number and no hidden text of their own.

Beside the page's numbers the report may have its page numbers: "Sida 2 av 64", and after a heading in the
contents. A slide may have its own number at its end, and say which of several it is: "(1 av 2)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import VISIBLE, Document, Material
from analys.inspection.subject import Subject
from analys.inspection.tokens import NUMBER

_FOOT = re.compile(r"\bSida \d+ av \d+\b")
_ENTRY = re.compile(r"(?m)^(.*\S) (\d{1,3})\s*$")
_MADE = re.compile(
    r"Typst \d[\d.]*|sRGB v\d\.\d|(?<![\w+/])[\w+/]{22}==|U\d+x\d+y\d+|D:\d{14}(?:Z|[+-]\d\d'?\d\d'?)?"
)
"""What the typesetting leaves: versions, identities, the document's date."""
_PACKET = re.compile(
    r"<(xmp:(?:CreateDate|ModifyDate|MetadataDate|CreatorTool)|stEvt:(?:when|instanceID|softwareAgent)"
    r"|xmpMM:(?:InstanceID|DocumentID)|xmpTPg:NPages|pdf:(?:PDFVersion|Producer)|pdfa?(?:ua)?id:part"
    r"|pdfa(?:Schema|Property):\w+)>[^<]*</\1>|<\?xpacket.*?\?>|xmlns:\w+=\"[^\"]*\"",
    re.DOTALL,
)
_SLIDES = "-bilder.pdf"
_OF = re.compile(r"\((\d{1,2}) av (\d{1,2})\)")
_PAGE = re.compile(r"(?<=” )sida \d{1,3}$")


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where the PDF holds a number that the page lacks."""
    lines = {piece.text.strip() for page in material.of("html") for piece in page.pieces}
    known = {number for line in lines for number in _numbers(line)}
    for document in material.of("pdf"):
        for plats in dict.fromkeys(_list_strange(document, known, lines)):
            yield Fault(
                document.fil,
                plats,
                "PDF:en har ett tal som sidan inte har.",
                "Gör om rapporten, så att PDF:en görs av samma sida.",
            )


def _list_strange(document: Document, known: set[str], lines: set[str]) -> Iterator[str]:
    def strip(entry: re.Match[str]) -> str:
        # A long heading takes two lines, and the page number follows the last.
        is_page = int(entry[2]) <= document.pages and len(entry[1]) > 2
        is_page = is_page and any(line.endswith(entry[1]) for line in lines)
        return entry[1] if is_page else entry[0]

    for piece in document.pieces:
        if piece.slag == VISIBLE:
            text = _FOOT.sub(" ", piece.text)
            if document.fil.endswith(_SLIDES):
                text = _strip_slide(text, piece.plats)
            numbers = set(_numbers(text)) - known
            if numbers:
                numbers = set(_numbers(_ENTRY.sub(strip, text))) - known
        else:
            numbers = set(_numbers(_MADE.sub(" ", _PACKET.sub(" ", _PAGE.sub("", piece.text))))) - known
        if numbers:
            yield piece.plats


def _strip_slide(text: str, plats: str) -> str:
    """A slide's text without its number and its part."""
    own = plats.rpartition(" ")[2]
    return _OF.sub(" ", re.sub(rf"\s{own}\Z", " ", text.rstrip()))


def _numbers(text: str) -> list[str]:
    # A reader of PDF files may lose the narrow space between thousands.
    return [number.replace("\u202f", "") for number in NUMBER.findall(text)]
