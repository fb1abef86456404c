"""Folders that cannot be used are a fault in the command line, told before anything starts."""

from __future__ import annotations

import os

import pytest

from analys.cli import run


@pytest.fixture
def type_line(capsys, tmp_path):
    def run_line(*arguments):
        code = run(arguments)
        return code, capsys.readouterr().err

    return run_line


@pytest.mark.parametrize("option", ["--data", "--ut"])
@pytest.mark.parametrize("inside", ["", "mapp"])
def test_a_file_is_no_folder(type_line, tmp_path, option, inside):
    (tmp_path / "fil").write_text("x", encoding="utf-8")

    code, said = type_line("rapport", option, str(tmp_path / "fil" / inside))

    assert code == 3
    assert said.startswith(f"{option}: mappen")
    assert str(tmp_path) not in said


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_folder_that_leads_round(type_line, tmp_path):
    (tmp_path / "rund").symlink_to(tmp_path / "rund")

    assert type_line("demo", "--ut", str(tmp_path / "rund"))[0] == 3


@pytest.mark.parametrize("kommun", ["../9999", "9999/..", "/etc", "9999\0", "1961.", "..\\9999"])
def test_a_municipality_is_never_a_path(type_line, tmp_path, kommun):
    code, said = type_line("rapport", "--kommun", kommun, "--data", str(tmp_path / "data"))

    assert code == 3
    assert "finns inte" in said or "koden" in said
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("lasar", ["1900/01", "2025/27", "../../2025-26", "2025-26/.."])
def test_a_lasar_is_never_a_path(type_line, tmp_path, lasar):
    code, said = type_line("rapport", "--lasar", lasar, "--data", str(tmp_path / "data"))

    assert code == 3
    assert "lasar" in said
    assert not (tmp_path / "data").exists()
