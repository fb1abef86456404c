"""Skolverket's exports as they are kept: in `data/raw/skolverket/`, under the names that they came with.

They are about all of Sweden and belong to no municipality. The index `exporter.json` holds one mapping a file
with ``fil, tabell, lasar, enhetstyp, hamtad, sha256``, where ``hamtad`` is "" when nobody has told the day. A
file that somebody has put there by hand is read too; one that the index knows must be unchanged.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analys.errors import AnalysError, InputError, Problem
from analys.official.answers import MOST_BYTES
from analys.official.files import locked, write_atomically
from analys.official.service import SKOLVERKET
from analys.official.skolverket_csv import parse_export
from analys.official.skolverket_frame import KEYS, make_frame
from analys.official.skolverket_header import TAKE_OUT_AGAIN
from analys.official.tabeller import TABELLER

INDEX = "exporter.json"
SUFFIXES = (".csv", ".txt")
_LOCK = ".exporter.las"
_PATTERNS = {
    "tabell": r"[a-z0-9_]{1,60}",
    "lasar": r"[0-9]{4}/[0-9]{2}",
    "enhetstyp": r"[a-z]{1,20}",
    "hamtad": r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?",
    "sha256": r"[0-9a-f]{64}",
}
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_REMOVE = "Ta bort den fil som inte ska gälla."


class KeptExport(NamedTuple):
    """One kept file; what it holds is "" when it was put there by hand."""

    fil: str
    tabell: str
    lasar: str
    enhetstyp: str
    hamtad: str
    sha256: str


def exports_folder(data: Path) -> Path:
    """Folder of the kept exports."""
    return data / "raw" / SKOLVERKET.mapp


def keep_export(data: Path, namn: str, innehall: bytes, hamtad: str = "") -> Path:
    """Keep one export byte for byte; a file of the same name gives way.

    Parameters
    ----------
    data : pathlib.Path
        Data folder.
    namn : str
        File name without folder.
    innehall : bytes
        The file as Skolverket gave it.
    hamtad : str
        Day it was taken out, "2026-10-01", when that is known.

    Returns
    -------
    pathlib.Path
        Where it is kept.

    Raises
    ------
    InputError
        When the name cannot be used or the file cannot be read; nothing is written then.
    AnalysError
        When the folder cannot be written in.
    """
    namn = unicodedata.normalize("NFC", namn)
    if not _is_name(namn):
        what = "Filens namn går inte att använda."
        raise InputError([Problem(_in_data("?"), what, "Ge filen ett vanligt namn som slutar på .csv.")])
    export = parse_export(innehall, _in_data(namn))
    if export.problems:
        raise InputError(export.problems)
    sha256 = hashlib.sha256(innehall).hexdigest()
    new = KeptExport(namn, export.tabell, export.lasar, export.enhetstyp, hamtad, sha256)
    if not _is_entry(new._asdict()):
        raise ValueError(f"not a day: {hamtad!r}")
    folder = exports_folder(data)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / _LOCK):
            others = [kept for kept in _read_index(data) if kept.fil != namn]
            entries = [kept._asdict() for kept in sorted([*others, new])]
            write_atomically(folder / namn, innehall)
            index = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
            write_atomically(folder / INDEX, index.encode("utf-8"))
    except OSError:
        raise AnalysError(
            f"Filen {_in_data(namn)} går inte att skriva. Stäng den i andra program, och kontrollera att du"
            " får skriva i mappen och att disken inte är full."
        ) from None
    return folder / namn


def load_exports(data: Path) -> pd.DataFrame:
    """Values of every kept export, file by file; empty when there is none.

    Returns
    -------
    pandas.DataFrame
        See `analys.official.skolverket_frame`. A value that two files give alike is there once.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    frame, problems = read_exports(data)
    if problems:
        raise InputError(problems)
    return frame


def read_exports(data: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Values of the kept exports that can be read, and every fault of those that cannot; never raises."""
    try:
        index = {kept.fil: kept for kept in _read_index(data)}
    except InputError as error:
        return make_frame([]), list(error.problems)
    problems: list[Problem] = []
    parts = []
    files = _list_files(data)
    for namn in sorted(set(index) - {_name_of(path) for path in files}):
        what = "En sparad tabell från Skolverket saknas."
        problems.append(Problem(_in_data(namn), what, TAKE_OUT_AGAIN, kod="saknas"))
    for path in files:
        content = _read_unchanged(path, index)
        if isinstance(content, Problem):
            problems.append(content)
            continue
        export = parse_export(content, _in_data(path.name))
        problems += export.problems
        parts.append(export.frame.assign(fil=path.name))
    if not parts:
        return make_frame([]), problems
    frame = pd.concat(parts, ignore_index=True).drop_duplicates([*KEYS, "varde", "status", "marke"])
    problems += _find_conflicts(frame)
    return frame.drop(columns="fil").reset_index(drop=True), problems


def list_exports(data: Path) -> list[KeptExport]:
    """Every kept export with its checksum, by name: what a report made from them tells about its input.

    Raises
    ------
    InputError
        When a file or the index cannot be read, or a file has changed since it was kept.
    """
    index = {kept.fil: kept for kept in _read_index(data)}
    kept, problems = [], []
    for path in _list_files(data):
        content = _read_unchanged(path, index)
        if isinstance(content, Problem):
            problems.append(content)
            continue
        namn = _name_of(path)
        known = index.get(namn, KeptExport(namn, "", "", "", "", ""))
        kept.append(known._replace(sha256=hashlib.sha256(content).hexdigest()))
    if problems:
        raise InputError(problems)
    return kept


def _list_files(data: Path) -> list[Path]:
    try:
        found = list(exports_folder(data).iterdir())
    except OSError:
        return []
    return sorted(path for path in found if path.suffix.lower() in SUFFIXES and not path.name.startswith("."))


def _read_unchanged(path: Path, index: dict[str, KeptExport]) -> bytes | Problem:
    fil = _in_data(path.name)
    try:
        if path.is_symlink():
            what = "Filen är en länk. Den kan leda till uppgifter som inte hör hit."
            return Problem(fil, what, "Lägg själva filen i mappen.", kod="plats")
        if path.stat().st_size > MOST_BYTES:
            return Problem(fil, "Filen är orimligt stor.", TAKE_OUT_AGAIN, kod="fil")
        content = path.read_bytes()
    except OSError:
        what = "Filen går inte att läsa. Den kan vara öppen i ett annat program."
        return Problem(fil, what, "Stäng filen i andra program och kör igen.", kod="fil")
    known = index.get(_name_of(path))
    if known and known.sha256 != hashlib.sha256(content).hexdigest():
        what = "Filen har ändrats sedan den sparades (kontrollsumman stämmer inte)."
        return Problem(fil, what, TAKE_OUT_AGAIN, kod="fil")
    return content


def _find_conflicts(frame: pd.DataFrame) -> list[Problem]:
    """Files that disagree about the same values: one problem a table and läsår."""
    apart = frame[frame.duplicated(list(KEYS), keep=False)]
    titles = {table.namn: table.titel for table in TABELLER}
    problems = []
    for (tabell, lasar), part in apart.groupby(["tabell", "lasar"], sort=True):
        first, *others = sorted(set(part["fil"]))
        what = (
            f"Filen har andra värden i tabellen ”{titles[tabell]}”, läsåret {lasar}, än {', '.join(others)}."
        )
        problems.append(Problem(_in_data(first), what, _REMOVE, kod="dubblett"))
    return problems


def _read_index(data: Path) -> list[KeptExport]:
    path = exports_folder(data) / INDEX
    if not path.exists():
        return []
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        entries = json.loads(path.read_bytes().decode("utf-8-sig"))
        if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
            raise ValueError
    except (OSError, ValueError, RecursionError):
        what = "Förteckningen över Skolverkets tabeller kan inte läsas eller har ändrats."
        to_do = "Ta bort förteckningen; tabellerna läses ändå."
        raise InputError([Problem(_in_data(INDEX), what, to_do, kod="fil")]) from None
    return [KeptExport(**entry) for entry in entries]


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == set(KeptExport._fields)
        and isinstance(entry["fil"], str)
        and _is_name(entry["fil"])
        and all(
            isinstance(entry[name], str) and re.fullmatch(pattern, entry[name])
            for name, pattern in _PATTERNS.items()
        )
    )


def _is_name(namn: str) -> bool:
    return (
        namn.isprintable()
        and len(namn.encode("utf-8", "replace")) <= 240
        and not namn.startswith(".")
        and not _NOT_IN_NAMES.search(namn)
        and Path(namn).suffix.lower() in SUFFIXES
    )


def _name_of(path: Path) -> str:
    # A Mac parts letters from their accents in file names.
    return unicodedata.normalize("NFC", path.name)


def _in_data(namn: str) -> str:
    return f"raw/{SKOLVERKET.mapp}/" + "".join(char if char.isprintable() else "?" for char in namn)
