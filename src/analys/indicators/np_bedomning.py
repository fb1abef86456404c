"""Åk 3: the national test against the teacher's judgement of who reaches the criteria, subject by subject.

There are no grades in åk 3. A pupil who took every part of a subject's test either reached the kravnivå in
all of them or did not, and the teacher judges whether the pupil reaches the criteria; the two agree or differ
one way or the other. The two never ask quite the same: a test asks for every part, a judgement weighs all the
work of the year. The judgement is the municipality's own file, so the measure is this report's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analys.contracts.bedomning_ak3 import NAR, NAR_INTE
from analys.indicators.base import Compute, Indicator
from analys.indicators.np_ak3 import DELPROV_MA, DELPROV_SV, judge_part, make_compute
from analys.indicators.np_provbetyg import BROTT, BROTT_TEXT, INSTALLDA, KURSPLAN_SV, KURSPLAN_SVA
from analys.indicators.np_relation import EGET_MATT, MINST_ELEVER

NAR_BADA, BARA_PROVET, BARA_BEDOMNINGEN, NAR_INGET = UTFALL = (
    "når båda",
    "bara provet",
    "bara bedömningen",
    "når inget",
)
"""Reached the kravnivå in every part and judged to reach the criteria; one of them only; neither."""

KIND = "prov_bedomning_ak3"


@dataclass(frozen=True)
class Bedomningsamne:
    """One subject of åk 3.

    Parameters
    ----------
    kod, namn : str
        "ma", "matematik".
    bedomning : str
        Column of the judgement.
    kursplan : str
        Code in SV_KURSPLAN of the pupils whose test was in this subject, "" for all.
    delprov : tuple of tuple of str
        Columns of each part of the test, see `np_ak3`.
    """

    kod: str
    namn: str
    bedomning: str
    kursplan: str
    delprov: tuple[tuple[str, ...], ...]


AMNEN = (
    Bedomningsamne("ma", "matematik", "Ma", "", DELPROV_MA),
    Bedomningsamne("sv", "svenska", "Sv", KURSPLAN_SV, DELPROV_SV),
    Bedomningsamne("sva", "svenska som andraspråk", "Sva", KURSPLAN_SVA, DELPROV_SV),
)


def read_both(frame: pd.DataFrame, amne: Bedomningsamne) -> tuple[pd.Series, pd.Series]:
    """Whether each pupil reached the kravnivå in every part, and is judged to reach the criteria.

    Parameters
    ----------
    frame : pandas.DataFrame
        Pairs of `KIND` (see `parning`).

    Returns
    -------
    tuple of Series
        1 or 0; NaN in both unless the pupil took every part and is judged, in this very subject.
    """
    if amne.bedomning not in frame or (amne.kursplan and "SV_KURSPLAN" not in frame):
        nothing = pd.Series(np.nan, index=frame.index, dtype="float64")
        return nothing, nothing
    prov = make_compute(amne.delprov, amne.kursplan)(frame)
    dom = frame[amne.bedomning].map({NAR: 1.0, NAR_INTE: 0.0}).astype("float64")
    both = prov.notna() & dom.notna()
    return prov.where(both), dom.where(both)


def make_utfall(amne: Bedomningsamne) -> Compute:
    """Indicator function: position in `UTFALL`, NaN without both."""

    def compute_utfall(frame: pd.DataFrame) -> pd.Series:
        prov, dom = read_both(frame, amne)
        return 2 * (1 - prov) + (1 - dom)

    return compute_utfall


def make_samstammig(amne: Bedomningsamne) -> Compute:
    """Indicator function: 1 when test and judgement say the same, 0 when they differ, NaN without both."""

    def compute_samstammig(frame: pd.DataFrame) -> pd.Series:
        prov, dom = read_both(frame, amne)
        return (prov == dom).astype("float64").where(prov.notna())

    return compute_samstammig


def make_delprov(amne: Bedomningsamne, columns: Sequence[str]) -> Compute:
    """Indicator function of one part, among those judged to reach the criteria who missed some part.

    1 when the pupil did not reach this part's kravnivå, 0 when another part was missed; NaN for other pupils,
    and for all where the part was not given.
    """

    def compute_delprov(frame: pd.DataFrame) -> pd.Series:
        prov, dom = read_both(frame, amne)
        counted = ((prov == 0) & (dom == 1)).to_numpy(dtype=bool)
        _, reached, given = judge_part(frame, columns)
        return pd.Series(np.where(counted & given, ~reached, np.nan), index=frame.index, dtype="float64")

    return compute_delprov


_GEMENSAMT = {
    "unit": "procent",
    "decimals": 1,
    "valid_from": "2011/12",
    "valid_to": "",
    "source": EGET_MATT,
    "kind": KIND,
    "arskurs": 3,
    "higher_is_better": None,
    "troskel": MINST_ELEVER,
    "kapitel": "np_och_betyg",
    "breaks": BROTT[3],
    "break_notes": tuple(BROTT_TEXT[lasar] for lasar in BROTT[3]),
    "missing_lasar": INSTALLDA,
}
_NAMNARE = "Elever som deltagit i alla delprov i ämnet och som läraren har bedömt i samma ämne."


def _list_utfall() -> Iterator[Indicator]:
    for amne in AMNEN:
        yield Indicator(
            code=f"np_bedomning_ak3_{amne.kod}",
            label=f"Andel elever efter nationellt prov och lärarens bedömning i {amne.namn}, årskurs 3",
            short_label=f"{amne.namn.capitalize()}, åk 3",
            definition=(
                f"Andel elever i årskurs 3 som i {amne.namn} både nått kravnivån i alla delprov i det "
                "nationella provet och bedöms nå kriterierna, som når bara det ena, och som inte når något "
                "av dem."
            ),
            denominator=_NAMNARE,
            compute=make_utfall(amne),
            categories=UTFALL,
            kategorifraser=(
                f"andelen elever i årskurs 3 som i {amne.namn} både når kravnivån och bedöms nå kriterierna",
                f"andelen elever i årskurs 3 som i {amne.namn} når kravnivån men inte bedöms nå kriterierna",
                f"andelen elever i årskurs 3 som i {amne.namn} bedöms nå kriterierna men inte når kravnivån",
                f"andelen elever i årskurs 3 som i {amne.namn} varken når kravnivån eller bedöms nå "
                "kriterierna",
            ),
            family="Andel elever efter nationellt prov och lärarens bedömning, årskurs 3",
            family_definition=(
                "Andel elever som både nått kravnivån i alla delprov i ämnets nationella prov och bedöms nå "
                "kriterierna, som når bara det ena, och som inte når något av dem. Redovisas för matematik, "
                "svenska och svenska som andraspråk."
            ),
            **_GEMENSAMT,  # type: ignore[arg-type]
        )


def _list_samstammiga() -> Iterator[Indicator]:
    for amne in AMNEN:
        yield Indicator(
            code=f"np_samstammig_ak3_{amne.kod}",
            label=f"Andel elever vars prov och bedömning säger samma sak i {amne.namn}, årskurs 3",
            short_label=f"{amne.namn.capitalize()}, åk 3",
            definition=(
                f"Andel elever i årskurs 3 som i {amne.namn} antingen både nått kravnivån i alla delprov och "
                "bedöms nå kriterierna, eller inte når något av dem."
            ),
            denominator=_NAMNARE,
            compute=make_samstammig(amne),
            family="Andel elever vars prov och bedömning säger samma sak, årskurs 3",
            family_definition=(
                "Andel elever som antingen både nått kravnivån i alla delprov i ämnets nationella prov och "
                "bedöms nå kriterierna, eller inte når något av dem. Redovisas för matematik, svenska och "
                "svenska som andraspråk."
            ),
            **_GEMENSAMT,  # type: ignore[arg-type]
        )


def _list_delprov() -> Iterator[Indicator]:
    for amne in AMNEN:
        for columns in amne.delprov:
            part = columns[0].split("_")[1]
            yield Indicator(
                code=f"np_delprov_ak3_{amne.kod}_{part.lower()}",
                label=f"Andel elever som inte nått delprov {part} i {amne.namn}, årskurs 3",
                short_label=f"{amne.namn.capitalize()}, delprov {part}",
                definition=(
                    f"Andel elever som inte nått kravnivån i delprov {part} i {amne.namn}, av de elever som "
                    "bedöms nå kriterierna men inte nått kravnivån i alla delprov. En elev kan ha missat "
                    "flera delprov."
                ),
                denominator=(
                    "Elever som deltagit i alla delprov och inte nått kravnivån i alla, men som läraren "
                    "bedömer når kriterierna i samma ämne."
                ),
                compute=make_delprov(amne, columns),
                family=f"Andel elever som inte nått ett delprov i {amne.namn}, årskurs 3",
                family_definition=(
                    "Andel elever som inte nått kravnivån i delprovet, av de elever som bedöms nå "
                    "kriterierna men inte nått kravnivån i alla delprov. En elev kan ha missat flera "
                    "delprov, så andelarna kan tillsammans bli mer än 100 procent. Redovisas för varje "
                    "delprov."
                ),
                **_GEMENSAMT,  # type: ignore[arg-type]
            )


UTFALLSMATT = tuple(_list_utfall())
SAMSTAMMIGA = tuple(_list_samstammiga())
DELPROV = tuple(_list_delprov())
INDICATORS = (*UTFALLSMATT, *SAMSTAMMIGA, *DELPROV)
