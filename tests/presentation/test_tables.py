"""Tables: layout, units, symbols and escaping."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pandas as pd
import pytest
from lxml import etree

from analys.disclosure import ProtectedTable
from analys.presentation.notes import describe_sources
from analys.presentation.tables import MIME, Table, show_table
from analys.presentation.tables_html import render_table

Maker = Callable[..., ProtectedTable]

SCHOOL = {"enhetstyp": "skola", "enhet": "1", "enhetsnamn": "Björkskolan"}
SCHOOLS = [
    SCHOOL | {"lasar": "2024/25", "varde": 210.4, "n": 87},
    SCHOOL | {"lasar": "2025/26", "varde": 214.0, "n": 90},
    SCHOOL | {"enhet": "2", "enhetsnamn": "Ängen", "lasar": "2025/26", "varde": 231.0, "n": 8},
    SCHOOL | {"enhet": "2", "enhetsnamn": "Ängen", "lasar": "2024/25", "varde": 201.0, "n": 40},
    SCHOOL | {"enhet": "4", "enhetsnamn": "Dalen", "lasar": "2025/26", "varde": 205.0, "n": 40},
    SCHOOL | {"enhet": "3", "enhetsnamn": "Åsen & <b>", "lasar": "2025/26", "varde": 199.0, "n": 4},
    {"lasar": "2024/25", "varde": 218.2, "n": 430},
    {"lasar": "2025/26", "varde": 222.5, "n": 441},
]


@pytest.fixture
def schools(make_table: Maker) -> ProtectedTable:
    return make_table(SCHOOLS, "trend_skolor", "Resultat per skola")


def parse(table: Table) -> etree._Element:
    return etree.fromstring(table.html.replace("\u00a0", " "))


def test_layout(schools: ProtectedTable) -> None:
    table = show_table(schools, rader="enhetsnamn", kolumner="lasar", stubb="Skola", total="Exempelkommun")
    assert table.kolumner == ("Skola", "2024/25 (poäng)", "2025/26 (poäng)")
    assert table.rader == (
        ("Björkskolan", "210,4", "214,0"),  # schools by name, whatever order the cells came in
        ("Dalen", "–", "205,0"),
        ("Ängen", "201,0", ".."),
        ("Exempelkommun", "218,2", "222,5"),
    )
    assert table.klasser == ("", "", "", "total")
    assert "Två punkter (..) betyder skyddad uppgift. Den visas inte av hänsyn till enskilda: " in table.noter
    assert (
        "skyddad uppgift. 2 av 10 uppgifter är skyddade, också de som inte har någon egen rad." in table.noter
    )
    assert "Utan egen rad, eftersom inga värden kan visas: Åsen & <b>." in table.noter
    assert "Streck (–) betyder att uppgift saknas." in table.noter
    assert table.noter.endswith("Egen beräkning på kommunens filer.")


def test_html_can_be_read_by_everyone(schools: ProtectedTable) -> None:
    figure = parse(show_table(schools, rader="enhetsnamn", kolumner="lasar", markera="Exempelkommun"))
    assert (figure.tag, figure.get("class"), figure.get("id")) == ("figure", "tabell", "tab-trend_skolor")
    assert figure.findtext("table/caption") == "Resultat per skola"
    assert {th.get("scope") for th in figure.iterfind("table/thead/tr/th")} == {"col"}
    assert [tr.find("th").get("scope") for tr in figure.iterfind("table/tbody/tr")] == ["row"] * 4
    assert [tr.get("class") for tr in figure.iterfind("table/tbody/tr")] == ["markerad", None, None, None]
    hidden = figure.find("table/tbody/tr[4]/td[2]")
    assert hidden.get("class") == "tal skyddad"
    assert [(s.get("aria-hidden"), s.get("class"), s.text) for s in hidden] == [
        ("true", None, ".."),
        (None, "dold", "skyddad uppgift"),
    ]


def test_names_are_escaped(schools: ProtectedTable) -> None:
    table = show_table(schools, rader="enhetsnamn", kolumner="lasar", titel="A < B", noter=["<i>"])
    assert "<b>" not in table.html and "<i>" not in table.html
    assert html.escape("Åsen & <b>") in table.html


def test_mimebundle(schools: ProtectedTable) -> None:
    table = show_table(schools, rader="enhetsnamn", kolumner="lasar")
    bundle = table._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", MIME}
    content = bundle[MIME]
    assert content["tabeller"] == ["trend_skolor"]
    assert content["kolumner"][0] == "Enhet"
    assert content["rader"][1] == ["Björkskolan", "210,4", "214,0"]
    assert "199" not in str(bundle) and "231" not in str(bundle)


def test_hidden_value_leaves_no_trace(make_table: Maker) -> None:
    def bundle(value: float) -> dict[str, object]:
        rows = [{**row, "varde": value} if row.get("n") == 4 else row for row in SCHOOLS]
        table = make_table(rows)
        return show_table(
            table, rader="enhetsnamn", kolumner="lasar", visa=("varde", "n")
        )._repr_mimebundle_()

    assert bundle(199.0) == bundle(340.0)


def test_parts_as_columns(make_table: Maker) -> None:
    rows = [
        {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.6, "undre": 67.14, "ovre": 75.7,
         "n": 412, "antal": 295},
        {"indikator": "alla_amnen_ak9", "lasar": "2024/25", "varde": 63.2, "undre": 58.5, "ovre": 67.7,
         "n": 400, "antal": 253},
    ]  # fmt: skip
    table = show_table(
        make_table(rows), rader="lasar", visa=("varde", "intervall", "n", "antal"),
        etiketter={"varde": "Andel", "antal": "Antal behöriga"},
    )  # fmt: skip
    assert table.kolumner == (
        "Läsår",
        "Andel (%)",
        "95\u00a0% intervall (%)",
        "Antal elever",
        "Antal behöriga",
    )
    assert table.rader == (  # läsår by time, whatever order the cells came in
        ("2024/25", "63,2", "58,5–67,7", "400", "253"),
        ("2025/26", "71,6", "67,1–75,7", "412", "295"),
    )


def test_units_move_to_the_rows_when_columns_mix_them(make_table: Maker) -> None:
    rows = [
        {"lasar": "2025/26", "varde": 222.5, "n": 441},
        {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.6, "n": 412, "antal": 295},
    ]
    table = show_table(make_table(rows), rader="indikator", kolumner="lasar")
    assert table.kolumner == ("Mått", "2025/26")
    assert table.rader == (("Meritvärde (poäng)", "222,5"), ("Alla ämnen, åk 9 (%)", "71,6"))


def test_small_shares_have_no_decimals_and_say_so(make_table: Maker) -> None:
    rows = [{"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.43, "n": 49, "antal": 35}]
    table = show_table(make_table(rows), rader="enhetsnamn", kolumner="lasar")
    assert table.rader == (("Exempelkommun", "71"),)
    assert "Andelar för färre än 100 elever visas utan decimaler." in table.noter


def test_decimals_stand_under_each_other() -> None:
    text = render_table(
        "x", "T", ["Skola", "Procent"], [["A", "71"], ["B", "63,2"], ["C", ".."]], [""] * 3, ""
    )
    assert '<td class="tal">71\u00a0\u2007</td>' in text
    assert '<td class="tal">63,2</td>' in text


def test_seven_columns_at_most(make_table: Maker) -> None:
    years = [f"{year}/{year - 1999}" for year in range(2016, 2026)]
    table = make_table([{"lasar": year, "varde": 220.0, "n": 400} for year in years])
    with pytest.raises(ValueError, match="11 kolumner; högst 7"):
        show_table(table, rader="enhetsnamn", kolumner="lasar")
    latest = show_table(table, rader="enhetsnamn", kolumner="lasar", senaste=6)
    assert latest.kolumner[1:] == tuple(f"{year} (poäng)" for year in years[-6:])
    assert "Tidigare läsår (2016/17–2019/20) finns i CSV-filen." in latest.noter


def test_refusals(schools: ProtectedTable) -> None:
    with pytest.raises(TypeError, match="skyddade tabeller"):
        show_table(pd.DataFrame({"varde": [1.0]}), rader="lasar")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="skyddade tabeller"):
        show_table(schools.frame, rader="lasar")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="samma plats"):
        show_table(schools, rader="lasar")
    with pytest.raises(ValueError, match="kalla"):
        show_table(schools, rader="kalla")
    with pytest.raises(ValueError, match="inga uppgifter"):
        show_table(schools.select(lasar="1999/00"), rader="lasar")
    with pytest.raises(ValueError, match="rubrik över radhuvudena"):
        render_table("x", "T", [" ", "A"], [["r", "1"]], [""], "")


def test_plain_text_is_stable(schools: ProtectedTable) -> None:
    table = show_table(schools, rader="enhetsnamn", kolumner="lasar")
    assert table.plain.splitlines()[:3] == [
        "Resultat per skola",
        "Enhet | 2024/25 (poäng) | 2025/26 (poäng)",
        "Exempelkommun | 218,2 | 222,5",
    ]
    assert not re.search("0x[0-9a-f]{6}", table.plain)


def test_sources_that_differ_in_their_year_become_one(make_table: Maker) -> None:
    official = {"enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "Riket", "status": "officiell"}
    rows = [
        {"lasar": "2023/24", "varde": 1.0, "n": 400},
        *(
            official
            | {"indikator": code, "lasar": year, "varde": 1.0, "kalla": f"Källa: Kolada, {kpi}, {year}"}
            for code, kpi in (("meritvarde_17", "N15505"), ("alla_amnen_ak9", "N15419"))
            for year in ("2021/22", "2022/23", "2023/24")
        ),
        official | {"enhet": "lan", "lasar": "2019/20", "varde": 1.0, "kalla": "Skolverket, 2019/20."},
        official | {"enhet": "lan", "lasar": "2023/24", "varde": 1.0, "kalla": "Skolverket, 2023/24"},
    ]
    assert describe_sources(make_table(rows).cells()) == (
        "Egen beräkning på kommunens filer. Källa: Kolada, N15419 och N15505, 2021/22–2023/24. "
        "Källa: Skolverket, 2019/20 och 2023/24."
    )


def test_two_numbers_of_one_source_are_one_list(make_table: Maker) -> None:
    """A net has two numbers at the authority; it is own calculation on what is published."""
    nation = {"indikator": "np_relation_ak9_ma", "enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "Riket",
              "lasar": "2024/25", "status": "officiell", "varde": 4.0}  # fmt: skip
    rows = [
        nation | {"kategori": "lägre", "kalla": "Källa: Kolada, N15571, 2024/25"},
        nation | {"kategori": "högre", "kalla": "Källa: Kolada, N15572, 2024/25"},
        nation
        | {"indikator": "np_netto_ak9_ma", "kalla": "Egen beräkning på Kolada, N15571, N15572, 2024/25"},
    ]
    assert describe_sources(make_table(rows).cells()) == (
        "Källa: Kolada, N15571 och N15572, 2024/25; härledda tal är egna beräkningar på samma uppgifter."
    )
    assert describe_sources(make_table(rows[2:]).cells()) == (
        "Egen beräkning på Kolada, N15571 och N15572, 2024/25."
    )
    assert describe_sources(make_table(rows[2:]).cells(), nyckeltal=False) == (
        "Egen beräkning på Kolada, 2024/25."
    )


def test_units_by_name_and_counts_without_a_unit(make_table: Maker) -> None:
    reference = {"enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "riket, kommunala skolor"}
    rows = [
        {"lasar": "2024/25", "varde": 218.2, "n": 430},
        reference | {"lasar": "2024/25", "varde": 223.0, "status": "officiell"},
    ]
    table = show_table(make_table(rows), rader="lasar", kolumner="enhet")
    assert table.kolumner == ("Läsår", "Exempelkommun (poäng)", "Riket, kommunala skolor (poäng)")
    count = {"indikator": "elever", "enhetstyp": "slag", "enhet": "np", "enhetsnamn": "Nationella prov"}
    rows = [count | {"lasar": "2024/25", "varde": 1234.0, "n": 1234}]
    table = show_table(make_table(rows), rader="enhet", kolumner="lasar")
    assert table.kolumner == ("Enhet", "2024/25")
    assert table.rader == (("Nationella prov", "1\u202f234"),)


def test_changes_are_signed_and_named(make_table: Maker) -> None:
    rows = [
        {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.6, "n": 412, "antal": 295},
        {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "jamforelse": "mot 2024/25", "varde": -4.0,
         "undre": -8.1, "ovre": 0.2, "n": 400},
    ]  # fmt: skip
    table = show_table(make_table(rows), rader="enhetsnamn", kolumner="jamforelse")
    assert table.kolumner == ("Enhet", "Nivå (%)", "Förändring sedan 2024/25 (procentenheter)")
    assert table.rader == (("Exempelkommun", "71,6", "−4,0"),)


def test_points_are_explained_where_units_stand_in_the_rows(make_table: Maker) -> None:
    rows = [
        {"lasar": "2025/26", "varde": 222.5, "n": 412},
        {"indikator": "alla_amnen_ak9", "lasar": "2025/26", "varde": 71.6, "n": 412, "antal": 295},
        {
            "indikator": "alla_amnen_ak9",
            "lasar": "2025/26",
            "jamforelse": "mot 2024/25",
            "varde": 8.4,
            "n": 400,
        },
    ]
    table = show_table(make_table(rows), rader="indikator", kolumner="jamforelse")
    assert table.kolumner == ("Mått", "Nivå", "Förändring sedan 2024/25")
    assert table.rader[1] == ("Alla ämnen, åk 9 (%)", "71,6", "+8,4")
    assert "Skillnader mellan andelar anges i procentenheter." in table.noter
