"""What a reader of a finished report has before him: the cells of its CSV files.

Read anew here, and more strictly than a spreadsheet would: the attacker trusts no code that the report was
made with. A file that is not as a report's files are is refused, since nobody can tell what it gives away.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from analys.errors import DisclosureError

KEYS = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse", "kategori")
NUMBERS = ("varde", "undre", "ovre")
COUNTS = ("n", "antal")
SHOWN, HIDDEN, OFFICIAL, MISSING = STATUSES = ("visad", "skyddad", "officiell", "saknas")
COLUMNS = (
    "cell", "indikator", "enhetstyp", "enhet", "enhetsnamn",
    "lasar", "kon", "svsva", "jamforelse", "kategori",
    *NUMBERS, *COUNTS, "status", "kalla",
)  # fmt: skip
"""Columns of a table, in order; the long file has names and units after them."""

LARGEST_FILE = 200_000_000
"""Bytes; the long file of a hundred schools and ten läsår has about 50 million."""

LONGEST_TEXT = 2_000

_EXTRA = ("indikatornamn", "matenhet")
_FORMULA = frozenset("=+-@\t\r\n")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:,[0-9]{1,6})?")
_COUNT = re.compile(r"[0-9]{1,9}")
_KEYS = tuple(COLUMNS.index(name) for name in KEYS)
_VALUES = slice(COLUMNS.index(NUMBERS[0]), COLUMNS.index(NUMBERS[-1]) + 1)
_PUPILS = slice(_VALUES.stop, COLUMNS.index(COUNTS[-1]) + 1)
_STATUS = COLUMNS.index("status")


def read_tables(folder: Path) -> pd.DataFrame:
    """Every cell of a finished report.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of the CSV files, `tabeller`.

    Returns
    -------
    pandas.DataFrame
        The columns of the files, numbers as written there (text with decimal comma), and `tabell`, the name
        of the file. A cell in several tables has several rows.

    Raises
    ------
    DisclosureError
        When a file is not as a report's tables are. All faults at once, by file and line, no content.
    """
    rows: list[list[str]] = []
    faults: list[str] = []
    paths = sorted(folder.glob("*.csv"))
    for path in paths:
        try:
            rows += [[*row, path.stem] for row in _read(path)]
        except _Unreadable as fault:
            faults.append(f"tabeller/{path.name}: {fault}")
    if not paths:
        faults.append("Mappen tabeller har inga CSV-filer.")
    if faults:
        raise DisclosureError(
            "Rapportens tabeller kan inte granskas, så rapporten stoppas. Skapa rapporten på nytt; hjälper "
            "inte det är det ett fel i programmet.\n  " + "\n  ".join(faults)
        )
    return pd.DataFrame(rows, columns=[*COLUMNS, "tabell"], dtype="str")


class _Unreadable(ValueError):
    """A file that is no table of a report; the text says why."""


def _read(path: Path) -> Iterator[list[str]]:
    if path.is_symlink() or not path.is_file():
        raise _Unreadable("är ingen vanlig fil.")
    if path.stat().st_size > LARGEST_FILE:
        raise _Unreadable("är för stor.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, delimiter=";", strict=True)
            head = tuple(next(lines, ()))
            if head not in (COLUMNS, (*COLUMNS, *_EXTRA)):
                raise _Unreadable("har andra kolumner än rapportens tabeller.")
            for number, row in enumerate(lines, 2):
                if len(row) != len(head):
                    raise _Unreadable(f"rad {number} har fel antal kolumner.")
                if fault := _find_fault(row):
                    raise _Unreadable(f"rad {number}: {fault}")
                yield row[: len(COLUMNS)]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise _Unreadable("kan inte läsas som CSV med UTF-8.") from None


def _find_fault(row: Sequence[str]) -> str:
    """What is wrong with a line, "" when nothing is."""
    if max(map(len, row)) > LONGEST_TEXT:
        return "en text är för lång."
    if any(text and not _NUMBER.fullmatch(text) for text in row[_VALUES]):
        return "ett värde är inget tal."
    if any(text and not _COUNT.fullmatch(text) for text in row[_PUPILS]):
        return "ett antal är inget heltal."
    if not _FORMULA.isdisjoint([text[:1] for text in (*row[: _VALUES.start], *row[_PUPILS.stop :])]):
        return "en text kan läsas som en formel."
    if row[_STATUS] not in STATUSES:
        return "okänd status."
    keys = [row[place].removeprefix("'") for place in _KEYS]
    if row[0].removeprefix("'") != "|".join(keys if keys[-1] else keys[:-1]):
        return "uppgiftens beteckning stämmer inte med dess nycklar."
    return ""
