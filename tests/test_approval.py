"""What a fastställd report demands of its files: no faults, warnings told, nothing changed meanwhile."""

import pytest

from analys import approval
from analys.approval import check_files, check_unchanged
from analys.cleaning import is_prepared, prepare
from analys.demo import write_demo
from analys.errors import DisclosureError, InputError, Problem
from analys.parameters import RunParameters
from analys.paths import hash_file
from analys.progress import Silent
from analys.screening.check import Check, Outcome
from analys.underlag import Underlag


class Heard(Silent):
    """Progress that remembers."""

    def __init__(self):
        self.steps = []

    def step(self, text):
        self.steps.append(text)


@pytest.fixture
def run(tmp_path):
    """A municipality of which there is one official answer."""
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "svar.json").write_text("{}", encoding="utf-8")
    return Underlag(RunParameters(kommun="1961"), tmp_path)


def screened(monkeypatch, *outcomes):
    monkeypatch.setattr(Underlag, "has_pupils", property(lambda run: True))
    monkeypatch.setattr(approval, "gather", lambda place, progress: None)
    monkeypatch.setattr(approval, "screen", lambda material, progress: list(outcomes))


def outcome(title, status, *files):
    check = Check(title.lower(), title, "Det stämmer.", "varning", lambda material: [])
    return Outcome(check, status, tuple(Problem(fil, "Det är fel.", "Rätta.") for fil in files))


def test_without_pupil_files_there_is_nothing_to_check(run):
    assert check_files(run, Heard()) == {}


def test_every_fault_stops_the_report(run, monkeypatch):
    screened(
        monkeypatch,
        outcome("Koder", "fel", "a.csv", "b.csv"),
        outcome("Ålder", "fel", "c.csv"),
        outcome("Elevantal", "varning", "d.csv"),
    )

    with pytest.raises(InputError) as caught:
        check_files(run, Heard())

    assert [problem.fil for problem in caught.value.problems] == ["a.csv", "b.csv", "c.csv"]


def test_warnings_are_told_and_counted(run, monkeypatch):
    screened(
        monkeypatch,
        outcome("Elevantal", "varning", "d.csv", "e.csv"),
        outcome("Koder", "godkänd"),
        outcome("Tomma prov", "varning", "f.csv"),
        outcome("Frånvaro", "kunde inte prövas"),
    )
    heard = Heard()

    assert check_files(run, heard) == {"Elevantal": 2, "Tomma prov": 1}
    assert heard.steps == [
        "Kontrollen av filerna varnar: Elevantal (2), Tomma prov (1). Läs mer med analys kontrollera"
    ]


def test_files_as_they_were_read_pass(run):
    check_unchanged(run, {"raw/svar.json": hash_file(run.data / "raw" / "svar.json")})


@pytest.mark.parametrize(
    "change", [lambda path: path.write_text("{ }", encoding="utf-8"), lambda p: p.unlink()]
)
def test_a_file_that_was_changed_or_taken_away_is_named(run, change):
    path = run.data / "raw" / "svar.json"
    known = {"raw/svar.json": hash_file(path)}
    change(path)

    with pytest.raises(DisclosureError, match=r"gjordes: raw/svar\.json\.") as caught:
        check_unchanged(run, known)

    assert str(run.data) not in str(caught.value)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A cleaned tiny municipality."""
    data = tmp_path_factory.mktemp("rensad")
    write_demo(data, elever_per_arskull=20, antal_skolor=3, antal_lasar=2)
    folder = prepare(data, "9999", ["2024/25", "2025/26"], run_lasar="2025/26")
    return data, folder


def test_a_cleaned_folder_knows_its_files(prepared):
    data, folder = prepared

    assert is_prepared(folder, data)


def test_a_file_that_came_afterwards_is_noticed_though_no_file_of_the_manifest_was_changed(prepared):
    data, folder = prepared
    run = Underlag(RunParameters(antal_lasar=2), data)
    known = run.manifest()["indata"]
    check_unchanged(run, known)
    new = data / "raw" / "9999" / "rattelser.yml"
    new.write_text("[]\n", encoding="utf-8")

    with pytest.raises(DisclosureError, match=r"medan rapporten gjordes\.\n"):
        check_unchanged(run, known)

    new.unlink()
    assert is_prepared(folder, data)
