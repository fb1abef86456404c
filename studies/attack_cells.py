"""What an attacker reads in a finished report: the cells of its CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

KEY = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse", "kategori")
YEARS_TOGETHER = "tre läsår"

Key = tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """One line of the CSV files: numbers where shown, None where not."""

    key: Key
    enhetstyp: str
    n: int | None
    antal: int | None
    hidden: bool
    varde: float | None = None
    undre: float | None = None

    def get(self, column: str) -> str:
        """One of the keys."""
        return self.key[KEY.index(column)]

    def but(self, **other: str) -> Key:
        """The keys, some of them replaced."""
        return tuple(other.get(name, part) for name, part in zip(KEY, self.key, strict=True))


Cells = Mapping[Key, Published]


@dataclass(frozen=True)
class Find:
    """Something that the report tells without saying it."""

    slag: str
    total: Key
    hidden: tuple[Key, ...]
    n: int
    antal: int | None


def read_report(folder: Path) -> dict[Key, Published]:
    """Every own (not official) cell of a report's tables that holds or hides a count."""
    cells: dict[Key, Published] = {}
    for path in sorted((folder / "tabeller").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                if row["status"] not in ("visad", "skyddad"):
                    continue
                key = tuple(row[name] for name in KEY)
                n, antal = (int(row[name]) if row[name] else None for name in ("n", "antal"))
                varde, undre = (
                    float(row[name].replace(",", ".")) if row[name] else None for name in ("varde", "undre")
                )
                known = cells.get(key)
                if known is None or known.n is None:
                    hidden = row["status"] == "skyddad"
                    cells[key] = Published(key, row["enhetstyp"], n, antal, hidden, varde, undre)
    return cells


def present(cells: Cells, keys: Iterable[Key]) -> list[Published]:
    """The cells among the keys that the report has."""
    return [cells[key] for key in keys if key in cells]


def points_out(n: int, antal: int | None, least: int) -> bool:
    """Whether so few pupils, or so few with or without an outcome, are pointed out."""
    if n < least:
        return True
    return antal is not None and (antal <= 4 or n - antal <= 4)
