"""Meritvärde: the sum of the best grades' points, with and without modernt språk som språkval as a 17th.

Definition: footnotes of Skolverket's export of slutbetyg åk 9 (läsår 2024/25). At most 340 with the 17th
subject, 320 without; the mean covers pupils with at least one passing grade.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analys.indicators.base import Indicator
from analys.indicators.betyg import AMNEN_AK9, Grades, read_grades

ANTAL_BASTA = 16
SPRAKVAL = "M2"

KALLA = "Skolverket, officiell statistik: slutbetyg årskurs 9"
ALLA_ELEVER = (
    "Alla elever som fått eller skulle ha fått betyg enligt det mål- och kunskapsrelaterade systemet. Elever "
    "utan något godkänt betyg ingår."
)
ANTAL_SOM_ANGES = (
    "Som antal elever anges alla som fått eller skulle ha fått betyg, av hänsyn till de få som saknar "
    "godkänt betyg."
)
NY_BEDOMNING = "Betygskriterier ersatte kunskapskrav, och nya kursplaner gäller."


def compute_meritvarde_17(frame: pd.DataFrame) -> pd.Series:
    """Meritvärde with the språkval as a 17th subject, NaN for pupils without a passing grade.

    A passed språkval is added to the 16 best of the other subjects, even when those are fewer than 16.
    """
    grades = read_grades(frame, AMNEN_AK9)
    others = tuple(amne for amne in grades.amnen if amne != SPRAKVAL)
    points = _sum_best(grades, others) + grades.points(SPRAKVAL)
    return _among_passed(grades, points, frame.index)


def compute_meritvarde_16(frame: pd.DataFrame) -> pd.Series:
    """Meritvärde of the 16 best grades, where the språkval competes like any other subject."""
    grades = read_grades(frame, AMNEN_AK9)
    return _among_passed(grades, _sum_best(grades, grades.amnen), frame.index)


def _sum_best(grades: Grades, amnen: tuple[str, ...]) -> np.ndarray:
    total = np.zeros(len(next(iter(grades.codes.values()))))
    for amne in amnen:
        total += grades.points(amne)
    # Only pupils with more than 16 passing grades have anything to leave out.
    many = np.flatnonzero(grades.count_passed(amnen) > ANTAL_BASTA)
    if len(many):
        matrix = np.stack([grades.points(amne)[many] for amne in amnen], axis=1)
        worst = len(amnen) - ANTAL_BASTA
        total[many] -= np.partition(matrix, worst, axis=1)[:, :worst].sum(axis=1)
    return total


def _among_passed(grades: Grades, points: np.ndarray, index: pd.Index) -> pd.Series:
    passed = grades.count_passed(grades.amnen) > 0
    return pd.Series(np.where(passed, points, np.nan), index=index, dtype="float64")


INDICATORS = (
    Indicator(
        code="meritvarde_17",
        label="Genomsnittligt meritvärde (17 ämnen)",
        short_label="Meritvärde",
        definition=(
            "Summan av betygsvärdena för elevens 16 bästa betyg (E = 10, D = 12,5, C = 15, B = 17,5 och A "
            "= 20 poäng; F, streck och anpassad studiegång = 0 poäng). Ett godkänt betyg i modernt språk "
            "som språkval läggs till som ett 17:e betyg, även när eleven har färre än 16 betyg. Modersmål "
            "och modernt språk inom skolans val räknas bland de 16. Högsta möjliga värde är 340 poäng med "
            "språkval och 320 utan."
        ),
        unit="poäng",
        decimals=1,
        denominator=(
            "Elever med godkänt betyg i minst ett ämne. Elever utan betyg i språkvalet ingår med sina 16 "
            f"bästa. {ANTAL_SOM_ANGES}"
        ),
        valid_from="2014/15",
        valid_to="",
        source=KALLA,
        kind="slutbetyg_ak9",
        arskurs=9,
        compute=compute_meritvarde_17,
        counted_as="alla_amnen_ak9",
        breaks=("2022/23",),
        break_notes=(NY_BEDOMNING,),
        kolada="N15505",
    ),
    Indicator(
        code="meritvarde_16",
        label="Genomsnittligt meritvärde (16 ämnen)",
        short_label="Meritvärde (16)",
        definition=(
            "Summan av betygsvärdena för elevens 16 bästa betyg, där modernt språk som språkval räknas på "
            "samma sätt som andra ämnen (E = 10, D = 12,5, C = 15, B = 17,5 och A = 20 poäng; F, streck "
            "och anpassad studiegång = 0 poäng). Högsta möjliga värde är 320 poäng."
        ),
        unit="poäng",
        decimals=1,
        denominator=f"Elever med godkänt betyg i minst ett ämne. {ANTAL_SOM_ANGES}",
        valid_from="2012/13",
        valid_to="",
        source=KALLA,
        kind="slutbetyg_ak9",
        arskurs=9,
        compute=compute_meritvarde_16,
        counted_as="alla_amnen_ak9",
        breaks=("2022/23",),
        break_notes=(NY_BEDOMNING,),
    ),
)
