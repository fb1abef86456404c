"""F has not vanished where it used to be common."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analys.contracts.scb import BETYG
from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import BETYGSFILER
from analys.screening.shares import DEFF, comparable_kinds, count_codes, graded_columns, share_parts
from analys.screening.words import listed, make_warning, span

CHANS = 0.001
"""Largest chance of no F at all, given the earlier share, that is still taken for more than luck."""


def find(material: Material) -> list[Problem]:
    """Schools without F in subjects where they had many, one finding a school and läsår."""
    problems = []
    saknas = "Det finns inga betyg från ett tidigare läsår att jämföra med."
    for kind in comparable_kinds(material, BETYGSFILER, saknas):
        counts = count_codes(material.rows(kind), graded_columns(kind))
        shares = share_parts(counts, ["lasar", "skola", "kolumn"], {"F": ("F",)}, BETYG)
        for lasar in material.lasar:
            forr = material.earlier(kind, lasar)
            vanished = _find_vanished(shares, lasar, forr, material.troskel)
            for skola, subjects in vanished.groupby("skola"):
                names = sorted(subjects["kolumn"])
                problems.append(
                    make_warning(
                        material.place(kind, lasar),
                        f"Ingen elev på {material.name_school(str(skola))} har F i {listed(names)}, "
                        f"fast F var vanligt {span(forr)}.",
                        "Kontrollera att elever utan godkänt betyg är med och att F inte har blivit tomt.",
                        ", ".join(names),
                    )
                )
    return problems


def _find_vanished(shares: pd.DataFrame, lasar: str, forr: list[str], troskel: int) -> pd.DataFrame:
    keys = ["skola", "kolumn"]
    now = shares[(shares["lasar"] == lasar) & (shares["antal"] == 0) & (shares["n"] >= troskel)]
    before = shares[shares["lasar"].isin(forr)].groupby(keys, as_index=False)[["antal", "n"]].sum()
    both = now.merge(before, on=keys, suffixes=("", "_forr"))
    share = both["antal_forr"] / both["n_forr"].clip(lower=1)
    return both[np.power(1 - share, both["n"] / DEFF) < CHANS]


CHECK = Check(
    "betyg_utan_f",
    "F som har försvunnit",
    "Betyget F finns kvar där det brukar vara vanligt.",
    "varning",
    find,
)
