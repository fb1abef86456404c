"""The pre-commit hook: what it stops, what it lets pass, and whose hooks it leaves alone."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Written apart, so that this file holds no personnummer. The check digits are worked by hand, modulus 10.
# 010203-412 doubles to 0+1+0+2+0+3+8+1+4 = 19, so that the check digit is 1; birth number 412 is given.
BORN, LAST = "010203", "412" + "1"
# 20010263 is a samordningsnummer, day 3: 0+1+0+2+1 2 (6x2) -> 3, 3, 8, 1, 4: 0+1+0+2+3+3+8+1+4 = 22, digit 8.
COORDINATION = "010263" + "-412" + "8"
TEMPORARY = "20100405" + "TF" + "10"

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not here")


@pytest.fixture
def starting(monkeypatch, tmp_path):
    """The launcher's parts, standing in a new git repository."""
    monkeypatch.syspath_prepend(str(ROOT))
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("ANALYS_DATA", raising=False)
    places = importlib.import_module("starting.places")
    root = tmp_path / "min mapp åäö"
    root.mkdir()
    monkeypatch.setattr(places, "ROOT", root)
    git(root, "init", "--quiet", "--template=")
    return {name: importlib.import_module(f"starting.{name}") for name in ("history", "hook", "words")} | {
        "root": root
    }


def git(root, *arguments):
    told = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.se", "-c", "core.autocrlf=false", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
    )
    return told.stdout.decode("utf-8")


def stage(starting, path, content, *, add=True):
    place = starting["root"] / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    if add:
        git(starting["root"], "add", "--force", "--", path)


@pytest.fixture
def granska(starting, capsys):
    def look(*arguments):
        code = starting["history"].examine(list(arguments))
        return code, capsys.readouterr().err

    return look


STAGED = "--att-checka-in"


# Personnummer


@pytest.mark.parametrize(
    "written",
    [
        f"20{BORN}{LAST}",
        f"20{BORN}-{LAST}",
        f"19{BORN}+{LAST}",
        f"{BORN}{LAST}",
        f"{BORN}-{LAST}",
        f"{BORN}+{LAST}",
        f"20{BORN} {LAST}",
        f"{BORN} - {LAST}",
        f"{BORN}\u2013{LAST}",
        f"20{BORN}\u00a0{LAST}",
        f"2001-02-03-{LAST}",
        f"2001 02 03 {LAST}",
        f"elev_20{BORN}{LAST}_svar",
        f"PNR20{BORN}-{LAST}",
        COORDINATION,
        TEMPORARY,
        TEMPORARY[2:].lower(),
        TEMPORARY.replace("TF", "-TF "),
    ],
)
def test_every_way_of_writing_a_personnummer_is_found_and_not_quoted(starting, granska, written):
    stage(starting, "anteckningar.md", f"rad ett\nElev {written}, åk 9\n")

    code, said = granska(STAGED)

    assert code == 4
    assert said.splitlines()[:2] == [
        "Incheckningen stoppades. Det här får inte hamna i historiken:",
        "  anteckningar.md, rad 2: personnummer",
    ]
    assert LAST not in said and "0405" not in said


@pytest.mark.parametrize(
    "ordinary",
    [
        f"{BORN}-4122",  # a wrong check digit
        "011332-4121",  # no month 13
        "010230-4120",  # no 30 February
        f"010203-0004{'0'}",  # a digit too many
        f"0.{BORN}{LAST}",  # a decimal number
        f"ab{BORN}{LAST}ef",  # part of a checksum
        f"1{BORN}{LAST}",
        "20100315" + "TF" + "10",  # the tests' own birth dates
        "010203-9807",  # 0+1+0+2+0+3+(18->9)+8+0 = 23, digit 7: a number that nobody is given
        "191212121212",
        "2025-08-18 – 2025-12-19",
        "12345678",
        "0123456789",
    ],
)
def test_ordinary_numbers_pass(starting, granska, ordinary):
    stage(starting, "anteckningar.md", f"Det är {ordinary} här.\n")

    assert granska(STAGED) == (0, "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("windows.txt", f"ett\r\ntvå\r\n20{BORN}-{LAST}\r\n".encode()),
        ("ansi.txt", f"åk\näk\n20{BORN}-{LAST}\n".encode("cp1252")),
        ("utf16.txt", f"ett\ntvå\n20{BORN}-{LAST}\n".encode("utf-16")),
        ("bild.png", b"\x89PNG\r\n\x1a\n\x00\xff" + f"{BORN}-{LAST}\x00".encode()),
        ("nolla", b"a\0b\n\n" + f"{BORN}{LAST}".encode()),
    ],
)
def test_line_ends_encodings_and_binary_files(starting, granska, name, content):
    stage(starting, name, content)

    code, said = granska(STAGED)

    assert (code, f"  {name}, rad 3: personnummer" in said) == (4, True)


def test_binary_files_without_anything_pass(starting, granska):
    stage(starting, "bild.png", bytes(range(256)) * 400)

    assert granska(STAGED) == (0, "")


def test_a_file_name_is_not_quoted_either(starting, granska):
    stage(starting, f"brev/20{BORN}-{LAST}.md", "Hej")

    code, said = granska(STAGED)

    assert code == 4
    assert "  en fil i brev: filnamnet innehåller ett personnummer" in said
    assert LAST not in said


def test_many_lines_are_not_all_listed(starting, granska):
    stage(starting, "a.md", f"{BORN}-{LAST}\n" * 30)

    assert "  a.md, rader 1, 2, 3, 4, 5, 6, 7, 8, 9 och 21 till: personnummer" in granska(STAGED)[1]


# What is looked at


def test_what_is_staged_counts_and_not_what_stands_in_the_folder(starting, granska):
    stage(starting, "a.md", f"{BORN}-{LAST}\n")
    stage(starting, "a.md", "rensad\n", add=False)
    stage(starting, "b.md", "ren\n")
    stage(starting, "b.md", f"{BORN}-{LAST}\n", add=False)

    code, said = granska(STAGED)

    assert code == 4
    assert "a.md" in said
    assert "b.md" not in said


def test_renamed_and_changed_files_are_looked_at_and_removed_ones_are_not(starting, granska):
    root = starting["root"]
    for name in ("flyttad.md", "kvar.md", "borta.md", "orord.md"):
        stage(starting, name, f"{BORN}-{LAST}\n")
    git(root, "commit", "--quiet", "-m", "förut")
    git(root, "mv", "flyttad.md", "ny.md")
    git(root, "rm", "--quiet", "borta.md")
    stage(starting, "kvar.md", f"mer\n{BORN}-{LAST}\n")

    _, said = granska(STAGED)

    assert "ny.md, rad 1" in said
    assert "kvar.md, rad 2" in said
    assert "borta.md" not in said and "orord.md" not in said and "flyttad.md" not in said


def test_everything_that_git_keeps_can_be_looked_at(starting, granska):
    stage(starting, "a.md", "ren\n")
    git(starting["root"], "commit", "--quiet", "-m", "förut")
    assert granska() == (0, "Inget att anmärka på. Granskade filer: 1.\n")

    stage(starting, "mapp/b.md", f"{BORN}-{LAST}\n")
    git(starting["root"], "commit", "--quiet", "-m", "fel")

    code, said = granska()
    assert (code, "  mapp/b.md, rad 1: personnummer" in said) == (4, True)
    assert granska(STAGED) == (0, "")


def test_links_and_other_repositories_are_no_files(starting, granska):
    root = starting["root"]
    stage(starting, "a", "../annat")
    blob = git(root, "rev-parse", ":a").strip()
    git(root, "update-index", "--add", "--cacheinfo", f"120000,{blob},lank")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},annat")

    assert granska(STAGED) == (0, "")
    assert granska()[0] == 0


# Files that stay outside


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("data/raw/1961/2025-26/slutbetyg_ak9.csv", "det som ligger i data/ ska stanna där"),
        ("data/processed/1961/2025-26/manifest.json", "det som ligger i data/ ska stanna där"),
        ("Data/raw/1961/register.txt", "det som ligger i Data/ ska stanna där"),
        ("reports/1961/2025-26/genomlysning.pdf", "det som ligger i reports/ ska stanna där"),
        ("raw/1961/a.txt", "det som ligger i raw/ ska stanna där"),
        ("data/.nyckel", "nyckeln som elevernas pseudonymer görs med"),
        ("säkerhetskopia/.nyckel", "nyckeln som elevernas pseudonymer görs med"),
        ("uttag.xlsx", "en datafil"),
        ("docs/elever.csv", "en datafil"),
        ("tests/elever.parquet", "en datafil"),
    ],
)
def test_what_belongs_to_the_data_folder_is_stopped(starting, granska, path, said):
    stage(starting, path, b"x")

    code, told = granska(STAGED)

    assert code == 4
    assert f"  {path}: {said}" in told


@pytest.mark.parametrize(
    "path",
    [
        "data/raw/.gitkeep",
        "data/processed/.gitkeep",
        "reports/.gitkeep",
        "data/raw/9999/kontrollsummor.json",
        "tests/indicators/spec_franvaro.csv",
        "src/analys/official/kommuner.csv",
        "starting/python.txt",
        "docs/data/bild.png",
    ],
)
def test_the_programs_own_files_pass(starting, granska, path):
    stage(starting, path, b"fall;varde\nx;1\n")

    assert granska(STAGED) == (0, "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_pupil_file_is_known_by_its_columns(starting, granska, encoding):
    head = "Läsår;PersonNr;Fornamn;Efternamn\n2025/26;;;\n"
    stage(starting, "tests/indicators/spec_ny.csv", head.encode(encoding))

    assert "en elevfil, med kolumnen PersonNr" in granska(STAGED)[1]


def test_the_key_is_known_under_another_name(starting, granska):
    key = "0a" * 32
    stage(starting, "data/.nyckel", key + "\n", add=False)
    stage(starting, "nyckel.txt", f"nyckel: {key}")

    code, said = granska(STAGED)

    assert (code, "nyckel.txt: nyckeln" in said, key in said) == (4, True, False)


# Notebooks


def notebook(**cell):
    code = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "x"}, code | cell], "nbformat": 4})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (notebook(outputs=[{"output_type": "stream", "text": "x"}]), "en körd anteckningsbok"),
        (notebook(execution_count=3), "en körd anteckningsbok"),
        ("{", "går inte att läsa"),
        ('{"cells": 3}', "går inte att läsa"),
    ],
)
def test_a_notebook_that_was_run_is_stopped(starting, granska, content, said):
    stage(starting, "notebooks/prov.ipynb", content)

    code, told = granska(STAGED)

    assert (code, said in told) == (4, True)


def test_a_notebook_without_output_passes(starting, granska):
    stage(starting, "notebooks/prov.ipynb", notebook())

    assert granska(STAGED) == (0, "")


# The hook itself


def hook(starting):
    return starting["root"] / ".git" / "hooks" / "pre-commit"


def test_the_hook_is_installed_once_and_stops_a_commit(starting, capsys):
    root = starting["root"]
    shutil.copytree(ROOT / "starting", root / "starting", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "start.py", root)
    starting["hook"].install_hook(tell=True)
    written = hook(starting).stat().st_mtime_ns
    starting["hook"].install_hook(tell=True)
    assert hook(starting).stat().st_mtime_ns == written
    assert capsys.readouterr().err == ""
    stage(starting, "a.md", "ren\n")
    git(root, "commit", "--quiet", "-m", "går bra")
    stage(starting, "a.md", f"{BORN}-{LAST}\n")

    with pytest.raises(subprocess.CalledProcessError) as stopped:
        # Named paths are committed from an index of their own, which git tells the hook of.
        git(root, "commit", "--quiet", "-m", "stoppas", "--", "a.md")

    said = stopped.value.stderr.decode("utf-8")
    assert "a.md, rad 1: personnummer" in said
    assert LAST not in said
    assert git(root, "log", "--format=%s") == "går bra\n"


def test_an_outdated_hook_of_ours_is_renewed(starting):
    hook(starting).parent.mkdir()
    hook(starting).write_text("#!/bin/sh\n# Installerad av start.py: äldre\n", encoding="utf-8")

    starting["hook"].install_hook(tell=False)

    assert hook(starting).read_text(encoding="utf-8") == starting["hook"].write_script()


@pytest.mark.parametrize("tell", [True, False])
def test_a_hook_of_somebody_elses_is_left_and_told_of_once(starting, capsys, tell):
    hook(starting).parent.mkdir()
    hook(starting).write_text("#!/bin/sh\necho min\n", encoding="utf-8")

    starting["hook"].install_hook(tell=tell)

    assert hook(starting).read_text(encoding="utf-8") == "#!/bin/sh\necho min\n"
    assert ("python start.py granska --att-checka-in" in capsys.readouterr().err) is tell


def test_hooks_that_are_shared_with_other_repositories_are_left(starting, capsys, tmp_path):
    (tmp_path / "krokar").mkdir()
    git(starting["root"], "config", "core.hooksPath", str(tmp_path / "krokar"))

    starting["hook"].install_hook(tell=True)

    assert list((tmp_path / "krokar").iterdir()) == []
    assert not hook(starting).exists()
    assert "egna krokar" in capsys.readouterr().err


def test_without_a_checkout_or_git_nothing_happens(starting, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    starting["hook"].install_hook(tell=True)
    assert not hook(starting).exists()
    shutil.rmtree(starting["root"] / ".git")

    starting["hook"].install_hook(tell=True)

    assert capsys.readouterr().err == ""
    with pytest.raises(starting["words"].SetupFailed, match="inget git-förråd"):
        starting["history"].examine([])


def test_other_words_after_granska_are_a_mistake(starting):
    with pytest.raises(starting["words"].Mistyped, match=r"python start\.py granska"):
        starting["history"].examine(["allt"])


def test_nothing_in_this_history_is_about_pupils():
    done = subprocess.run(
        [sys.executable, str(ROOT / "start.py"), "granska"], capture_output=True, check=False, timeout=60
    )
    if "git-förråd" in (said := done.stderr.decode("utf-8")):
        pytest.skip("not a git checkout")

    assert (done.returncode, said.startswith("Inget att anmärka på")) == (0, True), said
