"""Pieces of work: their order, what is beside what, and what becomes of those that fail."""

import threading

import pytest

from analys.errors import NotebookError
from analys.keeping import Fixed, Keeper
from analys.progress import Silent
from analys.workshop import Piece, Task, Workshop, do_beside

FIXED = Fixed("kod", "miljo")


class Now:
    """Things to read, whose digests a test decides."""

    def __init__(self):
        self.values, self.same = {}, True

    def of(self, read):
        return self.values[read]

    def hold(self):
        return self.same


class Told(Silent):
    """Progress that remembers."""

    def __init__(self):
        self.kept, self.made = [], []

    def finish(self, part, *, kept=False):
        (self.kept if kept else self.made).append(part)


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def work(tmp_path, now):
    """Do pieces of work that each write a file and read one thing; tells which were made and which kept."""

    def do(*names, fixed=FIXED, reads=("tabell", "np_ak9"), make=None):
        def write(folder, record):
            (folder / "svar.txt").write_text(now.values.get(("tabell", "np_ak9"), ""), encoding="utf-8")
            if reads:
                kind, name = reads
                record.write_text(f'["{kind}", "{name}"]\n', encoding="utf-8")

        told = Told()
        shop = Workshop(Keeper(tmp_path / "sparat", now), told, 2)
        folders = shop.do([Piece(name, name, lambda: fixed, make or write) for name in names])
        texts = {name: (folder / "svar.txt").read_text(encoding="utf-8") for name, folder in folders.items()}
        return told, texts

    return do


def test_a_task_waits_for_those_that_it_needs():
    seen = []

    do_beside([Task("c", lambda: seen.append("c"), ("b",)), Task("b", lambda: seen.append("b"), ("a",)),
               Task("a", lambda: seen.append("a"))], jobs=3)  # fmt: skip

    assert seen == ["a", "b", "c"]


def test_tasks_are_done_beside_each_other():
    meet = threading.Barrier(2, timeout=20)

    assert do_beside([Task("a", meet.wait), Task("b", meet.wait)], jobs=2).keys() == {"a", "b"}


def test_of_those_that_fail_the_first_in_order_is_told_and_nothing_new_begins():
    meet, begun = threading.Barrier(2, timeout=20), []

    def fail(name):
        meet.wait()
        raise NotebookError(name)

    tasks = [Task("a", lambda: fail("a")), Task("b", lambda: fail("b")), Task("c", lambda: begun.append("c"))]

    with pytest.raises(NotebookError, match="a"):
        do_beside(tasks, jobs=2)
    assert begun == []


def test_what_was_done_before_a_failure_is_not_done_again(work, now):
    now.values["tabell", "np_ak9"] = "1"
    work("a")

    def fail(folder, record):
        raise NotebookError("b")

    with pytest.raises(NotebookError):
        work("b", make=fail)
    told, _ = work("a", "b")

    assert (told.kept, told.made) == (["a"], ["b"])


def test_nothing_is_done_again_when_nothing_has_changed(work, now):
    now.values["tabell", "np_ak9"] = "1"
    assert work("a")[0].made == ["a"]

    told, texts = work("a")

    assert (told.kept, told.made, texts) == (["a"], [], {"a": "1"})


@pytest.mark.parametrize(
    "fixed", [Fixed("annan", "miljo"), Fixed("kod", "annan"), Fixed("kod", "miljo", "annat")]
)
def test_other_code_another_environment_or_another_notebook_is_done_again(work, now, fixed):
    now.values["tabell", "np_ak9"] = "1"
    work("a")

    assert work("a", fixed=fixed)[0].made == ["a"]


def test_what_was_read_and_has_changed_is_done_again(work, now):
    now.values["tabell", "np_ak9"] = "1"
    work("a")
    now.values["tabell", "np_ak9"] = "2"

    told, texts = work("a")

    assert (told.made, texts) == (["a"], {"a": "2"})


def test_what_was_not_read_may_change(work, now):
    now.values |= {("tabell", "np_ak9"): "1", ("tabell", "franvaro"): "1"}
    work("a")
    now.values["tabell", "franvaro"] = "2"

    assert work("a")[0].kept == ["a"]


@pytest.mark.parametrize("name", ["svar.txt", "spar.json"])
def test_a_kept_file_that_somebody_has_changed_is_not_believed(work, now, tmp_path, name):
    now.values["tabell", "np_ak9"] = "1"
    work("a")
    (tmp_path / "sparat" / "a" / name).write_text("{}", encoding="utf-8")

    told, texts = work("a")

    assert (told.made, texts) == (["a"], {"a": "1"})


def test_what_was_made_while_a_file_was_saved_is_kept_for_nobody(work, now):
    now.values["tabell", "np_ak9"] = "1"
    now.same = False
    work("a")
    now.same = True

    assert work("a")[0].made == ["a"]


def test_nothing_half_made_is_left(work, now, tmp_path):
    def stop(folder, record):
        (folder / "svar.txt").write_text("halv", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work("a", make=stop)

    assert list((tmp_path / "sparat").iterdir()) == []
