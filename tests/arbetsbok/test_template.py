"""The workbook as handed out: read back it holds what was written, and nothing in it is ever computed."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from analys.arbetsbok import BLAD, load_arbetsbok
from analys.arbetsbok.template import LISTS, write_template

FORMULA = '=HYPERLINK("http://x.se";"Klicka")'
ROWS = {
    "skolor": [{"skolenhet": 99991037, "namn": FORMULA, "visas_som": "-1+1"}],
    "malvarden": [{"matt": "meritvarde_17", "lasar": "2011/12", "mal": 235.5, "riktning": "minst"}],
    "atgarder": [
        {
            "atgard": "@summa",
            "sikt": "lång",
            "niva": "politik",
            "ansvarig": "Nämnden",
            "fynd": "trend/meritvarde_17",
            "matt": "meritvarde_17",
            "uppfoljning": datetime.date(2027, 6, 1),
        }
    ],
    "lokala_matt": [{"matt": "Anmälningar", "period": "2025", "taljare": 12}],
    "intervjuer": [
        {
            "intervju": "I1",
            "lasar": "2025/26",
            "roll": "elev",
            "tema": "stöd",
            "hallning": "styrka",
            "citat": True,
            "deltagare": 4,
        }
    ],
}
CHOICES = {
    ("malvarden", "matt"): ["meritvarde_17 | Genomsnittligt meritvärde", FORMULA],
    ("intervjuer", "skolenhet"): ["99991037 | Lillsveds skola"],
}


@pytest.fixture(scope="module")
def content():
    return write_template(CHOICES, ROWS)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_what_is_written_is_read_back(tmp_path, content):
    (tmp_path / "arbetsbok.xlsx").write_bytes(content)
    read = load_arbetsbok(tmp_path)
    assert read.problems == ()
    for namn, rows in ROWS.items():
        wanted = [{k.namn: row.get(k.namn) for k in BLAD[namn].kolumner} for row in rows]
        if namn == "skolor":
            wanted[0]["skolenhet"] = "99991037"
        assert [dict(row.varden) for row in read.rader(namn)] == wanted
    assert read.rader("kommentarer") == ()


def test_an_empty_template_has_no_rows_and_no_faults(tmp_path):
    (tmp_path / "arbetsbok.xlsx").write_bytes(write_template())
    read = load_arbetsbok(tmp_path)
    assert (dict(read.blad), read.problems) == ({}, ())


def test_a_choice_is_read_without_its_explanation(tmp_path, book):
    sheet = book["Målvärden"]
    sheet["A3"], sheet["C3"], sheet["D3"] = CHOICES["malvarden", "matt"][0], "2025/26", "85 %"
    sheet = book["Intervjuer"]
    for column, value in enumerate(
        ["I2", "elev", CHOICES["intervjuer", "skolenhet"][0], 1, "ro", "styrka", None, None, None, "2025/26"],
        1,
    ):
        sheet.cell(3, column).value = value
    book.save(tmp_path / "arbetsbok.xlsx")
    read = load_arbetsbok(tmp_path)
    assert read.problems == ()
    assert (read.rader("malvarden")[1]["matt"], read.rader("malvarden")[1]["mal"]) == ("meritvarde_17", 85.0)
    assert read.rader("intervjuer")[1]["skolenhet"] == "99991037"


def test_nothing_is_a_formula(content, book):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(BLAD) + 2
    assert not any(mark in sheet for sheet in sheets for mark in (b"<f>", b"<f "))
    assert book["Skolor"]["B2"].value == FORMULA
    assert [book["Skolor"][cell].quotePrefix for cell in ("B2", "C2")] == [True, True]
    assert book["Åtgärder"]["A2"].quotePrefix


def test_the_same_content_gives_the_same_bytes(content):
    assert write_template(CHOICES, ROWS) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in archive.read("docProps/core.xml")


def test_every_heading_is_bold_stays_in_sight_and_explains_itself(book):
    for blad in BLAD.values():
        sheet = book[blad.rubrik]
        assert sheet.freeze_panes == "A2"
        for column, kolumn in enumerate(blad.kolumner, 1):
            cell = sheet.cell(1, column)
            assert cell.font.b
            assert cell.value == kolumn.rubrik + (" *" if kolumn.kravs else "")
            assert kolumn.hjalp in cell.comment.text


def test_lists_offer_what_is_declared_and_what_is_known(book):
    rules = {str(rule.sqref): rule for rule in book["Målvärden"].data_validations.dataValidation}
    assert set(rules) == {"A2:A2000", "B2:B2000", "E2:E2000"}
    assert (rules["A2:A2000"].showErrorMessage, rules["B2:B2000"].showErrorMessage) == (False, True)
    letters, rows = rules["B2:B2000"].formula1.split("!")[1].replace("$", "").split(":")
    offered = [cell.value for (cell,) in book[LISTS][letters:rows]]
    assert offered == ["alla", "flickor", "pojkar", "sv", "sva"]
    assert book[LISTS].sheet_state == "hidden"


def test_the_guide_tells_every_column(book):
    told = [row[0] for row in book["Läs mig"].iter_rows(values_only=True)]
    assert [blad.rubrik for blad in BLAD.values()] == [
        text for text in told if text in {b.rubrik for b in BLAD.values()}
    ]
    assert "Målvärde *" in told
