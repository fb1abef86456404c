"""Skolverket's exports as they are kept: verbatim, known by checksum, and never two truths."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from analys.errors import AnalysError, InputError
from analys.official.skolverket_exports import (
    keep_export,
    keep_files,
    list_exports,
    load_exports,
    read_exports,
)
from analys.official.skolverket_index import exports_folder

_SPEC = importlib.util.spec_from_file_location("skolverket_exports", Path(__file__).with_name("exports.py"))
assert _SPEC and _SPEC.loader
exports = sys.modules.setdefault(_SPEC.name, importlib.util.module_from_spec(_SPEC))
_SPEC.loader.exec_module(exports)
make_export = exports.make_export

ROW = ";57;80,7;~100;216,4"
NAME = "slutbetyg 2024-25.csv"


def levels(data: Path) -> list[float]:
    frame = load_exports(data)
    return frame.loc[frame["matt"] == "meritvarde_17", "varde"].tolist()


def problems(data: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        load_exports(data)
    return [(problem.fil, problem.vad) for problem in caught.value.problems]


def test_kept_verbatim_with_checksum_and_day(tmp_path: Path) -> None:
    content = make_export(ROW)
    path = keep_export(tmp_path, NAME, content, "2026-10-01")
    assert path == exports_folder(tmp_path) / NAME == tmp_path / "raw/skolverket" / NAME
    assert path.read_bytes() == content
    (entry,) = json.loads((tmp_path / "raw/skolverket/exporter.json").read_text(encoding="utf-8"))
    assert entry == {
        "fil": NAME,
        "tabell": "slutbetyg_ak9",
        "lasar": "2024/25",
        "enhetstyp": "skolenhet",
        "hamtad": "2026-10-01",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    (kept,) = list_exports(tmp_path)
    assert kept._asdict() == entry
    assert levels(tmp_path) == [216.4]
    assert sorted(p.name for p in path.parent.iterdir()) == ["exporter.json", NAME]


def test_files_are_kept_all_or_none(tmp_path: Path) -> None:
    source = tmp_path / "hämtade filer"
    source.mkdir()
    (source / "a.csv").write_bytes(make_export(ROW))
    (source / "b.csv").write_bytes(make_export(ROW.replace("216,4", "216.4"), lasar="2023/24"))
    data = tmp_path / "data"
    with pytest.raises(InputError) as caught:
        keep_files(data, [source / "a.csv", source / "b.csv", source / "c.csv"])
    assert [problem.fil[-5:] for problem in caught.value.problems] == ["b.csv", "c.csv"]
    assert not data.exists()
    (source / "b.csv").write_bytes(make_export(ROW, lasar="2023/24"))
    kept = keep_files(data, [source / "b.csv", source / "a.csv"], "2026-10-01")
    assert [path.name for path in kept] == ["b.csv", "a.csv"]
    assert levels(data) == [216.4, 216.4]
    assert [entry.hamtad for entry in list_exports(data)] == ["2026-10-01"] * 2


def test_a_folder_that_cannot_be_written_in(tmp_path: Path) -> None:
    (tmp_path / "raw").write_bytes(b"a file where the folder should be")
    with pytest.raises(AnalysError, match="går inte att skriva"):
        keep_export(tmp_path, NAME, make_export(ROW))


def test_nothing_kept(tmp_path: Path) -> None:
    assert load_exports(tmp_path).empty
    assert list_exports(tmp_path) == []


def test_the_same_name_gives_way(tmp_path: Path) -> None:
    keep_export(tmp_path, NAME, make_export(ROW))
    keep_export(tmp_path, NAME, make_export(ROW.replace("216,4", "217,0")))
    assert levels(tmp_path) == [217.0]
    assert len(list_exports(tmp_path)) == 1


def test_tables_and_years_lie_side_by_side(tmp_path: Path) -> None:
    keep_export(tmp_path, NAME, make_export(ROW))
    keep_export(
        tmp_path, "slutbetyg 2023-24.csv", make_export(ROW.replace("216,4", "210,0"), lasar="2023/24")
    )
    frame = load_exports(tmp_path)
    merit = frame[frame["matt"] == "meritvarde_17"]
    assert dict(zip(merit["lasar"], merit["varde"], strict=True)) == {"2023/24": 210.0, "2024/25": 216.4}


def test_a_file_put_there_by_hand_is_read(tmp_path: Path) -> None:
    exports_folder(tmp_path).mkdir(parents=True)
    (exports_folder(tmp_path) / NAME).write_bytes(make_export(ROW))
    assert levels(tmp_path) == [216.4]
    (kept,) = list_exports(tmp_path)
    assert (kept.tabell, kept.sha256) == ("", hashlib.sha256(make_export(ROW)).hexdigest())


def test_two_files_with_the_same_values_count_once(tmp_path: Path) -> None:
    keep_export(tmp_path, "a.csv", make_export(ROW))
    keep_export(tmp_path, "b.csv", make_export(ROW, notes=""))
    assert levels(tmp_path) == [216.4]


def test_two_files_that_disagree_are_told(tmp_path: Path) -> None:
    keep_export(tmp_path, "a.csv", make_export(ROW))
    keep_export(tmp_path, "b.csv", make_export(ROW.replace("216,4", "..")))
    assert problems(tmp_path) == [
        (
            "raw/skolverket/a.csv",
            "Filen har andra värden i tabellen ”Slutbetyg årskurs 9, samtliga elever”,"
            " läsåret 2024/25, än b.csv.",
        )
    ]


def test_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    keep_export(tmp_path, "a.csv", make_export(ROW))
    keep_export(tmp_path, "b.csv", make_export(ROW))
    keep_export(tmp_path, "c.csv", make_export(ROW))
    folder = exports_folder(tmp_path)
    (folder / "a.csv").write_bytes(make_export(ROW.replace("216,4", "217,4")))
    (folder / "b.csv").unlink()
    (folder / "d.csv").write_bytes(make_export(ROW.replace("216,4", "216.4")))
    (folder / "e.csv").symlink_to(folder / "c.csv")
    told = dict(problems(tmp_path))
    assert {fil[-5:]: vad.split()[1] for fil, vad in told.items()} == {
        "a.csv": "har",
        "b.csv": "sparad",
        "d.csv": "är",
        "e.csv": "är",
    }
    frame, found = read_exports(tmp_path)
    assert (len(frame), len(found)) == (4, 4)
    with pytest.raises(InputError):
        list_exports(tmp_path)


@pytest.mark.parametrize(
    "namn",
    ["", "../b.csv", "a/b.csv", "a\\b.csv", ".dold.csv", "a\nb.csv", "a.exe", "C:a.csv", "å" * 200 + ".csv"],
)
def test_names_that_cannot_be_used(tmp_path: Path, namn: str) -> None:
    with pytest.raises(InputError, match="namn"):
        keep_export(tmp_path, namn, make_export(ROW))
    assert not (tmp_path / "raw").exists()


def test_what_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="varken ett tal"):
        keep_export(tmp_path, NAME, make_export(ROW.replace("216,4", "216.4")))
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize(
    "change", [{"fil": "../x.csv"}, {"sha256": "0"}, {"hamtad": 1}, {"mer": ""}, {"lasar": ""}]
)
def test_a_changed_index_stops(tmp_path: Path, change: dict[str, Any]) -> None:
    keep_export(tmp_path, NAME, make_export(ROW))
    index = exports_folder(tmp_path) / "exporter.json"
    (entry,) = json.loads(index.read_text(encoding="utf-8"))
    for content in (json.dumps([entry | change]), "[" * 100_000, "{}", "[1]"):
        index.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="Förteckningen"):
            load_exports(tmp_path)
        assert read_exports(tmp_path)[1]


def test_the_real_files_together(tmp_path: Path) -> None:
    if not (exports.UNDERLAG / exports.SLUTBETYG).is_file():
        pytest.skip("the reference files ../shared/underlag/skolverket are not here")
    for name in (exports.SLUTBETYG, exports.NP_RELATION):
        keep_export(tmp_path, name, (exports.UNDERLAG / name).read_bytes())
    frame = load_exports(tmp_path)
    assert frame.groupby("tabell")["enhet"].nunique().to_dict() == {
        "np_relation_ak9": 24,
        "slutbetyg_ak9": 1714,
    }
