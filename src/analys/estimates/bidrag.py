"""The largest contributions to means of amounts, for disclosure control: nobody else may see them.

Where one pupil's absence is nearly all of a group's, the mean tells it to whoever has the next largest.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from analys.estimates.cells import Estimate
from analys.estimates.stacking import stack_pupils
from analys.estimates.trend_levels import BY_KON, BY_SCHOOL, WHOLE, make_level_cells
from analys.indicators.franvaro import FRANVARO, GILTIG, OGILTIG
from analys.underlag import Underlag

COLUMNS = ["cell", "storst", "nast"]


def add_contributions(estimate: Estimate, run: Underlag) -> Estimate:
    """The estimate with the two largest pupils' values behind each level that is a mean of pupils' shares."""
    frame = estimate.frame
    levels = frame.loc[(frame["jamforelse"] == "") & (frame["kategori"] == ""), "cell"]
    found = _find_largest(run)
    return replace(estimate, bidrag=found[found["cell"].isin(levels)].reset_index(drop=True))


@cache
def _find_largest(run: Underlag) -> pd.DataFrame:
    """Of every group of the absence chapter's means, by läsår and perhaps gender or school."""
    kinds = {run.parameters.termin.termin, run.parameters.jamforelsetermin.termin}
    codes = [one.code for one in (*FRANVARO, *GILTIG, *OGILTIG) if one.code.split("_")[1] in kinds]
    frames = [pd.DataFrame(columns=COLUMNS)]
    for stack in stack_pupils(run, codes):
        for by in (WHOLE, BY_KON, BY_SCHOOL):
            largest = stack.find_largest(by)
            cells = make_level_cells(largest.drop(columns=["storst", "nast"]).assign(varde=0.0), run)
            frames.append(largest[["storst", "nast"]].assign(cell=cells["cell"].to_numpy()))
    return pd.concat([frame for frame in frames if len(frame)] or frames, ignore_index=True)[COLUMNS]
