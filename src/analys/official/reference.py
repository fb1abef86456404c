"""Which läsår a comparison is from: official figures come months after the läsår that a report is about."""

from __future__ import annotations

import pandas as pd

from analys.lasar import parse_lasar


def reference_years(cells: pd.DataFrame, lasar: str, indikator: str = "") -> dict[str, str]:
    """The latest läsår with a published value for all pupils, not after `lasar`, by enhetstyp.

    Parameters
    ----------
    cells : pandas.DataFrame
        Official cells.
    lasar : str
        The läsår that the report is about.
    indikator : str
        Only this indicator's cells when given; figures are published at different times.

    Returns
    -------
    dict of str to str
        Läsår by enhetstyp (kommun, riket, lan, liknande), in the order of the cells; an enhetstyp without any
        value is left out.

    Examples
    --------
    >>> from analys.estimates.cells import make_cells
    >>> row = {"indikator": "meritvarde_17", "enhetstyp": "riket", "enhet": "0000", "enhetsnamn": "riket"}
    >>> cells = make_cells([{**row, "lasar": "2023/24", "varde": 226.0, "status": "officiell"}])
    >>> reference_years(cells, "2025/26")
    {'riket': '2023/24'}
    """
    last = parse_lasar(lasar)
    chosen = cells[
        (cells["status"] == "officiell")
        & (cells["kon"] == "alla")
        & (cells["jamforelse"] == "")
        & (cells["lasar"] <= last)
    ]
    if indikator:
        chosen = chosen[chosen["indikator"] == indikator]
    latest = chosen.groupby("enhetstyp", sort=False)["lasar"].max()
    return {str(enhetstyp): str(year) for enhetstyp, year in latest.items()}
