"""Guarding the default demo set: made on first use, then held against the committed checksums.

A set of an older version is made anew, one with missing files is completed, and one changed by hand stops the
run. A set of other sizes than the default ones is the user's own and is left alone.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from analys.demo.installningar import Settings
from analys.demo.kontroll import CHECKSUMS, committed_checksums, make_checksums, written_checksums
from analys.demo.skrivande import write_demo
from analys.errors import InputError, Problem


def ensure_demo(data: Path) -> None:
    """See to it that the default demo set lies, complete and untouched, below ``data/raw/9999``.

    Other files in the folder are left alone.

    Raises
    ------
    InputError
        When files of the set were changed by hand.
    """
    root = data / "raw" / Settings().kommun
    wanted = committed_checksums()
    present = make_checksums(root, (root / name for name in wanted))
    if present == wanted or _is_own(root):
        return
    written = written_checksums(root)
    if written is not None:
        present = make_checksums(root, (root / name for name in written))
    expected = wanted if written is None else written
    changed = [name for name, value in present.items() if value != expected[name]]
    if changed:
        raise InputError([_changed_by_hand(name) for name in changed])
    _make(data, root)


def _make(data: Path, root: Path) -> None:
    """Write the whole set aside, then move it in file by file, the note of the checksums last."""
    (data / "raw").mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".demo-", dir=data / "raw"))
    try:
        made = draft / "raw" / Settings().kommun
        names = [path.relative_to(made).as_posix() for path in write_demo(draft)]
        for name in (written_checksums(root) or {}).keys() - set(names):
            (root / name).unlink(missing_ok=True)
        for name in sorted(names, key=lambda name: name == CHECKSUMS):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).replace(root / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_own(root: Path) -> bool:
    """Whether the set was made with other settings than the default ones."""
    try:
        settings = json.loads((root / "sanning.json").read_text(encoding="utf-8"))["installningar"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return settings != asdict(Settings())


def _changed_by_hand(name: str) -> Problem:
    return Problem(
        fil=f"raw/{Settings().kommun}/{name}",
        vad="Filen hör till demokommunen men har ändrats sedan den skapades.",
        gor=(
            "Ta bort filen, så skapas den på nytt. Vill du pröva egna ändringar: skapa en egen demokommun "
            "med ”analys demo --ut MAPP --slumpfro 1”."
        ),
    )
