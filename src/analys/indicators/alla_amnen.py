"""Share who reached the grade criteria in every subject that was part of their own education.

Definition: footnotes of Skolverket's export of slutbetyg åk 9: "godkänt betyg i alla ämnen som ingått i
elevens utbildning", of the pupils "som fått eller skulle ha fått betyg", those without a pass included.
F and streck count against the pupil. A blank, code 2, Z and code 3 (SCB: "ämne inte lästs på grund av
anpassad studiegång") are subjects outside the pupil's education; a pupil with no pass at all has not reached
the criteria, whatever the codes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analys.indicators.base import Indicator
from analys.indicators.betyg import AMNEN_AK6, AMNEN_AK9, read_grades
from analys.indicators.meritvarde import ALLA_ELEVER, KALLA, NY_BEDOMNING


def compute_alla_amnen_ak9(frame: pd.DataFrame) -> pd.Series:
    """1 when every subject read is passed, else 0; NaN outside the goal-related system."""
    return _compute(frame, AMNEN_AK9)


def compute_alla_amnen_ak6(frame: pd.DataFrame) -> pd.Series:
    """As in åk 9, on the subjects read in åk 6; block grades No and So count as subjects."""
    return _compute(frame, AMNEN_AK6)


def _compute(frame: pd.DataFrame, amnen: Sequence[str]) -> pd.Series:
    grades = read_grades(frame, amnen)
    failed = np.zeros(len(frame), dtype=bool)
    for amne in grades.amnen:
        failed |= grades.read(amne) & ~grades.passed(amne)
    reached = ~failed & (grades.count_passed(grades.amnen) > 0)
    return pd.Series(np.where(grades.in_system(), reached, np.nan), index=frame.index, dtype="float64")


AK9 = (
    Indicator(
        code="alla_amnen_ak9",
        label="Andel elever som uppfyllt betygskriterierna i alla ämnen, årskurs 9",
        older_labels=(("2021/22", "Andel elever som uppnått kunskapskraven i alla ämnen, årskurs 9"),),
        short_label="Alla ämnen, åk 9",
        definition=(
            "Andel elever med godkänt betyg (A–E) i alla ämnen som ingått i elevens utbildning. Betyget F "
            "och streck räknas som inte uppfyllt. Ett ämne som eleven inte har läst på grund av anpassad "
            "studiegång har inte ingått i elevens utbildning."
        ),
        unit="procent",
        decimals=1,
        denominator=ALLA_ELEVER,
        valid_from="2012/13",
        valid_to="",
        source=KALLA,
        kind="slutbetyg_ak9",
        arskurs=9,
        compute=compute_alla_amnen_ak9,
        breaks=("2022/23",),
        break_notes=(NY_BEDOMNING,),
        kolada="N15419",
    ),
)

AK6 = (
    Indicator(
        code="alla_amnen_ak6",
        label="Andel elever som uppfyllt betygskriterierna i alla ämnen, årskurs 6",
        older_labels=(("2021/22", "Andel elever som uppnått kunskapskraven i alla ämnen, årskurs 6"),),
        short_label="Alla ämnen, åk 6",
        definition=(
            "Andel elever med godkänt terminsbetyg (A–E) på våren i alla ämnen som eleven läst i årskurs "
            "6. Betyget F och streck räknas som inte uppfyllt. Kommuner kan inte jämföras rakt av, "
            "eftersom eleverna läser olika ämnen och olika många ämnen i årskurs 6."
        ),
        unit="procent",
        decimals=1,
        denominator=(
            "Alla elever som fått eller skulle ha fått terminsbetyg enligt det mål- och kunskapsrelaterade "
            "systemet. Elever utan något godkänt betyg ingår."
        ),
        valid_from="2012/13",
        valid_to="",
        source="Skolverket, officiell statistik: terminsbetyg årskurs 6",
        kind="betyg_ak6",
        arskurs=6,
        compute=compute_alla_amnen_ak6,
        breaks=("2022/23",),
        break_notes=(NY_BEDOMNING,),
        kolada="N15540",
    ),
)
