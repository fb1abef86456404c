"""The gate on finished reports: what is planted stops them, and what stood in their place is untouched."""

import hashlib
import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analys import deciding, estimating, pipeline, provenance
from analys.chapters import Chapter
from analys.cli import run as type_line
from analys.disclosure import Plan, plan, protect
from analys.estimates.cells import Estimate, make_cells
from analys.keeping import Keeper
from analys.presentation.claims import Claim, write_claims
from analys.presentation.selection import DRAFT
from analys.presentation.tables import show_table
from analys.run import ESTIMATES_FILE, PLAN_FILE, load_estimates

KOMMUN = "1961"
SCHOOLS = {"11111111": "Ekskolan", "22222222": "Askskolan", "33333333": "Almskolan"}
COUNTS = {"11111111": (60, 50), "22222222": (45, 30), "33333333": (8, 4)}
"""Pupils and how many of them have the outcome; the third school is too small to be shown."""


def level(enhet, namn, n, antal, lasar="2025/26"):
    return {
        "indikator": "alla_amnen_ak9", "enhetstyp": "skola" if len(enhet) > 4 else "kommun", "enhet": enhet,
        "enhetsnamn": namn, "lasar": lasar, "varde": 100 * antal / n, "n": n, "antal": antal,
        "kalla": "Egen beräkning på kommunens filer",
    }  # fmt: skip


def make_estimate(counts, lasar="2025/26"):
    total = [sum(numbers) for numbers in zip(*counts.values(), strict=True)]
    rows = [level(KOMMUN, "Hallstahammar", *total, lasar)]
    rows += [level(code, SCHOOLS[code], n, antal, lasar) for code, (n, antal) in counts.items()]
    return Estimate("trend_skolor", "Elever med godkänt i alla ämnen", make_cells(rows))


def call_here(function, titel, *, data, work, record, **arguments):
    """`processes.call` without a process."""
    return function(data=str(data), **arguments)


class House:
    """A pipeline with one chapter, whose numbers and notebook a test decides."""

    def __init__(self, base, monkeypatch):
        self.data, self.out = base / "data", base / "reports"
        (self.data / "raw").mkdir(parents=True)
        self.counts, self.html, self.claims, self.lasar = dict(COUNTS), "", [], "2025/26"
        self.plan, self.untold = plan, []
        chapter = Chapter(base / "trend.ipynb", "trend", 1, (), (), ())
        chapter.path.touch()
        monkeypatch.setattr(
            estimating,
            "find_estimates",
            lambda namn, run: [make_estimate(self.counts, self.lasar), *self.untold],
        )
        # Here and now, where the test can reach in; and what it changes is seen by nobody who keeps results.
        monkeypatch.setattr(deciding, "call", call_here)
        monkeypatch.setattr(Keeper, "find", lambda *given: None)
        monkeypatch.setattr(pipeline, "settle", lambda parameters, data, progress: parameters)
        # Somebody may work on the program meanwhile.
        monkeypatch.setattr(provenance, "hash_source", lambda: "0" * 64)
        monkeypatch.setattr(provenance, "read_commit", lambda root: "")
        monkeypatch.setattr(pipeline, "warm_up", lambda data, work: None)
        monkeypatch.setattr(pipeline, "load_chapters", lambda: [chapter])
        monkeypatch.setattr(estimating, "plan", lambda *given, **more: self.plan(*given, **more))
        monkeypatch.setattr(pipeline, "execute_chapters", self.run_chapters)

    def run_chapters(self, chapters, run, bench):
        (_, estimate), *_ = load_estimates(run.work / ESTIMATES_FILE)
        shown = show_table(protect(estimate, Plan.load(run.work / PLAN_FILE)), rader="enhet")
        cells = [
            new_markdown_cell("# Resultat"),
            new_code_cell("", outputs=[new_output("display_data", data=shown._repr_mimebundle_())]),
        ]
        if self.html or self.claims:
            text = {"text/html": self.html or "<p>Skolorna skiljer sig åt.</p>"}
            output = new_output("display_data", data=text, metadata=write_claims(self.claims))
            cells.append(new_code_cell("", outputs=[output]))
        return {"trend": new_notebook(cells=cells, metadata={"analys": {"namn": "trend"}})}

    def make(self, *arguments):
        """Exit code of `analys rapport`."""
        pairs = ["--kommun", KOMMUN, "--lasar", self.lasar, "--data", str(self.data), "--ut", str(self.out)]
        return type_line(["rapport", *pairs, "-p", "antal_lasar=2", *arguments])

    def decide(self, *arguments):
        """Exit code of a report that is made fastställd."""
        return self.make("-p", "status=fastställd", "-p", "datum=2026-10-01", *arguments)

    @property
    def home(self):
        return self.out / KOMMUN

    def folder(self, name="2025-26"):
        return self.home / name

    def manifest(self, name="2025-26"):
        return json.loads((self.folder(name) / "manifest.json").read_text(encoding="utf-8"))

    def bytes(self):
        """Every file of every report, by path."""
        files = (path for path in self.out.rglob("*") if path.is_file())
        return {
            path.relative_to(self.out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }

    def names(self):
        return sorted(path.name for path in self.home.iterdir())


@pytest.fixture
def house(tmp_path, monkeypatch):
    return House(tmp_path, monkeypatch)


def hide_only(*codes):
    """Protection as it is commonly done: only what is small by itself is hidden."""

    def decide(estimates, troskel, **more):
        frame = plan(estimates, troskel, **more).frame
        hidden = frame["cell"].str.split("|").str[1].isin(codes)
        return Plan(frame.assign(status=hidden.map({True: "skyddad", False: "visad"})))

    return decide


def cell(code):
    return f"alla_amnen_ak9|{code}|2025/26|alla|alla|"


# What is planted


def protect_the_smallest_alone(house):
    house.plan = hide_only("33333333")


def protect_nothing(house):
    house.plan = hide_only()


def claim_something_of_the_hidden(house):
    house.claims = [Claim("none", (cell("33333333"),))]


def write_a_personnummer(house):
    house.html = "<p>Ring 20010203-" + "412" + "1</p>"


def write_a_number_of_no_cell(house):
    house.html = "<p>I en skola var andelen 51,7 procent.</p>"


def mark_a_number_with_a_hidden_cell(house):
    house.html = f'<p>Meritvärdet i riket var <span class="tal" data-cell="{cell("33333333")}">50</span>.</p>'


def show_a_table_that_was_protected_alone(house):
    house.html = f"<p>{DRAFT}</p>"


PLANTED = {
    protect_the_smallest_alone: "Tabellerna indikatorer och trend_skolor har skyddade uppgifter",
    protect_nothing: "visar uppgifter om för få elever",
    claim_something_of_the_hidden: "Rapporten stoppas: en granskning visar",
    write_a_personnummer: "genomlysning.html",
    write_a_number_of_no_cell: "genomlysning.html",
    mark_a_number_with_a_hidden_cell: "trend, cell",
    show_a_table_that_was_protected_alone: "trend, cell",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
@pytest.mark.parametrize("status", ["utkast", "fastställd"])
def test_a_planted_leak_stops_the_report_and_the_one_before_is_untouched(house, capsys, plant, status):
    assert house.make() == 0
    before = house.bytes()
    capsys.readouterr()
    plant(house)

    code = house.make() if status == "utkast" else house.decide()

    said = capsys.readouterr()
    assert code == 4, said.err
    assert PLANTED[plant] in said.err
    assert house.bytes() == before
    assert house.names() == ["2025-26"]
    assert said.out == ""
    for told in ("412" + "1", "51,7", "0203", "Almskolan", "33333333"):
        assert told not in said.err


def test_a_number_in_a_sentence_is_published_with_its_table(house):
    """Whoever tries the report then tries it with that number as well."""
    row = {
        "indikator": "meritvarde_17", "enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "Riket",
        "lasar": "2024/25", "varde": 223.0, "status": "officiell", "kalla": "Kolada, 2025",
    }  # fmt: skip
    house.untold = [
        Estimate("trend_kommun", "Meritvärde", make_cells([row])),
        Estimate("trend_oversikt", "Meritvärde", make_cells([row])),
    ]
    house.html = '<p>Meritvärdet i riket var <span class="tal" data-cell="{}">223,0</span>.</p>'.format(
        house.untold[0].frame["cell"][0]
    )

    assert house.make() == 0

    tables = sorted(path.stem for path in (house.folder() / "tabeller").glob("*.csv"))
    assert tables == ["indikatorer", "trend_kommun", "trend_skolor"]


def test_a_first_report_that_is_stopped_leaves_no_folder(house):
    protect_nothing(house)

    assert house.make() == 4
    assert house.bytes() == {}


# What a fastställd report demands


def test_a_decided_report_without_a_date_is_told_before_anything_begins(house, capsys, monkeypatch):
    monkeypatch.setattr(pipeline, "settle", lambda *given: pytest.fail("began"))

    assert house.make("-p", "status=fastställd") == 3
    assert "En fastställd rapport ska ha ett datum" in capsys.readouterr().err


def test_a_draft_says_so_and_a_decided_report_does_not(house):
    assert house.make() == 0
    draft = (house.folder() / "genomlysning.html").read_text(encoding="utf-8")
    assert house.decide() == 0
    decided = (house.folder() / "genomlysning.html").read_text(encoding="utf-8")

    assert "Utkast. Innehållet är inte fastställt" in draft
    assert "utkast" not in decided.split("</style>")[1].lower()
    assert "Fastställd" in decided


# Editions


def test_a_decided_report_made_again_has_the_same_bytes(house):
    assert house.decide() == 0
    first = house.bytes()

    assert house.decide() == 0

    assert house.bytes() == first
    assert house.manifest()["tidigare"] == []


def test_a_decided_report_with_other_numbers_is_kept_and_counted(house):
    assert house.decide() == 0
    first = house.bytes()
    house.counts |= {"11111111": (90, 65), "22222222": (75, 45)}

    assert house.decide() == 0

    assert house.names() == ["2025-26", "2025-26-utgava-1"]
    kept = {name.replace("/2025-26/", "/2025-26-utgava-1/"): digest for name, digest in first.items()}
    second = house.bytes()
    assert kept.items() <= second.items()
    listed = {"lasar": "2025/26", "utgava": 1, "sha256": first["1961/2025-26/manifest.json"], "skola": ""}
    assert house.manifest()["tidigare"] == [listed]
    assert house.decide() == 0
    assert house.bytes() == second


def test_a_draft_takes_the_place_and_the_decided_report_is_kept(house):
    assert house.decide() == 0
    first = house.bytes()

    assert house.make() == 0

    assert house.manifest()["parametrar"]["status"] == "utkast"
    assert house.manifest("2025-26-utgava-1")["parametrar"]["status"] == "fastställd"
    assert house.decide() == 0
    assert {name: house.bytes()[name] for name in first} == first
    assert house.make() == 0
    assert house.names() == ["2025-26", "2025-26-utgava-1"]


def test_reports_of_earlier_lasar_are_told_and_listed(house, capsys):
    house.lasar = "2024/25"
    assert house.decide() == 0
    earlier = house.bytes()
    house.lasar = "2025/26"
    capsys.readouterr()

    assert house.make() == 0

    assert "tillsammans med fastställda rapporter för 2024/25" in capsys.readouterr().err
    sha256 = earlier["1961/2024-25/manifest.json"]
    assert house.manifest()["tidigare"] == [{"lasar": "2024/25", "utgava": 1, "sha256": sha256, "skola": ""}]
    house.lasar = "2024/25"
    assert house.decide() == 0
    assert {name: house.bytes()[name] for name in earlier} == earlier


def test_an_earlier_report_that_was_changed_stops_the_run_before_it_begins(house, capsys, monkeypatch):
    house.lasar = "2024/25"
    assert house.decide() == 0
    table = house.folder("2024-25") / "tabeller" / "trend_skolor.csv"
    table.write_bytes(table.read_bytes().replace(b";83;", b";84;"))
    before = house.bytes()
    house.lasar = "2025/26"
    monkeypatch.setattr(pipeline, "warm_up", lambda *given: pytest.fail("began"))

    assert house.make() == 2

    said = capsys.readouterr().err
    assert "reports/1961/2024-25/tabeller/trend_skolor.csv" in said
    assert "84" not in said
    assert house.bytes() == before
