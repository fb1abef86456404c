"""What a municipality writes itself, read as bytes: no link leads out of its folder, no file is too large."""

from __future__ import annotations

from pathlib import Path

from analys.arbetsbok.places import KOD, Place
from analys.errors import Problem

Stamp = tuple[tuple[str, int, int], ...]
"""Files with their size and time."""


def load_bytes(path: Path, folder: Path, most: int, fil: str, kod: str = KOD) -> bytes | Problem | None:
    """A file's first bytes, None when there is no file, or why it cannot be read.

    Parameters
    ----------
    path : pathlib.Path
    folder : pathlib.Path
        The folder that the file must lie in, also when links are followed.
    most : int
        Largest size. One byte more is read, so that the reader sees that the file is larger.
    fil : str
        The file as messages name it.
    kod : str
        Code of the fault.
    """
    try:
        if not path.exists() and not path.is_symlink():
            return None
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            return Place(fil, kod=kod).problem(
                "Filen är en länk ut ur mappen eller ingen vanlig fil.",
                "Lägg själva filen i mappen i stället för en länk.",
            )
        with path.open("rb") as file:
            return file.read(most + 1)
    except (OSError, RuntimeError):
        return Place(fil, kod=kod).problem(
            "Filen går inte att läsa.",
            "Kontrollera att den inte är öppen i ett annat program och att du har behörighet.",
        )


def list_names(folder: Path) -> list[str]:
    """Names in a folder, sorted; none when it is missing or closed."""
    try:
        return sorted(child.name for child in folder.iterdir())
    except OSError:
        return []


def stamp_files(folder: Path) -> Stamp:
    """The files of a folder as they are now; none when it is missing or closed."""
    stamps = []
    for name in list_names(folder):
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        if (folder / name).is_file():
            stamps.append((name, status.st_size, status.st_mtime_ns))
    return tuple(stamps)
