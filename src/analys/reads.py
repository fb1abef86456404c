"""What a piece of work reads: noted where it is read, so that it need not be done again until that changes.

A chapter's estimates, or a notebook, read tables, sheets, answers and parameters through `underlag` and
`run`, and those note each of them here. Nobody declares what a piece of work depends on; it is seen. Notes go
to a file, a line each, because a kernel may be ended at any time.

Functions that keep what they have computed note nothing the second time. Hence every piece of work that is
recorded runs in a process of its own.
"""

from __future__ import annotations

import json
from pathlib import Path

RECORD_VARIABLE = "ANALYS_LASNINGAR"
"""Names the file that a kernel notes its reads in."""

Read = tuple[str, str]
"""What kind of thing is read, and which: ("tabell", "slutbetyg_ak9")."""

_place: list[Path] = []
_noted: set[Read] = set()


def record_to(path: Path) -> None:
    """Note what this process reads from here on, in a file of its own."""
    _place[:] = [path]
    _noted.clear()
    path.write_text("", encoding="utf-8")


def note(kind: str, name: str = "") -> None:
    """Tell that something is read; nothing happens where nobody records.

    Parameters
    ----------
    kind, name : str
        See `Read`; `analys.keeping.digests` knows what each kind holds now.
    """
    if not _place or (kind, name) in _noted:
        return
    _noted.add((kind, name))
    with _place[0].open("a", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps([kind, name]) + "\n")


def load_reads(path: Path) -> list[Read]:
    """What was noted in a file, in order of kind and name.

    Raises
    ------
    OSError, ValueError
        When the file is gone, or a process ended in the middle of a line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return sorted((str(kind), str(name)) for kind, name in map(json.loads, lines))
