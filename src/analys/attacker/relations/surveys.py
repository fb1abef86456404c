"""Surveys: year groups are all pupils together, and an index has as many answers as its response rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analys.attacker.relations.changes import list_sides
from analys.attacker.relations.forms import Sum
from analys.attacker.relations.partitions import split
from analys.attacker.report import Cell, Key, Report, is_counted
from analys.indicators.enkat import ARSKURSER

_PUPILS = "enkat_elev_"
_RATE = "svarsfrekvens"


def find_survey_years(report: Report, of: Callable[[str], bool] = is_counted) -> Iterator[Sum]:
    """Every survey measure of all pupils and those of the year groups; `of` as in `find_partitions`."""
    for cell in report.levels():
        code = cell.key.indikator
        if code.startswith(_PUPILS) and code.count("_") == 2 and of(code):
            keys = [cell.key._replace(indikator=f"{code}_ak{arskurs}") for arskurs in ARSKURSER]
            # Year groups without a cell were not asked.
            there = [key for key in keys if key in report.cells]
            yield from split(report, cell, "årskurser", there)


def find_answered(report: Report) -> Iterator[Cell]:
    """Shown indices whose number of answers tells a response rate that is hidden."""
    for cell in report.cells.values():
        code = cell.key.indikator
        if not code.startswith("enkat_") or _RATE in code or cell.n is None or cell.hidden:
            continue
        sides = [side for side, _ in list_sides(cell.key)] or [cell.key._replace(jamforelse="")]
        if any(one.hidden for one in report.find(_find_rate(side) for side in sides)):
            yield cell


def _find_rate(key: Key) -> Key:
    _, grupp, *rest = key.indikator.split("_")
    arskurs = [part for part in rest if part.startswith("ak") and part[2:].isdigit()]
    return key._replace(indikator="_".join(("enkat", grupp, _RATE, *arskurs)), kategori="")
