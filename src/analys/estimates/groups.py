"""Groups that results are split by, and the gap between the two groups of a split."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analys.estimates.cells import KEYS, cell_id
from analys.estimates.comparable import select_usable
from analys.estimates.differences import Pair


@dataclass(frozen=True)
class Split:
    """Two groups of pupils.

    Parameters
    ----------
    column : str
        Column of pupils and of cells.
    elever, celler : tuple of str
        The two groups' names in frames of pupils and in cells.
    """

    column: str
    elever: tuple[str, str]
    celler: tuple[str, str]

    @property
    def gap(self) -> str:
        """`jamforelse` of the first group minus the second: "flickor-pojkar"."""
        return "-".join(self.celler)


KON = Split("kon", ("flicka", "pojke"), ("flickor", "pojkar"))
SVSVA = Split("svsva", ("sv", "sva"), ("sv", "sva"))
SPLITS = (KON, SVSVA)


def pair_gaps(levels: pd.DataFrame) -> list[Pair]:
    """The gap of each split in every unit and läsår in which both groups have a level."""
    pairs = []
    usable = select_usable(levels)
    for split in SPLITS:
        first, second = split.celler
        other = "svsva" if split.column == "kon" else "kon"
        part = usable[(usable[split.column] == first) & (usable[other] == "alla")]
        for row in part.to_dict("records"):
            right = cell_id(*(second if key == split.column else row[key] for key in KEYS))
            pairs.append(Pair(row["cell"], right, split.gap, ((split.column, "alla"),)))
    return pairs


def select_whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Cells about all pupils: no groups, no gaps."""
    gaps = frame["jamforelse"].str.contains("-", regex=False)
    return frame[(frame["kon"] == "alla") & (frame["svsva"] == "alla") & ~gaps]


def select_split(frame: pd.DataFrame, split: Split) -> pd.DataFrame:
    """Cells of a split's two groups and of the gap between them."""
    gap = frame["jamforelse"].str.startswith(split.gap)
    return frame[frame[split.column].isin(split.celler) | gap]
