"""Findings between reports: those of the last fastställda report are brought, and this one's are left.

What was said a year ago can then be followed up. Findings are made from shown cells only, so that their file
is published with the report; a school's report leaves none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from analys.disclosure import ProtectedTable
from analys.earlier import Published
from analys.earlier.published import MANIFEST
from analys.errors import InputError, Problem
from analys.paths import make_private_file
from analys.presentation.findings import keep_published, read_findings, write_findings
from analys.underlag import Underlag

PUBLISHED = "fynd.json"
CONCLUDED = "fynd_slutsatser.json"
BROUGHT = "fynd_tidigare.json"

MOST_BYTES = 20_000_000


def bring_findings(run: Underlag, published: Sequence[Published], out: Path) -> None:
    """Put the findings of the last fastställda report of an earlier läsår in the run's work folder.

    Findings that an earlier run left there go.

    Parameters
    ----------
    run : Underlag
    published : sequence of Published
        Fastställda reports until the läsår.
    out : pathlib.Path
        Report folder.

    Raises
    ------
    InputError
        When the file is not as it was published.
    """
    for stale in run.work.glob("fynd_*.json"):
        stale.unlink()
    about = run.parameters
    earlier = [one for one in published if one.lasar < about.lasar and not one.skola]
    if about.skola or not earlier:
        return
    last = earlier[-1]
    folder = out / about.kommun / last.namn
    digest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["filer"].get(PUBLISHED)
    if digest is None:
        return
    content = {"lasar": last.lasar, "fynd": _read(folder, digest, f"{out.name}/{about.kommun}/{last.namn}")}
    make_private_file(run.work / BROUGHT)
    text = json.dumps(content, ensure_ascii=False)
    (run.work / BROUGHT).write_text(text, encoding="utf-8", newline="\n")


def _read(folder: Path, digest: str, where: str) -> object:
    try:
        path = folder / PUBLISHED
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        if hashlib.sha256(content).hexdigest() == digest:
            return json.loads(content)
    except (OSError, ValueError, RecursionError):
        pass
    what = "Fynden i en fastställd rapport har ändrats eller går inte att läsa."
    raise InputError([Problem(f"{where}/{PUBLISHED}", what, "Återställ filen från en säkerhetskopia.")])


def publish_findings(run: Underlag, folder: Path, tables: Sequence[ProtectedTable]) -> None:
    """Write what the conclusions saved to the report's folder, where there is any.

    Parameters
    ----------
    tables : sequence of ProtectedTable
        What the report publishes: a finding that tells of any other cell stays at home.
    """
    path = run.work / CONCLUDED
    if run.parameters.skola or not path.is_file():
        return
    shown = {cell.cell for table in tables for cell in table.cells() if cell.shown}
    kept = keep_published(read_findings(path.read_text(encoding="utf-8"), path.name), shown)
    (folder / PUBLISHED).write_text(write_findings(kept), encoding="utf-8", newline="\n")
