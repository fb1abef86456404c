"""A report is replaced whole or not at all, and never lost."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analys import publishing
from analys.errors import AnalysError
from analys.progress import Silent
from analys.publishing import MARKER, check_replaceable, replace_folder


@pytest.fixture
def target(tmp_path):
    """The place of a report, with an earlier one in it."""
    folder = tmp_path / "reports" / "9999" / "2025-26"
    (folder / "tabeller").mkdir(parents=True)
    (folder / "genomlysning.pdf").write_text("förra", encoding="utf-8")
    (folder / "tabeller" / "trend.csv").write_text("förra", encoding="utf-8")
    return folder


@pytest.fixture
def windows(monkeypatch):
    """Lock files as Windows does: neither they nor the folders they are in can be moved."""
    monkeypatch.setattr(publishing, "PATIENCE", (0, 0))
    locked = set()
    real = {name: getattr(os, name) for name in ("rename", "replace")}

    def refusing(name):
        def move(source, destination, **keywords):
            if any(Path(source) in (path, *path.parents) for path in locked if path.exists()):
                error = PermissionError(13, "The process cannot access the file")
                error.winerror = 32
                raise error
            return real[name](source, destination, **keywords)

        return move

    for name in real:
        monkeypatch.setattr(os, name, refusing(name))
    return locked


def held(folder):
    return sorted(path.name for path in folder.iterdir())


def publish(target, text):
    with replace_folder(target) as fresh:
        (fresh / "genomlysning.pdf").write_text(text, encoding="utf-8")


def content(folder):
    return (folder / "genomlysning.pdf").read_text(encoding="utf-8")


def test_a_new_report_takes_the_place_of_the_old(target):
    with replace_folder(target) as fresh:
        (fresh / "ny.html").write_text("ny", encoding="utf-8")
        assert held(target) == ["genomlysning.pdf", "tabeller"]

    assert held(target) == ["ny.html"]
    assert held(target.parent) == ["2025-26"]


def test_a_first_report_needs_no_folder(tmp_path):
    target = tmp_path / "ännu" / "inget" / "2025-26"

    check_replaceable(target)
    assert held(tmp_path) == []
    publish(target, "ny")

    assert held(target) == ["genomlysning.pdf"]
    assert held(target.parent) == ["2025-26"]


@pytest.mark.parametrize("error", [RuntimeError("fel"), KeyboardInterrupt()])
def test_the_old_report_stays_when_the_new_one_fails(target, error):
    with pytest.raises(type(error)), replace_folder(target) as fresh:
        (fresh / "halv.html").touch()
        raise error

    assert content(target) == "förra"
    assert held(target.parent) == ["2025-26"]


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (
            ["genomlysning.pdf"],
            "Stäng filen genomlysning.pdf, som är öppen i ett annat program, och kör igen.",
        ),
        (
            ["genomlysning.pdf", "tabeller/trend.csv"],
            "Stäng filerna genomlysning.pdf och tabeller/trend.csv, som är öppna i andra program, "
            "och kör igen.",
        ),
    ],
)
def test_open_files_are_named_before_the_work_begins(target, windows, names, sentence):
    windows.update(target / name for name in names)

    with pytest.raises(AnalysError) as caught:
        check_replaceable(target)

    assert str(caught.value) == sentence
    assert held(target.parent) == ["2025-26"]


def test_many_open_files_are_not_all_listed(target, windows):
    for number in range(1, 8):
        path = target / "tabeller" / f"t{number}.csv"
        path.touch()
        windows.add(path)

    with pytest.raises(AnalysError, match=r"tabeller/t4\.csv och 3 till, som är öppna"):
        check_replaceable(target)


def test_a_run_asks_before_it_begins(target, windows, monkeypatch):
    from analys import pipeline
    from analys.parameters import RunParameters

    windows.add(target / "genomlysning.pdf")
    monkeypatch.setattr(pipeline, "settle", lambda parameters, data, progress: parameters)
    monkeypatch.setattr(pipeline, "list_published", lambda *given: pytest.fail("the work began"))

    with pytest.raises(AnalysError, match="Stäng filen genomlysning"):
        pipeline.make_report(
            RunParameters(kommun="9999", lasar="2025/26"),
            data=target.parents[2],
            out=target.parents[1],
            progress=Silent(),
        )


def test_a_report_that_nobody_has_open_can_be_replaced(target, windows):
    check_replaceable(target)

    assert content(target) == "förra"
    assert held(target.parent) == ["2025-26"]


def test_a_finished_report_is_kept_beside_the_open_one(target, windows):
    windows.add(target / "tabeller" / "trend.csv")

    with pytest.raises(AnalysError) as caught:
        publish(target, "ny")

    assert str(caught.value) == (
        "Den nya rapporten är klar, men den förra går inte att ersätta. Stäng filen tabeller/trend.csv, "
        "som är öppen i ett annat program, och kör igen. Till dess finns den nya i mappen 9999/2025-26-ny. "
        "Den förra är orörd i 9999/2025-26."
    )
    assert content(target) == "förra"
    assert content(target.with_name("2025-26-ny")) == "ny"
    assert held(target.parent) == ["2025-26", "2025-26-ny"]
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_the_kept_report_goes_when_the_next_one_takes_its_place(target, windows):
    windows.add(target / "genomlysning.pdf")
    with pytest.raises(AnalysError):
        publish(target, "ny")
    windows.clear()

    publish(target, "nyare")

    assert content(target) == "nyare"
    assert held(target.parent) == ["2025-26"]


def test_a_kept_report_is_replaced_and_if_it_is_open_too_the_next_is_put_beside(target, windows):
    windows.add(target / "genomlysning.pdf")
    for text in ("andra", "tredje"):
        with pytest.raises(AnalysError):
            publish(target, text)
    assert content(target.with_name("2025-26-ny")) == "tredje"
    windows.add(target.with_name("2025-26-ny") / "genomlysning.pdf")

    with pytest.raises(AnalysError, match="9999/2025-26-ny-2"):
        publish(target, "fjärde")

    assert held(target.parent) == ["2025-26", "2025-26-ny", "2025-26-ny-2"]
    assert [content(target.with_name(name)) for name in held(target.parent)] == ["förra", "tredje", "fjärde"]


def test_a_folder_of_the_users_own_is_never_taken(target, windows):
    own = target.with_name("2025-26-ny")
    own.mkdir()
    (own / "anteckningar.txt").touch()
    windows.add(target / "genomlysning.pdf")

    with pytest.raises(AnalysError, match="9999/2025-26-ny-2"):
        publish(target, "ny")
    windows.clear()
    publish(target, "nyare")

    assert held(own) == ["anteckningar.txt"]
    assert held(target.parent) == ["2025-26", "2025-26-ny"]


def test_a_report_that_must_not_be_lost_is_kept_beside(target):
    place = target.with_name("2025-26-utgava-1")

    with replace_folder(target, keep=lambda fresh: place) as fresh:
        (fresh / "genomlysning.pdf").write_text("ny", encoding="utf-8")

    assert (content(target), content(place)) == ("ny", "förra")
    assert held(place) == ["genomlysning.pdf", "tabeller"]
    assert held(target.parent) == ["2025-26", "2025-26-utgava-1"]


def test_a_report_that_fails_moves_nothing(target):
    place = target.with_name("2025-26-utgava-1")

    with pytest.raises(RuntimeError), replace_folder(target, keep=lambda fresh: place):
        raise RuntimeError

    assert content(target) == "förra"
    assert held(target.parent) == ["2025-26"]


def test_a_kept_report_that_is_open_stays_in_its_place(target, windows):
    windows.add(target / "genomlysning.pdf")

    with (
        pytest.raises(AnalysError, match="Den förra är orörd i 9999/2025-26"),
        replace_folder(target, keep=lambda fresh: target.with_name("2025-26-utgava-1")) as fresh,
    ):
        (fresh / "genomlysning.pdf").write_text("ny", encoding="utf-8")

    assert content(target) == "förra"
    assert held(target.parent) == ["2025-26", "2025-26-ny"]


def test_a_lock_of_a_moment_is_waited_for(target, windows, monkeypatch):
    windows.add(target / "genomlysning.pdf")
    monkeypatch.setattr(publishing.time, "sleep", lambda seconds: windows.clear())

    publish(target, "ny")

    assert content(target) == "ny"


def test_the_old_report_comes_back_when_the_new_one_cannot_be_moved_in(target, monkeypatch):
    move = Path.replace

    def refuse(self, other):
        if Path(other) == target and self.name == "ny":
            raise PermissionError(13, "används", str(self))
        return move(self, other)

    monkeypatch.setattr(publishing, "PATIENCE", ())
    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(AnalysError, match="Den förra är orörd"):
        publish(target, "ny")

    assert content(target) == "förra"
    assert content(target.with_name("2025-26-ny")) == "ny"


KILLED = """
import os, sys
from pathlib import Path
from analys import publishing
target = Path(sys.argv[1])
move = Path.replace
def die(self, other):
    if self.name == "ny":
        os._exit(9)
    return move(self, other)
if sys.argv[2] == "swapping":
    Path.replace = die
with publishing.replace_folder(target) as fresh:
    (fresh / "genomlysning.pdf").write_text("halv", encoding="utf-8")
    if sys.argv[2] == "writing":
        os._exit(9)
"""


@pytest.mark.parametrize("when", ["writing", "swapping"])
def test_what_a_killed_run_left_is_cleared_and_the_earlier_report_is_back(target, when):
    killed = subprocess.run([sys.executable, "-c", KILLED, str(target), when], check=False)
    assert killed.returncode == 9
    assert held(target.parent) != ["2025-26"]

    check_replaceable(target)

    assert held(target.parent) == ["2025-26"]
    assert content(target) == "förra"


def test_a_run_that_is_still_going_keeps_its_folder(target):
    with replace_folder(target) as fresh:
        (fresh / "genomlysning.pdf").write_text("långsam", encoding="utf-8")
        check_replaceable(target)
        publish(target, "snabb")
        assert content(target) == "snabb"

    assert content(target) == "långsam"
    assert held(target.parent) == ["2025-26"]


def test_folders_that_only_look_like_ours_are_left(target):
    others = [
        ".2024-25-skrivs-abcd1234",
        ".2025-26-skrivs-kort",
        "2025-26-skrivs-abcd1234",
        "2025-26 (kopia)",
    ]
    for name in others:
        target.with_name(name).mkdir()

    publish(target, "ny")

    assert held(target.parent) == sorted(["2025-26", *others])


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_with_our_name_leads_nowhere(target, tmp_path):
    elsewhere = tmp_path / "viktigt"
    elsewhere.mkdir()
    (elsewhere / "fil").touch()
    target.with_name(".2025-26-skrivs-abcd1234").symlink_to(elsewhere)

    publish(target, "ny")

    assert held(elsewhere) == ["fil"]


def test_a_write_protected_report_is_replaced(target):
    (target / "genomlysning.pdf").chmod(0o444)
    (target / "tabeller").chmod(0o555)

    publish(target, "ny")

    assert content(target) == "ny"
    assert held(target.parent) == ["2025-26"]


def test_a_file_far_above_the_place_is_told_too(tmp_path):
    (tmp_path / "reports").write_text("en fil", encoding="utf-8")

    with pytest.raises(AnalysError, match="Mappen 9999 går inte att skriva i"):
        check_replaceable(tmp_path / "reports" / "9999" / "2025-26")


@pytest.mark.parametrize("step", [check_replaceable, lambda target: publish(target, "ny")])
def test_a_place_that_cannot_be_written_is_one_sentence_about_the_folder(tmp_path, step):
    (tmp_path / "9999").write_text("en fil där mappen skulle vara", encoding="utf-8")

    with pytest.raises(AnalysError) as caught:
        step(tmp_path / "9999" / "2025-26")

    assert str(caught.value) == "Mappen 9999 går inte att skriva i. Välj en annan med --ut."
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_no_message_names_a_place_on_the_machine(target, windows, tmp_path):
    windows.add(target / "genomlysning.pdf")

    with pytest.raises(AnalysError) as caught:
        publish(target, "ny")

    told = str(caught.value) + (target.with_name("2025-26-ny") / MARKER).read_text(encoding="utf-8")
    assert str(tmp_path) not in told and not re.search(r"skrivs|/ny", told)
