"""Chapters: what the notebooks declare about themselves, in the order of running and of the report.

A cell tagged `skola` belongs to schools' reports alone: there nothing else of its chapter runs but the title
and the cells that open the run. A chapter without any cell for schools has nothing to say in their reports.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from analys.errors import NotebookError, ParameterError
from analys.estimates.cells import Estimate
from analys.parameters import RunParameters
from analys.paths import notebooks_folder
from analys.spelling import find_near, fold_name, make_printable
from analys.underlag import Underlag

ALWAYS = ("sammanfattning", "definitioner")
"""Chapters that no report is without."""

SKOLA = "skola"
"""Tag of the cells that belong to schools' reports alone."""

OPENING = frozenset({"parameters", "setup", SKOLA})


@dataclass(frozen=True)
class Chapter:
    """A chapter notebook.

    Parameters
    ----------
    path : pathlib.Path
        The notebook.
    namn : str
        Name; its estimates are `analys.estimates.<namn>.tabeller`, where that module exists.
    plats : int
        Place in the report.
    kraver : tuple of str
        "elevfiler" when the chapter has nothing to say without pupil files.
    laser, skriver : tuple of str
        Names of what it reads from, and leaves for, other chapters: they decide the order of running.
    skolor : bool
        Whether it has cells for schools' reports.
    """

    path: Path
    namn: str
    plats: int
    kraver: tuple[str, ...]
    laser: tuple[str, ...]
    skriver: tuple[str, ...]
    skolor: bool = False

    def tabeller(self, run: Underlag) -> list[Estimate]:
        """The chapter's estimates, none when it has no module of its own."""
        return find_estimates(self.namn, run)

    @property
    def estimates_module(self) -> str:
        """Dotted name of the module of its estimates, "" when it has none of its own."""
        module = name_module(self.namn)
        return module if importlib.util.find_spec(module) else ""


def name_module(namn: str) -> str:
    """Dotted name of the module that a chapter's estimates would be in."""
    return f"analys.estimates.{namn}"


def find_estimates(namn: str, run: Underlag) -> list[Estimate]:
    """Estimates of a chapter, by its name."""
    module = name_module(namn)
    if importlib.util.find_spec(module) is None:
        return []
    return list(importlib.import_module(module).tabeller(run))


def load_chapters(folder: Path | None = None) -> list[Chapter]:
    """Chapters of a folder (the project's own when none is given), in the order of the report.

    Raises
    ------
    NotebookError
        When a notebook lacks its declaration.
    """
    paths = sorted((folder or notebooks_folder()).glob("*.ipynb"))
    return sorted((_load(path) for path in paths), key=lambda chapter: chapter.plats)


def choose_chapters(chapters: Sequence[Chapter], run: Underlag) -> list[Chapter]:
    """The chapters that are estimated: not those that are left out, nor those that lack their files.

    Raises
    ------
    ParameterError
        When a chapter that is to be left out does not exist, or no report is without it.
    """
    left_out = _read_left_out(run.parameters, [chapter.namn for chapter in chapters])
    return [
        chapter
        for chapter in chapters
        if chapter.namn not in left_out and (run.has_pupils or "elevfiler" not in chapter.kraver)
    ]


def select_shown(chapters: Sequence[Chapter], parameters: RunParameters) -> list[Chapter]:
    """The chapters that stand in the report: in a school's, those with something about schools."""
    return [c for c in chapters if not parameters.skola or c.skolor or c.namn in ALWAYS]


def read_notebook(path: Path, parameters: RunParameters) -> NotebookNode:
    """A chapter's notebook, cells of the other kind of report made raw: they keep their place and do nothing.

    Parameters
    ----------
    path : pathlib.Path
    parameters : RunParameters
        `skola` tells which kind of report it is.
    """
    notebook = nbformat.read(path, as_version=4)
    tags = [set(cell.metadata.get("tags", ())) for cell in notebook.cells]
    title = next((place for place, cell in enumerate(notebook.cells) if cell.cell_type == "markdown"), 0)
    for_school = parameters.skola and any(SKOLA in own for own in tags)
    for place, (cell, own) in enumerate(zip(notebook.cells, tags, strict=True)):
        if (place != title and not own & OPENING) if for_school else SKOLA in own:
            for name in ("outputs", "execution_count"):
                cell.pop(name, None)
            cell.cell_type = "raw"
    return notebook


def _read_left_out(parameters: RunParameters, known: Sequence[str]) -> set[str]:
    names = {fold_name(name): name for name in known}
    faults, chosen = [], set()
    can = [name for name in known if name not in ALWAYS]
    for text in parameters.utelamnade:
        name = names.get(fold_name(text), "")
        if name in ALWAYS:
            faults.append(f"Kapitlet ”{name}” kan inte utelämnas: det finns i varje rapport.")
        elif name:
            chosen.add(name)
        else:
            near = find_near(text, can)
            hint = f" Menade du ”{near}”?" if near else ""
            faults.append(
                f"Kapitlet ”{make_printable(text[:40])}” finns inte.{hint} "
                f"De som kan utelämnas: {', '.join(can)}."
            )
    if faults:
        raise ParameterError("\n".join(faults))
    return chosen


def sort_for_running(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Chapters with every reader after its writers; otherwise in the order of the report.

    Raises
    ------
    NotebookError
        When chapters wait for each other.
    """
    by_name = {chapter.namn: chapter for chapter in chapters}
    graph = {
        reader.namn: [w.namn for w in chapters if w is not reader and set(w.skriver) & set(reader.laser)]
        for reader in chapters
    }
    try:
        return [by_name[name] for name in TopologicalSorter(graph).static_order()]
    except ValueError:
        raise NotebookError("Kapitlen väntar på varandra: se laser och skriver i deras metadata.") from None


def _load(path: Path) -> Chapter:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    declared = notebook.get("metadata", {}).get("analys", {})
    tags = (cell.get("metadata", {}).get("tags", ()) for cell in notebook.get("cells", ()))
    try:
        kraver, laser, skriver = (tuple(declared[name]) for name in ("kraver", "laser", "skriver"))
        return Chapter(
            path,
            declared["namn"],
            int(declared["plats"]),
            kraver,
            laser,
            skriver,
            any(SKOLA in own for own in tags),
        )
    except (KeyError, TypeError, ValueError):
        raise NotebookError(
            f"Anteckningsboken {path.stem} saknar sin kapiteldeklaration "
            "(namn, plats, kraver, laser, skriver)."
        ) from None
