"""Absence of year groups together: years are their stage, and stages are all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from analys.attacker.relations.forms import Sum
from analys.attacker.relations.partitions import split
from analys.attacker.report import Report, is_counted
from analys.indicators.franvaro import (
    ALLA,
    ARSKURSER,
    BAND,
    FRANVARO,
    GILTIG,
    GRUPPER,
    OGILTIG,
    STADIER,
    Grupp,
)
from analys.indicators.franvaro_registrering import BORTFALL

_YEARS = tuple(
    (stage, tuple(year for year in ARSKURSER if year.arskurser[0] in stage.arskurser)) for stage in STADIER
)
SUMS: tuple[tuple[Grupp, tuple[Grupp, ...]], ...] = ((ALLA, STADIER), (ALLA, ARSKURSER), *_YEARS)
"""Groups of year groups, each with groups that are its pupils together."""

_CODES = frozenset(one.code for one in (*BAND, *BORTFALL, *FRANVARO, *GILTIG, *OGILTIG)) | {
    f"franvarolasar_{grupp.kod}" for grupp in GRUPPER
}
_PARTS: Mapping[str, list[tuple[str, ...]]] = MappingProxyType(
    {
        code: [
            tuple(f"{code.rpartition('_')[0]}_{part.kod}" for part in parts)
            for whole, parts in SUMS
            if whole.kod == code.rpartition("_")[2]
        ]
        for code in _CODES
    }
)


def find_year_groups(report: Report, of: Callable[[str], bool] = is_counted) -> Iterator[Sum]:
    """Every group of year groups and those that it is made of; `of` as in `find_partitions`."""
    for cell in report.levels():
        if of(cell.key.indikator):
            for codes in _PARTS.get(cell.key.indikator, ()):
                keys = (cell.key._replace(indikator=code) for code in codes)
                yield from split(report, cell, "årskurser", keys)
