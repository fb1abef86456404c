"""Composing: the finished document in all its forms, each made by a process of its own beside the others."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from analys.auditing import Audit
from analys.parameters import make_parameters
from analys.processes import call
from analys.rendering.write import FORMS, draw, prepare
from analys.underlag import Underlag
from analys.workshop import Bench, Task, do_beside

DRAW = "figurer"

ATTACK = "granskning"

MERGED = "sammansatt.json"
"""The merged notebook, among what the document is made from."""


def compose(
    merged: NotebookNode, run: Underlag, folder: Path, bench: Bench, beside: Callable[[], Audit]
) -> Audit:
    """Write the report's forms to a folder, try the report meanwhile, and return what was tried.

    Parameters
    ----------
    merged : NotebookNode
        As `analys.rendering.merging.merge` makes it.
    run : Underlag
    folder : pathlib.Path
        Where the files go.
    bench : Bench
    beside : callable
        Tries the report; needs none of the forms.

    Raises
    ------
    AnalysError
        What the document refuses, or what is done beside it.
    """
    with tempfile.TemporaryDirectory(prefix=".dokument-", dir=run.work, ignore_cleanup_errors=True) as name:
        source = Path(name)
        _prepare(merged, run, source)
        ask = partial(_ask, run, bench, source, folder)
        forms: list[Task[Audit | None]] = [
            Task(one.name, partial(ask, one.name), (DRAW,) if one.drawn else ()) for one in FORMS
        ]
        drawing: Task[Audit | None] = Task(DRAW, partial(ask, DRAW))
        attack: Task[Audit | None] = Task(ATTACK, beside)
        tasks = [forms[0], attack, drawing, *forms[1:]]
        audit = do_beside(tasks, bench.jobs)[ATTACK]
        assert audit is not None
        return audit


def _prepare(merged: NotebookNode, run: Underlag, source: Path) -> None:
    (source / MERGED).write_text(json.dumps(merged), encoding="utf-8")
    call(
        prepare_document,
        "Dokumentet",
        data=run.data,
        work=run.work,
        parametrar=run.parameters.model_dump(mode="json"),
        kalla=str(source.resolve()),
        kommunnamn=run.kommunnamn,
        skolnamn=run.skolnamn,
    )


def prepare_document(
    parametrar: Mapping[str, Any], kalla: str, kommunnamn: str, skolnamn: str, data: str
) -> None:
    """Make the document of the merged notebook in a folder, in the process that is asked to.

    Parameters
    ----------
    parametrar : mapping
        Names and values.
    kalla : str
        Folder with the merged notebook, and where the document goes.
    kommunnamn, skolnamn : str
        As the title page shall say them.
    data : str
        Data folder, for the logotype.
    """
    merged = from_dict(json.loads((Path(kalla) / MERGED).read_text(encoding="utf-8")))
    prepare(
        merged,
        make_parameters(parametrar),
        Path(kalla),
        kommunnamn=kommunnamn,
        skolnamn=skolnamn,
        data=Path(data),
    )


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
