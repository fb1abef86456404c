"""Absence as numbers: what the rows of the absence files say, where they can be read."""

from __future__ import annotations

import pandas as pd

from analys.screening.check import Unable
from analys.screening.material import Material

MINUTES = ("Erbjudna_min", "Giltig_min", "Ogiltig_min", "Registrerade_min")


def read_minutes(material: Material) -> pd.DataFrame:
    """Rows of absence of the läsår to check, with minutes as numbers (NaN where they are none).

    Raises
    ------
    Unable
        When there are none.
    """
    rows = material.checked("franvaro")
    if rows.empty:
        raise Unable("Det finns ingen frånvarofil som gick att läsa.")
    numbers = {
        name: pd.to_numeric(rows[name].where(rows[name].str.fullmatch("[0-9]{1,7}")), errors="coerce")
        for name in MINUTES
    }
    return rows.assign(**numbers)
