"""Shown shares whose pupils are not told: what their decimals, intervals and neighbours tell instead.

A report that leaves the numbers of pupils out has not hidden them. A share fits few groups, with its interval
hardly more than one; girls', boys' and everybody's shares of several measures at once fit fewer still.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from analys.attacker.means import Whole
from analys.attacker.outside import name_cell
from analys.attacker.relations.nesting import HARDER
from analys.attacker.report import Cell, Key, Report, is_share, least_pupils
from analys.attacker.shares import fit_share
from analys.attacker.shares_together import Group, find_solutions
from analys.attacker.tables import SHOWN
from analys.attacker.verdict import PRIMARY, Leak
from analys.estimates.cells import POOLED
from analys.secrecy import points_out

MOST_PUPILS = 1000
"""A group of unknown size is taken to be no larger: beyond this, a share hardly points anybody out."""

MOST_TOGETHER = 250
"""The same for groups whose shares are taken together, which have further solutions when they are larger."""

GROUPS = ("flickor", "pojkar")


def find_untold(report: Report, troskel: int) -> Iterator[Leak]:
    """Shown shares without n or without antal that fit none but groups that could not have been shown.

    Parameters
    ----------
    report : Report
        Sizes that it knows are used.
    troskel : int
        Fewest pupils behind a shown value.
    """
    untold = [cell for cell in report.cells.values() if _is_untold(cell)]
    for cell in untold:
        rows = _fit(report, cell)
        if len(rows) and _all_point_out(rows, least_pupils(cell.key.indikator, troskel)):
            yield Leak(PRIMARY, tuple(sorted(set(cell.tabeller))), name_cell(cell.key))
    without = [cell for cell in untold if cell.n is None and cell.key not in report.sizes]
    years: dict[Key, dict[Key, Cell]] = defaultdict(dict)
    for cell in without:
        years[cell.key._replace(indikator="", kon="", kategori="")][cell.key] = cell
    for cells in years.values():
        yield from _solve(cells, troskel)


def _is_untold(cell: Cell) -> bool:
    levels = ("", POOLED)
    return (
        cell.status == SHOWN
        and cell.key.jamforelse in levels
        and is_share(cell.key.indikator)
        and cell.varde is not None
        and (cell.n is None or cell.antal is None)
    )


def _fit(report: Report, cell: Cell) -> Whole:
    """Groups that the cell can be of: n and antal, a row each."""
    if cell.varde is None:
        return np.empty((0, 2), dtype="int64")
    size = cell.n if cell.n is not None else report.sizes.get(cell.key)
    least, most = (1, MOST_PUPILS) if size is None else (size, size)
    rows = fit_share(cell.varde, most, least=least, undre=cell.undre, ovre=cell.ovre)
    if not len(rows):
        # Pupils in classes have wider limits than Wilson's, by a factor that is told nowhere.
        rows = fit_share(cell.varde, most, least=least)
    return rows if cell.antal is None else rows[rows[:, 1] == cell.antal]


def _solve(cells: Mapping[Key, Cell], troskel: int) -> Iterator[Leak]:
    """Girls, boys and everybody in all measures of a year at once."""
    codes = sorted({key.indikator for key in cells if not key.kategori})
    some = next(iter(cells))
    groups = []
    for kon in ("alla", *GROUPS):
        own = {code: cell for code in codes if (cell := _find(cells, some, code, kon)) is not None}
        shares = {code: cell.varde for code, cell in own.items() if cell.varde is not None}
        groups.append(Group(1, MOST_TOGETHER, shares))
    nested = [(code, easier) for code in codes for easier in HARDER.get(code, ()) if easier in codes]
    if not all(group.andelar for group in groups):
        return
    found = find_solutions(groups[0], groups[1:], nested=nested)
    if not found.complete or not len(found):
        return
    for code in codes:
        columns = (np.stack([found.n[:, part], found.antal[code][:, part]], axis=1) for part in range(2))
        for kon, rows in zip(GROUPS, columns, strict=True):
            cell = _find(cells, some, code, kon)
            if cell is not None and _all_point_out(rows, least_pupils(code, troskel)):
                yield Leak(PRIMARY, tuple(sorted(set(cell.tabeller))), name_cell(cell.key))


def _find(cells: Mapping[Key, Cell], some: Key, code: str, kon: str) -> Cell | None:
    return cells.get(some._replace(indikator=code, kon=kon, kategori=""))


def _all_point_out(rows: Whole, least: int) -> bool:
    return all(points_out(n, antal, least) for n, antal in rows.tolist())
