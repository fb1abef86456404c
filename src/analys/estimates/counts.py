"""The number of pupils that is published beside a value, where the exact denominator would point pupils out.

The mean of meritvärde leaves out pupils without any passing grade. Its exact denominator beside that of the
shares would tell how many they are, often one or two in a school. So the number of pupils who got or should
have got grades is published for both; the estimate itself uses the exact one.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analys.estimates.cells import KEYS
from analys.indicators.base import Indicator

_GROUP = [key for key in KEYS if key != "indikator"]


def publish_counts(cells: pd.DataFrame, indicators: Mapping[str, Indicator], troskel: int) -> pd.DataFrame:
    """Cells whose n is the one to publish.

    Parameters
    ----------
    cells : pandas.DataFrame
        Cells of several indicators together, those that lend their n among them.
    indicators : mapping of str to Indicator
        By code; `counted_as` names the lender.
    troskel : int
        A group with fewer pupils than this in the exact denominator keeps its n, and so is hidden.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order.
    """
    lenders = {code: i.counted_as for code, i in indicators.items() if i.counted_as}
    n = cells["n"].copy()
    for code, lender in lenders.items():
        own = (cells["indikator"] == code) & (cells["n"] >= troskel).fillna(False)
        known = cells[cells["indikator"] == lender].set_index(_GROUP)["n"]
        keys = pd.MultiIndex.from_frame(cells.loc[own, _GROUP])
        lent = known.reindex(keys).to_numpy(dtype="float64", na_value=float("nan"))
        exact = cells.loc[own, "n"].to_numpy(dtype="float64")
        n.loc[own] = pd.array(pd.Series(lent).fillna(pd.Series(exact)).astype("int64"), dtype="Int64")
    return cells.assign(n=n)
