"""National tests in åk 3: the share who reached the level (kravnivå) in every part, of those who took them.

Parts: Ma A–G, where G comes whole or as G1 and G2; Sv/Sva A–H. A part is 1 reached, 0 not reached, 99 absent,
88 lost (SCB's format description). A part that no pupil has a code for in a läsår was no part of that test.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analys.indicators.base import Compute, Indicator
from analys.indicators.np_provbetyg import (
    BROTT,
    BROTT_TEXT,
    INSTALLDA,
    KALLA,
    KURSPLAN_SV,
    KURSPLAN_SVA,
    select_kursplan,
)

# Each inner tuple is one part: its column, or that of the whole part followed by those of its pieces.
DELPROV_MA = (*((f"MA_{part}_PR",) for part in "ABCDEF"), ("MA_G_PR", "MA_G1_PR", "MA_G2_PR"))
DELPROV_SV = tuple((f"SV_{part}_PR",) for part in "ABCDEFGH")


def make_compute(delprov: Sequence[Sequence[str]], kursplan: str = "") -> Compute:
    """Indicator function: 1 all parts reached, 0 all taken but not all reached, NaN else.

    Parameters
    ----------
    delprov : sequence of sequences of str
        Columns of each part.
    kursplan : str
        Code in SV_KURSPLAN of the pupils to count, "" for all.
    """

    def compute_np_ak3(frame: pd.DataFrame) -> pd.Series:
        taken = np.ones(len(frame), dtype=bool)
        reached = np.ones(len(frame), dtype=bool)
        given = np.zeros(len(frame), dtype=bool)
        for columns in delprov:
            part_taken, part_reached, part_given = judge_part(frame, columns)
            taken &= part_taken | ~part_given
            reached &= part_reached | ~part_given
            given |= part_given
        counted = taken & given
        if kursplan:
            counted &= select_kursplan(frame, kursplan)
        return pd.Series(np.where(counted, reached, np.nan), index=frame.index, dtype="float64")

    return compute_np_ak3


def judge_part(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per pupil: took the part, reached its level, and whether the part was given in the läsår.

    Parameters
    ----------
    columns : sequence of str
        One element of `DELPROV_MA` or `DELPROV_SV`.
    """
    lasar = frame["lasar"].to_numpy()
    whole = np.zeros(len(frame), dtype=bool)
    pieces = np.ones(len(frame), dtype=bool)
    filled = np.zeros(len(frame), dtype=bool)
    missed = np.zeros(len(frame), dtype=bool)
    failed = np.zeros(len(frame), dtype=bool)
    for name in columns:
        if name not in frame:
            continue
        # Plain texts are compared many times faster than pandas' own.
        codes = frame[name].to_numpy(dtype=object, na_value="")
        is_filled = (codes != "").astype(bool)
        filled |= is_filled
        if name == columns[0]:
            whole = is_filled
        else:  # half a part is not the part, unless the other half was never given
            pieces &= is_filled | ~_is_given(is_filled, lasar)
        is_failed = (codes == "0").astype(bool)
        missed |= is_filled & ~is_failed & (codes != "1").astype(bool)
        failed |= is_failed
    taken = filled & (whole | pieces) & ~missed
    return taken, taken & ~failed, _is_given(filled, lasar)


def _is_given(filled: np.ndarray, lasar: np.ndarray) -> np.ndarray:
    years, _ = pd.factorize(lasar)
    given: np.ndarray = np.bincount(years, filled) > 0
    return given[years]


def _make(
    code: str, subject: str, short: str, compute: Compute, klasskolumn: str, kolada: str, note: str = ""
) -> Indicator:
    return Indicator(
        code=code,
        label=f"Andel elever som nått kravnivån i alla delprov i {subject}, nationella prov årskurs 3",
        short_label=f"NP åk 3, {short}",
        definition=(
            f"Andel elever som nått kravnivån i alla delprov i det nationella provet i {subject} i årskurs "
            f"3.{note}"
        ),
        unit="procent",
        decimals=1,
        denominator=(
            "Elever som deltagit i alla delprov. Elever som varit frånvarande vid något delprov, eller vars "
            "resultat gått förlorat, räknas inte med."
        ),
        valid_from="2011/12",
        valid_to="",
        source=KALLA,
        kind="np_ak3",
        arskurs=3,
        compute=compute,
        breaks=BROTT[3],
        break_notes=tuple(BROTT_TEXT[lasar] for lasar in BROTT[3]),
        missing_lasar=INSTALLDA,
        klasskolumn=klasskolumn,
        kolada=kolada,
        family="Andel elever som nått kravnivån i alla delprov, nationella prov årskurs 3",
        family_definition=(
            "Andel elever som nått kravnivån i alla delprov i ämnets nationella prov. Redovisas för "
            "matematik, svenska och svenska som andraspråk, och för de två svenskämnena ihop, som i den "
            "officiella statistiken."
        ),
    )


INDICATORS = (
    _make(
        "np_ak3_svsva",
        "svenska eller svenska som andraspråk",
        "svenska och sva",
        make_compute(DELPROV_SV),
        "SV_GRUPP",
        "N15452",
        " Båda kursplanerna räknas ihop, som i den officiella statistiken.",
    ),
    _make("np_ak3_sv", "svenska", "svenska", make_compute(DELPROV_SV, KURSPLAN_SV), "SV_GRUPP", "N15450"),
    _make(
        "np_ak3_sva",
        "svenska som andraspråk",
        "svenska som andraspråk",
        make_compute(DELPROV_SV, KURSPLAN_SVA),
        "SV_GRUPP",
        "",
    ),
    _make("np_ak3_ma", "matematik", "matematik", make_compute(DELPROV_MA), "MA_GRUPP", "N15454"),
)
