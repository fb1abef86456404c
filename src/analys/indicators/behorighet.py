"""Eligibility for the national programmes of upper secondary school: one table of requirements, one rule.

Sources: skollagen (2010:800) 16 kap. 30–31 §§ and gymnasieförordningen (2010:2039); Kolada's descriptions of
N15436, N15433–N15435. Sv and Sva are one subject. Every other passed subject counts among "andra ämnen":
språkval, modernt språk inom skolans val, modersmål, teckenspråk and övrigt ämne included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analys.indicators.base import Compute, Indicator
from analys.indicators.betyg import AMNEN_AK9, SVSVA, read_grades
from analys.indicators.meritvarde import ALLA_ELEVER, KALLA, NY_BEDOMNING

BAS = (SVSVA, "En", "Ma")


@dataclass(frozen=True)
class Krav:
    """What a programme group requires besides Sv or Sva, En and Ma.

    Parameters
    ----------
    amnen : tuple of str
        Subjects that must be passed.
    ytterligare : int
        Number of passed subjects besides the base and `amnen`.
    """

    amnen: tuple[str, ...]
    ytterligare: int


YRKES = Krav((), 5)
ES = Krav((), 9)
EKHUSA = Krav(("Ge", "Hi", "Re", "Sh"), 5)
NATE = Krav(("Bi", "Fy", "Ke"), 6)


def make_compute(krav: Krav) -> Compute:
    """Indicator function of a programme group: 1 eligible, 0 not, NaN outside the goal-related system."""

    def compute_behorighet(frame: pd.DataFrame) -> pd.Series:
        grades = read_grades(frame, AMNEN_AK9)
        required = (*BAS, *krav.amnen)
        others = grades.count_passed(amne for amne in grades.amnen if amne not in required)
        eligible = others >= krav.ytterligare
        for amne in required:
            eligible &= grades.passed(amne)
        return pd.Series(np.where(grades.in_system(), eligible, np.nan), index=frame.index, dtype="float64")

    return compute_behorighet


def _make(code: str, programme: str, short: str, requirement: str, krav: Krav, kolada: str) -> Indicator:
    return Indicator(
        code=code,
        label=f"Andel elever behöriga till {programme}",
        short_label=f"Behöriga till {short}",
        definition=(
            "Andel elever med godkänt betyg i svenska eller svenska som andraspråk, engelska och "
            f"matematik samt {requirement}."
        ),
        unit="procent",
        decimals=1,
        denominator=ALLA_ELEVER,
        valid_from="2012/13",
        valid_to="",
        source=KALLA,
        kind="slutbetyg_ak9",
        arskurs=9,
        compute=make_compute(krav),
        breaks=("2022/23",),
        break_notes=(NY_BEDOMNING,),
        kolada=kolada,
    )


INDICATORS = (
    _make(
        "behorighet_yrkes",
        "yrkesprogram",
        "yrkesprogram",
        "i minst fem andra ämnen, totalt åtta ämnen",
        YRKES,
        "N15436",
    ),
    _make(
        "behorighet_es",
        "estetiska programmet",
        "estetiska programmet",
        "i minst nio andra ämnen, totalt tolv ämnen",
        ES,
        "N15435",
    ),
    _make(
        "behorighet_ekhusa",
        "ekonomi-, humanistiska och samhällsvetenskapsprogrammen",
        "EK, HU och SA",
        "i geografi, historia, religionskunskap, samhällskunskap och minst fem andra, totalt tolv ämnen",
        EKHUSA,
        "N15434",
    ),
    _make(
        "behorighet_nate",
        "naturvetenskaps- och teknikprogrammen",
        "NA och TE",
        "i biologi, fysik, kemi och minst sex andra ämnen, totalt tolv ämnen",
        NATE,
        "N15433",
    ),
)
