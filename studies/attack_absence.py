"""What can a reader of a finished report work out about the pupils in a hidden band of absence?

A pupil with at least half the term absent is known by everyone in the school, so a hidden number is tried
harder here than by subtraction: the attacker writes down everything that the report tells of one count of
pupils after another, and asks an integer solver for the least and the largest number that each hidden cell
can be. He knows every group's size (class lists), how year groups, genders, schools and bands add up, what
the shown shares and changes round to, and what a mean of all pupils says of how many can be in each band.

A hidden cell is found when the largest number that fits is not 5 above the least (or as far as the group has
pupils), or when the least is not 0 and the largest is under 5. A mean bounds the high bands from above: where
pupils are absent 4 percent on average, few can be absent half the time. That points at nobody, so with means
a number is found only when the least is not 0. Written apart from `analys.disclosure`, whose rules it tries.

Run as ``python studies/attack_absence.py reports/9999/2025-26``.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
from attack_cells import KEY, Cells, Key, Published, read_report
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

FAMILY = "franvaroband_"
MEAN = "franvaro_"
SPAN = 5
"""A hidden number of pupils may be any of at least so many above the least that it can be."""

TOGETHER = 6
"""So often are all numbers made small and large together before each is tried by itself."""

YEARS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lag": ("ak1", "ak2", "ak3"),
        "mellan": ("ak4", "ak5", "ak6"),
        "hog": ("ak7", "ak8", "ak9"),
        "alla": tuple(f"ak{n}" for n in range(1, 10)),
    }
)

Sizes = Mapping[Key, int]
"""Pupils of each group, by the keys of any cell of it with kategori ""."""


@dataclass(frozen=True)
class Narrow:
    """A hidden number of pupils that the report tells too much of: it is between these."""

    key: Key
    least: int
    largest: int
    n: int


@dataclass
class System:
    """Everything told of counts of pupils: each line is low <= sum of weight * count <= high."""

    places: dict[Key, int] = field(default_factory=dict)
    limits: list[tuple[int, int]] = field(default_factory=list)
    lines: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def place(self, key: Key, low: int, high: int) -> int:
        """The unknown of a cell."""
        if key not in self.places:
            self.places[key] = len(self.limits)
            self.limits.append((low, high))
        return self.places[key]

    def add(self, weights: Mapping[int, float], low: float, high: float) -> None:
        """A line."""
        self.lines.append((dict(weights), low, high))


def start_of(band: str) -> tuple[int, int]:
    """Least and largest percent of a band: "10–19" is 10 to 20."""
    numbers = [int(number) for number in re.findall("[0-9]+", band)]
    if band.startswith("under"):
        return 0, numbers[0]
    if band.startswith("minst"):
        return numbers[0], 100
    return numbers[0], numbers[-1] + 1


def build(cells: Cells, sizes: Sizes, *, means: bool) -> System:
    """All lines that the attacker knows, over the cells of bands; those of the means where he uses them."""
    system = System()
    levels = {
        key: cell
        for key, cell in cells.items()
        if key[0].startswith(FAMILY) and key[KEY.index("jamforelse")] == "" and _group(cell) in sizes
    }
    for key, cell in levels.items():
        n = sizes[_group(cell)]
        system.place(key, *((0, n) if cell.antal is None else (cell.antal, cell.antal)))
    for total, parts in _sums(levels):
        weights: dict[int, float] = dict.fromkeys((system.places[part] for part in parts), 1.0)
        system.add(weights | {system.places[total]: -1.0}, 0, 0)
    for group, bands in _groups(levels).items():
        n = sizes[group]
        own = [band for band in bands if not _is_sum(band, bands)]
        system.add({system.places[bands[band]]: 1.0 for band in own}, n, n)
        for band in set(bands) - set(own):
            over = [other for other in own if start_of(other)[0] >= start_of(band)[0]]
            weights = {system.places[bands[other]]: 1.0 for other in over}
            system.add(weights | {system.places[bands[band]]: -1.0}, 0, 0)
        if means:
            _add_mean(system, cells, group, {band: bands[band] for band in own}, n)
    for cell in cells.values():
        _add_change(system, cell, sizes)
    return system


def _group(cell: Published) -> Key:
    return cell.but(kategori="", jamforelse="")


def _groups(levels: Cells) -> dict[Key, dict[str, Key]]:
    groups: dict[Key, dict[str, Key]] = defaultdict(dict)
    for key, cell in levels.items():
        groups[_group(cell)][cell.get("kategori")] = key
    return groups


def _is_sum(band: str, bands: Mapping[str, Key]) -> bool:
    """Whether a band is others together: "minst 30" where there is a band from 50."""
    low, high = start_of(band)
    return high == 100 and any(start_of(other)[0] > low for other in bands)


def _sums(levels: Cells) -> Iterator[tuple[Key, list[Key]]]:
    """A count and the counts that add up to it, whole or not at all."""
    schools: dict[Key, list[Key]] = defaultdict(list)
    for key, cell in levels.items():
        if cell.enhetstyp == "skola":
            schools[cell.but(enhet="")].append(key)
    for key, cell in levels.items():
        code, _, kod = key[0].rpartition("_")
        candidates = []
        for own in {YEARS.get(kod, ()), ("lag", "mellan", "hog") if kod == "alla" else ()} - {()}:
            candidates.append([cell.but(indikator=f"{code}_{part}") for part in own])
        if cell.get("kon") == "alla":
            candidates.append([cell.but(kon=kon) for kon in ("flickor", "pojkar")])
        for parts in candidates:
            found = [part for part in parts if part in levels]
            if found and (cell.enhetstyp == "skola" or len(found) == len(parts)):
                yield key, found
        if cell.enhetstyp == "kommun" and schools[cell.but(enhet="")]:
            yield key, schools[cell.but(enhet="")]


def _add_mean(system: System, cells: Cells, group: Key, bands: Mapping[str, Key], n: int) -> None:
    """A shown mean: the pupils' shares add up to it, each within its band."""
    mean = cells.get((group[0].replace(FAMILY, MEAN), *group[1:]))
    if mean is None or mean.varde is None:
        return
    error = 0.5 if n < 100 else 0.05
    places = {system.places[key]: start_of(band) for band, key in bands.items()}
    system.add({place: low for place, (low, _) in places.items()}, -np.inf, n * (mean.varde + error))
    system.add({place: high for place, (_, high) in places.items()}, n * (mean.varde - error), np.inf)


def _add_change(system: System, cell: Published, sizes: Sizes) -> None:
    """A shown change between läsår: of two shares, each rounded to one decimal."""
    year = re.fullmatch("mot ([0-9]{4}/[0-9]{2})", cell.get("jamforelse"))
    if year is None or cell.varde is None or not cell.key[0].startswith(FAMILY):
        return
    sides = [cell.but(jamforelse=""), cell.but(jamforelse="", lasar=year[1])]
    if all(side in system.places for side in sides):
        new, old = (sizes[(*side[:-1], "")] for side in sides)
        error = 0.1 if min(new, old) >= 100 else 0.6
        weights = {system.places[sides[0]]: 100 / new, system.places[sides[1]]: -100 / old}
        system.add(weights, cell.varde - error - 1e-6, cell.varde + error + 1e-6)


def find_narrow(
    cells: Cells, sizes: Sizes, *, means: bool, only: Collection[Key] | None = None
) -> list[Narrow]:
    """Hidden cells (of those asked for) of which the report tells too much, without or with its means."""
    system = build(cells, sizes, means=means)
    keys = list(system.places)
    hidden = np.array([cells[key].antal is None for key in keys], dtype=bool)
    enough = 0 if means else SPAN
    asked = np.array([only is None or key in only for key in keys], dtype=bool)
    return [
        one
        for members in _components(system, hidden)
        if asked[members].any()
        for one in _solve(system, members, keys, enough, asked[members])
    ]


def _components(system: System, hidden: np.ndarray) -> Iterator[list[int]]:
    """Hidden cells that hang together through lines."""
    leader = list(range(len(hidden)))

    def lead(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for weights, _, _ in system.lines:
        own = [place for place in weights if hidden[place]]
        for other in own[1:]:
            leader[lead(other)] = lead(own[0])
    groups: dict[int, list[int]] = defaultdict(list)
    for found in np.flatnonzero(hidden):
        groups[lead(int(found))].append(int(found))
    yield from groups.values()


def _solve(
    system: System, members: Sequence[int], keys: Sequence[Key], enough: int, asked: np.ndarray
) -> Iterator[Narrow]:
    """Least and largest of each member that is asked for, by as few solutions as it takes."""
    lines = _collect(system, {place: number for number, place in enumerate(members)})
    limits = np.array([system.limits[place] for place in members], dtype="float64")
    least, largest = np.full(len(members), np.inf), np.full(len(members), -np.inf)
    for goal in _list_goals(len(members)):
        tried = goal.astype("bool")
        pending = asked & tried & ~_is_wide(least, largest, limits[:, 1], enough)
        if pending.any():
            answer = _find_numbers(np.where(pending, goal, 0), limits, lines)
            least, largest = np.minimum(least, answer), np.maximum(largest, answer)
    wide = _is_wide(least, largest, limits[:, 1], enough)
    for number in np.flatnonzero(asked & ~wide):
        cap = int(limits[number, 1])
        yield Narrow(keys[members[int(number)]], int(least[number]), int(largest[number]), cap)


def _list_goals(size: int) -> Iterator[np.ndarray]:
    """What to make small: many numbers at once, then each number by itself, both ways."""
    draw = np.random.Generator(np.random.PCG64(size))
    for _ in range(TOGETHER):
        goal = draw.choice([-1.0, 1.0], size)
        yield from (goal, -goal)
    for number in range(size):
        for sign in (1.0, -1.0):
            yield np.where(np.arange(size) == number, sign, 0.0)


def _find_numbers(goal: np.ndarray, limits: np.ndarray, lines: LinearConstraint | None) -> np.ndarray:
    solved = milp(goal, integrality=np.ones(len(goal)), bounds=Bounds(*limits.T), constraints=lines)
    if solved.x is None:
        raise RuntimeError(f"no numbers fit the report: {solved.message}")
    return np.round(solved.x)


def _collect(system: System, column: Mapping[int, int]) -> LinearConstraint | None:
    """Lines about the unknown cells of a component, the known ones taken from them."""
    rows, lows, highs = [], [], []
    for weights, low, high in system.lines:
        if any(place in column for place in weights):
            known = sum(w * system.limits[place][0] for place, w in weights.items() if place not in column)
            rows.append([(column[place], w) for place, w in weights.items() if place in column])
            lows.append(low - known)
            highs.append(high - known)
    if not rows:
        return None
    flat = [(w, number, place) for number, row in enumerate(rows) for place, w in row]
    values, at, to = zip(*flat, strict=True)
    return LinearConstraint(csr_array((values, (at, to)), shape=(len(rows), len(column))), lows, highs)


def _is_wide(least: np.ndarray, largest: np.ndarray, n: np.ndarray, enough: int) -> np.ndarray:
    room = largest - least >= np.minimum(enough, n)
    return np.asarray(room & ((least == 0) | (largest >= SPAN)))


def read_sizes(cells: Cells) -> dict[Key, int]:
    """Pupils of each group, as far as the report itself tells."""
    return {
        _group(cell): cell.n
        for cell in cells.values()
        if cell.key[0].startswith(FAMILY) and cell.get("jamforelse") == "" and cell.n is not None
    }


def main(folders: Sequence[str]) -> int:
    """Print the finds of each report folder; 1 when there are any."""
    found = 0
    for folder in folders:
        cells = read_report(Path(folder))
        sizes = read_sizes(cells)
        finds = [*find_narrow(cells, sizes, means=False), *find_narrow(cells, sizes, means=True)]
        found += len(finds)
        bands = [cell for key, cell in cells.items() if key[0].startswith(FAMILY)]
        print(f"{folder}: {len(bands)} celler, {sum(cell.hidden for cell in bands)} dolda, {len(finds)} fynd")
        for find in finds:
            print(f"  {'|'.join(find.key)}: {find.least}-{find.largest} av {find.n}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
