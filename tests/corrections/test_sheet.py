"""The sheet Rättelser of the workbook: the same fields, faults with their cell, and hostile workbooks."""

import datetime
import io
import time
import zipfile

import openpyxl
import pytest

from analys.corrections import load_corrections
from analys.corrections.sheet import MOST_ROWS, MOST_UNPACKED, read_sheet
from analys.reading import read_folder

HEADS = ["slag", "lasar", "elev", "skolenhet", "kolumn", "fran", "till", "ta_bort", "skal", "forvantat"]
WORKBOOK = "arbetsbok.xlsx"


def make_book(*rows, heads=HEADS, title="Rättelser"):
    book = openpyxl.Workbook()
    book.active.title = "Läs mig"
    sheet = book.create_sheet(title)
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    return book


def to_bytes(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def row(declared, **fields):
    values = {
        "slag": "slutbetyg_ak9",
        "lasar": "2025/26",
        "elev": int(declared.elev),
        "kolumn": "Ma",
        "fran": "C",
        "till": "D",
        "skal": "Felskrivet",
    } | fields
    return [values.get(head) for head in HEADS]


def load(declared, book):
    declared.write(book if isinstance(book, bytes) else to_bytes(book), WORKBOOK)
    loaded = load_corrections(declared.folder, "raw/1234")
    told = "\n".join(str(problem) for problem in loaded.problems) + repr(loaded)
    assert [s for s in declared.underlag.secrets() if s in told] == []
    return loaded


def test_a_sheet_says_what_the_file_says(declared):
    book = make_book(
        row(declared, fran="E"),
        row(declared, fran=None, till="F", forvantat=2.0, skolenhet=99990001),
        [None] * len(HEADS),
        row(declared, kolumn=None, fran=None, till=None, ta_bort=True, skal="Dubblett"),
        row(declared, kolumn="Datum", fran=datetime.datetime(2026, 6, 5), till=datetime.date(2026, 6, 15)),
    )
    first, second, third, fourth = load(declared, book).entries
    assert (first.elev, first.fran, first.till) == (declared.elev, "E", "D")
    assert (second.fran, second.till, second.forvantat, second.skolenhet) == ("", "F", 2, "99990001")
    assert (third.ta_bort, third.kolumn) == (True, "")
    assert (fourth.fran, fourth.till) == ("2026-06-05", "2026-06-15")


def test_heads_and_the_sheets_name_may_be_spelled_as_people_do(declared):
    heads = ["Slag", "Läsår", "Elev", "Skolenhet", "Kolumn", "Från", "Till", "Ta bort", "Skäl", "Förväntat"]
    (one,) = load(declared, make_book(row(declared), heads=heads, title="RATTELSER")).entries
    assert (one.lasar, one.till, one.skal) == ("2025/26", "D", "Felskrivet")


def test_a_fault_is_told_with_its_cell(declared):
    book = make_book(
        row(declared), row(declared, kolumn="Matte", forvantat="många"), row(declared, skal=None, slag="x")
    )
    problems = load(declared, book).problems
    assert [problem.fil for problem in problems] == [
        "raw/1234/arbetsbok.xlsx, bladet Rättelser, cell E3",
        "raw/1234/arbetsbok.xlsx, bladet Rättelser, cell J3",
        "raw/1234/arbetsbok.xlsx, bladet Rättelser, cell A4",
        "raw/1234/arbetsbok.xlsx, bladet Rättelser",
    ]
    assert problems[3].rader == (4,)
    assert "Var: raw/1234/arbetsbok.xlsx, bladet Rättelser, cell E3\n" in str(problems[0])


def test_a_wide_sheet_names_cells_as_excel_does(declared):
    book = make_book([*row(declared), *[None] * 20, "x"], heads=[*HEADS, *[None] * 20, "Kommentar"])
    (problem,) = load(declared, book).problems
    assert problem.fil.endswith("cell AE2")
    assert "namn som inte finns" in problem.vad


def test_text_without_a_head_is_told(declared):
    (problem,) = load(declared, make_book([*row(declared), "Zanzibarella"])).problems
    assert problem.fil.endswith("cell K2")


def test_two_columns_with_the_same_head_are_told(declared):
    (problem,) = load(declared, make_book(row(declared), heads=[*HEADS[:-1], "slag"])).problems
    assert (problem.rader, "samma rubrik" in problem.vad) == ((1,), True)


def test_a_workbook_without_the_sheet_has_no_corrections(declared):
    loaded = load(declared, make_book(title="Texter"))
    assert (loaded.entries, loaded.problems) == ((), ())


def test_both_places_count_and_may_not_contradict(underlag, declared, stops):
    underlag.write_complete()
    declared.write(to_bytes(make_book(row(declared))), WORKBOOK)
    assert read_folder(underlag.data, "1234", ["2025/26"]).frames["slutbetyg_ak9"]["Ma"][0] == "D"
    declared.write(declared.describe(kolumn="Bl", fran="C", till="A"))
    assert len(read_folder(underlag.data, "1234", ["2025/26"]).rattelser) == 2
    declared.write(declared.describe())
    message = stops(read_folder, underlag.data, "1234", ["2025/26"])
    assert "den på rad 1 i raw/1234/rattelser.yml" in message
    assert "arbetsbok.xlsx, bladet Rättelser, rad 2" in message


def test_the_looks_of_a_workbook_say_nothing(declared, recwarn):
    """Validation rules and formats that the library does not know raise warnings, which are errors here."""
    from openpyxl.worksheet.datavalidation import DataValidation

    book = make_book(row(declared))
    book["Rättelser"].add_data_validation(DataValidation(type="list", formula1='"ja,nej"'))
    assert len(load(declared, book).entries) == 1
    assert not recwarn.list


def rezip(content, change):
    """The workbook with its parts changed: name -> bytes in, bytes or None out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k")))
    + b"]>"
)


def is_sheet(name):
    return name.startswith("xl/worksheets/sheet2")


HOSTILE = {
    "no zip": lambda c: b"slag;lasar\n",
    "empty": lambda c: b"",
    "half": lambda c: c[: len(c) // 2],
    "old excel": lambda c: b"\xd0\xcf\x11\xe0" + bytes(1000),
    "bomb": lambda c: rezip(c, lambda n, p: bytes(MOST_UNPACKED + 1) if is_sheet(n) else p),
    "no workbook": lambda c: rezip(c, lambda n, p: None if n == "xl/workbook.xml" else p),
    "no sheet": lambda c: rezip(c, lambda n, p: None if is_sheet(n) else p),
    "no xml": lambda c: rezip(c, lambda n, p: b"Zanzibarella" if is_sheet(n) else p),
    "entities": lambda c: rezip(
        c, lambda n, p: ENTITY + p.replace(b"<sheetData>", b"<sheetData>&j;") if is_sheet(n) else p
    ),
    "outside": lambda c: rezip(
        c,
        lambda n, p: (
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + p.replace(b">Ma<", b">&a;<")
            if n == "xl/sharedStrings.xml"
            else p
        ),
    ),
    "string index": lambda c: rezip(c, lambda n, p: p.replace(b"<v>", b"<v>99999") if is_sheet(n) else p),
    "number": lambda c: rezip(c, lambda n, p: p.replace(b'r="A2"', b'r="A0"') if is_sheet(n) else p),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_workbook_that_cannot_be_read_is_told_and_quoted_nowhere(declared, kind):
    content = HOSTILE[kind](to_bytes(make_book(row(declared), [declared.elev, "Zanzibarella"])))
    started = time.perf_counter()
    loaded = load(declared, content)
    assert time.perf_counter() - started < 5
    assert loaded.problems


def test_a_cell_far_out_costs_nothing(declared):
    book = make_book(row(declared))
    book["Rättelser"]["XFD1048576"] = "x"
    started = time.perf_counter()
    loaded = load(declared, book)
    assert time.perf_counter() - started < 5
    assert "för stort" in loaded.problems[0].vad


def test_more_rows_than_anybody_corrects_are_refused(declared):
    book = make_book(*[row(declared)] * MOST_ROWS)
    (problem,) = load(declared, book).problems
    assert f"Högst {MOST_ROWS} rader" in problem.gor


@pytest.mark.parametrize("seed", range(60))
def test_bytes_changed_at_random_raise_nothing(declared, seed):
    import random

    content = bytearray(to_bytes(make_book(row(declared))))
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    read_sheet(bytes(content), "arbetsbok.xlsx")
