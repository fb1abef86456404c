"""Local measures as they are read for display: the newest period of each, and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.lokala import LokaltMatt, list_sections
from analys.indicators.lokala_uppgifter import Period
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KOMMUN, ENHETER = "lokala_matt", "lokala_matt_enheter"


class Utfall(NamedTuple):
    """A measure's newest period for one unit and group of pupils.

    Parameters
    ----------
    matt : LokaltMatt
    nu : ShownCell
        Its level, shown or hidden.
    fore, andring : ShownCell or None
        The level of the period before, and the change since.
    """

    matt: LokaltMatt
    nu: ShownCell
    fore: ShownCell | None
    andring: ShownCell | None

    @property
    def period(self) -> Period:
        """The newest period."""
        return period_of(self.nu)


def period_of(cell: ShownCell) -> Period:
    """The period that a cell is about."""
    return Period(cell.lasar, cell.kategori)


def earlier_of(change: ShownCell) -> Period:
    """The period that a change is since.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> str(earlier_of(SimpleNamespace(jamforelse="mot 2024/25", kategori="VT")))
    'VT 2025'
    """
    return Period(change.jamforelse.removeprefix("mot "), change.kategori)


def read_sections(run: Underlag) -> list[tuple[str, tuple[LokaltMatt, ...]]]:
    """The run's local measures by verksamhet, in the order of the sheet."""
    return list(list_sections({c: m for c, m in run.indicators().items() if isinstance(m, LokaltMatt)}))


def read_newest(run: Underlag, tables: Tables) -> list[Utfall]:
    """The municipality's newest period of every measure that it has one of, by verksamhet."""
    if KOMMUN not in tables:
        return []
    cells = tables[KOMMUN].cells(kon="alla", svsva="alla")
    every = [measure for _, measures in read_sections(run) for measure in measures]
    return [found for measure in every if (found := _find_newest(measure, cells)) is not None]


def read_units(run: Underlag, tables: Tables) -> list[Utfall]:
    """The newest period of every measure and unit: measures by verksamhet, units by name."""
    if ENHETER not in tables:
        return []
    cells = tables[ENHETER].cells(enhetstyp="skola", kon="alla", svsva="alla")
    found = []
    for _, measures in read_sections(run):
        for measure in measures:
            mine = [cell for cell in cells if cell.indikator == measure.code]
            for enhet in dict.fromkeys(cell.enhet for cell in mine):
                one = _find_newest(measure, [cell for cell in mine if cell.enhet == enhet])
                found += [one] if one is not None else []
    return found


def _find_newest(measure: LokaltMatt, cells: Sequence[ShownCell]) -> Utfall | None:
    mine = [cell for cell in cells if cell.indikator == measure.code]
    levels = {period_of(cell): cell for cell in mine if cell.jamforelse == ""}
    if not levels:
        return None
    newest = max(levels)
    since = {earlier_of(cell): cell for cell in mine if cell.jamforelse and period_of(cell) == newest}
    before = max(since, default=None)
    if before is None:
        return Utfall(measure, levels[newest], None, None)
    return Utfall(measure, levels[newest], levels.get(before), since[before])
