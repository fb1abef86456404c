"""`analys verifiera`: exit codes, and what is written where."""

import pytest

from tests.comparing.conftest import row, write_report


@pytest.fixture
def report(tmp_path):
    """A report of another code than this one."""
    folder = tmp_path / "reports" / "1961" / "2025-26"
    return write_report(folder, {"trend_kommun": [row("alla_amnen_ak9", "2025/26", "60,0")]}, kommun="1961")


def test_a_known_cause_leaves_with_6(analys, report, tmp_path):
    answer = analys("verifiera", str(report), "--snabbt", "--data", str(tmp_path / "data"))

    assert answer.code == 6
    assert "annan kod" in answer.out
    assert "Orörd, men" in answer.out


def test_the_worst_of_several_decides(analys, report, tmp_path):
    other = report.with_name("2024-25")
    write_report(other, {"trend_kommun": [row("alla_amnen_ak9", "2024/25", "60,0")]}, kommun="1961")
    (other / "tabeller" / "trend_kommun.csv").write_bytes(b"annat")

    answer = analys("verifiera", str(report.parent), "--snabbt", "--data", str(tmp_path / "data"))

    assert answer.code == 7
    assert "Ändrad: rapportens filer är inte de som programmet skrev." in answer.out
    assert "0 av 2 rapporter är orörda." in answer.out


def test_a_folder_without_reports_leaves_with_3(analys, tmp_path):
    answer = analys("verifiera", str(tmp_path))

    assert answer.code == 3
    assert "ingen rapport" in answer.err
