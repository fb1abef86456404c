"""What a published reason may not say: personnummer in any spelling, and names that the files know."""

import pytest

from analys.corrections.reasons import find_number
from analys.reading import read_folder

NUMBERS = [
    "201003159807", "20100315-9807", "20100315 9807", "100315-9807", "1003159807", "100315+9807",
    "2010-03-15-9807", "2010-03-15 9807", "10 03 15 98 07", "2010.03.15.9807", "100315–9807", "20100315TF10",
    "100315-TF10", "100315 tf 10", "20100375-9807", "２０１００３１５９８０７",
    "elev201003159807x", "x100315-9807.",
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_personnummer_is_found_in_every_spelling(number):
    assert find_number(f"Fel för {number} i uttaget", "")


@pytest.mark.parametrize(
    "text",
    [
        "Uttaget 2026-06-15 gällde läsåret 2024/25",
        "Läsåren 2024/25–2025/26, klass 9A och 9B",
        "Fel skolenhetskod 99990001 i stället för 99990002",
        "Dnr BUN 2026/123, beslut 2026-06-15 kl 14.30",
        "Telefon 0431-12 34 56",
        "Betyget F skulle vara E enligt betygskatalogen 2026",
    ],
)
def test_ordinary_reasons_are_no_personnummer(text):
    assert not find_number(text, "201003159807")


@pytest.mark.parametrize(
    "text", ["född 2010-03-15", "född 20100315", "född 100315", "elev …9807", "nr 9807", "2010 03 15"]
)
def test_parts_of_the_pupils_own_number_are_too_much(text):
    assert find_number(text, "201003159807")
    assert not find_number(text, "201104129815")


def test_a_temporary_number_has_parts_too():
    assert find_number("den tillfälliga TF10", "20100315TF10")
    assert not find_number("den tillfälliga TF20", "20100315TF10")


FORBIDDEN = [
    "Zanzibarella Kanariefågelsson hade fel betyg",
    "zanzibarella KANARIEFÅGELSSON",
    "Kanariefågelsson, Zanzibarella",
    "Fel för Zanzibarella  Kanariefagelsson",
    "Zanzibarella-Kanariefågelsson",
    "Zanzibarella Kanariefågelssons betyg",
    "Zanzibarella hade fel betyg",
    "Zanzibarellas betyg",
    "betyget (Kanariefågelsson)",
    "Kanariefa\u030agelsson",
]


@pytest.mark.parametrize("skal", FORBIDDEN)
def test_the_name_of_the_pupil_is_refused_with_its_line(underlag, declared, stops, skal):
    underlag.write_complete()
    declared.write(declared.describe(skal=f'"{skal}"'))
    message = stops(read_folder, underlag.data, "1234", ["2025/26"])
    assert "Skälet innehåller ett namn" in message
    assert "rattelser.yml, rad 7" in message


def test_the_whole_name_of_anybody_is_refused_but_not_a_name_alone(underlag, declared, stops):
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i) for i in range(4)]
    rows[1] |= {"Fornamn": "Ros-Marie Beata", "Efternamn": "Berg"}
    underlag.write("slutbetyg_ak9", rows)
    for skal in ("Ros Marie Beata Berg", "Ros Berg", "Berg, Ros-Marie Beata"):
        declared.write(declared.describe(skal=f'"Fel: {skal}"'))
        assert "ett namn" in stops(read_folder, underlag.data, "1234", ["2025/26"])
    declared.write(declared.describe(skal="Uttaget från Bergs skola, en ros till rektor"))
    assert len(read_folder(underlag.data, "1234", ["2025/26"]).rattelser) == 1


def test_reasons_of_corrections_for_other_years_are_checked_as_well(underlag, declared, stops):
    underlag.write_complete()
    declared.write(declared.describe(lasar="2019/20", skal="Zanzibarella Kanariefågelsson"))
    assert "ett namn" in stops(read_folder, underlag.data, "1234", ["2025/26"])


def test_a_short_name_is_no_name_by_itself(underlag, declared):
    """A pupil called Du must not forbid the word."""
    underlag.write_complete()
    rows = [underlag.row("slutbetyg_ak9", i) for i in range(4)]
    rows[0] |= {"Fornamn": "Du", "Efternamn": "En"}
    underlag.write("slutbetyg_ak9", rows)
    declared.write(declared.describe(skal="Så som du ser i en katalog"))
    assert len(read_folder(underlag.data, "1234", ["2025/26"]).rattelser) == 1
