"""Names, personnummer and content of rows never leave the data folder, whatever goes wrong."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from analys.cli import run
from analys.contracts import LAYOUTS
from analys.reading import read_folder

NAME = "Kanariefågel"
NUMBER = "201001012384"
TRACES = (NAME, NAME.upper(), "Kanariefagel", NUMBER, NUMBER[2:])
LASAR = "2025-26"


@pytest.fixture(scope="module")
def planted(liten_kommun, tmp_path_factory) -> Path:
    """The small municipality with a canary for every name; only to be copied."""
    data = tmp_path_factory.mktemp("planterad") / "data"
    shutil.copytree(liten_kommun / "raw", data / "raw", ignore=shutil.ignore_patterns("sanning.json"))
    shutil.copy(liten_kommun / "raw" / "9999" / "sanning.json", data / "raw" / "9999")
    for path in data.rglob("*.csv"):
        kind = next(kind for kind in sorted(LAYOUTS, key=len, reverse=True) if path.name.startswith(kind))
        columns = [i for i, name in enumerate(LAYOUTS[kind].names) if name in ("Fornamn", "Efternamn")]
        rows = [line.split(";") for line in read(path)]
        for row in rows[rows[0][0] == LAYOUTS[kind].names[0] :]:
            for column in columns:
                row[column] = NAME
        write(path, [";".join(row) for row in rows])
    return data


@pytest.fixture
def data(planted, tmp_path) -> Path:
    return shutil.copytree(planted, tmp_path / "data")


@pytest.fixture
def analys(data, tmp_path, capfd, monkeypatch):
    """Type `analys rapport` on the planted data; returns code and all that was written to the console."""
    monkeypatch.setenv("COLUMNS", "300")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))

    def type_line(*arguments):
        code = run(
            ["rapport", "--data", str(data), "--ut", str(tmp_path / "ut"), "-p", "antal_lasar=3", *arguments]
        )
        return code, "".join(capfd.readouterr())

    return type_line


def read(path: Path) -> list[str]:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return content.decode("cp1252").splitlines()


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", newline="")


def spoil(data: Path, faults) -> None:
    """Change one line for each fault, the second of the file first: its cells in, its cells out."""
    for line, (name, change) in enumerate(faults, 1):
        path = min((data / "raw" / "9999").glob(name))
        lines = read(path)
        place = min(line, len(lines) - 1)
        lines[place] = ";".join(change(lines[place].split(";")))
        write(path, lines)


def put(column: int, text: str):
    return lambda cells: [text if i == column else cell for i, cell in enumerate(cells)]


CELLS = (
    (f"{LASAR}/slutbetyg*", put(3, f"{NAME} {NUMBER}")),
    (f"{LASAR}/slutbetyg*", put(12, NAME)),
    (f"{LASAR}/slutbetyg*", put(1, NAME)),
    (f"{LASAR}/slutbetyg*", put(6, f"{NAME}\x1b[31m\u202e")),
    (f"{LASAR}/slutbetyg*", put(6, NAME * 500)),
    (f"{LASAR}/betyg_ak6*", put(12, f"=HYPERLINK({NAME})")),
    (f"{LASAR}/np_ak3*", put(20, NAME)),
    (f"{LASAR}/np_ak9*", put(20, NUMBER)),
    (f"{LASAR}/np_ak6*", put(4, NAME)),
    (f"{LASAR}/franvaro*", put(4, NAME)),
    ("elevregister*", put(0, NAME)),
    ("elevregister*", put(7, NAME)),
    ("elevregister*", put(9, NUMBER)),
    ("skolenheter*", put(2, NAME)),
)
STRUCTURE = (
    (f"{LASAR}/slutbetyg*", lambda cells: [*cells, NAME, NUMBER]),
    (f"{LASAR}/betyg_ak6*", lambda cells: [NAME, NUMBER]),
    (f"{LASAR}/np_ak3*", put(6, f'"{NAME}')),
    (f"{LASAR}/np_ak9*", lambda cells: [f"{NAME}\0{NUMBER}"]),
    ("skolenheter*", lambda cells: [NAME] * len(cells)),
)
HEADS = (
    ("skyddade*", put(0, NAME)),
    ("elevregister*", lambda cells: [NAME] * len(cells)),
)


@pytest.mark.parametrize("faults", [CELLS, STRUCTURE, HEADS], ids=["celler", "struktur", "rader"])
def test_faults_in_files_are_told_without_their_content(analys, data, tmp_path, faults):
    spoil(data, faults)

    code, said = analys()

    assert code == 2, said
    for name in {pattern.rpartition("/")[2].rstrip("*") for pattern, _ in faults}:
        assert name in said
    assert traces(said) == []
    assert not (tmp_path / "ut").exists()
    assert not (data / "processed").exists()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_planted_files_have_no_other_fault(data):
    assert read_folder(data, "9999", ["2024/25", "2025/26"]).frames


def test_two_rows_that_disagree_about_a_pupil(analys, data):
    path = next(data.rglob(f"{LASAR}/slutbetyg*"))
    lines = read(path)
    other = lines[1].split(";")
    other[12] = "F" if other[12] != "F" else "A"
    write(path, [*lines, ";".join(other)])

    code, said = analys()

    assert (code, traces(said)) == (2, [])


def test_undecodable_bytes_beside_a_name(analys, data):
    path = next(data.rglob(f"{LASAR}/slutbetyg*"))
    path.write_bytes(path.read_bytes() + NAME.encode("utf-8") + b"\x81\xff;" + NUMBER.encode())

    code, said = analys()

    assert (code, traces(said)) == (2, [])


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("name", ["slutbetyg_ak9.csv", "elevregister_x.csv"])
def test_a_link_out_of_the_data_folder_is_not_followed(analys, data, tmp_path, name):
    outside = tmp_path / "annan.csv"
    outside.write_text(f"{NAME};{NUMBER}\n", encoding="utf-8")
    folder = data / "raw" / "9999" / (LASAR if name.startswith("slut") else "")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)

    code, said = analys()

    assert code == 2
    assert "länk ut ur datakatalogen" in said
    assert traces(said) == []


def test_a_parameter_file_that_is_a_file_of_pupils(analys, data):
    code, said = analys("--parametrar", str(next(data.rglob("elevregister*"))))

    assert (code, traces(said)) == (3, [])


def traces(text: str) -> list[str]:
    return [trace for trace in TRACES if trace in text]


def test_the_search_would_find_a_trace(data):
    """The canaries are in the files that the runs above read, and the search knows them."""
    planted = [
        path for path in data.rglob("*.csv") if traces(path.read_text(encoding="utf-8-sig", errors="replace"))
    ]

    assert len(planted) > 5
    assert traces(f"… {NAME} …") == [NAME]
