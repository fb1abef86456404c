"""Is the report that was asked for there already, made from just what is here now?

Answered from bytes alone, before anything that takes time is imported: a key of all that a report depends on
is written down, in a private place, when it is finished. When the key is the same the next time, and every
file of the report is as it was, there is nothing to do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from analys.environment import hash_environment
from analys.parameters import RunParameters
from analys.paths import KEY_FILE, hash_file, make_private_file, make_private_folder, project_root, raw_folder
from analys.sources import read_commit, read_sources

FOLDER = "gjorda"
"""In a municipality's processed folder: a note for each report that has been asked for."""

MANIFEST = "manifest.json"

STORES = ("kolada", "skolverket")
"""Folders of what services have answered, beside the municipalities' raw folders."""


@dataclass(frozen=True)
class Key:
    """Digests of all that a report depends on.

    Parameters
    ----------
    eget : str
        Of code, environment, parameters and files.
    rapporter : mapping of str to str
        Path from the report folder -> digest of the manifest of the municipality's fastställda reports.
    """

    eget: str
    rapporter: Mapping[str, str]

    def beside(self, folder: str) -> Key:
        """The same, with a report left out of account."""
        return Key(self.eget, {path: value for path, value in self.rapporter.items() if path != folder})


def find_current(asked: RunParameters, data: Path, out: Path) -> Path | None:
    """Folder of the report that was asked for, where nothing would change if it were made again.

    Parameters
    ----------
    asked : RunParameters
        As the user gave them.
    data, out : pathlib.Path
        Data folder and report folder.
    """
    try:
        note = json.loads(_place(asked, data, out).read_text(encoding="utf-8"))
        folder = out / str(note["mapp"])
        if not folder.resolve().is_relative_to(out.resolve()):
            return None
        key = make_key(asked, data, out).beside(note["mapp"])
        if note["nyckel"] == asdict(key) and _is_whole(folder, note["manifest"]):
            return folder
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def remember(asked: RunParameters, data: Path, out: Path, folder: Path, key: Key) -> None:
    """Write down that a report is finished.

    Parameters
    ----------
    asked, data, out
        See `find_current`.
    folder : pathlib.Path
        The report, in its place.
    key : Key
        What `make_key` gave before the work began; nothing is written when it is another now.
    """
    name = folder.relative_to(out).as_posix()
    place = _place(asked, data, out)
    place.unlink(missing_ok=True)
    if key.beside(name) != make_key(asked, data, out).beside(name):
        return
    content = {
        "nyckel": asdict(key.beside(name)),
        "mapp": name,
        "manifest": hash_file(folder / MANIFEST),
    }
    make_private_folder(place.parent)
    make_private_file(place)
    place.write_text(json.dumps(content), encoding="utf-8", newline="\n")


def make_key(asked: RunParameters, data: Path, out: Path) -> Key:
    """What a report depends on now; see `find_current` for the parameters."""
    raw = data / "raw"
    folders = [raw_folder(data, asked.kommun), *(raw / store for store in STORES)]
    files = [path for folder in folders for path in folder.rglob("*")]
    files += [data / KEY_FILE, *([data / asked.logotyp] if asked.logotyp else [])]
    manifests = filter(_counts, (out / asked.kommun).rglob(MANIFEST))
    content = {
        "kod": [read_sources().hash_all(), read_commit(project_root())],
        "miljo": hash_environment(),
        "parametrar": asked.model_dump(mode="json"),
        "valda": sorted(asked.model_fields_set),
        "indata": _hash_files(files, data),
    }
    return Key(
        _digest(content), {path.parent.relative_to(out).as_posix(): hash_file(path) for path in manifests}
    )


def _counts(manifest: Path) -> bool:
    """Whether a report is an input of others: an utkast is not, see `analys.earlier`."""
    try:
        return bool(json.loads(manifest.read_text(encoding="utf-8"))["parametrar"]["status"] != "utkast")
    except (OSError, ValueError, KeyError, TypeError):
        return True


def _hash_files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    # Excel leaves a file beside a workbook that is open; nobody reads it.
    used = (path for path in sorted(paths) if path.is_file() and not path.name.startswith("~$"))
    return {path.relative_to(root).as_posix(): hash_file(path) for path in used}


def _place(asked: RunParameters, data: Path, out: Path) -> Path:
    name = _digest([asked.model_dump(mode="json"), str(out.resolve())])[:32]
    return data / "processed" / asked.kommun / FOLDER / f"{name}.json"


def _is_whole(folder: Path, manifest: str) -> bool:
    """Whether a report's folder holds the files of its manifest, as they were, and nothing else."""
    if hash_file(folder / MANIFEST) != manifest:
        return False
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["filer"]
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found == {*told, MANIFEST} and all(hash_file(folder / name) == told[name] for name in told)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
