"""Every hostile file: our own words about it, the right exit code, within limits, nothing of it repeated."""

from __future__ import annotations

import shutil

import hostile_packed
import hostile_text
import pytest
from hostile_case import CANARY, KOMMUN, SECRETS, Case

from analys.cleaning import load_processed, prepare

CASES = (*hostile_text.CASES, *hostile_packed.CASES)
LONGEST = 20_000
"""Characters that an answer may have: 500 wrong rows are not 500 messages."""
SMALL = 10_000
"""Bytes of a file that is read in no time."""


def traces(said: str) -> list[str]:
    return [secret for secret in SECRETS if secret in said]


def test_the_corpus_is_large_and_has_no_case_twice():
    assert len(CASES) >= 100
    assert len({case.namn for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.namn)
def test_a_hostile_file(analys, data, tmp_path, case: Case):
    folder = data / "raw" / KOMMUN
    case.write(folder)
    exports = shutil.copytree(folder, tmp_path / "exporter")
    if case.sagt:
        code, said = analys("rapport", "--kommun", KOMMUN, "--data", data, "--ut", tmp_path / "ut")
        assert case.sagt in said
        assert code == case.kod
        assert "Gör så här: " in said
        assert not (data / "processed").exists()
    else:
        assert_kept_within(data, prepare(data, KOMMUN, ["2025/26"], run_lasar="2025/26"))
        said = ""
    code, answer = analys("importera", exports, "--data", tmp_path / "ny", "--kommun", KOMMUN)
    assert code in (0, 2), answer
    said += answer
    assert "Ett fel i programmet" not in said
    assert traces(said) == []
    assert len(said) < LONGEST
    assert not (tmp_path / "ut").exists()
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    "cases", [hostile_text.CASES, hostile_packed.CASES], ids=["text", "arbetsböcker och svar"]
)
def test_many_hostile_files_are_checked_at_once(analys, tmp_path, monkeypatch, cases):
    """Every third of the small: each has a test of its own, and here they only have to bear each other."""
    monkeypatch.setattr("conftest_limits.SECONDS", 240)
    small = [case for case in cases if isinstance(case.content, bytes) and len(case.content) < SMALL]
    for number, case in enumerate(small[::3]):
        case.write(tmp_path / "exporter" / f"mapp {number}")

    code, said = analys("kontrollera", tmp_path / "exporter", "--kommun", KOMMUN)

    assert code == 2
    assert "Ett fel i programmet" not in said
    assert traces(said) == []


def assert_kept_within(data, processed):
    """What was read is pseudonymised, and nothing beside the data files tells of a pupil."""
    kinds = sorted(path.stem for path in processed.glob("*.parquet"))
    assert "slutbetyg_ak9" in kinds
    told = "\n".join(load_processed(processed, kind).astype("str").to_csv() for kind in kinds)
    assert traces(told) == []
    for path in processed.rglob("*"):
        if path.is_file() and path.suffix != ".parquet":
            assert traces(path.read_text(encoding="utf-8")) == [], path.name


def test_the_search_sees_a_trace():
    assert traces(f"… {CANARY} …") == [CANARY]
