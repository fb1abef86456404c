"""Complementary suppression row by row: what a reader can subtract must not tell what is hidden.

Where a total equals the sum of its parts (see `analys.disclosure.relations`) and the total is shown, the
shown parts can be taken from it. What is left, the *rest*, must be nothing, or at least two hidden cells that
together could have been shown: enough pupils, and neither 1-4 nor nobody with (or without) the outcome.
Pupils that no part is about, such as those with neither Sv nor Sva, belong to the rest too. Of means, each
hidden one must keep its room (`means`). Where the total
is hidden, at least one part is. The rule is applied to every row until nothing changes, so a cell that is
hidden in one row protects and burdens the rows that it crosses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analys.disclosure.quantities import Count, Dependent
from analys.disclosure.rows import Row
from analys.secrecy import points_out

COMPLEMENT = "komplement"
PARTS = "delar"


@dataclass(frozen=True)
class Net:
    """Rows and what hangs together through them.

    Parameters
    ----------
    rows : sequence of Row
    crossing : mapping of str to list of int
        By cell, the numbers of the rows that it stands in.
    falling : mapping of str to list of str
        By cell, the cells that fall with it.
    public : frozenset of str
        Cells that everybody knows whatever this report shows: hiding them covers nothing.
    """

    rows: Sequence[Row]
    crossing: Mapping[str, list[int]]
    falling: Mapping[str, list[str]]
    public: frozenset[str]

    def settle(self, hidden: dict[str, str], new: Iterable[str] | None = None) -> None:
        """Hide cells, with their reasons, until every row is safe.

        Among the visible parts of a row, the one with fewest pupils that is enough is hidden (the one with
        fewest where none is), ties by cell id, parts that a reader misses least before others; the total is
        hidden only when there is no visible part. Hiding only grows, so the search ends.

        Parameters
        ----------
        hidden : dict of str to str
            Cell id to reason; grows.
        new : iterable of str, optional
            Cells that were hidden since the rows were last settled; by default all rows are judged.
        """
        added = list(hidden) if new is None else list(new)
        waiting = set(range(len(self.rows))) if new is None else set()
        waiting.update(number for cell in added for number in self.crossing.get(cell, ()))
        while waiting or added:
            while added:
                for cell in self.falling.get(added.pop(), ()):
                    if cell not in hidden:
                        hidden[cell] = PARTS
                        added.append(cell)
                        waiting.update(self.crossing.get(cell, ()))
            judged = sorted(waiting)
            waiting.clear()
            for number in judged:
                while choice := self._choose(self.rows[number], hidden):
                    hidden[choice] = COMPLEMENT
                    added.append(choice)
                    waiting.update(self.crossing.get(choice, ()))

    def is_safe(self, cell: str, hidden: Mapping[str, str]) -> bool:
        """Whether the rows of a cell tell nothing when these cells are hidden."""
        return all(self._judge(self.rows[number], hidden) for number in self.crossing.get(cell, ()))

    def _covers(self, cell: str, hidden: Mapping[str, str]) -> bool:
        return cell in hidden and cell not in self.public

    def _judge(self, row: Row, hidden: Mapping[str, str]) -> bool:
        visible = [place for place, part in enumerate(row.parts) if not self._covers(part, hidden)]
        return _is_safe(row, visible, hidden, self._covers(row.total, hidden))

    def _choose(self, row: Row, hidden: Mapping[str, str]) -> str:
        """The next cell of a row to hide, "" when the row tells nothing or nothing more can be done."""
        visible = [place for place, part in enumerate(row.parts) if not self._covers(part, hidden)]
        gone = self._covers(row.total, hidden)
        if _is_safe(row, visible, hidden, gone):
            return ""
        free = [place for place in visible if row.parts[place] not in self.public]
        if not free:
            return "" if gone or row.total in self.public else row.total
        free.sort(key=lambda place: _preference(row, place))
        for place in free:
            if _is_safe(row, [other for other in visible if other != place], hidden, gone):
                return row.parts[place]
        return row.parts[free[0]]


def connect(rows: Sequence[Row], dependents: Iterable[Dependent], public: Collection[str] = ()) -> Net:
    """The net of some rows, of cells that fall with others, and of what is public."""
    crossing: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for cell in (row.total, *row.parts):
            crossing[cell].append(number)
    falling: dict[str, list[str]] = defaultdict(list)
    for dependent in dependents:
        for source in dependent.sources:
            falling[source].append(dependent.cell)
    return Net(rows, dict(crossing), dict(falling), frozenset(public))


def _preference(row: Row, place: int) -> tuple[bool, int, str]:
    part, count = row.parts[place], row.counts[place]
    return part not in row.first, 0 if count is None else count.n, part


def _is_safe(row: Row, visible: Sequence[int], hidden: Mapping[str, str], total_gone: bool) -> bool:
    """Whether a row tells nothing when these parts, and no others, are visible."""
    gone = len(row.parts) - len(visible)
    if total_gone:
        return gone > 0
    if gone == 1 and _is_alone(row, hidden):
        return False
    if gone and row.means is not None and not row.means.has_room(visible):
        return False
    if gone and (row.slack is not None or not visible):
        return True
    rest = _subtract(row, visible)
    if rest is None or rest.n < 0 or (rest.n == 0 and gone == 0):
        return True
    return not points_out(rest.n, rest.antal, row.least)


def _is_alone(row: Row, hidden: Mapping[str, str]) -> bool:
    """Whether the only hidden part follows from the others.

    Pupils whom no part is about cover a part that is hidden for others' sake, not one that must be hidden.
    """
    if not row.slack:
        return True
    return any(hidden.get(part, COMPLEMENT) not in (COMPLEMENT, PARTS) for part in row.parts)


def _subtract(row: Row, visible: Iterable[int]) -> Count | None:
    """What is left of a total; None when somebody's number is unknown to us, and so to the reader."""
    if row.whole is None:
        return None
    n, antal = row.whole
    for place in visible:
        count = row.counts[place]
        if count is None:
            return None
        n -= count.n
        antal = None if antal is None or count.antal is None else antal - count.antal
    return Count(n, antal)
