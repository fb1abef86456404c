"""Checks of how many pupils at each school have one kind of grade, beside the school's earlier läsår."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import BETYGSFILER
from analys.screening.shares import comparable_kinds, find_changes
from analys.screening.words import make_warning, share, span

SKILLNAD = 15.0
"""Percentage points that the share must have changed."""

Z = 4.0
"""Standard errors that the change must be away from none."""


def make_check_of_share(
    namn: str,
    titel: str,
    syfte: str,
    share_schools: Callable[[pd.DataFrame], pd.DataFrame],
    *,
    vad: str,
    gor: str,
    kolumn: str,
) -> Check:
    """A check that finds the schools whose share has changed a lot, one finding a school, file and läsår.

    Parameters
    ----------
    share_schools : callable
        Rows of a file of grades -> one part, by "lasar" and "skola", as from `share_parts`.
    vad : str
        What the pupils of the share have, to follow "procent av eleverna".
    gor : str
        Where to begin looking.
    kolumn : str
        The column or columns that it is about.
    """

    def find(material: Material) -> list[Problem]:
        problems = []
        saknas = "Det finns inga betyg från ett tidigare läsår att jämföra med."
        for kind in comparable_kinds(material, BETYGSFILER, saknas):
            shares = share_schools(material.rows(kind))
            changes = find_changes(shares, ["skola"], material, kind, skillnad=SKILLNAD, z=Z)
            told = changes[["lasar", "skola", "andel", "andel_forr", "forr"]]
            problems += [
                make_warning(
                    material.place(kind, lasar),
                    f"På {material.name_school(skola)} har {share(now)} procent av eleverna {vad}, "
                    f"mot {share(before)} procent {span(forr)}.",
                    gor,
                    kolumn,
                )
                for lasar, skola, now, before, forr in told.itertuples(index=False, name=None)
            ]
        return problems

    return Check(namn, titel, syfte, "varning", find)
