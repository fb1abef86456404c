"""`analys rapport`: which parameters reach the pipeline, and what the user is told when it stops."""

import re
import sys
from types import ModuleType

import pytest

from analys import current
from analys.cli.progress import Steps
from analys.errors import DisclosureError, InputError, NotebookError, Problem
from analys.parameters import RunParameters


@pytest.fixture
def pipeline(monkeypatch, tmp_path):
    """A pipeline that remembers what it was asked for; `fails` makes it raise."""
    module = ModuleType("analys.pipeline")
    module.asked, module.fails, module.current = [], None, None

    def make_report(parameters, *, data, out, progress, anew):
        module.asked.append((parameters, data, out))
        module.anew = anew
        progress.step("Läser filerna")
        if module.fails:
            raise module.fails
        return tmp_path / "9999" / "2025-26"

    module.make_report = make_report
    monkeypatch.setitem(sys.modules, "analys.pipeline", module)
    monkeypatch.setattr(current, "find_current", lambda parameters, data, out: module.current)
    return module


def asked(pipeline):
    ((parameters, data, out),) = pipeline.asked
    return parameters, data, out


def test_without_options_it_is_the_demo_municipality(analys, pipeline, monkeypatch):
    monkeypatch.delenv("ANALYS_DATA", raising=False)

    answer = analys("rapport")

    parameters, data, out = asked(pipeline)
    assert parameters == RunParameters()
    assert (data.name, out.name) == ("data", "reports")
    assert answer.code == 0
    assert "genomlysning.html" in answer.out
    assert "Läser filerna … klart (" in answer.err


def test_options_go_before_pairs_before_the_file_before_defaults(analys, pipeline, tmp_path):
    file = tmp_path / "nämnden.yml"
    file.write_text(
        "kommun: 1961\nlasar: 2015/16\ntroskel: 12\ntitel: Ur filen\nmottagare: BUN\n", encoding="utf-8"
    )

    analys("rapport", "--parametrar", str(file), "-p", "troskel=15", "-p", "lasar=2016/17",
           "-p", "titel=Ur paret", "--kommun", "Västerås", "--lasar", "2018-19")  # fmt: skip

    parameters, _, _ = asked(pipeline)
    assert parameters == RunParameters(
        kommun="1980", lasar="2018/19", troskel=15, titel="Ur paret", mottagare="BUN"
    )


def test_values_of_a_file_are_read_as_they_are_written(analys, pipeline, tmp_path):
    """YAML by itself makes 0114 the number 76, and a date of 2026-10-01."""
    file = tmp_path / "p.yml"
    file.write_text(
        "kommun: 0114\ndatum: 2026-10-01\ndiarienummer: 2026\ndelta_procent: 2.5\n", encoding="utf-8"
    )

    analys("rapport", "--parametrar", str(file))

    parameters, _, _ = asked(pipeline)
    assert (parameters.kommun, parameters.datum, parameters.diarienummer) == ("0114", "2026-10-01", "2026")
    assert parameters.delta_procent == 2.5


def test_folders_are_those_given(analys, pipeline, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    analys("rapport", "--data", "min data", "--ut", "åäö")

    assert asked(pipeline)[1:] == (tmp_path / "min data", tmp_path / "åäö")


def test_a_value_may_hold_an_equals_sign(analys, pipeline):
    analys("rapport", "-p", "titel=a=b")

    assert asked(pipeline)[0].titel == "a=b"


def test_every_bad_parameter_is_told_at_once_and_nothing_starts(analys, pipeline):
    answer = analys(
        "rapport", "-p", "utan", "-p", "troskl=15", "-p", "antal_lasar=99", "--kommun", "Hallstahamar"
    )

    assert answer.code == 3
    for part in ("”utan”", "Menade du ”troskel”?", "högst 15", "Menade du ”Hallstahammar”"):
        assert part in answer.err
    assert pipeline.asked == []


@pytest.mark.parametrize(
    ("content", "part"), [("- a\n- b\n", "namn: värde"), ("a: [\n", "inte giltig YAML (rad 2)")]
)
def test_a_file_that_is_no_parameter_file(analys, pipeline, tmp_path, content, part):
    file = tmp_path / "p.yml"
    file.write_text(content, encoding="utf-8")

    answer = analys("rapport", "--parametrar", str(file))

    assert (answer.code, pipeline.asked) == (3, [])
    assert part in answer.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError([Problem("raw/9999/a.csv", "Filen är tom.", "Exportera den igen.")]), 2),
        (DisclosureError("Tabellen t1 stoppades."), 4),
        (NotebookError("Anteckningsboken 02_trend stannade i cell 4."), 5),
    ],
)
def test_errors_of_ours_are_shown_as_they_are_with_their_code(analys, pipeline, error, code):
    pipeline.fails = error

    answer = analys("rapport")

    assert answer.code == code
    assert answer.err.endswith(f"{error}\n")
    assert answer.out == ""


def test_an_unexpected_error_tells_type_and_place_but_no_content(analys, pipeline):
    pipeline.fails = KeyError("Anna Andersson 20100101-2380")

    answer = analys("rapport")

    assert answer.code == 1
    assert "KeyError" in answer.err
    assert "analys/cli/commands/rapport.py:" in answer.err
    assert "Anna" not in answer.err
    assert "Traceback" not in answer.err
    assert str(__file__) not in answer.err


def test_ctrl_c_is_no_error_of_the_programs(analys, pipeline):
    pipeline.fails = KeyboardInterrupt()

    answer = analys("rapport")

    assert answer.code == 130
    assert answer.err.endswith("Avbrutet.\n")


def test_a_report_that_nothing_has_changed_for_is_not_made_again(analys, pipeline, tmp_path):
    pipeline.current = tmp_path / "9999" / "2025-26"

    answer = analys("rapport")

    assert pipeline.asked == []
    assert answer.code == 0
    assert "Ingenting har ändrats" in answer.err
    assert "genomlysning.html" in answer.out


def test_everything_can_be_done_again(analys, pipeline, tmp_path):
    pipeline.current = tmp_path / "9999" / "2025-26"

    assert analys("rapport", "--fran-borjan").code == 0

    assert len(pipeline.asked) == 1
    assert pipeline.anew


def test_parts_of_a_step_are_told_with_their_time_and_those_unchanged_are_counted(capsys):
    with Steps() as progress:
        progress.step("Kör kapitlen")
        progress.start("Kapitlet trend")
        progress.start("Kapitlet franvaro")
        progress.finish("Kapitlet franvaro")
        progress.finish("Kapitlet roster", kept=True)
        progress.finish("Kapitlet trend")

    lines = re.sub(r"[0-9]+,[0-9]", "T", capsys.readouterr().err).splitlines()
    assert lines == [
        "  Kapitlet franvaro … klart (T s)",
        "  Kapitlet trend … klart (T s)",
        "Kör kapitlen … klart (T s), 1 av 3 delar oförändrade",
    ]
