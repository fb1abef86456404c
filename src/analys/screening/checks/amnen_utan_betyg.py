"""No school lacks grades in a subject that others have."""

from __future__ import annotations

import pandas as pd

from analys.contracts.scb import BETYG
from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import BETYGSFILER
from analys.screening.shares import count_codes, graded_columns, share_parts
from analys.screening.words import listed, make_warning

VANLIGT = 0.8
"""Share of pupils with a grade A–F, earlier or at other schools, that makes a subject one that all read."""


def find(material: Material) -> list[Problem]:
    """Schools without any grade in a common subject, one finding a school and läsår."""
    problems = []
    for kind in BETYGSFILER:
        counts = count_codes(material.rows(kind), graded_columns(kind))
        shares = share_parts(counts, ["lasar", "skola", "kolumn"], {"betyg": BETYG})
        for lasar in material.lasar:
            for skola, names in _find_bare(shares, lasar, material.troskel).items():
                problems.append(
                    make_warning(
                        material.place(kind, lasar),
                        f"Ingen elev på {material.name_school(skola)} har betyg i {listed(names)}.",
                        "Kontrollera att ämnet kom med i skolans uttag.",
                        ", ".join(names),
                    )
                )
    if all(material.checked(kind).empty for kind in BETYGSFILER):
        raise Unable("Det finns inga betyg för det läsår som kontrolleras.")
    return problems


def _find_bare(shares: pd.DataFrame, lasar: str, troskel: int) -> dict[str, list[str]]:
    keys = ["skola", "kolumn"]
    now, before = shares[shares["lasar"] == lasar], shares[shares["lasar"] < lasar]
    bare = now[(now["antal"] == 0) & (now["n"] >= troskel)][keys]
    # A school's own earlier läsår tell what it teaches; block or single subjects differ between schools.
    own = before.groupby(keys, as_index=False)[["antal", "n"]].sum()
    others = now.groupby("kolumn")[["antal", "n"]].sum().add_suffix("_andra")
    both = bare.merge(own, on=keys, how="left").merge(others, on="kolumn")
    has_own = both["n"] >= troskel
    usual = (both["antal"] > VANLIGT * both["n"]).where(
        has_own, both["antal_andra"] > VANLIGT * both["n_andra"]
    )
    return {str(skola): sorted(rows["kolumn"]) for skola, rows in both[usual].groupby("skola")}


CHECK = Check(
    "amnen_utan_betyg",
    "Ämnen utan betyg",
    "Varje skola har betyg i de ämnen som alla elever läser.",
    "varning",
    find,
)
