"""Provenance: what a report was made from — code, parameters, input, packages — without clock or path."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analys.official.index import store_folder
from analys.official.skolverket_exports import list_exports
from analys.official.skolverket_index import in_data
from analys.official.store import load_index
from analys.paths import (
    TEXTER,
    hash_file,
    make_private_file,
    project_root,
    raw_folder,
)
from analys.reads import note
from analys.sources import read_commit, read_sources
from analys.underlag import Underlag

PACKAGES = (
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "nbconvert",
    "typst",
    "pikepdf",
)


EARLIER_FILE = "tidigare.json"
"""In the work folder: the earlier reports that a run was decided together with."""


@dataclass(frozen=True)
class Earlier:
    """An earlier report that a run took into account.

    Parameters
    ----------
    lasar : str
        Its läsår, "2024/25".
    utgava : int
        Its edition, from 1.
    sha256 : str
        Of its manifest.
    skola : str
        Skolenhetskod of a school's report, "" for the municipality's.
    """

    lasar: str
    utgava: int
    sha256: str
    skola: str = ""


@dataclass(frozen=True)
class Provenance:
    """What decides every byte of a report.

    Parameters
    ----------
    kallkod : str
        SHA-256 over the program's source and the notebooks.
    commit : str
        The checkout's commit, "" outside a checkout.
    parametrar : mapping
        Parameter names and values.
    indata : mapping of str to str
        Path from the data folder to SHA-256.
    paket : mapping of str to str
        Package to version; Python with its minor version.
    tidigare : sequence of Earlier
        Fastställda reports that it was decided together with, by läsår and edition.
    """

    kallkod: str
    commit: str
    parametrar: Mapping[str, Any]
    indata: Mapping[str, str]
    paket: Mapping[str, str]
    tidigare: Sequence[Earlier] = ()


def collect_provenance(run: Underlag) -> Provenance:
    """Provenance of a run."""
    note("ursprung")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return Provenance(
        kallkod=hash_source(),
        commit=read_commit(project_root()),
        parametrar=run.parameters.model_dump(),
        indata=_hash_input(run),
        paket={"python": python} | {name: version(name) for name in PACKAGES},
        tidigare=_load_earlier(run),
    )


def save_earlier(work: Path, reports: Sequence[Earlier]) -> None:
    """Write down, for a run's notebooks, the earlier reports that it was decided together with."""
    make_private_file(work / EARLIER_FILE)
    text = json.dumps([asdict(report) for report in reports], ensure_ascii=False)
    (work / EARLIER_FILE).write_text(text, encoding="utf-8", newline="\n")


def _load_earlier(run: Underlag) -> tuple[Earlier, ...]:
    """What `save_earlier` wrote; nothing in exploration before the first report."""
    path = run.work / EARLIER_FILE
    if not path.is_file():
        return ()
    return tuple(Earlier(**report) for report in json.loads(path.read_text(encoding="utf-8")))


def hash_source() -> str:
    """SHA-256 over every source file of the program and every notebook, by name and content."""
    return read_sources().hash_all()


def _hash_input(run: Underlag) -> dict[str, str]:
    pupils = run.manifest().get("indata", {}) if run.has_pupils else {}
    return dict(sorted((pupils | hash_beside(run)).items()))


def hash_beside(run: Underlag) -> dict[str, str]:
    """SHA-256 of what a report is made of beside pupil files: official answers and written texts."""
    folder = store_folder(run.data, run.parameters.kommun).relative_to(run.data)
    answers = {
        (folder / entry["fil"]).as_posix(): entry["sha256"]
        for entry in load_index(run.data, run.parameters.kommun)
    }
    # Exports are about all of Sweden; a report from pupil files does not read them.
    exports = [] if run.has_pupils else list_exports(run.data)
    kept = {in_data(export.fil): export.sha256 for export in exports}
    return answers | kept | _hash_texts(run)


def _hash_texts(run: Underlag) -> dict[str, str]:
    """The municipality's texts; not the workbook: who knows all else of it could search for a number."""
    folder = raw_folder(run.data, run.parameters.kommun) / TEXTER
    files = sorted(folder.glob("*.md")) if folder.is_dir() else []
    return {path.relative_to(run.data).as_posix(): hash_file(path) for path in files}
