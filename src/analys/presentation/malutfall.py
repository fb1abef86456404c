"""Targets beside their outcomes, from protected tables only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analys.arbetsbok import Rad
from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.errors import Problem
from analys.indicators.base import Indicator
from analys.indicators.lokala import HT, KALENDERAR, VT
from analys.indicators.malvarden import (
    SAKNAS,
    SKYDDAD,
    Dom,
    Sakerhet,
    Status,
    find_named,
    judge_target,
    wished_direction,
)
from analys.presentation.formats import decimals_of, round_half_up
from analys.underlag import Underlag

_GROUPS: Mapping[str, tuple[str, str]] = {
    "alla": ("alla", "alla"),
    "flickor": ("flickor", "alla"),
    "pojkar": ("pojkar", "alla"),
    "sv": ("alla", "sv"),
    "sva": ("alla", "sva"),
}
_LATEST = (VT, "", KALENDERAR, HT)
"""Of a measure with several periods in a läsår, the one that a target of the läsår is about."""


@dataclass(frozen=True)
class Malutfall:
    """A target and its outcome.

    Parameters
    ----------
    matt : Indicator
    grupp, lasar : str
    mal : float
        In the measure's unit.
    riktning : {"minst", "högst"}
    cell : ShownCell or None
        The municipality's level, shown or hidden; None where there is none.
    status, sakerhet : str
        See `analys.indicators.malvarden`.
    beslut : str
        Where the target was decided, "" where that is not told.
    tabell : str
        Id of the table that holds the cell, "" for none.
    """

    matt: Indicator
    grupp: str
    lasar: str
    mal: float
    riktning: str
    cell: ShownCell | None
    status: Status
    sakerhet: Sakerhet
    beslut: str = ""
    tabell: str = ""
    rad: Rad | None = field(default=None, repr=False, compare=False)

    @property
    def kod(self) -> str:
        """Code of the measure."""
        return self.matt.code


def read_targets(run: Underlag) -> tuple[list[Rad], list[Problem]]:
    """The rows of the sheet Målvärden that name a measure, and a fault for each that does not."""
    rows, problems = [], []
    for rad in run.arbetsbok().rader("malvarden"):
        measure, near = find_named(rad.text("matt"), run.indicators().values())
        if measure is not None:
            rows.append(rad)
            continue
        advice = f"Menade du ”{near}”? " if near else ""
        gor = f"{advice}Skriv måttets kod eller namn som i rapportens definitioner."
        problems.append(rad.problem("matt", "Målvärdets mått finns inte.", gor))
    return rows, problems


def compare_targets(run: Underlag, tables: Iterable[ProtectedTable]) -> list[Malutfall]:
    """Every target of the run's läsår with its outcome, in the order of the sheet.

    Parameters
    ----------
    run : Underlag
    tables : iterable of ProtectedTable
        Every table that may hold an outcome.
    """
    known = {cell.cell: (cell, table.id) for table in reversed(list(tables)) for cell in table.cells()}
    rows, _ = read_targets(run)
    return [_compare(rad, run, known) for rad in rows if rad.text("lasar") == run.parameters.lasar]


def _compare(rad: Rad, run: Underlag, known: Mapping[str, tuple[ShownCell, str]]) -> Malutfall:
    named, _ = find_named(rad.text("matt"), run.indicators().values())
    assert isinstance(named, Indicator)
    grupp, lasar, mal = rad.text("grupp") or "alla", rad.text("lasar"), rad["mal"]
    assert isinstance(mal, int | float)
    riktning = wished_direction(rad.text("riktning"), named)
    cell, tabell = _find_cell(named.code, run.parameters.kommun, lasar, grupp, known)
    dom = _judge(cell, named, float(mal), riktning)
    return Malutfall(
        named,
        grupp,
        lasar,
        float(mal),
        riktning,
        cell,
        dom.status,
        dom.sakerhet,
        rad.text("kalla"),
        tabell,
        rad,
    )


def _find_cell(
    code: str, kommun: str, lasar: str, grupp: str, known: Mapping[str, tuple[ShownCell, str]]
) -> tuple[ShownCell | None, str]:
    kon, svsva = _GROUPS[grupp]
    level = "|".join((code, kommun, lasar, kon, svsva, ""))
    for kategori in _LATEST:
        found = known.get(f"{level}|{kategori}" if kategori else level)
        if found is not None:
            return found
    return None, ""


def _judge(cell: ShownCell | None, measure: Indicator, mal: float, riktning: str) -> Dom:
    if cell is None or cell.status == "saknas":
        return Dom(SAKNAS, "")
    if not cell.shown:
        return Dom(SKYDDAD, "")
    decimals = decimals_of(measure, cell.n, officiell=cell.status == "officiell")
    value, low, high = (
        number if math.isnan(number) else float(round_half_up(number, decimals))
        for number in (cell.varde, cell.undre, cell.ovre)
    )
    return judge_target(value, low, high, mal, riktning)
