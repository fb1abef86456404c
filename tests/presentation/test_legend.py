"""What a table tells of what it hides and of what it borrows: symbols, counts, reasons, rows left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from analys.disclosure import ProtectedTable
from analys.presentation.figures_schools import draw_schools
from analys.presentation.figures_shares import draw_shares
from analys.presentation.figures_trend import draw_trend
from analys.presentation.formats import BORROWED_NOTE, HIDDEN_NOTE, HIDDEN_ROWS_NOTE, MISSING_NOTE
from analys.presentation.notes import count_hidden, explain_symbols
from analys.presentation.selection import find_borrowed
from analys.presentation.tables import show_table
from analys.presentation.tables_rows import keep_rows

Maker = Callable[..., ProtectedTable]

SCHOOL = {"enhetstyp": "skola", "indikator": "alla_amnen_ak9"}
OFFICIAL = {"status": "officiell", "kalla": "Källa: Kolada, N15419, 2025/26", "n": None, "antal": None}
WORDS = {"titel": "Så gick det", "underrubrik": "Alla ämnen, procent"}


def school(enhet: str, namn: str, varde: float, **more: object) -> dict[str, object]:
    common = {"enhet": enhet, "enhetsnamn": namn, "lasar": "2025/26", "varde": varde, "n": 120}
    return SCHOOL | common | more


SCHOOLS = [
    school("1", "Alskolan", 70.0, antal=84, undre=61.0, ovre=78.0),
    school("2", "Bokskolan", 80.0, antal=96, dold=True),
    school("3", "Cederskolan", 63.2, **OFFICIAL),
    {"indikator": "alla_amnen_ak9", "varde": 71.0, "undre": 66.0, "ovre": 75.0, "n": 400, "antal": 284},
]


@pytest.fixture
def schools(make_decided: Maker) -> ProtectedTable:
    return make_decided(SCHOOLS)


# --- the legend -----------------------------------------------------------------------------------------


def test_nothing_hidden_needs_no_legend() -> None:
    assert explain_symbols(["63", "64"]) == []


def test_the_legend_tells_how_many_and_why_in_general() -> None:
    assert explain_symbols(["63", "..", "..", "–"]) == [
        HIDDEN_NOTE,
        "2 av 4 uppgifter är skyddade.",
        MISSING_NOTE,
    ]


def test_the_reasons_are_the_same_whatever_is_hidden() -> None:
    told = {explain_symbols(["1", *[".."] * hidden])[0] for hidden in range(1, 9)}
    assert told == {HIDDEN_NOTE}
    assert "av hänsyn till enskilda" in HIDDEN_NOTE and "lag" not in HIDDEN_NOTE.lower().split()


def test_one_is_told_in_the_singular_and_thousands_with_a_space() -> None:
    assert count_hidden(1, 1200)[1] == "1 av 1\u202f200 uppgifter är skyddad."


def test_rows_left_out_are_counted_too() -> None:
    assert explain_symbols(["63"], ["..", "–"]) == [
        HIDDEN_ROWS_NOTE,
        "1 av 3 uppgifter är skyddad, också de som inte har någon egen rad.",
    ]


# --- rows with nothing to show --------------------------------------------------------------------------


def test_rows_without_values_are_named_in_a_sentence() -> None:
    lines = [("Al", "50", "63"), ("Bok", "..", ".."), ("Ceder", "44", ".."), ("Ek", "–", "–")]
    kept = keep_rows(lines, ("n", "varde"))
    assert kept.rader == (lines[0], lines[3]) and kept.platser == (0, 3)  # what is missing is not hidden
    assert kept.noter[0] == "Utan egen rad, eftersom inga värden kan visas: Bok och Ceder."


def test_names_with_commas_are_told_apart() -> None:
    lines = [("Al", "63"), ("Kemi, åk 9", ".."), ("Fysik, åk 9", "..")]
    assert keep_rows(lines, ("varde",)).noter[0].endswith("visas: Kemi, åk 9; Fysik, åk 9.")


def test_the_total_stays_and_so_does_a_table_of_symbols_only() -> None:
    lines = [("Al", "63"), ("Alla", "..")]
    assert keep_rows(lines, ("varde",), always={1}).rader == tuple(lines)
    assert keep_rows(lines[1:], ("varde",)).rader == (lines[1],)


def test_columns_without_values_are_named_in_a_sentence() -> None:
    lines = [("Al", "63", "..", "–"), ("Bok", "64", "–", "–"), ("Ek", "..", "..", "..")]
    kept = keep_rows(lines, ("varde",) * 3, heads=("Värde", "Justerat", "Mot riket"))
    assert kept.rader == (("Al", "63"), ("Bok", "64")) and kept.kolumner == (0,)
    assert kept.noter == (
        "Utan egen rad, eftersom inga värden kan visas: Ek.",
        "Utan egen kolumn, eftersom inga värden kan visas: Justerat och Mot riket.",
        HIDDEN_ROWS_NOTE,
        "4 av 9 uppgifter är skyddade, också de som inte har någon egen rad eller kolumn.",
    )


def test_a_column_that_is_only_missing_is_left_out_without_a_word() -> None:
    kept = keep_rows([("Al", "63", "–"), ("Bok", "64", "–")], ("varde",) * 2, heads=("Värde", "Mot riket"))
    assert kept.rader == (("Al", "63"), ("Bok", "64")) and kept.noter == ()


def test_a_table_of_symbols_only_keeps_its_columns() -> None:
    kept = keep_rows([("Al", "..", "–")], ("varde",) * 2, heads=("Värde", "Justerat"))
    assert kept.rader == (("Al", "..", "–"),) and kept.kolumner == (0, 1)


def test_numbers_of_pupils_are_the_values_of_a_table_of_them() -> None:
    lines = [("2024/25", "50"), ("2025/26", "..")]
    assert keep_rows(lines, ("n",)).rader == (lines[0],)


def test_years_keep_their_rows(make_decided: Maker) -> None:
    rows = [
        {"indikator": "alla_amnen_ak9", "lasar": "2024/25", "varde": 70.0, "n": 120},
        {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.0, "n": 120, "dold": True},
    ]
    assert show_table(make_decided(rows), rader="lasar").rader == (("2024/25", "70,0"), ("2025/26", ".."))


# --- official values ------------------------------------------------------------------------------------


def test_an_official_value_among_own_ones_is_marked_and_told(schools: ProtectedTable) -> None:
    table = show_table(schools, rader="enhet", visa=("varde", "intervall", "n"), total="9999")
    assert table.rader[:2] == (
        ("Alskolan", "70,0", "61,0–78,0", "120"),
        ("Cederskolan", "63,2\u00a0*", "–", "–"),
    )
    assert BORROWED_NOTE in table.noter and "Källa: Kolada, N15419, 2025/26" in table.noter


def test_the_mark_is_said_in_words(schools: ProtectedTable) -> None:
    tree = etree.fromstring(show_table(schools, rader="enhet", total="9999").html)
    cell = tree.xpath("//tr[th='Cederskolan']/td")[0]
    assert cell.get("class") == "tal"
    heard = "".join(cell.xpath(".//text()[not(ancestor::*[@aria-hidden='true'])]"))
    assert heard == "63,2, officiell statistik"


def test_where_all_is_official_nothing_is_marked(make_decided: Maker) -> None:
    table = show_table(make_decided([SCHOOLS[2]]), rader="enhet")
    assert table.rader == (("Cederskolan", "63,2"),) and BORROWED_NOTE not in table.noter


def test_the_nation_is_never_borrowed(make_decided: Maker) -> None:
    nation = {"indikator": "alla_amnen_ak9", "enhetstyp": "riket", "enhet": "0000", "varde": 70.0} | OFFICIAL
    assert find_borrowed(make_decided([SCHOOLS[0], nation]).cells()) == frozenset()


def test_figures_tell_what_is_official(schools: ProtectedTable, make_decided: Maker) -> None:
    told = "Redan publicerad officiell statistik, inte egen beräkning: "
    figure = draw_schools(schools, indikator="alla_amnen_ak9", lasar="2025/26", **WORDS)
    assert f"{told}Cederskolan." in figure.kalla
    years = [SCHOOLS[3] | {"lasar": "2024/25"}, SCHOOLS[3] | OFFICIAL | {"undre": None, "ovre": None}]
    figure = draw_trend(make_decided(years), indikator="alla_amnen_ak9", **WORDS)
    assert f"{told}2025/26." in figure.kalla


def test_own_and_official_parts_make_no_bar(make_decided: Maker) -> None:
    rows = [
        {"kategori": "lägre", "varde": 10.0, "n": 400, "antal": 40},
        {"kategori": "lika", "varde": 60.0, "n": 400, "antal": 240},
        {"kategori": "högre", "varde": 31.1} | OFFICIAL,
    ]
    figure = draw_shares(make_decided(rows), indikatorer=["np_relation_ak9_ma"], lasar="2025/26", **WORDS)
    assert "1\u00a0rad utan stapel" in figure.alt and BORROWED_NOTE in figure.kalla
