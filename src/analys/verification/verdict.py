"""The verdict on a report: whether its files are those of its manifest, and whether it can be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analys.comparing import Comparison
from analys.earlier.published import MANIFEST
from analys.finished import Files, Manifest, list_files
from analys.paths import hash_file
from analys.verification.here import Here

IDENTICAL, KNOWN, UNEXPLAINED = 0, 6, 7
"""Exit codes: the same; another for a reason that is known; changed afterwards, or for no known reason."""


@dataclass(frozen=True)
class Redone:
    """A report that was made again, against what its manifest says.

    Parameters
    ----------
    andrade, saknade, nya : tuple of str
        Files with other bytes, files that were not made again, and files that there were not then.
    tal : Comparison or None
        The published numbers then and now; None where the tables cannot be read as they were.
    fel : str
        Why it could not be made again, "" when it was.
    """

    andrade: tuple[str, ...] = ()
    saknade: tuple[str, ...] = ()
    nya: tuple[str, ...] = ()
    tal: Comparison | None = None
    fel: str = ""

    @property
    def same(self) -> bool:
        """Whether every file was made again, byte for byte."""
        return not (self.andrade or self.saknade or self.nya or self.fel)

    @property
    def differing(self) -> tuple[str, ...]:
        """Every file that differs."""
        return tuple(sorted((*self.andrade, *self.saknade, *self.nya)))


@dataclass(frozen=True)
class Verdict:
    """What verifying one report's folder has shown.

    Parameters
    ----------
    folder : pathlib.Path
    manifest : Manifest or None
        None when it cannot be read: then nothing else is known.
    files : Files or None
    here : Here or None
    redone : Redone or None
        None when nobody asked for it.
    fel : str
        What is wrong with the manifest, "" when nothing is.
    """

    folder: Path
    manifest: Manifest | None = None
    files: Files | None = None
    here: Here | None = None
    redone: Redone | None = None
    fel: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the folder is as its manifest says."""
        return self.files is not None and self.files.is_whole

    @property
    def has_cause(self) -> bool:
        """Whether something that is known differs between then and now."""
        return self.here is not None and not self.here.same

    @property
    def exit_code(self) -> int:
        """`IDENTICAL`, `KNOWN` or `UNEXPLAINED`."""
        if not self.is_whole:
            return UNEXPLAINED
        if self.redone is None:
            return KNOWN if self.has_cause else IDENTICAL
        if self.redone.same:
            return IDENTICAL
        return KNOWN if self.has_cause else UNEXPLAINED


def compare_bytes(manifest: Manifest, again: Path) -> Redone:
    """A report that was made again against what the manifest says of its files, and the manifest itself."""
    then: Mapping[str, str] = {**manifest.filer, MANIFEST: manifest.sha256}
    now = {name: hash_file(again / name) for name in list_files(again)}
    return Redone(
        andrade=tuple(sorted(name for name in then.keys() & now.keys() if then[name] != now[name])),
        saknade=tuple(sorted(then.keys() - now.keys())),
        nya=tuple(sorted(now.keys() - then.keys())),
    )
