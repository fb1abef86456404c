"""Provenance: the source's checksum and the commit, without clock or path."""

import pytest

from analys import sources
from analys.parameters import RunParameters
from analys.presentation.facts import show_provenance
from analys.provenance import Earlier, collect_provenance, hash_source, read_commit, save_earlier
from analys.underlag import Underlag

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small program with a notebook, in place of ours."""
    package, notebooks = tmp_path / "analys", tmp_path / "notebooks"
    (package / "estimates").mkdir(parents=True)
    notebooks.mkdir()
    (package / "sources.py").write_bytes(b"a = 1\nb = 2\n")
    (package / "estimates" / "trend.py").write_bytes(b"c = 3\n")
    (notebooks / "02_trend.ipynb").write_bytes(b'{"cells": []}\n')
    monkeypatch.setattr(sources, "__file__", str(package / "sources.py"))
    monkeypatch.setattr(sources, "notebooks_folder", lambda: notebooks)
    return tmp_path


@pytest.mark.parametrize(
    "name", ["analys/sources.py", "analys/estimates/trend.py", "notebooks/02_trend.ipynb"]
)
def test_a_changed_byte_changes_the_checksum(source, name):
    before = hash_source()
    path = source / name
    path.write_bytes(path.read_bytes().replace(b"[]", b"[ ]").replace(b"=", b"=="))

    assert hash_source() != before


def test_moving_content_between_files_changes_the_checksum(source):
    before = hash_source()
    (source / "analys" / "sources.py").write_bytes(b"a = 1\n")
    (source / "analys" / "estimates" / "trend.py").write_bytes(b"b = 2\nc = 3\n")

    assert hash_source() != before


def test_a_new_file_changes_the_checksum(source):
    before = hash_source()
    (source / "analys" / "ny.typ").touch()

    assert hash_source() != before


def test_line_ends_of_a_checkout_on_windows_are_the_same_program(source):
    before = hash_source()
    for path in source.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert hash_source() == before


def test_compiled_and_hidden_files_are_no_source(source):
    before = hash_source()
    cache = source / "analys" / "__pycache__"
    cache.mkdir()
    (cache / "provenance.cpython-311.pyc").write_bytes(b"x")
    (source / "analys" / ".DS_Store").write_bytes(b"x")

    assert hash_source() == before


def test_another_folder_has_the_same_checksum(source, monkeypatch):
    before = hash_source()
    moved = source.with_name("en annan plats")
    source.rename(moved)
    monkeypatch.setattr(sources, "__file__", str(moved / "analys" / "sources.py"))
    monkeypatch.setattr(sources, "notebooks_folder", lambda: moved / "notebooks")

    assert hash_source() == before


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{COMMIT}\n"},
        {
            "HEAD": "ref: refs/heads/main\n",
            "packed-refs": f"# peeled\n{'f' * 40} refs/heads/other/main\n{COMMIT} refs/heads/main\n",
        },
        {"HEAD": f"{COMMIT}\n"},
    ],
)
def test_the_commit_is_read_from_the_checkouts_files(tmp_path, files):
    for name, content in files.items():
        path = tmp_path / ".git" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    assert read_commit(tmp_path) == COMMIT


@pytest.mark.parametrize("files", [{}, {"HEAD": "ref: refs/heads/main\n"}])
def test_outside_a_checkout_there_is_no_commit(tmp_path, files):
    for name, content in files.items():
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / name).write_text(content, encoding="utf-8")

    assert read_commit(tmp_path) == ""


def test_earlier_reports_are_told_by_lasar_edition_and_checksum(tmp_path):
    run = Underlag(RunParameters(kommun="1961"), tmp_path)
    assert collect_provenance(run).tidigare == ()
    work = tmp_path / "processed" / "1961" / "2025-26" / "arbete"
    work.mkdir(parents=True)
    reports = (Earlier("2023/24", 1, "a" * 64), Earlier("2024/25", 2, "b" * 64))

    save_earlier(work, reports)

    source = collect_provenance(run)
    assert source.tidigare == reports
    rows = [row for row in show_provenance(source).rader if row[0].startswith("Tidigare")]
    assert rows == [
        ("Tidigare rapport: 2023/24, utgåva 1", "a" * 16),
        ("Tidigare rapport: 2024/25, utgåva 2", "b" * 16),
    ]
