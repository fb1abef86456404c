"""The index of a store: which answer lies in which file, for whom, from when, and its checksum."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from analys.errors import InputError, Problem
from analys.official.answers import MOST_BYTES
from analys.official.kommuner import DEMO_KOD
from analys.official.service import KOLADA, Service
from analys.paths import raw_folder

INDEX = "hamtningar.json"
_PATTERNS = {
    "fil": r"[A-Za-z0-9_-]{1,120}\.json",
    "kommun": r"[0-9]{4}",
    "slag": "[a-z]{1,40}",
    "url": r".{0,4000}",
    "hamtad": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "sha256": r"[0-9a-f]{64}",
}


def store_folder(data: Path, kommun: str, service: Service = KOLADA) -> Path:
    """Folder of a municipality's answers."""
    return (raw_folder(data, DEMO_KOD) if kommun == DEMO_KOD else data / "raw") / service.mapp


def read_index(data: Path, kommun: str, service: Service = KOLADA) -> list[dict[str, Any]]:
    """Every entry of the index in a municipality's store, oldest first; empty before the first fetch.

    Raises
    ------
    InputError
        When the index cannot be read or has another form.
    """
    path = store_folder(data, kommun, service) / INDEX
    if not path.exists():
        return []
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        entries = json.loads(path.read_bytes().decode("utf-8-sig"))
        if not isinstance(entries, list) or not all(is_entry(entry, service) for entry in entries):
            raise ValueError
    except (OSError, ValueError, RecursionError):
        what = f"Förteckningen över svar från {service.namn} kan inte läsas eller har ändrats."
        to_do = f"Ta bort mappen med sparade svar. {fetch_again(kommun, service)}"
        raise InputError([Problem(in_data(data, kommun, INDEX, service), what, to_do)]) from None
    return entries


def is_entry(entry: Any, service: Service = KOLADA) -> bool:
    """Whether a mapping is an entry of a service's index: exactly its fields, each of its form."""
    texts = _PATTERNS | dict(service.texter)
    return (
        isinstance(entry, dict)
        and entry.keys() == texts.keys() | service.listor.keys()
        and all(
            isinstance(entry[name], str) and re.fullmatch(pattern, entry[name])
            for name, pattern in texts.items()
        )
        and entry["slag"] in service.slag
        and all(
            isinstance(entry[name], list) and all(type(part) is kind for part in entry[name])
            for name, kind in service.listor.items()
        )
    )


def in_data(data: Path, kommun: str, name: str, service: Service = KOLADA) -> str:
    """Path of a file of the store from the data folder, as messages show it."""
    return (store_folder(data, kommun, service) / name).relative_to(data).as_posix()


def fetch_again(kommun: str, service: Service = KOLADA) -> str:
    """What the user can do when kept answers cannot be used."""
    if kommun == DEMO_KOD:
        return "Skapa demokommunen på nytt: analys demo."
    return f"Hämta uppgifterna på nytt: {service.kommando.format(kommun=kommun)}."
