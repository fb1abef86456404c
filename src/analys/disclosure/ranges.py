"""Between which numbers a hidden count of pupils must lie, for whoever puts all rows together.

The complement judges one row at a time. Bands, year groups, genders and schools cross each other so often
that several rows together can leave a hidden number hardly any room: each row bounds its hidden cells by what
it leaves, those bounds are lower and upper limits in the rows they cross, and so on until nothing changes.
A number has room when it may be 0, or 5 or more, and anything up to 5 above the least that it can be. Where
it has less, a shown cell that its narrowest bound comes from is hidden too, those of fewest pupils first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analys.disclosure.quantities import Quantity
from analys.disclosure.rows import Row
from analys.secrecy import FEW

ROOM = FEW + 1
_LOW, _HIGH = 0, 1


@dataclass(frozen=True)
class Counts:
    """Counts and the rows that they stand in, as arrays with one entry a cell in a row.

    Parameters
    ----------
    cells : tuple of Quantity
        Cells with antal; those added by us, in no table, are never shown.
    added : frozenset of str
        Ids of those.
    row, cell, sign : numpy.ndarray
        Of each entry: its row, its place among the cells, 1 for a part and -1 for a total.
    known : numpy.ndarray
        Of each row: what parts minus total are.
    whole : numpy.ndarray
        Of each row: whether the parts are all of the total, or at most it.
    """

    cells: tuple[Quantity, ...]
    added: frozenset[str]
    row: np.ndarray
    cell: np.ndarray
    sign: np.ndarray
    known: np.ndarray
    whole: np.ndarray


def collect_counts(cells: Sequence[Quantity], added: frozenset[str], rows: Sequence[Row]) -> Counts:
    """The rows of which all cells are among these."""
    places = {one.cell: place for place, one in enumerate(cells)}
    entries: list[tuple[int, int, int]] = []
    known: list[int] = []
    whole: list[bool] = []
    for row in rows:
        if any(part not in places for part in row.parts) or (row.total and row.total not in places):
            continue
        if not row.total and row.whole is None:
            continue
        number = len(known)
        entries += [(number, places[part], 1) for part in row.parts]
        entries += [(number, places[row.total], -1)] if row.total else []
        given = 0 if row.total or row.whole is None else row.whole.n
        total = (cells[places[row.total]].antal or 0) if row.total else given
        known.append(given)
        whole.append(sum(cells[places[part]].antal or 0 for part in row.parts) == total)
    table = np.array(entries, dtype="int64").reshape(-1, 3)
    return Counts(
        tuple(cells),
        added,
        table[:, 0],
        table[:, 1],
        table[:, 2],
        np.array(known),
        np.array(whole, dtype=bool),
    )


def find_victims(counts: Counts, hidden: Mapping[str, str]) -> list[str]:
    """Shown cells to hide because a hidden number has no room, one of each measure and läsår at a time."""
    if not counts.cells:
        return []
    shown = np.array([one.cell not in hidden and one.cell not in counts.added for one in counts.cells])
    bounds, implied = _find_bounds(counts, shown)
    low, high = bounds
    top = np.array([one.n or 0 for one in counts.cells])
    real = np.array([one.cell not in counts.added for one in counts.cells])
    room = (high - low >= np.minimum(ROOM, top)) & ((low == 0) | (high > FEW))
    victims: dict[tuple[str, str], str] = {}
    for place in np.flatnonzero(~shown & real & ~room):
        one = counts.cells[place]
        part = (one.indikator.rpartition("_")[0], one.lasar)
        if part not in victims and (victim := _blame(counts, shown, bounds, implied, int(place))):
            victims[part] = victim
    return sorted(victims.values())


def _find_bounds(counts: Counts, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and largest of each cell, and of each entry what its row alone says of its cell."""
    antal = np.array([one.antal or 0 for one in counts.cells])
    top = np.array([one.n or 0 for one in counts.cells])
    bounds = np.stack([np.where(shown, antal, 0), np.where(shown, antal, top)])
    part = counts.sign > 0
    whole = counts.whole[counts.row]
    while True:
        low, high = bounds[:, counts.cell]
        least, most = np.where(part, low, -high), np.where(part, high, -low)
        size = len(counts.known)
        left = counts.known - np.bincount(counts.row, least, size)
        over = counts.known - np.bincount(counts.row, most, size)
        most_of = left[counts.row] + least
        least_of = np.where(whole, over[counts.row] + most, -np.inf)
        implied = np.stack([np.where(part, least_of, -most_of), np.where(part, most_of, -least_of)])
        new = bounds.astype("float64")
        np.maximum.at(new[_LOW], counts.cell, implied[_LOW])
        np.minimum.at(new[_HIGH], counts.cell, implied[_HIGH])
        if (new == bounds).all():
            return bounds, implied
        bounds = new


def _blame(counts: Counts, shown: np.ndarray, bounds: np.ndarray, implied: np.ndarray, place: int) -> str:
    """The shown cell of fewest pupils that a bound comes from, by as few rows as possible; "" if none."""
    waiting = deque([(place, _HIGH), (place, _LOW)])
    seen = set(waiting)
    while waiting:
        place, side = waiting.popleft()
        found = list(_find_causes(counts, bounds, implied, place, side))
        visible = [counts.cells[cause] for cause, _ in found if shown[cause]]
        if visible:
            return min(visible, key=lambda one: (one.n or 0, one.cell)).cell
        waiting.extend(cause for cause in found if cause not in seen)
        seen |= set(found)
    return ""


def _find_causes(
    counts: Counts, bounds: np.ndarray, implied: np.ndarray, place: int, side: int
) -> Iterator[tuple[int, int]]:
    """Bounds of other cells that give this bound of a cell, by the rows that say it."""
    own = np.flatnonzero(counts.cell == place)
    for entry in own[implied[side, own] == bounds[side, place]]:
        for other in np.flatnonzero(counts.row == counts.row[entry]):
            if other != entry:
                same = counts.sign[other] == counts.sign[entry]
                yield int(counts.cell[other]), 1 - side if same else side
