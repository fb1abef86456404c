"""What the editable forms of a report are made of: their parts, elements and words.

Anything else may hide something: a comment, a tracked change, a hidden slide, a workbook behind a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analys.inspection.formats.xml import Element, local_name

_COMMON = r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml"
_PARTS = {
    ".docx": re.compile(
        rf"{_COMMON}|word/(?:document|styles|settings|webSettings|fontTable|numbering|header\d|footer\d)\.xml"
        r"|word/theme/theme1\.xml|word/_rels/document\.xml\.rels|word/media/image\d+\.png"
    ),
    ".pptx": re.compile(
        rf"{_COMMON}|ppt/(?:presentation|presProps|viewProps|tableStyles)\.xml|ppt/theme/theme\d\.xml"
        r"|ppt/_rels/presentation\.xml\.rels|ppt/media/image\d+\.png"
        r"|ppt/(slide|slideLayout|slideMaster|notesSlide|notesMaster)s/(?:\1\d+\.xml|_rels/\1\d+\.xml\.rels)"
    ),
}
_CONTENT = re.compile(
    r"word/(?:document|header\d|footer\d)\.xml|ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"
)
_TEXT_PART = "word/document.xml"
_PROPERTIES = "docProps/core.xml"
_WORD = frozenset(
    (
        *("document", "body", "hdr", "ftr", "p", "pPr", "pStyle", "r", "rPr", "rStyle", "t", "tab", "tabs"),
        *("b", "i", "strike", "vertAlign", "br", "jc", "keepNext", "numPr", "ilvl", "numId", "hyperlink"),
        *("bookmarkStart", "bookmarkEnd", "fldChar", "instrText", "drawing", "inline", "extent", "docPr"),
        *("cNvGraphicFramePr", "graphicFrameLocks", "graphic", "graphicData", "tbl", "tblPr", "tblStyle"),
        *("tblW", "tblLook", "tblCaption", "tblDescription", "tblGrid", "gridCol", "tr", "trPr", "cantSplit"),
        *("tblHeader", "tc", "tcPr", "tcW", "gridSpan", "shd", "sectPr", "headerReference", "docGrid"),
        *("footerReference", "pgSz", "pgMar", "cols", "titlePg"),
    )
)
_DRAWN = frozenset(
    (
        *("pic", "nvPicPr", "cNvPr", "cNvPicPr", "picLocks", "blipFill", "blip", "stretch", "fillRect"),
        *("spPr", "xfrm", "off", "ext", "prstGeom", "avLst"),
    )
)
_SLIDE = frozenset(
    (
        *("sld", "notes", "cSld", "spTree", "nvGrpSpPr", "cNvGrpSpPr", "nvPr", "grpSpPr", "chOff", "chExt"),
        *("sp", "nvSpPr", "cNvSpPr", "spLocks", "ph", "txBody", "bodyPr", "lstStyle", "p", "pPr", "r", "rPr"),
        *(
            "t",
            "fld",
            "solidFill",
            "srgbClr",
            "schemeClr",
            "noFill",
            "spAutoFit",
            "spcBef",
            "spcPts",
            "buNone",
        ),
        *("clrMapOvr", "masterClrMapping", "endParaRPr"),
    )
)
_ELEMENTS = {".docx": _WORD | _DRAWN, ".pptx": _SLIDE | _DRAWN}
_TOLD = frozenset(("descr", "name", "title", "anchor", "instr"))
"""Attributes with words; the names of things are words as well."""
_WORDS = frozenset(("tblCaption", "tblDescription"))
_NAMED = re.compile(r"(?:plats_|Picture |rId)\d+|[A-Za-zÅÄÖåäö ]+ \d{1,2}|image\d+\.png")
"""Names that the programs give by number."""
_FIELD = re.compile(r'PAGE|NUMPAGES|TOC \\o "1-2" \\h \\z \\u')
_TEXT = frozenset(("t", "instrText"))


class Words(NamedTuple):
    """A text and where it stands; `lopande` tells that it is a paragraph of a document, in its order."""

    plats: str
    text: str
    lopande: bool = False


class Form(NamedTuple):
    """What the form of a file tells: places of what it should not have, and its words."""

    strange: Sequence[str]
    words: Sequence[Words]


def read_form(ending: str, names: Sequence[str], roots: Mapping[str, Element]) -> Form:
    """The form of a Word document or a presentation.

    Parameters
    ----------
    ending : str
        ".docx" or ".pptx".
    names : sequence of str
        Names of all parts.
    roots : mapping of str to Element
        Those that are XML.
    """
    strange: list[str] = []
    words: list[Words] = []
    for number, name in enumerate(names, 1):
        plats = f"del {number}"
        if not _PARTS[ending].fullmatch(name):
            strange.append(plats)
        elif name.endswith(".rels"):
            strange += [plats] * _leads_elsewhere(roots[name])
        elif _CONTENT.fullmatch(name):
            strange += [plats] * _has_other(roots[name], _ELEMENTS[ending])
            words += _read_words(roots[name], plats, lopande=name == _TEXT_PART)
        elif name == _PROPERTIES:
            words += [
                Words(plats, str(node.text))
                for node in roots[name]
                if node.text and local_name(node) not in _DATED
            ]
    return Form(tuple(dict.fromkeys(strange)), tuple(words))


_DATED: Mapping[str, str] = dict.fromkeys(("created", "modified", "revision"), "")
"""Properties that count nothing of the report's."""


def _leads_elsewhere(root: Element) -> bool:
    """Whether a relation leads out of the file to anything but an address on the web."""
    return any(
        node.get("TargetMode") == "External"
        and not (
            str(node.get("Type")).endswith("/hyperlink")
            and str(node.get("Target")).lower().startswith(("https://", "http://", "mailto:"))
        )
        for node in root
    )


def _has_other(root: Element, known: frozenset[str]) -> bool:
    """Whether a part holds an element, a hidden page or a stray text that reports do not have."""
    for node in root.iter():
        own = local_name(node)
        if own not in known or ((node.text or "").strip() and own not in _TEXT) or (node.tail or "").strip():
            return True
        if own == "instrText" and not _FIELD.fullmatch(node.text or ""):
            return True
    return root.get("show") == "0"


def _read_words(root: Element, plats: str, *, lopande: bool) -> Iterator[Words]:
    """Paragraphs, and attributes with words."""
    for node in root.iter():
        own = local_name(node)
        if own == "p":
            yield Words(plats, "".join(_read_paragraph(node)), lopande)
        for key, value in node.items():
            if (key.rpartition("}")[2] in _TOLD or own in _WORDS) and not _NAMED.fullmatch(value):
                yield Words(plats, value)


def _read_paragraph(node: Element) -> Iterator[str]:
    for part in node.iter():
        own = local_name(part)
        if own == "t":
            yield part.text or ""
        elif own in ("br", "tab"):
            yield " " if own == "br" else " – "
