"""Guarding the default demo set: made on first use, then held against the committed checksums.

A set of an older version is made anew, one with missing files is completed, and one changed by hand stops the
run. A set of other sizes than the default ones is the user's own and is left alone, as are the workbook and
the texts when somebody has tried them out by writing in them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from analys.demo.installningar import Settings
from analys.demo.kontroll import CHECKSUMS, committed_checksums, make_checksums, written_checksums
from analys.demo.skrivande import write_demo
from analys.errors import InputError, Problem
from analys.paths import ARBETSBOK, TEXTER


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
    expected = wanted if written is None else written
    here = make_checksums(root, (root / name for name in expected))
    changed = {name for name, value in here.items() if value != expected[name]}
    tried = {name for name in changed if name == ARBETSBOK or name.startswith(f"{TEXTER}/")}
    if changed - tried:
        raise InputError([_changed_by_hand(name) for name in sorted(changed - tried)])
    if present | {name: wanted[name] for name in tried & wanted.keys()} != wanted:
        _make(data, root, tried)


def _make(data: Path, root: Path, kept: Collection[str]) -> None:
    """Write the whole set aside, then move it in file by file, the note of the checksums last.

    What is to be kept stays as it is.
    """
    (data / "raw").mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".demo-", dir=data / "raw"))
    try:
        made = draft / "raw" / Settings().kommun
        names = [path.relative_to(made).as_posix() for path in write_demo(draft)]
        for name in (written_checksums(root) or {}).keys() - set(names) - set(kept):
            (root / name).unlink(missing_ok=True)
        for name in sorted(set(names) - set(kept), key=lambda name: (name == CHECKSUMS, name)):
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
