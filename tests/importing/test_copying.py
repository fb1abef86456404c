"""Copying is whole or not at all, byte for byte, and what is replaced is kept and noted."""

import hashlib
import os
import stat
from pathlib import Path

import pytest
import yaml

from analys.errors import AnalysError
from analys.importing import copying
from analys.importing.copying import carry_out
from analys.reading import find_sources

FORSBRINK, HOGLYCKE, KALLTORP = "99991148", "99991185", "99991222"
SLUT = "slutbetyg_ak9"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


def test_copies_are_the_same_bytes_and_the_originals_stay(exporter):
    exporter.put("slutbetyg.csv", SLUT, encoding="cp1252")
    exporter.put("np9.csv", "np_ak9", change=lambda lines: [line + "\r" for line in lines])
    before = snapshot(exporter.katalog)
    plan = exporter.plan()
    carry_out(plan, exporter.data)

    assert len(plan.copied) == 2
    for item in plan.copied:
        assert (exporter.raw / item.mal).read_bytes() == before[item.found.fil]
    assert snapshot(exporter.katalog) == before


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps to the rights of the data folder")
def test_nobody_else_may_read_them(exporter):
    exporter.put("slutbetyg.csv", SLUT).chmod(0o666)
    carry_out(exporter.plan(), exporter.data)

    rights = {path: stat.S_IMODE(path.stat().st_mode) for path in [exporter.raw, *exporter.raw.rglob("*")]}
    assert set(rights.values()) == {0o700, 0o600}
    assert {mode for path, mode in rights.items() if path.is_file()} == {0o600}


def test_the_log_says_what_came_from_where(exporter):
    path = exporter.put("Norra/slutbetyg.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10")
    carry_out(exporter.plan(), exporter.data)
    path.unlink()
    path = exporter.put("om.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-12")
    carry_out(exporter.plan(), exporter.data)

    log = yaml.safe_load((exporter.raw / "importer.yml").read_text(encoding="utf-8"))
    assert [(entry["fil"], entry["fran"]) for entry in log] == [
        (f"2025-26/slutbetyg_ak9_{FORSBRINK}.csv", "Norra/slutbetyg.csv"),
        (f"2025-26/slutbetyg_ak9_{FORSBRINK}.csv", "om.csv"),
    ]
    assert "ersatte" not in log[0]
    assert log[1]["ersatte"] == [f"slutbetyg_ak9_{FORSBRINK}.csv"]
    assert log[1]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_replaced_file_is_kept_where_no_report_reads_it(exporter):
    first = exporter.put("slutbetyg.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10").read_bytes()
    carry_out(exporter.plan(), exporter.data)
    for day in ("2026-06-10", "2026-06-12"):
        exporter.put("slutbetyg.csv", SLUT, skolor=[FORSBRINK], datum=day, change=lambda lines: lines[1:])
        carry_out(exporter.plan(), exporter.data)

    assert exporter.imported() == [
        f"2025-26/slutbetyg_ak9_{FORSBRINK}.csv",
        f"ersatta/2025-26/slutbetyg_ak9_{FORSBRINK}_2026-06-10-2.csv",
        f"ersatta/2025-26/slutbetyg_ak9_{FORSBRINK}_2026-06-10.csv",
    ]
    kept = exporter.raw / "ersatta" / "2025-26" / f"slutbetyg_ak9_{FORSBRINK}_2026-06-10.csv"
    assert kept.read_bytes() == first
    sources, problems = find_sources(exporter.data, "1961", ["2025/26"])
    assert [source.fil for source in sources] == [f"raw/1961/2025-26/slutbetyg_ak9_{FORSBRINK}.csv"]
    assert {problem.kod for problem in problems} == {"saknas"}  # skolenheter and elevregister


def test_the_report_reads_what_was_imported(exporter):
    from analys.reading import read_folder

    for kind in (SLUT, "betyg_ak6", "np_ak3", "np_ak6", "np_ak9"):
        exporter.put(f"{kind} export.csv", kind)
    exporter.put("frånvaro vt26.csv", "franvaro")
    exporter.put("skolenheter.csv", "skolenheter")
    exporter.put("elever.csv", "elevregister")
    carry_out(exporter.plan(), exporter.data)

    raw = read_folder(exporter.data, "1961", ["2025/26"])

    assert len(raw.frames) == 8
    assert len(raw.frames[SLUT]) == len(exporter.lines(SLUT))


@pytest.mark.parametrize("failing", [1, 2, 3, 4, 5])
def test_a_failure_on_the_way_changes_nothing(exporter, monkeypatch, failing):
    exporter.put("a.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-10")
    carry_out(exporter.plan(), exporter.data)
    exporter.put("a.csv", SLUT, skolor=[FORSBRINK], datum="2026-06-12")
    exporter.put("b.csv", SLUT, "2024-25")
    exporter.put("c.csv", "np_ak9")
    before = snapshot(exporter.data)
    plan = exporter.plan()
    # Moves: the old file away, three new ones in, the log.
    moves = {"count": 0}
    rename, replace = Path.rename, Path.replace

    def counted(original):
        def move(self, target):
            moves["count"] += 1
            if moves["count"] == failing:
                raise PermissionError("öppen i ett annat program")
            return original(self, target)

        return move

    monkeypatch.setattr(Path, "rename", counted(rename))
    monkeypatch.setattr(Path, "replace", counted(replace))

    with pytest.raises(AnalysError, match="Inget har ändrats"):
        carry_out(plan, exporter.data)

    assert snapshot(exporter.data) == before


def test_a_full_disk_changes_nothing(exporter, monkeypatch):
    exporter.put("a.csv", SLUT)
    plan = exporter.plan()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying.os, "fsync", full)

    with pytest.raises(AnalysError, match="plats på disken") as stopped:
        carry_out(plan, exporter.data)

    assert "No space" not in str(stopped.value)
    assert snapshot(exporter.data / "raw") == {}


def test_a_file_that_changes_meanwhile_is_not_copied(exporter):
    path = exporter.put("a.csv", SLUT)
    plan = exporter.plan()
    path.write_bytes(path.read_bytes() + b"\n")

    with pytest.raises(AnalysError, match=r"a\.csv ändrades"):
        carry_out(plan, exporter.data)

    assert exporter.imported() == []


def test_a_file_that_is_gone_meanwhile_stops_it(exporter):
    path = exporter.put("a.csv", SLUT)
    plan = exporter.plan()
    path.unlink()

    with pytest.raises(AnalysError, match=r"a\.csv går inte att kopiera"):
        carry_out(plan, exporter.data)


def test_a_folder_of_the_data_folder_that_leads_out_is_refused(exporter, tmp_path):
    exporter.put("a.csv", SLUT)
    outside = tmp_path / "utanför"
    outside.mkdir()
    exporter.raw.mkdir(parents=True)
    (exporter.raw / "2025-26").symlink_to(outside, target_is_directory=True)

    with pytest.raises(AnalysError, match="länk ut ur datakatalogen"):
        carry_out(exporter.plan(), exporter.data)

    assert list(outside.iterdir()) == []


def test_a_data_folder_that_cannot_be_written_is_told(exporter, monkeypatch):
    exporter.put("a.csv", SLUT)
    plan = exporter.plan()

    def closed(path):
        raise PermissionError

    monkeypatch.setattr(copying, "make_private_folder", closed)

    with pytest.raises(AnalysError, match="går inte att skriva i"):
        carry_out(plan, exporter.data)


def test_what_a_killed_import_left_is_cleared_away(exporter):
    exporter.put("a.csv", SLUT)
    left = exporter.raw / ".importeras-abc"
    left.mkdir(parents=True)
    (left / "0").write_text("elever")
    carry_out(exporter.plan(), exporter.data)

    assert not left.exists()
