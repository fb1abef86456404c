"""Every file of a finished report, read by the reader of its kind; an unknown kind is a fault."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from analys.inspection.faults import Fault
from analys.inspection.formats import fynd
from analys.inspection.formats.csvfile import read_table
from analys.inspection.formats.html import read_html
from analys.inspection.formats.manifest import read_manifest
from analys.inspection.formats.office import read_office
from analys.inspection.formats.pdf import read_pdf
from analys.inspection.formats.plain import read_log
from analys.inspection.formats.workbook import read_workbook
from analys.inspection.formats.xml import Unreadable
from analys.inspection.material import Document, Material

READERS: Mapping[str, Callable[[str, bytes], Document]] = {
    ".html": read_html,
    ".pdf": read_pdf,
    ".csv": read_table,
    ".json": read_manifest,
    ".docx": read_office,
    ".pptx": read_office,
    ".xlsx": read_workbook,
}
NAMED: Mapping[str, Callable[[str, bytes], Document]] = {fynd.NAME: fynd.read_findings_file}
"""Readers of single files of the report, by path."""

MOST_BYTES = 300_000_000


def read_material(folder: Path, logs: Mapping[str, str]) -> tuple[Material, list[Fault]]:
    """The files of a folder and some logs, and the faults of what cannot be read."""
    documents, faults, checksums = [], [], {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        fil = path.relative_to(folder).as_posix()
        reader = NAMED.get(fil) or READERS.get(path.suffix.lower())
        if path.is_symlink() or reader is None:
            faults.append(_refuse(_anonymous(fil), "den är av ett slag som rapporter inte har"))
            continue
        try:
            if path.stat().st_size > MOST_BYTES:
                raise Unreadable("den är för stor")
            content = path.read_bytes()
            checksums[fil] = hashlib.sha256(content).hexdigest()
            documents.append(reader(fil, content))
        except OSError:
            faults.append(_refuse(fil, "den går inte att läsa"))
        except Unreadable as why:
            faults.append(_refuse(fil, str(why)))
    documents += [read_log(name, text) for name, text in logs.items()]
    return Material(tuple(documents), checksums), faults


def _anonymous(fil: str) -> str:
    """A file of no known kind may be named after a pupil: only its folder and ending are told."""
    path = PurePosixPath(fil)
    ending = path.suffix if path.suffix[1:].isascii() and len(path.suffix) <= 6 else ""
    return (path.parent / f"…{ending}").as_posix()


def _refuse(fil: str, why: str) -> Fault:
    return Fault(fil, "", f"Filen kan inte granskas: {why}.", "Ta bort filen, eller gör om rapporten.")
