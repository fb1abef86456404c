"""Workbooks, other systems' columns and SS12000 answers are known by what they hold."""

import io
import json

import openpyxl
import pytest
import xlwt

from analys.contracts import LAYOUTS
from analys.importing.copying import carry_out
from analys.importing.plan import Outcome
from analys.importing.recognise import recognise_folder
from analys.reading import find_sources, read_sources

FORSBRINK = "99991148"
# After the form of the built-in mapping for Vklass: texts above, a row for the class, minutes.
VKLASS = [
    ["Skola: Forsbrinkskolan"],
    ["Period: 2026-01-08 – 2026-06-12"],
    [],
    ["Personnummer", "Namn", "Total lektionstid (min)", "Giltig frånvaro (min)", "Ogiltig frånvaro (min)"],
    ["Klass: 9A"],
    ["{}", "{}", "20000", "900", "60"],
]


@pytest.fixture
def pupil(exporter):
    cells = exporter.lines("slutbetyg_ak9", skolor=[FORSBRINK])[0].split(";")
    return cells[3], f"{cells[6]} {cells[7]}"


def save_xls(path, rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Frånvaro")
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            sheet.write(y, x, cell)
    book.save(str(path))


def save_xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    path.write_bytes(held.getvalue())


def vklass(pupil):
    *above, last = VKLASS
    return [*above, [pupil[0], pupil[1], *last[2:]]]


def test_another_systems_workbook_is_known_by_its_columns(exporter, pupil):
    save_xls(exporter.katalog / "Export (3).xls", vklass(pupil))
    exporter.put("skolenheter.csv", "skolenheter")

    found = exporter.found()["Export (3).xls"]

    assert (found.kind, found.lasar, found.fel, found.tveksamt) == ("franvaro", "2025/26", (), ())
    assert (found.skolenheter, found.rader) == ((FORSBRINK,), 1)
    assert found.grund == "kolumnmappningen vklass"


def test_the_same_columns_as_text_are_known_too(exporter, pupil):
    exporter.put("skolenheter.csv", "skolenheter")
    exporter.put_text("ut.txt", "\n".join("\t".join(row) for row in vklass(pupil)))

    assert exporter.found()["ut.txt"].kind == "franvaro"


def test_the_list_of_schools_may_be_the_imported_one(exporter, pupil):
    exporter.put("skolenheter.csv", "skolenheter")
    carry_out(exporter.plan(), exporter.data)
    (exporter.katalog / "skolenheter.csv").unlink()
    save_xls(exporter.katalog / "vt26.xls", vklass(pupil))

    alone, with_it = (recognise_folder(exporter.katalog, bredvid=base)[0] for base in (None, exporter.raw))

    assert alone.fel != ()
    assert (with_it.fel, with_it.skolenheter) == ((), (FORSBRINK,))


def test_what_is_imported_is_read_from_its_place(exporter, pupil):
    exporter.put("skolenheter.csv", "skolenheter")
    save_xls(exporter.katalog / "vt26.xls", vklass(pupil))
    carry_out(exporter.plan(), exporter.data)

    sources, _ = find_sources(exporter.data, "1961", ["2025/26"])
    reading = read_sources(sources, "2025/26")

    assert f"2025-26/franvaro_{FORSBRINK}_vt.xls" in exporter.imported()
    assert [p for p in reading.problems if p.fil.endswith(".xls")] == []
    assert reading.raw.frames["franvaro"]["Termin"].tolist() == ["VT"]


def test_declared_columns_are_used_and_copied(exporter, pupil):
    exporter.put_text(
        "kolumner.yml",
        f"""mappningar:
  vart:
    slag: franvaro
    kolumner:
      PersonNr: [Elev]
      Skolenhetskod: {{varde: "{FORSBRINK}"}}
      Arskurs: {{varde: "9"}}
      Termin: {{varde: VT}}
      Erbjudna_min: [Tid]
      Giltig_min: [Anmäld]
      Ogiltig_min: [Oanmäld]
""",
    )
    save_xlsx(
        exporter.katalog / "2025-26 närvaro.xlsx",
        [["Elev", "Tid", "Anmäld", "Oanmäld"], [pupil[0], "20000", "900", "60"]],
    )
    plan = exporter.plan()

    assert exporter.found()["2025-26 närvaro.xlsx"].grund == "kolumnmappningen vart"
    assert sorted(item.mal for item in plan.copied) == [
        f"2025-26/franvaro_{FORSBRINK}_vt.xlsx",
        "kolumner.yml",
    ]


def test_a_workbook_of_our_own_columns_is_known_by_its_header(exporter):
    names = list(LAYOUTS["slutbetyg_ak9"].names)
    rows = [line.split(";") for line in exporter.lines("slutbetyg_ak9", skolor=[FORSBRINK])]
    save_xlsx(exporter.katalog / "Blad.xlsx", [names, *rows])

    found = exporter.found()["Blad.xlsx"]

    assert (found.kind, found.lasar, found.rader) == ("slutbetyg_ak9", "2025/26", len(rows))


@pytest.mark.parametrize("name", ["skada.xlsx", "skada.xls", "skada.ods", "skada.json"])
@pytest.mark.parametrize(
    "content", [b"PK\x03\x04" + b"\x00" * 500, b"\xd0\xcf\x11\xe0" + b"a" * 500, b"{" * 500]
)
def test_broken_files_are_named_and_never_an_error(exporter, name, content):
    (exporter.katalog / name).write_bytes(content)

    found = exporter.found()[name]

    assert (found.kind, bool(found.grund)) == ("", True)


def test_answers_and_what_they_refer_to_go_together(exporter, pupil):
    folder = exporter.katalog / "api 2025-26"
    folder.mkdir()
    answers = {
        "aggregatedAttendance.json": [
            {
                "id": "1",
                "student": {"id": "p"},
                "activity": {"id": "a"},
                "startDate": "2026-01-08",
                "endDate": "2026-06-12",
                "attendanceSum": 19040,
                "validAbsenceSum": 900,
                "invalidAbsenceSum": 60,
                "otherAttendanceSum": 0,
                "reportedSum": 20000,
                "offeredSum": 20000,
            }
        ],
        "ss12000_persons.json": [{"id": "p", "civicNo": {"value": pupil[0]}}],
    }
    for name, items in answers.items():
        (folder / name).write_text(json.dumps({"data": items, "pageToken": None}), encoding="utf-8")
    found = exporter.found()

    assert found["api 2025-26/aggregatedAttendance.json"].kind == "franvaro"
    support = found["api 2025-26/ss12000_persons.json"]
    assert (support.annat, support.lasar) == ("ss12000_persons.json", "2025/26")
    assert {item.found.annat: item.mal for item in exporter.plan().copied} == {
        "ss12000_persons.json": "2025-26/ss12000_persons.json"
    }


def test_what_answers_refer_to_is_known_by_its_fields_but_must_be_named(exporter):
    exporter.put_text("elever.json", '{"data": [{"id": "p", "civicNo": {"value": "201003159807"}}]}')
    exporter.put_text("ss12000_persons.json", '{"data": []}')

    items = {item.found.fil: item for item in exporter.plan().items}

    assert "Döp om filen till ss12000_persons.json" in items["elever.json"].skal[0]
    assert items["ss12000_persons.json"].outcome is Outcome.TVEKSAM
