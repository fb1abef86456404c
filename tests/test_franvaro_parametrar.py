"""Terms, and the parameters of the chapter on absence: what may be written, and what a mistake is told."""

from __future__ import annotations

import pytest

from analys.errors import ParameterError
from analys.parameters import load_parameters, make_parameters
from analys.termin import Termin, parse_termin


@pytest.mark.parametrize(
    ("text", "termin"),
    [
        ("VT 2026", Termin("vt", "2025/26")),
        ("vt2026", Termin("vt", "2025/26")),
        (" Ht  2025 ", Termin("ht", "2025/26")),
        ("HT 1999", Termin("ht", "1999/00")),
        ("VT 2000", Termin("vt", "1999/00")),
    ],
)
def test_a_term_is_read_however_it_is_spelled(text, termin):
    assert parse_termin(text) == termin
    assert parse_termin(str(termin)) == termin


@pytest.mark.parametrize(
    "text", ["", "2026", "VT", "våren 2026", "VT 26", "VT 2026/27", "VT 1826", "VT ٢٠٢٦", "VT 20260"]
)
def test_what_is_no_term_is_refused(text):
    with pytest.raises(ValueError, match=r"^det är ingen termin\. Skriv till exempel VT 2026$"):
        parse_termin(text)


def test_terms_are_ordered_by_lasar_and_then_autumn_first():
    autumn, spring, earlier = Termin("ht", "2025/26"), Termin("vt", "2025/26"), Termin("vt", "2024/25")

    assert autumn.is_before(spring) and earlier.is_before(autumn) and earlier.is_before(spring)
    assert not spring.is_before(spring) and not autumn.is_before(earlier)
    assert (autumn.ar, spring.ar) == (2025, 2026)


def test_without_words_the_spring_of_the_report_against_the_spring_before():
    parameters = make_parameters({"lasar": "2023/24"})

    assert parameters.termin == Termin("vt", "2023/24")
    assert parameters.jamforelsetermin == Termin("vt", "2022/23")
    assert parameters.band == (10, 20, 30, 50)
    assert parameters.minst_registrerat == 90.0


@pytest.mark.parametrize(
    ("values", "now", "before"),
    [
        ({"franvaro_till": "ht 2025"}, "HT 2025", "HT 2024"),
        ({"franvaro_fran": "HT2025"}, "VT 2026", "HT 2025"),
        ({"franvaro_till": "vt 2024", "franvaro_fran": "ht 2022"}, "VT 2024", "HT 2022"),
        ({"franvaro_fran": "VT 2022"}, "VT 2026", "VT 2022"),
    ],
)
def test_any_two_terms_can_be_compared(values, now, before):
    parameters = make_parameters(values)

    assert (str(parameters.termin), str(parameters.jamforelsetermin)) == (now, before)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("10, 20, 30, 50", (10, 20, 30, 50)),
        ("5 15 30 50", (5, 15, 30, 50)),
        ("10;20", (10, 20)),
        (" 15 ", (15,)),
        ("1,2,3,4,5,6,99", (1, 2, 3, 4, 5, 6, 99)),
    ],
)
def test_edges_of_bands_are_read_however_they_are_parted(text, band):
    parameters = make_parameters({"franvaro_band": text})

    assert parameters.band == band
    assert parameters.franvaro_band == ", ".join(str(edge) for edge in band)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"franvaro_band": ""},
            "skriv 1–7 heltal mellan 1 och 99, till exempel 10, 20, 30, 50",
        ),
        ({"franvaro_band": "10-19, 20-29"}, "skriv 1–7 heltal mellan 1 och 99"),
        ({"franvaro_band": "0, 10"}, "skriv 1–7 heltal mellan 1 och 99"),
        ({"franvaro_band": "10, 100"}, "skriv 1–7 heltal mellan 1 och 99"),
        ({"franvaro_band": "1,2,3,4,5,6,7,8"}, "skriv 1–7 heltal mellan 1 och 99"),
        ({"franvaro_band": "12.5, 20"}, "skriv 1–7 heltal mellan 1 och 99"),
        ({"franvaro_band": "١٠, ٢٠"}, "skriv 1–7 heltal mellan 1 och 99"),
        ({"franvaro_band": "20, 10"}, "gränserna ska stå i stigande ordning, var och en en gång"),
        ({"franvaro_band": "10, 10"}, "gränserna ska stå i stigande ordning, var och en en gång"),
        ({"franvaro_till": "våren"}, "det är ingen termin. Skriv till exempel VT 2026"),
        ({"franvaro_fran": "2025"}, "det är ingen termin. Skriv till exempel VT 2026"),
        ({"minst_registrerat": "101"}, "högst 100.0 får det vara"),
        ({"minst_registrerat": "-1"}, "minst 0.0 krävs"),
        ({"minst_registrerat": "nittio"}, "ett tal krävs, med decimalpunkt"),
    ],
)
def test_a_mistake_names_the_parameter_and_what_to_write(values, said):
    with pytest.raises(ParameterError) as caught:
        make_parameters(values)

    (name,) = values
    message = str(caught.value)
    assert message.startswith(f"Parametern ”{name}” kan inte vara ”{values[name]}”: ")
    assert said in message


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"franvaro_till": "VT 2027"},
            "Parametrarna franvaro_till och franvaro_fran ska vara terminer i trendens läsår, "
            "2021/22–2025/26.",
        ),
        (
            {"franvaro_fran": "HT 2015"},
            "Parametrarna franvaro_till och franvaro_fran ska vara terminer i trendens läsår, "
            "2021/22–2025/26.",
        ),
        (
            {"franvaro_till": "HT 2024", "franvaro_fran": "VT 2026"},
            "Parametern franvaro_fran ska vara en tidigare termin än franvaro_till.",
        ),
        (
            {"franvaro_till": "VT 2026", "franvaro_fran": "VT 2026"},
            "Parametern franvaro_fran ska vara en tidigare termin än franvaro_till.",
        ),
    ],
)
def test_terms_that_do_not_fit_each_other_are_told_in_one_sentence(values, said):
    with pytest.raises(ParameterError) as caught:
        make_parameters(values)

    assert str(caught.value) == said


def test_the_window_follows_the_number_of_lasar():
    assert make_parameters({"franvaro_fran": "VT 2017", "antal_lasar": "10"}).jamforelsetermin.ar == 2017


def test_a_file_takes_them_as_text(tmp_path):
    path = tmp_path / "p.yml"
    path.write_text(
        "franvaro_band: 5, 15, 30, 50\nfranvaro_till: VT 2026\nfranvaro_fran: HT 2025\n"
        "minst_registrerat: 85\n",
        encoding="utf-8",
    )

    parameters = make_parameters(load_parameters(path))

    assert parameters.band == (5, 15, 30, 50)
    assert (str(parameters.termin), str(parameters.jamforelsetermin)) == ("VT 2026", "HT 2025")
    assert parameters.minst_registrerat == 85.0


def test_a_list_in_a_file_is_told_by_its_line(tmp_path):
    path = tmp_path / "p.yml"
    path.write_text("kommun: 1961\nfranvaro_band:\n  - 10\n  - 20\n", encoding="utf-8")

    with pytest.raises(ParameterError, match=r"^Rad 2 i p\.yml har en lista eller flera nivåer"):
        load_parameters(path)
