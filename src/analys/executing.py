"""Executing the chapters: each in a kernel of its own, beside each other, and none that need not be."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analys.chapters import Chapter, read_notebook, sort_for_running
from analys.deciding import bring_file
from analys.environment import hash_environment
from analys.errors import NotebookError
from analys.keeping import Fixed
from analys.keeping.digests import digest
from analys.reads import load_reads
from analys.running import run_notebook
from analys.sources import Sources
from analys.underlag import Underlag
from analys.workshop import Bench, Piece

ALWAYS = ("analys.kernel", "analys.run", "analys.running")
"""Modules that take part in every notebook."""


def execute_chapters(chapters: Sequence[Chapter], run: Underlag, bench: Bench) -> dict[str, NotebookNode]:
    """The executed notebooks by chapter.

    Parameters
    ----------
    chapters : sequence of Chapter
        Those that stand in the report.
    run : Underlag
    bench : Bench
        Its digests know what was decided.

    Raises
    ------
    NotebookError
        When a notebook stops, or reads a finding that it does not declare.
    """
    workshop, sources = bench.open(run.work), bench.sources
    # The longest notebooks take the longest; the order is otherwise that of readers after writers.
    ordered = sorted(sort_for_running(chapters), key=lambda one: -one.path.stat().st_size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folders = workshop.do([_make_piece(chapter, chapters, run, sources) for chapter in ordered])
    return {
        chapter.namn: nbformat.read(folders[_name(chapter)] / chapter.path.name, as_version=4)
        for chapter in chapters
    }


def _name(chapter: Chapter) -> str:
    return f"kapitel-{chapter.namn}"


def _make_piece(chapter: Chapter, every: Sequence[Chapter], run: Underlag, sources: Sources) -> Piece:
    notebook = read_notebook(chapter.path, run.parameters)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    kod = sources.hash_part((*ALWAYS, *sorted(sources.imported_by(code))))
    return Piece(
        _name(chapter),
        f"Kapitlet {chapter.namn}",
        partial(Fixed, kod, hash_environment(), digest(notebook)),
        partial(_execute, chapter, run),
        partial(_place, chapter, run),
        tuple(_name(one) for one in every if one is not chapter and set(one.skriver) & set(chapter.laser)),
    )


def _execute(chapter: Chapter, run: Underlag, made: Path, record: Path) -> None:
    run_notebook(chapter.path, run.parameters, data=run.data, work=run.work, record=record)
    undeclared = {
        f"fynd_{name}" for kind, name in load_reads(record) if kind == "fynd" and name not in ("", "tidigare")
    } - set(chapter.laser)
    if undeclared:
        raise NotebookError(
            f"Anteckningsboken {chapter.path.stem} läser {', '.join(sorted(undeclared))} utan att säga det. "
            "Lägg till det i laser i dess metadata."
        )
    for name in (chapter.path.name, *_findings(chapter)):
        if (run.work / name).exists():
            shutil.copyfile(run.work / name, made / name)


def _place(chapter: Chapter, run: Underlag, folder: Path) -> None:
    for name in (chapter.path.name, *_findings(chapter)):
        bring_file(folder / name, run.work / name)


def _findings(chapter: Chapter) -> tuple[str, ...]:
    return tuple(f"{name}.json" for name in chapter.skriver)
