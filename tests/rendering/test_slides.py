"""Slides: what stands on them and in which order, that they hold it, and that everyone can read them."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from nbconvert.exporters import get_exporter

from analys.rendering.audit import list_pdf_faults
from analys.rendering.bilder import list_slides, shorten
from analys.rendering.bilder_plats import PAGE, SMALL
from analys.rendering.bilder_text import LEAD, Run, count_lines, height_of, measure, share, text_of_line
from analys.rendering.merging import merge
from analys.rendering.pdf import make_slides
from analys.rendering.tree import read_document

SLIDES = "genomlysning-bilder.pdf"


@pytest.fixture(scope="module")
def slides(whole):
    return list_slides(read_document(whole["genomlysning.html"].read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def pages(whole):
    with pypdfium2.PdfDocument(whole[SLIDES].read_bytes()) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_every_kind_has_its_slides_in_order(slides):
    challenges = [slide.rubrik for slide in slides if slide.titel == "Utmaningar"]
    assert challenges == [f"Utmaningar ({n} av {len(challenges)})" for n in range(1, len(challenges) + 1)]
    assert len(challenges) in (3, 4, 5)
    assert [slide.rubrik for slide in slides] == [
        *("Resultatanalys grundskola", "Innehåll", "Uppdraget", "Så gjorde vi", "Styrkor"),
        *challenges,
        "Meritvärdet har sjunkit tre läsår i rad – tydligast bland pojkar & i 'små' skolor",
        *("Röster – Elever säger", "Åtgärder – Politik", "Åtgärder – Rektorer", "Vad händer nu"),
        "Tack! Frågor?",
    ]


def test_the_agenda_names_what_there_is(slides):
    assert [text_of_line(line) for line in slides[1].rader] == [
        *("Uppdraget", "Så gjorde vi", "Styrkor", "Utmaningar"),
        *("Resultaten: Trender: resultat över fem läsår", "Röster", "Åtgärder", "Vad händer nu"),
    ]


def test_words_come_from_the_page_without_what_is_left_out(slides):
    (strengths,) = (slide for slide in slides if slide.titel == "Styrkor")
    assert strengths.rader == (
        (Run("Meritvärdet "), Run("har stigit", True), Run(", se figur\u00a01.")),
        (Run("Eleverna trivs"),),
    )
    assert strengths.kalla == "Ur rapporten, avsnitt 3.1 Styrkor och utmaningar."
    (task,) = (slide for slide in slides if slide.titel == "Uppdraget")
    assert [text_of_line(line) for line in task.rader] == ["Nämnden vill veta hur det går."]
    assert not [slide for slide in slides for line in slide.rader if "Ej med" in text_of_line(line)]


def test_a_paragraph_that_opens_a_list_has_no_bullet(slides, pages):
    (done,) = (slide for slide in slides if slide.titel == "Så gjorde vi")
    assert done.rader == ((LEAD, Run("Vi har läst")), (Run("Betyg"),), (Run("Enkäter"),))
    (page,) = (page for page in pages if "Vi har läst" in page)
    assert "• Vi har läst" not in page and page.count("•") == 2


def test_a_figure_tells_where_it_stands_and_what_it_shows(slides):
    (figure,) = (slide for slide in slides if slide.bild and slide.slag != "titel")
    assert figure.underrubrik == "Andel elever i årskurs 9, procent"
    assert figure.bild.alt == "Linjediagram. Andelen sjunker."
    assert figure.anteckning.splitlines() == [
        "Figur 1 i rapporten, avsnitt 2.1 Meritvärde.",
        "Kommunens betygsunderlag 2021/22–2025/26.",
        "Figuren i ord: Linjediagram. Andelen sjunker.",
    ]


def test_a_report_without_hooks_has_slides_of_its_figures(chapters, parameters):
    content, _ = get_exporter("bilder-pdf")().from_notebook_node(merge(chapters, parameters))
    with pypdfium2.PdfDocument(content) as slides:
        title, agenda, figure, last = (page.get_textpage().get_text_bounded() for page in slides)
    assert "Barn- och utbildningsnämnden" in title
    assert "Trender: resultat över fem läsår" in agenda and "Resultaten" not in agenda
    assert "Meritvärdet har sjunkit tre läsår i rad" in figure
    assert "Frågor?" in last


def test_a_report_without_anything_has_a_first_and_a_last_slide(make_chapter, cells, parameters):
    merged = merge([make_chapter(cells.markdown("Text."))], parameters)
    content, _ = get_exporter("bilder-pdf")().from_notebook_node(merged)
    with pypdfium2.PdfDocument(content) as slides:
        assert len(slides) == 2


def test_they_are_pdf_ua_1_and_pdf_a_2a_on_wide_pages(whole, slides):
    assert list_pdf_faults(whole[SLIDES]) == []
    with pypdfium2.PdfDocument(whole[SLIDES].read_bytes()) as document:
        assert [page.get_size() for page in document] == [PAGE] * len(slides)


def test_every_slide_has_its_heading_mark_and_number(whole, pages, slides):
    for number, (page, slide) in enumerate(zip(pages, slides, strict=True), 1):
        words = " ".join(page.split())
        assert " ".join(slide.rubrik.split()) in words
        assert words.startswith("UTKAST")
        assert number == 1 or words.endswith(str(number))
    with pikepdf.open(whole[SLIDES]) as document:
        assert str(document.docinfo["/Title"]) == "Resultatanalys grundskola 2025/26 – Exempelkommun"
        assert str(document.Root.Lang) == "sv-SE"


def test_nothing_is_smaller_than_can_be_read_from_the_back_or_runs_over_the_edge(whole):
    with pypdfium2.PdfDocument(whole[SLIDES].read_bytes()) as document:
        for page in document:
            text = page.get_textpage()
            for place in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(place)
                assert 0 <= left <= right <= PAGE[0] - 20
                assert bottom >= 20 or bottom == top
                # The font's own box is a little lower than its points.
                loose = text.get_charbox(place, loose=True)
                assert loose[3] - loose[1] >= 0.95 * SMALL or not text.get_text_range(place, 1).strip()


@pytest.mark.parametrize(
    "planted",
    [
        "Ord " * 900,
        "Sammanhållningsundersökningsresultat" * 20,
        "W" * 500,
        "En mening om skolan. " * 200,
    ],
    ids=["ord", "sammansättning", "bokstäver", "meningar"],
)
def test_no_text_runs_over_a_slide(planted, make_chapter, cells, parameters):
    own = cells.code(cells.text(f'<div data-bild="styrkor"><ul><li>{planted}</li></ul></div>'))
    document, _ = get_exporter("rapport")().from_notebook_node(merge([make_chapter(own)], parameters))
    with pypdfium2.PdfDocument(make_slides(document)) as slides:
        assert len(slides) == len(list_slides(read_document(document)))
        for page in slides:
            text = page.get_textpage()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            assert all(box[0] >= 0 and box[2] <= PAGE[0] and box[1] >= 20 for box in boxes)


def test_bullets_share_slides_about_equally():
    lines = [(Run("ord " * 30),)] * 7
    size, shared = share(lines, 800, 300)
    assert size == 24
    counts = [len(slide) for slide in shared]
    assert sum(counts) == 7 and max(counts) - min(counts) <= 1
    assert all(height_of(slide, size, 800) <= 300 for slide in shared)


def test_a_smaller_text_saves_a_slide():
    lines = [(Run("ord " * 40),)] * 4
    assert height_of(lines, 24, 800) > 320 >= height_of(lines, 22, 800)
    assert share(lines, 800, 320) == (22, [tuple(lines)])


def test_the_measure_is_no_less_than_the_font(fonts):
    text = "Elever med minst 30 procents frånvaro har i genomsnitt lägre meritvärde: ÅK 9, 95 % (2025/26)."
    for own in fonts:
        assert own(text) <= measure(text, 1) * 1.06
    assert count_lines((Run("ord " * 50),), 20, 400) >= 5


@pytest.fixture(scope="module")
def fonts():
    from importlib.util import find_spec

    from fontTools.ttLib import TTFont

    folder = Path(find_spec("font_source_sans_pro").submodule_search_locations[0]) / "files"

    def make(style):
        font = TTFont(folder / f"SourceSansPro-{style}.ttf")
        letters, widths, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        return lambda text: sum(widths[letters[ord(letter)]][0] for letter in text) / unit

    return [make("Regular"), make("Semibold")]


def test_a_source_keeps_what_the_figure_needs():
    source = (
        "Egen beräkning på kommunens filer. Elever som gått i två skolor räknas en gång. "
        "Streck: 95 % osäkerhetsintervall. Axeln börjar vid 210. Talen är avrundade var för sig."
    )
    assert shorten(source, 860, 1) == (
        "Egen beräkning på kommunens filer. Streck: 95 % osäkerhetsintervall. Axeln börjar vid 210."
    )
    assert shorten(source, 5000, 1) == source


def test_slides_of_a_decided_report_are_no_drafts(chapters, parameters):
    decided = parameters.model_copy(update={"status": "fastställd"})
    content, _ = get_exporter("bilder-pdf")().from_notebook_node(merge(chapters, decided))
    with pypdfium2.PdfDocument(content) as slides:
        text = " ".join(page.get_textpage().get_text_bounded() for page in slides)
    assert "Fastställd" in text
    assert "utkast" not in text.lower()
