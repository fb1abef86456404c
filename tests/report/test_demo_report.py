"""The demo municipality's report as a reader, an auditor and an attacker meet it."""

import csv
import hashlib
import json
import math
import os
import re
from collections import Counter
from itertools import pairwise

import pandas as pd
import pypdfium2
import pytest
from lxml import html as lxml_html

from analys.disclosure import Plan
from analys.inspection.formats.workbook import read_workbook
from analys.paths import work_folder
from analys.presentation.csvfiles import read_csv
from analys.presentation.findings import read_findings
from analys.rendering.audit import (
    find_browser,
    list_axe_violations,
    list_network_requests,
    list_pdf_faults,
)
from analys.run import PLAN_FILE


@pytest.fixture(scope="module")
def plan(demo_report):
    parameters = demo_report.parameters
    folder = work_folder(demo_report.data, parameters.kommun, parameters.lasar)
    return Plan.load(folder / PLAN_FILE).frame.set_index("cell")


@pytest.fixture(scope="module")
def pdf_text(demo_report):
    document = pypdfium2.PdfDocument(demo_report.folder / "genomlysning.pdf")
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "\n".join(pages)


@pytest.fixture(scope="module")
def browser():
    found = find_browser()
    if found is None:
        if os.environ.get("ANALYS_KRAV_WEBBLASARE") == "1":
            pytest.fail("Ingen Chromium hittades, och ANALYS_KRAV_WEBBLASARE kräver en.")
        pytest.skip("Ingen Chromium hittades.")
    return found


def test_the_folder_holds_what_is_promised(demo_report):
    names = {path.relative_to(demo_report.folder).as_posix() for path in demo_report.folder.rglob("*")}

    assert {"genomlysning.html", "genomlysning.pdf", "manifest.json", "tabeller/indikatorer.csv"} <= names
    assert "tabeller.xlsx" in names
    assert demo_report.folder.parts[-2:] == ("9999", "2025-26")


def test_the_workbook_has_the_rows_of_the_csv_files_and_hides_the_same(demo_report):
    content = (demo_report.folder / "tabeller.xlsx").read_bytes()
    contents, _, *sheets = read_workbook("tabeller.xlsx", content).content
    for listed, sheet in zip(contents.rows[1:], sheets, strict=True):
        status = read_csv(demo_report.folder / listed[3])["status"].tolist()
        assert len(sheet.rows) - 1 == len(status) == listed[2]
        for row, is_hidden in zip(sheet.rows[1:], (one == "skyddad" for one in status), strict=True):
            assert ({row[8], row[9], row[10], row[12], row[13]} == {".."}) is is_hidden


def test_the_pdf_can_be_read_by_everyone_and_archived(demo_report):
    assert list_pdf_faults(demo_report.folder / "genomlysning.pdf") == []


def thin(page):
    """The page without rows that look as an earlier one of their table does: cell by cell, and as stripes."""
    tree = lxml_html.fromstring(page.encode())
    for body in tree.xpath("//tbody"):
        seen = set()
        for number, row in enumerate(list(body)):
            looks = [(n.tag, n.get("class"), n.get("style"), bool(n.text)) for n in row.iter()]
            if (look := (number % 2, *looks)) in seen:
                body.remove(row)
            seen.add(look)
    return lxml_html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")


def test_axe_finds_no_fault_in_the_html(demo_report, browser, tmp_path):
    # Contrast takes the most time. The narrow window has the wide one's colours and the smallest letters.
    thinned = tmp_path / "glesad.html"
    thinned.write_text(thin(demo_report.html), encoding="utf-8")
    for path, width, without in (
        (demo_report.folder / "genomlysning.html", 1280, ["color-contrast"]),
        (thinned, 390, []),
    ):
        found = list_axe_violations(path, browser, width, without=without)
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_a_row_that_looks_unlike_others_is_kept():
    rows = '<tr><td>1</td></tr><tr><td class="grå">2</td></tr>' + "<tr><td>3</td></tr>" * 4

    kept = lxml_html.fromstring(thin(f"<html><body><table><tbody>{rows}</tbody></table></body></html>"))

    assert [cell.text for cell in kept.iter("td")] == ["1", "2", "3"]


def test_a_window_of_another_width_has_the_same_colours_and_no_smaller_letters(demo_report):
    (style,) = lxml_html.fromstring(demo_report.html.encode()).xpath("//head/style")
    blocks = re.split(r"(?=@media)", style.text)
    for block in (block for block in blocks if re.match(r"@media \((min|max)-width", block)):
        # A block ends with the first brace at the beginning of a line.
        declared = re.findall(r"([\w-]+):\s*([^;}]+)", block.partition("\n}")[0].partition("{")[2])
        names = {name for name, _ in declared}
        assert not names & {"color", "background", "background-color", "opacity", "filter"}
        if block.startswith("@media (min-width"):
            assert not names & {"font", "font-weight"}


def test_the_html_asks_the_network_for_nothing(demo_report, browser):
    assert list_network_requests(demo_report.folder / "genomlysning.html", browser) == []


def test_the_manifest_tells_what_the_report_was_made_from(demo_report):
    manifest = json.loads((demo_report.folder / "manifest.json").read_text(encoding="utf-8"))

    files = {
        p.relative_to(demo_report.folder).as_posix() for p in demo_report.folder.rglob("*") if p.is_file()
    }
    assert set(manifest["filer"]) == files - {"manifest.json"}
    for name, sha256 in manifest["filer"].items():
        assert hashlib.sha256((demo_report.folder / name).read_bytes()).hexdigest() == sha256
    for name, sha256 in manifest["indata"].items():
        assert hashlib.sha256((demo_report.data / name).read_bytes()).hexdigest() == sha256
    assert "raw/9999/2025-26/slutbetyg_ak9.csv" in manifest["indata"]
    assert manifest["parametrar"]["lasar"] == "2025/26"


def test_every_number_in_the_text_comes_from_a_cell_that_may_be_shown(demo_report, plan):
    spans = lxml_html.fromstring(demo_report.html.encode()).xpath("//span[@data-cell]")

    assert len(spans) > 50
    assert {plan.loc[span.get("data-cell"), "status"] for span in spans} <= {"visad", "officiell"}


def test_the_text_says_what_the_tables_say(demo_report, plan):
    """Every level in the text, read as a Swedish number, is the cell's planned value.

    Of the lowest band of absence also what is left: "minst 10" beside "under 10". Response rates are told in
    whole percents.
    """
    checked = 0
    for span in lxml_html.fromstring(demo_report.html.encode()).xpath("//span[@data-cell]"):
        cell, text = plan.loc[span.get("data-cell")], span.text
        if re.fullmatch(r"\d+(,\d)?", text):
            number = float(text.replace(",", "."))
            counts = [] if pd.isna(cell["n"]) else [int(cell["n"])]
            counts += [] if pd.isna(cell["antal"]) else [int(cell["antal"]), int(cell["n"] - cell["antal"])]
            if "svarsfrekvens" in span.get("data-cell"):
                counts.append(math.floor(cell["varde"] + 0.5))
            if "|under " in span.get("data-cell"):
                counts.append(round(100 - cell["varde"], 1))
            assert number in (abs(cell["varde"]), *counts)
            checked += 1
    assert checked > 40


def test_hidden_cells_have_no_value_in_any_csv(demo_report, plan):
    hidden = 0
    for path in sorted((demo_report.folder / "tabeller").glob("*.csv")):
        frame = read_csv(path)
        masked = frame[frame["status"] == "skyddad"]
        assert masked[["varde", "undre", "ovre", "n", "antal"]].isna().all().all(), path.name
        assert (plan.loc[masked["cell"], "status"] == "skyddad").all()
        hidden += len(masked)
    assert hidden > 0


def test_csv_files_open_in_excel_and_power_bi(demo_report):
    path = demo_report.folder / "tabeller" / "indikatorer.csv"
    raw = path.read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert re.search(r";\d+,\d;", raw.decode("utf-8-sig"))
    assert len({row["cell"] for row in rows}) == len(rows) > 300
    assert {"meritvarde_17", "behorighet_nate", "np_ak3_ma", "np_ak9_en"} <= {
        row["indikator"] for row in rows
    }


def test_no_pupil_is_named_or_numbered(demo_report, pdf_text):
    raw = demo_report.data / "raw" / "9999"
    register = pd.concat(
        pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig") for path in raw.glob("elevregister*.csv")
    )
    names = set(register["Fornamn"] + " " + register["Efternamn"])
    numbers = set(register["PersonNr"]) | set(register["PersonNr"].str[2:])
    published = [pdf_text, demo_report.html]
    published += [p.read_text("utf-8-sig") for p in (demo_report.folder / "tabeller").glob("*.csv")]

    for text in published:
        words = re.findall(r"[^\W\d_]+", text)
        assert names & {" ".join(pair) for pair in pairwise(words)} == set()
        assert numbers & set(re.findall(r"\b(?:\d{2})?\d{6}[-+]?\w{4}\b", text)) == set()


def test_no_machine_path_or_clock_in_what_is_published(demo_report):
    for path in demo_report.folder.rglob("*"):
        if path.is_file():
            assert str(demo_report.data.parent).encode() not in path.read_bytes(), path.name


def test_the_pdf_holds_the_sections_that_a_board_expects(pdf_text):
    for heading in ("Sammanfattning", "Meritvärdet", "Flickor och pojkar", "Skolorna", "Metodbilaga"):
        assert heading in pdf_text
    for lead in ("Vad vi ser.", "Hur säkert det är.", "Frågor att ställa.", "Så läser du osäkerheten"):
        assert lead in pdf_text


def test_the_boards_part_is_at_most_twenty_pages(demo_report):
    document = pypdfium2.PdfDocument(demo_report.folder / "genomlysning.pdf")
    starts = [
        number
        for number, page in enumerate(document, 1)
        if re.search(r"^A Metodbilaga\s*$", page.get_textpage().get_text_bounded(), re.MULTILINE)
    ]
    document.close()

    assert 10 < starts[-1] <= 21


def test_the_summarys_findings_are_on_one_page(demo_report):
    document = pypdfium2.PdfDocument(demo_report.folder / "genomlysning.pdf")
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    (summary,) = [page for page in pages if re.search(r"^1 Sammanfattning\s*$", page, flags=re.MULTILINE)]

    for words in ("Fäst bland de viktigaste", "Målvärden läsåret", "räknat, inte prövat"):
        assert words in summary
    assert 5 <= summary.count("Styrka.") + summary.count("Utmaning.") <= 7


def test_the_conclusions_leave_their_findings_and_no_school_is_among_them(demo_report):
    for heading in ("Styrkor", "Utmaningar", "Förslag", "Utmaningar som ingen åtgärd svarar mot"):
        assert re.search(rf"<h3[^>]*>(<[^>]*>[^<]*</[^>]*>)? ?{heading}</h3>", demo_report.html), heading
    assert "Vad källorna säger om samma område" in demo_report.html
    assert "Att rätta i arbetsboken" not in demo_report.html
    text = (demo_report.folder / "fynd.json").read_text(encoding="utf-8")
    findings = read_findings(text, "fynd.json")
    assert 4 <= len(findings) <= 14
    assert {finding.enhetstyp for finding in findings} <= {"kommun", "tema"}


def test_grades_are_never_called_wrong_nor_explained(demo_report):
    text = re.sub(r"\s+", " ", lxml_html.fromstring(demo_report.html.encode()).text_content()).lower()

    for banned in ("felaktig", "glädjebetyg", "inflation", "orsak", "beror på", "leder till", "tack vare"):
        assert banned not in text


def test_no_school_is_named_beside_its_grades_in_the_main_part(demo_report):
    tree = lxml_html.fromstring(demo_report.html.encode())
    (heading,) = [h for h in tree.xpath("//main//h2") if "Nationella prov och betyg" in h.text_content()]
    own = []
    for node in heading.itersiblings():
        if node.tag == "h2":
            break
        own.append(node.text_content() + " ".join(node.xpath(".//@alt")))
    register = pd.read_csv(
        demo_report.data / "raw" / "9999" / "skolenheter.csv", sep=";", dtype=str, encoding="utf-8-sig"
    )

    assert len(" ".join(own)) > 1000
    assert [name for name in register["Namn"] if name in " ".join(own)] == []


def test_a_chapter_has_at_most_three_figures(demo_report):
    tree = lxml_html.fromstring(demo_report.html.encode())
    chapters = Counter(figure.xpath("string(preceding::h2[1])") for figure in tree.xpath("//figure[.//img]"))

    assert any("Nationella prov och betyg" in name for name in chapters)
    # The appendix is there to look things up in.
    main = {name: count for name, count in chapters.items() if "Metodbilaga" not in name}
    assert all(1 <= count <= 3 for count in main.values()), chapters
    assert all(image.get("alt", "").strip() for image in tree.xpath("//img"))
