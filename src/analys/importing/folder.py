"""Which files lie in a folder and below it; links, hidden files and locks of other programs are left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analys.errors import ParameterError
from analys.spelling import make_printable

DEPTH = 8
ERSATTA = "ersatta"
IMPORTLOGG = "importer.yml"


@dataclass(frozen=True)
class Entry:
    """One name in a folder: `hinder` says in Swedish why it is not a file to open, "" when it is one."""

    path: Path
    fil: str
    hinder: str = ""


def check_folder(folder: Path, data: Path) -> Path:
    """The folder in full, when it can be looked through.

    Raises
    ------
    ParameterError
        When it is no folder, or lies in the data folder itself.
    """
    name = make_printable(folder.name)[:60] or "."
    try:
        whole = folder.resolve()
        is_folder = whole.is_dir()
        inside = whole.is_relative_to(data.resolve())
    except (OSError, RuntimeError, ValueError):
        is_folder, inside, whole = False, False, folder
    if inside:
        raise ParameterError(
            f"Mappen {name} ligger redan i datakatalogen. Ange mappen som du har sparat uttagen i."
        )
    if not is_folder:
        raise ParameterError(f"Det finns ingen mapp {name}. Ange mappen med uttagen, inte en fil.")
    return whole


def list_entries(folder: Path, utom: Path | None = None) -> Iterator[Entry]:
    """Files below a folder in a fixed order, and the names that are no files.

    Parameters
    ----------
    folder : Path
    utom : Path or None
        A folder that is not entered: the data folder, when it lies in the one that is looked through.
    """
    yield from _walk(folder, folder, utom.resolve() if utom else None, DEPTH)


def _walk(root: Path, folder: Path, utom: Path | None, depth: int) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as scanned:
            names = sorted(scanned, key=lambda entry: entry.name)
    except OSError:
        yield _entry(root, folder, "Mappen går inte att läsa.")
        return
    imported = any(entry.name == IMPORTLOGG for entry in names)
    for entry in names:
        path = Path(entry.path)
        if entry.name.startswith((".", "~")) or (imported and entry.name in (IMPORTLOGG, ERSATTA)):
            continue
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            is_file = entry.is_file(follow_symlinks=False)
            is_link = entry.is_symlink() or (is_folder and _is_junction(entry))
        except OSError:
            yield _entry(root, path, "Filen går inte att läsa.")
            continue
        if is_link:
            yield _entry(root, path, "Det är en länk. Lägg själva filen i katalogen.")
        elif is_folder:
            if utom is not None and path.resolve() == utom:
                continue
            if depth:
                yield from _walk(root, path, utom, depth - 1)
            else:
                yield _entry(root, path, f"Mappen ligger mer än {DEPTH} nivåer ned.")
        else:
            yield _entry(root, path, "" if is_file else "Det är ingen vanlig fil.")


def _is_junction(entry: os.DirEntry[str]) -> bool:
    # Windows' other kind of link to a folder; Python knows it from 3.12.
    return bool(getattr(entry, "is_junction", lambda: False)())


def _entry(root: Path, path: Path, hinder: str = "") -> Entry:
    return Entry(path, make_printable(path.relative_to(root).as_posix()), hinder)
