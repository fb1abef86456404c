"""The folder of what is kept: results, and what they were made from."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analys.keeping.digests import Digests
from analys.paths import hash_file, make_private_file, make_private_folder
from analys.reads import Read

TRACE = "spar.json"


@dataclass(frozen=True)
class Fixed:
    """What decides a result besides what is read while it is made.

    Parameters
    ----------
    kod : str
        Digest of the source code that it can reach.
    miljo : str
        Digest of the Python environment.
    eget : str
        Digest of what is its own: a notebook's cells, results of the work before it.
    """

    kod: str
    miljo: str
    eget: str = ""


@dataclass(frozen=True)
class Keeper:
    """Results in a private folder, the last of each name.

    Parameters
    ----------
    folder : pathlib.Path
    now : Digests
        What there is to read, as it is now.
    """

    folder: Path
    now: Digests

    def find(self, name: str, fixed: Fixed) -> Path | None:
        """Folder of a result that was made from just this, with its files as they were; None without."""
        place = self.folder / name
        try:
            trace = json.loads((place / TRACE).read_text(encoding="utf-8"))
            same = trace["fast"] == _list(fixed) and all(
                self.now.of((kind, which)) == value for kind, which, value in trace["laser"]
            )
            whole = all(hash_file(place / file) == value for file, value in trace["filer"].items())
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return place if same and whole else None

    def keep(self, name: str, fixed: Fixed, reads: Sequence[Read], made: Path) -> Path:
        """Keep a folder of results in place of what was kept under its name, and return where it is.

        Parameters
        ----------
        name : str
        fixed : Fixed
        reads : sequence of (str, str)
            What was read while it was made.
        made : pathlib.Path
            The folder; it is moved.
        """
        trace: dict[str, Any] = {
            "fast": _list(fixed),
            "laser": [[*read, self.now.of(read)] for read in reads],
            "filer": {path.name: hash_file(path) for path in sorted(made.iterdir())},
        }
        for path in made.iterdir():
            make_private_file(path)
        if self.now.hold():
            make_private_file(made / TRACE)
            (made / TRACE).write_text(json.dumps(trace), encoding="utf-8", newline="\n")
        place = self.folder / name
        with self.room() as beside:
            if place.exists():
                place.replace(Path(beside) / "forra")
            made.replace(place)
        return place

    def room(self) -> tempfile.TemporaryDirectory[str]:
        """A private temporary folder on the same disk."""
        make_private_folder(self.folder)
        return tempfile.TemporaryDirectory(prefix=".gors-", dir=self.folder, ignore_cleanup_errors=True)

    def clear(self) -> None:
        """Forget everything."""
        with suppress(OSError):
            shutil.rmtree(self.folder)


def _list(fixed: Fixed) -> list[str]:
    return [fixed.kod, fixed.miljo, fixed.eget]
