"""What a school's report has of the municipality's estimates: its own cells, and those of no school.

Nothing is computed here: a school's report shows the municipality's own cells, decided by the same plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from analys.estimates.cells import Estimate

_PAIR = re.compile("mot [0-9]{8}")
"""A distance between two schools."""


def select_school(estimates: Iterable[Estimate], skola: str) -> list[Estimate]:
    """The estimates without the cells of other schools, nor distances to them; tables left empty go.

    Parameters
    ----------
    estimates : iterable of Estimate
        The whole municipality's.
    skola : str
        Skolenhetskod.

    Examples
    --------
    >>> from analys.estimates.cells import make_cells
    >>> common = {"indikator": "meritvarde_17", "enhetsnamn": "", "lasar": "2025/26", "varde": 210.0}
    >>> rows = [common | {"enhetstyp": "kommun", "enhet": "9999"}]
    >>> rows += [common | {"enhetstyp": "skola", "enhet": enhet} for enhet in ("10000001", "10000002")]
    >>> (chosen,) = select_school([Estimate("trend_skolor", "Skolor", make_cells(rows))], "10000002")
    >>> chosen.frame["enhet"].tolist()
    ['9999', '10000002']
    """
    chosen = [_select(estimate, skola) for estimate in estimates]
    return [estimate for estimate in chosen if len(estimate.frame)]


def _select(estimate: Estimate, skola: str) -> Estimate:
    frame, bidrag = estimate.frame, estimate.bidrag
    ours = (frame["enhetstyp"] != "skola") | (frame["enhet"] == skola)
    kept = frame[ours & ~_is_pair(frame)].reset_index(drop=True)
    if bidrag is not None:
        bidrag = bidrag[bidrag["cell"].isin(kept["cell"])].reset_index(drop=True)
    return replace(estimate, frame=kept, bidrag=bidrag)


def _is_pair(frame: pd.DataFrame) -> pd.Series:
    return frame["jamforelse"].str.fullmatch(_PAIR).astype("bool")
