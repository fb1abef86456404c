"""Statistics of provbetyg and grades that are no pupil's own value: agreement, symmetry, what schools add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analys.indicators.np_amnen import ARSKURSER, PROVAMNEN
from analys.indicators.np_relation import BETYGSNAMN, MINST_ELEVER, STEG

ALLA = "alla"
"""Stands for every grade in the `kategori` of a margin of the table from provbetyg to grade."""

STEGEN = tuple(STEG)
"""The grades in the order of their steps: F, E … A."""

KONTEXT = "givet skolans provnivå"
"""`kategori` of a school's deviation beyond what goes with the school's mean test result."""

MELLAN_SKOLOR, MELLAN_AMNEN, MELLAN_LASAR = (
    "mellan skolor",
    "mellan ämnen i samma skola",
    "mellan läsår i samma skola",
)
"""`kategori` of how much deviations differ."""

_TILL = " till "


def format_overgang(prov: str, betyg: str) -> str:
    """`kategori` of a part of the table from provbetyg to grade; `ALLA` for a margin.

    Examples
    --------
    >>> format_overgang("C", "B"), format_overgang("C", ALLA)
    ('C till B', 'C till alla')
    """
    return f"{prov}{_TILL}{betyg}"


def parse_overgang(kategori: str) -> tuple[str, str]:
    """Provbetyg and grade of a `kategori`; either may be `ALLA`.

    Examples
    --------
    >>> parse_overgang("alla till B")
    ('alla', 'B')
    """
    prov, _, betyg = kategori.partition(_TILL)
    if not {prov, betyg} <= {*STEGEN, ALLA}:
        raise ValueError(f"no transition: {kategori}")
    return prov, betyg


def format_reliability(reliability: float) -> str:
    """`kategori` of what holds if the tests have this reliability; 1 is a test without error.

    Examples
    --------
    >>> format_reliability(0.75)
    'reliabilitet 0,75'
    """
    return f"reliabilitet {reliability:.2f}".replace(".", ",")


@dataclass(frozen=True)
class Statistic:
    """A number about a whole group of pupils, with no numerator.

    Parameters
    ----------
    code, label, short_label : str
        As of an `Indicator`.
    unit : str
        "antal", "betygssteg", "p" for a p-value, or "" for a number without unit.
    decimals : int
    troskel : int
        As of an `Indicator`.
    signed : bool
        Whether the number goes in two directions and is written with its sign.
    """

    code: str
    label: str
    short_label: str
    unit: str
    decimals: int
    troskel: int = MINST_ELEVER
    signed: bool = False


def _list() -> Iterator[Statistic]:
    for amne in PROVAMNEN:
        grade, name, short = (
            BETYGSNAMN[amne.arskurs],
            amne.namn,
            f"{amne.namn.capitalize()}, åk {amne.arskurs}",
        )
        where = f"{name}, årskurs {amne.arskurs}"
        yield Statistic(
            f"np_overgang_{amne.suffix}",
            f"Antal elever efter provbetyg och {grade} i {where}",
            short,
            "antal",
            0,
            troskel=0,
        )
        yield Statistic(
            f"np_kappa_{amne.suffix}",
            f"Kvadratviktad kappa mellan provbetyg och {grade} i {where}",
            short,
            "",
            2,
        )
        yield Statistic(
            f"np_homogenitet_{amne.suffix}",
            f"Test av att provbetyg och {grade} är lika fördelade i {where}, p-värde",
            short,
            "p",
            3,
        )
        yield Statistic(
            f"np_symmetri_{amne.suffix}",
            f"Test av att lika många går från ett betyg till ett annat som tillbaka, provbetyg och {grade} i "
            f"{where}, p-värde",
            short,
            "p",
            3,
        )
    for arskurs in ARSKURSER:
        grade = BETYGSNAMN[arskurs]
        yield Statistic(
            f"np_skolmodell_ak{arskurs}",
            f"Skolans avvikelse mellan {grade} och provbetyg, givet provbetyget, årskurs {arskurs}",
            f"Avvikelse givet provbetyget, åk {arskurs}",
            "betygssteg",
            2,
            signed=True,
        )
        yield Statistic(
            f"np_skolreliabilitet_ak{arskurs}",
            f"Hur säkert skolans avvikelse går att bestämma (reliabilitet), årskurs {arskurs}",
            f"Reliabilitet, åk {arskurs}",
            "",
            2,
        )
        yield Statistic(
            f"np_skolspridning_ak{arskurs}",
            f"Hur mycket avvikelsen skiljer sig (standardavvikelse), årskurs {arskurs}",
            f"Spridning, åk {arskurs}",
            "betygssteg",
            2,
        )
        yield Statistic(
            f"np_skolkorrelation_ak{arskurs}",
            f"Samband mellan skolornas avvikelse ett läsår och ett annat (korrelation), årskurs {arskurs}",
            f"Korrelation mellan läsår, åk {arskurs}",
            "",
            2,
        )
        yield Statistic(
            f"np_trattspridning_ak{arskurs}",
            f"Skolornas spridning i nettoavvikelse utöver slumpen (standardavvikelse), årskurs {arskurs}",
            f"Spridning utöver slumpen, åk {arskurs}",
            "procentenheter",
            1,
        )
        yield Statistic(
            f"np_trattkvot_ak{arskurs}",
            f"Skolornas spridning i nettoavvikelse i förhållande till slumpens, årskurs {arskurs}",
            f"Spridning mot slumpens, åk {arskurs}",
            "",
            1,
        )


STATISTICS: Mapping[str, Statistic] = MappingProxyType({one.code: one for one in _list()})
"""By code, åk 9 first."""
