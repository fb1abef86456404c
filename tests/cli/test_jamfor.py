"""`analys jamfor`: exit codes, and what is written where."""

import pytest

from tests.comparing.conftest import row, write_report


@pytest.fixture
def reports(tmp_path):
    """Two reports of which one number differs."""
    places = [tmp_path / "reports" / "9999" / name for name in ("2024-25", "2025-26")]
    for place, value in zip(places, ("60,0", "64,0"), strict=True):
        write_report(place, {"trend_kommun": [row("alla_amnen_ak9", "2025/26", value)]})
    return places


def test_a_difference_leaves_with_1_and_none_with_0(analys, reports):
    old, new = map(str, reports)

    differing, same = analys("jamfor", old, new), analys("jamfor", old, old)

    assert (differing.code, same.code) == (1, 0)
    assert "60 % → 64 %" in differing.out
    assert "alla är desamma" in same.out


def test_the_file_is_written_where_it_was_asked_for(analys, reports, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    answer = analys("jamfor", *map(str, reports), "--ut", "j.csv")

    assert answer.code == 1
    assert answer.out.endswith("Varje skillnad som tabell: j.csv\n")
    assert (tmp_path / "j.csv").read_text(encoding="utf-8-sig").count("\n") == 2


def test_a_folder_that_is_no_report(analys, reports, tmp_path):
    answer = analys("jamfor", str(tmp_path), str(reports[0]))

    assert answer.code == 3
    assert "är ingen rapport" in answer.err


def test_a_changed_report_leaves_with_2(analys, reports):
    (reports[0] / "tabeller" / "trend_kommun.csv").write_bytes(b"annat")

    answer = analys("jamfor", *map(str, reports))

    assert answer.code == 2
    assert "2024-25/tabeller/trend_kommun.csv" in answer.err
