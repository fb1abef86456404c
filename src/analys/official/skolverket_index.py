"""The index of the kept exports: what each file holds, when it was taken out, and its checksum."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from analys.errors import InputError, Problem
from analys.official.service import SKOLVERKET
from analys.official.skolverket_csv import MOST_BYTES
from analys.spelling import make_printable

INDEX = "exporter.json"
SUFFIXES = (".csv", ".txt")
LOCK = ".exporter.las"
_PATTERNS = {
    "tabell": r"[a-z0-9_]{1,60}",
    "lasar": r"[0-9]{4}/[0-9]{2}",
    "enhetstyp": r"[a-z]{1,20}",
    "hamtad": r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?",
    "sha256": r"[0-9a-f]{64}",
}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')


class KeptExport(NamedTuple):
    """One kept file; what it holds is "" when it was put there by hand."""

    fil: str
    tabell: str
    lasar: str
    enhetstyp: str
    hamtad: str
    sha256: str


def exports_folder(data: Path) -> Path:
    """Folder of the kept exports."""
    return data / "raw" / SKOLVERKET.mapp


def read_export_index(data: Path) -> list[KeptExport]:
    """Every entry of the index; empty when nothing is kept.

    Raises
    ------
    InputError
        When the index cannot be read or has another form.
    """
    path = exports_folder(data) / INDEX
    if not path.exists():
        return []
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        entries = json.loads(path.read_bytes().decode("utf-8-sig"))
        if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
            raise ValueError
    except (OSError, ValueError, RecursionError):
        what = "Förteckningen över Skolverkets tabeller kan inte läsas eller har ändrats."
        to_do = "Ta bort förteckningen; tabellerna läses ändå."
        raise InputError([Problem(in_data(INDEX), what, to_do, kod="fil")]) from None
    return [KeptExport(**entry) for entry in entries]


def is_name(namn: str) -> bool:
    """Whether a file can be kept under a name, on any system."""
    return (
        namn.isprintable()
        and len(namn.encode("utf-8", "replace")) <= 240
        and not namn.startswith(".")
        and not _NOT_IN_NAMES.search(namn)
        and Path(namn).suffix.lower() in SUFFIXES
    )


def name_of(path: Path) -> str:
    """A file's name as the index has it; a Mac parts letters from their accents."""
    return unicodedata.normalize("NFC", path.name)


def in_data(namn: str) -> str:
    """Path of a kept export from the data folder, as messages show it."""
    return f"raw/{SKOLVERKET.mapp}/{make_printable(namn)}"


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == set(KeptExport._fields)
        and isinstance(entry["fil"], str)
        and is_name(entry["fil"])
        and all(
            isinstance(entry[name], str) and re.fullmatch(pattern, entry[name])
            for name, pattern in _PATTERNS.items()
        )
    )
