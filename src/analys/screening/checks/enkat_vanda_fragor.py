"""The questions of an index point the same way: one that does not has most likely a turned scale."""

from __future__ import annotations

import pandas as pd

from analys.cleaning.pupils import clean_frame
from analys.errors import Problem
from analys.indicators.enkat import GRUPPER, INDEX
from analys.indicators.enkat_svar import find_turned, score_answers
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.words import make_warning

SVAR, FRAGOR = "enkat_svar", "enkat_fragor"
GOR = (
    "Titta på frågans ordalydelse. Är den lägsta koden det bästa svaret, skriv ja i Vand i enkat_fragor.csv, "
    "annars nej. Mäter frågan något annat, ta bort den ur indexet."
)


def find(material: Material) -> list[Problem]:
    """Questions that go against the others of their index, one finding each and läsår."""
    rows, declared = material.checked(SVAR), material.rows(FRAGOR)
    if rows.empty or declared.empty:
        raise Unable("Det finns inga enkätsvar med beskrivna frågor.")
    svar, fragor = (_clean(kind, frame) for kind, frame in ((SVAR, rows), (FRAGOR, declared)))
    return [
        make_warning(
            material.place(SVAR, one.lasar),
            f"Frågan {one.fraga} i enkäten till {grupp.namn} pekar åt ett annat håll än de andra frågorna om "
            f"{INDEX[one.index].namn}. Indexet redovisas inte för läsåret {one.lasar}.",
            GOR,
            "Fraga",
        )
        for grupp in GRUPPER.values()
        for one in find_turned(score_answers(svar, fragor, grupp.kod)).itertuples()
    ]


def _clean(kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    return clean_frame(kind, rows, pd.Series(dtype="str"), frozenset())


CHECK = Check(
    "enkat_vanda_fragor",
    "Enkätfrågor som pekar åt fel håll",
    "Frågorna i varje enkätindex pekar åt samma håll.",
    "varning",
    find,
)
