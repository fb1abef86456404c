"""Workbooks and what bears their names: cells, rows, sheets, and files made to do harm."""

import datetime
import io
import random
import struct
import zipfile

import openpyxl
import pytest
import xlwt

from analys.contracts import LAYOUTS
from analys.errors import InputError
from analys.reading import read_folder
from analys.reading.sheets import read_sheets
from tests.reading.conftest import EFTERNAMN, FORNAMN, make_number
from tests.reading.exports import change_zip, write_ods, write_xls, write_xlsx, write_zip

LASAR = ["2025/26"]
CELLS = [
    [None, None, None],
    [None, 201003159807, "9x"],
    [None, 94.0, 0.94],
    [],
    [None, datetime.date(2026, 6, 15), " å\u00a0\n b "],
]
SHEET = "xl/worksheets/sheet1.xml"


def grid_of(content):
    (grid,) = read_sheets(content, "fil.xls")
    return grid


def problem_of(content):
    problem = read_sheets(content, "fil.xls")
    assert FORNAMN not in f"{problem!r}"
    return problem.vad


@pytest.mark.parametrize("write", [write_xls, write_xlsx])
def test_cells_become_text_without_loss(write):
    grid = grid_of(write(CELLS))
    filled = [[cell for cell in row if cell] for row in grid.rows]
    assert filled == [["201003159807", "9x"], ["94", "0.94"], ["2026-06-15", "å b"]]
    assert grid.numbers == [2, 3, 5]


def test_an_opendocument_sheet_is_read():
    grid = grid_of(write_ods([["Rubrik", ""], ["", ""], [201003159807, "9x"], [0.94, "94 %"]]))
    assert grid.rows == [["Rubrik", ""], ["201003159807", "9x"], ["0.94", "94 %"]]
    assert grid.numbers == [1, 3, 4]


@pytest.mark.parametrize("write", [write_xls, write_xlsx])
def test_lengths_of_time_keep_their_hours(write):
    # 60.5 hours are two days, twelve hours and a half to Excel.
    lengths = [[datetime.timedelta(hours=60, minutes=30), datetime.timedelta(hours=12, minutes=30), "x"]]
    assert grid_of(write(lengths)).rows == [["60:30", "12:30", "x"]]


PERCENT = [["x", 0.94, 0.0625, 2.5], ["y", 1, 0, 0.5]]


def test_shares_in_percent_formats_read_as_they_are_shown():
    xlsx = write_xlsx(PERCENT, formats={"B1": "0%", "C1": "0.0 %", "B2": "0%", "C2": "0%"})
    shown = [["x", "94 %", "6.25 %", "2.5"], ["y", "100 %", "0 %", "0.5"]]
    assert grid_of(xlsx).rows == shown
    book = xlwt.Workbook()
    book.add_sheet("Tomt")
    sheet = book.add_sheet("Blad")
    for y, row in enumerate(PERCENT):
        for x, value in enumerate(row):
            form = ("0%", "0.0 %")[x - 1] if x in (1, 2) else "General"
            sheet.write(y + 3, x + 2, value, xlwt.easyxf(num_format_str=form))
    stream = io.BytesIO()
    book.save(stream)
    assert grid_of(stream.getvalue()).rows == shown


def test_shares_in_an_opendocument_sheet_read_as_they_are_shown():
    tail = (
        '<table:table-row><table:table-cell/><table:table-cell office:value-type="percentage" '
        'office:value="0.94"><text:p>94 %</text:p></table:table-cell></table:table-row>'
    )
    assert grid_of(write_ods([["a", 0.5]], tail)).rows == [["a", "0.5"], ["", "94 %"]]


def test_true_and_false_are_words_and_no_numbers():
    assert grid_of(write_xlsx([[True, False]])).rows == [["SANT", "FALSKT"]]


def test_merged_cells_are_blank_but_for_the_first():
    book = openpyxl.Workbook()
    book.active.append(["Klass: 9x", None, None])
    book.active.append(["a", "b", "c"])
    book.active.merge_cells("A1:C1")
    stream = io.BytesIO()
    book.save(stream)
    assert grid_of(stream.getvalue()).rows == [["Klass: 9x", "", ""], ["a", "b", "c"]]


@pytest.mark.parametrize("write", [write_xls, write_xlsx])
def test_a_hidden_sheet_is_left_out_beside_a_visible_one(write):
    content = write([["synligt"]], [["dolt"]], hidden=[1])
    assert [grid.rows for grid in read_sheets(content, "fil.xls")] == [[["synligt"]]]


def test_blank_sheets_are_none():
    assert [grid.rows for grid in read_sheets(write_xls([], [["a"]], []), "fil.xls")] == [[["a"]]]
    assert read_sheets(write_xls([]), "fil.xls") == []


HTML = """<html><head><meta charset="utf-8"><title>Frånvaro</title></head><body><table><tr><td>
<p>Utskrift</p></td></tr></table><table border="1">
<tr><th>Namn</th><th colspan="2">Tid</th></tr>
<tr><td rowspan="2">9x</td><td>1&nbsp;234</td><td>å</td></tr>
<tr><td>5</td><td>6</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_web_page_under_a_workbooks_name_is_read(encoding):
    # Row 1 is the table that holds the page's head.
    grid = grid_of(HTML.encode(encoding))
    assert grid.rows == [["Namn", "Tid", ""], ["9x", "1 234", "å"], ["", "5", "6"]]
    assert grid.numbers == [2, 3, 4]


def test_a_web_page_without_its_table_is_refused():
    page = b"<html><frameset><frame src='Blad1.htm'></frameset></html>"
    assert problem_of(page).startswith("Filen är en webbsida som hänvisar till andra filer")
    assert problem_of(b"<html><body>Logga in</body></html>").startswith("Arbetsboken går inte att läsa")


SPREADSHEET = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Blad1"><Table>
<Row><Cell><Data ss:Type="String">Namn</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">Tid</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="Number">94.0</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-06-15T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_an_xml_spreadsheet_of_2003_is_read():
    grid = grid_of(SPREADSHEET.encode())
    assert grid.rows == [["Namn", "", "Tid"], ["94", "2026-06-15", ""]]
    assert grid.numbers == [1, 4]


def test_entities_of_the_files_own_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    spoiled = SPREADSHEET.replace("<Workbook", bomb + "<Workbook", 1).replace("Namn", "&b;")
    assert problem_of(spoiled.encode()) == "Arbetsboken öppnas inte: den har egna XML-definitioner."
    xlsx = change_zip(write_xlsx([["a"]]), SHEET, b"<worksheet", bomb.encode() + b"<worksheet")
    assert problem_of(xlsx) == "Arbetsboken öppnas inte: den har egna XML-definitioner."


def test_separated_text_under_a_workbooks_name_is_no_workbook():
    assert read_sheets(b"Personnummer\tKlass\n", "fil.xls") is None


def test_a_password_is_told():
    protected = write_xls([["a"]])
    # FILEPASS stands where a workbook's first record after BOF does.
    at = protected.index(b"\x09\x08\x10\x00") + 20
    spoiled = protected[:at] + b"\x2f\x00" + protected[at + 2 :]
    assert problem_of(spoiled) == "Arbetsboken är skyddad med lösenord."


def test_an_encrypted_xlsx_is_told():
    name = "EncryptedPackage".encode("utf-16-le")
    content = bytearray(write_xls([["a"]]))
    at = content.index("Workbook".encode("utf-16-le"))
    content[at : at + len(name)] = name
    content[at + 64 : at + 66] = struct.pack("<H", len(name) + 2)
    assert problem_of(bytes(content)) == "Arbetsboken är skyddad med lösenord."


@pytest.mark.parametrize("write", [write_xls, write_xlsx, lambda rows: write_ods(rows)])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_file_that_is_cut_off_is_told(write, share):
    content = write([["a", 1.5], [FORNAMN, 2]] * 200)
    assert problem_of(content[: int(len(content) * share)]).startswith("Arbetsboken går inte att läsa")


def test_a_zip_bomb_is_not_unpacked():
    bomb = write_zip({SHEET: b"0" * 410_000_000})
    assert len(bomb) < 500_000
    assert problem_of(bomb) == "Arbetsboken öppnas inte: den blir för stor när den packas upp."


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked():
    content = bytearray(write_zip({SHEET: b"0" * 50_000_000}))
    # The directory's own entry says 5 bytes.
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 5)
    assert problem_of(bytes(content)) == (
        "Arbetsboken öppnas inte: den blir större än den uppger när den packas upp."
    )


def test_many_parts_and_strange_packing_are_refused():
    assert "fler än 5000 delar" in problem_of(write_zip({f"{i}.xml": b"" for i in range(5001)}))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    assert "kalkylprogram inte använder" in problem_of(stream.getvalue())
    assert problem_of(write_zip({"läsmig.txt": b"hej"})).startswith("Arbetsboken går inte att läsa")


def test_a_dimension_that_lies_does_no_harm():
    lying = change_zip(write_xlsx([["a", "b"]]), SHEET, b'ref="A1:B1"', b'ref="A1:XFD1048576"')
    assert grid_of(lying).rows == [["a", "b"]]


def test_a_cell_in_the_far_corner_is_refused():
    far = change_zip(write_xlsx([["a", "b"]]), SHEET, b'r="B1"', b'r="XFD1048576"')
    assert problem_of(far).startswith("Bladet har celler så långt ut")
    xls = write_xls([[1.25], *[[]] * 59_999, [*[None] * 200, 2.5]])
    record = struct.pack("<HH", 60_000, 200)
    assert xls.count(record) == 1
    assert problem_of(xls.replace(record, struct.pack("<HH", 60_000, 65_535))).startswith("Bladet har celler")
    ods = write_ods(
        [["a"]],
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="1024"/></table:table-row>',
    )
    assert problem_of(ods).startswith("Bladet har celler")


@pytest.mark.parametrize("corners", [(0, 0x7FFFFFFF), (86, 12), (0xFFFFFFFF, 0xFFFFFFFF)])
def test_stated_corners_beyond_a_legacy_sheet_are_refused(corners):
    content = write_xls([["a", "b"]] * 12)
    stated = struct.pack("<HHII", 0x0200, 14, 0, 12)
    assert content.count(stated) == 1
    spoiled = content.replace(stated, struct.pack("<HHII", 0x0200, 14, *corners))
    assert problem_of(spoiled).startswith("Bladet har celler så långt ut")


def test_blank_rows_to_the_end_of_a_sheet_do_no_harm():
    blank = (
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert grid_of(write_ods([["a"], ["b"]], blank)).rows == [["a"], ["b"]]


def test_failing_formulas_are_no_blanks():
    vad = "Arbetsboken har formler som ger fel, till exempel #DIVISION/0! eller #SAKNAS!."
    failing = change_zip(
        write_xlsx([["a", 1]]), SHEET, b'<c r="B1" t="n"><v>1</v>', b'<c r="B1" t="e"><v>#N/A</v>'
    )
    assert problem_of(failing) == vad
    book = xlwt.Workbook()
    book.add_sheet("Blad1").row(0).set_cell_error(0, "#DIV/0!")
    stream = io.BytesIO()
    book.save(stream)
    assert problem_of(stream.getvalue()) == vad


def test_formulas_give_their_saved_values_or_are_told():
    # openpyxl saves formulas without values.
    assert problem_of(write_xlsx([["a", "=1+1"]])) == "Arbetsboken har formler vars värden inte är sparade."
    saved = change_zip(write_xlsx([["a", "=1+1"]]), SHEET, b"<v></v>", b"<v>2</v>")
    assert grid_of(saved).rows == [["a", "2"]]


def test_a_cell_of_five_megabytes_is_refused():
    content = write_ods([["a", "b" * 5_000_000]])
    assert problem_of(content) == "En cell har mer än 4000 tecken."


@pytest.mark.parametrize(
    "start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"<?xml ?>"]
)
def test_noise_is_told(start):
    noise = random.Random(9999)
    for size in (0, 10, 600, 5_000):
        assert problem_of(start + noise.randbytes(size))


def test_nothing_is_written_when_the_library_gives_up(capfd):
    content = write_xls([[FORNAMN, 1.5]])
    # The last sheet is said to begin beyond the end of the file.
    at = content.index(b"\x85\x00", content.index(b"\x09\x08"))
    spoiled = content[: at + 4] + b"\xff\xff\xff\x7f" + content[at + 8 :]
    assert problem_of(spoiled).startswith("Arbetsboken går inte att läsa")
    assert capfd.readouterr() == ("", "")


# A sheet with our own columns is read for every kind.


def rows_of(underlag, kind, count=3):
    return [list(LAYOUTS[kind].names), *(list(underlag.row(kind, i).values()) for i in range(count))]


@pytest.mark.parametrize("suffix", ["xls", "xlsx", "ods"])
def test_every_kind_is_read_from_a_sheet_with_our_columns(underlag, suffix):
    write = {"xls": write_xls, "xlsx": write_xlsx, "ods": write_ods}[suffix]
    underlag.write_complete()
    expected = read_folder(underlag.data, underlag.kommun, LASAR).frames
    for path in list((underlag.data / "raw" / "1234").rglob("*.csv")):
        path.unlink()
    for kind, pupils in (("skolenheter", 2), ("elevregister", 4), ("slutbetyg_ak9", 4)):
        underlag.write_bytes(kind, write(rows_of(underlag, kind, pupils)), name=f"{kind}.{suffix}")
    frames = read_folder(underlag.data, underlag.kommun, LASAR).frames
    for kind, frame in frames.items():
        # The same cells, one row further down where the text had no header.
        columns = [*LAYOUTS[kind].names, "lasar", "skal"]
        assert frame[columns].equals(expected[kind][columns])
        assert frame["rad"].tolist() == list(range(2, len(frame) + 2))


def test_numbers_and_dates_of_a_sheet_are_those_of_a_text(underlag):
    underlag.write_complete()
    row = underlag.row("slutbetyg_ak9", 0, Sva="2")
    cells = [
        int(value) if value.isdigit() else datetime.date(2026, 6, 15) if name == "Datum" else value
        for name, value in row.items()
    ]
    path = underlag.write_bytes("slutbetyg_ak9", write_xls([cells]), name="slutbetyg_ak9_excel.xls")
    underlag.data.joinpath("raw", "1234", "2025-26", "slutbetyg_ak9.csv").unlink()
    assert path.exists()
    frame = read_folder(underlag.data, underlag.kommun, LASAR).frames["slutbetyg_ak9"]
    assert frame.iloc[0][list(row)].to_dict() == row


def test_faults_in_a_sheet_have_its_own_row_numbers(underlag, silent):
    underlag.write_complete()
    rows = rows_of(underlag, "franvaro")
    rows[3][rows[0].index("Giltig_min")] = "12,5"
    underlag.write_bytes("franvaro", write_xlsx([[None], [], *rows]), name="franvaro.xlsx")
    with pytest.raises(InputError) as caught:
        read_folder(underlag.data, underlag.kommun, LASAR)
    silent(caught.value, underlag.secrets())
    (problem,) = caught.value.problems
    assert (problem.kolumn, problem.rader) == ("Giltig_min", (6,))


def test_sheets_with_one_header_are_read_as_one(underlag):
    underlag.write_complete()
    rows = rows_of(underlag, "franvaro")
    underlag.write_bytes("franvaro", write_xls(rows[:2], [rows[0], *rows[2:]]), name="franvaro.xls")
    frame = read_folder(underlag.data, underlag.kommun, LASAR).frames["franvaro"]
    assert frame["PersonNr"].tolist() == [make_number(i) for i in range(3)]


def test_sheets_with_other_contents_are_told(underlag, silent):
    underlag.write_complete()
    content = write_xls(rows_of(underlag, "franvaro"), [["Anteckningar"], [EFTERNAMN]])
    underlag.write_bytes("franvaro", content, name="franvaro.xls")
    with pytest.raises(InputError) as caught:
        read_folder(underlag.data, underlag.kommun, LASAR)
    silent(caught.value, underlag.secrets())
    assert [p.vad for p in caught.value.problems] == [
        "Arbetsboken har flera blad med innehåll, och alla går inte att läsa på samma sätt."
    ]


def test_the_same_file_in_two_formats_is_told(underlag):
    underlag.write_complete()
    underlag.write_bytes(
        "slutbetyg_ak9", write_xls(rows_of(underlag, "slutbetyg_ak9")), name="Slutbetyg_ak9.xls"
    )
    with pytest.raises(InputError) as caught:
        read_folder(underlag.data, underlag.kommun, LASAR)
    assert [p.vad for p in caught.value.problems] == ["Filen finns i 2 format: .xls, .csv."]


def test_a_workbook_that_cannot_be_read_has_its_own_message(underlag, silent):
    underlag.write_complete()
    underlag.write_bytes("np_ak3", write_xls(rows_of(underlag, "np_ak3"))[:3000], name="np_ak3.xls")
    with pytest.raises(InputError) as caught:
        read_folder(underlag.data, underlag.kommun, LASAR)
    silent(caught.value, underlag.secrets())
    assert [p.vad for p in caught.value.problems] == [
        "Arbetsboken går inte att läsa. Den är avbruten eller skadad, eller ingen arbetsbok."
    ]
