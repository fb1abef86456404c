"""Hidden means: what a shown total and its shown parts leave of them.

A mean times its pupils is a sum, and sums add up like counts. Of a hidden mean must be left at least 20 merit
points to vary over, or the same part of another measure's scale. In a group so large that this is more than
all that one pupil can have, it is enough that anyone in it may have anything. What a shown total alone leaves
is no find: where nobody in a municipality is absent much, no year group is. The mean of all absence is that
of the valid plus that of the invalid, of the same pupils: two tell the third.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from analys.attacker.means import MERIT, Scale, bound_rounded, bound_sums
from analys.attacker.outside import name_cell
from analys.attacker.relations.absence import find_year_groups
from analys.attacker.relations.forms import Sum
from analys.attacker.relations.partitions import find_partitions
from analys.attacker.relations.surveys import find_survey_years
from analys.attacker.relations.years import find_years
from analys.attacker.report import Cell, Key, Report, least_pupils
from analys.attacker.tables import OFFICIAL
from analys.attacker.verdict import MEAN, PRIMARY, REST, Leak
from analys.indicators import Indicator
from analys.indicators.franvaro_arskull import HOST, VAR
from analys.indicators.franvaro_elev import HT, VT
from analys.indicators.measures import MEASURES
from analys.secrecy import MEAN_ROOM, points_out

NEAR_END = Decimal("0.2")
"""So near an end of its scale, as a share of the scale, nobody may be known to be by a mean."""

_COURSE = "franvarolasar_"
_TERMS = {HOST: HT, VAR: VT}
_PROCENT = Scale(step=Decimal("0.01"), least=Decimal(0), most=Decimal(100))
_NET = Scale(step=Decimal("0.01"), least=Decimal(-100), most=Decimal(100))
_INDEX = Scale(step=Decimal("0.01"), least=Decimal(0), most=Decimal(10))
"""An index: a mean of few answers, so that hardly any sum is ruled out."""
_SUBJECT_NET = Scale(step=Decimal(100), least=Decimal(-100), most=Decimal(100))
"""Of a pupil with one subject: lower, equal or higher."""
_SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        code: scale
        for code, measure in MEASURES.items()
        for scale in [
            MERIT
            if measure.unit == "poäng" and code.startswith("meritvarde")
            else _NET
            if code in ("np_netto_ak9", "np_netto_ak6")
            else _SUBJECT_NET
            if code.startswith("np_netto_")
            else _PROCENT
            if getattr(measure, "is_mean", False) or code.startswith(_COURSE)
            else _INDEX
            if measure.unit == "indexpoäng" and isinstance(measure, Indicator)
            else None
        ]
        if scale is not None
    }
)
"""Measures whose levels are means of the pupils' own values, each with the values that one can have."""


def is_mean(indikator: str) -> bool:
    """Whether a level of the measure is the mean of its pupils' own values."""
    return indikator in _SCALES


def find_means(report: Report, troskel: int) -> Iterator[Leak]:
    """Hidden means that have too little left, rests of too few, and shown means that force everybody."""
    for find in (find_partitions, find_years, find_year_groups, find_survey_years):
        for row in find(report, is_mean):
            yield from _judge(report, row, troskel)
    yield from _judge_ends(report)
    yield from _judge_kinds(report)
    yield from _judge_terms(report, troskel)


def _judge(report: Report, row: Sum, troskel: int) -> Iterator[Leak]:
    if row.total is None:
        return
    total = report.cells[row.total]
    parts = report.find(row.parts)
    sizes = [report.sizes.get(cell.key) for cell in (total, *parts)]
    if None in sizes:
        return
    n = {cell.key: size or 0 for cell, size in zip((total, *parts), sizes, strict=True)}
    hidden = [cell for cell in parts if cell.varde is None]
    rest = n[total.key] - sum(n[cell.key] for cell in parts if cell.varde is not None)
    if total.varde is None:
        if total.hidden and not hidden and rest == 0:
            yield _leak(MEAN, total)
        return
    if rest > 0 and points_out(rest, None, least_pupils(total.key.indikator, troskel)):
        yield _leak(REST, total)
    scale = _SCALES[total.key.indikator]
    ends = low, high = _sum(total, n, scale)
    for cell in parts:
        if cell.varde is not None:
            least, most = _sum(cell, n, scale)
            low, high = low - most, high - least
    for cell in hidden:
        pupils = n[cell.key]
        if not cell.hidden or not pupils:
            continue
        left = _leave(low, high, pupils, rest - pupils, scale)
        frame = _leave(*ends, pupils, n[total.key] - pupils, scale)
        if rest <= pupils or not _has_room(left, pupils, scale, frame):
            yield _leak(MEAN, cell)


def _leave(low: int, high: int, pupils: int, others: int, scale: Scale) -> int:
    """Steps that the sum of some pupils can vary over, where it is known with that of others together."""
    least = max(low - others * scale.largest, pupils * scale.fewest)
    return min(high - others * scale.fewest, pupils * scale.largest) - least


def _sum(cell: Cell, n: Mapping[Key, int], scale: Scale) -> tuple[int, int]:
    low, high = bound_sums(cell.varde or Decimal(0), n[cell.key], scale)
    return int(low), int(high)


def _has_room(steps: int, n: int, scale: Scale, frame: int | None = None) -> bool:
    """Whether a sum of `n` pupils' values can vary enough; `frame` is what a shown total alone leaves."""
    one = scale.most - scale.least
    wanted = min(n * Decimal(MEAN_ROOM) * one / (MERIT.most - MERIT.least), one)
    return steps * scale.step >= wanted or (frame is not None and steps >= frame)


def _judge_ends(report: Report) -> Iterator[Leak]:
    """Shown means so near an end of the scale that every pupil must be near it.

    All distance to the end may be one pupil's: if that is little, it is little for everybody.
    """
    for cell in report.levels():
        scale = _SCALES.get(cell.key.indikator)
        if scale is None or cell.varde is None or not cell.n or cell.status == OFFICIAL:
            continue
        low, high, unit = bound_rounded(cell.varde)
        lowest = min(scale.least, Decimal(0)) if scale is MERIT else scale.least
        near = NEAR_END * (scale.most - lowest)
        above = cell.n * (scale.most - Decimal(low) / unit)
        below = cell.n * (Decimal(high) / unit - lowest)
        if min(above, below) <= near:
            yield _leak(PRIMARY, cell)


def _judge_kinds(report: Report) -> Iterator[Leak]:
    """Valid, invalid and all absence of the same pupils."""
    for cell in report.levels():
        if not cell.key.indikator.startswith("giltig_"):
            continue
        codes = [cell.key.indikator.replace("giltig_", f"{kind}_") for kind in ("ogiltig", "franvaro")]
        three = [cell, *report.find(cell.key._replace(indikator=code) for code in codes)]
        hidden = [one for one in three if one.hidden]
        if len(three) == 3 and len(hidden) == 1:
            yield _leak(MEAN, hidden[0])


def _judge_terms(report: Report, troskel: int) -> Iterator[Leak]:
    """A term's mean of those with absence in both terms, taken from everybody's: the few without the other.

    Of a few pupils in many, rounding hides the mean; where it leaves less than the least room it is found.
    """
    for cell in report.levels():
        term = _TERMS.get(cell.key.kategori)
        if term is None or not cell.key.indikator.startswith(_COURSE) or cell.varde is None or cell.n is None:
            continue
        code = f"franvaro_{term}_{cell.key.indikator.removeprefix(_COURSE)}"
        total = report.cells.get(cell.key._replace(indikator=code, kategori=""))
        if total is None or total.varde is None or total.n is None or not 0 < total.n - cell.n < troskel:
            continue
        n = {total.key: total.n, cell.key: cell.n}
        (low, high), (least, most) = _sum(total, n, _PROCENT), _sum(cell, n, _PROCENT)
        if not _has_room((high - least) - (low - most), total.n - cell.n, _PROCENT):
            yield _leak(REST, total)


def _leak(kind: str, cell: Cell) -> Leak:
    return Leak(kind, tuple(sorted(set(cell.tabeller))), name_cell(cell.key))
