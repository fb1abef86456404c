"""The slides for PowerPoint: the same list, words and places as in the PDF, to be edited."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from analys.rendering.bilder import Picture, Slide
from analys.rendering.bilder_plats import BULLET, SMALL, Box, find_ratio, scale, title_size
from analys.rendering.bilder_text import LEAD, Line, Run
from analys.rendering.kontor.arkiv import describe, settle
from analys.rendering.kontor.mallbild import A, add_field, open_template, speak_swedish
from analys.rendering.markup import Element
from analys.rendering.tree import meta

GREY = RGBColor(0x40, 0x40, 0x40)
_COVERS = ("titel", "slut")


def make_presentation(tree: Element, slides: Sequence[Slide], bitmaps: Mapping[str, bytes]) -> bytes:
    """The slides as a .pptx file; same slides, same bytes.

    Parameters
    ----------
    tree : Element
        The document, for its title, author and date.
    slides : sequence of Slide
    bitmaps : mapping of str to bytes
        PNG files of the figures, by data URI.
    """
    presentation = open_template(meta(tree, "farg"))
    for slide in slides:
        _add_slide(presentation, slide, bitmaps, meta(tree, "marke"))
    describe(presentation.core_properties, tree)
    content = io.BytesIO()
    presentation.save(content)
    return settle(content.getvalue())


def _add_slide(presentation: Any, slide: Slide, bitmaps: Mapping[str, bytes], mark: str) -> None:
    layouts = presentation.slide_layouts
    layout = layouts[0 if slide.slag in _COVERS else 2 if slide.bild else 1]
    page = presentation.slides.add_slide(layout)
    places = slide.places
    _fill(page.shapes.title, [(Run(slide.rubrik),)], title_size(slide.slag), places["titel"])
    if slide.slag in _COVERS:
        _add_cover(page, slide)
    elif slide.rader:
        _fill(page.placeholders[1], slide.rader, slide.storlek, places["rader"], bullets=True)
    if slide.underrubrik and slide.slag not in _COVERS:
        _add_text(page, "Underrubrik", slide.underrubrik, places["under"])
    if slide.bild is not None:
        name = "Logotyp" if slide.slag == "titel" else "Figur"
        _add_picture(page, slide.bild, bitmaps[slide.bild.src], places["bild"], name)
    if slide.kalla and slide.slag not in _COVERS:
        _add_text(page, "Källa", slide.kalla, places["kalla"])
    _add_foot(page, layout, slide.slag, mark, places)
    if slide.anteckning:
        page.notes_slide.notes_text_frame.text = slide.anteckning
        speak_swedish(page.notes_slide.element)
    speak_swedish(page.element)


def _add_cover(page: Any, slide: Slide) -> None:
    subtitle = page.placeholders[1]
    box = slide.places["under"]
    lines = [(Run(slide.underrubrik),)] if slide.underrubrik else list(slide.rader)
    _fill(subtitle, lines, 28 if slide.underrubrik else slide.storlek, box, colour=MSO_THEME_COLOR.TEXT_1)
    if slide.underrubrik and slide.rader:
        _add_lines(page, "Uppgifter", slide.rader, slide.storlek, slide.places["rader"])


def _fill(
    shape: Any,
    lines: Sequence[Line],
    size: int,
    box: Box,
    *,
    bullets: bool = False,
    colour: MSO_THEME_COLOR | None = None,
) -> None:
    """Put lines in a shape of a size and a place."""
    _move(shape, box)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        if bullets:
            paragraph.space_before = Pt(size * 0.5 if number else 0)
            _set_bullet(paragraph._p.get_or_add_pPr(), lead=line[:1] == (LEAD,))
        for part in (part for part in line if part.text):
            run = paragraph.add_run()
            run.text, run.font.size = part.text, Pt(size)
            run.font.bold = True if part.stark else None
            if colour is not None:
                run.font.color.theme_color = colour


def _set_bullet(properties: Any, *, lead: bool) -> None:
    """A bullet with its room, or none before a line that leads a list."""
    properties.set("marL", "0" if lead else str(Pt(BULLET)))
    properties.set("indent", "0" if lead else str(-Pt(BULLET)))
    if lead:
        properties.append(etree.Element(f"{A}buNone"))


def _add_lines(page: Any, name: str, lines: Sequence[Line], size: int, box: Box) -> Any:
    shape = page.shapes.add_textbox(*(Pt(value) for value in box))
    shape.name = name
    _fill(shape, lines, size, box)
    return shape


def _add_text(page: Any, name: str, text: str, box: Box) -> None:
    shape = _add_lines(page, name, [(Run(text),)], SMALL, box)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.color.rgb = GREY


def _add_picture(page: Any, picture: Picture, bitmap: bytes, box: Box, name: str) -> None:
    ratio = find_ratio(picture.src)
    width = scale(box, ratio)
    height = width / ratio
    left = box.x if name == "Logotyp" else box.x + (box.w - width) / 2
    shape = page.shapes.add_picture(
        io.BytesIO(bitmap), Pt(left), Pt(box.y + (box.h - height) / 2), Pt(width), Pt(height)
    )
    shape.name = name
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)


def _add_foot(page: Any, layout: Any, slag: str, mark: str, places: Mapping[str, Box]) -> None:
    """The mark and the slide's number, in the layout's own places for them."""
    for node in layout.placeholders:
        kind = node.placeholder_format.type.name
        if kind == "FOOTER" and mark:
            shape = _copy(page, node, "Märkning")
            _fill(shape, [(Run(mark, True),)], SMALL, places["marke"], colour=MSO_THEME_COLOR.TEXT_2)
            shape.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        elif kind == "SLIDE_NUMBER" and slag != "titel":
            shape = _copy(page, node, "Bildnummer")
            _fill(shape, [()], SMALL, places["nummer"])
            paragraph = shape.text_frame.paragraphs[0]
            paragraph.alignment = PP_ALIGN.RIGHT
            add_field(paragraph, SMALL)


def _copy(page: Any, node: Any, name: str) -> Any:
    """A placeholder of the layout on the page, empty."""
    element = deepcopy(node.element)
    page.shapes._spTree.append(element)
    shape = page.placeholders[node.placeholder_format.idx]
    shape.name = name
    element.nvSpPr.cNvPr.set("id", str(max(one.shape_id for one in page.shapes) + 1))
    frame = shape.text_frame
    frame.clear()
    for left in list(frame.paragraphs[0]._p):
        frame.paragraphs[0]._p.remove(left)
    return shape


def _move(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(value) for value in box)
