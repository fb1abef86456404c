"""The demo report's slides and editable forms: all there, held by their pages, and the same as the page."""

from __future__ import annotations

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from analys.presentation.bildkrok import SLAG
from analys.rendering.audit import list_pdf_faults
from analys.rendering.bilder import list_slides
from analys.rendering.tree import read_document

SLIDES, PRESENTATION, DOCUMENT = "genomlysning-bilder.pdf", "genomlysning-bilder.pptx", "genomlysning.docx"
MOST_SLIDES = 45


@pytest.fixture(scope="module")
def tree(demo_report):
    return read_document(demo_report.html)


@pytest.fixture(scope="module")
def slides(tree):
    return list_slides(tree)


def test_every_part_of_the_presentation_has_a_slide(slides):
    titles = [slide.titel.partition(" – ")[0] for slide in slides if slide.slag == "text"]
    assert list(dict.fromkeys(titles)) == list(SLAG.values())
    assert len([slide for slide in slides if slide.slag in ("figur", "bredvid")]) >= 5
    assert len(slides) <= MOST_SLIDES


def test_the_slides_are_pdf_ua_1_and_one_page_each(demo_report, slides):
    path = demo_report.folder / SLIDES
    assert list_pdf_faults(path) == []
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    assert len(pages) == len(slides)
    for page, slide in zip(pages, slides, strict=True):
        assert " ".join(slide.rubrik.split()) in page
        assert "UTKAST" in page


def test_no_slide_needs_smaller_letters(slides):
    from analys.rendering.bilder_plats import BULLET, WIDTH, fits_beside
    from analys.rendering.bilder_text import height_of

    for slide in slides:
        places = slide.places
        if slide.slag == "text":
            assert height_of(slide.rader, slide.storlek, WIDTH - BULLET) <= places["rader"].h
        elif slide.slag == "bredvid":
            assert fits_beside(slide.titel, slide.underrubrik, slide.kalla)
        elif slide.slag == "figur":
            assert places["bild"].h >= 200


def test_the_presentation_has_the_same_titles_and_all_alternative_texts(demo_report, slides):
    presentation = Presentation(str(demo_report.folder / PRESENTATION))
    assert [slide.shapes.title.text for slide in presentation.slides] == [slide.rubrik for slide in slides]
    told = [
        shape._element.nvPicPr.cNvPr.get("descr")
        for slide in presentation.slides
        for shape in slide.shapes
        if shape._element.tag.endswith("}pic")
    ]
    assert told == [slide.bild.alt for slide in slides if slide.bild]


def test_the_document_has_every_table_heading_and_figure(demo_report, tree):
    document = Document(str(demo_report.folder / DOCUMENT))
    assert len(document.tables) == len(list(tree.iter("table")))
    titles = [line.text for line in document.paragraphs if line.style.name.startswith("Heading")]
    kinds = ("h2", "h3", "h4", "h5", "h6")
    assert titles == ["".join(node.itertext()) for node in tree.find("body/main").iter(*kinds)]
    drawn = [node.get("descr") for node in document.element.iter(qn("wp:docPr"))]
    assert drawn == [image.get("alt") for image in tree.iter("img")]
