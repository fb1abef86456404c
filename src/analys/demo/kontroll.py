"""Checksums of a demo set."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

CHECKSUMS = "kontrollsummor.json"
"""In the package: the checksums of the default set. Beside a set's files: those they had when written."""


def make_checksums(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 by path below `root` of those of `paths` that are there, in path order."""
    present = {path.relative_to(root).as_posix(): path for path in paths if path.is_file()}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(present.items())}


def committed_checksums() -> dict[str, str]:
    """Checksums of the default set as this version of the code makes it."""
    return json.loads(resources.files("analys.demo").joinpath(CHECKSUMS).read_text(encoding="utf-8"))


def written_checksums(root: Path) -> dict[str, str] | None:
    """Checksums that a set's files had when written; None when there is no readable note of it."""
    try:
        note = json.loads((root / CHECKSUMS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_note = isinstance(note, dict) and all(isinstance(value, str) for value in note.values())
    return note if is_note else None
