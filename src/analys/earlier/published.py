"""Reading back the reports that have been fastställda, each checked against its own manifest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analys.errors import AnalysError, InputError, Problem
from analys.estimates.cells import COLUMNS, KEYS, cell_id
from analys.lasar import parse_lasar
from analys.presentation.csvfiles import MOST_BYTES, parse_csv

MANIFEST = "manifest.json"
TABLES = "tabeller"
LONG_FILE = "indikatorer"
"""The long file repeats the others' levels, so it is checked but not read."""

CELL_COLUMNS = ("tabell", *(name for name in COLUMNS if name != "delar"))
STATUSES = frozenset({"visad", "skyddad", "saknas", "officiell"})

MOST_MANIFEST = 5_000_000
"""Largest manifest, in bytes."""

MOST_TABLES = 1000

_EDITION = "(?:-utgava-([1-9][0-9]{0,3}))?"
_FOLDER = re.compile(f"([0-9]{{4}}-[0-9]{{2}}){_EDITION}")
_SCHOOLS = re.compile("([0-9]{4}-[0-9]{2})-skolor")
_SCHOOL = re.compile(f"([0-9]{{8}}){_EDITION}")
_TABLE = re.compile(f"{TABLES}/([a-z0-9_]{{1,100}})\\.csv")
_SHA256 = re.compile("[0-9a-f]{64}")
_VALUES = ["varde", "undre", "ovre", "n", "antal"]

FASTSTALLD = "fastställd"

RESTORE = (
    "Återställ mappen från en säkerhetskopia eller från diariet. En fastställd rapport är offentlig, och nya "
    "rapporter prövas mot den."
)


@dataclass(frozen=True)
class Published:
    """One fastställd report.

    Parameters
    ----------
    namn : str
        Its folder's name, "2024-25" or "2024-25-utgava-1"; a school's "2024-25-skolor/10000001".
    lasar : str
        "2024/25".
    utgava : int
        Edition of the läsår, from 1. The edition in the läsår's own folder is the last.
    troskel : int
        The threshold that it was made with.
    sha256 : str
        Of its manifest.
    tabeller : mapping of str to str
        SHA-256 of each of its table files, by path in its folder.
    cells : pandas.DataFrame
        Every cell of every table: `tabell`, then the columns of `analys.estimates.cells` except `delar`.
        `status` is visad, skyddad, saknas or officiell, and what was hidden is NA.
    skola : str
        Skolenhetskod of a school's report, "" for the municipality's.
    """

    namn: str
    lasar: str
    utgava: int
    troskel: int
    sha256: str
    tabeller: Mapping[str, str] = field(repr=False)
    cells: pd.DataFrame = field(repr=False, compare=False)
    skola: str = ""


class Edition(NamedTuple):
    """A report's folder, and what its name says: läsår, school ("" for the municipality) and edition.

    The edition is 0 where the folder is the läsår's, or the school's, own.
    """

    lasar: str
    skola: str
    utgava: int
    folder: Path


def list_published(out: Path, kommun: str, lasar: str) -> tuple[Published, ...]:
    """Fastställda reports of a läsår and of those before it, schools' too, by läsår, school and edition.

    Editions of a läsår with the same tables are one, the first.

    Parameters
    ----------
    out : pathlib.Path
        Report folder, the one with a folder for each municipality.
    kommun, lasar : str
        Of the report that is to be made.

    Raises
    ------
    InputError
        When a fastställd report lacks a file or has one that was changed; every fault at once.
    """
    return _read_reports(out, kommun, lambda found: found <= lasar)


def list_later(out: Path, kommun: str, lasar: str) -> tuple[Published, ...]:
    """Fastställda reports of the läsår after one, as `list_published` gives those until it."""
    return _read_reports(out, kommun, lambda found: found > lasar)


def list_editions(out: Path, kommun: str) -> list[Edition]:
    """Every published report of a municipality and of its schools, by läsår, school and edition."""
    found = []
    for path in _list_folders(out / kommun):
        if match := _FOLDER.fullmatch(path.name):
            found.append((match[1], Edition("", "", int(match[2] or 0), path)))
        elif year := _SCHOOLS.fullmatch(path.name):
            schools = [(_SCHOOL.fullmatch(one.name), one) for one in _list_folders(path)]
            found += [(year[1], Edition("", m[1], int(m[2] or 0), one)) for m, one in schools if m]
    editions = [edition._replace(lasar=name.replace("-", "/")) for name, edition in found]
    editions = [edition for edition in editions if _is_lasar(edition.lasar)]
    return sorted(editions, key=lambda one: (one.lasar, one.skola, one.utgava or 10_000))


def _list_folders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def read_status(folder: Path) -> str:
    """A report's status; "" when it has none that can be read."""
    manifest = _read_manifest(folder)
    return str(manifest[0]["parametrar"]["status"]) if manifest else ""


def _read_reports(out: Path, kommun: str, is_wanted: Callable[[str], bool]) -> tuple[Published, ...]:
    published: list[Published] = []
    problems: list[Problem] = []
    numbers: dict[tuple[str, str], int] = {}
    for edition in list_editions(out, kommun):
        if not is_wanted(edition.lasar):
            continue
        about = (edition.lasar, edition.skola)
        numbers[about] = edition.utgava or numbers.get(about, 0) + 1
        name = edition.folder.relative_to(out / kommun).as_posix()
        try:
            report = _read_report(
                edition._replace(utgava=numbers[about]), name, f"{out.name}/{kommun}/{name}", kommun
            )
        except InputError as error:
            problems += error.problems
            continue
        if report and not any(
            (p.lasar, p.skola) == about and p.tabeller == report.tabeller for p in published
        ):
            published.append(report)
    if problems:
        raise InputError(problems)
    return tuple(published)


def _read_report(edition: Edition, name: str, where: str, kommun: str) -> Published | None:
    """The report of a folder, None when it is not fastställd. Raises InputError with every fault."""
    lasar, skola, utgava, folder = edition
    if not (folder / MANIFEST).is_file():
        return None
    found = _read_manifest(folder)
    if found is None:
        raise InputError([_tell("Manifestet till en tidigare rapport går inte att läsa.", where, MANIFEST)])
    manifest, sha256 = found
    parameters = manifest["parametrar"]
    if parameters["status"] != FASTSTALLD:
        return None
    if (parameters["kommun"], parameters["lasar"], parameters.get("skola", "")) != (kommun, lasar, skola):
        what = "Mappen har en fastställd rapport som gäller något annat än mappens namn säger."
        raise InputError(
            [Problem(f"{where}/{MANIFEST}", what, "Ge mappen tillbaka sitt namn och sin plats.")]
        )
    tables = {name: digest for name, digest in manifest["filer"].items() if name.startswith(f"{TABLES}/")}
    if len(tables) > MOST_TABLES or not all(map(_TABLE.fullmatch, tables)):
        raise InputError([_tell("Manifestet till en fastställd rapport har ändrats.", where, MANIFEST)])
    frames, problems = [], []
    for table, digest in sorted(tables.items()):
        try:
            frames.append(read_table(folder / table, digest))
        except ValueError as fault:
            problems.append(_tell(f"En tabell i en fastställd rapport {fault}.", where, table))
    if problems:
        raise InputError(problems)
    empty = pd.DataFrame(columns=list(CELL_COLUMNS))
    cells = pd.concat([frame for frame in frames if len(frame)] or [empty], ignore_index=True)
    return Published(name, lasar, utgava, parameters["troskel"], sha256, tables, cells, skola)


def _tell(vad: str, where: str, name: str) -> Problem:
    return Problem(f"{where}/{name}", vad, RESTORE)


def _read_manifest(folder: Path) -> tuple[dict[str, Any], str] | None:
    """A manifest whose parts have the types that they should, and its SHA-256; None when it is no such."""
    try:
        content = _read_bytes(folder / MANIFEST, MOST_MANIFEST)
        manifest = json.loads(content)
        parameters, files = manifest["parametrar"], manifest["filer"]
        is_sound = (
            all(type(parameters[name]) is str for name in ("status", "kommun", "lasar"))
            and type(parameters["troskel"]) is int
            and all(type(digest) is str and _SHA256.fullmatch(digest) for digest in files.values())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return (manifest, hashlib.sha256(content).hexdigest()) if is_sound else None


def read_table(path: Path, digest: str) -> pd.DataFrame:
    """Cells of a table. Raises ValueError with what is wrong with it, in Swedish."""
    try:
        content = _read_bytes(path, MOST_BYTES)
    except (OSError, ValueError):
        raise ValueError("saknas eller går inte att läsa") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError("har ändrats")
    if path.stem == LONG_FILE:
        return pd.DataFrame(columns=list(CELL_COLUMNS))
    try:
        frame = parse_csv(content, path.name)
    except AnalysError:
        raise ValueError("har fel form") from None
    if not _is_sound(frame):
        raise ValueError("har fel form")
    return frame.assign(tabell=path.stem)[list(CELL_COLUMNS)]


def _read_bytes(path: Path, most: int) -> bytes:
    """A regular file's bytes. Raises ValueError when there are too many, or it is no such file."""
    if not path.is_file() or path.stat().st_size > most:
        raise ValueError
    return path.read_bytes()


def _is_sound(frame: pd.DataFrame) -> bool:
    """Whether cells have the ids of their keys, a status of ours, and nothing where something is hidden."""
    hidden = frame["status"] == "skyddad"
    ids = [cell_id(*keys) for keys in frame[list(KEYS)].itertuples(index=False)]
    return (
        frame["cell"].tolist() == ids
        and not frame["cell"].duplicated().any()
        and bool(frame["status"].isin(STATUSES).all())
        and bool(frame.loc[hidden, _VALUES].isna().all(axis=None))
        and all(_is_lasar(text) for text in frame["lasar"].unique())
    )


def _is_lasar(text: str) -> bool:
    try:
        return parse_lasar(text) == text
    except ValueError:
        return False
