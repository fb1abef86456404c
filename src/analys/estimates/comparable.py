"""Which läsår may be compared: the change from an earlier läsår never crosses a break of the series."""

from __future__ import annotations

import pandas as pd

from analys.estimates.cells import cell_id
from analys.estimates.differences import Pair
from analys.indicators.base import Indicator
from analys.underlag import Underlag

_SERIES = ["indikator", "enhet", "kon", "svsva", "jamforelse", "kategori"]


def find_previous(frame: pd.DataFrame, indicator: Indicator, lasar: str) -> str:
    """Latest earlier läsår among the cells that may be compared with `lasar`, "" when there is none."""
    return max(_find_comparable(frame, indicator, lasar), default="")


def find_first(frame: pd.DataFrame, indicator: Indicator, lasar: str) -> str:
    """Earliest läsår among the cells that may be compared with `lasar`, "" when there is none."""
    return min(_find_comparable(frame, indicator, lasar), default="")


def _find_comparable(frame: pd.DataFrame, indicator: Indicator, lasar: str) -> list[str]:
    """Earlier läsår without a break of the series after them, up to and including `lasar`."""
    earlier = [year for year in frame["lasar"].unique() if year < lasar]
    return [year for year in earlier if not any(year < cut <= lasar for cut in indicator.breaks)]


def select_usable(frame: pd.DataFrame) -> pd.DataFrame:
    """The cells that have a value to compare."""
    return frame[(frame["status"] != "saknas") & frame["varde"].notna()]


def pair_changes(frame: pd.DataFrame, run: Underlag) -> list[Pair]:
    """Newest läsår against the latest and the first comparable one, for each series in the frame."""
    pairs = []
    indicators = run.indicators()
    lasar = run.parameters.lasar
    for (code, enhet, kon, svsva, gap, part), series in select_usable(frame).groupby(_SERIES, sort=False):
        if lasar not in set(series["lasar"]):
            continue
        indicator = indicators[code]
        chosen = {find_previous(series, indicator, lasar), find_first(series, indicator, lasar)} - {""}
        for earlier in sorted(chosen, reverse=True):
            left, right = (cell_id(code, enhet, year, kon, svsva, gap, part) for year in (lasar, earlier))
            pairs.append(Pair(left, right, f"{gap} mot {earlier}".strip()))
    return pairs
