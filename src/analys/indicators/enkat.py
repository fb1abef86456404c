"""Surveys: indices 0–10 of pupils, staff and guardians, and the share of those asked who answered.

An index is the mean of a respondent's answers to its questions, each moved to 0–10. Which questions belong
to an index is declared by the municipality (`enkat_fragor.csv`), so none of the measures is official. A new
index is one line in `INDEX`; the codes, the measures, the relations of protection and the glossary follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from analys.indicators.base import Compute, Indicator

KAPITEL = "roster"
EGET_MATT = "Rapportens eget mått: kommunens enkät och kommunens egen indelning av frågorna"
FEWEST = 5
"""Fewest answers behind a shown index, however low the run's threshold; as in Skolenkäten."""

LAGST, HOGST = 0.0, 10.0
"""Ends of the scale of an index."""


@dataclass(frozen=True)
class Index:
    """What the questions of an index are about.

    Parameters
    ----------
    kod : str
        In `enkat_fragor.csv` and in the measures' codes.
    namn, kort : str
        Within a sentence, and for axes and tables.
    """

    kod: str
    namn: str
    kort: str


INDEX: Mapping[str, Index] = MappingProxyType(
    {
        one.kod: one
        for one in (
            Index("trygghet", "trygghet", "Trygghet"),
            Index("studiero", "studiero", "Studiero"),
            Index("stimulans", "stimulans", "Stimulans"),
            Index("delaktighet", "delaktighet", "Delaktighet"),
            Index("stod", "stöd", "Stöd"),
            Index("information", "information till hemmet", "Information"),
        )
    }
)

SHARED = ("trygghet", "studiero", "stimulans", "delaktighet", "stod")
"""Indices that ask staff and pupils about the same thing: the pupils' situation at school."""


@dataclass(frozen=True)
class Svarsgrupp:
    """Those who get the same survey.

    Parameters
    ----------
    kod : str
        In the survey's files and in the measures' codes.
    namn : str
        "elever", "personal".
    tillfragade : str
        All who were asked, as the denominator of a sentence.
    """

    kod: str
    namn: str
    tillfragade: str

    @property
    def kind(self) -> str:
        """Kind of the frame of respondents, see `analys.indicators.enkat_svar`."""
        return f"enkat_{self.kod}"

    @property
    def asked_kind(self) -> str:
        """Kind of the frame of those asked."""
        return f"enkat_{self.kod}_tillfragade"

    @property
    def rate(self) -> str:
        """Code of the response rate."""
        return f"enkat_{self.kod}_svarsfrekvens"


ELEV = Svarsgrupp("elev", "elever", "Elever som fick enkäten.")
PERSONAL = Svarsgrupp("personal", "personal", "Personal som fick enkäten.")
VARDNADSHAVARE = Svarsgrupp("vardnadshavare", "vårdnadshavare", "Vårdnadshavare som fick enkäten.")
GRUPPER: Mapping[str, Svarsgrupp] = MappingProxyType(
    {one.kod: one for one in (ELEV, PERSONAL, VARDNADSHAVARE)}
)

ARSKURSER = tuple(range(4, 10))
"""Year groups that pupils' indices are told of one by one."""


def code_of(grupp: str, index: str, arskurs: int = 0) -> str:
    """Code of an index of a group, of one year group where it is given.

    Examples
    --------
    >>> code_of("elev", "trygghet"), code_of("elev", "stod", 8)
    ('enkat_elev_trygghet', 'enkat_elev_stod_ak8')
    """
    return f"enkat_{grupp}_{index}" + (f"_ak{arskurs}" if arskurs else "")


def rate_of(code: str) -> str:
    """Code of the response rate of those whom an index is about; "" for any other measure.

    Examples
    --------
    >>> rate_of("enkat_elev_trygghet_ak8"), rate_of("enkat_personal_stod"), rate_of("meritvarde_17")
    ('enkat_elev_svarsfrekvens_ak8', 'enkat_personal_svarsfrekvens', '')
    """
    return _RATES.get(code, "")


def make_index(column: str, arskurs: int) -> Compute:
    """Indicator function: the respondent's index, NaN without one and outside the year group."""

    def compute_index(frame: pd.DataFrame) -> pd.Series:
        values = frame[column].astype("float64")
        return values.where(frame["arskurs"] == arskurs) if arskurs else values

    return compute_index


def make_rate(arskurs: int) -> Compute:
    """Indicator function: 1 where the one asked has answered, else 0; NaN outside the year group."""

    def compute_rate(frame: pd.DataFrame) -> pd.Series:
        values = frame["svarat"].astype("float64")
        return values.where(frame["arskurs"] == arskurs) if arskurs else values

    return compute_rate


def _make_index(grupp: Svarsgrupp, index: Index, arskurs: int = 0) -> Indicator:
    where = f" i årskurs {arskurs}" if arskurs else ""
    return Indicator(
        code=code_of(grupp.kod, index.kod, arskurs),
        label=f"Index för {index.namn}, {grupp.namn}{where}",
        short_label=f"{index.kort}, åk {arskurs}" if arskurs else index.kort,
        definition=(
            f"Medelvärdet av index för {index.namn} bland {grupp.namn}{where} som har svarat på enkäten."
        ),
        family=f"Enkätindex, {grupp.namn}",
        family_definition=(
            "Varje svar räknas om till skalan 0–10, där 10 är det bästa. Den svarandes index är medelvärdet "
            "av svaren på indexets frågor och räknas när minst hälften av dem är besvarade. Måttet är "
            "medelvärdet av de svarandes index. Ett index där någon fråga pekar åt ett annat håll än de "
            "övriga redovisas inte."
        ),
        unit="indexpoäng",
        decimals=1,
        denominator=(
            f"{grupp.namn.capitalize()} som har svarat på enkäten. Antalet som anges är detsamma för alla "
            "index, även när någon har hoppat över frågor."
        ),
        valid_from="2010/11",
        valid_to="",
        source=EGET_MATT,
        kind=grupp.kind,
        arskurs=arskurs or ARSKURSER[-1],
        compute=make_index(index.kod, arskurs),
        troskel=FEWEST,
        kapitel=KAPITEL,
    )


def _make_rate(grupp: Svarsgrupp, arskurs: int = 0) -> Indicator:
    where = f" i årskurs {arskurs}" if arskurs else ""
    return Indicator(
        code=grupp.rate + (f"_ak{arskurs}" if arskurs else ""),
        label=f"Andel {grupp.namn}{where} som har svarat på enkäten",
        short_label=f"Svarsfrekvens, åk {arskurs}" if arskurs else "Svarsfrekvens",
        definition=f"Andel {grupp.namn}{where} som har svarat på enkäten, av dem som fick den.",
        family=f"Svarsfrekvens, {grupp.namn}",
        family_definition=(
            f"Andel {grupp.namn} som har svarat på minst en fråga i enkäten, av dem som fick den."
        ),
        unit="procent",
        decimals=1,
        denominator=f"{grupp.tillfragade} Antalet har kommunen uppgett för varje skola och grupp.",
        valid_from="2010/11",
        valid_to="",
        source=EGET_MATT,
        kind=grupp.asked_kind,
        arskurs=arskurs or ARSKURSER[-1],
        compute=make_rate(arskurs),
        troskel=FEWEST,
        kapitel=KAPITEL,
    )


INDICES = tuple(
    [_make_index(grupp, index) for grupp in GRUPPER.values() for index in INDEX.values()]
    + [_make_index(ELEV, index, arskurs) for index in INDEX.values() for arskurs in ARSKURSER]
)
RATES = tuple(
    [_make_rate(grupp) for grupp in GRUPPER.values()] + [_make_rate(ELEV, arskurs) for arskurs in ARSKURSER]
)
_RATES = {
    **{code_of(grupp, index): one.rate for grupp, one in GRUPPER.items() for index in INDEX},
    **{code_of("elev", index, n): f"{ELEV.rate}_ak{n}" for index in INDEX for n in ARSKURSER},
}

PARTS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{code_of("elev", index): tuple(code_of("elev", index, n) for n in ARSKURSER) for index in INDEX},
        ELEV.rate: tuple(f"{ELEV.rate}_ak{n}" for n in ARSKURSER),
    }
)
"""By code of a measure of all pupils, the codes of the same measure of each year group."""
