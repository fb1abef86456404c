"""What is missing: schools by year group and läsår, kinds, the register, what no report can do without."""

import pytest

from analys.importing.kommun import derive_kommun
from analys.importing.missing import list_gaps, load_schools, parse_arskurser

NAMN = {"2026": "Gagnef", "1961": "Hallstahammar", "0114": "Upplands Väsby", "9999": "Exempelkommun"}
FORSBRINK, HOGLYCKE, KALLTORP = "99991148", "99991185", "99991222"


def gaps(exporter, utan_prov=()):
    plan = exporter.plan()
    return [(gap.lasar, gap.vad) for gap in list_gaps(plan, load_schools(plan.after), utan_prov)]


@pytest.fixture
def complete(exporter):
    """Everything of 2025/26 but for one school's åk 9 grades."""
    exporter.put("skolenheter.csv", "skolenheter")
    exporter.put("elever.csv", "elevregister")
    exporter.put("skyddade.csv", "skyddade")
    exporter.put("slutbetyg.csv", "slutbetyg_ak9", skolor=[FORSBRINK, KALLTORP])
    for kind in ("betyg_ak6", "np_ak3", "np_ak6", "np_ak9"):
        exporter.put(f"{kind}.csv", kind)
    exporter.put("franvaro vt26.csv", "franvaro")
    return exporter


def test_a_school_without_its_file_is_named(complete):
    assert gaps(complete) == [("2025/26", f"Slutbetyg årskurs 9: Höglyckeskolan ({HOGLYCKE}).")]


def test_nothing_is_missing_when_all_is_there(complete):
    complete.put("hoglycke.csv", "slutbetyg_ak9", skolor=[HOGLYCKE])

    assert gaps(complete) == []


def test_what_was_imported_before_is_not_missing(complete):
    from analys.importing.copying import carry_out

    carry_out(complete.plan(), complete.data)
    for path in complete.katalog.iterdir():
        path.unlink()
    complete.put("hoglycke.csv", "slutbetyg_ak9", skolor=[HOGLYCKE])

    assert gaps(complete) == []


def test_a_closed_school_is_expected_only_while_it_was_open(complete):
    # Ekbrinkskolan (F–6) closed after 2023/24.
    for lasar in ("2023-24", "2024-25"):
        complete.put(
            f"{lasar}/np3.csv",
            "np_ak3",
            lasar,
            change=lambda lines: [line for line in lines if ";99991074;" not in line],
        )
    told = {lasar: vad for lasar, vad in gaps(complete) if vad.startswith("Nationella prov årskurs 3")}

    assert told == {"2023/24": "Nationella prov årskurs 3: Ekbrinkskolan (99991074)."}


def test_a_file_that_waits_is_pointed_at(complete):
    complete.put("ut.csv", "slutbetyg_ak9", skolor=[HOGLYCKE], change=lambda lines: [*lines, "x"])

    assert gaps(complete) == [
        ("2025/26", f"Slutbetyg årskurs 9: Höglyckeskolan ({HOGLYCKE}) (se ut.csv ovan).")
    ]


def test_cancelled_tests_are_not_missed(exporter):
    exporter.put("slutbetyg.csv", "slutbetyg_ak9")

    told = [vad for lasar, vad in gaps(exporter, ("2025/26",)) if lasar]
    assert told == ["Terminsbetyg årskurs 6: ingen fil.", "Frånvaro: ingen fil."]


def test_what_every_report_needs_is_told_with_its_columns(exporter):
    exporter.put("slutbetyg.csv", "slutbetyg_ak9")

    told = [vad for lasar, vad in gaps(exporter) if not lasar]
    assert told[0].startswith(
        "Filen skolenheter.csv, som en rapport med elevfiler behöver. Kolumner: Skolenhetskod; Namn;"
    )
    assert told[1].startswith(
        "Filen elevregister.csv, som en rapport med elevfiler behöver. Kolumner: Lasar; PersonNr;"
    )


def test_a_register_without_the_lasar_is_told(complete):
    complete.put("slutbetyg 2025.csv", "slutbetyg_ak9", "2024-25")

    assert ("2024/25", "Elevregister: inga elever för läsåret.") in gaps(complete)


def test_a_school_that_nobody_has_declared_is_told(complete):
    complete.put(
        "skolenheter.csv", "skolenheter", change=lambda lines: [x for x in lines if KALLTORP not in x]
    )

    assert ("", f"Skolenheter i skolenheter.csv: {KALLTORP}.") in gaps(complete)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("F-6", {0, 1, 2, 3, 4, 5, 6}),
        ("7-9", {7, 8, 9}),
        ("f–3, 7 - 9", {0, 1, 2, 3, 7, 8, 9}),
        ("9", {9}),
        ("", set()),
        ("alla", set()),
    ],
)
def test_year_groups(text, groups):
    assert parse_arskurser(text) == groups


def test_the_municipality_is_the_one_that_knows_the_schools(exporter):
    from analys.importing.copying import carry_out

    exporter.put("skolenheter.csv", "skolenheter")
    carry_out(exporter.plan("0114"), exporter.data)
    exporter.put("slutbetyg.csv", "slutbetyg_ak9")
    folder = exporter.katalog.with_name("Betyg Hallstahammar")

    guess = derive_kommun(folder, list(exporter.found().values()), exporter.data, NAMN)

    assert (guess.kod, guess.saker) == ("0114", True)


@pytest.mark.parametrize(
    ("name", "kod"),
    [
        ("Betyg Hallstahammar 2026", "1961"),
        ("hallstahammars kommun", "1961"),
        ("1961 export", "1961"),
        ("betyg 2026", ""),  # a year, not Gagnef's code
        ("upplands-väsby", "0114"),
        ("Hallstahammar och Upplands Väsby", ""),
        ("Exempelkommun", ""),
        ("exporter 2026", ""),
    ],
)
def test_else_the_one_the_folder_is_named_after(exporter, name, kod):
    guess = derive_kommun(exporter.katalog.with_name(name), [], exporter.data, NAMN, ("9999",))

    assert (guess.kod, guess.saker) == (kod, False)


def test_the_only_one_in_the_data_folder_is_a_suggestion_only(exporter):
    (exporter.data / "raw" / "1961").mkdir(parents=True)
    (exporter.data / "raw" / "9999").mkdir()
    guess = derive_kommun(exporter.katalog, [], exporter.data, NAMN, ("9999",))

    assert (guess.kod, guess.forslag) == ("", "1961")
