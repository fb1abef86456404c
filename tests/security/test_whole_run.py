"""The whole command as a process, on hostile files: interrupted, failing and succeeding."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import html

from analys.demo import write_demo
from analys.processes.warm import USERS_OWN
from analys.running import _kernel_environment

NAME = "Kanariefågel"
SCHOOLS = (
    '<script>alert("skola")</script>',
    # Reading refuses names that begin as formulas with =, + or @; a minus may begin a name.
    '-HYPERLINK("http://x.example","skola") #import "x" $a$ @ref *b*',
    "[skola](javascript:alert(1)) <img src=x onerror=alert(1)> &amp; ]]> `kod`",
    "-cmd|calc _skola_ \\ ~ <h1>Rubrik</h1>",
)
TITLE = '<b>T</b> #set $x$ "&amp;'
PATIENCE = 180
"""Seconds for a run, on a machine that does other things too: what hangs, hangs longer."""
FEW = (
    "-p",
    "utan_kapitel=np_och_betyg, franvaro, roster, lokala_matt, forutsattningar, slutsatser, uppdrag",
)
"""For runs that come to nothing: of the chapters with pupils only the trend."""
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and modes")


class Place:
    """Folders of a run: data, reports, and everything that is temporary."""

    def __init__(self, base: Path) -> None:
        self.data, self.out, self.tmp = base / "data", base / "ut", base / "tmp"
        self.tmp.mkdir()

    def start(self, *arguments: str, code: str = "from analys.cli import main; sys.exit(main())"):
        # A test run in the background of a shell has its interrupt signal ignored, and so have its children.
        heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        line = ["rapport", "--data", str(self.data), "--ut", str(self.out), "-p", "antal_lasar=2", *arguments]
        return subprocess.Popen(
            [sys.executable, "-P", "-c", f"{heed}; import sys; sys.argv[1:] = {line!r}; {code}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"TMPDIR": str(self.tmp), "JUPYTER_RUNTIME_DIR": str(self.tmp / "jupyter")},
            start_new_session=os.name != "nt",
        )

    def left(self) -> list[str]:
        """Temporary files that are still there."""
        return sorted(path.name for path in self.tmp.rglob("*") if path.is_file())

    @property
    def work(self) -> Path:
        return self.data / "processed" / "9999" / "2025-26" / "arbete"


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    """A tiny municipality with canaries for names and schools that are called markup."""
    place = Place(tmp_path_factory.mktemp("hel"))
    write_demo(place.data, elever_per_arskull=30, antal_skolor=4, antal_lasar=2)
    folder = place.data / "raw" / "9999"
    for path in (folder / "2025-26").glob("slutbetyg*"):
        lines = [line.split(";") for line in path.read_text(encoding="utf-8-sig").splitlines()]
        for cells in lines[lines[0][0] == "System" :]:
            cells[6:8] = NAME, NAME
        path.write_text("\r\n".join(map(";".join, lines)), encoding="utf-8-sig", newline="")
    units = folder / "skolenheter.csv"
    with units.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    for row, name in zip(rows, SCHOOLS, strict=False):
        row[1] = name
    with units.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])
    return place


@posix
def test_ctrl_c_leaves_nothing_behind(place):
    process = place.start(*FEW)
    seen = ""
    while "prövar varje uppgift" not in seen:
        line = process.stderr.readline().decode("utf-8")
        assert line, seen
        seen += line
    while not (place.work / "02_trend.ipynb").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == 130
    assert err.decode("utf-8").endswith("Avbrutet.\n")
    assert "Traceback" not in err.decode("utf-8")
    assert (out, place.left(), place.out.exists()) == (b"", [], False)


def test_a_notebook_that_fails_with_content_is_silent_about_it(place):
    cell = f"import sys; print({NAME!r}); sys.stderr.write({NAME!r}); raise KeyError({NAME!r})"
    code = (
        "import pathlib, shutil, nbformat, analys.pipeline, analys.chapters as chapters\n"
        f"copy = pathlib.Path({str(place.tmp.parent / 'notebooks')!r})\n"
        "shutil.copytree(chapters.notebooks_folder(), copy)\n"
        "path = copy / '02_trend.ipynb'; book = nbformat.read(path, 4)\n"
        f"book.cells[4].source = {cell!r}\n"
        "nbformat.write(book, path); chapters.notebooks_folder = lambda: copy\n"
        "from analys.cli import main; sys.exit(main())"
    )
    process = place.start(*FEW, code=code)
    out, err = process.communicate(timeout=PATIENCE)

    said = err.decode("utf-8")
    assert process.returncode == 5, said
    assert "02_trend stannade i cell" in said
    assert "KeyError" in said
    assert NAME not in said
    assert (out, place.left(), place.out.exists()) == (b"", [], False)


@pytest.fixture(scope="module")
def report(place) -> Path:
    process = place.start(
        "-p", f"titel={TITLE}", "-p", "mottagare=*Nämnd* <script>", "-p", "diarienummer==1+1"
    )
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err.decode("utf-8")
    assert NAME not in (out + err).decode("utf-8")
    return place.out / "9999" / "2025-26"


def test_no_name_leaves_the_data_folder(place, report):
    written = [path for path in place.out.rglob("*") if path.is_file()]

    assert len(written) > 5
    for path in written:
        content = path.read_bytes()
        assert NAME.encode("utf-8") not in content, path.name
        assert NAME.encode("utf-16-be") not in content, path.name
    assert place.left() == []
    assert [path.name for path in place.out.rglob(".*")] == []


def test_what_is_called_markup_is_text(report):
    page = (report / "genomlysning.html").read_text(encoding="utf-8")
    tree = html.fromstring(page.encode("utf-8"))

    assert tree.find(".//script") is None
    for node in tree.iter():
        if isinstance(node.tag, str):
            assert not [name for name in node.attrib if name.startswith("on")]
            for name in ("href", "src"):
                assert node.get(name, "#").startswith(("#", "data:"))
    text = " ".join(tree.itertext())
    assert TITLE in text
    assert any(name in text for name in SCHOOLS)


def test_every_decimal_number_of_the_document_stands_in_a_table_that_was_protected(report):
    """Texts, tables and alternative texts say no more than the CSV files; 12,5 and 17,5 are grade points.

    "minst 10" is what is left of all pupils when "under 10" is taken away.
    """
    shown = {"12,5", "17,5"}
    for path in (report / "tabeller").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                shown |= {row[name].lstrip("-") for name in ("varde", "undre", "ovre")}
                if row["kategori"].startswith("under ") and row["varde"]:
                    rest = 100 - float(row["varde"].replace(",", "."))
                    shown.add(f"{rest:.1f}".replace(".", ","))
    body = html.parse(report / "genomlysning.html").find("body")
    said = " ".join([*body.itertext(), *(image.get("alt") for image in body.iter("img"))])
    numbers = set(re.findall("[0-9]+,[0-9]+", said))

    assert len(numbers) > 5
    assert numbers <= shown


def test_no_spreadsheet_finds_a_formula(report):
    for path in (report / "tabeller").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                for name, cell in row.items():
                    is_number = name in ("varde", "undre", "ovre", "n", "antal")
                    assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), path.name


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_closed_window_is_a_ctrl_c(name):
    code = (
        "import os, signal, sys, analys.cli as cli; cli._quiet_process()\n"
        f"try: os.kill(os.getpid(), signal.{name}); signal.pause()\n"
        "except KeyboardInterrupt: sys.exit(cli.INTERRUPTED)"
    )

    assert subprocess.run([sys.executable, "-P", "-c", code], timeout=20, check=False).returncode == 130


def test_nothing_of_the_users_reaches_a_kernel(monkeypatch, tmp_path):
    for name in (
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "PYTHONINSPECT",
        "PYTHONOPTIMIZE",
        "ANALYS_LABB",
        "MPLBACKEND",
    ):
        monkeypatch.setenv(name, "1")

    with _kernel_environment(tmp_path, tmp_path, None) as environment:
        mine = {name for name in environment if name.startswith(USERS_OWN)}

    assert mine == {
        *{"ANALYS_DATA", "IPYTHONDIR", "MPLCONFIGDIR"},
        *{"PYTHONHASHSEED", "PYTHONNOUSERSITE", "PYTHONUTF8"},
    }
    assert not Path(environment["IPYTHONDIR"]).exists()


@posix
def test_files_of_pupils_are_their_owners_alone(place, report):
    processed = place.data / "processed" / "9999" / "2025-26"
    files = [path for path in processed.rglob("*") if path.is_file() and ".matplotlib" not in path.parts]

    assert {path.suffix for path in files} >= {".parquet", ".ipynb", ".json"}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []
    assert [path.stat().st_mode & 0o777 for path in (processed, place.work)] == [0o700, 0o700]
    assert NAME not in json.dumps([path.read_text(encoding="utf-8", errors="replace") for path in files])
