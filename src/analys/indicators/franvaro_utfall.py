"""Outcomes that are set beside absence in åk 9, and the statistics that tell how they go together.

None is a pupil's own value. The pupils are those of åk 9 in the run's läsår together, by the band or the
share of their absence in the whole läsår (both terms).

Every outcome has the same pupils: those who got or should have got grades in the goal-related system. A pupil
without a grade in a subject, such as one with streck since the absence left nothing to assess, has not
reached E in it. The mean of meritvärde alone leaves out those without any passing grade, as it always does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from analys.indicators.franvaro_band import name_bands
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
    amne, steg : str, int
        For a grade: its column of pupils' grade steps (0 for no passing grade, E 1 … A 5), and the least step
        that is the outcome.
    """

    kod: str
    namn: str
    kort: str
    enhet: Literal["poäng", "procent"]
    modell: Literal["linjär", "logit", "ordnad"]
    amne: str = ""
    steg: int = 0

    @property
    def skillnad(self) -> str:
        """Unit of a difference."""
        return "poäng" if self.enhet == "poäng" else "procentenheter"


AMNEN = (
    ("ma", "matematik", "matematik"),
    ("sv", "svenska eller svenska som andraspråk", "Sv/Sva"),
    ("en", "engelska", "engelska"),
)
"""Code, name and short name of the subjects with a grade of their own here."""

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
            f"Minst {grans} i {kort}",
            "procent",
            "ordnad",
            kod,
            steg,
        )
        for kod, amne, kort in AMNEN
        for grans, steg in (("E", 1), ("C", 3))
    ),
)

OBSERVERAD, JUSTERAD = "", "justerad"
"""`jamforelse` of a level by band: as it is, and standardised to the same mix of pupils. The `kategori` of a
level is the band's name, or `np_statistik.ALLA` for all bands together."""

STEG = OJUSTERAD, GRUND, BETYG_6, BAKGRUND, SKOLA = (
    "ojusterad",
    "kön, läsår och svenska eller svenska som andraspråk",
    "även betyg i årskurs 6",
    "även föräldrars utbildning och nyinvandrad",
    "även skola",
)
"""`jamforelse` of an association: what it is adjusted for, step by step. A step that the files hold nothing
for is left out; levels in `JUSTERAD` and methods are adjusted for all the steps there are."""

PER_TIO = "per 10 procentenheter"
"""`kategori` of an association with ten percentage points more absence. That of an association of a band
against the lowest is the band's name, and of two points of the curve what `format_niva` says."""

NAIV, CR1, CR2, CRV3 = (
    "elever som oberoende av varandra",
    "kluster, CR1",
    "kluster, CR2 med Satterthwaites frihetsgrader",
    "kluster, CRV3 (ett kluster i taget utelämnat)",
)
GRANS = "logit för betygsgränsen ensam"
LINJAR = "linjär sannolikhetsmodell, CR2"
SLUMPMASSIG = "slumpmässig skoleffekt"
DELTA_ENHETER = 10
"""How much more absence those without data are given than the data say, to see what it would mean."""
INOM, MELLAN = "inom skolor", "mellan skolor"
MINST_SKOLOR_MELLAN = 20
"""Fewest schools for an association between schools: with fewer the interval says nothing."""

KOMPLETTA, IMPUTERAD, DELTA = (
    "kompletta fall",
    "multipel imputering",
    f"multipel imputering, {DELTA_ENHETER} procentenheter högre frånvaro där uppgift saknas",
)
LIKA_STARK = "med en okänd faktor lika stark som betyg i årskurs 6"
METODER = (
    NAIV,
    CR1,
    CR2,
    CRV3,
    GRANS,
    LINJAR,
    SLUMPMASSIG,
    INOM,
    MELLAN,
    KOMPLETTA,
    IMPUTERAD,
    DELTA,
    LIKA_STARK,
)
"""`jamforelse` of an association by method, all in `PER_TIO` and adjusted for every step."""

FORKLARAD, PSEUDO = "förklarad variation (R²)", "pseudo-R² (McFadden)"
SKOLVARIATION = "andel av variationen som finns mellan skolor (ICC)"
FRIHETSGRADER = "frihetsgrader, per 10 procentenheter"
ROBUSTHET, ROBUSTHET_INTERVALL = "robusthetsvärde", "robusthetsvärde för intervallet"
E_VARDE, E_VARDE_INTERVALL = "E-värde", "E-värde för intervallet"
JAMFORD_UTFALL, JAMFORD_FRANVARO = (
    "betyg i årskurs 6: förklarad del av resultatet",
    "betyg i årskurs 6: förklarad del av frånvaron",
)
DIAGNOSER = (
    FORKLARAD,
    PSEUDO,
    SKOLVARIATION,
    FRIHETSGRADER,
    ROBUSTHET,
    ROBUSTHET_INTERVALL,
    E_VARDE,
    E_VARDE_INTERVALL,
    JAMFORD_UTFALL,
    JAMFORD_FRANVARO,
)
"""`kategori` of a measure on the model; shares, robustness values and explained parts are 0–1."""

KROKT, PROPORTIONELL = "rak linje räcker", "samma samband vid varje betygsgräns"
TESTER = (KROKT, PROPORTIONELL)
"""`kategori` of a test, a p-value: what is tested."""

ELEVER = (
    ANALYSERADE,
    UTAN_FRANVARO,
    LAG_REGISTRERING,
    UTAN_BETYG_6,
    UTAN_UTBILDNING,
    UTAN_GODKANT,
    KOMPLETTA_ELEVER,
    SKOLOR,
    KLASSER,
) = (
    "elever i analysen",
    "elever utan uppgift om frånvaro",
    "elever i skolor där för lite av lektionstiden är registrerad",
    "elever med uppgift om frånvaro men utan betyg i årskurs 6",
    "elever i analysen utan uppgift om föräldrars utbildning",
    "elever i analysen utan något godkänt betyg",
    "elever i analysen med alla uppgifter",
    "skolor i analysen",
    "klasser i analysen",
)
"""`kategori` of the numbers of pupils, schools and classes that the regression has."""


def format_niva(hog: float, lag: float) -> str:
    """`kategori` of an association between two points of the curve, in percent of absence.

    Examples
    --------
    >>> format_niva(15, 5), format_niva(7.5, 2.5)
    ('15 mot 5 procent', '7,5 mot 2,5 procent')
    """
    return f"{hog:g} mot {lag:g} procent".replace(".", ",")


def list_bands(edges: Sequence[int]) -> tuple[str, ...]:
    """Names that bands of an outcome may have, in order: the highest are joined where few pupils are in them.

    Examples
    --------
    >>> list_bands((10, 20, 30))
    ('under 10', '10–19', '20–29', 'minst 10', 'minst 20', 'minst 30')
    """
    return (*name_bands(edges)[:-1], *(f"minst {edge}" for edge in edges))


def place_points(edges: Sequence[int]) -> tuple[float, ...]:
    """Points of the curve that are compared, in percent: the middle of each band, the highest band's edge.

    Examples
    --------
    >>> place_points((10, 20, 30, 50))
    (5.0, 15.0, 25.0, 40.0, 50.0)
    """
    starts = (0, *edges)
    middles = [(low + high) / 2 for low, high in zip(starts, edges, strict=False)]
    return (*middles, float(edges[-1]))


ANTAL = "franvaro_antal_ak9"
"""Code of the numbers of pupils, schools and clusters that the regression has."""


def _list() -> Iterator[Statistic]:
    for one in UTFALL:
        what = f"{one.kort} i årskurs 9"
        share = one.enhet == "procent"
        yield Statistic(
            f"franvaro_niva_{one.kod}",
            f"{what} efter frånvaro",
            one.kort,
            one.enhet,
            0 if share else 1,
            troskel=0,
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
        yield Statistic(f"franvaro_test_{one.kod}", f"{what}: test av modellen, p-värde", one.kort, "p", 3)
    yield Statistic(ANTAL, "Elever i årskurs 9 i analysen av frånvaro och resultat", "Antal", "antal", 0, 0)


FRANVARO_STATISTIK: Mapping[str, Statistic] = MappingProxyType({one.code: one for one in _list()})
"""By code."""
