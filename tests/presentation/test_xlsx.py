"""The workbook of tables: numbers as numbers, symbols as texts, and nothing that computes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analys.disclosure import ProtectedTable
from analys.presentation.xlsxfile import format_tables
from analys.presentation.xlsxparts import name_sheets

Maker = Callable[..., ProtectedTable]

ROWS = [
    {"lasar": "2024/25", "varde": 218.24, "undre": 210.0, "ovre": 226.46, "n": 430},
    {"lasar": "2025/26", "varde": 222.5, "undre": 214.0, "ovre": 231.0, "n": 4},
    {"lasar": "2025/26", "jamforelse": "mot 2024/25", "varde": -4.26, "undre": -9.0, "ovre": 0.48, "n": 430},
    {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.43, "n": 49, "antal": 35},
    {"indikator": "alla_amnen_ak9", "lasar": "2024/25", "varde": 71.44, "n": 1049, "antal": 749},
    {"indikator": "alla_amnen_ak9", "lasar": "2023/24", "status": "saknas"},
    {"enhetstyp": "skola", "enhet": "1", "enhetsnamn": "=HYPERLINK(1)", "lasar": "2024/25", "varde": 200.0,
     "n": 60, "kalla": "-skolans _x003D_egen"},
]  # fmt: skip
HEADS = (
    *("Mått", "Utfall", "Enhet", "Enhetskod", "Läsår", "Kön", "Kurs", "Jämförelse"),
    *(
        "Värde",
        "Undre gräns",
        "Övre gräns",
        "Måttenhet",
        "Antal",
        "Därav antal",
        "Status",
        "Källa",
        "Måttkod",
    ),
)


def open_book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def read_numbers(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row] if HEADS[cell.column - 1] in HEADS[8:11] + HEADS[12:14]]


@pytest.fixture
def sheet(make_table: Maker) -> Worksheet:
    return open_book(format_tables([make_table(ROWS)]))["trend_kommun"]


def test_numbers_are_numbers_rounded_as_the_report_shows_them(sheet: Worksheet) -> None:
    assert tuple(cell.value for cell in sheet[1]) == HEADS
    assert read_numbers(sheet, 2) == [218.2, 210.0, 226.5, 430, None]
    assert read_numbers(sheet, 4) == [-4.3, -9.0, 0.5, 430, None]
    assert read_numbers(sheet, 5) == [71, None, None, 49, 35]
    assert read_numbers(sheet, 6) == [71.4, None, None, 1049, 749]
    assert sheet["E2"].value == "2024/25" and sheet["E2"].data_type == "s"


def test_formats_have_the_decimals_the_sign_and_per_cent(sheet: Worksheet) -> None:
    formats = [sheet[f"I{row}"].number_format for row in (2, 4, 5, 6)]
    assert formats == [
        "#,##0.0", "+#,##0.0;-#,##0.0;#,##0.0", '#,##0"\u00a0%"', '#,##0.0"\u00a0%"',
    ]  # fmt: skip


def test_what_is_hidden_or_missing_is_its_symbol_in_every_column_of_numbers(sheet: Worksheet) -> None:
    assert read_numbers(sheet, 3) == [".."] * 5
    assert read_numbers(sheet, 7) == ["–"] * 5
    assert [sheet[f"O{row}"].value for row in (2, 3, 7)] == [
        "Egen beräkning", "Skyddad uppgift", "Uppgift saknas",
    ]  # fmt: skip


def test_a_text_is_a_text_whatever_it_begins_with(sheet: Worksheet) -> None:
    assert (sheet["C8"].value, sheet["C8"].data_type, sheet["C8"].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert sheet["P8"].value == "-skolans _x003D_egen"


def test_nothing_computes_leads_out_is_hidden_or_tells_the_time(make_table: Maker) -> None:
    with zipfile.ZipFile(io.BytesIO(format_tables([make_table(ROWS)]))) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    text = "".join(parts.values())
    assert not re.search(r"<f[ >]|hidden|TargetMode|created|modified|creator|222|\"http[^\"]*\.se", text)
    assert [name for name in parts if not name.endswith((".xml", ".rels"))] == []


def test_the_same_tables_give_the_same_bytes_whatever_is_hidden(make_table: Maker) -> None:
    other = [ROWS[0], {**ROWS[1], "varde": 111.1, "undre": 100.0, "ovre": 120.0, "n": 7}, *ROWS[2:]]
    assert format_tables([make_table(ROWS)]) == format_tables([make_table(other)])


def test_the_first_sheets_list_the_tables_and_explain_symbols_and_units(make_table: Maker) -> None:
    book = open_book(format_tables([make_table(ROWS), make_table(ROWS[:1], id="b" * 40, titel="Annat")]))
    assert book.sheetnames == ["Innehåll", "Teckenförklaring", "trend_kommun", "b" * 31]
    contents = [[cell.value for cell in row] for row in book["Innehåll"]["A2:D3"]]
    assert contents == [
        ["trend_kommun", "Resultat i kommunen", 7, "tabeller/trend_kommun.csv"],
        ["b" * 31, "Annat", 1, f"tabeller/{'b' * 40}.csv"],
    ]
    assert book["Innehåll"]["A2"].hyperlink.location == "'trend_kommun'!A1"
    explained = {row[1].value for row in book["Teckenförklaring"].iter_rows(min_row=2)}
    assert {"..", "–", *HEADS, "poäng", "procent"} <= explained
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions


def test_names_of_sheets_are_short_safe_and_each_its_own() -> None:
    names = name_sheets(["a[1]*?", "A_1___", "History", "innehåll", "x" * 31, "X" * 32], ["Innehåll"])
    assert names == ["a_1___", "A_1___~2", "History~2", "innehåll~2", "x" * 31, "X" * 29 + "~2"]


def test_only_protected_tables(make_table: Maker) -> None:
    with pytest.raises(TypeError, match="skyddade tabeller"):
        format_tables([make_table(ROWS).frame])  # type: ignore[list-item]
