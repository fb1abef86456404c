"""The editable forms: opened again by the libraries, they hold what the page holds, in their own way."""

from __future__ import annotations

import datetime
import io
import itertools
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from analys.rendering.bilder import list_slides
from analys.rendering.kontor.arkiv import settle
from analys.rendering.tree import read_document

DOCX, PPTX, HTML = "genomlysning.docx", "genomlysning-bilder.pptx", "genomlysning.html"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def tree(whole):
    return read_document(whole[HTML].read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def document(whole):
    return Document(str(whole[DOCX]))


@pytest.fixture(scope="module")
def presentation(whole):
    return Presentation(str(whole[PPTX]))


# --- presentation


def test_the_presentation_has_the_same_slides_in_wide_format(presentation, tree):
    titles = [slide.shapes.title.text for slide in presentation.slides]
    assert titles == [slide.rubrik for slide in list_slides(tree)]
    assert round(presentation.slide_width / presentation.slide_height, 2) == 1.78


def test_words_stand_in_placeholders_bullet_by_bullet(presentation):
    (strengths,) = (slide for slide in presentation.slides if slide.shapes.title.text == "Styrkor")
    body = strengths.placeholders[1].text_frame
    assert [line.text for line in body.paragraphs] == [
        "Meritvärdet har stigit, se figur\u00a01.",
        "Eleverna trivs",
    ]
    assert [run.font.bold for run in body.paragraphs[0].runs] == [None, True, None]


def test_a_paragraph_that_opens_a_list_has_no_bullet(presentation):
    (done,) = (slide for slide in presentation.slides if slide.shapes.title.text == "Så gjorde vi")
    body = done.placeholders[1].text_frame
    bare = [line._p.find(f"{A}pPr/{A}buNone") is not None for line in body.paragraphs]
    assert [line.text for line in body.paragraphs] == ["Vi har läst", "Betyg", "Enkäter"]
    assert bare == [True, False, False]


def test_a_figure_has_its_alternative_text_source_and_notes(presentation):
    (slide,) = (one for one in presentation.slides if "tre läsår i rad" in one.shapes.title.text)
    names = [shape.name for shape in slide.shapes]
    # Read in this order: the title, what is measured, the figure, where it comes from.
    assert names[1:4] == ["Underrubrik", "Figur", "Källa"]
    assert slide.shapes[2]._element.nvPicPr.cNvPr.get("descr") == "Linjediagram. Andelen sjunker."
    assert slide.notes_slide.notes_text_frame.text.startswith("Figur 1 i rapporten, avsnitt 2.1 Meritvärde.")


def test_every_slide_is_marked_numbered_and_swedish(presentation):
    for number, slide in enumerate(presentation.slides, 1):
        texts = {shape.name: shape for shape in slide.shapes if shape.has_text_frame}
        assert texts["Märkning"].text_frame.text == "UTKAST"
        fields = [node.get("type") for node in slide._element.iter(f"{A}fld")]
        assert fields == ([] if number == 1 else ["slidenum"])
        languages = {node.get("lang") for node in slide._element.iter(f"{A}rPr")}
        assert languages == {"sv-SE"}
    identities = [[shape.shape_id for shape in slide.shapes] for slide in presentation.slides]
    assert all(len(own) == len(set(own)) for own in identities)


def test_the_theme_has_the_reports_colour(whole):
    with zipfile.ZipFile(whole[PPTX]) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    assert '<a:dk2><a:srgbClr val="12436D"/>' in theme


# --- document


def read_lines(document):
    return [(line.style.name, line.text) for line in document.paragraphs]


def test_the_document_has_the_pages_headings_and_skips_no_level(document, tree):
    wanted = [
        (int(node.tag[1]) - 1, "".join(node.itertext()))
        for node in tree.find("body/main").iter("h2", "h3", "h4", "h5", "h6")
    ]
    found = [(int(name[-1]), text) for name, text in read_lines(document) if name.startswith("Heading")]
    assert found == wanted
    levels = [1, *(level for level, _ in found)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_document_has_all_tables_with_heads_that_repeat(document, tree):
    wanted = [
        [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
        for table in tree.iter("table")
    ]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables] == wanted
    for table in document.tables:
        heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads[0] and not any(heads[1:])
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_captions_figures_and_their_alternative_texts(document, tree):
    captions = [text for name, text in read_lines(document) if name == "Caption"]
    assert captions == [
        " ".join("".join(node.itertext()).split())
        for node in tree.iter("caption", "p")
        if node.tag == "caption" or "titel" in (node.get("class") or "").split()
    ]
    drawn = [node.get("descr") for node in document.element.iter(qn("wp:docPr"))]
    assert drawn == [image.get("alt") for image in tree.iter("img")]


def test_lists_boxes_quotes_and_notes_have_their_styles(document):
    lines = read_lines(document)
    assert ("Rutrubrik", "Hur säkra är siffrorna?") in lines
    assert next(text for name, text in lines if name == "Ruta").startswith("Slumpen gör att")
    assert ("List Bullet", "Vilka elever når inte behörighet?") in lines
    assert ("List Bullet 2", "Hur många är de?") in lines
    assert ("List Number 3", "i kommunen") in lines
    assert ("Quote", "Citat") in lines
    notes = [text for name, text in lines if text.startswith(("Med säkert menas", "En sista not"))]
    assert len(notes) == 2


def test_numbered_lists_begin_anew(document):
    own = [
        line._p.pPr.numPr.numId.val
        for line in document.paragraphs
        if line.text in ("Först", "Sedan", "Om igen")
    ]
    assert own[0] == own[1] != own[2]


def test_links_lead_to_bookmarks_that_are_there(document):
    names = {node.get(qn("w:name")) for node in document.element.iter(qn("w:bookmarkStart"))}
    anchors = [node.get(qn("w:anchor")) for node in document.element.iter(qn("w:hyperlink"))]
    assert {anchor for anchor in anchors if anchor} <= names
    outside = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert outside == ["https://exempel.se"]


def test_contents_are_a_field_that_is_filled_already(document):
    entries = [text for name, text in read_lines(document) if name.startswith("toc")]
    assert entries[:2] == ["1 Underlag och kvalitet", "2 Trender: resultat över fem läsår"]
    codes = [node.text for node in document.element.iter(qn("w:instrText"))]
    assert codes == ['TOC \\o "1-2" \\h \\z \\u']


def test_every_page_is_marked_and_numbered(document):
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "UTKAST"
    assert section.header.paragraphs[0].text == (
        "Resultatanalys grundskola – Exempelkommun, läsåret 2025/26\tUTKAST"
    )
    codes = [node.text for node in section.footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "sv-SE"


def test_symbols_are_explained_to_who_cannot_see_them(make_chapter, cells, parameters, tmp_path):
    from analys.rendering.merging import merge
    from analys.rendering.write import render

    symbol = '<span aria-hidden="true">..</span><span class="dold">skyddad uppgift</span>'
    table = cells.table("a", "Titel", ["Skola", "Andel"], [["Ekskolan", symbol], ["Almskolan", "63,2"]])
    merged = merge([make_chapter(cells.code(table))], parameters)
    paths = {path.name: path for path in render(merged, parameters, tmp_path, kommunnamn="Exempelkommun")}
    (made,) = Document(str(paths[DOCX])).tables
    assert made.rows[1].cells[1].text == ".."
    told = made._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    assert told == "”..” betyder skyddad uppgift."


# --- both


@pytest.mark.parametrize("name", [DOCX, PPTX])
def test_properties_are_the_reports_and_the_clocks_and_templates_are_gone(whole, name):
    opened = Document(str(whole[name])) if name == DOCX else Presentation(str(whole[name]))
    about = opened.core_properties
    assert about.title == "Resultatanalys grundskola 2025/26 – Exempelkommun"
    assert (about.author, about.last_modified_by, about.language) == ("Exempelkommun",) * 2 + ("sv-SE",)
    assert about.created == about.modified
    assert about.created.replace(tzinfo=None) == datetime.datetime(2026, 10, 1)
    with zipfile.ZipFile(whole[name]) as archive:
        entries = archive.infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        parts = [entry.filename for entry in entries]
        assert parts[0] == "[Content_Types].xml" and parts[1:] == sorted(parts[1:])
        assert not [part for part in parts if "thumbnail" in part or "printer" in part or "custom" in part]


def test_an_archive_is_settled_whatever_the_clock_and_the_order():
    def pack(names, when):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, when), name * 9)
        return settle(buffer.getvalue())

    first = pack(["[Content_Types].xml", "b", "a"], (2026, 1, 1, 0, 0, 0))
    assert pack(["a", "b", "[Content_Types].xml"], (1999, 2, 3, 4, 5, 6)) == first
