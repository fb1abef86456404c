"""The program as it is sent to workers of a cluster, and what must be the same there as here.

The same bytes are promised for the same source, the same lock and the same Python minor, so that a worker
with any other is refused.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from analys.paths import notebooks_folder, project_root
from analys.provenance import PACKAGES, hash_source, read_commit

LOCK = "requirements.lock"
MOST_NAMED = 5
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of what a zip can tell; when files were written is nothing to send."""


@dataclass(frozen=True)
class Description:
    """What decides a report's bytes besides its data.

    Parameters
    ----------
    kallkod, commit : str
        See `analys.provenance.Provenance`.
    python : str
        Its minor version.
    paket : mapping of str to str
        Installed versions of the packages that the lock names.
    """

    kallkod: str
    commit: str
    python: str
    paket: Mapping[str, str]


def describe_program() -> Description:
    """This program, with the packages that it uses."""
    return Description(
        hash_source(),
        read_commit(project_root()),
        f"{sys.version_info.major}.{sys.version_info.minor}",
        {name: found for name in _list_locked() if (found := _find_version(name))},
    )


def list_differences(ours: Description, theirs: Description) -> list[str]:
    """What a worker has that would change a report's bytes, as Swedish parts of a sentence.

    A package that only one of the two has belongs to its system, unless the report is made with it.
    """
    found = []
    if (theirs.kallkod, theirs.commit) != (ours.kallkod, ours.commit):
        found.append("en annan version av programmet")
    if theirs.python != ours.python:
        found.append(f"Python {theirs.python} (här {ours.python})")
    missing = [name for name in PACKAGES if name in ours.paket and name not in theirs.paket]
    found += [f"{name} saknas" for name in missing]
    other = [
        f"{name} {theirs.paket[name]} (här {own})"
        for name, own in sorted(ours.paket.items())
        if theirs.paket.get(name, own) != own
    ]
    more = len(other) - MOST_NAMED
    return [*found, *other[:MOST_NAMED], *([f"{more} paket till av andra versioner"] if more > 0 else [])]


def pack_program() -> bytes:
    """The program and its notebooks as a zip that becomes a checkout where it is unpacked."""
    root = project_root()
    package = Path(__file__).resolve().parents[1]
    files = {f"src/analys/{path.relative_to(package).as_posix()}": path for path in package.rglob("*")}
    files |= {f"notebooks/{path.name}": path for path in notebooks_folder().glob("*.ipynb")}
    files[LOCK] = root / LOCK
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(files.items()):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), path.read_bytes())
        # A report tells which commit made it.
        archive.writestr(zipfile.ZipInfo(".git/HEAD", _FIRST_DAY), read_commit(root))
    return written.getvalue()


def _list_locked() -> list[str]:
    try:
        text = (project_root() / LOCK).read_text(encoding="utf-8")
    except OSError:
        text = ""
    return sorted({*PACKAGES, *_PIN.findall(text)})


def _find_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
