"""Manifests as strangers may write them, and files against a manifest."""

import hashlib
import json
import os

import pytest

from analys.errors import InputError, ParameterError
from analys.finished import check_files, compare_grounds, read_manifest

SHA = "a" * 64


def manifest(**values):
    """A manifest as the program writes it."""
    return {
        "kallkod": SHA,
        "commit": "b" * 40,
        "parametrar": {"kommun": "9999", "lasar": "2025/26", "status": "utkast", "troskel": 10},
        "indata": {"raw/9999/2025-26/slutbetyg åk9.csv": SHA},
        "paket": {"python": "3.11", "typst": "0.14.0b1"},
        "tidigare": [{"lasar": "2024/25", "utgava": 1, "sha256": SHA, "skola": ""}],
        "granskning": {},
        "filer": {"genomlysning.html": SHA},
    } | values


@pytest.fixture
def write(tmp_path):
    """Write a manifest and read it."""

    def read(content):
        folder = tmp_path / "2025-26"
        folder.mkdir(exist_ok=True)
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        (folder / "manifest.json").write_bytes(content)
        return read_manifest(folder)

    return read


def test_what_the_program_writes_is_read(write):
    found = write(manifest())

    assert (found.kommun, found.lasar, found.skola, found.utgava) == ("9999", "2025/26", "", "offentlig")
    assert found.tidigare[0].utgava == 1
    assert not found.is_decided


def parameters(**values):
    return {"parametrar": manifest()["parametrar"] | values}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"1" * 6_000_000,
        manifest(filer={"../hemligt.csv": SHA}),
        manifest(filer={"/etc/passwd": SHA}),
        manifest(filer={"C:/hemligt": SHA}),
        manifest(filer={"a\\..\\b": SHA}),
        manifest(filer={"a//b": SHA}),
        manifest(filer={"x" * 300: SHA}),
        manifest(filer={"\ud800": SHA}),
        manifest(filer={"a\x1b[2J": SHA}),
        manifest(filer={"manifest.json": SHA}),
        manifest(filer={"a": "kort"}),
        manifest(filer={"a": 1}),
        manifest(filer=[]),
        manifest(filer={str(number): SHA for number in range(20_001)}),
        manifest(indata={"raw/../../.nyckel": SHA}),
        manifest(indata={".nyckel": SHA}),
        manifest(indata={"raw": SHA}),
        manifest(paket={"python": ["3"]}),
        manifest(kallkod=None),
        manifest(commit="--upload-pack=x"),
        manifest(tidigare=[{"lasar": "2024/25", "utgava": 1, "sha256": SHA, "okand": 1}]),
        manifest(tidigare=[{"lasar": "x", "utgava": 1, "sha256": SHA}]),
        manifest(tidigare=[1]),
        manifest(**parameters(skola="../../x")),
        manifest(**parameters(kommun="../.")),
        manifest(**parameters(kommun=9999)),
        manifest(**parameters(lasar="2025/27")),
        manifest(**parameters(status="klar")),
        manifest(**parameters(titel={"a": 1})),
        manifest(**parameters(titel="x" * 2000)),
        manifest(**parameters(utgava="dialog")),
        json.dumps(manifest(**parameters(delta_procent=1))).replace(": 1}", ": NaN}").encode(),
        b'{"kallkod": 1, "kallkod": 2}',
        {name: value for name, value in manifest().items() if name != "filer"},
    ],
)  # fmt: skip
def test_what_the_program_never_writes_is_refused(write, content):
    with pytest.raises(InputError) as caught:
        write(content)

    (problem,) = caught.value.problems
    assert problem.fil == "2025-26/manifest.json"


def test_a_folder_without_a_manifest_is_no_report(tmp_path):
    with pytest.raises(ParameterError, match="ingen rapport"):
        read_manifest(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_manifest_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "annan.json").write_text(json.dumps(manifest()), encoding="utf-8")
    (tmp_path / "2025-26").mkdir()
    (tmp_path / "2025-26" / "manifest.json").symlink_to(tmp_path / "annan.json")

    with pytest.raises(InputError):
        read_manifest(tmp_path / "2025-26")


def test_changed_missing_and_unknown_files_are_named(write, tmp_path):
    files = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("a.pdf", "b.pdf", "tabeller/c.csv")}
    found = write(manifest(filer=files))
    folder = tmp_path / "2025-26"
    (folder / "tabeller").mkdir()
    (folder / "a.pdf").write_bytes(b"a.pdf")
    (folder / "tabeller" / "c.csv").write_bytes(b"annat")
    (folder / "tabeller" / "ny.csv").touch()
    for name in ("Thumbs.db", ".DS_Store", "~$rapport.docx"):
        (folder / name).touch()

    checked = check_files(folder, found)

    assert not checked.is_whole
    assert checked.andrade == ("tabeller/c.csv",)
    assert checked.saknade == ("b.pdf",)
    assert checked.okanda == ("tabeller/ny.csv",)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_file_that_is_a_link_out_is_changed(write, tmp_path):
    (tmp_path / "utanfor.pdf").write_bytes(b"a.pdf")
    found = write(manifest(filer={"a.pdf": hashlib.sha256(b"a.pdf").hexdigest()}))
    (tmp_path / "2025-26" / "a.pdf").symlink_to(tmp_path / "utanfor.pdf")

    assert check_files(tmp_path / "2025-26", found).andrade == ("a.pdf",)


def test_another_commit_of_the_same_source_is_the_same_code(write):
    grounds = compare_grounds(write(manifest()), write(manifest(commit="c" * 40)))

    assert grounds.same
