"""A run as a notebook opens it: strict in a report, drafts in exploration; findings are kept."""

import dataclasses
from types import ModuleType

import pytest

from analys.disclosure import plan
from analys.errors import DisclosureError, InputError, ParameterError
from analys.estimates.cells import Estimate, make_cells
from analys.indicators import REGISTRY
from analys.parameters import RunParameters
from analys.paths import DATA_VARIABLE
from analys.presentation.findings import make_finding
from analys.presentation.selection import draft_note
from analys.presentation.text import Number, compose
from analys.run import ESTIMATES_FILE, LAB_VARIABLE, PLAN_FILE, Run, load_estimates, save_estimates

NAMESPACE = {name: field.default for name, field in RunParameters.model_fields.items()}


def estimate(value=220.0, n=50, name="trend_kommun"):
    """A table of one level and one change."""
    base = {
        "indikator": "meritvarde_17",
        "enhetstyp": "kommun",
        "enhet": "9999",
        "enhetsnamn": "Exempelkommun",
    }
    rows = [
        base | {"lasar": "2025/26", "varde": value, "undre": value - 9, "ovre": value + 9, "n": n},
        base | {"lasar": "2024/25", "varde": 210.0, "n": 60},
    ]
    return Estimate(name, "Resultat", make_cells(rows))


def chapter(*estimates, name="trend"):
    """A chapter's module of estimates."""
    module = ModuleType(f"analys.estimates.{name}")
    module.tabeller = lambda run: list(estimates)
    return module


@pytest.fixture
def report_run(tmp_path, monkeypatch):
    """A strict run whose pipeline has planned and kept the chapter's one table."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.delenv(LAB_VARIABLE, raising=False)
    run = Run.open(NAMESPACE)
    run.work.mkdir(parents=True)
    plan([estimate()], 10).save(run.work / PLAN_FILE)
    save_estimates(run.work / ESTIMATES_FILE, [("trend", estimate())])
    return run


def list_files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_report_run_shows_what_the_plan_decided_on(report_run):
    tables = report_run.tabeller(chapter())

    assert report_run.strict
    assert tables["trend_kommun"].cells(lasar="2025/26")[0].varde == 220.0
    assert draft_note(tables["trend_kommun"]) == ""


def test_a_report_run_never_asks_the_chapter_again(report_run):
    assert set(report_run.tabeller(chapter(estimate(name="annan")))) == {"trend_kommun"}


def test_a_chapter_gets_its_own_tables_only(report_run):
    assert report_run.tabeller(chapter(name="underlag")) == {}


@pytest.mark.parametrize(
    ("kept", "message"),
    [
        (estimate(value=221.0), "andra värden än skyddsplanen prövade"),
        (
            Estimate("trend_kommun", "R", estimate().frame.assign(cell=["x", "y"])),
            "inte finns i skyddsplanen",
        ),
    ],
)
def test_a_report_run_refuses_what_the_plan_has_not_decided(report_run, kept, message):
    save_estimates(report_run.work / ESTIMATES_FILE, [("trend", kept)])

    with pytest.raises(DisclosureError, match=message):
        report_run.tabeller(chapter())


def test_estimates_are_kept_with_their_owner_in_order(tmp_path):
    kept = [("trend", estimate(name="b")), ("trend", estimate(name="a")), ("underlag", estimate(name="c"))]

    save_estimates(tmp_path / "t.parquet", kept)

    loaded = load_estimates(tmp_path / "t.parquet")
    assert [(owner, e.id, e.titel) for owner, e in loaded] == [
        ("trend", "b", "Resultat"), ("trend", "a", "Resultat"), ("underlag", "c", "Resultat"),
    ]  # fmt: skip
    for (_, before), (_, after) in zip(kept, loaded, strict=True):
        assert after.frame.astype("object").fillna("").equals(before.frame.astype("object").fillna(""))


@pytest.fixture
def exploring(tmp_path, monkeypatch):
    """A data folder with published answers, so that there is something to explore, and JupyterLab's mark."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    monkeypatch.setenv(LAB_VARIABLE, "1")
    monkeypatch.setattr("analys.run.load_index", lambda data, kommun: ["an answer"])
    return NAMESPACE | {"kommun": "1961"}


def test_exploration_gives_drafts_that_say_so(exploring):
    run = Run.open(exploring)

    table = run.tabeller(chapter(estimate(n=9)))["trend_kommun"]

    assert not run.strict
    assert draft_note(table).startswith("UTKAST")
    assert table.cells(lasar="2025/26")[0].status == "skyddad"
    assert run.tabeller(chapter()) == {}


def test_without_a_named_data_folder_it_is_exploration_too(exploring, tmp_path, monkeypatch):
    monkeypatch.delenv(LAB_VARIABLE)
    monkeypatch.delenv(DATA_VARIABLE)
    monkeypatch.setattr("analys.run.default_data", lambda: tmp_path / "data")

    assert not Run.open(exploring).strict


def test_exploration_never_touches_a_reports_plan(report_run, exploring, tmp_path):
    before = list_files(tmp_path)
    run = dataclasses.replace(report_run, strict=False)

    run.tabeller(chapter(estimate(value=999.0)))

    assert list_files(tmp_path) == before


def test_exploring_what_nobody_knows_anything_about_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    monkeypatch.setenv(LAB_VARIABLE, "1")

    with pytest.raises(InputError, match="Det finns inga uppgifter om Hallstahammar"):
        Run.open(NAMESPACE | {"kommun": "1961"})


def test_exploration_makes_the_demo_municipality(tmp_path, monkeypatch):
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    monkeypatch.setenv(LAB_VARIABLE, "1")
    monkeypatch.setattr("analys.demo.ensure_demo", lambda data: (data / "made").touch())
    monkeypatch.setattr("analys.run.load_index", lambda data, kommun: ["an answer"])

    Run.open(NAMESPACE)

    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_a_bad_value_in_the_parameter_cell_is_told(report_run):
    with pytest.raises(ParameterError, match="troskel"):
        Run.open(NAMESPACE | {"troskel": 1})


def test_findings_come_back_as_they_were_saved(report_run):
    (now, _) = report_run.tabeller(chapter())["trend_kommun"].cells()
    text = compose("Meritvärdet var {v}.", v=Number("220,0", now.cell))
    finding = make_finding("trend", now, REGISTRY["meritvarde_17"], RunParameters(), text, "trend_kommun")

    report_run.save_findings("trend", [finding, None])

    assert report_run.load_findings("trend") == [finding]
    assert finding.text == "Meritvärdet var 220,0."
    assert finding.cells == (now.cell,)


def test_a_chapter_that_has_not_run_has_found_nothing(report_run):
    assert report_run.load_findings("skolor") == []
