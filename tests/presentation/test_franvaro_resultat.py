"""The words on results and absence: observed, then among pupils who are alike; associations only.

Each expected sentence is worked by hand from the numbers in the test. delta is 5 merit points.
"""

import pytest

from analys.indicators.franvaro_utfall import (
    BAKGRUND,
    BETYG_6,
    GRUND,
    IMPUTERAD,
    JAMFORD_FRANVARO,
    JAMFORD_UTFALL,
    KOMPLETTA,
    OJUSTERAD,
    PER_TIO,
    ROBUSTHET,
    SKOLA,
)
from analys.parameters import RunParameters
from analys.presentation import franvaro_resultat
from analys.presentation.wording_franvaro_resultat import suffices
from analys.underlag import Underlag

SOURCE = "Egen beräkning på kommunens filer, årskurs 9 läsåren 2024/25–2025/26"
STEPS = (OJUSTERAD, GRUND, BETYG_6, BAKGRUND, SKOLA)


@pytest.fixture
def run(tmp_path):
    """A run of the demo municipality with pupil files."""
    (tmp_path / "raw" / "9999" / "2025-26").mkdir(parents=True)
    return Underlag(RunParameters(), tmp_path)


@pytest.fixture
def make(make_decided):
    """Function from rows by table to protected tables."""

    def make_tables(**tables):
        return {
            name: make_decided([{"kalla": SOURCE, "n": 900} | row for row in rows], name)
            for name, rows in tables.items()
        }

    return make_tables


def difference(kategori, jamforelse, varde, undre, ovre, **values):
    """A row with the merit difference of a band to the lowest."""
    own = {"indikator": "franvaro_samband_merit", "kategori": kategori, "jamforelse": jamforelse}
    return own | {"varde": varde, "undre": undre, "ovre": ovre, "delar": "x"} | values


def diagnosis(kategori, varde):
    return {"indikator": "franvaro_diagnos_merit", "kategori": kategori, "varde": varde}


DIFFERENCES = [
    *(difference("10–19", step, -31.2, -39.0, -23.4) for step in STEPS[:-1]),
    difference("10–19", SKOLA, -11.1, -19.2, -3.0),
    *(difference("20–29", step, -55.3, -76.0, -34.6) for step in STEPS[:-1]),
    difference("20–29", SKOLA, -31.4, -53.9, -8.9),
]


def flat(text):
    """A text with plain spaces."""
    return text.plain.replace("\u00a0", " ")


def test_the_observed_difference_stands_first_then_that_of_pupils_who_are_alike(run, make):
    text = flat(franvaro_resultat.describe_results(run, make(resultat_samband=DIFFERENCES)))

    assert text.startswith(
        "Vad vi ser. Resultaten gäller eleverna i årskurs 9 läsåren 2024/25–2025/26, efter deras frånvaro "
        "under hela läsåret. Meritvärdet är i genomsnitt 31,2 poäng lägre bland elever med 10–19 procents "
        "frånvaro än bland elever med under 10 procents frånvaro, och 11,1 poäng lägre när elever med samma "
        "kön, tidigare betyg, bakgrund och skola jämförs. Bland elever med 20–29 procents frånvaro är värdet "
        "55,3 poäng lägre, och 31,4 poäng lägre i samma jämförelse."
    )
    # −8.9 is below −5, −3.0 is not.
    assert (
        "Hur säkert det är. Bland elever som är lika i dessa avseenden är meritvärdet tydligt lägre för dem "
        "med 20–29 procents frånvaro (osäkerhetsintervall −53,9 till −8,9 poäng) än för dem med under 10 "
        "procents frånvaro. För elever med 10–19 procents frånvaro (osäkerhetsintervall −19,2 till −3,0 "
        "poäng) är meritvärdet lägre, men hur mycket lägre är osäkert." in text
    )
    assert "svårigheter i skolan kan också ha kommit före frånvaron" in text
    assert "Att jämföra elever med samma betyg i årskurs sex kan dölja en del av sambandet" in text


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ((-4.9, 4.9), "är meritvärdet ungefär detsamma för dem med 10–19 procents frånvaro"),
        ((-9.0, 1.0), "räcker underlaget inte för att avgöra om meritvärdet är ett annat för dem med 10–19 "),
        ((0.5, 9.0), "är meritvärdet högre för dem med 10–19 procents frånvaro"),
        ((5.5, 9.0), "är meritvärdet tydligt högre för dem med 10–19 procents frånvaro"),
    ],
)
def test_the_class_of_certainty_decides_the_words(run, make, limits, words):
    rows = [difference("10–19", OJUSTERAD, 0.0, *limits), difference("10–19", SKOLA, 0.0, *limits)]

    assert words in flat(franvaro_resultat.describe_results(run, make(resultat_samband=rows)))


def test_only_what_was_adjusted_for_is_said_to_be_alike(run, make):
    rows = [difference("10–19", step, -20.0, -30.0, -10.0) for step in (OJUSTERAD, GRUND, SKOLA)]
    text = flat(franvaro_resultat.describe_results(run, make(resultat_samband=rows)))

    assert "när elever med samma kön och skola jämförs" in text
    assert "årskurs sex" not in text


def test_without_a_model_the_observed_stands_alone(run, make):
    rows = [difference("10–19", OJUSTERAD, -20.0, -30.0, -10.0)]
    text = flat(franvaro_resultat.describe_results(run, make(resultat_samband=rows)))

    assert "än bland elever med under 10 procents frånvaro." in text
    assert "jämförs" not in text and "lika i dessa" not in text


def test_shares_are_told_as_levels(run, make):
    niva = "franvaro_niva_behorighet"
    rows = [
        {"indikator": niva, "kategori": kategori, "varde": varde, "n": 300}
        for kategori, varde in (("under 10", 93.0), ("10–19", 83.0), ("20–29", 79.0))
    ]
    text = flat(franvaro_resultat.describe_results(run, make(resultat_franvaro=rows)))

    assert (
        "Andelen behöriga till yrkesprogram är 93 procent bland elever med under 10 procents frånvaro, 83 "
        "bland dem med 10–19 procents och 79 bland dem med 20–29 procents." in text
    )


def test_hidden_differences_are_not_told(run, make):
    hidden = [row | {"dold": True} for row in DIFFERENCES]

    assert franvaro_resultat.describe_results(run, make(resultat_samband=hidden)) is None
    assert franvaro_resultat.describe_results(run, {}) is None


@pytest.mark.parametrize(
    ("earlier", "sentence"),
    [
        # 0.55 · 0.06 / 0.94 = 0.035 < 0.21² / 0.79 = 0.056
        (
            (0.55, 0.06),
            "Något som vi inte har mätt skulle behöva hänga samman med både frånvaron och meritvärdet "
            "starkare än betygen i årskurs sex gör för att hela sambandet skulle försvinna (robusthetsvärde "
            "0,21; betygen i årskurs sex 0,06 och 0,55).",
        ),
        # 0.55 · 0.12 / 0.88 = 0.075 > 0.056
        (
            (0.55, 0.12),
            "Om något som vi inte har mätt hänger samman med både frånvaron och meritvärdet lika starkt som "
            "betygen i årskurs sex gör, räcker det för att hela sambandet skulle kunna försvinna "
            "(robusthetsvärde 0,21; betygen i årskurs sex 0,12 och 0,55).",
        ),
        (
            (),
            "Något som vi inte har mätt skulle behöva hänga samman med både frånvaron och meritvärdet minst "
            "så starkt som robusthetsvärdet 0,21 säger",
        ),
    ],
)
def test_the_unmeasured_is_weighed_against_the_grades_of_ak6(run, make, earlier, sentence):
    rows = [diagnosis(ROBUSTHET, 0.21)]
    rows += [
        diagnosis(name, value)
        for name, value in zip((JAMFORD_UTFALL, JAMFORD_FRANVARO), earlier, strict=False)
    ]
    tables = make(resultat_samband=DIFFERENCES, resultat_diagnos=rows)

    assert sentence in flat(franvaro_resultat.describe_results(run, tables))


def test_a_confounder_at_the_robustness_value_itself_is_the_limit():
    # Cinelli and Hazlett (2020): equally strong with both, the robustness value is where the estimate is 0.
    assert suffices(0.3, 0.3, 0.3)
    assert not suffices(0.3, 0.3, 0.29)


def test_pupils_without_data_are_told_beside_those_with_all(run, make):
    rows = [
        {"indikator": "franvaro_metod_merit", "kategori": PER_TIO, "jamforelse": method, "varde": varde}
        for method, varde in ((KOMPLETTA, -9.5), (IMPUTERAD, -9.3))
    ]
    tables = make(resultat_samband=DIFFERENCES, resultat_metoder=rows)

    assert (
        "Bland elever med alla uppgifter är meritvärdet 9,5 poäng lägre för varje tio procentenheters högre "
        "frånvaro, och 9,3 poäng lägre när elever som saknar uppgifter räknas med genom multipel imputering."
        in flat(franvaro_resultat.describe_results(run, tables))
    )
