"""Läsår together: their years, and schools with the years of those that have no läsår together of their own.

Which läsår are counted together stands in no table. The attacker knows how they are chosen: the last three
that the run has, none before a break of the series.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from analys.attacker.relations.forms import Sum
from analys.attacker.relations.partitions import split
from analys.attacker.report import OVERGANG, Cell, Key, Report, is_counted
from analys.estimates.cells import POOLED
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import PROVAMNEN
from analys.lasar import last_lasar

YEARS = 3
_RELATION_OF = {f"{OVERGANG}{amne.suffix}": f"np_relation_{amne.suffix}" for amne in PROVAMNEN}


def find_years(report: Report, of: Callable[[str], bool] = is_counted) -> Iterator[Sum]:
    """Every cell of läsår together with the cells that it is made of; `of` as in `find_partitions`."""
    schools: dict[tuple[str, str], set[str]] = defaultdict(set)
    for cell in report.levels():
        if cell.enhetstyp == "skola":
            schools[cell.key.indikator, cell.key.kategori].add(cell.key.enhet)
    for cell in report.levels():
        if cell.key.jamforelse != POOLED or not of(cell.key.indikator):
            continue
        years = list_years(report, cell.key)
        yield from split(report, cell, "läsår", (cell.key._replace(lasar=y, jamforelse="") for y in years))
        if cell.enhetstyp == "kommun":
            units = schools[cell.key.indikator, cell.key.kategori]
            yield from _schools(report, cell, years, units)


def list_years(report: Report, key: Key) -> list[str]:
    """Läsår that a cell of läsår together counts, oldest first."""
    lasar, _, vintage = key.lasar.partition("#")
    code = _RELATION_OF.get(key.indikator, key.indikator)
    breaks = getattr(MEASURES.get(code), "breaks", ())
    try:
        last = last_lasar(lasar, YEARS)
    except ValueError:
        return []
    cut = max((year for year in breaks if year <= lasar), default="")
    tagged = [f"{year}#{vintage}" if vintage else year for year in last if year >= cut]
    return [year for year in tagged if year in report.years.get(code, ())]


def _schools(report: Report, total: Cell, years: list[str], units: set[str]) -> Iterator[Sum]:
    keys: list[Key] = []
    for unit in sorted(units):
        own = total.key._replace(enhet=unit)
        single = (own._replace(lasar=year, jamforelse="") for year in years)
        keys += [own] if own in report.cells else single
    # Schools that all have a cell of läsår together are the municipality as in any läsår.
    if any(key.jamforelse == "" for key in keys):
        yield from split(report, total, "skolor och läsår", keys)
