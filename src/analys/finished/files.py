"""A finished report's files against its manifest: changed, missing, and such that do not belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analys.earlier.published import MANIFEST
from analys.finished.manifest import Manifest
from analys.paths import hash_file
from analys.publishing import MARKER

SYSTEM = frozenset(("Thumbs.db", "desktop.ini", ".DS_Store", MARKER))
"""What systems, and the program itself, leave in folders."""


@dataclass(frozen=True)
class Files:
    """How a folder's files differ from its manifest, by path in the folder.

    Parameters
    ----------
    antal : int
        Files that the manifest names.
    andrade, saknade, okanda : tuple of str
        Changed, missing, and unknown to the manifest.
    """

    antal: int
    andrade: tuple[str, ...] = ()
    saknade: tuple[str, ...] = ()
    okanda: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing differs."""
        return not (self.andrade or self.saknade or self.okanda)

    @property
    def only_foreign(self) -> bool:
        """Whether all that differs is files that do not belong to the report."""
        return bool(self.okanda) and not (self.andrade or self.saknade)


def check_files(folder: Path, manifest: Manifest) -> Files:
    """Compare every file of a folder with the manifest. A link is no file of a report."""
    links = {name for name in manifest.filer if _leads_out(folder, name)}
    there = {name: hash_file(folder / name) for name in manifest.filer if (folder / name).is_file()}
    return Files(
        len(manifest.filer),
        tuple(sorted(n for n, sha256 in there.items() if n in links or sha256 != manifest.filer[n])),
        tuple(sorted(manifest.filer.keys() - there.keys())),
        tuple(sorted(list_files(folder) - manifest.filer.keys() - {MANIFEST})),
    )


def _leads_out(folder: Path, name: str) -> bool:
    try:
        return not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def list_files(folder: Path) -> set[str]:
    """Paths of a report's files, without those of systems."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink()) and path.name not in SYSTEM and path.name[:2] != "~$"
    }
