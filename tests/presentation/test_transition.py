"""The table from provbetyg to grade, and tables of unlike columns."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from lxml import etree

from analys.disclosure import ProtectedTable
from analys.parameters import contrast_to_white
from analys.presentation.tables import show_table
from analys.presentation.tables_columns import Column, show_columns
from analys.presentation.tables_transition import lay_out_transition
from analys.rendering.front import TONES, mix_with_white

Maker = Callable[..., ProtectedTable]

CODE = "np_overgang_ak9_ma"
COUNTS = {"AA": 35, "AB": 4, "BA": 15, "BB": 39, "BC": 4, "CB": 16, "CC": 78, "CD": 8, "DC": 30, "DD": 38,
          "DE": 6, "EC": 4, "ED": 31, "EE": 99, "EF": 4, "FE": 19, "FF": 24}  # fmt: skip


def transition(**hidden: int) -> list[dict[str, object]]:
    """Counts with their sums; cells named in `hidden` are hidden and hold that number."""
    counts = COUNTS | {key: value for key, value in hidden.items() if len(key) == 2}
    cells = {f"{p} till {b}": counts.get(p + b, 0) for p in "ABCDEF" for b in "ABCDEF"}
    for grade in "ABCDEF":
        cells[f"{grade} till alla"] = sum(COUNTS.get(grade + b, 0) for b in "ABCDEF")
        cells[f"alla till {grade}"] = sum(COUNTS.get(p + grade, 0) for p in "ABCDEF")
    cells["alla till alla"] = sum(COUNTS.values())
    names = {f"{key[0]} till {key[1:]}" for key in hidden}
    return [
        {"indikator": CODE, "kategori": name, "varde": float(count), "n": count, "dold": name in names}
        for name, count in cells.items()
    ]


def test_six_by_six_with_sums(make_decided: Maker) -> None:
    table = lay_out_transition(make_decided(transition(), "np_overgang"), indikator=CODE, lasar="2025/26")
    assert table.kolumner == ("Provbetyg", *(f"Betyg {grade}" for grade in "ABCDEF"), "Alla")
    assert table.rader[0] == ("A", "35", "4", "0", "0", "0", "0", "39")
    assert table.rader[4] == ("E", "0", "0", "4", "31", "99", "4", "138")
    assert table.rader[-1] == ("Alla", "50", "59", "116", "77", "124", "28", "454")
    assert table.klasser == ("",) * 6 + ("total",)
    assert table.titel == "Antal elever efter provbetyg och slutbetyg i matematik, årskurs 9, 2025/26"
    assert "På diagonalen är betyget samma som provbetyget" in table.noter


def test_shades_tell_the_share_of_the_row(make_decided: Maker) -> None:
    table = lay_out_transition(make_decided(transition(), "np_overgang"), indikator=CODE, lasar="2025/26")
    assert table.rutor[0, 1] == "ton4 diagonal"  # 35 of 39
    assert table.rutor[0, 2] == "ton1"  # 4 of 39 is 10 %
    assert table.rutor[1, 1] == "ton2"  # 15 of 58 is 26 %
    assert table.rutor[3, 3] == "ton3"  # 30 of 74 is 41 %
    assert (4, 3) not in table.rutor  # 4 of 138 is 3 %
    assert not any(column == 7 or row == 6 for row, column in table.rutor)
    figure = etree.fromstring(table.html.replace("\u00a0", " "))
    assert figure.find("table/tbody/tr[1]/td[1]").get("class") == "tal ton4 diagonal"
    assert figure.find("table/tbody/tr[7]").get("class") == "total"


def test_a_hidden_cell_has_a_symbol_and_no_shade(make_decided: Maker) -> None:
    def lay_out(count: int) -> object:
        cells = make_decided(transition(DD=count, DE=count), "np_overgang")
        return lay_out_transition(cells, indikator=CODE, lasar="2025/26")._repr_mimebundle_()

    table = lay_out_transition(
        make_decided(transition(DD=38, DE=6), "np_overgang"), indikator=CODE, lasar="2025/26"
    )
    assert table.rader[3][4:6] == ("..", "..")
    assert table.rutor[3, 4] == "diagonal" and (3, 5) not in table.rutor
    assert '<td class="tal skyddad diagonal">' in table.html
    assert lay_out(0) == lay_out(38)


def test_no_shade_tells_a_hidden_sum(make_decided: Maker) -> None:
    cells = make_decided(transition(Dalla=74), "np_overgang")
    table = lay_out_transition(cells, indikator=CODE, lasar="2025/26")
    assert table.rader[3][-1] == ".."
    assert {name for (row, _), name in table.rutor.items() if row == 3} == {"diagonal"}


def test_transition_refusals(make_decided: Maker) -> None:
    table = make_decided(transition(), "np_overgang")
    with pytest.raises(TypeError, match="skyddade tabeller"):
        lay_out_transition(table.frame, indikator=CODE, lasar="2025/26")
    with pytest.raises(ValueError, match="inga uppgifter"):
        lay_out_transition(table, indikator="np_overgang_ak9_en", lasar="2025/26")


@pytest.mark.parametrize("colour", ["#12436D", "#801650", "#000000"])
def test_text_can_be_read_on_every_shade_and_shades_differ(colour: str) -> None:
    shades = [contrast_to_white(mix_with_white(colour, share)) for share in TONES]
    ink = contrast_to_white("#1a1a1a")
    assert all(ink / shade >= 4.5 for shade in shades)
    assert all(later / earlier > 1.1 for earlier, later in pairwise(shades))


# --- unlike columns -------------------------------------------------------------------------------------

SCHOOL = {"enhetstyp": "skola", "enhet": "1", "enhetsnamn": "Björkskolan", "indikator": "np_netto_ak9"}
RESULT = {"indikator": "np_resultat_ak9_ma", "kategori": "deltog inte"}
COLUMNS = (
    Column("Elever", {"indikator": "np_netto_ak9"}, "n"),
    Column("Nettoavvikelse", {"indikator": "np_netto_ak9"}),
    Column("95 % intervall", {"indikator": "np_netto_ak9"}, "intervall"),
    Column("Deltog inte", RESULT),
)


def school_rows() -> list[dict[str, object]]:
    return [
        SCHOOL | {"enhet": "3", "enhetsnamn": "Ängen", "varde": 5.0, "n": 12, "dold": True},
        SCHOOL | {"varde": -16.0, "undre": -28.0, "ovre": -4.0, "n": 64},
        SCHOOL | {"varde": -9.0, "undre": -28.0, "ovre": -4.0, "n": 30, "kon": "flickor"},
        {"indikator": "np_netto_ak9", "varde": -6.7, "undre": -9.9, "ovre": -3.4, "n": 475},
        SCHOOL | RESULT | {"varde": 3.0, "n": 66, "antal": 2},
        RESULT | {"varde": 4.0, "n": 475, "antal": 19},
    ]


def test_columns_of_several_tables(make_decided: Maker) -> None:
    net, result = make_decided(school_rows()[:4], "skolor"), make_decided(school_rows()[4:], "np_resultat")
    table = show_columns(
        [net, result], rader="enhet", kolumner=COLUMNS, id="np_skolor", titel="Skolorna", total="9999"
    )
    assert table.kolumner == (
        "Enhet",
        "Elever",
        "Nettoavvikelse (procentenheter)",
        "95 % intervall (procentenheter)",
        "Deltog inte (%)",
    )
    assert table.rader == (
        ("Björkskolan", "64", "−16", "−28 till −4", "3"),
        ("Exempelkommun", "475", "−6,7", "−9,9 till −3,4", "4,0"),
    )
    assert table.klasser == ("", "total") and table.tabeller == ("skolor", "np_resultat")
    assert "Andelar för färre än 100 elever visas utan decimaler." in table.noter
    assert table.noter.endswith(
        "Utan egen rad, eftersom inga värden kan visas: Ängen. Skyddade uppgifter visas inte av hänsyn till "
        "enskilda: de gäller få elever, är nästan lika för alla i gruppen eller skulle röja en annan skyddad "
        "uppgift. 3 av 12 uppgifter är skyddade, också de som inte har någon egen rad. "
        "Egen beräkning på kommunens filer."
    )


def test_a_column_without_cells_is_left_out(make_decided: Maker) -> None:
    table = show_columns(
        make_decided(school_rows()[:4]), rader="enhet", kolumner=COLUMNS, id="x", titel="Skolorna"
    )
    assert len(table.kolumner) == 4
    assert "Procentenheter för färre än 100 elever visas utan decimaler." in table.noter


def test_what_makes_the_rows_is_not_held_to_its_usual_value(make_decided: Maker) -> None:
    cells = make_decided(
        [{"varde": v, "n": 454, "kategori": k} for k, v in (("högre", 25.3), ("lägre", 5.7))]
    )
    columns = (Column("Andel", {"indikator": "np_relation_ak9_ma"}),)
    table = show_columns(cells, rader="kategori", kolumner=columns, id="x", titel="T")
    assert table.rader == (("Lägre", "5,7"), ("Högre", "25,3"))  # in the measure's own order


def test_column_refusals(make_decided: Maker) -> None:
    table = make_decided(school_rows())
    with pytest.raises(ValueError, match="8 kolumner; högst 7"):
        show_columns(table, rader="enhet", kolumner=COLUMNS[:1] * 7, id="x", titel="T")
    with pytest.raises(ValueError, match="samma plats i kolumnen ”Netto”"):
        show_columns(
            table, rader="lasar", kolumner=[Column("Netto", {"indikator": "np_netto_ak9"})], id="x", titel="T"
        )
    with pytest.raises(ValueError, match="kalla"):
        show_columns(table, rader="kalla", kolumner=COLUMNS, id="x", titel="T")
    with pytest.raises(ValueError, match="inga uppgifter"):
        show_columns(table, rader="enhet", kolumner=[Column("X", {"indikator": "elever"})], id="x", titel="T")


def test_categories_stand_in_the_measures_order(make_decided: Maker) -> None:
    shares = [("högre", 25.3), ("lägre", 5.7), ("lika", 68.9)]
    cells = make_decided([{"varde": value, "n": 454, "kategori": name} for name, value in shares])
    table = show_table(cells, rader="lasar", kolumner="kategori")
    assert table.kolumner == ("Läsår", "Lägre (%)", "Lika (%)", "Högre (%)")
    assert show_table(cells, rader="kategori").rader[0] == ("Lägre", "5,7")
