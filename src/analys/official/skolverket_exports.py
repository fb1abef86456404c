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
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analys.errors import AnalysError, InputError, Problem
from analys.official.files import locked, write_atomically
from analys.official.skolverket_csv import MOST_BYTES, parse_export
from analys.official.skolverket_frame import KEYS, make_frame
from analys.official.skolverket_header import TAKE_OUT_AGAIN
from analys.official.skolverket_index import (
    INDEX,
    LOCK,
    SUFFIXES,
    KeptExport,
    exports_folder,
    in_data,
    is_name,
    name_of,
    read_export_index,
)
from analys.official.tabeller import TABELLER

_REMOVE = "Ta bort den fil som inte ska gälla."


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
    kept, problems = _judge(namn, innehall, hamtad)
    if problems:
        raise InputError(problems)
    return _keep(data, kept, innehall)


def keep_files(data: Path, paths: Sequence[Path], hamtad: str = "") -> list[Path]:
    """Keep files that lie elsewhere, under their own names: all of them, or none when one cannot be read.

    Returns
    -------
    list of pathlib.Path
        Where they are kept, in the order of `paths`.

    Raises
    ------
    InputError
        With every fault of every file; nothing is written then.
    AnalysError
        When the folder cannot be written in.
    """
    judged = []
    problems: list[Problem] = []
    for path in paths:
        content = _read(path)
        if isinstance(content, Problem):
            problems.append(content)
            continue
        kept, found = _judge(path.name, content, hamtad)
        problems += found
        judged.append((kept, content))
    if problems:
        raise InputError(problems)
    return [_keep(data, kept, content) for kept, content in judged]


def _judge(namn: str, innehall: bytes, hamtad: str) -> tuple[KeptExport, tuple[Problem, ...]]:
    """Entry of a file, and what makes it unfit to be kept."""
    namn = unicodedata.normalize("NFC", namn)
    if hamtad and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", hamtad):
        raise ValueError("not a day")
    sha256 = hashlib.sha256(innehall).hexdigest()
    if not is_name(namn):
        what = "Filens namn går inte att använda."
        to_do = "Ge filen ett vanligt namn som slutar på .csv."
        return KeptExport(namn, "", "", "", hamtad, sha256), (Problem(in_data("?"), what, to_do, kod="namn"),)
    export = parse_export(innehall, in_data(namn))
    kept = KeptExport(namn, export.tabell, export.lasar, export.enhetstyp, hamtad, sha256)
    return kept, export.problems


def _keep(data: Path, kept: KeptExport, innehall: bytes) -> Path:
    folder = exports_folder(data)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / LOCK):
            others = [other for other in read_export_index(data) if other.fil != kept.fil]
            entries = [entry._asdict() for entry in sorted([*others, kept])]
            write_atomically(folder / kept.fil, innehall)
            index = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
            write_atomically(folder / INDEX, index.encode("utf-8"))
    except OSError:
        raise AnalysError(
            f"Filen {in_data(kept.fil)} går inte att skriva. Stäng den i andra program, och kontrollera att"
            " du får skriva i mappen och att disken inte är full."
        ) from None
    return folder / kept.fil


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
        index = {kept.fil: kept for kept in read_export_index(data)}
    except InputError as error:
        return make_frame([]), list(error.problems)
    problems: list[Problem] = []
    parts = []
    files = _list_files(data)
    for namn in sorted(set(index) - {name_of(path) for path in files}):
        what = "En sparad tabell från Skolverket saknas."
        problems.append(Problem(in_data(namn), what, TAKE_OUT_AGAIN, kod="saknas"))
    for path in files:
        content = _read_unchanged(path, index)
        if isinstance(content, Problem):
            problems.append(content)
            continue
        export = parse_export(content, in_data(path.name))
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
    index = {kept.fil: kept for kept in read_export_index(data)}
    kept, problems = [], []
    for path in _list_files(data):
        content = _read_unchanged(path, index)
        if isinstance(content, Problem):
            problems.append(content)
            continue
        namn = name_of(path)
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
    content = _read(path)
    known = index.get(name_of(path))
    if known and isinstance(content, bytes) and known.sha256 != hashlib.sha256(content).hexdigest():
        what = "Filen har ändrats sedan den sparades (kontrollsumman stämmer inte)."
        return Problem(in_data(path.name), what, TAKE_OUT_AGAIN, kod="fil")
    return content


def _read(path: Path) -> bytes | Problem:
    fil = in_data(path.name)
    try:
        if path.is_symlink():
            what = "Filen är en länk. Den kan leda till uppgifter som inte hör hit."
            return Problem(fil, what, "Lägg själva filen i mappen.", kod="plats")
        if path.stat().st_size > MOST_BYTES:
            return Problem(fil, "Filen är orimligt stor.", TAKE_OUT_AGAIN, kod="fil")
        return path.read_bytes()
    except OSError:
        what = "Filen går inte att läsa. Den kan vara öppen i ett annat program."
        return Problem(fil, what, "Stäng filen i andra program och kör igen.", kod="fil")


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
        problems.append(Problem(in_data(first), what, _REMOVE, kod="dubblett"))
    return problems
