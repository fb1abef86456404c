"""What needs no combining: shown numbers of too few, numbers in hidden rows, measures of hidden parts."""

from __future__ import annotations

from collections.abc import Iterator

from analys.attacker.relations.changes import list_sides
from analys.attacker.report import LEVELS, Cell, Key, Report, is_headcount, is_share, least_pupils
from analys.attacker.tables import OFFICIAL
from analys.attacker.verdict import MEASURE, PRIMARY, WRITTEN, Leak
from analys.estimates.cells import POOLED
from analys.indicators.measures import COUNTS
from analys.indicators.np_amnen import PROVAMNEN
from analys.indicators.np_relation import RELATIONER
from analys.secrecy import points_out

CROSSED = 10
"""Fewest girls or boys with Sv or Sva at a school, however low the run's threshold."""

_COMPUTED = {
    f"{code}_{amne.suffix}": f"np_relation_{amne.suffix}"
    for amne in PROVAMNEN
    for code in ("np_netto", "np_kappa", "np_homogenitet", "np_symmetri")
}
"""Measures that are computed from a whole distribution, each with that distribution. A net with its interval,
or a kappa with the margins of the grades, has hardly more than one solution."""


def find_shown(report: Report, troskel: int) -> Iterator[Leak]:
    """Cells that could not have been shown, or tell of cells that are hidden."""
    for cell in report.cells.values():
        if cell.hidden:
            if any(number is not None for number in (cell.varde, cell.undre, cell.ovre, cell.n, cell.antal)):
                yield _leak(WRITTEN, cell)
        elif cell.status == OFFICIAL:
            continue
        elif cell.key.jamforelse in LEVELS:
            if not _may_be_shown(cell, troskel):
                yield _leak(PRIMARY, cell)
            if _tells_of_hidden(report, cell):
                yield _leak(MEASURE, cell)
        elif _is_between_hidden(report, cell):
            yield _leak(MEASURE, cell)


def _may_be_shown(cell: Cell, troskel: int) -> bool:
    if cell.n is None or cell.key.indikator in COUNTS:
        return cell.antal is None or not points_out(cell.antal + troskel, cell.antal, troskel)
    least = least_pupils(cell.key.indikator, troskel)
    if cell.enhetstyp == "skola" and "alla" not in (cell.key.kon, cell.key.svsva):
        least = max(least, CROSSED)
    if is_headcount(cell.key.indikator):
        number = cell.n if cell.antal is None else cell.antal
        of_enough = cell.antal == cell.n or cell.n >= troskel
        return of_enough and not points_out(number, None, least)
    if cell.antal is None and cell.undre is not None and cell.undre == cell.ovre:
        return False
    return not points_out(cell.n, cell.antal, least)


def _tells_of_hidden(report: Report, cell: Cell) -> bool:
    relation = _COMPUTED.get(cell.key.indikator)
    if relation is None or cell.varde is None:
        return False
    keys = [cell.key._replace(indikator=relation, kategori=name) for name in RELATIONER]
    return any(part.hidden for part in report.find(keys))


def _is_between_hidden(report: Report, cell: Cell) -> bool:
    """Whether a difference, or a smoothed or adjusted value, is of something hidden.

    Differences of shares are not judged here but solved with everything else.
    """
    if cell.varde is None:
        return False
    sides = list_sides(cell.key)
    if sides:
        return not is_share(cell.key.indikator) and any(
            one.hidden for one in report.find(side for side, _ in sides)
        )
    smoothed = "utjämnad" in cell.key.jamforelse
    change = cell.key._replace(jamforelse=cell.key.jamforelse.removeprefix("utjämnad "))
    if smoothed and (sides := list_sides(change)):
        # A smoothed change is made of the change, not of the läsår together.
        made_of = report.find([change]) or report.find(side for side, _ in sides)
        return any(one.hidden for one in made_of)
    level = cell.key._replace(jamforelse="")
    sources = [level._replace(jamforelse=POOLED), level] if smoothed else [level]
    found = report.find(sources)
    return bool(found) and found[0].hidden


def _leak(kind: str, cell: Cell) -> Leak:
    return Leak(kind, tuple(sorted(set(cell.tabeller))), name_cell(cell.key))


def name_cell(key: Key) -> str:
    """The cell's id."""
    return "|".join(key if key.kategori else key[:-1])
