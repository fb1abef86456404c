"""Chapters: place in the report, order of running, and what a notebook must declare."""

import json

import pytest

from analys.chapters import Chapter, load_chapters, sort_for_running
from analys.errors import NotebookError

DECLARED = {"namn": "a", "plats": 1, "kraver": [], "laser": [], "skriver": []}


@pytest.fixture
def write(tmp_path):
    """Write a notebook with the given declaration; None leaves it out."""

    def write_notebook(name, declared):
        metadata = {} if declared is None else {"analys": declared}
        content = {"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")
        return tmp_path

    return write_notebook


def chapter(name, place, reads=(), writes=()):
    return Chapter(None, name, place, (), tuple(reads), tuple(writes))


def names(chapters):
    return [one.namn for one in chapters]


def test_the_report_follows_the_declared_places(write):
    write("01_b", DECLARED | {"namn": "b", "plats": 20})
    folder = write("02_a", DECLARED | {"namn": "a", "plats": 3})

    assert names(load_chapters(folder)) == ["a", "b"]


def test_a_reader_runs_after_every_writer():
    chapters = [
        chapter("sammanfattning", 0, reads=["fynd_trend", "fynd_skolor"]),
        chapter("trend", 2, writes=["fynd_trend"]),
        chapter("skolor", 5, reads=["fynd_trend"], writes=["fynd_skolor"]),
        chapter("definitioner", 90),
    ]

    order = names(sort_for_running(chapters))

    assert sorted(order) == sorted(names(chapters))
    assert order.index("trend") < order.index("skolor") < order.index("sammanfattning")


def test_a_chapter_may_read_what_it_wrote_itself():
    assert names(sort_for_running([chapter("a", 1, ["x"], ["x"])])) == ["a"]


def test_what_nobody_writes_is_waited_for_by_nobody():
    assert names(sort_for_running([chapter("a", 1, reads=["fynd_borta"])])) == ["a"]


def test_chapters_that_wait_for_each_other_are_refused():
    chapters = [chapter("a", 1, ["y"], ["x"]), chapter("b", 2, ["x"], ["y"])]

    with pytest.raises(NotebookError, match="Kapitlen väntar på varandra"):
        sort_for_running(chapters)


@pytest.mark.parametrize(
    "declared",
    [
        None,
        {name: value for name, value in DECLARED.items() if name != "skriver"},
        DECLARED | {"plats": "först"},
        DECLARED | {"laser": None},
    ],
)
def test_a_notebook_without_its_declaration_is_named(write, declared):
    folder = write("03_kapitel", declared)

    with pytest.raises(NotebookError, match="03_kapitel saknar sin kapiteldeklaration"):
        load_chapters(folder)


def test_a_chapter_without_estimates_of_its_own_has_no_tables():
    assert chapter("finns_inte", 1).tabeller(None) == []


def test_our_own_summary_stands_first_and_runs_after_what_it_concludes_from():
    chapters = load_chapters()

    assert names(chapters)[0] == "sammanfattning"
    order = names(sort_for_running(chapters))
    writers = [c.namn for c in chapters if set(c.skriver) & set(chapters[0].laser)]
    assert writers
    assert all(order.index(name) < order.index("sammanfattning") for name in writers)
