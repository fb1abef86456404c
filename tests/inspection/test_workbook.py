"""The workbook of tables: every number a shown cell's, whatever part of the file it is planted in."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

FILE = "tabeller.xlsx"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml", "xl/styles.xml"
STRANGE = "något som rapportens arbetsböcker inte har"
UNREADABLE = "Filen kan inte granskas"


def change(report, part, old, new):
    """Replace the first occurrence of a text in a part of the workbook; a new part has no old text."""
    path = report.folder / FILE
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert old in parts.get(part, "")
    parts[part] = parts.get(part, "").replace(old, new, 1) if old else new
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    path.write_bytes(buffer.getvalue())
    report.settle()


@pytest.mark.parametrize(
    ("part", "old", "new", "vad"),
    [
        (SHEET, '<v>234.3</v>', '<v>187.7</v>', "andra tal i arbetsboken"),
        (SHEET, '<v>444</v>', '<v>7</v>', "andra tal i arbetsboken"),
        (SHEET, '<row r="8">', '<row r="8" hidden="1">', STRANGE),
        (SHEET, "<cols>", '<cols><col min="9" max="9" width="0" hidden="1"/>', STRANGE),
        (SHEET, "<cols>", '<cols><col min="9" max="9" width="1"/>', STRANGE),
        (SHEET, "<v>234.3</v>", "<f>187.7+0</f><v>234.3</v>", UNREADABLE),
        (SHEET, "<v>234.3</v>", "<v>234.3</v><!-- 187,7 -->", UNREADABLE),
        (SHEET, "<sheetData>", "<!-- 187,7 --><sheetData>", STRANGE),
        (SHEET, "<sheetData>", "<sheetData>187,7", STRANGE),
        (SHEET, "</sheetData>", '<row r="9"><c r="A9"><v>187.7</v></c></row></sheetData>', "andra rader"),
        (SHEET, "</sheetData>", '</sheetData><conditionalFormatting sqref="A1"/>', STRANGE),
        ("xl/worksheets/sheet1.xml", "&#x27;trend_kommun&#x27;!A1", "http://exempel.se", STRANGE),
        ("xl/worksheets/sheet1.xml", "<v>7</v>", "<v>187</v>", "stämmer inte med arbetsbokens blad"),
        ("xl/worksheets/sheet2.xml", '<row r="3"', '<row r="4"', UNREADABLE),
        (STRINGS, "</sst>", "<si><t>187,7</t></si></sst>", STRANGE),
        (STRINGS, "Uppgift saknas.", "Uppgift saknas, utom 187,7.", "inte hör till någon tabell"),
        (STRINGS, "Karin Boye", "Karin Boye (187,7)", "ingen av de uppgifter"),
        (STYLES, 'formatCode="#,##0"', 'formatCode="&quot;187,7&quot;"', STRANGE),
        ("xl/workbook.xml", 'name="trend_kommun"', 'name="trend_kommun" state="hidden"', STRANGE),
        ("xl/workbook.xml", "</sheets>", "</sheets><definedNames>187.7</definedNames>", STRANGE),
        ("docProps/core.xml", "Genomlysningens tabeller", "Karin Boye 187,7", STRANGE),
        ("docProps/custom.xml", "", "<x>187,7</x>", STRANGE),
        ("xl/comments1.xml", "", "<comments><comment>187,7</comment></comments>", STRANGE),
        ("xl/vbaProject.bin", "", "187,7", STRANGE),
        ("xl/worksheets/sheet4.xml", "", "<worksheet/>", UNREADABLE),
        ("xl/worksheets/_rels/sheet3.xml.rels", "", "<Relationships/>", STRANGE),
    ],
)  # fmt: skip
def test_what_is_planted_is_found(report, part, old, new, vad):
    change(report, part, old, new)
    assert FILE in report.expect(vad, "187", "Karin").message()


def test_a_number_in_a_hidden_cell_is_found(report):
    with zipfile.ZipFile(report.folder / FILE) as archive:
        sheet = archive.read(SHEET).decode("utf-8")
    hidden = re.search(r'<c r="I8"[^>]*><v>\d+</v></c>', sheet)
    assert hidden
    change(report, SHEET, hidden[0], '<c r="I8"><v>187.7</v></c>')
    report.expect("annat än sitt tecken i arbetsboken", "187")


def test_what_one_table_shows_is_no_other_rows(report):
    change(report, STRINGS, "Anna Lindskolan", "Exempelkommun!")
    report.expect("ingen av de uppgifter", "Exempelkommun!")
