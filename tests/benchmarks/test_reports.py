"""How the benchmark runs: fair turns, one changed value, a floor that gives the report, Swedish words."""

import csv
import importlib.util
import io
import shutil
import sys
from pathlib import Path

import floor
import municipality
import pytest
import stock

import reports
from analys.parameters import make_parameters


@pytest.fixture
def entry(monkeypatch):
    """`python benchmarks`, as a module."""
    path = Path(reports.__file__).with_name("__main__.py")
    spec = importlib.util.spec_from_file_location("benchmarks_main", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_grades(data):
    path = data / "raw" / "9999" / "2025-26" / "slutbetyg_ak9.csv"
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


def test_one_value_is_changed_and_changed_back(liten_kommun, tmp_path):
    shutil.copytree(liten_kommun / "raw", tmp_path / "raw")
    before = read_grades(tmp_path)

    with municipality.change_grade(tmp_path):
        after = read_grades(tmp_path)

    changed = [
        (old, new)
        for rows in zip(before, after, strict=True)
        for old, new in zip(*rows, strict=True)
        if old != new
    ]
    assert changed == [("D", "C")]
    assert read_grades(tmp_path) == before


def test_every_second_round_goes_the_other_way():
    assert [reports.order_round(n, [min, max]) for n in range(3)] == [[min, max], [max, min], [min, max]]


def test_stock_tools_run_each_chapter_and_make_a_page_of_it(monkeypatch, tmp_path):
    ran = []
    monkeypatch.setattr(stock, "run_python", lambda arguments, **given: ran.append((arguments, given)) or 2.0)
    parameters = make_parameters({"utan_kapitel": reports.SHORT_WITHOUT})
    chapters = reports.list_chapters(parameters, tmp_path / "data")

    seconds = stock.run_stock(chapters, parameters, data=tmp_path / "data", folder=tmp_path / "rapport")

    assert [chapter.namn for chapter in chapters] == ["sammanfattning", "uppdrag", "underlag", "definitioner"]
    assert [arguments[1] for arguments, _ in ran] == ["papermill", "nbconvert"] * 4
    assert seconds == 16.0
    # Its own data folder, in exploration: there is no plan that would have decided for it.
    assert {given["environment"]["ANALYS_DATA"] for _, given in ran} == {str(tmp_path / "data")}
    assert {given["environment"]["ANALYS_LABB"] for _, given in ran} == {"1"}
    assert not any("PYTHONDONTWRITEBYTECODE" in given["environment"] for _, given in ran)


def test_the_floor_makes_the_files_of_the_report(liten_kommun, tmp_path, monkeypatch):
    shutil.copytree(liten_kommun / "raw", tmp_path / "raw")
    monkeypatch.setenv("ANALYS_DATA", str(tmp_path))
    monkeypatch.delenv("ANALYS_LABB", raising=False)
    parameters = make_parameters({"antal_lasar": 3, "utan_kapitel": reports.SHORT_WITHOUT})

    floor.make_plainly(parameters, tmp_path, tmp_path / "rapport")

    made = {path.name for path in (tmp_path / "rapport").iterdir()}
    assert made == {
        *("genomlysning.html", "genomlysning.pdf", "genomlysning.docx", "tabeller.xlsx", "tabeller", "korda"),
        *("genomlysning-bilder.pdf", "genomlysning-bilder.pptx"),
    }
    # The glossary and the two tables of what the report was made from, and the municipality's task.
    assert stock.count_shown(tmp_path / "rapport" / "korda") > 5
    assert "Definitioner" in (tmp_path / "rapport" / "genomlysning.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["skal"], "Det finns ingen mätning ”skal”. Menade du ”skala”? De som finns: rapporter och skala."),
        (["--kor"], "Flaggan ”--kor” finns inte. Menade du ”--kort”?"),
        (["rapporter", "--repetera", "0"], "Flaggan --repetera kan inte ha det värdet: ett heltal"),
    ],
)
def test_what_was_mistyped_is_told_in_swedish(entry, capsys, arguments, said):
    assert entry.main(arguments) == 3
    assert capsys.readouterr().err.startswith(said)


def test_the_help_teaches(entry, capsys):
    assert entry.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Så här skriver du: python start.py benchmark [flaggor]")
    assert "--ut FIL.md" in shown


def test_a_failed_run_is_told_and_its_output_is_not(tmp_path):
    from processes import run_python

    from analys.errors import AnalysError

    with pytest.raises(AnalysError, match=r"Mätningen avbröts: provet gick inte \(slutkod 7\)") as error:
        run_python(
            ("-c", "print('hemligt'); raise SystemExit(7)"), environment={}, folder=tmp_path, what="provet"
        )
    assert "hemligt" not in str(error.value)
    assert "hemligt" in (tmp_path / "logg.txt").read_text(encoding="utf-8")


def test_the_launcher_knows_the_command():
    assert '["benchmark"]' in (Path(sys.modules["reports"].__file__).parents[1] / "start.py").read_text(
        "utf-8"
    )
