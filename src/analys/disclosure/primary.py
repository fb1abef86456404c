"""Primary suppression: cells that would disclose something about a pupil by themselves."""

from __future__ import annotations

import pandas as pd

from analys.disclosure.quantities import least_pupils
from analys.secrecy import FEW


def find_primary(cells: pd.DataFrame, troskel: int) -> pd.Series:
    """Reason for hiding each cell by itself; "" where there is none.

    Parameters
    ----------
    cells : pandas.DataFrame
        Cells (see `analys.estimates.cells`). Official and missing cells are never hidden: what an authority
        has published is public, and nothing cannot disclose. Comparisons are judged by their parts instead.
    troskel : int
        Fewest pupils behind a shown value; a measure may demand more (see `quantities.least_pupils`).

    Returns
    -------
    pandas.Series of str
        "fa_elever" (n below the threshold), "fa_utfall" (1-4 pupils with or without the outcome),
        "alla_lika" (0 or 100 percent, or a mean whose interval has no width) or "".
    """
    n = cells["n"].astype("float64")
    antal = cells["antal"].astype("float64")
    without = n - antal
    reason = pd.Series("", index=cells.index, dtype="str")
    reason[antal.between(1, FEW) | without.between(1, FEW)] = "fa_utfall"
    reason[(antal == 0) | (without == 0)] = "alla_lika"
    reason[antal.isna() & (cells["undre"] == cells["ovre"])] = "alla_lika"
    least = cells["indikator"].map(
        {code: least_pupils(code, troskel) for code in cells["indikator"].unique()}
    )
    reason[(n < least).fillna(False)] = "fa_elever"
    reason[~_is_own_level(cells)] = ""
    return reason


def _is_own_level(cells: pd.DataFrame) -> pd.Series:
    computed = cells["status"] == "beraknad"
    return computed & (cells["n"].notna() | cells["antal"].notna())
