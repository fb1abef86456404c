"""Statistics that follow the same pupils: birth years over läsår, and the terms of one läsår."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from analys.indicators.franvaro import GRUPPER, TERMINER
from analys.indicators.franvaro_elev import HT, VT
from analys.indicators.np_statistik import Statistic

MOT_ANDRA = "mot andra årskullar i samma årskurs"
"""`jamforelse` of how a birth year deviates from what the others had in the same year group."""

HOST, VAR = "höstterminen", "vårterminen"
"""`kategori` of the same pupils' levels in the two terms."""

MOT_HOST = "vårterminen-höstterminen"
"""`jamforelse` of their difference."""


def name_arskull(fodelsear: int) -> str:
    """`kategori` of a birth year.

    Examples
    --------
    >>> name_arskull(2012)
    'född 2012'
    """
    return f"född {fodelsear}"


def _list() -> Iterator[Statistic]:
    for termin in (VT, HT):
        yield Statistic(
            f"franvaroavvikelse_{termin}",
            f"Genomsnittlig frånvaro {TERMINER[termin]}: skillnad mot andra årskullar i samma årskurs",
            "Skillnad mot andra årskullar",
            "procentenheter",
            1,
            troskel=0,
            signed=True,
        )
    for grupp in GRUPPER:
        yield Statistic(
            f"franvarolasar_{grupp.kod}",
            f"Genomsnittlig frånvaro under läsårets terminer för samma elever, {grupp.namn}",
            grupp.kort,
            "procent",
            1,
            troskel=0,
        )


ARSKULL: Mapping[str, Statistic] = MappingProxyType({one.code: one for one in _list()})
"""By code."""
