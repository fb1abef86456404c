"""About as many pupils as before read svenska som andraspråk."""

from __future__ import annotations

import pandas as pd

from analys.contracts.scb import BETYG
from analys.screening.school_shares import make_check_of_share
from analys.screening.shares import count_codes, share_parts


def share_schools(rows: pd.DataFrame) -> pd.DataFrame:
    """Pupils with a grade in Sva among those with one in Sv or Sva."""
    counts = count_codes(rows, ["Sv", "Sva"])
    graded = counts[counts["kod"].isin(BETYG)].assign(kod=lambda frame: frame["kolumn"])
    return share_parts(graded, ["lasar", "skola"], {"Sva": ("Sva",)})


CHECK = make_check_of_share(
    "andel_sva",
    "Svenska som andraspråk",
    "Ungefär lika stor andel elever som tidigare läsår läser svenska som andraspråk.",
    share_schools,
    vad="betyg i Sva",
    gor="Kontrollera att betygen i Sv och Sva står i rätt kolumn.",
    kolumn="Sv, Sva",
)
