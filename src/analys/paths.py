"""Where things stand: the project's folders, the layout below the data and report folders, and its files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from analys.lasar import in_path

DATA_VARIABLE = "ANALYS_DATA"
"""The one environment variable that notebooks read: the data folder. The runner and `analys lab` set it."""

KEY_FILE = ".nyckel"
"""In the data folder: the key that pseudonyms are made with, see `pseudonyms`."""

KOLUMNER = "kolumner.yml"
"""How the columns of other systems' files are named, see `reading.mapping_form`."""

RATTELSER = "rattelser.yml"
ARBETSBOK = "arbetsbok.xlsx"
"""Corrections, as a file and as a sheet, see `corrections`; the sheets' other rows, see `arbetsbok`."""

ARBETSBOK_NY = "arbetsbok-ny.xlsx"
"""A new template beside a workbook that is filled in; never read."""

TEXTER = "texter"
"""Folder of the municipality's own texts, beside its läsår folders."""

BLADFILER = (
    *("skolor.yml", "malvarden.yml", "atgarder.yml", "fasta_fynd.yml", "intervjuer.yml", "kommentarer.yml"),
    *("matt.yml", "lokala_matt.yml"),
)
"""Files that may hold the same rows as the workbook's sheets."""

DECLARATIONS = (KOLUMNER, RATTELSER, ARBETSBOK, *BLADFILER)
"""Files that a municipality writes itself, beside its läsår folders."""


def project_root() -> Path:
    """The checkout that this code belongs to."""
    return Path(__file__).resolve().parents[2]


def home() -> Path:
    """The project that the user stands in, else the checkout: where `data/` and `reports/` are by default."""
    here = Path.cwd()
    is_project = (here / "notebooks").is_dir() and (here / "data").is_dir()
    return here if is_project else project_root()


def default_data() -> Path:
    """The data folder when none is given: the variable ANALYS_DATA, else the project's `data/`."""
    named = os.environ.get(DATA_VARIABLE, "")
    return Path(named) if named else home() / "data"


def default_reports() -> Path:
    """The report folder when none is given."""
    return home() / "reports"


def notebooks_folder() -> Path:
    """The chapters' notebooks."""
    return project_root() / "notebooks"


def raw_folder(data: Path, kommun: str, lasar: str = "") -> Path:
    """Raw files of a municipality, or of one of its läsår.

    Examples
    --------
    >>> raw_folder(Path("data"), "9999", "2025/26").as_posix()
    'data/raw/9999/2025-26'
    """
    folder = data / "raw" / kommun
    return folder / in_path(lasar) if lasar else folder


def processed_folder(data: Path, kommun: str, lasar: str) -> Path:
    """Cleaned pupil-level files of one run; never published."""
    return data / "processed" / kommun / in_path(lasar)


def work_folder(data: Path, kommun: str, lasar: str) -> Path:
    """Executed notebooks and other intermediate results of one run; they can hold pupil data."""
    return processed_folder(data, kommun, lasar) / "arbete"


def report_folder(out: Path, kommun: str, lasar: str) -> Path:
    """The finished report of one run.

    Examples
    --------
    >>> report_folder(Path("reports"), "9999", "2025/26").as_posix()
    'reports/9999/2025-26'
    """
    return out / kommun / in_path(lasar)


def school_folder(out: Path, kommun: str, lasar: str, skola: str, utgava: str) -> Path:
    """The finished report of a school; an internal edition never lies among those that are published.

    Examples
    --------
    >>> school_folder(Path("reports"), "9999", "2025/26", "10000001", "offentlig").as_posix()
    'reports/9999/2025-26-skolor/10000001'
    >>> school_folder(Path("reports"), "9999", "2025/26", "10000001", "dialog").as_posix()
    'reports/9999/internt/2025-26/10000001'
    """
    if utgava == "dialog":
        return out / kommun / "internt" / in_path(lasar) / skola
    return out / kommun / f"{in_path(lasar)}-skolor" / skola


def school_work_folder(data: Path, kommun: str, lasar: str, skola: str, utgava: str) -> Path:
    """Intermediate results of a school's report.

    Examples
    --------
    >>> school_work_folder(Path("data"), "9999", "2025/26", "10000001", "dialog").as_posix()
    'data/processed/9999/2025-26/arbete/10000001-dialog'
    """
    name = f"{skola}-dialog" if utgava == "dialog" else skola
    return work_folder(data, kommun, lasar) / name


def make_private_folder(path: Path) -> None:
    """Make a folder that its owner alone may enter; folders above it are made as usual.

    Windows keeps to the rights of the data folder.
    """
    path.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        path.chmod(0o700)


def make_private_file(path: Path) -> None:
    """An empty file, or the one that is there, that its owner alone may read: made before it is written."""
    path.touch(mode=0o600)
    if os.name == "posix":
        path.chmod(0o600)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, however large it is; "" when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
