"""The whole inspection on small folders."""

import pytest

from analys.inspection import Subject, inspect


def test_an_unknown_kind_of_file_is_a_fault_and_its_name_is_not_told(tmp_path):
    (tmp_path / "Anna Lind.xyz").write_text("hej", encoding="utf-8")

    inspection = inspect(tmp_path, Subject())

    assert not inspection.sound
    assert "av ett slag som rapporter inte har" in inspection.message()
    assert "Anna" not in inspection.message()


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.csv", "a.json", "a.docx"])
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xff\xfe 20100101-2384")

    inspection = inspect(tmp_path, Subject())

    assert [fault.fil for fault in inspection.faults] == [name]
    assert "2384" not in inspection.message()
