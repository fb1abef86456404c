"""Chapters: place in the report, order of running, and what a notebook must declare."""

import json

import pytest

from analys.chapters import (
    Chapter,
    choose_chapters,
    load_chapters,
    read_notebook,
    select_shown,
    sort_for_running,
)
from analys.errors import NotebookError, ParameterError
from analys.parameters import RunParameters

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


class Files:
    """A run, as far as chapters ask."""

    def __init__(self, has_pupils=True, **parameters):
        self.has_pupils, self.parameters = has_pupils, RunParameters(**parameters)


def ours():
    return [
        chapter("sammanfattning", 0),
        Chapter(None, "trend", 40, (), (), (), skolor=True),
        Chapter(None, "franvaro", 60, ("elevfiler",), (), ()),
        chapter("definitioner", 99),
    ]


def test_chapters_are_left_out_by_name():
    run = Files(utan_kapitel="Frånvaro; trend")

    assert names(choose_chapters(ours(), run)) == ["sammanfattning", "definitioner"]


def test_a_chapter_of_pupils_needs_their_files():
    assert names(choose_chapters(ours(), Files(has_pupils=False))) == [
        "sammanfattning",
        "trend",
        "definitioner",
    ]


def test_every_fault_of_what_is_left_out_is_told_at_once():
    with pytest.raises(ParameterError) as caught:
        choose_chapters(ours(), Files(utan_kapitel="franvara, sammanfattning"))

    assert str(caught.value).splitlines() == [
        "Kapitlet ”franvara” finns inte. Menade du ”franvaro”? De som kan utelämnas: trend, franvaro.",
        "Kapitlet ”sammanfattning” kan inte utelämnas: det finns i varje rapport.",
    ]


def test_a_schools_report_has_the_chapters_with_cells_for_schools():
    assert names(select_shown(ours(), RunParameters(skola="10000001"))) == [
        "sammanfattning",
        "trend",
        "definitioner",
    ]
    assert names(select_shown(ours(), RunParameters())) == names(ours())


@pytest.fixture
def both(tmp_path):
    """A notebook with cells for both kinds of report."""
    cells = [
        ("markdown", "# Titel", []),
        ("code", "x = 1", ["parameters"]),
        ("code", "import y", ["setup"]),
        ("code", "kommunen", []),
        ("code", "bilagan", ["bilaga"]),
        ("code", "skolan", ["skola"]),
        ("markdown", "## Skolan", ["skola"]),
    ]
    made = [
        {"cell_type": kind, "id": f"c{place}", "source": source, "metadata": {"tags": tags}}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for place, (kind, source, tags) in enumerate(cells)
    ]
    path = tmp_path / "01_a.ipynb"
    content = {"cells": made, "metadata": {"analys": DECLARED}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("skola", "run"),
    [
        ("", ["# Titel", "x = 1", "import y", "kommunen", "bilagan"]),
        ("10000001", ["# Titel", "x = 1", "import y", "skolan", "## Skolan"]),
    ],
)
def test_cells_of_the_other_kind_of_report_keep_their_place_and_do_nothing(both, skola, run):
    notebook = read_notebook(both, RunParameters(skola=skola))

    assert len(notebook.cells) == 7
    assert [cell.source for cell in notebook.cells if cell.cell_type != "raw"] == run


def test_a_chapter_that_no_report_is_without_runs_whole_where_it_has_nothing_for_schools(write):
    folder = write("99_definitioner", DECLARED | {"namn": "definitioner"})
    path = folder / "99_definitioner.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"] = [{"cell_type": "markdown", "id": "a", "source": "# Allt", "metadata": {}}]
    path.write_text(json.dumps(content), encoding="utf-8")

    (cell,) = read_notebook(path, RunParameters(skola="10000001")).cells

    assert cell.cell_type == "markdown"
