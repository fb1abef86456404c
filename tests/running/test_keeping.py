"""What is kept between runs: each kind of change makes again exactly what it must, with the same bytes."""

import re
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest

from analys import deciding, executing
from analys.chapters import choose_chapters, load_chapters
from analys.cleaning import prepare
from analys.deciding import decide
from analys.demo import write_demo
from analys.executing import execute_chapters
from analys.findings import bring_findings
from analys.keeping.digests import kinds
from analys.parameters import make_parameters
from analys.paths import make_private_folder
from analys.progress import Silent
from analys.sources import Sources, read_sources
from analys.underlag import Underlag
from analys.workshop import make_bench

ASKED = {
    "lasar": "2025/26",
    "antal_lasar": "2",
    "utan_kapitel": "np_och_betyg, franvaro, forutsattningar, uppdrag, underlag",
}
CONCLUDING = {"Kapitlet sammanfattning", "Kapitlet slutsatser"}
PLAN = "Prövningen mot skyddsreglerna"
ESTIMATES = {f"Beräkningarna till {namn}" for namn in ("trend", "lokala_matt", "roster")}
CHAPTERS = CONCLUDING | {f"Kapitlet {namn}" for namn in ("trend", "lokala_matt", "roster", "definitioner")}


class Told(Silent):
    """Progress that remembers what was made."""

    def __init__(self):
        self.made = set()

    def finish(self, part, *, kept=False):
        if not kept:
            self.made.add(part)


class House:
    """A municipality whose chapters are run again and again."""

    def __init__(self, base):
        self.data, self.out = base / "data", base / "reports"
        write_demo(self.data, elever_per_arskull=30, antal_skolor=3, antal_lasar=2)
        self.raw = self.data / "raw" / "9999"
        (self.raw / "arbetsbok.xlsx").unlink()  # A sheet is a file here, so that a test can change one.

    def run(self, *, jobs=2, sources=None, chapters=None, **asked):
        """Names of what was made, and the executed chapters."""
        run = Underlag(make_parameters(ASKED | asked), self.data)
        prepare(self.data, "9999", run.parameters.lasar_i_trend, run_lasar=run.parameters.lasar)
        make_private_folder(run.work)
        run.declare()
        told = Told()
        bench = replace(make_bench(run, told, jobs), **({"sources": sources} if sources else {}))
        chosen = choose_chapters(chapters or load_chapters(), run)
        decide(run, chosen, [], self.out, bench)
        bring_findings(run, [], self.out)
        executed = execute_chapters(chosen, run, bench)
        outputs = {
            name: [[list_shown(o) for o in cell.get("outputs", ())] for cell in notebook.cells]
            for name, notebook in executed.items()
        }
        return SimpleNamespace(made=told.made, outputs=outputs)

    def go_back(self):
        """What is kept, as the first run left it."""
        shutil.rmtree(self.kept)
        shutil.copytree(self.saved, self.kept)


def list_shown(output):
    """What an output shows, without how the cell was numbered."""
    return {name: value for name, value in output.items() if name != "execution_count"}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    base = tmp_path_factory.mktemp("sparat")
    house = House(base)
    house.first = house.run()
    house.kept, house.saved = next(house.data.rglob("sparat")), base / "sparat"
    shutil.copytree(house.kept, house.saved)
    return house


@pytest.fixture
def house(made_once):
    yield made_once
    made_once.go_back()


def test_the_first_run_makes_everything_and_the_second_nothing(house):
    assert house.first.made == ESTIMATES | {PLAN} | CHAPTERS

    again = house.run()

    assert again.made == set()
    assert again.outputs == house.first.outputs


def test_one_after_the_other_gives_the_same_as_beside_each_other(house):
    shutil.rmtree(house.kept)

    again = house.run(jobs=1)

    assert again.made == ESTIMATES | {PLAN} | CHAPTERS
    assert again.outputs == house.first.outputs


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # Nobody reads who the report is for, but the page of what it was made from lists all parameters.
        ({"mottagare": "Barn- och utbildningsnämnden"}, {"Kapitlet definitioner"}),
        # Every decision depends on it, and the choice of schools that are estimated; no local measure does.
        ({"troskel": "11"}, {"Beräkningarna till trend", "Beräkningarna till roster", PLAN, *CHAPTERS}),
    ],
)
def test_a_changed_parameter_makes_again_what_reads_it(house, asked, expected):
    made = house.run(**asked).made

    assert made - CHAPTERS == expected - CHAPTERS
    assert made <= expected
    assert "Kapitlet definitioner" in made


def test_a_changed_survey_makes_the_voices_again_and_no_results(house):
    path = sorted((house.raw / "2025-26").glob("enkat_svar*"))[0]
    before = path.read_bytes()
    lines = before.decode("utf-8-sig").splitlines()
    try:
        path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
        made = house.run().made
    finally:
        path.write_bytes(before)

    assert {"Beräkningarna till roster", PLAN, "Kapitlet roster", "Kapitlet definitioner"} <= made
    assert not made & {"Beräkningarna till trend", "Beräkningarna till lokala_matt", "Kapitlet trend"}


def test_a_row_in_the_workbook_makes_again_those_that_read_its_sheet(house):
    declared = house.raw / "fasta_fynd.yml"
    try:
        declared.write_text("- fynd: trend/meritvarde_17\n  skal: Gruppen växer.\n", encoding="utf-8")
        made = house.run().made
    finally:
        declared.unlink()

    assert made == CONCLUDING & made
    assert "Kapitlet slutsatser" in made


def test_changed_code_makes_again_what_can_reach_it(house):
    now = read_sources()
    file = "presentation/trend.py"
    made = house.run(sources=Sources(now.files | {file: now.files[file] + b"#\n"})).made

    assert "Kapitlet trend" in made
    assert not made & (ESTIMATES | {PLAN, "Kapitlet roster", "Kapitlet lokala_matt"})


def test_changed_estimates_code_that_gives_the_same_numbers_stops_there(house):
    now = read_sources()
    file = "estimates/roster.py"
    made = house.run(sources=Sources(now.files | {file: now.files[file] + b"#\n"})).made

    assert "Beräkningarna till roster" in made
    assert not made & {"Beräkningarna till trend", PLAN, "Kapitlet trend", "Kapitlet lokala_matt"}


def test_a_changed_notebook_makes_itself_again(house, tmp_path):
    shutil.copytree(load_chapters()[0].path.parent, tmp_path / "notebooks")
    path = tmp_path / "notebooks" / "08_lokala_matt.ipynb"
    assert house.run(chapters=load_chapters(tmp_path / "notebooks")).made == set()
    line = "tabeller = run.tabeller(lokala_matt)"
    path.write_text(path.read_text(encoding="utf-8").replace(line, f"{line}  #"), encoding="utf-8")

    made = house.run(chapters=load_chapters(tmp_path / "notebooks")).made

    assert made == {"Kapitlet lokala_matt"}


def test_another_environment_makes_everything_again(house, monkeypatch):
    for module in (deciding, executing):
        monkeypatch.setattr(module, "hash_environment", lambda: "annan")

    assert house.run().made == ESTIMATES | {PLAN} | CHAPTERS


def test_whatever_is_noted_has_a_digest():
    """A new kind of read without one would stop every run that meets it."""
    noted = set()
    for name, content in read_sources().files.items():
        if name.endswith(".py"):
            noted |= set(re.findall(r'\bnote\("(\w+)"', content.decode("utf-8")))

    assert noted <= kinds() | {"skattningar", "skyddade"}
