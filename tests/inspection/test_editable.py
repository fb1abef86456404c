"""The slides and the report for Word: what is planted in any part of them is found."""

from __future__ import annotations

import io
import zipfile

import pytest

DOCX, PPTX, SLIDES = "genomlysning.docx", "genomlysning-bilder.pptx", "genomlysning-bilder.pdf"
TEXT, SLIDE, NOTES = "word/document.xml", "ppt/slides/slide3.xml", "ppt/notesSlides/notesSlide1.xml"
NAME = "Här står ett namn som finns i elevernas filer."
NUMBER = "Filen har ett tal som sidan inte har."
STRANGE = "Filen har något som rapportens filer inte har"
REFUSED = "Filen bär makron, kommentarer, inbäddade filer"
RELATION = (
    '<Relationship Id="rId99" Type="http://x/oleObject" Target="file:///C:/elev.xlsx" TargetMode="External"/>'
)


def change(report, fil, part, old, new):
    """Replace the first occurrence of a text in a part of an archive; a new part has no old text."""
    path = report.folder / fil
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts.get(part, b"")
    assert old.encode() in body
    parts[part] = body.replace(old.encode(), new.encode(), 1) if old else new.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    report.settle()


@pytest.mark.parametrize(
    ("fil", "part", "old", "new", "vad"),
    [
        (DOCX, TEXT, "<w:t xml:space=\"preserve\">", '<w:t xml:space="preserve">187,7 ', NUMBER),
        (DOCX, TEXT, 'descr="', 'descr="187,7 poäng. ', NUMBER),
        (DOCX, TEXT, "<w:tblLook", '<w:tblCaption w:val="187,7"/><w:tblLook', NUMBER),
        (DOCX, TEXT, 'name="Figur"', 'name="Figur" title="187,7"', NUMBER),
        (DOCX, "docProps/core.xml", "<dc:title>", "<dc:title>187,7 ", NUMBER),
        (DOCX, "word/header1.xml", "UTKAST", "UTKAST 187,7", NUMBER),
        (DOCX, TEXT, "<w:r><w:t", '<w:ins w:id="9"><w:r><w:t>187,7</w:t></w:r></w:ins><w:r><w:t', STRANGE),
        (DOCX, TEXT, "<w:r><w:t", "<w:del><w:r><w:delText>187,7</w:delText></w:r></w:del><w:r><w:t", STRANGE),
        (DOCX, TEXT, "<w:r><w:t", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r><w:r><w:t", STRANGE),
        (DOCX, TEXT, "<w:body>", "<w:body><!-- 187,7 -->", STRANGE),
        (DOCX, TEXT, "TOC \\o", 'IF 187 = 7 "a" TOC \\o', STRANGE),
        (DOCX, "word/comments.xml", "", "<w><p>187,7</p></w>", REFUSED),
        (DOCX, "word/footnotes.xml", "", "<w><p>187,7</p></w>", STRANGE),
        (DOCX, "docProps/custom.xml", "", "<p><v>187,7</v></p>", STRANGE),
        (DOCX, "customXml/item1.xml", "", "<p>187,7</p>", REFUSED),
        (DOCX, "word/_rels/document.xml.rels", "</Relationships>", RELATION + "</Relationships>", STRANGE),
        (DOCX, TEXT, "</w:r></w:p>", "<w:t>Anna </w:t></w:r><w:r><w:t>Lind</w:t></w:r></w:p>", NAME),
        (PPTX, SLIDE, "<a:t>", "<a:t>187,7 ", NUMBER),
        (PPTX, SLIDE, 'descr="', 'descr="187,7 poäng. ', NUMBER),
        (PPTX, NOTES, "<a:t>", "<a:t>187,7 ", NUMBER),
        (PPTX, NOTES, "<a:t>", "<a:t>Anna Lind ", NAME),
        (PPTX, "docProps/core.xml", "<dc:subject>", "<dc:subject>Anna Lind ", NAME),
        (PPTX, SLIDE, "<p:sld ", '<p:sld show="0" ', STRANGE),
        (PPTX, SLIDE, "</p:cSld>", "</p:cSld><p:timing/>", STRANGE),
        (PPTX, SLIDE, "<p:spTree>", "<p:spTree><p:graphicFrame/>", STRANGE),
        (PPTX, "ppt/comments/comment1.xml", "", "<c>187,7</c>", REFUSED),
        (PPTX, "ppt/commentAuthors.xml", "", "<c>187,7</c>", STRANGE),
        (PPTX, "ppt/embeddings/sheet.xml", "", "<c>187,7</c>", REFUSED),
        (PPTX, "ppt/embeddings/sheet.xlsx", "", "187,7", "Filen kan inte granskas"),
        (PPTX, "ppt/charts/chart1.xml", "", "<c><v>187,7</v></c>", STRANGE),
    ],
)  # fmt: skip
def test_what_is_planted_is_found(report, fil, part, old, new, vad):
    change(report, fil, part, old, new)

    assert fil in report.expect(vad, "187", "Lind").message()


def test_numbers_of_the_page_in_other_words_are_found(report):
    # All of these numbers stand in the page: 36 pupils, 2025, and 240,5 points of another school.
    change(report, PPTX, NOTES, "<a:t>", "<a:t>Karin Boye: 36 elever. ")
    report.expect(NUMBER, "36 elever")


def test_a_cell_in_another_cells_place_is_found(report):
    change(report, DOCX, TEXT, ">240,5</w:t>", ">36</w:t>")
    report.expect(NUMBER, "36")


def test_a_slide_may_say_which_of_several_it_is(report):
    change(report, PPTX, SLIDE, "</a:t>", " (1 av 2)</a:t>")
    assert not report.inspect().faults

    change(report, PPTX, SLIDE, " (1 av 2)</a:t>", " (1 av 187)</a:t>")
    report.expect(NUMBER, "187")


def test_slides_with_a_number_of_their_own_are_found(report):
    page = report.html.read_text(encoding="utf-8")
    from analys.rendering.pdf import make_slides

    content = make_slides(page.replace("Exempelkommun, läsåret 2025/26", "Exempelkommun, 187 elever"))
    (report.folder / SLIDES).write_bytes(content)
    report.settle()

    assert SLIDES in report.expect("PDF:en har ett tal som sidan inte har.", "187").message()
