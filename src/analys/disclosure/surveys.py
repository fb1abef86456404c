"""Surveys: year groups add up to all pupils, and an index must not tell how few did not answer.

Everybody knows from class lists how many got a survey, so whoever is told how many answered knows how many
did not. Where that is hidden, because they are one to four or would follow from others, the indices of the
same group are shown without their number of answers. The rates add up like other shares, so that a number of
answers that is left out cannot be taken from the others either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd

from analys.disclosure.quantities import Known
from analys.disclosure.rows import Row, take_groups
from analys.estimates.cells import KEYS
from analys.indicators.enkat import PARTS_OF, rate_of


def find_survey_rows(known: Known, troskel: int) -> Iterator[Row]:
    """Rows of year groups among the levels of surveys.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils behind a shown value.
    """
    for one in known.values():
        yield from take_groups(one, PARTS_OF.get(one.indikator, ()), known, troskel)


def find_silent(cells: pd.DataFrame, hidden: Collection[str]) -> pd.Series:
    """Cells to show without their number of answers: those of groups whose response rate is hidden.

    Parameters
    ----------
    cells : pandas.DataFrame
        Unique cells of all estimates together.
    hidden : collection of str
        Ids of hidden cells.
    """
    of = dict(zip(cells["cell"], zip(*(cells[key] for key in KEYS), strict=True), strict=True))
    told = cells["indikator"].map(rate_of)
    silent = pd.Series(False, index=cells.index)
    for place in cells.index[told != ""]:
        parts = [part for part in cells.at[place, "delar"].split(" + ") if part in of]
        groups = [of[part] for part in parts] or [of[cells.at[place, "cell"]]]
        silent[place] = any(_name_rate(keys) in hidden for keys in groups)
    return silent


def _name_rate(keys: tuple[str, ...]) -> str:
    """Id of the level that tells how many of a group have answered."""
    indikator, enhet, lasar, kon, svsva, *_ = keys
    return "|".join((rate_of(indikator), enhet, lasar, kon, svsva, ""))
