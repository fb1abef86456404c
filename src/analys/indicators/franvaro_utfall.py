"""Outcomes that are set beside absence in åk 9, and the statistics that tell how they go together.

None is a pupil's own value. The pupils are those of åk 9 in the run's läsår together, by the band or the
share of their absence in the whole läsår (both terms).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from analys.indicators.np_statistik import Statistic


@dataclass(frozen=True)
class Utfall:
    """An outcome of åk 9.

    Parameters
    ----------
    kod : str
        End of its statistics' codes.
    namn, kort : str
        As the object of a sentence, and for tables: "meritvärdet", "Meritvärde".
    enhet : {"poäng", "procent"}
    modell : {"linjär", "logit", "ordnad"}
    """

    kod: str
    namn: str
    kort: str
    enhet: Literal["poäng", "procent"]
    modell: Literal["linjär", "logit", "ordnad"]

    @property
    def skillnad(self) -> str:
        """Unit of a difference."""
        return "poäng" if self.enhet == "poäng" else "procentenheter"


UTFALL = (
    Utfall("merit", "meritvärdet", "Meritvärde", "poäng", "linjär"),
    Utfall("alla_amnen", "andelen med godkänt i alla ämnen", "Godkänt i alla ämnen", "procent", "logit"),
    Utfall(
        "behorighet", "andelen behöriga till yrkesprogram", "Behöriga till yrkesprogram", "procent", "logit"
    ),
    *(
        Utfall(
            f"betyg_{kod}_{grans.lower()}",
            f"andelen med minst {grans} i {amne}",
            f"Minst {grans} i {amne}",
            "procent",
            "ordnad",
        )
        for kod, amne in (("ma", "matematik"), ("sv", "svenska"), ("en", "engelska"))
        for grans in ("E", "C")
    ),
)

OBSERVERAD, JUSTERAD = "", "justerad"
"""`jamforelse` of a level by band: as it is, and standardised to the same mix of pupils."""

STEG = (
    "ojusterad",
    "kön, läsår och svenska eller svenska som andraspråk",
    "även betyg i årskurs 6",
    "även bakgrund",
    "även skola",
)
"""`jamforelse` of an association: what it is adjusted for, step by step; the last in `JUSTERAD`."""

PER_TIO = "per 10 procentenheter"
"""`kategori` of an association with ten percentage points more absence."""


def _list() -> Iterator[Statistic]:
    for one in UTFALL:
        what = f"{one.kort} i årskurs 9"
        share = one.enhet == "procent"
        yield Statistic(
            f"franvaro_niva_{one.kod}", f"{what} efter frånvaro", one.kort, one.enhet, 0 if share else 1
        )
        yield Statistic(
            f"franvaro_samband_{one.kod}",
            f"{what}: skillnad mellan elever med olika frånvaro",
            one.kort,
            one.skillnad,
            1,
            signed=True,
        )
        yield Statistic(
            f"franvaro_metod_{one.kod}",
            f"{what}: skillnad med olika metoder",
            one.kort,
            one.skillnad,
            1,
            signed=True,
        )
        yield Statistic(f"franvaro_diagnos_{one.kod}", f"{what}: mått på modellen", one.kort, "", 2)


FRANVARO_STATISTIK: Mapping[str, Statistic] = MappingProxyType({one.code: one for one in _list()})
"""By code."""
