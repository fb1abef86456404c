"""What other systems' files are read by: the column mappings and the list of schools nearest to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from analys.importing.folder import Entry
from analys.importing.naming import kinds_in_name
from analys.paths import KOLUMNER
from analys.reading.sources import TEXTS, WORKBOOKS


@dataclass(frozen=True)
class Beside:
    """Column mappings and lists of schools by the folder that they lie in.

    Parameters
    ----------
    kolumner, skolenheter : mapping of str to Path
        Folder below the one that is looked through ("." for itself) -> file. Under "" stands the file for all
        who have none nearer.
    """

    kolumner: Mapping[str, Path] = field(default_factory=dict)
    skolenheter: Mapping[str, Path] = field(default_factory=dict)

    def nearest(self, fil: str) -> tuple[Path | None, Path | None]:
        """Column mapping and list of schools for a file: in its folder, above it, else the one for all."""
        folders = [str(folder) for folder in PurePosixPath(fil).parents] + [""]
        return (
            next((self.kolumner[folder] for folder in folders if folder in self.kolumner), None),
            next((self.skolenheter[folder] for folder in folders if folder in self.skolenheter), None),
        )


def find_beside(entries: Iterable[Entry], base: Path | None = None) -> Beside:
    """The mappings and lists among some files.

    Parameters
    ----------
    entries : iterable of Entry
    base : Path or None
        The municipality's raw folder, whose files are used where the entries have none.
    """
    found: tuple[dict[str, Path], dict[str, Path]] = {}, {}
    for entry in entries:
        if entry.hinder:
            continue
        folder = str(PurePosixPath(entry.fil).parent)
        if entry.path.name.casefold() == KOLUMNER:
            found[0].setdefault(folder, entry.path)
        elif _lists_schools(entry.path):
            found[1].setdefault(folder, entry.path)
    for paths, kept in zip(found, _find_kept(base), strict=True):
        # One for all, however far away; of several only the municipality's own can be meant.
        if only := next(iter(paths.values()), None) if len(paths) == 1 else kept:
            paths[""] = only
    return Beside(*found)


def _find_kept(base: Path | None) -> tuple[Path | None, Path | None]:
    try:
        paths = sorted(base.iterdir(), key=lambda path: path.name) if base and base.is_dir() else []
    except OSError:
        paths = []
    return (
        next((path for path in paths if path.name == KOLUMNER), None),
        next((path for path in paths if _lists_schools(path)), None),
    )


def _lists_schools(path: Path) -> bool:
    return path.suffix.lower() in (*TEXTS, *WORKBOOKS) and kinds_in_name(path.name) == ("skolenheter",)
