"""How results by band of absence add up: to all analysed pupils, and with them to those who are left out.

All bands of an outcome are the analysed pupils. Those without absence data, or without grades of åk 6, are
left out of them but stand in the trend chapter, läsår by läsår: who takes the one from the other has the
results of those left out, and where they are few they are pointed out. The numbers of pupils left out for
each reason are, with the analysed, everybody in åk 9, whom class lists tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from analys.disclosure.quantities import Count, Known, Quantity
from analys.disclosure.rows import Equation, Row, make_row
from analys.indicators.franvaro_utfall import (
    ANALYSERADE,
    ANTAL,
    KOMPLETTA_ELEVER,
    LAG_REGISTRERING,
    UTAN_BETYG_6,
    UTAN_FRANVARO,
    UTFALL,
)
from analys.indicators.np_statistik import ALLA

IN_TREND: Mapping[str, str] = MappingProxyType(
    {
        "franvaro_niva_merit": "meritvarde_17",
        "franvaro_niva_alla_amnen": "alla_amnen_ak9",
        "franvaro_niva_behorighet": "behorighet_yrkes",
    }
)
"""Outcomes by band, and the trend's measure of the same."""

EVERYBODY = "alla_amnen_ak9"
"""The trend's measure that every pupil of åk 9 stands in."""

_LEVELS = frozenset(f"franvaro_niva_{one.kod}" for one in UTFALL)
_REASONS = (ANALYSERADE, UTAN_FRANVARO, LAG_REGISTRERING, UTAN_BETYG_6)


def find_result_rows(known: Known, troskel: int) -> Iterator[Row]:
    """Rows of outcomes by band, and of the numbers of pupils analysed and left out, among the levels.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils behind a shown value.
    """
    bands: dict[tuple[str, ...], list[Quantity]] = defaultdict(list)
    for one in known.values():
        if one.indikator in _LEVELS and one.kategori != ALLA:
            bands[one.key(kategori=ALLA)].append(one)
        elif one.indikator in _LEVELS:
            yield from _take_from_trend(one, known, troskel)
        elif one.indikator == ANTAL and one.kategori == ANALYSERADE:
            yield from _count_reasons(one, known, troskel)
    for key, parts in bands.items():
        if key in known:
            yield make_row(known[key], parts, troskel)


def find_result_equations(known: Known) -> Iterator[Equation]:
    """All bands together among the trend's pupils of the same läsår.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    """
    for one in known.values():
        if one.indikator in _LEVELS and one.kategori == ALLA and one.antal is not None:
            for years, pupils in _list_runs(one, known):
                left, others = pupils - (one.n or 0), sum(year.antal or 0 for year in years) - one.antal
                if 0 <= others <= left:
                    cells = (*(year.cell for year in years), one.cell)
                    yield Equation(cells, (1,) * len(years) + (-1,), 0, left)


def _take_from_trend(total: Quantity, known: Known, troskel: int) -> Iterator[Row]:
    """All bands together taken from the trend's läsår, whichever run of läsår it may be."""
    share = total.antal is not None
    for years, pupils in _list_runs(total, known):
        antal = sum(one.antal or 0 for one in years)
        part = Count(total.n or 0, total.antal)
        whole = Count(pupils, antal if share else None)
        yield Row("", (total.cell,), whole, (part,), troskel, slack=pupils - (total.n or 0))


def _list_runs(total: Quantity, known: Known) -> Iterator[tuple[list[Quantity], int]]:
    """Runs of the trend's läsår with more pupils than all bands together, and how many those are."""
    code = IN_TREND.get(total.indikator)
    if code is None or total.n is None:
        return
    of_trend = {"kategori": "", "jamforelse": ""}
    years = sorted({one.lasar for one in known.values() if one.indikator == code}, reverse=True)
    pupils, taken = 0, []
    for lasar in years:
        own = known.get(total.key(indikator=code, lasar=lasar, **of_trend))
        everybody = known.get(total.key(indikator=EVERYBODY, lasar=lasar, **of_trend))
        if lasar > total.lasar or own is None or everybody is None:
            continue
        pupils += everybody.n or 0
        taken.append(own)
        if pupils > total.n:
            yield list(taken), pupils


def _count_reasons(analysed: Quantity, known: Known, troskel: int) -> Iterator[Row]:
    found = (known.get(analysed.key(kategori=reason)) for reason in _REASONS)
    parts = [one for one in found if one is not None]
    counts = tuple(Count(one.n or 0) for one in parts)
    whole = Count(sum(count.n for count in counts))
    yield Row("", tuple(one.cell for one in parts), whole, counts, troskel)
    complete = known.get(analysed.key(kategori=KOMPLETTA_ELEVER))
    if complete is not None and 0 < (analysed.n or 0) - (complete.n or 0) < troskel:
        left = (analysed.n or 0) - (complete.n or 0)
        part = Count(complete.n or 0)
        yield Row(analysed.cell, (complete.cell,), Count(analysed.n or 0), (part,), troskel, slack=left)
