"""Several reports read side by side: this one and those that are published already.

A cell with the same keys and the same numbers is the same cell, and one that is hidden in one report is read
in the other. Where a measure of a läsår was published with other numbers, its pupils were others: the two are
kept apart, and what sets them apart is a group of pupils like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.attacker.outside import name_cell
from analys.attacker.report import Cell, Key, least_pupils
from analys.attacker.tables import HIDDEN, SHOWN
from analys.attacker.verdict import YEARS, Leak
from analys.secrecy import points_out

APART = "#"
"""Between a läsår and the number of the earlier report, where its numbers are others."""

Cells = dict[Key, Cell]


def join_editions(cells: Mapping[Key, Cell], earlier: Sequence[Mapping[Key, Cell]]) -> Cells:
    """The cells of all reports, each once.

    Parameters
    ----------
    cells : mapping of Key to Cell
        This report's.
    earlier : sequence of mapping
        Those of reports published before.
    """
    joined: Cells = dict(cells)
    for number, old in enumerate(earlier, 1):
        revised = {(key.indikator, key.lasar) for key, cell in old.items() if _differs(joined.get(key), cell)}
        for key, cell in old.items():
            if cell.status not in (SHOWN, HIDDEN):
                continue
            mine = key
            if (key.indikator, key.lasar) in revised:
                mine = key._replace(lasar=f"{key.lasar}{APART}{number}")
            known = joined.get(mine)
            tables = tuple(f"{name} (i en tidigare rapport)" for name in cell.tabeller)
            if known is None:
                joined[mine] = cell._replace(key=mine, tabeller=tables)
            elif known.hidden and not cell.hidden:
                joined[mine] = cell._replace(key=mine, tabeller=known.tabeller)
    return joined


def find_differences(
    cells: Mapping[Key, Cell], earlier: Sequence[Mapping[Key, Cell]], troskel: int
) -> list[Leak]:
    """Shown cells that an earlier report showed with a few pupils more or fewer."""
    leaks = []
    for old in earlier:
        for key, cell in old.items():
            mine = cells.get(key)
            if mine is None or not _differs(mine, cell) or not mine.is_level:
                continue
            if mine.n is None or cell.n is None or mine.n == cell.n:
                continue
            antal = None if None in (mine.antal, cell.antal) else abs((mine.antal or 0) - (cell.antal or 0))
            if points_out(abs(mine.n - cell.n), antal, least_pupils(key.indikator, troskel)):
                leaks.append(Leak(YEARS, tuple(sorted(set(mine.tabeller))), name_cell(key)))
    return leaks


def _differs(mine: Cell | None, old: Cell) -> bool:
    if mine is None or mine.status != SHOWN or old.status != SHOWN:
        return False
    return (mine.n, mine.antal) != (old.n, old.antal)
