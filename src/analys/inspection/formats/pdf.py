"""The report as PDF: what its pages say, and every other text in the file, used or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2

from analys.inspection.faults import Fault
from analys.inspection.formats.pdf_objects import Objects, read_objects
from analys.inspection.formats.xml import Unreadable
from analys.inspection.material import HIDDEN, VISIBLE, Document, Piece

_HYPHEN = re.compile("[\ufffe\x02\u00ad]\\s*|(?<=\\w)-\r?\n(?=[a-zåäö])")
_KINDS = {
    ("JavaScript", "JS", "Launch", "OpenAction", "AA", "SubmitForm", "ImportData", "Rendition"): (
        "PDF:en kan köra kommandon när den öppnas."
    ),
    ("EmbeddedFile", "EmbeddedFiles", "Filespec", "AF", "GoToR", "GoToE", "UF"): (
        "PDF:en har en bifogad fil eller hänvisar till en."
    ),
    ("OCG", "OCProperties", "OCMD"): "PDF:en har lager som kan döljas.",
    ("AcroForm", "XFA", "RichMedia", "Movie", "Sound", "Screen", "PieceInfo", "Thumb"): (
        "PDF:en har formulär, ljud, film eller ett programs egna uppgifter."
    ),
}
_FORBIDDEN = {name: why for names, why in _KINDS.items() for name in names}
_NOTES = frozenset(
    (
        *("Text", "FreeText", "Popup", "Stamp", "Highlight", "Underline", "Squiggly", "StrikeOut"),
        *("Ink", "FileAttachment", "Widget", "Redact", "Watermark", "Caret", "Note_"),
    )
)
_GO = "Gör om PDF:en med programmet och lämna ut den oförändrad."


def read_pdf(fil: str, content: bytes) -> Document:
    """A PDF's pages and hidden texts.

    Raises
    ------
    Unreadable
    """
    objects = read_objects(content)
    pages = _read_pages(content)
    faults = [Fault(fil, "", why, _GO) for why in dict.fromkeys(_list_dangers(objects))]
    pieces = [Piece(f"sida {number}", text, VISIBLE) for number, text in enumerate(pages, 1)]
    pieces += [Piece("dolda uppgifter", text, HIDDEN) for text in dict.fromkeys(objects.texts)]
    return Document(fil, "pdf", pieces=tuple(pieces), pages=len(pages), faults=tuple(faults))


def _read_pages(content: bytes) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            return [_HYPHEN.sub("", _text_of(document, number)) for number in range(len(document))]
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, OSError):
        raise Unreadable("den är skadad eller skyddad med lösenord") from None


def _text_of(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()


def _list_dangers(objects: Objects) -> Iterator[str]:
    for name in objects.names:
        if name in _FORBIDDEN:
            yield _FORBIDDEN[name]
    if objects.annotations & _NOTES:
        yield "PDF:en har anteckningar utöver länkar."
    if objects.links_elsewhere:
        yield "PDF:en länkar till något annat än en webbadress."
