"""Usage errors: Swedish, with a way on, exit code 3, and nothing on standard output."""

import pytest

LINES = {
    ("raport",): "Kommandot ”raport” finns inte. Menade du ”rapport”?",
    ("hamta", "kolda"): "Kommandot ”kolda” finns inte. Menade du ”kolada”?",
    ("rapport", "--komun", "9999"): "Flaggan ”--komun” finns inte. Menade du ”--kommun”?",
    ("--versio",): "Flaggan ”--versio” finns inte.",
    ("rapport", "--kommun"): "Flaggan --kommun saknar sitt värde.",
    ("rapport", "--help=ja"): "Flaggan --help tar inget värde.",
    ("rapport", "nu", "genast"): "Det här hör inte hit: nu genast.",
    ("demo", "--slumpfro", "abc"): "Flaggan --slumpfro kan inte ha det värdet: ett heltal",
    ("demo", "--antal-skolor", "0"): "Flaggan --antal-skolor kan inte ha det värdet:",
    ("hamta", "kolada", "--kommun", "1961", "--fran", "2016"): "Flaggan --till måste anges.",
    ("hamta", "kolada", "--kommun", "1961", "--fran", "9", "--till", "1"): "Flaggan --fran",
    ("hamta", "kolada", "--kommun", "halsta", "--fran", "2016", "--till", "2019"): "Kommunen ”halsta”",
}  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_mistyped_line_is_explained_in_swedish(analys, line):
    answer = analys(*line)

    assert answer.err.startswith(LINES[line])
    assert answer.code == 3
    assert answer.out == ""
    assert not {"Usage", "Error", "Try", "No such", "Missing", "Invalid"} & set(answer.err.split())


def test_an_incomplete_command_shows_what_there_is(analys):
    answer = analys("hamta")

    assert answer.code == 3
    assert "kolada" in answer.out


@pytest.mark.parametrize("line", [(), ("--help",), ("-h",), ("--hjalp",)])
def test_help_is_no_error(analys, line):
    answer = analys(*line)

    assert answer.code == 0
    assert answer.out.startswith("Så här skriver du: analys KOMMANDO")
    assert answer.err == ""


@pytest.mark.parametrize("command", [("rapport",), ("hamta", "kolada"), ("demo",), ("lab",)])
def test_every_help_page_is_swedish_and_ends_with_examples(analys, command):
    page = analys(*command, "--help").out

    assert not {"Usage:", "Options:", "Options", "Commands", "required", "default", "TEXT", "INTEGER"} & set(
        page.split()
    )
    assert f"Exempel\n  analys {' '.join(command)}" in page


def test_the_report_page_lists_every_parameter(analys):
    from analys.parameters import RunParameters

    page = analys("rapport", "--help").out

    for name in RunParameters.model_fields:
        assert f"\n{name} " in page
