"""The document: numbers, references, contents, notes, and what it refuses with the cell's name."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import etree

from analys.errors import NotebookError
from analys.parameters import RunParameters
from analys.rendering.exporters import RapportExporter
from analys.rendering.merging import merge

X = "{http://www.w3.org/1999/xhtml}"


def build(*chapters, **parameters):
    """The document of some chapters as a tree without namespace."""
    document, _ = RapportExporter().from_notebook_node(merge(chapters, RunParameters(**parameters)))
    tree = etree.fromstring(document.encode("utf-8"))
    for node in tree.iter():
        node.tag = node.tag.removeprefix(X)
    return tree


def texts(tree, path):
    return ["".join(node.itertext()) for node in tree.iterfind(path)]


@pytest.fixture
def tree(chapters):
    return build(*chapters)


def test_chapters_and_sections_are_numbered_and_the_appendix_is_lettered(tree):
    main = tree.find("body/main")
    assert texts(main, "h2") == [
        "1 Underlag och kvalitet",
        "2 Trender: resultat över fem läsår",
        "A Metodbilaga",
    ]
    assert texts(main, "h3") == [
        "2.1 Meritvärde",
        "2.2 Skolorna",
        "A.1 Underlag och kvalitet",
        "A.2 Trender: resultat över fem läsår",
    ]


def test_heading_levels_never_skip(tree):
    levels = [int(node.tag[1]) for node in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_contents_lead_to_the_headings(tree):
    links = tree.findall(".//nav//a")
    assert [("".join(link.itertext())) for link in links][:3] == [
        "1 Underlag och kvalitet",
        "2 Trender: resultat över fem läsår",
        "2.1 Meritvärde",
    ]
    ids = {node.get("id") for node in tree.iter("h2", "h3")}
    assert {link.get("href")[1:] for link in links} <= ids


def test_figures_and_tables_are_numbered_each_in_its_order(tree):
    captions = texts(tree, ".//caption/span")
    assert captions == [
        "Tabell 1. Rader in och ut, efter fil",
        "Tabell 2. Meritvärde efter grupp, 17 ämnen, poäng",
        "Tabell 3. Andel elever som når kunskapskraven i alla ämnen, årskurs 9, procent",
    ]
    figures = texts(tree, ".//figcaption/p[@class='titel']")
    assert figures == [
        "Figur 1. Meritvärdet har sjunkit tre läsår i rad – tydligast bland pojkar & i 'små' skolor"
    ]


def test_references_say_what_they_lead_to(tree):
    main = "".join(tree.find("body/main").itertext())
    assert "se figur\u00a01 och tabell\u00a02. Tabell\u00a02 visar" in main
    assert "avsnittet om avsnitt\u00a02.2." in main


def test_ids_are_unique_and_internal_links_have_targets(tree):
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    targets = [a.get("href")[1:] for a in tree.iter("a") if a.get("href").startswith("#")]
    assert len(targets) > 10
    assert set(targets) <= set(ids)


def test_notes_are_numbered_through_the_document(tree):
    notes = tree.findall(".//section[@id='noter']/ol/li")
    assert ["".join(note.itertext()) for note in notes] == [
        "Med säkert menas att hela intervallet ligger på ena sidan om noll. ↩",
        "Se METHODS. ↩",
    ]
    marks = tree.findall(".//sup[@class='notref']/a")
    assert [(mark.text, mark.get("href")) for mark in marks] == [("1", "#not-1"), ("2", "#not-2")]


def test_every_header_cell_has_a_scope_and_every_table_a_region(tree):
    assert {cell.get("scope") for cell in tree.iter("th")} == {"col", "row"}
    for table in tree.iter("table"):
        region = table.getparent()
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")
        assert region.get("aria-label")


def test_headers_stand_over_their_numbers(tree):
    head = tree.find(".//table/thead/tr")
    assert [cell.get("class") for cell in head] == [None, "tal", "tal"]


def test_markup_signs_and_numbers_with_cells_survive(tree):
    assert "skillnaden är < 5\u00a0poäng, vilket vi kallar ”ungefär lika”" in "".join(tree.itertext())
    assert "slutbetyg <ak9>.csv" in texts(tree, ".//tbody/tr/th")
    number = tree.find(".//span[@class='tal']")
    assert (number.text, number.get("data-cell")) == ("214,6", "meritvarde_17|9999|2025/26|alla|alla|")


def test_no_trace_of_notebooks_code_or_scripts(chapters):
    document, _ = RapportExporter().from_notebook_node(merge(chapters, RunParameters()))
    for unwanted in ("data-ursprung", "02_trend", "hemlig", "<script", "jp-", "No description"):
        assert unwanted not in document
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", document)


def test_the_title_block_says_what_the_parameters_say():
    tree = build(
        titel="Så gick det & varför",
        mottagare="Kommunstyrelsen",
        diarienummer="KS 2026/7",
        datum="2026-10-01",
        status="fastställd",
    )
    assert texts(tree, "body/header/h1") == ["Så gick det & varför"]
    assert texts(tree, "body/header//dd") == ["Kommunstyrelsen", "KS 2026/7", "1 oktober 2026", "Fastställd"]
    assert not texts(tree, "body/header/p[@class='utkast']")
    assert tree.get("lang") == "sv"


def test_a_draft_says_so_and_leaves_out_what_is_not_decided():
    tree = build()
    assert texts(tree, "body/header//dt") == ["Status"]
    assert texts(tree, "body/header/p[@class='utkast']") == [
        "Utkast. Innehållet är inte fastställt och kan komma att ändras."
    ]


def test_the_sheet_reads_the_same_as_html_and_xml(tree):
    sheet = tree.find("head/style").text
    assert "--farg: #12436D" in sheet
    assert not set("<>&") & set(sheet)


def refused(make_chapter, *own, title="# Kapitel"):
    with pytest.raises(NotebookError) as caught:
        build(make_chapter(*own, title=title))
    return str(caught.value)


def test_a_figure_without_alt_text_is_refused(make_chapter, cells):
    message = refused(make_chapter, cells.code(cells.figure("a", "Titel", alt=" ")))
    assert "09_prov, cell 2: bilden saknar alternativtext" in message


def test_an_image_in_markdown_without_alt_text_is_refused(make_chapter, cells):
    message = refused(make_chapter, cells.markdown("![](data:image/png;base64,AAAA)"))
    assert "09_prov, cell 2: bilden saknar alternativtext" in message


def test_images_from_elsewhere_are_refused(make_chapter, cells):
    message = refused(make_chapter, cells.markdown("![Karta](https://exempel.invalid/karta.png)"))
    assert "cell 2: bilden hämtas utifrån" in message


def test_skipped_headings_are_refused_with_the_level_to_use(make_chapter, cells):
    message = refused(make_chapter, cells.markdown("## Avsnitt"), cells.markdown("#### För djupt\n\nText."))
    assert "09_prov, cell 3: rubriken hoppar över en nivå. Skriv ### i stället för ####." in message


def test_dangling_references_are_refused(make_chapter, cells):
    message = refused(
        make_chapter, cells.markdown("Se [](#fig-saknas)."), cells.code(cells.text("<p>Ja.</p>"))
    )
    assert "09_prov, cell 2: hänvisningen till ”fig-saknas” leder ingenstans" in message


def test_a_footnote_without_text_is_refused(make_chapter, cells):
    assert "cell 2: en fotnot saknar text" in refused(make_chapter, cells.markdown("Säkert.[^a]"))


def test_the_same_figure_twice_is_refused(make_chapter, cells):
    message = refused(make_chapter, cells.code(cells.figure("a", "En")), cells.code(cells.figure("a", "Två")))
    assert "09_prov, cell 3: ”fig-a” visas redan i 09_prov, cell 2" in message


def test_an_empty_corner_is_refused(make_chapter, cells):
    table = cells.table("a", "Titel", ["", "Antal"], [["Skola", "12"]])
    assert "cell 2: tabellen har en tom rubrikcell" in refused(make_chapter, cells.code(table))


def test_scripts_are_refused(make_chapter, cells):
    message = refused(make_chapter, cells.code(cells.text("<p>Hej</p><script>alert(1)</script>")))
    assert "cell 2: elementet <script> kan inte visas" in message


def test_all_faults_come_at_once(make_chapter, cells):
    message = refused(
        make_chapter,
        cells.code(cells.figure("a", "En", alt="")),
        cells.markdown("##### Djupt\n\nText."),
        cells.markdown("![](x)"),
    )
    assert [f"cell {number}" in message for number in (2, 3, 4)] == [True, True, True]


def test_an_unclosed_element_stays_in_its_cell(make_chapter, cells):
    tree = build(make_chapter(cells.markdown("<div><p>Öppet"), cells.markdown("## Nästa\n\nText.")))
    assert texts(tree, "body/main/h3") == ["1.1 Nästa"]


def test_a_strong_phrase_alone_leads_what_follows(make_chapter, cells):
    own = cells.markdown("**Bättre**\n\n- Meritvärdet\n\n**Vad vi ser.** Text.")
    paragraphs = build(make_chapter(own)).findall("body/main/p")
    assert [p.get("class") for p in paragraphs] == ["ledrad", None]


def test_equal_headings_get_ids_of_their_own(make_chapter, cells):
    tree = build(make_chapter(*(cells.markdown("## Vad vi ser\n\nText.") for _ in range(3))))
    assert [node.get("id") for node in tree.iter("h3")] == [
        "avsnitt-vad-vi-ser",
        "avsnitt-vad-vi-ser-2",
        "avsnitt-vad-vi-ser-3",
    ]
