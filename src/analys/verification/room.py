"""A room of its own to make reports again in: copies of the raw files, and nothing that was made of them.

It lies in the data folder, since what is made there is as private as what lies there, and is gone afterwards.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from analys.earlier.published import MANIFEST, list_editions
from analys.errors import AnalysError
from analys.finished import Manifest
from analys.parameters import RunParameters
from analys.paths import KEY_FILE, hash_file
from analys.pipeline import make_report
from analys.preparation import without_network
from analys.progress import Progress
from analys.publishing import temporary_folder
from analys.verification.here import Here

NAME = "verifiering"


@dataclass(frozen=True)
class Room:
    """Where reports of one municipality are made again.

    Parameters
    ----------
    data : pathlib.Path
        A data folder with the municipality's raw files.
    out : pathlib.Path
        Folder of report folders, one for each report that is made again.
    """

    data: Path
    out: Path


@contextmanager
def open_room(data: Path, kommun: str) -> Iterator[Room]:
    """A room with copies of a municipality's raw files, gone when the block ends.

    Reports that are made in the same room share what is made there of the files, and nothing else.

    Raises
    ------
    AnalysError
        When the data folder cannot be written, or has no room.
    """
    place = data / "processed" / kommun / NAME
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(temporary_folder(place))
            room = Room(folder / "data", folder / "reports")
            _copy_raw(data, room.data, kommun)
        except (OSError, shutil.Error, AnalysError):
            raise AnalysError(
                f"Filerna i raw/{kommun} gick inte att kopiera till en tillfällig mapp i datakatalogen. "
                "Kontrollera att du får skriva där, och att det finns plats på disken. Med --snabbt görs "
                "rapporten inte om."
            ) from None
        yield room


def _copy_raw(data: Path, room: Path, kommun: str) -> None:
    """Raw files of the municipality and of official statistics, and the key."""
    (room / "raw").mkdir(parents=True)
    raw = sorted((data / "raw").iterdir()) if (data / "raw").is_dir() else []
    for folder in raw:
        is_other = folder.name.isdecimal() and folder.name != kommun
        if folder.is_dir() and not is_other and not folder.name.startswith("."):
            shutil.copytree(folder, room / "raw" / folder.name, ignore_dangling_symlinks=True)
    if (data / KEY_FILE).is_file():
        shutil.copy2(data / KEY_FILE, room / KEY_FILE)


def make_again(
    manifest: Manifest, parameters: RunParameters, here: Here, room: Room, *, data: Path, home: Path,
    progress: Progress,
) -> Path:  # fmt: skip
    """Make a report again in a room, and give the folder that it was written in.

    Parameters
    ----------
    manifest : Manifest
        Of the report.
    parameters : RunParameters
        Its parameters.
    here : Here
        Where the decided reports are that it was made together with.
    room : Room
    data, home : pathlib.Path
        The user's data folder and report folder; they are only read.
    progress : Progress

    Raises
    ------
    AnalysError
        Of any kind, as when the report was made.
    """
    out = room.out / manifest.sha256
    for folder, place in _list_beside(manifest, here, home, out):
        if not place.exists():
            shutil.copytree(folder, place)
    _copy_logotype(parameters, data, room.data)
    with without_network():
        return make_report(parameters, data=room.data, out=out, progress=progress)


def _list_beside(manifest: Manifest, here: Here, home: Path, out: Path) -> Iterator[tuple[Path, Path]]:
    """Reports that stood beside when the report was made, each with its place in the room."""
    for one, folder in here.tidigare:
        if folder is not None:
            yield folder, _place(manifest, out, one.lasar, one.skola, one.utgava)
    about = (manifest.lasar, manifest.skola)
    for edition in list_editions(home, manifest.kommun):
        if (edition.lasar, edition.skola) == about and edition.utgava:
            if hash_file(edition.folder / MANIFEST) == manifest.sha256:
                break  # What came after is no input.
            yield edition.folder, _place(manifest, out, edition.lasar, edition.skola, edition.utgava)


def _place(manifest: Manifest, out: Path, lasar: str, skola: str, utgava: int) -> Path:
    target = manifest.place(out, lasar, skola)
    return target.with_name(f"{target.name}-utgava-{utgava}")


def _copy_logotype(parameters: RunParameters, data: Path, room: Path) -> None:
    parts = PureWindowsPath(parameters.logotyp).parts
    source, place = data.joinpath(*parts), room.joinpath(*parts)
    if parameters.logotyp and source.is_file() and not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, place)
