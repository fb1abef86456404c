"""The workbook `tabeller.xlsx`: every published table on a sheet of its own, for those who work in Excel.

One row a cell, the same cells in the same order as in the CSV files, in words instead of codes. Numbers are
numbers, rounded as they are shown, and a hidden value is its symbol in every column of numbers: whether it
has limits or a count would tell of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.presentation.formats import (
    HIDDEN,
    HIDDEN_WHY,
    HIDDEN_WORDS,
    MISSING,
    MISSING_WORDS,
    NBSP,
    P_VALUE,
    Measure,
    comparison_words,
    decimals_of,
    is_change,
    is_signed,
    round_half_up,
    unit_of,
    upper_first,
)
from analys.presentation.selection import find_measure
from analys.presentation.tables_layout import name_group
from analys.presentation.text import require_protected
from analys.presentation.xlsxparts import (
    HEAD,
    LINK,
    NUMBER_HEAD,
    SIGN,
    WRAPPED,
    Sheet,
    Value,
    format_workbook,
    name_sheets,
)

FILE = "tabeller.xlsx"
CONTENTS = "Innehåll"
LEGEND = "Teckenförklaring"
TITLE = "Genomlysningens tabeller"

COLUMNS: dict[str, str] = {
    "Mått": "Det som mäts. Samma mått har samma namn i rapporten.",
    "Utfall": "Den del av en fördelning, eller av läsåret, som raden gäller. Tom när raden gäller allt.",
    "Enhet": "Kommunen, skolan eller det som jämförs med.",
    "Enhetskod": "Kommunkod eller skolenhetskod.",
    "Läsår": "Läsåret som uppgiften gäller.",
    "Kön": "Alla, flickor eller pojkar.",
    "Kurs": "Alla, elever som läser svenska eller elever som läser svenska som andraspråk.",
    "Jämförelse": "Nivå, eller vad som jämförs. En förändring av en andel är i procentenheter.",
    "Värde": "Måttets värde, avrundat som i rapporten.",
    "Undre gräns": f"Nedre gränsen för intervallet (95{NBSP}%). Tom där rapporten inte har något intervall.",
    "Övre gräns": f"Övre gränsen för intervallet (95{NBSP}%). Tom där rapporten inte har något intervall.",
    "Måttenhet": "Värdets enhet: procent, procentenheter, poäng och så vidare.",
    "Antal": "Hur många som värdet bygger på. Tom där antalet inte är känt eller inte redovisas.",
    "Därav antal": "Hur många av dem som har utfallet. Tom för medelvärden och jämförelser.",
    "Status": "Om uppgiften är en egen beräkning, officiell statistik, skyddad eller saknas.",
    "Källa": "Varifrån uppgiften kommer.",
    "Måttkod": "Måttets kod, densamma som i rapportens csv-filer.",
}
"""Heads of a table's sheet, and what stands under them."""

STATUS = {
    "visad": "Egen beräkning",
    "officiell": "Officiell statistik",
    "skyddad": upper_first(HIDDEN_WORDS),
    "saknas": upper_first(MISSING_WORDS),
}
_SIGNS = (
    (HIDDEN, f"{upper_first(HIDDEN_WORDS)}. Visas inte av hänsyn till enskilda: den {HIDDEN_WHY}."),
    (MISSING, "Uppgift saknas."),
    ("Tom ruta", "Det finns inget att skriva: måttet har inget sådant tal."),
)
_ABSENT = {"skyddad": Value(HIDDEN, SIGN), "saknas": Value(MISSING, SIGN)}
_NUMBERS = ("Värde", "Undre gräns", "Övre gräns", "Antal", "Därav antal", "Antal rader")
_CONTENT_HEADS = ("Blad", "Tabell", "Antal rader", "Samma tabell som csv-fil")
_LEGEND_HEADS = ("Slag", "Tecken eller ord", "Betydelse")
_WIDEST = 70


def write_workbook(tabeller: Iterable[ProtectedTable], path: Path) -> None:
    """Write all published tables as one workbook.

    Parameters
    ----------
    tabeller : iterable of ProtectedTable
        A sheet each, in this order.
    path : pathlib.Path
        File to write; its folder must exist.

    Raises
    ------
    TypeError
        When something else than protected tables is given.
    """
    path.write_bytes(format_tables(tabeller))


def format_tables(tabeller: Iterable[ProtectedTable]) -> bytes:
    """The bytes that `write_workbook` writes of some protected tables."""
    tables = [require_protected(table) for table in tabeller]
    names = name_sheets([table.id for table in tables], [CONTENTS, LEGEND])
    sheets = [_make_sheet(table, name) for table, name in zip(tables, names, strict=True)]
    return format_workbook([_list_contents(tables, sheets), _explain(tables), *sheets], TITLE)


def number_format(cell: ShownCell, measure: Measure) -> str:
    """How a spreadsheet writes the cell's value and limits: its decimals, its sign, and per cent.

    Examples
    --------
    ``0.0"\u00a0%"`` of a share, ``+#,##0.0;-#,##0.0;#,##0.0`` of a change of it.
    """
    decimals = decimals_of(measure, cell.n, officiell=cell.status == "officiell")
    plain = "#,##0" + ("." + "0" * decimals if decimals else "")
    change = is_change(cell, measure)
    if measure.unit == P_VALUE:
        least = str(round_half_up(10**-decimals, decimals)).replace(".", ",")
        return f'[=0]"<{NBSP}{least}";{plain}'
    if change or is_signed(measure):
        return f"+{plain};-{plain};{plain}"
    return f'{plain}"{NBSP}%"' if measure.unit == "procent" else plain


def _make_sheet(table: ProtectedTable, name: str) -> Sheet:
    rows = [_heads(COLUMNS), *(list(_fields(cell)) for cell in table.cells())]
    return Sheet(name, rows, [_width(column) for column in zip(*rows, strict=True)])


def _heads(heads: Iterable[str]) -> list[Value | None]:
    return [Value(head, NUMBER_HEAD if head in _NUMBERS else HEAD) for head in heads]


def _fields(cell: ShownCell) -> Iterator[Value | None]:
    measure = find_measure(cell.indikator)
    change = is_change(cell, measure)
    yield from (
        _word(text)
        for text in (
            measure.label, cell.kategori, cell.enhetsnamn, cell.enhet, cell.lasar, name_group(cell.kon),
            name_group(cell.svsva), comparison_words(cell.jamforelse),
        )
    )  # fmt: skip
    unit = _word(unit_of(measure, change=change))
    if not cell.shown:
        sign = _ABSENT[cell.status]
        yield from (sign, sign, sign, unit, sign, sign)
    else:
        look = number_format(cell, measure)
        decimals = decimals_of(measure, cell.n, officiell=cell.status == "officiell")
        for value in (cell.varde, cell.undre, cell.ovre):
            yield Value(round_half_up(value, decimals), look) if value == value else None
        yield unit
        for count in (cell.n, cell.antal):
            yield None if count is None else Value(count, "#,##0")
    yield from (_word(text) for text in (STATUS[cell.status], cell.kalla, cell.indikator))


def _word(text: str) -> Value | None:
    return Value(text) if text else None


def _list_contents(tables: Sequence[ProtectedTable], sheets: Sequence[Sheet]) -> Sheet:
    rows: list[list[Value | None]] = [_heads(_CONTENT_HEADS)]
    for table, sheet in zip(tables, sheets, strict=True):
        count = Value(len(sheet.rows) - 1, "#,##0")
        file = Value(f"tabeller/{table.id}.csv")
        rows.append([Value(sheet.name, LINK), Value(table.titel, WRAPPED), count, file])
    links = {number: sheet.name for number, sheet in enumerate(sheets, 2)}
    return Sheet(CONTENTS, rows, [31, _WIDEST, 12, 40], links)


def _explain(tables: Sequence[ProtectedTable]) -> Sheet:
    units = dict.fromkeys(
        unit_of(find_measure(cell.indikator), change=is_change(cell, find_measure(cell.indikator)))
        for table in tables
        for cell in table.cells()
    )
    lines = [
        *(("Tecken", sign, meaning) for sign, meaning in _SIGNS),
        *(("Kolumn", head, meaning) for head, meaning in COLUMNS.items()),
        *(("Måttenhet", unit, _UNITS[unit]) for unit in sorted(units) if unit in _UNITS),
    ]
    rows: list[list[Value | None]] = [_heads(_LEGEND_HEADS)]
    rows += [[Value(kind), Value(name), Value(meaning, WRAPPED)] for kind, name, meaning in lines]
    return Sheet(LEGEND, rows, [12, 20, 90])


_UNITS = {
    "antal": "Ett antal elever, rader eller annat som går att räkna.",
    "betygssteg": "Antal steg på betygsskalan, där varje betyg är ett steg.",
    "indexpoäng": "Poäng på enkätens skala, från 0 till 10.",
    P_VALUE: "P-värde: hur väl uppgifterna stämmer med att det inte finns någon skillnad.",
    "elever per lärare": "Hur många elever det går på varje lärare.",
    "kronor": "Svenska kronor.",
    "per hundra": "Antal för varje hundratal barn eller elever.",
    "poäng": "Meritvärdespoäng eller betygspoäng, enligt måttets namn.",
    "procent": "Andel av hundra. Talet 63,2 betyder 63,2 procent; räkna med det som det står.",
    "procentenheter": "Skillnad mellan två andelar i procent.",
}


def _width(column: Sequence[Value | None]) -> int:
    longest = max(len(str(cell.value)) for cell in column if cell is not None)
    return min(max(longest, 8), _WIDEST)
