"""What can a reader of a finished report work out by subtraction? Reads only the report's own CSV files.

The attacker knows how the figures hang together (girls and boys are all pupils, schools are the municipality,
three läsår are their years, Sv and Sva are one test) and subtracts whole numbers, one row at a time: no
linear programming. Written apart from `analys.disclosure`, whose rules it tries. Three kinds of find:

- "återskapad": exactly one hidden cell is left when the shown ones are taken from the total.
- "skillnad visad": a shown difference has a hidden side, so that it gives the side away.
- "utpekande rest": what is left (hidden cells together, or pupils that no cell is about) is itself too small,
  1-4 with or without the outcome, or all alike.

Run as ``python studies/attack_subtraction.py reports/9999/2025-26``.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

KEY = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse")
YEARS_TOGETHER = "tre läsår"
SPLITS = {"kon": ("flickor", "pojkar"), "svsva": ("sv", "sva")}
LANGUAGE_TEST = ("np_ak3_svsva", {"sv": "np_ak3_sv", "sva": "np_ak3_sva"})

Key = tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """One line of the CSV files: counts where shown, None where not."""

    key: Key
    enhetstyp: str
    n: int | None
    antal: int | None
    hidden: bool


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
                known = cells.get(key)
                if known is None or known.n is None:
                    cells[key] = Published(key, row["enhetstyp"], n, antal, row["status"] == "skyddad")
    return cells


def attack(cells: dict[Key, Published], troskel: int = 10) -> Iterator[Find]:
    """Finds of every relation that the attacker knows."""
    for total, parts in find_relations(cells):
        if not parts:
            continue
        members = [total, *parts]
        hidden = [cell for cell in members if cell.hidden]
        if total.hidden:
            if len(hidden) == 1 and all(part.n is not None for part in parts):
                n, antal = _sum(parts, "n"), _sum(parts, "antal")
                yield Find("återskapad", total.key, (total.key,), n or 0, antal)
            continue
        shown = [part for part in parts if not part.hidden]
        n = (total.n or 0) - (_sum(shown, "n") or 0)
        whole, taken = total.antal, _sum(shown, "antal")
        antal = None if whole is None or taken is None else whole - taken
        keys = tuple(cell.key for cell in hidden)
        if len(hidden) == 1 and n > 0:
            yield Find("återskapad", total.key, keys, n, antal)
        elif n > 0 and _points_out(n, antal, troskel):
            yield Find("utpekande rest", total.key, keys, n, antal)


def attack_differences(cells: dict[Key, Published]) -> Iterator[Find]:
    """Shown changes, gaps and distances of which a side is hidden."""
    for cell in cells.values():
        if cell.hidden or cell.key[-1] in ("", YEARS_TOGETHER, "summa"):
            continue
        hidden = tuple(side.key for side in _present(cells, _sides(cell.key)) if side.hidden)
        if hidden:
            yield Find("skillnad visad", cell.key, hidden, cell.n or 0, None)


def _sides(key: Key) -> Iterator[Key]:
    """The cells that a difference is taken between, by what its name says."""
    name = key[-1].removeprefix("utjämnad").strip()
    gap, _, other = name.partition("mot ")
    gap = gap.strip()
    for column, groups in SPLITS.items():
        if gap.startswith("-".join(groups)):
            sides = [_with(_with(key, column, group), "jamforelse", "") for group in groups]
            yield from sides
            if other:
                yield from (_with(side, "lasar", other) for side in sides)
            return
    together = key[-1] in ("utjämnad", "utjämnad mot skolornas medel")
    yield _with(key, "jamforelse", YEARS_TOGETHER if together else "")
    if re.fullmatch("[0-9]{4}/[0-9]{2}", other):
        yield _with(_with(key, "jamforelse", ""), "lasar", other)
    elif re.fullmatch("[0-9]{8}", other):
        yield _with(_with(key, "jamforelse", ""), "enhet", other)


def find_relations(cells: dict[Key, Published]) -> Iterator[tuple[Published, list[Published]]]:
    """Total and parts, for each sum that the attacker knows of and the report has both sides of."""
    for cell in cells.values():
        code, *_, svsva, jamforelse = cell.key
        if jamforelse not in ("", YEARS_TOGETHER):
            continue
        for column, groups in SPLITS.items():
            if cell.key[KEY.index(column)] == "alla":
                yield cell, _present(cells, (_with(cell.key, column, group) for group in groups))
        if cell.enhetstyp == "kommun":
            yield (
                cell,
                [
                    other
                    for key, other in cells.items()
                    if other.enhetstyp == "skola" and key == _with(cell.key, "enhet", key[1])
                ],
            )
        if code == LANGUAGE_TEST[0]:
            parts = LANGUAGE_TEST[1]
            yield cell, _present(cells, (_with(cell.key, "indikator", part) for part in parts.values()))
            for group, part in parts.items():
                same = _with(_with(cell.key, "indikator", part), "svsva", "alla")
                if svsva == group:
                    yield cell, _present(cells, [same])
        if jamforelse == YEARS_TOGETHER:
            yield from _years(cells, cell)
    yield from _rows_of_files(cells)


def _years(cells: dict[Key, Published], cell: Published) -> Iterator[tuple[Published, list[Published]]]:
    """Three läsår as their years, and as the schools with three läsår and the other schools' years."""
    code, enhet, lasar, kon, svsva, _ = cell.key
    own = sorted(key[2] for key in cells if key == (code, enhet, key[2], kon, svsva, "") and key[2] <= lasar)
    for years in _spans(own[-3:]):
        parts = _present(cells, ((code, enhet, year, kon, svsva, "") for year in years))
        known = [part for part in parts if part.n is not None]
        if cell.n is None or (_sum(known, "n") or 0) <= cell.n:
            yield cell, parts
            break
    if cell.enhetstyp != "kommun":
        return
    schools = {key[1] for key, other in cells.items() if other.enhetstyp == "skola" and key[0] == code}
    pooled = {s for s in schools if (code, s, lasar, kon, svsva, YEARS_TOGETHER) in cells}
    keys = [(code, s, lasar, kon, svsva, YEARS_TOGETHER) for s in pooled]
    keys += [(code, s, year, kon, svsva, "") for s in schools - pooled for year in own[-3:]]
    yield cell, _present(cells, keys)


def _spans(years: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Runs of läsår that end with the last, longest first."""
    return (tuple(years[start:]) for start in range(max(len(years) - 1, 1)))


def _rows_of_files(cells: dict[Key, Published]) -> Iterator[tuple[Published, list[Published]]]:
    """Rows of a kind of file are used or left out; the rows used are the pupils of its läsår."""
    for key, cell in cells.items():
        if key[0] != "rader":
            continue
        if ":" not in key[1]:
            yield (
                cell,
                [other for k, other in cells.items() if k[0] == "rader" and k[1].startswith(f"{key[1]}:")],
            )
        elif key[1].endswith(":använda"):
            kind = key[1].partition(":")[0]
            pupils = [other for k, other in cells.items() if k[:2] == ("elever", kind)]
            if pupils:
                yield cell, pupils


def _points_out(n: int, antal: int | None, troskel: int) -> bool:
    if n < troskel:
        return True
    return antal is not None and (antal <= 4 or n - antal <= 4)


def _sum(cells: Iterable[Published], name: str) -> int | None:
    values = [getattr(cell, name) for cell in cells]
    return None if any(value is None for value in values) else sum(values)


def _present(cells: dict[Key, Published], keys: Iterable[Key]) -> list[Published]:
    return [cells[key] for key in keys if key in cells]


def _with(key: Key, column: str, value: str) -> Key:
    return tuple(value if name == column else part for name, part in zip(KEY, key, strict=True))


def main(folders: Sequence[str]) -> int:
    """Print the finds of each report folder; 1 when there are any."""
    found = 0
    for folder in folders:
        cells = read_report(Path(folder))
        finds = [*attack(cells), *attack_differences(cells)]
        found += len(finds)
        hidden = sum(cell.hidden for cell in cells.values())
        print(f"{folder}: {len(cells)} celler, {hidden} dolda, {len(finds)} fynd")
        for find in finds:
            counts = f"n={find.n} antal={find.antal}"
            print(f"  {find.slag}: {'|'.join(find.total)}, rest {counts}, {len(find.hidden)} dolda")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
