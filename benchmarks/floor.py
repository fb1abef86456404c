"""The floor: what a report costs in one plain Python process, everything in turn and nothing twice.

The same cleaning, estimates, plan, cells and files as ours, without kernels, attack and inspection. Run as
`python benchmarks/floor.py PARAMETERS.yml DATA FOLDER`, with ANALYS_DATA set to the data folder.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from analys.chapters import choose_chapters, load_chapters, read_notebook, select_shown, sort_for_running
from analys.cleaning import prepare
from analys.disclosure import ProtectedTable, plan, protect
from analys.disclosure.official import read_official
from analys.parameters import RunParameters, load_parameters, make_parameters
from analys.paths import make_private_folder
from analys.presentation.csvfiles import write_csv, write_indikatorer
from analys.presentation.xlsxfile import FILE, write_workbook
from analys.provenance import save_earlier
from analys.rendering.merging import TABLE, merge
from analys.rendering.write import render
from analys.run import ESTIMATES_FILE, PLAN_FILE, save_estimates
from analys.underlag import Underlag


def make_plainly(parameters: RunParameters, data: Path, folder: Path) -> None:
    """Make the report's files in a folder, and leave its executed notebooks there in `korda`."""
    prepare(data, parameters.kommun, parameters.lasar_i_trend, run_lasar=parameters.lasar)
    run = Underlag(parameters, data)
    run.declare()
    chapters = choose_chapters(load_chapters(), run)
    owned = [(chapter.namn, estimate) for chapter in chapters for estimate in chapter.tabeller(run)]
    estimates = [estimate for _, estimate in owned]
    decided = plan(estimates, parameters.troskel, official=read_official(run))
    make_private_folder(run.work)
    decided.save(run.work / PLAN_FILE)
    save_estimates(run.work / ESTIMATES_FILE, owned)
    save_earlier(run.work, ())

    shown = select_shown(chapters, parameters)
    executed = {
        chapter.namn: _execute(read_notebook(chapter.path, parameters), parameters)
        for chapter in sort_for_running(shown)
    }
    merged = merge([executed[chapter.namn] for chapter in shown], parameters)
    render(merged, parameters, folder, kommunnamn=run.kommunnamn, skolnamn=run.skolnamn, data=data)
    named = _name_tables(merged)
    _write_tables([protect(one, decided) for one in estimates if one.id in named], folder)
    (folder / "korda").mkdir()
    for chapter in shown:
        nbformat.write(executed[chapter.namn], folder / "korda" / chapter.path.name)


def _execute(notebook: NotebookNode, parameters: RunParameters) -> NotebookNode:
    """The notebook with the outputs of its cells, run in a namespace of its own."""
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        # The trap first: within it the shell leaves what shows results as it finds it.
        with shell.display_trap, capture_output() as captured:
            shell.run_cell(cell.source).raise_error()
        cell.outputs = [
            new_output("display_data", data=one.data, metadata=one.metadata or {}) for one in captured.outputs
        ]
        if "parameters" in cell.metadata.get("tags", ()):
            shell.user_ns.update(parameters.model_dump())
    return notebook


def _name_tables(merged: NotebookNode) -> set[str]:
    outputs = [output for cell in merged.cells for output in cell.get("outputs", ())]
    told: list[dict[str, Any]] = [output.data.get(TABLE, {}) for output in outputs]
    told += [output.metadata.get("analys", {}) for output in outputs]
    return {name for one in told for name in one.get("tabeller", ())}


def _write_tables(tables: Sequence[ProtectedTable], folder: Path) -> None:
    (folder / "tabeller").mkdir()
    for table in tables:
        write_csv(table, folder / "tabeller" / f"{table.id}.csv")
    write_indikatorer(tables, folder / "tabeller" / "indikatorer.csv")
    write_workbook(tables, folder / FILE)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    make_plainly(make_parameters(load_parameters(Path(sys.argv[1]))), Path(sys.argv[2]), Path(sys.argv[3]))
