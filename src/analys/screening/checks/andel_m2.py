"""About as many pupils as before have a grade in språkval (M2), the seventeenth subject of meritvärdet."""

from __future__ import annotations

import pandas as pd

from analys.contracts.scb import BETYG
from analys.screening.school_shares import make_check_of_share
from analys.screening.shares import count_codes, share_parts


def share_schools(rows: pd.DataFrame) -> pd.DataFrame:
    """Pupils with a grade in M2 among all."""
    return share_parts(count_codes(rows, ["M2"]), ["lasar", "skola"], {"M2": BETYG})


CHECK = make_check_of_share(
    "andel_m2",
    "Modernt språk som språkval",
    "Ungefär lika stor andel elever som tidigare läsår har betyg i språkval.",
    share_schools,
    vad="betyg i M2 (språkval)",
    gor="Kontrollera att språkvalet står i M2 och inte i M1; det avgör meritvärdet.",
    kolumn="M2",
)
