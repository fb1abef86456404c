"""The store of raw answers: verbatim, checked, and replaced only by a newer fetch."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analys.errors import InputError
from analys.official.files import locked, write_atomically
from analys.official.store import Answer, load_group, load_index, load_kolada, load_titles, save_answers

SALA, AR = "1981", (2018, 2019)


def answer(
    values: dict[int, float | None], namn: str = "1981_data_s1", ar: tuple[int, ...] = AR, enhet: str = SALA
) -> Answer:
    posts = [
        {"kpi": "N15505", "municipality": enhet, "period": year, "values": [{"gender": "T", "value": value}]}
        for year, value in values.items()
    ]
    body = json.dumps({"count": len(posts), "values": posts}).encode()
    return Answer(namn, "data", "http://127.0.0.1/v3/data", body, ("N15505",), (enhet,), ar)


def levels(data: Path, kommun: str = SALA) -> dict[str, float]:
    frame = load_kolada(data, kommun)
    return dict(zip(frame["lasar"], frame["varde"], strict=True))


def test_verbatim_with_checksum_and_date(tmp_path: Path) -> None:
    folder = save_answers(tmp_path, SALA, [answer({2018: 219.8, 2019: None})], "2026-10-01")
    assert folder == tmp_path / "raw" / "kolada"
    assert (folder / "1981_data_s1.json").read_bytes() == answer({2018: 219.8, 2019: None}).innehall
    (entry,) = json.loads((folder / "hamtningar.json").read_text(encoding="utf-8"))
    assert entry["hamtad"] == "2026-10-01"
    assert entry["ar"] == [2018, 2019]
    assert len(entry["sha256"]) == 64
    frame = load_kolada(tmp_path, SALA)
    assert list(frame.columns) == ["kpi", "enhet", "lasar", "kon", "varde", "status"]
    assert frame["lasar"].tolist() == ["2017/18", "2018/19"]
    assert frame["status"].tolist() == ["officiell", "saknas"]
    assert frame["varde"].isna().tolist() == [False, True]
    assert sorted(path.name for path in folder.iterdir()) == ["1981_data_s1.json", "hamtningar.json"]


def test_refetch_replaces_and_removes_what_it_replaced(tmp_path: Path) -> None:
    pages = [answer({2018: 1.0}, "1981_a_s1"), answer({2019: 2.0}, "1981_a_s2")]
    save_answers(tmp_path, SALA, pages, "2026-10-01")
    save_answers(tmp_path, SALA, [answer({2018: 3.0}, "1981_a_s1")], "2026-10-02")
    assert levels(tmp_path) == {"2017/18": 3.0}
    assert not (tmp_path / "raw/kolada/1981_a_s2.json").exists()


def test_later_fetch_counts_where_years_overlap(tmp_path: Path) -> None:
    save_answers(tmp_path, SALA, [answer({2018: 1.0, 2019: 2.0})], "2026-10-01")
    # 2019 was withdrawn by the source in the meantime: the old value must not come back.
    later = answer({2020: 5.0}, "1981_senare_s1", (2019, 2020))
    save_answers(tmp_path, SALA, [later], "2026-10-02")
    assert levels(tmp_path) == {"2017/18": 1.0, "2019/20": 5.0}


def test_municipalities_do_not_mix(tmp_path: Path) -> None:
    save_answers(tmp_path, SALA, [answer({2019: 2.0})], "2026-10-01")
    save_answers(tmp_path, "1980", [answer({2019: 7.0}, "1980_data_s1")], "2026-10-01")
    assert levels(tmp_path) == {"2018/19": 2.0}
    assert levels(tmp_path, "1980") == {"2018/19": 7.0}


def test_what_was_not_asked_for_is_left_out(tmp_path: Path) -> None:
    stray = answer({2019: 2.0}, enhet="0180")
    mine = Answer(stray.namn, "data", stray.url, stray.innehall, stray.nyckeltal, (SALA,), AR)
    save_answers(tmp_path, SALA, [mine], "2026-10-01")
    assert load_kolada(tmp_path, SALA).empty


def test_demo_is_kept_apart(tmp_path: Path) -> None:
    folder = save_answers(tmp_path, "9999", [answer({2019: 1.0}, "9999_data_s1", enhet="9999")], "2026-10-01")
    assert folder == tmp_path / "raw" / "9999" / "kolada"
    assert levels(tmp_path, "9999") == {"2018/19": 1.0}
    assert not (tmp_path / "raw" / "kolada").exists()


def test_extras_may_be_absent(tmp_path: Path) -> None:
    save_answers(tmp_path, SALA, [answer({2019: 1.0})], "2026-10-01")
    assert load_group(tmp_path, SALA) is None
    assert load_titles(tmp_path, SALA) == {}


def test_nothing_fetched(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Inga uppgifter från Kolada är hämtade för Sala") as caught:
        load_kolada(tmp_path, SALA)
    assert "analys hamta kolada --kommun 1981" in str(caught.value)
    assert load_index(tmp_path, SALA) == []


def test_changed_file_stops_the_run(tmp_path: Path) -> None:
    folder = save_answers(tmp_path, SALA, [answer({2018: 1.0, 2019: 218.2})], "2026-10-01")
    kept = folder / "1981_data_s1.json"
    kept.write_bytes(kept.read_bytes().replace(b"218.2", b"281.2"))
    with pytest.raises(InputError, match="kontrollsumman") as caught:
        load_kolada(tmp_path, SALA)
    (problem,) = caught.value.problems
    assert problem.fil == "raw/kolada/1981_data_s1.json"
    assert "281" not in str(caught.value)


def test_every_damaged_file_is_told_at_once(tmp_path: Path) -> None:
    broken = Answer("1981_b_s1", "data", "", b"{", ("N15505",), (SALA,), AR)
    folder = save_answers(tmp_path, SALA, [answer({2019: 1.0}, "1981_a_s1"), broken], "2026-10-01")
    (folder / "1981_a_s1.json").unlink()
    with pytest.raises(InputError) as caught:
        load_kolada(tmp_path, SALA)
    assert [problem.fil[-14:] for problem in caught.value.problems] == ["1981_a_s1.json", "1981_b_s1.json"]
    assert "saknas" in str(caught.value)
    assert "JSON" in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"fil": "../../hemligt.json"},
        {"fil": "/etc/passwd"},
        {"sha256": "0"},
        {"slag": "annat"},
        {"ar": ["2019"]},
        {"ar": [True]},
        {"kommuner": "1981"},
        {"kommun": 1981},
        {"extra": 1},
    ],
)
def test_changed_index_stops_the_run(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = save_answers(tmp_path, SALA, [answer({2019: 1.0})], "2026-10-01")
    index = folder / "hamtningar.json"
    (entry,) = json.loads(index.read_text(encoding="utf-8"))
    index.write_text(json.dumps([entry | change]), encoding="utf-8")
    with pytest.raises(InputError, match="Förteckningen"):
        load_kolada(tmp_path, SALA)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=80) | st.text(alphabet='[]{}",:0 fil', max_size=40).map(str.encode))
def test_no_index_makes_another_error(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "raw" / "kolada"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hamtningar.json").write_bytes(content)
    with pytest.raises(InputError):
        load_kolada(tmp_path, SALA)


def test_parallel_fetches_are_all_kept(tmp_path: Path) -> None:
    codes = [f"19{number:02d}" for number in range(10, 18)]

    def save(code: str) -> None:
        save_answers(tmp_path, code, [answer({2019: 1.0}, f"{code}_data_s1", enhet=code)], "2026-10-01")

    threads = [threading.Thread(target=save, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(levels(tmp_path, code) == {"2018/19": 1.0} for code in codes)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept.json"
    write_atomically(kept, b"old")

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError):
        write_atomically(kept, b"new")
    assert kept.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [kept]


def test_a_forgotten_lock_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analys.official.files._PATIENCE_S", 0.1)
    (tmp_path / "lock").touch()
    with locked(tmp_path / "lock"):
        pass
    assert not (tmp_path / "lock").exists()
