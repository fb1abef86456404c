"""The PDF says what the page says: no number and no hidden text of its own.

Beside the page's numbers it may have its page numbers: in "Sida 2 av 64", and last on a line of the contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import HIDDEN, VISIBLE, Document, Material
from analys.inspection.subject import Subject
from analys.inspection.tokens import NUMBER

_FOOT = re.compile(r"\bSida (\d+) av (\d+)\b")
_CONTENTS = re.compile(r"(?m) (\d{1,3})\s*$")
_OWN = re.compile(
    r"Typst \d[\d.]*|<xmp[^>]*>[^<]*|<\?xpacket.*?\?>|xmlns:?\w*=\"[^\"]*\"|U\d+x\d+y\d+", re.DOTALL
)
_STAMP = re.compile(
    r"D:\d{14}(?:Z|[+-]\d\d'?\d\d'?)?"
    r"|<(xmp:(?:ModifyDate|CreateDate|MetadataDate)|stEvt:when|stEvt:instanceID|stEvt:softwareAgent|xmpMM:\w+|pdf\w*:\w+|"
    r"xmp:CreatorTool|xmpTPg:NPages)>[^<]*</\1>"
)


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where the PDF holds a number that the page lacks."""
    pages = list(material.of("html"))
    known = {number for page in pages for piece in page.pieces for number in _numbers(piece.text)}
    for document in material.of("pdf"):
        for plats in dict.fromkeys(_list_strange(document, known)):
            yield Fault(
                document.fil,
                plats,
                "PDF:en har ett tal som sidan inte har.",
                "Gör om rapporten, så att PDF:en görs av samma sida.",
            )


def _list_strange(document: Document, known: set[str]) -> Iterator[str]:
    for piece in document.pieces:
        text = piece.text
        if piece.slag == VISIBLE:
            text = _CONTENTS.sub(" ", _FOOT.sub(" ", text)) if _is_contents(text) else _FOOT.sub(" ", text)
        elif piece.slag == HIDDEN:
            text = _OWN.sub(" ", _STAMP.sub(" ", text))
        if any(number not in known for number in _numbers(text)):
            yield piece.plats


def _is_contents(text: str) -> bool:
    """Whether a page is of the table of contents: most lines end in a page number."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(bool(_CONTENTS.search(line)) for line in lines) > len(lines) / 2


def _numbers(text: str) -> list[str]:
    # A reader of PDF files may lose the narrow space between thousands.
    return [number.replace("\u202f", "") for number in NUMBER.findall(text)]
