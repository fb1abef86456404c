"""How much room a hidden number of pupils needs, by the rule of `analys.secrecy`.

The attacker does not know which cells are hidden for their own sake and which for others', so every hidden
number is judged. A number is found when it lacks room and some number that is left would point somebody out:
where every number left could have been shown, nothing is given away that may not be known.

What shown totals alone leave of a number is no find: where six pupils of a municipality failed, no school has
seven. Nor is what shown parts leave of a hidden total: the others of its pupils are hidden by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analys.attacker.model import Bounds, Found
from analys.attacker.relations import Line, Relation, Sum
from analys.attacker.relations.nesting import NESTING
from analys.attacker.relations.shortfall import SHORTFALL
from analys.attacker.report import Key, Report, is_distribution, is_headcount, least_pupils
from analys.secrecy import FEW, ROOM, has_room


@dataclass
class Frame:
    """The pupils that a hidden number is of, and what shown totals alone leave of it.

    Parameters
    ----------
    n : int or None
        None where nobody knows how many they are.
    part : bool
        Whether it is a part of a distribution.
    """

    n: int | None
    part: bool = False
    least: int = 0
    most: int | None = None

    def narrow(self, least: int, most: int | None) -> None:
        """Take in what one more total leaves."""
        self.least = max(self.least, least)
        if most is not None:
            self.most = most if self.most is None else min(self.most, most)


def find_frames(
    report: Report, bounds: Bounds, relations: Sequence[Relation], wanted: Sequence[Key]
) -> dict[Key, Frame]:
    """The frame of each wanted number."""
    frames = {key: Frame(report.sizes.get(key), _is_part(key)) for key in wanted}
    for relation in relations:
        if isinstance(relation, Sum):
            _take_sum(report, bounds, relation, frames)
        elif isinstance(relation, Line) and relation.kind == NESTING:
            _take_nesting(bounds, relation, frames)
        elif isinstance(relation, Line) and relation.kind == SHORTFALL:
            _take_shortfall(report, bounds, relation, frames)
    return frames


def _is_part(key: Key) -> bool:
    return is_distribution(key.indikator) or is_headcount(key.indikator)


def _known(bounds: Bounds, key: Key | None) -> int | None:
    low, high = bounds.get(key, (0, 1)) if key is not None else (0, 1)
    return low if low == high else None


def _take_sum(report: Report, bounds: Bounds, row: Sum, frames: dict[Key, Frame]) -> None:
    shown = {part: count for part in row.parts if (count := _known(bounds, part)) is not None}
    hidden = [part for part in row.parts if part not in shown and part in frames]
    total = row.whole if row.total is None else _known(bounds, row.total)
    taken = sum(shown.values())
    if row.total is not None and total is None and row.total in frames:
        frame = frames[row.total]
        pupils = [report.sizes.get(part) for part in shown]
        size = report.sizes.get(row.total)
        most = None
        if row.people and size is not None and None not in pupils:
            most = size - sum(n or 0 for n in pupils) + taken
        frame.narrow(taken, most)
    if total is None:
        return
    whole = report.sizes.get(row.total) if row.total is not None else None
    for part in hidden:
        size = report.sizes.get(part)
        if row.people and size is not None and whole is not None:
            frames[part].narrow(max(0, total - (whole - size)), min(size, total))
        else:
            frames[part].narrow(0, total)


def _take_nesting(bounds: Bounds, row: Line, frames: dict[Key, Frame]) -> None:
    (easier, _), (harder, _) = row.terms
    if easier in frames and (count := _known(bounds, harder)) is not None:
        frames[easier].narrow(count, None)
    if harder in frames and (count := _known(bounds, easier)) is not None:
        frames[harder].narrow(0, count)


def _take_shortfall(report: Report, bounds: Bounds, row: Line, frames: dict[Key, Frame]) -> None:
    """All tests together lack so many provbetyg: no hidden one lacks more than the shown ones leave."""
    left = row.most
    for key, factor in row.terms:
        known = _known(bounds, key)
        left -= factor * (report.sizes[key] if known is None else known)
    for key, factor in row.terms:
        if key in frames:
            frames[key].narrow(report.sizes[key] - left // -factor, None)


def judge_room(frames: Sequence[Frame], low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Whether each number has room enough within what is possible.

    Where nobody knows how many the pupils are, the count alone is judged: at least 5 steps for whoever knows
    his own outcome, and nobody or at least 5 possible.

    Examples
    --------
    >>> judge_room([Frame(20), Frame(20), Frame(None)], np.array([0, 17, 0]), np.array([11, 20, 6]))
    array([ True, False,  True])
    """
    n = np.array([-1 if frame.n is None else frame.n for frame in frames], dtype="int64")
    least = np.array([frame.least for frame in frames], dtype="int64")
    most = np.array(
        [size if frame.most is None else frame.most for frame, size in zip(frames, n.tolist(), strict=True)],
        dtype="int64",
    )
    part = np.array([frame.part for frame in frames], dtype=bool)
    known = np.asarray(has_room(low, high, n, np.minimum(least, n), np.minimum(most, n), part))
    alone = (high - np.maximum(low, 1) >= ROOM) & ((low == 0) | (high >= ROOM))
    return np.where(n < 0, alone, known)


def may_point_out(report: Report, key: Key, found: Found, troskel: int) -> bool:
    """Whether some number that is left could not have been shown."""
    least = least_pupils(key.indikator, troskel)
    if is_headcount(key.indikator):
        return found.low < max(least, ROOM)
    size = report.sizes.get(key)
    if size is None:
        return found.low <= FEW
    return size < least or found.low <= FEW or found.high >= size - FEW
