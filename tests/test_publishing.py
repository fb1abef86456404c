"""A report is replaced whole or not at all."""

from pathlib import Path

import pytest

from analys.errors import AnalysError
from analys.publishing import replace_folder


@pytest.fixture
def target(tmp_path):
    """The place of a report, with an earlier one in it."""
    folder = tmp_path / "reports" / "9999" / "2025-26"
    folder.mkdir(parents=True)
    (folder / "gammal.html").write_text("förra", encoding="utf-8")
    return folder


def held(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_report_takes_the_place_of_the_old(target):
    with replace_folder(target) as fresh:
        (fresh / "ny.html").write_text("ny", encoding="utf-8")
        assert held(target) == ["gammal.html"]

    assert held(target) == ["ny.html"]
    assert held(target.parent) == ["2025-26"]


def test_a_first_report_needs_no_folder(tmp_path):
    target = tmp_path / "ännu" / "inget" / "2025-26"

    with replace_folder(target) as fresh:
        (fresh / "ny.html").touch()

    assert held(target) == ["ny.html"]


@pytest.mark.parametrize("error", [RuntimeError("fel"), KeyboardInterrupt()])
def test_the_old_report_stays_when_the_new_one_fails(target, error):
    with pytest.raises(type(error)), replace_folder(target) as fresh:
        (fresh / "halv.html").touch()
        raise error

    assert held(target) == ["gammal.html"]
    assert held(target.parent) == ["2025-26"]


def test_a_report_that_is_open_in_another_program_stays(target, monkeypatch):
    """As on Windows, where a folder with an open file cannot be moved."""
    move = Path.replace

    def refuse(self, other):
        if self == target:
            raise PermissionError(13, "används", str(self))
        return move(self, other)

    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(AnalysError, match="Stäng filen om den är öppen") as caught, replace_folder(target):
        pass

    assert held(target) == ["gammal.html"]
    assert held(target.parent) == ["2025-26"]
    assert str(target.parent) not in str(caught.value)


def test_the_old_report_comes_back_when_the_new_one_cannot_be_moved_in(target, monkeypatch):
    move = Path.replace

    def refuse(self, other):
        if Path(other) == target and not self.name.endswith("-tidigare"):
            raise PermissionError(13, "används", str(self))
        return move(self, other)

    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(AnalysError, match="Den förra rapporten är orörd"), replace_folder(target):
        pass

    assert held(target) == ["gammal.html"]


def test_a_place_that_cannot_be_written_is_one_sentence_about_the_folder(tmp_path):
    (tmp_path / "9999").write_text("en fil där mappen skulle vara", encoding="utf-8")

    with pytest.raises(AnalysError) as caught, replace_folder(tmp_path / "9999" / "2025-26"):
        pytest.fail("nothing can be written here")

    assert str(caught.value) == "Mappen 9999 går inte att skriva i. Välj en annan med --ut."
    assert caught.value.__cause__ is None and caught.value.__suppress_context__
