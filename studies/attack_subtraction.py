"""What can a reader of a finished report work out by subtraction? Reads only the report's own CSV files.

The attacker knows how the figures hang together (girls and boys are all pupils, schools are the municipality,
three läsår are their years, Sv and Sva are one test, and what `attack_np` knows) and subtracts whole numbers,
one row at a time: no linear programming. Written apart from `analys.disclosure`, whose rules it tries. Kinds
of find:

- "återskapad": exactly one hidden cell is left when the shown ones are taken from the total.
- "skillnad visad": a shown difference has a hidden side, so that it gives the side away.
- "mått visat": a shown measure is computed from a distribution of which a part is hidden.
- "utpekande rest": what is left (hidden cells together, or pupils that no cell is about) is itself too small,
  1-4 with or without the outcome, or all alike.

Run as ``python studies/attack_subtraction.py reports/9999/2025-26``.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attack_cells import YEARS_TOGETHER, Cells, Find, Key, Published, points_out, present, read_report
from attack_np import attack_np

SPLITS = {"kon": ("flickor", "pojkar"), "svsva": ("sv", "sva")}
LANGUAGE_TEST = ("np_ak3_svsva", {"sv": "np_ak3_sv", "sva": "np_ak3_sva"})


def attack(cells: Cells, troskel: int = 10) -> Iterator[Find]:
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
        elif n > 0 and points_out(n, antal, troskel):
            yield Find("utpekande rest", total.key, keys, n, antal)
    yield from attack_np(cells)


def attack_differences(cells: Cells) -> Iterator[Find]:
    """Shown changes, gaps and distances of which a side is hidden."""
    for cell in cells.values():
        if cell.hidden or cell.get("jamforelse") in ("", YEARS_TOGETHER, "summa"):
            continue
        hidden = tuple(side.key for side in present(cells, _sides(cell)) if side.hidden)
        if hidden:
            yield Find("skillnad visad", cell.key, hidden, cell.n or 0, None)


def _sides(cell: Published) -> Iterator[Key]:
    """The cells that a difference is taken between, by what its name says."""
    jamforelse = cell.get("jamforelse")
    gap, _, other = jamforelse.removeprefix("utjämnad").strip().partition("mot ")
    gap = gap.strip()
    for column, groups in SPLITS.items():
        if gap.startswith("-".join(groups)):
            for group in groups:
                yield cell.but(jamforelse="", **{column: group})
                if other:
                    yield cell.but(jamforelse="", lasar=other, **{column: group})
            return
    together = jamforelse in ("utjämnad", "utjämnad mot skolornas medel")
    yield cell.but(jamforelse=YEARS_TOGETHER if together else "")
    if re.fullmatch("[0-9]{4}/[0-9]{2}", other):
        yield cell.but(jamforelse="", lasar=other)
    elif re.fullmatch("[0-9]{8}", other):
        yield cell.but(jamforelse="", enhet=other)


def find_relations(cells: Cells) -> Iterator[tuple[Published, list[Published]]]:
    """Total and parts, for each sum that the attacker knows of and the report has both sides of."""
    schools = _group_schools(cells)
    years = _list_years(cells)
    units = sorted({cell.get("enhet") for cell in cells.values() if cell.enhetstyp == "kommun"})
    for cell in cells.values():
        if cell.get("jamforelse") not in ("", YEARS_TOGETHER):
            continue
        for column, groups in SPLITS.items():
            if cell.get(column) == "alla":
                yield cell, present(cells, (cell.but(**{column: group}) for group in groups))
        if cell.enhetstyp == "kommun":
            yield cell, schools[cell.but(enhet="")]
        if cell.get("indikator") == LANGUAGE_TEST[0]:
            parts = LANGUAGE_TEST[1]
            yield cell, present(cells, (cell.but(indikator=part) for part in parts.values()))
            for group, part in parts.items():
                if cell.get("svsva") == group:
                    yield cell, present(cells, [cell.but(indikator=part, svsva="alla")])
        if cell.get("jamforelse") == YEARS_TOGETHER:
            own = [lasar for lasar in years[cell.but(lasar="", jamforelse="")] if lasar <= cell.get("lasar")]
            yield from _years(cells, cell, own, units)
    yield from _rows_of_files(cells)


def _group_schools(cells: Cells) -> dict[Key, list[Published]]:
    schools: dict[Key, list[Published]] = defaultdict(list)
    for cell in cells.values():
        if cell.enhetstyp == "skola":
            schools[cell.but(enhet="")].append(cell)
    return schools


def _list_years(cells: Cells) -> dict[Key, list[str]]:
    """Läsår of each series of levels, oldest first, by keys without läsår."""
    years: dict[Key, list[str]] = defaultdict(list)
    for cell in sorted(cells.values(), key=lambda one: one.get("lasar")):
        if cell.get("jamforelse") == "":
            years[cell.but(lasar="")].append(cell.get("lasar"))
    return years


def _years(
    cells: Cells, cell: Published, own: list[str], units: Sequence[str]
) -> Iterator[tuple[Published, list[Published]]]:
    """Three läsår as their years, and as the schools with three läsår and the other schools' years."""
    for years in _spans(_counted_together(cells, cell, own[-3:], units)):
        parts = present(cells, (cell.but(lasar=year, jamforelse="") for year in years))
        known = [part for part in parts if part.n is not None]
        if cell.n is None or (_sum(known, "n") or 0) <= cell.n:
            yield cell, parts
            break
    if cell.enhetstyp != "kommun":
        return
    code = cell.get("indikator")
    schools = {
        other.get("enhet")
        for other in cells.values()
        if other.enhetstyp == "skola" and other.get("indikator") == code
    }
    pooled = {school for school in schools if cell.but(enhet=school) in cells}
    keys = [cell.but(enhet=school) for school in sorted(pooled)]
    keys += [
        cell.but(enhet=school, lasar=year, jamforelse="")
        for school in sorted(schools - pooled)
        for year in own[-3:]
    ]
    yield cell, present(cells, keys)


def _counted_together(cells: Cells, cell: Published, years: list[str], units: Sequence[str]) -> list[str]:
    """The läsår that a break of the series leaves: those whose pupils are the municipality's together."""
    for kommun in present(cells, (cell.but(enhet=unit) for unit in units)):
        for span in _spans(years):
            parts = present(cells, (kommun.but(lasar=year, jamforelse="") for year in span))
            if _sum(parts, "n") == kommun.n and kommun.n is not None:
                return list(span)
    return years


def _spans(years: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Runs of läsår that end with the last, longest first."""
    return (tuple(years[start:]) for start in range(max(len(years) - 1, 1)))


def _rows_of_files(cells: Cells) -> Iterator[tuple[Published, list[Published]]]:
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


def _sum(cells: Iterable[Published], name: str) -> int | None:
    values = [getattr(cell, name) for cell in cells]
    return None if any(value is None for value in values) else sum(values)


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
