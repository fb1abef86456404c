"""Styles of the Word document: the report's look in the program's own styles, in Swedish."""

from __future__ import annotations

from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt, RGBColor

from analys.rendering.front import mix_with_white
from analys.rendering.kontor.arkiv import drop_parts, replace_app
from analys.rendering.kontor.tabeller import STYLE, TEXT
from analys.rendering.kontor.xml import W, w

FONT = "Calibri"
"""A font that every office program has: the report's own cannot be sent along."""
LANGUAGE = "sv-SE"
_KEPT = {
    *("Normal", "Title", "Subtitle", "Header", "Footer", "Caption", "Quote", "Default Paragraph Font"),
    *(f"Heading {level}" for level in range(1, 7)),
    *("List Bullet", "List Bullet 2", "List Bullet 3", "List Number", "List Number 2", "List Number 3"),
    *("Normal Table", "No List", "TOC Heading"),
}
_HEADINGS = (22, 15, 12.5, 11.5, 11, 11)
_GREY = RGBColor(0x40, 0x40, 0x40)
OWN = {
    "Ledrad": (11, True),
    "Underrubrik": (10, False),
    "Källa": (9, False),
    "Ruta": (11, False),
    "Rutrubrik": (11.5, True),
    "Beskrivning": (11, False),
    "Kod": (9, False),
    "Not": (9.5, False),
    "Uppgift": (11, False),
    TEXT: (9, False),
}
"""Styles beside the program's own: points, bold."""


def open_template(colour: str) -> Any:
    """An empty document with the styles.

    Parameters
    ----------
    colour : str
        The report's colour, "#RRGGBB".
    """
    document = Document()
    package = document.part.package
    drop_parts(package.rels, "thumbnail")
    drop_parts(document.part.rels, "customXml", "stylesWithEffects")
    replace_app(package.rels, "Microsoft Office Word")
    styles = document.styles
    for style in [style for style in styles if style.name not in _KEPT]:
        styles.element.remove(style.element)
    _set_defaults(styles)
    shade = RGBColor.from_string(colour[1:].upper())
    for level, size in enumerate(_HEADINGS, 1):
        _dress(styles[f"Heading {level}"], size, bold=True, colour=shade, before=18 - 2 * level, after=5)
    _dress(styles["Title"], 34, bold=True, colour=shade, before=120, after=8)
    _dress(styles["Subtitle"], 16, bold=False, colour=_GREY, before=0, after=36)
    _dress(styles["Caption"], 10.5, bold=True, colour=None, before=12, after=2)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, (size, bold) in OWN.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _dress(style, size, bold=bold, colour=_GREY if name in ("Källa", "Underrubrik") else None)
    styles["Ledrad"].paragraph_format.keep_with_next = True
    styles["Underrubrik"].paragraph_format.keep_with_next = True
    styles["Beskrivning"].paragraph_format.left_indent = Cm(0.6)
    styles[TEXT].paragraph_format.space_after = Pt(0)
    for name in ("Ruta", "Rutrubrik"):
        _frame(styles[name], colour)
    styles["Rutrubrik"].paragraph_format.keep_with_next = True
    code = styles.add_style("Kodtecken", WD_STYLE_TYPE.CHARACTER)
    code.font.name = styles["Kod"].font.name = "Consolas"
    for level in (1, 2):
        entry = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        entry.base_style = styles["Normal"]
        entry.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        entry.paragraph_format.space_after = Pt(3)
    _add_table_style(styles, colour)
    return document


def _set_defaults(styles: Any) -> None:
    letters = styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    for node in letters.findall(f"{W}lang"):
        letters.remove(node)
    letters.append(w("lang", {"val": LANGUAGE, "eastAsia": LANGUAGE, "bidi": "ar-SA"}))
    _dress(styles["Normal"], 11, bold=None, colour=None, before=0, after=7)
    styles["Normal"].paragraph_format.line_spacing = 1.15


def _dress(
    style: Any,
    size: float,
    *,
    bold: bool | None,
    colour: RGBColor | None,
    before: float | None = None,
    after: float | None = None,
) -> None:
    own = style.element.find(f"{W}rPr")
    if own is not None:
        style.element.remove(own)
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    if colour is not None:
        style.font.color.rgb = colour
    for edge in style.element.findall(f"{W}pPr/{W}pBdr"):
        edge.getparent().remove(edge)
    if before is not None:
        style.paragraph_format.space_before = Pt(before)
    if after is not None:
        style.paragraph_format.space_after = Pt(after)


def _frame(style: Any, colour: str) -> None:
    """A tint and a line at the left."""
    fill = mix_with_white(colour, 0.08)[1:].upper()
    line = w("left", {"val": "single", "sz": "24", "space": "8", "color": colour[1:].upper()})
    own = style.element.get_or_add_pPr()
    own.insert_element_before(w("pBdr", {}, line), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    own.insert_element_before(
        w("shd", {"val": "clear", "color": "auto", "fill": fill}), "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
    style.paragraph_format.left_indent = Cm(0.4)


def _add_table_style(styles: Any, colour: str) -> None:
    """Lines across, none down; the header row bold over a line."""
    strong = {"val": "single", "sz": "8", "space": "0", "color": colour[1:].upper()}
    weak = {"val": "single", "sz": "4", "space": "0", "color": "CFCFCF"}
    head = w(
        "tblStylePr",
        {"type": "firstRow"},
        w("rPr", {}, w("b")),
        w("tcPr", {}, w("tcBorders", {}, w("bottom", strong))),
    )
    margins = w(
        "tblCellMar",
        {},
        *(w(side, {"w": wide, "type": "dxa"}) for side, wide in (("top", "40"), ("left", "80"))),
        *(w(side, {"w": wide, "type": "dxa"}) for side, wide in (("bottom", "40"), ("right", "80"))),
    )
    borders = w("tblBorders", {}, w("top", strong), w("bottom", strong), w("insideH", weak))
    styles.element.append(
        w(
            "style",
            {"type": "table", "customStyle": "1", "styleId": STYLE},
            w("name", {"val": STYLE}),
            w("basedOn", {"val": "TableNormal"}),
            w("tblPr", {}, borders, margins),
            head,
        )
    )
