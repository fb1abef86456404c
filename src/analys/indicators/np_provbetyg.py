"""National tests in åk 6 and 9: the share with provbetyg A–E, of the pupils who have a provbetyg.

99 (did not take all parts), 88 (lost), 77 (ersättningsprov) and blank (in some years taken digitally and
reported elsewhere) are no provbetyg: those pupils are outside the denominator and accounted for apart.
Codes: SCB's format descriptions, vt 2026.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analys.indicators.base import Compute, Indicator

KURSPLAN_SV = "1"
KURSPLAN_SVA = "2"
GODKANDA = tuple("ABCDE")
PROVBETYG = (*GODKANDA, "F")

KALLA = "Skolverket, officiell statistik: nationella prov i grundskolan"
INSTALLDA = ("2019/20", "2020/21")
BROTT_TEXT = {
    "2021/22": "De nationella proven ställdes in våren 2020 och våren 2021.",
    "2024/25": "Den digitala provtjänsten stängdes i mars 2025, och proven gjordes på papper.",
    "2025/26": "Proven gjordes delvis som ersättningsprov på papper våren 2026.",
}
BROTT = {
    3: ("2021/22",),
    6: ("2021/22", "2024/25", "2025/26"),
    9: ("2021/22", "2024/25", "2025/26"),
}


def select_kursplan(frame: pd.DataFrame, kursplan: str) -> np.ndarray:
    """Whether each pupil follows the syllabus of Sv ("1") or Sva ("2")."""
    return (frame["SV_KURSPLAN"].fillna("") == kursplan).to_numpy(dtype=bool)


def make_compute(column: str, kursplan: str = "") -> Compute:
    """Indicator function: 1 provbetyg A–E, 0 provbetyg F, NaN without a provbetyg."""

    def compute_provbetyg(frame: pd.DataFrame) -> pd.Series:
        codes = frame[column]
        counted = codes.isin(PROVBETYG).to_numpy(dtype=bool)
        if kursplan:
            counted = counted & select_kursplan(frame, kursplan)
        passed = codes.isin(GODKANDA).to_numpy(dtype=bool)
        return pd.Series(np.where(counted, passed, np.nan), index=frame.index, dtype="float64")

    return compute_provbetyg


AMNEN = (
    # code, subject, column of the provbetyg, syllabus, column of the teaching group
    ("ma", "matematik", "MA_PROVB", "", "MA_GRUPP"),
    ("en", "engelska", "EN_PROVB", "", "EN_GRUPP"),
    ("sv", "svenska", "SV_PROVB", KURSPLAN_SV, "SV_GRUPP"),
    ("sva", "svenska som andraspråk", "SV_PROVB", KURSPLAN_SVA, "SV_GRUPP"),
)


def _make(arskurs: int, code: str, subject: str, column: str, kursplan: str, klasskolumn: str) -> Indicator:
    return Indicator(
        code=f"np_ak{arskurs}_{code}",
        label=f"Andel elever med provbetyg A–E i {subject}, nationella prov årskurs {arskurs}",
        short_label=f"NP åk {arskurs}, {subject}",
        definition=(
            f"Andel elever med provbetyget A, B, C, D eller E på det nationella provet i {subject} i "
            f"årskurs {arskurs}."
        ),
        unit="procent",
        decimals=1,
        denominator=(
            "Elever som fått ett provbetyg (A–F). Elever som inte gjort alla delprov, vars resultat gått "
            "förlorat, som gjort ersättningsprov eller vars resultat saknas i kommunens fil räknas inte "
            "med."
        ),
        valid_from="2012/13",
        valid_to="",
        source=KALLA,
        kind=f"np_ak{arskurs}",
        arskurs=arskurs,
        compute=make_compute(column, kursplan),
        breaks=BROTT[arskurs],
        break_notes=tuple(BROTT_TEXT[lasar] for lasar in BROTT[arskurs]),
        missing_lasar=INSTALLDA,
        klasskolumn=klasskolumn,
        family=f"Andel elever med provbetyg A–E, nationella prov årskurs {arskurs}",
        family_definition=(
            "Andel elever med provbetyget A, B, C, D eller E på det nationella provet i ämnet. Redovisas för "
            "matematik, engelska, svenska och svenska som andraspråk."
        ),
    )


INDICATORS = tuple(_make(arskurs, *amne) for arskurs in (6, 9) for amne in AMNEN)
