"""The PDF: both standards, tags, metadata, and the text that a reader gets."""

from __future__ import annotations

import io
import re
import zlib
from types import SimpleNamespace

import pikepdf
import pypdfium2
import pytest

from analys.errors import AnalysError
from analys.rendering.audit import list_pdf_faults
from analys.rendering.exporters import RapportExporter
from analys.rendering.merging import merge
from analys.rendering.pdf import make_pdf
from analys.rendering.retagging import settle_stream_ends, tag_row_headers


def render(merged, parameters, folder, *, kommunnamn):
    """The page and the PDF alone; see test_write.py for all files."""
    merged.metadata["analys"] |= {"parametrar": parameters.model_dump(), "kommunnamn": kommunnamn}
    document, _ = RapportExporter().from_notebook_node(merged)
    content = make_pdf(document)
    folder.mkdir(parents=True, exist_ok=True)
    html, pdf = folder / "genomlysning.html", folder / "genomlysning.pdf"
    html.write_text(document, encoding="utf-8", newline="\n")
    pdf.write_bytes(content)
    return html, pdf


@pytest.fixture
def report(chapters, parameters, tmp_path):
    return render(merge(chapters, parameters), parameters, tmp_path, kommunnamn="Exempelkommun")


@pytest.fixture
def pdf(report):
    return report[1]


def nodes(node):
    """All structure elements below one, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from nodes(child)


def read_text(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_it_is_pdf_ua_1_and_pdf_a_2a(pdf):
    assert list_pdf_faults(pdf) == []


def test_row_headers_are_tagged(pdf):
    with pikepdf.open(pdf) as document:
        elements = list(nodes(document.Root.StructTreeRoot))
        headers = [node for node in elements if node.S == "/TH"]
        scopes = [
            str(attributes.Scope) for node in headers for attributes in node.A if "/Scope" in attributes
        ]
    # Columns: 3 (rows read), 7 (merit), 3 (schools), 2 (glossary). Rows: 2 + 4 + 60, none in the glossary.
    assert (scopes.count("/Column"), scopes.count("/Row")) == (15, 66)
    assert [str(node.S) for node in elements if node.S == "/Table"] == ["/Table"] * 4
    assert [str(node.S) for node in elements if node.S == "/Caption"] == ["/Caption"] * 4


def test_figures_carry_their_alt_text(pdf):
    with pikepdf.open(pdf) as document:
        alts = [str(node.Alt) for node in nodes(document.Root.StructTreeRoot) if node.S == "/Figure"]
    assert alts == ["Linjediagram. Andelen sjunker."]


def test_metadata_comes_from_the_parameters(pdf):
    with pikepdf.open(pdf) as document:
        assert str(document.docinfo["/Title"]) == "Resultatanalys grundskola 2025/26 – Exempelkommun"
        assert str(document.docinfo["/Author"]) == "Exempelkommun"
        assert str(document.docinfo["/CreationDate"]) == "D:20261001000000Z"
        assert str(document.Root.Lang) == "sv-SE"


def test_the_text_can_be_read_and_pages_are_numbered(pdf):
    pages = read_text(pdf)
    assert "Barn- och utbildningsnämnden" in pages[0]
    assert "Sida" not in pages[0]
    for number, page in enumerate(pages[1:], 2):
        assert f"Sida {number} av {len(pages)}" in page
        assert "UTKAST" in page
    whole = "\n".join(pages)
    assert "”ungefär lika”" in whole
    assert "1\u202f203" in whole


def test_a_long_table_repeats_its_header_and_loses_no_row(pdf):
    pages = [page for page in read_text(pdf) if "Skola A1" in page or "Skola J6" in page]
    assert len(pages) == 2
    assert all("Andel" in page for page in pages)
    rows = "".join(pages)
    assert all(f"Skola {letter}{number}" in rows for letter in "ABCDEFGHIJ" for number in range(1, 7))


def test_same_input_same_bytes(chapters, parameters, tmp_path, report):
    again = render(
        merge(chapters, parameters), parameters, tmp_path / "annan mapp", kommunnamn="Exempelkommun"
    )
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in report]


def test_nothing_in_the_files_tells_where_they_were_made(report, tmp_path):
    for path in report:
        content = path.read_bytes()
        assert tmp_path.name.encode() not in content
        assert b"site-packages" not in content


def test_a_symbol_is_shown_and_its_words_are_read_aloud(make_chapter, cells, parameters, tmp_path):
    symbol = '<span aria-hidden="true">..</span><span class="dold">skyddad uppgift</span>'
    table = cells.table("a", "Titel", ["Skola", "Andel"], [["Ekskolan", symbol], ["Almskolan", "63,2"]])
    html, pdf = render(
        merge([make_chapter(cells.code(table))], parameters), parameters, tmp_path, kommunnamn="Exempelkommun"
    )
    assert symbol in html.read_text(encoding="utf-8")
    assert ".." in read_text(pdf)[-1]
    assert "skyddad" not in read_text(pdf)[-1]
    with pikepdf.open(pdf) as document:
        cells_of_row = [node for node in nodes(document.Root.StructTreeRoot) if node.S == "/TD"]
        assert [str(node.get("/ActualText", "")) for node in cells_of_row] == ["skyddad uppgift", ""]
    assert list_pdf_faults(pdf) == []


def test_a_figure_with_only_a_bitmap_is_shown(make_chapter, cells, parameters, tmp_path):
    figure = cells.figure("a", "Titel", bredd_cm=None)
    del figure.data["image/svg+xml"]
    merged = merge([make_chapter(cells.code(figure))], parameters)
    html, pdf = render(merged, parameters, tmp_path, kommunnamn="Exempelkommun")
    assert 'src="data:image/png;base64,iVBOR' in html.read_text(encoding="utf-8")
    assert list_pdf_faults(pdf) == []


def test_tables_that_do_not_match_are_never_tagged_by_guess(pdf):
    from lxml import etree

    empty = etree.fromstring("<html xmlns='http://www.w3.org/1999/xhtml'/>")
    with pytest.raises(AnalysError, match="tabeller"):
        tag_row_headers(pdf.read_bytes(), empty)


def test_what_typst_refuses_is_one_clear_sentence(report):
    document = report[0].read_text(encoding="utf-8").replace('alt="Linjediagram. Andelen sjunker."', "")
    with pytest.raises(AnalysError, match=r"^PDF:en kunde inte skapas"):
        make_pdf(document)


def test_a_sign_that_no_font_has_is_named(make_chapter, cells, parameters, tmp_path):
    merged = merge([make_chapter(cells.markdown("Skolan 🏫 är ny."))], parameters)
    with pytest.raises(AnalysError, match="tecknet ”🏫” finns inte i rapportens typsnitt"):
        render(merged, parameters, tmp_path / "ut", kommunnamn="Exempelkommun")
    assert not (tmp_path / "ut").exists()


def test_long_words_and_wide_tables_stay_on_the_page(make_chapter, cells, parameters, tmp_path):
    wide = cells.table(
        "bred",
        "Bred tabell",
        [
            "Skolenhet",
            *(f"Grundskoleutbildningsresultat {year}/{year + 1 - 2000}" for year in range(2020, 2026)),
        ],
        [["Kristinehamnsgymnasieförberedandeskolan", *["1\u202f234,5"] * 6]] * 3,
    )
    own = [cells.markdown("Meningsfullhetsundersökningsresultatsammanställning " * 12), cells.code(wide)]
    merged = merge([make_chapter(*own)], parameters)
    _, pdf = render(merged, parameters, tmp_path, kommunnamn="Exempelkommun")
    assert list_pdf_faults(pdf) == []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text, width = page.get_textpage(), page.get_width()
            for place in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(place)
                assert 0 <= left <= right <= width - 60


def test_a_span_of_lasar_is_never_parted(make_chapter, cells, parameters, tmp_path):
    # The span wanders over the line's end, a letter at a time.
    own = [cells.markdown(f"{'ord ' * 15}{'x' * place} 2022/23–2025/26 och mer.") for place in range(1, 40)]
    merged = merge([make_chapter(*own)], parameters)
    _, pdf = render(merged, parameters, tmp_path, kommunnamn="Exempelkommun")
    assert "\n".join(read_text(pdf)).count("2022/23–2025/26") == len(own)


def test_repeated_references_to_a_note_and_notes_in_lists(make_chapter, cells, parameters, tmp_path):
    source = "Ett.[^a] Två.[^a]\n\n- Tre.[^b]\n\n[^a]: Första noten.\n\n[^b]: Andra noten.\n"
    _, pdf = render(
        merge([make_chapter(cells.markdown(source))], parameters),
        parameters,
        tmp_path,
        kommunnamn="Exempelkommun",
    )
    text = "".join(read_text(pdf))
    assert text.count("Första noten.") == 1
    assert text.count("Andra noten.") == 1
    assert list_pdf_faults(pdf) == []


def test_a_pdf_is_written_again_without_a_trace_of_the_clock(pdf):
    content = pdf.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        ids = [bytes(one) for one in document.trailer.ID]
    assert all(ids)


def test_no_stream_ends_as_a_line_does():
    text = next(b"n" * k for k in range(999) if zlib.compress(b"n" * k).endswith(b"\r"))
    document = pikepdf.new()
    stream = document.make_stream(zlib.compress(text), Filter=pikepdf.Name.FlateDecode)

    settle_stream_ends(document)

    assert not stream.read_raw_bytes().endswith(b"\r")
    assert stream.read_bytes() == text


@pytest.mark.parametrize("length", [1, 4, 7, 10, 13, 16])
def test_footers_and_contents_name_the_right_pages(length, cells, parameters, tmp_path):
    prose = "En mening om skolorna och deras resultat. " * 6
    chapters = [
        cells.notebook(
            cells.markdown(f"# Kapitel {place} prov"),
            *(cells.markdown(prose) for _ in range(length + place)),
            name=f"0{place}",
        )
        for place in range(1, 5)
    ]
    chapters[-1].cells.append(cells.markdown("## Metod\n\nText.", "bilaga"))
    _, pdf = render(merge(chapters, parameters), parameters, tmp_path, kommunnamn="Exempelkommun")
    pages = read_text(pdf)
    footers = [re.findall(r"Sida (\d+) av (\d+)", page) for page in pages]
    assert footers == [[], *([(str(number), str(len(pages)))] for number in range(2, len(pages) + 1))]
    for place in range(1, 5):
        listed = re.search(rf"Kapitel {place} prov (\d+)", pages[1])
        found = [
            number
            for number, page in enumerate(pages, 1)
            if re.search(rf"^{place} Kapitel {place} prov\s*$", page, re.M)
        ]
        assert found == [int(listed[1])]
    assert re.search(r"Metodbilaga (\d+)", pages[1])[1] == str(len(pages))


def test_page_numbers_that_never_settle_stop_the_report(report, monkeypatch):
    settle = SimpleNamespace(message="document did not converge within five attempts")
    monkeypatch.setattr("typst.compile_with_warnings", lambda *a, **k: (b"", [settle]))
    with pytest.raises(AnalysError, match="sidnumren går inte att fastställa"):
        make_pdf(report[0].read_text(encoding="utf-8"))


def test_a_number_with_words_for_the_ear_is_still_read_aloud(make_chapter, cells, parameters, tmp_path):
    official = '63,2<span aria-hidden="true"> *</span><span class="dold">, officiell statistik</span>'
    begins = '64,0<span class="dold"> brott i serien</span>'
    table = cells.table("a", "Titel", ["Skola", "2024/25", "2025/26"], [["Ekskolan", official, begins]])
    _, pdf = render(
        merge([make_chapter(cells.code(table))], parameters), parameters, tmp_path, kommunnamn="Exempelkommun"
    )
    with pikepdf.open(pdf) as document:
        row = [node for node in nodes(document.Root.StructTreeRoot) if node.S == "/TD"]
        assert [str(node.get("/ActualText", "")) for node in row] == [
            "63,2, officiell statistik",
            "64,0 brott i serien",
        ]
    assert list_pdf_faults(pdf) == []
