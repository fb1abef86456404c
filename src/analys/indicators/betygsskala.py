"""The grade scales and the codes of SCB's files, as data valid by läsår; a new scale is one more entry here.

Sources: points and the value 0 from the footnotes of Skolverket's export of slutbetyg åk 9; codes from SCB's
format descriptions of the files that schools deliver (betyg åk 6 and slutbetyg åk 9, vt 2026).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analys.lasar import parse_lasar


@dataclass(frozen=True)
class Kod:
    """One code in a grade column.

    Parameters
    ----------
    poang : float
        Points in the meritvärde.
    godkand : bool
        Counts as a passing grade.
    lasd : bool
        The subject was part of the pupil's own education, so a missing pass counts against the pupil.
    annat_system : bool
        The pupil is assessed in another system than the goal-related one.
    betydelse : str
        Swedish meaning, for the glossary.
    """

    poang: float
    godkand: bool
    lasd: bool
    annat_system: bool
    betydelse: str


@dataclass(frozen=True)
class Betygsskala:
    """A grade scale with the läsår it is valid for ("" = still valid)."""

    namn: str
    valid_from: str
    valid_to: str
    koder: Mapping[str, Kod]


def _grade(points: float, name: str) -> Kod:
    return Kod(points, points > 0, True, False, f"betyget {name}")


# Code 3: SCB's wording is "när ett ämne inte lästs på grund av anpassad studiegång", and the share who
# reached the criteria in all subjects covers "alla ämnen som ingått i elevens utbildning". A subject taken
# out of the pupil's studies is thus no part of that education; in the meritvärde it is worth 0 points.
SKALOR: tuple[Betygsskala, ...] = (
    Betygsskala(
        namn="A–F",
        valid_from="2011/12",
        valid_to="",
        koder={
            "A": _grade(20, "A"),
            "B": _grade(17.5, "B"),
            "C": _grade(15, "C"),
            "D": _grade(12.5, "D"),
            "E": _grade(10, "E"),
            "F": _grade(0, "F, ej godkänt"),
            "9": Kod(0, False, True, False, "streck: underlag för betyg saknas på grund av frånvaro"),
            "3": Kod(0, False, False, False, "ämnet har inte lästs på grund av anpassad studiegång"),
            "2": Kod(0, False, False, False, "inte betygssatt i ett ämne som inte är obligatoriskt"),
            "Y": Kod(0, False, False, True, "inte betyg enligt det mål- och kunskapsrelaterade systemet"),
            "Z": Kod(0, False, False, False, "inte undervisad i ämnet i årskurs 6"),
        },
    ),
)

BLANK = 0
ATTRIBUTES = ("poang", "godkand", "lasd", "annat_system")


def select_skala(lasar: str, skalor: Sequence[Betygsskala] = SKALOR) -> Betygsskala:
    """The scale that is valid in a läsår.

    Raises
    ------
    ValueError
        When no scale covers the läsår.

    Examples
    --------
    >>> select_skala("2025/26").namn
    'A–F'
    """
    wanted = parse_lasar(lasar)
    for skala in skalor:
        if skala.valid_from <= wanted and (not skala.valid_to or wanted <= skala.valid_to):
            return skala
    raise ValueError(f"ingen betygsskala är upplagd för läsåret {lasar}")


def list_codes(skalor: Sequence[Betygsskala] = SKALOR) -> tuple[str, ...]:
    """Every code of every scale, blank first; a code's position is its number in coded columns."""
    return ("", *dict.fromkeys(kod for skala in skalor for kod in skala.koder))


def make_lookup(attribute: str, skala: Betygsskala, codes: Sequence[str]) -> np.ndarray:
    """Array from code number to one attribute of `Kod`; blank and codes of other scales give 0 or False."""
    kind = np.float32 if attribute == "poang" else np.bool_
    return np.array(
        [getattr(skala.koder[code], attribute) if code in skala.koder else 0 for code in codes], dtype=kind
    )
