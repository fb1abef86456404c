"""The layouts against SCB's own descriptions: columns in order, lengths and allowed codes."""

import re
from pathlib import Path

import pytest

from analys.contracts import LAYOUTS

SHEETS = Path(__file__).parents[2].parent / "shared" / "underlag" / "scb"
WITH_SHEET = [layout for layout in LAYOUTS.values() if layout.sheet]
COUNTS = {"slutbetyg_ak9": 33, "betyg_ak6": 35, "np_ak3": 35, "np_ak6": 29, "np_ak9": 32}
# Slips in the sheets that the layouts do not repeat: SO_B_DELT refers to itself, it means SO_A_DELT.
REFERS = {"SO_B_DELT": "SO_A_DELT"}

needs_sheets = pytest.mark.skipif(
    not SHEETS.is_dir(), reason="SCB:s beskrivningar finns inte bredvid projektet"
)


def read_sheet(name: str) -> dict[str, dict]:
    """Column name in the sheet -> its length and the codes that the text lists."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(SHEETS / name).get_sheet_by_index(0).to_python()
    start = next(i for i, row in enumerate(rows) if str(row[0]).startswith("Variabel"))
    columns: dict[str, dict] = {}
    for row in rows[start + 1 :]:
        head, text = str(row[0]).strip(), str(row[1])
        if head:
            columns[head] = {"text": text, "length": str(row[3])}
        elif columns and text:
            columns[list(columns)[-1]]["text"] += "\n" + text
    for column, found in columns.items():
        found["codes"] = list_codes(columns, column)
        found["length"] = int(float(found["length"].split("-")[-1]))
    return columns


def list_codes(columns: dict[str, dict], column: str) -> set[str]:
    text = columns[column]["text"]
    if refers := re.search(r"\bSe ([A-Z]+_\w+)", text):
        target = REFERS.get(column, refers[1])
        return list_codes(columns, target)
    codes = set(re.findall(r"^\s*([A-Z]{1,2}|\d{1,2})\s*=", text, flags=re.MULTILINE))
    if span := re.search(r"^\s*(\d+)-(\d+)\s*$", text, flags=re.MULTILINE):
        codes |= {str(n) for n in range(int(span[1]), int(span[2]) + 1)}
    if most := re.search(r"maxpoäng = (\d+)", text):
        codes |= {str(n) for n in range(int(most[1]) + 1)}
    return codes


@needs_sheets
@pytest.mark.parametrize("layout", WITH_SHEET, ids=lambda layout: layout.kind)
def test_columns_stand_in_the_order_of_the_sheet(layout):
    sheet = read_sheet(layout.sheet)
    assert [c.sheet_name or c.name for c in layout.columns] == list(sheet)
    assert len(layout.columns) == COUNTS[layout.kind]


@needs_sheets
@pytest.mark.parametrize("layout", WITH_SHEET, ids=lambda layout: layout.kind)
def test_codes_and_lengths_are_those_of_the_sheet(layout):
    sheet = read_sheet(layout.sheet)
    for column in layout.columns:
        described = sheet[column.sheet_name or column.name]
        assert column.max_length == described["length"], column.name
        # 99 = "uppgift saknas" in a free text is a marker, not a list of allowed values.
        free_text = not column.codes and described["codes"] <= {"99"}
        assert free_text or set(column.codes) == described["codes"], column.name


@needs_sheets
@pytest.mark.parametrize(
    ("kind", "earlier"),
    [
        ("betyg_ak6", "datafilsbeskrivning-betyg_ak6_2025.xlsx"),
        ("slutbetyg_ak9", "datafilsbeskrivning_betyg_ak9_2025.xlsx"),
    ],
)
def test_the_sheets_of_2025_differ_in_klass_only(kind, earlier):
    now, before = read_sheet(LAYOUTS[kind].sheet), read_sheet(earlier)
    assert list(now) == list(before)
    assert [c for c in now if now[c]["codes"] != before[c]["codes"]] == []
    assert [c for c in now if now[c]["length"] != before[c]["length"]] == ["Klass"]
    # Åk 6 had a code for a missing class in 2025; cleaning reads it as missing.
    assert ("9999999999 = Uppgift saknas" in before["Klass"]["text"]) == (kind == "betyg_ak6")
    assert "9999999999" not in now["Klass"]["text"]
