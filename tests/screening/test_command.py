"""`analys kontrollera`, as typed: what stands on the terminal, and the exit code."""

from __future__ import annotations

import pytest

from analys.cli import run


@pytest.fixture
def kontrollera(capsys, monkeypatch):
    """Type the command; returns exit code, what was answered and what was told meanwhile."""
    monkeypatch.setenv("COLUMNS", "100")

    def type_line(*arguments):
        code = run(("kontrollera", *map(str, arguments)))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return type_line


def test_a_sound_folder_gives_0(underlag, kontrollera):
    underlag.write_complete()

    code, out, err = kontrollera(underlag.data)

    assert code == 0
    assert out.splitlines()[0] == "Kontroll av 1234, alla läsår"
    assert out.splitlines()[1].startswith("Inga fel. Inga varningar. ")
    assert "Läser filerna … klart (" in err
    assert "\x1b" not in out


def test_the_next_step_is_said_as_it_is_typed(underlag, kontrollera):
    underlag.write_complete()

    out = kontrollera(underlag.data)[1]

    assert out.splitlines()[-1] == f"Nästa steg: analys rapport --kommun 1234 --data {underlag.data}"


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_every_line_fits_the_terminal(underlag, kontrollera, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", 0, Ma="X", Klass="90"),
                                     underlag.row("slutbetyg_ak9", 1)])  # fmt: skip

    out = kontrollera(underlag.data)[1]

    assert max(map(len, out.splitlines())) <= columns


def test_faults_come_first_and_give_2(underlag, kontrollera):
    underlag.write_complete()
    underlag.write("slutbetyg_ak9", [underlag.row("slutbetyg_ak9", 0, Ma="X", Klass="90"),
                                     underlag.row("slutbetyg_ak9", 1)])  # fmt: skip

    code, out, _ = kontrollera(underlag.data)

    assert code == 2
    assert out.splitlines()[1].startswith("1 fel. 1 varning. ")
    order = [
        "Fel: rätta",
        "Betyg och andra koder",
        "Var: raw/1234/2025-26/slutbetyg_ak9.csv, kolumn Ma, rad 1",
        "Varningar: titta efter om det stämmer",
        "Texter som ser skadade ut",
        "Kunde inte prövas",
        "Godkända",
    ]
    places = [out.index(text) for text in order]
    assert places == sorted(places)
    assert [secret for secret in underlag.secrets() if secret in out] == []


def test_the_page_is_written_beside(underlag, kontrollera, tmp_path_factory):
    underlag.write_complete()
    page = tmp_path_factory.mktemp("ut") / "kontroll å.html"

    code, out, _ = kontrollera(underlag.data, "--html", page)

    assert code == 0
    assert out.splitlines()[-1] == f"Samma svar som webbsida: {page}"
    assert "<h1>Kontroll av 1234, alla läsår</h1>" in page.read_text(encoding="utf-8")


def test_the_page_is_refused_before_anything_is_read(underlag, kontrollera):
    underlag.write_complete()

    code, out, err = kontrollera(underlag.data, "--html", underlag.data)

    assert (code, out) == (3, "")
    assert err.startswith("--html: ")
    assert "är en mapp" in err
    assert "Läser" not in err


def test_a_folder_that_is_not_there(tmp_path, kontrollera):
    code, out, err = kontrollera(tmp_path / "saknas")

    assert (code, out) == (3, "")
    assert "KATALOG: mappen saknas finns inte." in err


def test_a_file_is_no_folder(tmp_path, kontrollera):
    (tmp_path / "a.csv").write_text("", encoding="utf-8")

    assert kontrollera(tmp_path / "a.csv")[0] == 3


def test_an_empty_folder_is_a_fault(tmp_path, kontrollera):
    code, out, _ = kontrollera(tmp_path)

    assert code == 2
    assert "ingen fil med betyg eller nationella prov" in out


def test_a_year_without_files_is_a_fault(underlag, kontrollera):
    underlag.write_complete()

    code, out, _ = kontrollera(underlag.data, "--lasar", "2023/24")

    assert code == 2
    assert "2023/24" in out
