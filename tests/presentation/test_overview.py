"""Tabell 1 and the gaps over läsår: no value of another year passes for this year's, breaks are set apart."""

from pathlib import Path

from analys.disclosure import plan, protect
from analys.estimates.cells import Estimate, make_cells
from analys.indicators import REGISTRY
from analys.parameters import RunParameters
from analys.presentation.overview import show_overview
from analys.presentation.trend_display import show_gap_years
from analys.underlag import Underlag

RUN = Underlag(RunParameters(kommun="1961", lasar="2023/24", antal_lasar=3), Path("ingenstans"))
KOMMUN = {"enhetstyp": "kommun", "enhet": "1961", "enhetsnamn": "Hallstahammar", "n": 150}
RIKET = {
    "enhetstyp": "riket",
    "enhet": "0000",
    "enhetsnamn": "riket, kommunala skolor",
    "status": "officiell",
    "kalla": "Källa: Kolada, N15505, 2023/24",
}


def protected(name, *rows):
    estimate = Estimate(name, "T", make_cells(rows))
    return protect(estimate, plan([estimate], 10))


def level(code, lasar, varde, unit=KOMMUN, **keys):
    return unit | {"indikator": code, "lasar": lasar, "varde": varde} | keys


def overview(*rows):
    return show_overview(RUN, protected("trend_oversikt", *rows), ["meritvarde_17", "np_ak3_ma"])


def test_a_reference_of_another_lasar_says_so_in_its_cell():
    table = overview(
        level("meritvarde_17", "2023/24", 218.2, undre=210.0, ovre=226.4),
        level("np_ak3_ma", "2023/24", 61.9, antal=93, undre=54.0, ovre=69.0),
        level("meritvarde_17", "2023/24", 224.5, RIKET),
        level("np_ak3_ma", "2022/23", 72.5, RIKET),
    )

    assert table.kolumner[-1] == "Riket 2023/24"
    assert [row[-1] for row in table.rader] == ["224,5", "72,5 (2022/23)"]


def test_short_forms_and_the_nation_are_explained():
    table = overview(
        level("meritvarde_17", "2023/24", 218.2),
        level("np_ak3_ma", "2023/24", 61.9, antal=93),
        level("meritvarde_17", "2023/24", 224.5, RIKET),
    )

    assert "NP: nationella prov" in table.noter
    assert "Riket: kommunala skolor i hela landet." in table.noter
    assert "; Källa" not in table.noter


def test_hidden_values_stay_hidden():
    table = overview(level("np_ak3_ma", "2023/24", 98.0, antal=147))

    assert table.rader[0][1] == ".."
    assert "av hänsyn till enskilda" in table.noter


def test_nothing_to_show_is_no_table():
    assert overview(level("meritvarde_17", "2022/23", 218.2)) is None


def test_gaps_over_lasar_have_their_interval_and_the_break_between_rows():
    rows = []
    for lasar, girls, boys in (
        ("2021/22", 236.5, 211.5),
        ("2022/23", 230.0, 212.3),
        ("2023/24", 235.3, 219.6),
    ):
        rows += [
            level("meritvarde_17", lasar, girls, kon="flickor"),
            level("meritvarde_17", lasar, boys, kon="pojkar"),
            level("meritvarde_17", lasar, girls - boys, jamforelse="flickor-pojkar", undre=1.0, ovre=30.0),
        ]
    table = show_gap_years(RUN, {"trend_kon": protected("trend_kon", *rows)}, "kon", "meritvarde_17")

    # 236.5 - 211.5 = 25.0, 230.0 - 212.3 = 17.7, 235.3 - 219.6 = 15.7
    assert [row[:4] for row in table.rader] == [
        ("2021/22", "236,5", "211,5", "+25,0"),
        ("2022/23", "230,0", "212,3", "+17,7"),
        ("2023/24", "235,3", "219,6", "+15,7"),
    ]
    assert {row[4] for row in table.rader} == {"+1,0 till +30,0"}
    assert REGISTRY["meritvarde_17"].breaks == ("2022/23",)
    assert table.klasser == ("", "brott", "")
    assert "Brott i serien" in table.noter


def test_published_gaps_have_no_interval_column():
    rows = [
        level("meritvarde_17", "2023/24", 224.3, kon="flickor", n=None, status="officiell"),
        level("meritvarde_17", "2023/24", 212.9, kon="pojkar", n=None, status="officiell"),
        level("meritvarde_17", "2023/24", 11.4, jamforelse="flickor-pojkar", n=None, status="officiell"),
    ]
    table = show_gap_years(RUN, {"trend_kon": protected("trend_kon", *rows)}, "kon", "meritvarde_17")

    assert table.rader == (("2023/24", "224,3", "212,9", "+11,4"),)
