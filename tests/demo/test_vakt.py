"""The guard: the default set is made once, completed when parts are gone, and never silently replaced."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from analys.demo import ensure_demo, write_demo
from analys.demo.kontroll import committed_checksums
from analys.errors import InputError


@pytest.fixture
def data(exempelkommun: Path, tmp_path: Path) -> Path:
    """A copy of the default set, free to change."""
    shutil.copytree(exempelkommun / "raw", tmp_path / "raw")
    return tmp_path


def state(data: Path) -> dict[str, int]:
    return {path.relative_to(data).as_posix(): path.stat().st_mtime_ns for path in data.rglob("*")}


def test_an_untouched_set_is_left_alone(data: Path):
    before = state(data)
    ensure_demo(data)
    assert state(data) == before


def test_a_missing_file_comes_back_and_other_files_stay(data: Path):
    root = data / "raw" / "9999"
    wanted = (root / "2024-25" / "np_ak6.csv").read_bytes()
    (root / "2024-25" / "np_ak6.csv").unlink()
    (root / "rattelser.yml").write_text("egen", encoding="utf-8")
    ensure_demo(data)
    assert (root / "2024-25" / "np_ak6.csv").read_bytes() == wanted
    assert (root / "rattelser.yml").read_text(encoding="utf-8") == "egen"
    assert [path.name for path in (data / "raw").iterdir()] == ["9999"]


@pytest.mark.parametrize("with_note", [True, False])
def test_a_file_changed_by_hand_stops_the_run(data: Path, with_note: bool):
    root = data / "raw" / "9999"
    path = root / "2025-26" / "slutbetyg_ak9.csv"
    content = path.read_bytes().replace(b";C;", b";A;")
    path.write_bytes(content)
    if not with_note:
        (root / "kontrollsummor.json").unlink()
    with pytest.raises(InputError) as error:
        ensure_demo(data)
    assert [problem.fil for problem in error.value.problems] == ["raw/9999/2025-26/slutbetyg_ak9.csv"]
    assert path.read_bytes() == content


def test_what_somebody_has_tried_in_the_workbook_and_the_texts_is_kept(data: Path):
    root = data / "raw" / "9999"
    for name in ("arbetsbok.xlsx", "texter/syfte.md"):
        (root / name).write_bytes(b"mitt")
    before = state(data)
    ensure_demo(data)
    assert state(data) == before
    (root / "2024-25" / "np_ak6.csv").unlink()
    (root / "texter" / "uppdrag.md").unlink()
    ensure_demo(data)
    assert (root / "2024-25" / "np_ak6.csv").exists()
    assert (root / "texter" / "uppdrag.md").exists()
    assert (root / "arbetsbok.xlsx").read_bytes() == (root / "texter" / "syfte.md").read_bytes() == b"mitt"


def test_an_older_version_of_the_set_is_made_anew(data: Path):
    root = data / "raw" / "9999"
    # As an older version would have left it: other content with its checksum, and a file no longer made.
    note = json.loads((root / "kontrollsummor.json").read_text(encoding="utf-8"))
    for name in ("2025-26/np_ak3.csv", "gammal.csv"):
        (root / name).write_bytes(b"gammalt")
        note[name] = hashlib.sha256(b"gammalt").hexdigest()
    (root / "kontrollsummor.json").write_text(json.dumps(note), encoding="utf-8")
    ensure_demo(data)
    assert not (root / "gammal.csv").exists()
    written = json.loads((root / "kontrollsummor.json").read_text(encoding="utf-8"))
    assert written == committed_checksums()


def test_a_set_of_the_users_own_is_left_alone(tmp_path: Path):
    write_demo(tmp_path, elever_per_arskull=60, antal_skolor=6, antal_lasar=3)
    (tmp_path / "raw" / "9999" / "2025-26" / "franvaro.csv").unlink()
    before = state(tmp_path)
    ensure_demo(tmp_path)
    assert state(tmp_path) == before
