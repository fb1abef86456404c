"""Composing: the finished document in all its forms, each made by a process of its own beside the others."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from analys.processes import call
from analys.rendering.write import FORMS, draw, prepare
from analys.underlag import Underlag
from analys.workshop import Bench, Task, do_beside

DRAW = "figurer"


def compose(
    merged: NotebookNode, run: Underlag, folder: Path, bench: Bench, beside: Sequence[Callable[[], object]]
) -> None:
    """Write the report's forms to a folder, and do something else meanwhile.

    Parameters
    ----------
    merged : NotebookNode
        As `analys.rendering.merging.merge` makes it.
    run : Underlag
    folder : pathlib.Path
        Where the files go.
    bench : Bench
    beside : sequence of callable
        What needs none of the forms.

    Raises
    ------
    AnalysError
        What the document refuses, or what is done beside it.
    """
    with tempfile.TemporaryDirectory(prefix=".dokument-", dir=run.work, ignore_cleanup_errors=True) as name:
        source = Path(name)
        prepare(
            merged,
            run.parameters,
            source,
            kommunnamn=run.kommunnamn,
            skolnamn=run.skolnamn,
            data=run.data,
        )
        ask = partial(_ask, run, bench, source, folder)
        forms: list[Task[object]] = [
            Task(one.name, partial(ask, one.name), (DRAW,) if one.drawn else ()) for one in FORMS
        ]
        others: list[Task[object]] = [Task(f"annat-{number}", do) for number, do in enumerate(beside)]
        tasks: list[Task[object]] = [forms[0], *others, Task(DRAW, partial(ask, DRAW)), *forms[1:]]
        do_beside(tasks, bench.jobs)


def write_part(namn: str, kalla: str, mapp: str, data: str) -> None:
    """Write one form, or the figures that some of them need, in the process that is asked to.

    Parameters
    ----------
    namn : str
        Name of a form, or `DRAW`.
    kalla, mapp : str
        Folder of the prepared document, and where the form goes.
    data : str
        Data folder; not read.
    """
    if namn == DRAW:
        draw(Path(kalla))
    for form in FORMS:
        if form.name == namn:
            form.write(Path(kalla), Path(mapp))


def _ask(run: Underlag, bench: Bench, source: Path, folder: Path, namn: str) -> None:
    titel = "Figurer för Word och PowerPoint" if namn == DRAW else f"Filen {_file_of(namn)}"
    bench.progress.start(titel)
    call(
        write_part,
        titel,
        data=run.data,
        work=run.work,
        namn=namn,
        kalla=str(source.resolve()),
        mapp=str(folder.resolve()),
    )
    bench.progress.finish(titel)


def _file_of(namn: str) -> str:
    return next(form.file for form in FORMS if form.name == namn)
