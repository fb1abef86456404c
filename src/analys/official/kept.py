"""Answers kept byte for byte as they came, and read again only when not a byte of them has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from analys.errors import AnalysError, InputError, Problem
from analys.official.answers import MOST_BYTES, BrokenBody
from analys.official.files import locked, write_atomically
from analys.official.index import INDEX, fetch_again, in_data, is_entry, read_index, store_folder
from analys.official.service import Service

LOCK = ".hamtningar.las"

Entry = dict[str, Any]
T = TypeVar("T")


def make_entry(service: Service, innehall: bytes, **fields: Any) -> Entry:
    """Entry of the index for one answer; its checksum is the content's.

    Raises
    ------
    ValueError
        When a field is missing or has another form.
    """
    whole = {**fields, "sha256": hashlib.sha256(innehall).hexdigest()}
    order = ["fil", "kommun", "slag", "url", "hamtad", "sha256", *service.texter, *service.listor]
    entry = {name: whole[name] for name in order if name in whole}
    if len(entry) != len(whole) or not is_entry(entry, service):
        raise ValueError(f"not an entry of the store: {fields.get('fil')}")
    return entry


def keep(
    service: Service,
    data: Path,
    kommun: str,
    answers: Sequence[tuple[Entry, bytes]],
    gives_way: Callable[[Entry, Entry], bool],
) -> Path:
    """Keep answers with their entries; earlier ones give way where `gives_way(earlier, new)` says so.

    Returns
    -------
    pathlib.Path
        The store's folder.

    Raises
    ------
    AnalysError
        When the folder cannot be written in.
    """
    folder = store_folder(data, kommun, service)
    new = [entry for entry, _ in answers]
    with _writing(folder, service):
        old = read_index(data, kommun, service)
        kept = [entry for entry in old if not any(gives_way(entry, fresh) for fresh in new)]
        for entry, content in answers:
            write_atomically(folder / entry["fil"], content)
        _write_index(folder, [*kept, *new])
        for stale in {entry["fil"] for entry in old} - {entry["fil"] for entry in (*kept, *new)}:
            (folder / stale).unlink(missing_ok=True)
    return folder


def forget(service: Service, data: Path, kommun: str) -> None:
    """Remove a municipality's answers, and the folder with the last of them."""
    folder = store_folder(data, kommun, service)
    if not (folder / INDEX).exists():
        return
    with _writing(folder, service):
        old = read_index(data, kommun, service)
        others = [entry for entry in old if entry["kommun"] != kommun]
        _write_index(folder, others)
        for stale in {entry["fil"] for entry in old} - {entry["fil"] for entry in others}:
            (folder / stale).unlink(missing_ok=True)
        if not others:
            (folder / INDEX).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()  # only an empty one


@contextmanager
def _writing(folder: Path, service: Service) -> Iterator[None]:
    """The folder, made when it is not there, for this process alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / LOCK):
            yield
    except OSError:
        raise AnalysError(
            f"Svaren från {service.namn} går inte att spara i mappen raw/{service.mapp} i datakatalogen."
            " Kontrollera att du får skriva där och att disken inte är full."
        ) from None


def _write_index(folder: Path, entries: Iterable[Entry]) -> None:
    """Replace the index of a folder in one step."""
    index = json.dumps(list(entries), ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder / INDEX, index.encode("utf-8"))


def list_kept(service: Service, data: Path, kommun: str) -> list[Entry]:
    """Index entries of a municipality's answers, oldest first; empty when nothing is fetched.

    Raises
    ------
    InputError
        When the index cannot be read or has another form.
    """
    return [entry for entry in read_index(data, kommun, service) if entry["kommun"] == kommun]


def load_kept(
    service: Service, data: Path, kommun: str, slag: str, read: Callable[[Entry, bytes], T]
) -> list[tuple[Entry, T]]:
    """A municipality's answers of one kind as `read` makes them of entry and bytes.

    `read` raises `BrokenBody` on a bad one.

    Raises
    ------
    InputError
        When files are missing, changed since they were fetched, or broken: all of them at once.
    """
    loaded, problems = [], []
    for entry in list_kept(service, data, kommun):
        if entry["slag"] != slag:
            continue
        try:
            loaded.append((entry, read(entry, read_kept(service, data, kommun, entry))))
        except BrokenBody as error:
            path = in_data(data, kommun, entry["fil"], service)
            what = f"Ett sparat svar från {service.namn} kan inte läsas: {error}."
            problems.append(Problem(path, what, fetch_again(kommun, service)))
    if problems:
        raise InputError(problems)
    return loaded


def read_kept(service: Service, data: Path, kommun: str, entry: Entry) -> bytes:
    """Bytes of one kept answer.

    Raises
    ------
    BrokenBody
        When the file is missing, too large, or has changed.
    """
    path = store_folder(data, kommun, service) / entry["fil"]
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BrokenBody("filen är orimligt stor")
        content = path.read_bytes()
    except OSError:
        raise BrokenBody("filen saknas eller går inte att öppna") from None
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise BrokenBody("filen har ändrats sedan den hämtades (kontrollsumman stämmer inte)")
    return content
