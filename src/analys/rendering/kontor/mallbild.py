"""The template of the editable slides: 16:9, three layouts, the report's colour, Swedish."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.util import Pt

from analys.rendering.bilder_plats import PAGE
from analys.rendering.kontor.arkiv import drop_parts, replace_app

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
LANGUAGE = "sv-SE"
LAYOUTS = {
    "Title Slide": "Titelbild",
    "Title and Content": "Rubrik och text",
    "Title Only": "Rubrik och figur",
}
_PROMPTS = {
    "Click to edit Master title style": "Skriv rubrik",
    "Click to edit Master subtitle style": "Skriv underrubrik",
    "Click to edit Master text styles": "Skriv text",
    "Second level": "Andra nivån",
    "Third level": "Tredje nivån",
    "Fourth level": "Fjärde nivån",
    "Fifth level": "Femte nivån",
}


def open_template(colour: str) -> Any:
    """An empty presentation.

    Parameters
    ----------
    colour : str
        The report's colour, "#RRGGBB".
    """
    presentation = Presentation()
    wide = Pt(PAGE[0]) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Pt(PAGE[0]), Pt(PAGE[1])
    presentation.element.find(f"{P}sldSz").attrib.pop("type", None)
    layouts = presentation.slide_layouts
    for layout in [layout for layout in layouts if layout.name not in LAYOUTS]:
        layouts.remove(layout)
    master = presentation.slide_master
    for page in (master, *layouts):
        _widen(page, wide)
        for node in list(page.placeholders):
            if node.placeholder_format.type is not None and node.placeholder_format.type.name == "DATE":
                node.element.getparent().remove(node.element)
    for layout in layouts:
        layout.name = LAYOUTS[layout.name]
    _colour(master, colour)
    for page in (presentation, master, *layouts):
        speak_swedish(page.element)
    package = presentation.part.package
    drop_parts(package._rels, "thumbnail")
    drop_parts(presentation.part.rels, "printerSettings")
    replace_app(package._rels, "Microsoft Office PowerPoint")
    return presentation


def speak_swedish(tree: Any) -> None:
    """Let every text be Swedish."""
    for node in tree.iter(f"{A}r"):
        if node.find(f"{A}rPr") is None:
            node.insert(0, etree.Element(f"{A}rPr"))
    for node in tree.iter(f"{A}rPr", f"{A}endParaRPr", f"{A}defRPr"):
        if node.tag != f"{A}defRPr" or node.get("lang"):
            node.set("lang", LANGUAGE)
        node.attrib.pop("smtClean", None)
        node.attrib.pop("dirty", None)
    for node in tree.iter(f"{A}t"):
        node.text = _PROMPTS.get(node.text, node.text)


def _widen(page: Any, share: float) -> None:
    for node in page.element.iter(f"{A}off", f"{A}ext"):
        for name in ("x", "cx"):
            if node.get(name):
                node.set(name, str(round(int(node.get(name)) * share)))


def _colour(master: Any, colour: str) -> None:
    """The theme's colours and fonts, and titles to the left in the report's colour."""
    part = next(one.target_part for one in master.part.rels.values() if one.reltype.endswith("/theme"))
    text = part.blob.decode("utf-8")
    for name in ("dk2", "accent1"):
        text = re.sub(rf'(<a:{name}><a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{colour[1:].upper()}", text)
    text = text.replace('name="Office Theme"', 'name="Genomlysning"')
    part._blob = text.encode("utf-8")
    style = master.element.find(f"{P}txStyles/{P}titleStyle/{A}lvl1pPr")
    style.set("algn", "l")
    letters = style.find(f"{A}defRPr")
    letters.set("b", "1")
    letters.find(f"{A}solidFill/{A}schemeClr").set("val", "tx2")


def add_field(paragraph: Any, size: int) -> None:
    """The slide's number, which the program that shows it counts."""
    field = etree.SubElement(paragraph._p, f"{A}fld")
    field.set("id", "{C1FF6DA9-008F-8B48-92A6-B652298478BF}")
    field.set("type", "slidenum")
    letters = etree.SubElement(field, f"{A}rPr", {"lang": LANGUAGE, "sz": str(size * 100)})
    etree.SubElement(etree.SubElement(letters, f"{A}solidFill"), f"{A}schemeClr", {"val": "tx1"})
    etree.SubElement(field, f"{A}t").text = "‹#›"
