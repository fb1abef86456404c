"""Figures and tables on absence: titles true for any data, honest symbols, nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analys.disclosure import ProtectedTable
from analys.estimates.cells import POOLED
from analys.indicators.franvaro import GRUPPER, STADIER
from analys.indicators.franvaro_arskull import HOST, MOT_ANDRA, MOT_HOST, VAR
from analys.indicators.franvaro_band import list_sums, name_bands
from analys.indicators.franvaro_utfall import (
    ANTAL,
    BETYG_6,
    CR2,
    ELEVER,
    FORKLARAD,
    JUSTERAD,
    OJUSTERAD,
    PER_TIO,
    SKOLA,
    format_niva,
)
from analys.parameters import RunParameters
from analys.presentation import franvaro_display as display
from analys.presentation import franvaro_resultat_display as results
from analys.presentation import franvaro_tabeller_display as lists
from analys.presentation import franvaro_titlar as titles
from analys.presentation.tables import MOST_COLUMNS
from analys.underlag import Underlag

Maker = Callable[..., ProtectedTable]
Rows = list[dict[str, Any]]

NOW, THEN = "2025/26", "2024/25"
HIGH = STADIER[2]


@pytest.fixture
def run() -> Underlag:
    return Underlag(RunParameters(), Path())


def use(**parameters: Any) -> Underlag:
    return Underlag(RunParameters(**parameters), Path())


def level(code: str, value: float, half: float = 1.0, **keys: Any) -> dict[str, Any]:
    return {"indikator": code, "varde": value, "undre": value - half, "ovre": value + half, "n": 430, **keys}


def bands(
    share: Mapping[str, float] | None = None, edges: tuple[int, ...] = (10, 20, 30, 50), **keys: Any
) -> Rows:
    """Every band and sum of every group: 80 below the first edge, the rest in equal parts, unless said."""
    rows = []
    for grupp in GRUPPER:
        low = (share or {}).get(grupp.kod, 80.0)
        names = name_bands(edges)
        values = {name: (100 - low) / (len(names) - 1) for name in names} | {names[0]: low}
        values |= {name: sum(values[part] for part in parts) for name, parts in list_sums(edges).items()}
        code = f"franvaroband_vt_{grupp.kod}"
        rows += [level(code, value, kategori=name, **keys) for name, value in values.items()]
        rows.append(level(f"franvaro_vt_{grupp.kod}", 7.0, **keys))
    return rows


def changes(sizes: Mapping[tuple[str, str], float]) -> Rows:
    """Bands of both terms, and the change of each group and band: 0 ± 2 unless said."""
    now, then = bands(), bands(lasar=THEN)
    rows = []
    for one in now:
        if not one["indikator"].startswith("franvaroband"):
            continue
        size = sizes.get((one["indikator"].rpartition("_")[2], one["kategori"]), 0.0)
        parts = " + ".join(f"{one['indikator']}|9999|{y}|alla|alla||{one['kategori']}" for y in (NOW, THEN))
        mot = {"kategori": one["kategori"], "jamforelse": f"mot {THEN}", "delar": parts}
        rows.append(level(one["indikator"], size, 2.0, **mot))
    return [*now, *then, *rows]


def table(make: Maker, name: str, rows: Rows) -> dict[str, ProtectedTable]:
    return {name: make(rows, id=name)}


# --- titles ---------------------------------------------------------------------------------------------


def test_the_stage_with_most_absence_is_told_only_when_its_interval_stands_apart(
    run: Underlag, make_decided: Maker
) -> None:
    apart = table(make_decided, "franvaro_band", bands({"hog": 70.0}))
    assert titles.title_grades(run, apart).plain == (
        "Högstadiet har störst andel elever med minst 10 procents frånvaro"
    )
    close = table(make_decided, "franvaro_band", bands({"hog": 78.5}))
    neutral = "Elever med minst 10 procents frånvaro VT 2026, årskurs för årskurs"
    assert titles.title_grades(run, close).plain == neutral
    hidden = [{**row, "dold": row["indikator"].endswith("_lag")} for row in bands({"hog": 70.0})]
    assert titles.title_grades(run, table(make_decided, "franvaro_band", hidden)).plain == neutral
    assert titles.title_grades(run, {}).plain == neutral


@pytest.mark.parametrize(
    ("sizes", "title"),
    [
        ({}, "Ingen säker förändring av andelen elever med hög frånvaro sedan VT 2025"),
        (
            {("hog", "30–49"): 9.0},
            "Andelen elever med 30–49 procents frånvaro har ökat på högstadiet sedan VT 2025",
        ),
        (
            {("hog", "30–49"): 9.0, ("lag", "10–19"): -9.0},
            "Andelen elever har minskat i bandet 10–19 procent på lågstadiet och ökat i bandet 30–49 procent "
            "på högstadiet sedan VT 2025",
        ),
        (
            {("hog", "30–49"): 9.0, ("lag", "10–19"): 9.0},
            "Andelen elever har ökat i bandet 10–19 procent på lågstadiet och i bandet 30–49 procent på "
            "högstadiet sedan VT 2025",
        ),
        (
            {("hog", "30–49"): 9.0, ("lag", "10–19"): 9.0, ("mellan", "20–29"): 9.0},
            "Andelen elever har ökat i flera frånvaroband sedan VT 2025",
        ),
        (
            {("hog", "30–49"): 9.0, ("lag", "10–19"): 9.0, ("mellan", "20–29"): -9.0},
            "Andelen elever har ökat i några frånvaroband och minskat i andra sedan VT 2025",
        ),
        (
            {("alla", "20–29"): -9.0},
            "Andelen elever med 20–29 procents frånvaro har minskat sammantaget sedan VT 2025",
        ),
    ],
)
def test_the_title_of_changes_tells_what_is_settled(
    run: Underlag, make_decided: Maker, sizes: Mapping[tuple[str, str], float], title: str
) -> None:
    tables = table(make_decided, "franvaro_andring", changes(sizes))
    shown = display.choose_bands(run, tables, f"mot {THEN}")
    assert shown == ["10–19", "20–29", "30–49", "minst 50"]
    assert titles.title_changes(run, tables, shown) == title


def test_a_change_in_a_band_that_is_not_drawn_is_not_in_the_title(run: Underlag, make_decided: Maker) -> None:
    tables = table(make_decided, "franvaro_andring", changes({("hog", "30–49"): 9.0}))
    assert titles.title_changes(run, tables, ["10–19", "20–29"]).startswith("Ingen säker förändring")


def outcome_rows(gap: float, **keys: Any) -> tuple[Rows, Rows]:
    names = name_bands((10, 20, 30, 50))
    told = [
        level(code, base - 10.0 * place, kategori=name, jamforelse=kind, **keys)
        for code, base in (
            ("franvaro_niva_merit", 230.0),
            ("franvaro_niva_alla_amnen", 80.0),
            ("franvaro_niva_behorighet", 90.0),
        )
        for kind in ("", JUSTERAD)
        for place, name in enumerate(names)
    ]
    gaps = [
        level("franvaro_samband_merit", gap, 12.0, kategori=name, jamforelse=step, **keys)
        for step in (OJUSTERAD, BETYG_6, SKOLA)
        for name in (*names[1:], PER_TIO)
    ]
    gaps.append(
        level("franvaro_samband_merit", gap, 12.0, kategori=format_niva(15, 5), jamforelse=SKOLA, **keys)
    )
    return told, gaps


@pytest.mark.parametrize(
    ("gap", "title"),
    [
        (-40.0, "lägre meritvärde än"),
        (40.0, "högre meritvärde än"),
        (-8.0, "ingen säker skillnad mellan elever med mest och minst frånvaro"),
    ],
)
def test_the_boards_title_follows_the_sign_and_the_interval(
    run: Underlag, make_decided: Maker, gap: float, title: str
) -> None:
    told, gaps = outcome_rows(gap)
    tables = table(make_decided, "resultat_franvaro", told) | table(make_decided, "resultat_samband", gaps)
    assert title in titles.title_outcomes(run, tables)
    assert titles.title_outcomes(run, table(make_decided, "resultat_franvaro", told)) == (
        "Resultat för elever med olika frånvaro"
    )


def test_the_boards_title_names_the_highest_band_that_may_be_shown(
    run: Underlag, make_decided: Maker
) -> None:
    told, gaps = outcome_rows(-40.0)
    told = [{**row, "dold": row["kategori"] == "minst 50"} for row in told]
    tables = table(make_decided, "resultat_franvaro", told) | table(make_decided, "resultat_samband", gaps)
    assert titles.title_outcomes(run, tables) == (
        "Elever med 30–49 procents frånvaro har i genomsnitt lägre meritvärde än elever med under 10 "
        "procents frånvaro"
    )


def test_no_title_names_a_cause(run: Underlag, make_decided: Maker) -> None:
    told, gaps = outcome_rows(-40.0)
    tables = table(make_decided, "resultat_franvaro", told) | table(make_decided, "resultat_samband", gaps)
    figure = results.show_outcomes(run, tables)
    assert figure is not None
    assert "Elever med olika frånvaro skiljer sig också på annat sätt." in figure.underrubrik
    for text in (figure.titel, figure.underrubrik, figure.alt, figure.kalla):
        for word in ("leder till", "orsak", "beror på", "effekt", "påverk", "tack vare", "ger lägre"):
            assert word not in text.lower()


# --- figures --------------------------------------------------------------------------------------------


def test_bands_stand_apart_unless_few_year_groups_may_show_them(run: Underlag, make_decided: Maker) -> None:
    rows = bands()
    high = ("30–49", "minst 50")
    hidden = [{**row, "dold": row.get("kategori") in high and "_ak" in row["indikator"]} for row in rows]
    assert display.choose_bands(run, table(make_decided, "franvaro_band", rows)) == [
        "10–19", "20–29", "30–49", "minst 50",
    ]  # fmt: skip
    assert display.choose_bands(run, table(make_decided, "franvaro_band", hidden)) == [
        "10–19", "20–29", "minst 30",
    ]  # fmt: skip
    all_hidden = [{**row, "dold": True} for row in rows]
    assert len(display.choose_bands(run, table(make_decided, "franvaro_band", all_hidden))) == 4


@pytest.mark.parametrize(
    ("text", "edges", "panels"),
    [
        ("15", (15,), 1),
        ("10, 20, 30, 50", (10, 20, 30, 50), 4),
        ("5, 10, 15, 20, 30, 40, 50", (5, 10, 15, 20, 30, 40, 50), 7),
    ],
)
def test_any_number_of_bands_has_its_panels(
    make_decided: Maker, text: str, edges: tuple[int, ...], panels: int
) -> None:
    run = use(franvaro_band=text)
    figure = display.show_grades(run, table(make_decided, "franvaro_band", bands(edges=edges)))
    assert figure is not None
    assert figure.alt.startswith("Punktdiagram:" if panels == 1 else f"Punktdiagram med {panels}\u00a0rutor:")


def test_the_figure_of_changes_fills_what_is_claimed(run: Underlag, make_decided: Maker) -> None:
    tables = table(make_decided, "franvaro_andring", changes({("ak7", "30–49"): 9.0, ("ak8", "20–29"): 2.1}))
    judged = display.judge_changes(run, tables)
    # 2.1 ± 2 is sure by itself, but not among the changes of nine year groups.
    assert [cell.split("|")[0] for cell, one in judged.items() if one.sure] == ["franvaroband_vt_ak7"]
    figure = display.show_changes(run, tables)
    assert figure is not None
    assert "30–49\u00a0%: högre Åk 7." in figure.alt
    assert "20–29\u00a0%: ingen säker förändring." in figure.alt


def test_terms_of_different_kinds_are_compared_by_term(make_decided: Maker) -> None:
    run = use(franvaro_fran="HT 2025")
    rows = [
        level("franvaroband_vt_hog", 2.0, kategori="20–29"),
        level("franvaroband_vt_hog", -0.5, kategori="20–29", jamforelse="mot HT 2025"),
    ]
    figure = display.show_changes(run, table(make_decided, "franvaro_andring", rows))
    assert figure is not None
    assert "från HT 2025 till VT 2026" in figure.underrubrik


def school_rows(values: Mapping[str, float], registered: Mapping[str, float]) -> tuple[Rows, Rows]:
    units = {
        name: {"enhetstyp": "skola", "enhet": f"1000000{i}", "enhetsnamn": name}
        for i, name in enumerate(values)
    }
    schools = [level("franvaro_vt_hog", value, 0.5, **units[name]) for name, value in values.items()]
    shares = [
        {"indikator": "franvaroregistrering_vt_hog", "varde": share, "n": 200, **units[name]}
        for name, share in registered.items()
    ]
    return [*schools, level("franvaro_vt_hog", 8.0, 0.2)], shares


def test_the_title_of_schools_counts_intervals_and_names_nobody(run: Underlag, make_decided: Maker) -> None:
    rows, _ = school_rows({"Öskolan": 8.1, "Alskolan": 12.0, "Björkskolan": 7.8}, {})
    tables = table(make_decided, "franvaro_skolor", rows)
    assert titles.title_schools(run, tables, HIGH).plain == (
        "Frånvaron på högstadiet: en av tre redovisade skolor har hela sitt intervall över eller under "
        "kommunens genomsnitt"
    )
    alike, _ = school_rows({"Öskolan": 8.1, "Björkskolan": 7.8}, {})
    assert titles.title_schools(run, table(make_decided, "franvaro_skolor", alike), HIGH).plain == (
        "Frånvaron på högstadiet: ingen redovisad skola skiljer sig säkert från kommunens genomsnitt"
    )
    figure = display.show_schools(run, tables, HIGH)
    assert figure is not None and "Alskolan" not in figure.alt + figure.titel


def test_groups_are_called_as_in_their_lasar() -> None:
    assert display.name_group(GRUPPER[-1], "2025/26") == "Åk 9"
    assert display.name_group(GRUPPER[-1], "2028/29") == "Åk 10"


def test_there_is_nothing_where_tables_are_absent_or_hidden(run: Underlag, make_decided: Maker) -> None:
    told, gaps = outcome_rows(-40.0)
    schools, _ = school_rows({"Öskolan": 8.1}, {})
    rows = {
        "franvaro_band": bands(),
        "franvaro_andring": changes({}),
        "franvaro_skolor": schools,
        "resultat_franvaro": told,
        "resultat_samband": gaps,
    }
    hidden = {
        name: make_decided([{**row, "dold": True} for row in some], id=name) for name, some in rows.items()
    }
    for tables in ({}, hidden):
        shown = [
            *(show(run, tables) for show in (display.show_grades, display.show_changes, display.show_kinds)),
            *(show(run, tables) for show in (lists.show_means, lists.show_bands, lists.show_genders)),
            *(show(run, tables) for show in (lists.show_kinds, results.show_outcomes, results.show_curve)),
            *(show(run, tables) for show in (results.show_methods, results.show_diagnostics)),
            *(show(run, tables) for show in (results.show_tests, results.show_counts)),
            *(show(run, tables, HIGH) for show in (display.show_schools, lists.show_schools)),
            *(show(run, tables, "merit") for show in (results.show_levels, results.show_associations)),
            lists.show_band(run, tables, 1),
            lists.show_school_bands(run, tables),
        ]
        assert shown == [None] * len(shown)


# --- tables ---------------------------------------------------------------------------------------------


def test_a_band_is_told_in_both_terms_with_its_change(run: Underlag, make_decided: Maker) -> None:
    laid = lists.show_band(run, table(make_decided, "franvaro_andring", changes({("ak7", "10–19"): 9.0})), 1)
    assert laid is not None
    assert laid.kolumner == (
        "Årskurs", "Elever", "VT 2026", "95\u00a0% intervall", "VT 2025", "Förändring",
        "95\u00a0% intervall, förändring",
    )  # fmt: skip
    rows = {row[0]: row[1:] for row in laid.rader}
    assert rows["Åk 7"] == ("430", "5,0", "4,0–6,0", "5,0", "+9,0", "+7,0 till +11,0")
    assert [row[0] for row in laid.rader][-1] == "Alla"
    kinds = dict(zip((row[0] for row in laid.rader), laid.klasser, strict=True))
    assert (kinds["Högstadiet"], kinds["Åk 7"], kinds["Alla"]) == ("markerad", "", "total")
    assert lists.show_band(run, {}, 9) is None


def test_a_hidden_band_is_a_symbol_beside_its_pupils(run: Underlag, make_decided: Maker) -> None:
    code = f"franvaroband_vt_{GRUPPER[1].kod}"
    rows = [
        {**row, "dold": row["indikator"] == code and row.get("kategori") == "minst 50"} for row in bands()
    ]
    laid = lists.show_bands(run, table(make_decided, "franvaro_band", rows))
    assert laid is not None
    assert laid.rader[0] == ("Lågstadiet", "430", "80,0", "5,0", "5,0", "5,0", "..")
    assert "Två punkter (..) betyder skyddad uppgift. Den visas inte av hänsyn till enskilda: " in laid.noter


def test_a_band_that_is_hidden_everywhere_is_named_under_the_table(
    run: Underlag, make_decided: Maker
) -> None:
    rows = [{**row, "dold": row.get("kategori") == "minst 50"} for row in bands()]
    laid = lists.show_bands(run, table(make_decided, "franvaro_band", rows))
    assert laid is not None
    assert laid.rader[0] == ("Lågstadiet", "430", "80,0", "5,0", "5,0", "5,0")
    assert len(laid.kolumner) == 6
    assert "Utan egen kolumn, eftersom inga värden kan visas: " in laid.noter
    assert "också de som inte har någon egen kolumn." in laid.noter


def test_eight_bands_stand_in_two_tables(make_decided: Maker) -> None:
    edges = (5, 10, 15, 20, 30, 40, 50)
    run = use(franvaro_band="5, 10, 15, 20, 30, 40, 50")
    tables = table(make_decided, "franvaro_band", bands(edges=edges))
    first, second = (lists.show_bands(run, tables, part) for part in (1, 2))
    assert first is not None and second is not None and lists.show_bands(run, tables, 3) is None
    assert len(first.kolumner) == MOST_COLUMNS
    assert (*first.kolumner[2:], *second.kolumner[2:]) == tuple(
        display.name_share(n) for n in name_bands(edges)
    )
    assert first.id != second.id


def test_associations_stand_step_by_step_with_their_intervals(run: Underlag, make_decided: Maker) -> None:
    told, gaps = outcome_rows(-40.0)
    gaps = [{**row, "dold": row["kategori"] == "minst 50"} for row in gaps]
    tables = table(make_decided, "resultat_franvaro", told) | table(make_decided, "resultat_samband", gaps)
    laid = results.show_associations(run, tables, "merit")
    assert laid is not None
    assert laid.kolumner == ("Frånvaro", "Ojusterat", "+ betyg åk 6", "+ skola")
    assert laid.rader[0] == ("10–19\u00a0%", "−40,0", "−40,0", "−40,0")
    assert laid.rader[1] == ("10–19\u00a0%, intervall", *("−52,0 till −28,0",) * 3)
    assert laid.rader[6][1:] == laid.rader[7][1:] == ("..",) * 3
    assert laid.rader[-2][0] == "Per 10 procentenheter"
    assert "Banden är jämförda med elever med under 10 procents frånvaro." in laid.noter
    curve = results.show_curve(run, tables)
    assert curve is not None and [row[0] for row in curve.rader] == ["15 mot 5 procent"]


def test_methods_and_measures_of_three_outcomes_fit_a_page(run: Underlag, make_decided: Maker) -> None:
    codes = ("merit", "alla_amnen", "behorighet")
    methods = [level(f"franvaro_metod_{code}", -9.0, kategori=PER_TIO, jamforelse=CR2) for code in codes]
    measures = [level(f"franvaro_diagnos_{code}", 0.5, kategori=FORKLARAD) for code in codes]
    counts = [{"indikator": ANTAL, "varde": 844.0, "n": 844, "kategori": ELEVER[0]}]
    tables = table(make_decided, "resultat_metoder", methods)
    tables |= table(make_decided, "resultat_diagnos", [*measures, *counts])
    laid = results.show_methods(run, tables)
    assert laid is not None and len(laid.kolumner) == MOST_COLUMNS
    assert laid.rader[0][:3] == (
        "Kluster, CR2 med Satterthwaites frihetsgrader", "−9,0", "−10,0 till −8,0",
    )  # fmt: skip
    found = results.show_diagnostics(run, tables)
    assert found is not None and found.rader == (("Förklarad variation (R²)", "0,50", "0,50", "0,50"),)
    counted = results.show_counts(run, tables)
    assert counted is not None and counted.rader[0][1] == "844"


def test_a_school_that_registers_too_little_has_words_in_place_of_a_point(
    run: Underlag, make_decided: Maker
) -> None:
    rows, shares = school_rows(
        {"Öskolan": 8.1, "Alskolan": 12.0, "Björkskolan": 7.8}, {"Öskolan": 97.0, "Alskolan": 72.0}
    )
    tables = table(make_decided, "franvaro_skolor", rows)
    tables |= table(make_decided, "franvaro_registrering", shares)
    assert titles.find_few(run, titles.read_registered(run, tables, HIGH)) == ["10000001"]
    assert titles.title_schools(run, tables, HIGH).plain.endswith(
        "ingen redovisad skola skiljer sig säkert från kommunens genomsnitt"
    )
    figure = display.show_schools(run, tables, HIGH)
    assert figure is not None
    assert "2 redovisade skolor, från 7,8 till 8,1\u00a0%." in figure.alt
    assert "Minst 90 procent krävs" in figure.kalla
    assert "Axeln börjar" not in figure.kalla
    # Whatever the school's own value, nothing of it is drawn.
    other, _ = school_rows({"Öskolan": 8.1, "Alskolan": 30.0, "Björkskolan": 7.8}, {})
    twin = display.show_schools(run, tables | table(make_decided, "franvaro_skolor", other), HIGH)
    assert twin is not None and twin.svg == figure.svg


def year_rows(deviations: Mapping[int, float]) -> Rows:
    """Means of åk 1–9 in three läsår, and the deviation ± 1 of some birth years."""
    rows = [
        level(f"franvaro_vt_ak{grade}", 5.0 + grade / 10, lasar=lasar)
        for lasar in ("2023/24", THEN, NOW)
        for grade in range(1, 10)
    ]
    return rows + [
        level("franvaroavvikelse_vt", size, kategori=f"född {born}", jamforelse=MOT_ANDRA)
        for born, size in deviations.items()
    ]


@pytest.mark.parametrize(
    ("deviations", "title"),
    [
        (
            {2012: 2.5, 2013: 0.2},
            "Årskullen född 2012 har högre frånvaro än andra årskullar hade i samma årskurs",
        ),
        ({2012: -2.5}, "Årskullen född 2012 har lägre frånvaro än andra årskullar hade i samma årskurs"),
        (
            {2012: 2.5, 2014: 2.5},
            "Årskullarna födda 2012 och 2014 har högre frånvaro än andra årskullar hade i samma årskurs",
        ),
        ({2012: 0.5}, "Ingen årskull skiljer sig säkert från vad andra årskullar hade i samma årskurs"),
        ({}, "Frånvaro för elever födda samma år, årskurs för årskurs"),
    ],
)
def test_year_classes_that_deviate_are_told_and_followed(
    run: Underlag, make_decided: Maker, deviations: Mapping[int, float], title: str
) -> None:
    tables = table(make_decided, "franvaro_arskullar", year_rows(deviations))
    figure = display.show_cohorts(run, tables)
    assert figure is not None and figure.titel == title
    # Those born 2012 were in åk 7 in 2025/26, and in åk 5 two läsår before.
    assert ("född 2012: 5,5\u00a0% i åk 5, 5,6\u00a0% i åk 6, 5,7\u00a0% i åk 7." in figure.alt) == (
        abs(deviations.get(2012, 0)) > 1
    )
    laid = lists.show_cohorts(run, tables)
    assert (laid is None) == (not deviations)
    if laid is not None:
        assert laid.rader[0][0] == "Född 2012"


@pytest.mark.parametrize(
    ("sizes", "title"),
    [
        ((0.0, 0.1, -0.1), "Frånvaron är ungefär lika stor på höstterminen och på vårterminen 2025/26"),
        ((0.0, 0.1, 3.0), "Frånvaron är på vårterminen högre på högstadiet än på höstterminen"),
        ((0.9, 0.9, 0.9), "Ingen säker skillnad i frånvaro mellan höstterminen och vårterminen 2025/26"),
    ],
)
def test_autumn_and_spring_are_compared_for_the_same_pupils(
    run: Underlag, make_decided: Maker, sizes: tuple[float, ...], title: str
) -> None:
    rows = []
    for stage, size in zip(STADIER, sizes, strict=True):
        code = f"franvarolasar_{stage.kod}"
        rows += [level(code, 6.0, kategori=HOST), level(code, 6.0 + size, kategori=VAR)]
        rows.append(level(code, size, 0.2 if abs(size) < 0.5 else 1.0, jamforelse=MOT_HOST))
    tables = table(make_decided, "franvaro_lasaret", rows)
    figure = display.show_course(run, tables)
    assert figure is not None and figure.titel == title
    laid = lists.show_course(run, tables)
    assert laid is not None
    assert laid.rader[-1][:4] == (
        "Högstadiet", "430", "6,0", {-0.1: "5,9", 3.0: "9,0", 0.9: "6,9"}[sizes[2]],
    )  # fmt: skip
    assert laid.rader[-1][4] == {-0.1: "−0,1", 3.0: "+3,0", 0.9: "+0,9"}[sizes[2]]


def test_kinds_are_told_beside_the_term_before_and_by_the_right_pupils(
    run: Underlag, make_decided: Maker
) -> None:
    rows = [
        level(f"{kind}_vt_{stage.kod}", value, 0.3, lasar=lasar, n=n)
        for kind, value in (("giltig", 5.0), ("ogiltig", 1.0))
        for stage in STADIER
        for lasar, n in ((THEN, 100), (NOW, 222))
    ]
    figure = display.show_kinds(run, table(make_decided, "franvaro_slag", rows))
    assert figure is not None
    assert figure.titel == "Det mesta av frånvaron är giltig på alla stadier"
    laid = lists.show_kinds(run, table(make_decided, "franvaro_slag", rows))
    assert laid is not None and laid.rader[0] == ("Lågstadiet", "222", "5,0", "4,7–5,3", "1,0", "0,7–1,3")


def school_bands(hidden: int, **keys: Any) -> Rows:
    """Five bands of four schools, the last `hidden` bands of each hidden, and of the municipality."""
    code = "franvaroband_vt_alla"
    places = [{"enhetstyp": "skola", "enhet": str(i), "enhetsnamn": f"Skola {i}"} for i in range(4)]
    names = name_bands((10, 20, 30, 50))
    rows = [
        {**level(code, 20.0), "kategori": name, "dold": place >= len(names) - hidden, **unit, **keys}
        for unit in places
        for place, name in enumerate(names)
    ]
    return [*rows, *({**level(code, 20.0), "kategori": name, **keys} for name in names)]


def test_bands_of_schools_are_told_for_several_lasar_where_most_is_hidden(
    run: Underlag, make_decided: Maker
) -> None:
    parts = " + ".join(f"franvaroband_vt_alla|0|{year}|alla|alla||" for year in ("2023/24", THEN, NOW))
    several = school_bands(2, jamforelse=POOLED, delar=parts, n=1290)

    one = table(make_decided, "franvaro_skolor", [*school_bands(4), *several])
    laid = lists.show_school_bands(run, one)
    assert laid is not None
    assert laid.titel == (
        "Andel elever i varje frånvaroband per skola, årskurs 1–9, vårterminerna läsåren 2023/24–2025/26 "
        "tillsammans (procent)"
    )
    assert laid.rader[0] == ("Skola 0", "1\u202f290", "20,0", "20,0", "20,0", "..", "..")
    assert laid.noter.startswith(
        "Flera läsår visas tillsammans, eftersom de flesta uppgifterna för VT 2026 är skyddade."
    )

    other = table(make_decided, "franvaro_skolor", [*school_bands(2), *several])
    laid = lists.show_school_bands(run, other)
    assert laid is not None and laid.titel.endswith("årskurs 1–9 VT 2026 (procent)")
    assert laid.rader[0][:2] == ("Skola 0", "430") and "Flera läsår" not in laid.noter
