"""Imprints: whether what a report's public manifest leaves out is still what it was.

A manifest has no hash of the workbook or of any file that holds personnummer or numbers that a report may
hide: who knows all else of such a file could search for the rest by its hash. So the hash is keyed with the
data folder's key, which never leaves the machine, and kept in the run's private work folder, by the SHA-256
of the report's manifest. It tells one who has the data folder that a file is another, and nobody anything
else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from analys.cleaning.processed import NOT_STORED
from analys.paths import DECLARATIONS, KEY_FILE, hash_file, make_private_file, make_private_folder, raw_folder
from analys.pseudonyms import DEMO_KOMMUN, hash_check, load_key
from analys.underlag import Underlag

FILE = "avtryck.json"
MOST = 200
"""Reports whose imprints are kept; the oldest goes first."""

MOST_BYTES = 5_000_000


def save_imprint(run: Underlag, sha256: str) -> None:
    """Keep the imprint of a report that has just been made.

    A place that cannot be written is let be: the report does not depend on it.

    Parameters
    ----------
    run : Underlag
    sha256 : str
        Of the report's manifest.
    """
    with suppress(OSError):
        kept = {name: taken for name, taken in _load(run.work).items() if name != sha256}
        kept = dict(list(kept.items())[1 - MOST :]) | {sha256: take_imprint(run)}
        make_private_folder(run.work)
        make_private_file(run.work / FILE)
        (run.work / FILE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8", newline="\n")


def compare_imprint(run: Underlag, sha256: str) -> tuple[str, ...] | None:
    """Files that are others than when a report was made, by path from the data folder; None when not known.

    Parameters
    ----------
    run : Underlag
        Of the report, in the data folder as it is now.
    sha256 : str
        Of the report's manifest.
    """
    then = _load(run.work).get(sha256)
    has_key = run.parameters.kommun == DEMO_KOMMUN or (run.data / KEY_FILE).is_file()
    if then is None or not has_key:
        return None
    now = take_imprint(run)
    return tuple(sorted(name for name in {*then, *now} if then.get(name) != now.get(name)))


def take_imprint(run: Underlag) -> dict[str, str]:
    """Keyed hash of each file that the manifest leaves out, by path from the data folder."""
    folder = raw_folder(run.data, run.parameters.kommun)
    files = {folder / name for name in DECLARATIONS}
    for kind in NOT_STORED:
        files |= {*folder.glob(f"{kind}*"), *folder.glob(f"[12]*/{kind}*")}
    if run.parameters.logotyp:
        files.add(run.data.joinpath(*PureWindowsPath(run.parameters.logotyp).parts))
    there = {path.relative_to(run.data).as_posix(): hash_file(path) for path in files if path.is_file()}
    if not there:
        return {}
    key = load_key(run.data, run.parameters.kommun)
    return {name: hash_check(f"{name} {sha256}", key) for name, sha256 in sorted(there.items())}


def _load(work: Path) -> dict[str, Mapping[str, str]]:
    """What `save_imprint` wrote; nothing where it is not as it was written."""
    path = work / FILE
    try:
        kept = json.loads(path.read_bytes()) if path.stat().st_size <= MOST_BYTES else {}
    except (OSError, ValueError, RecursionError):
        return {}
    is_ours = isinstance(kept, dict) and all(isinstance(taken, dict) for taken in kept.values())
    return kept if is_ours else {}
