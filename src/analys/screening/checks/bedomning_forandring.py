"""About as many pupils of åk 3 as before are judged to reach the criteria."""

from __future__ import annotations

from analys.contracts.bedomning_ak3 import BEDOMD, NAR
from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.checks.bedomning_tomma import SLAG
from analys.screening.material import Material
from analys.screening.shares import comparable_kinds, count_codes, find_changes, share_parts
from analys.screening.words import describe_parts, listed, make_warning, span

SKILLNAD = 20.0
"""Percentage points that a school's share must have changed."""

Z = 3.0
"""Standard errors that the change must be away from none."""

GOR = "Kontrollera att 1 betyder att eleven bedöms nå kriterierna och 0 att eleven inte gör det."


def find(material: Material) -> list[Problem]:
    """Schools whose share has changed a lot, one finding a school and läsår."""
    problems = []
    saknas = "Det finns inga bedömningar från ett tidigare läsår att jämföra med."
    for kind in comparable_kinds(material, (SLAG,), saknas):
        rows = material.rows(kind)
        # One of the two is read; which of them is no matter here.
        svenska = rows["Sv"].where(rows["Sv"] != "", rows["Sva"])
        counts = count_codes(rows.assign(Sv=svenska), ("Ma", "Sv"))
        shares = share_parts(counts, ["lasar", "skola", "kolumn"], {"når kriterierna": (NAR,)}, BEDOMD)
        changes = find_changes(shares, ["skola", "kolumn"], material, kind, skillnad=SKILLNAD, z=Z)
        for (lasar, skola), changed in changes.groupby(["lasar", "skola"]):
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"Bedömningen på {material.name_school(str(skola))} har ändrats mycket sedan "
                    f"{span(changed['forr'].iloc[0])}: {listed(describe_parts(changed, _name))}.",
                    GOR,
                    ", ".join(sorted(changed["kolumn"])),
                )
            )
    return problems


def _name(column: str) -> str:
    return {"Ma": "matematik", "Sv": "svenska"}[column]


CHECK = Check(
    "bedomning_forandring",
    "Bedömningen i årskurs 3 mot tidigare läsår",
    "Ungefär lika stor andel elever som tidigare läsår bedöms nå kriterierna på varje skola.",
    "varning",
    find,
)
