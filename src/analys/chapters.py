"""Chapters: what the notebooks declare about themselves, in the order of running and of the report."""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from analys.errors import NotebookError
from analys.estimates.cells import Estimate
from analys.paths import notebooks_folder
from analys.underlag import Underlag


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
    """

    path: Path
    namn: str
    plats: int
    kraver: tuple[str, ...]
    laser: tuple[str, ...]
    skriver: tuple[str, ...]

    def tabeller(self, run: Underlag) -> list[Estimate]:
        """The chapter's estimates, none when it has no module of its own."""
        module = f"analys.estimates.{self.namn}"
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
    declared = json.loads(path.read_text(encoding="utf-8")).get("metadata", {}).get("analys", {})
    try:
        return Chapter(
            path,
            declared["namn"],
            int(declared["plats"]),
            *(tuple(declared[name]) for name in ("kraver", "laser", "skriver")),
        )
    except (KeyError, TypeError, ValueError):
        raise NotebookError(
            f"Anteckningsboken {path.stem} saknar sin kapiteldeklaration "
            "(namn, plats, kraver, laser, skriver)."
        ) from None
