"""What is no plain file, and names that other systems obey: told, never followed, never hung on."""

from __future__ import annotations

import os

import pytest
from hostile_case import CANARY, KOMMUN, LASAR, SECRETS, make_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and such names need another system")
NAMES = (
    "np_ak9\n2.csv",
    "np_ak9\u202e.csv",
    "np_ak9\x1b[31m.csv",
    f"np_ak9{'x' * 240}.csv",
    "np_ak9...csv",
    "CON.csv",
    "NUL.csv",
    "np_ak9 .csv",
    "=cmd|' C calc'!A0.csv",
    "np_ak9<script>alert(1).csv",
    "np_ak9;$(reboot).csv",
)


def _link(path, target):
    path.symlink_to(target)


PLACES = {
    "länk ut": lambda path, outside: _link(path, outside),
    "länk till sig själv": lambda path, outside: _link(path, path),
    "rör": lambda path, outside: os.mkfifo(path),
    "enhet": lambda path, outside: _link(path, "/dev/zero"),
    "mapp": lambda path, outside: path.mkdir(),
    "bruten länk": lambda path, outside: _link(path, path.with_name("saknas")),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_plain_file(analys, data, tmp_path, place):
    outside = tmp_path / "utanfor.csv"
    outside.write_bytes(make_file("slutbetyg_ak9"))
    PLACES[place](data / "raw" / KOMMUN / LASAR / "slutbetyg_ak9_b.csv", outside)

    said = ask(analys, data, tmp_path)

    assert "länk ut ur datakatalogen eller ingen vanlig fil" in said


@pytest.mark.parametrize("name", NAMES)
def test_names_are_told_in_plain_characters(analys, data, tmp_path, name):
    (data / "raw" / KOMMUN / LASAR / name).write_bytes(b"\0" + CANARY.encode())

    said = ask(analys, data, tmp_path)

    assert not {"\x1b", "\u202e", "\r"} & set(said)


@pytest.mark.parametrize("what", ["försvinner", "växer", "är stängd"])
def test_a_file_that_changes_while_it_is_read(analys, data, tmp_path, monkeypatch, what):
    from pathlib import Path

    read = Path.read_bytes

    def changing(path):
        if path.name != "slutbetyg_ak9.csv":
            return read(path)
        if what == "växer":
            return read(path) + make_file("slutbetyg_ak9")[:50] + CANARY.encode()
        kind = FileNotFoundError if what == "försvinner" else PermissionError
        raise kind(2, CANARY, str(path))

    monkeypatch.setattr(Path, "read_bytes", changing)
    said = ask(analys, data, tmp_path)

    assert ("fel antal kolumner" if what == "växer" else "Filen går inte att läsa") in said


def ask(analys, data, tmp_path) -> str:
    """All that the commands answer; a fault that stops the report, our own words, nothing of the files."""
    code, said = analys("rapport", "--kommun", KOMMUN, "--data", data, "--ut", tmp_path / "ut")
    assert code == 2, said
    folder = data / "raw" / KOMMUN
    imported, answer = analys("importera", folder, "--data", tmp_path / "ny", "--kommun", KOMMUN)
    assert imported in (0, 2), answer
    said += answer
    assert "Ett fel i programmet" not in said
    assert [secret for secret in SECRETS if secret in said] == []
    return said
