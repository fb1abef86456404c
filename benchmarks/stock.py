"""A report by stock tools alone: papermill runs each chapter, nbconvert makes each a page of its own.

Whoever has nothing but the notebooks has no plan: each chapter computes its own tables and protects them by
itself, as in JupyterLab (`analys.run.Run.tabeller`). The chapters show the same tables and figures as ours.
Papermill knows no tags that choose cells, so it gets the notebooks with the cells of the other kind of report
taken out. There is neither PDF, slides, editable forms nor an attack on the finished report.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nbformat
import yaml
from processes import make_environment, run_python

from analys.chapters import Chapter, read_notebook
from analys.parameters import RunParameters
from analys.run import LAB_VARIABLE

KERNEL = "python3"


def run_stock(chapters: Sequence[Chapter], parameters: RunParameters, *, data: Path, folder: Path) -> float:
    """Seconds for a report's chapters, one process after the other.

    Parameters
    ----------
    chapters : sequence of Chapter
        In the order of running.
    parameters : RunParameters
    data : pathlib.Path
        A data folder that nothing of ours uses: what lies in processed/ is removed first.
    folder : pathlib.Path
        For the executed notebooks and the pages; emptied first.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(data / "processed", ignore_errors=True)
    settings = folder.parent / "installningar"
    _install_kernel(settings / "jupyter" / "kernels" / KERNEL)
    for name in ("anteckningsbocker", "korda"):
        (folder / name).mkdir(parents=True)
    given = folder / "parametrar.yml"
    given.write_text(yaml.safe_dump(parameters.model_dump(mode="json")), encoding="utf-8")
    environment = make_environment(data, settings) | {LAB_VARIABLE: "1"}
    seconds = 0.0
    for chapter in chapters:
        source = folder / "anteckningsbocker" / chapter.path.name
        executed = folder / "korda" / chapter.path.name
        nbformat.write(read_notebook(chapter.path, parameters), source)
        for command in (
            ("papermill", source, executed, "-k", KERNEL, "-f", given, "--no-progress-bar"),
            ("nbconvert", "--to", "html", executed),
        ):
            seconds += run_python(
                ("-m", *command),
                environment=environment,
                folder=folder,
                what=f"{command[0]} på kapitlet {chapter.namn}",
            )
    return seconds


def count_shown(notebooks: Path) -> int:
    """How many tables, figures and texts the executed notebooks of a folder show."""
    books = (nbformat.read(path, as_version=4) for path in sorted(notebooks.glob("*.ipynb")))
    return sum(
        output.output_type != "stream" for b in books for c in b.cells for output in c.get("outputs", ())
    )


def _install_kernel(folder: Path) -> None:
    """A kernelspec of this very interpreter, as ipykernel installs it."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3",
        "language": "python",
    }
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
