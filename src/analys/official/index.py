"""The index of the store: which answer lies in which file, for whom, from when, and its checksum."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from analys.errors import InputError, Problem
from analys.official.answers import MOST_BYTES
from analys.official.kommuner import DEMO_KOD
from analys.paths import kolada_folder, raw_folder

INDEX = "hamtningar.json"
SLAG = ("data", "grupper", "nyckeltal")
_PATTERNS = {
    "fil": r"[A-Za-z0-9_-]{1,120}\.json",
    "kommun": r"[0-9]{4}",
    "slag": "|".join(SLAG),
    "url": r".{0,4000}",
    "hamtad": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "sha256": r"[0-9a-f]{64}",
}
_LISTS = {"nyckeltal": str, "kommuner": str, "ar": int}


def store_folder(data: Path, kommun: str) -> Path:
    """Folder of a municipality's answers."""
    return raw_folder(data, DEMO_KOD) / "kolada" if kommun == DEMO_KOD else kolada_folder(data)


def read_index(data: Path, kommun: str) -> list[dict[str, Any]]:
    """Every entry of the index in a municipality's store, oldest first; empty before the first fetch.

    Raises
    ------
    InputError
        When the index cannot be read or has another form.
    """
    path = store_folder(data, kommun) / INDEX
    if not path.exists():
        return []
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        entries = json.loads(path.read_bytes().decode("utf-8-sig"))
        if not isinstance(entries, list) or not all(is_entry(entry) for entry in entries):
            raise ValueError
    except (OSError, ValueError, RecursionError):
        what = "Förteckningen över svar från Kolada kan inte läsas eller har ändrats."
        to_do = f"Ta bort mappen med sparade svar. {fetch_again(kommun)}"
        raise InputError([Problem(in_data(data, kommun, INDEX), what, to_do)]) from None
    return entries


def is_entry(entry: Any) -> bool:
    """Whether a mapping is an entry of the index: exactly its fields, each of its form."""
    return (
        isinstance(entry, dict)
        and entry.keys() == _PATTERNS.keys() | _LISTS.keys()
        and all(
            isinstance(entry[name], str) and re.fullmatch(pattern, entry[name])
            for name, pattern in _PATTERNS.items()
        )
        and all(
            isinstance(entry[name], list) and all(type(part) is kind for part in entry[name])
            for name, kind in _LISTS.items()
        )
    )


def in_data(data: Path, kommun: str, name: str) -> str:
    """Path of a file of the store from the data folder, as messages show it."""
    return (store_folder(data, kommun) / name).relative_to(data).as_posix()


def fetch_again(kommun: str) -> str:
    """What the user can do when kept answers cannot be used."""
    if kommun == DEMO_KOD:
        return "Skapa demokommunen på nytt: analys demo."
    return f"Hämta uppgifterna på nytt: analys hamta kolada --kommun {kommun} --fran ÅR --till ÅR."
