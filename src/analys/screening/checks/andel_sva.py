"""About as many pupils as before read svenska som andraspråk."""

from __future__ import annotations

from analys.contracts.scb import BETYG
from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.shares import comparable_kinds, count_codes, find_changes, share_parts
from analys.screening.words import make_warning, share, span

SKILLNAD = 15.0
"""Percentage points that the share must have changed."""

Z = 4.0
"""Standard errors that the change must be away from none."""


def find(material: Material) -> list[Problem]:
    """Schools whose share of Sva has changed a lot, one finding a school, file and läsår."""
    problems = []
    saknas = "Det finns inga betyg från ett tidigare läsår att jämföra med."
    for kind in comparable_kinds(material, ("slutbetyg_ak9", "betyg_ak6"), saknas):
        counts = count_codes(material.rows(kind), ["Sv", "Sva"])
        graded = counts[counts["kod"].isin(BETYG)].assign(kod=lambda frame: frame["kolumn"])
        shares = share_parts(graded, ["lasar", "skola"], {"Sva": ("Sva",)})
        changes = find_changes(shares, ["skola"], material, kind, skillnad=SKILLNAD, z=Z)
        problems += [
            make_warning(
                material.place(kind, lasar),
                f"På {material.name_school(skola)} har {share(now)} procent av eleverna betyg i Sva, mot "
                f"{share(before)} procent {span(forr)}.",
                "Kontrollera att betygen i Sv och Sva står i rätt kolumn.",
                "Sv, Sva",
            )
            for lasar, skola, now, before, forr in zip(
                changes["lasar"],
                changes["skola"],
                changes["andel"],
                changes["andel_forr"],
                changes["forr"],
                strict=True,
            )
        ]
    return problems


CHECK = Check(
    "andel_sva",
    "Svenska som andraspråk",
    "Ungefär lika stor andel elever som tidigare läsår läser svenska som andraspråk.",
    "varning",
    find,
)
