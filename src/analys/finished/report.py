"""A finished report as its readers have it: its manifest, and every published cell of its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analys.earlier.published import CELL_COLUMNS, LONG_FILE, MOST_TABLES, TABLES, read_table
from analys.errors import AnalysError, InputError, Problem
from analys.finished.manifest import Manifest, read_manifest
from analys.presentation.csvfiles import read_csv

_TABLE = re.compile(f"{TABLES}/[a-z0-9_]{{1,100}}\\.csv")


@dataclass(frozen=True)
class Report:
    """One finished report.

    Parameters
    ----------
    folder : pathlib.Path
    manifest : Manifest
    cells : pandas.DataFrame
        Each published cell once, in the order of tables and rows: `tabell`, the first that has it, and the
        columns of `analys.estimates.cells` but `delar`. What is hidden has no numbers.
    namn : mapping of str to tuple of str
        Label and unit of each measure that the long file has, by code.
    """

    folder: Path
    manifest: Manifest
    cells: pd.DataFrame = field(repr=False, compare=False)
    namn: Mapping[str, tuple[str, str]] = field(repr=False, compare=False)


def load_report(folder: Path) -> Report:
    """Read a report's folder back.

    Raises
    ------
    ParameterError
        When the folder is no report.
    InputError
        When its manifest or a table is not as it was published; every table at once.
    """
    manifest = read_manifest(folder)
    tables = sorted(name for name in manifest.filer if name.startswith(f"{TABLES}/"))
    if len(tables) > MOST_TABLES or not all(map(_TABLE.fullmatch, tables)):
        raise InputError([_tell(folder, "manifest.json", "Manifestet har en tabell med ett omöjligt namn.")])
    frames, problems = [], []
    for name in tables:
        try:
            frames.append(read_table(folder / name, manifest.filer[name]))
        except ValueError as fault:
            problems.append(_tell(folder, name, f"En tabell i rapporten {fault}."))
    if problems:
        raise InputError(problems)
    empty = pd.DataFrame(columns=list(CELL_COLUMNS))
    cells = pd.concat([frame for frame in frames if len(frame)] or [empty], ignore_index=True)
    cells = cells.drop_duplicates("cell", ignore_index=True)
    return Report(folder, manifest, cells, _name_measures(folder, manifest))


def _name_measures(folder: Path, manifest: Manifest) -> dict[str, tuple[str, str]]:
    """Labels and units of the long file; it has been compared with the manifest already."""
    if f"{TABLES}/{LONG_FILE}.csv" not in manifest.filer:
        return {}
    try:
        frame = read_csv(folder / TABLES / f"{LONG_FILE}.csv")
        named = frame[["indikator", "indikatornamn", "matenhet"]].drop_duplicates("indikator")
    except (AnalysError, KeyError):
        return {}
    return {code: (label, unit) for code, label, unit in named.itertuples(index=False)}


def _tell(folder: Path, name: str, what: str) -> Problem:
    todo = "Återställ mappen från en säkerhetskopia, eller gör rapporten på nytt."
    return Problem(f"{folder.name}/{name}", what, todo)
