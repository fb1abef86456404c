"""Preconditions of the municipality's schools, as Kolada publishes them: teachers, cost, who the pupils are.

They are no results and have no wished direction here. Kolada's year is not the same time in all of them:
what is measured on 15 October belongs to the läsår that begins, what is graded in spring to the one that
ends, and cost to the calendar year. Titles and definitions: Kolada's KPI metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from analys.indicators.lokala import KALENDERAR
from analys.indicators.registry import REGISTRY

KAPITEL = "forutsattningar"


@dataclass(frozen=True)
class Forutsattning:
    """A published measure that describes under what conditions schools work.

    Parameters
    ----------
    code, label, short_label : str
        As of an `Indicator`.
    fras : str
        The measure as the subject of a sentence.
    definition : str
        Swedish sentence: what it is, and when it is measured.
    unit : str
    decimals : int
    kpi : str
        Id in Kolada, of the municipality's own schools.
    mats : {"oktober", "vår", "kalenderår"}
        What Kolada's year means.
    highest : float
        No true value is larger.
    breaks : tuple of str
        Läsår that cannot be compared with those before them.
    """

    code: str
    label: str
    short_label: str
    fras: str
    definition: str
    unit: str
    decimals: int
    kpi: str
    mats: Literal["oktober", "vår", "kalenderår"]
    highest: float
    breaks: tuple[str, ...] = ()

    @property
    def shift(self) -> int:
        """Läsår between the one whose spring lies in Kolada's year and the one that the value is about."""
        return 1 if self.mats == "oktober" else 0

    @property
    def kategori(self) -> str:
        """`kategori` of its cells: that of a calendar year, or none."""
        return KALENDERAR if self.mats == "kalenderår" else ""


_ALL = (
    Forutsattning(
        "forutsattning_behoriga",
        "Andel lärare med legitimation och behörighet, kommunala skolor",
        "Behöriga lärare",
        "andelen lärare med legitimation och behörighet",
        "Lärare i årskurs 1–9, omräknade till heltidstjänster, som är legitimerade och behöriga i ämnet och "
        "årskursen de undervisar i. Mäts den 15 oktober.",
        "procent",
        1,
        "N15814",
        "oktober",
        100.0,
    ),
    Forutsattning(
        "forutsattning_larartathet",
        "Antal elever per lärare, kommunala skolor",
        "Elever per lärare",
        "antalet elever per lärare",
        "Elever i årskurs 1–9 per lärare, omräknat till heltidstjänster. Mäts den 15 oktober.",
        "elever per lärare",
        1,
        "N15034",
        "oktober",
        200.0,
    ),
    Forutsattning(
        "forutsattning_kostnad",
        "Kostnad per elev, kommunala skolor",
        "Kostnad per elev",
        "kostnaden per elev",
        "Kommunens kostnad för egen grundskola i årskurs 1–9 per elev och kalenderår, utan skolskjuts, i "
        "löpande priser.",
        "kronor",
        0,
        "N15008",
        "kalenderår",
        1_000_000.0,
    ),
    Forutsattning(
        "forutsattning_meritvarde",
        "Meritvärde utan nyinvandrade elever, kommunala skolor",
        "Meritvärde utan nyinvandrade",
        "meritvärdet utan nyinvandrade elever",
        "Genomsnittligt meritvärde i årskurs 9 när nyinvandrade elever och elever med okänd bakgrund inte "
        "räknas med.",
        "poäng",
        1,
        "N15567",
        "vår",
        340.0,
        REGISTRY["meritvarde_17"].breaks,
    ),
    Forutsattning(
        "forutsattning_alla_amnen",
        "Andel elever som uppfyllt betygskriterierna i alla ämnen, utan nyinvandrade, kommunala skolor",
        "Godkända i alla ämnen utan nyinvandrade",
        "andelen som uppfyllt betygskriterierna i alla ämnen, utan nyinvandrade elever,",
        "Elever i årskurs 9 med lägst betyget E i alla ämnen när nyinvandrade elever och elever med okänd "
        "bakgrund inte räknas med.",
        "procent",
        1,
        "N15561",
        "vår",
        100.0,
        REGISTRY["alla_amnen_ak9"].breaks,
    ),
)

FORUTSATTNINGAR: Mapping[str, Forutsattning] = MappingProxyType({one.code: one for one in _ALL})
"""By code, in the order of showing."""
