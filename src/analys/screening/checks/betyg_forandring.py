"""Grades in the whole municipality are spread about as in earlier läsår."""

from __future__ import annotations

from analys.contracts.scb import BETYG
from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import BETYGSFILER
from analys.screening.shares import comparable_kinds, count_codes, find_changes, graded_columns, share_parts
from analys.screening.words import describe_parts, listed, make_warning, span

SKILLNAD = 15.0
"""Percentage points that a grade's share must have changed."""

Z = 3.0
"""Standard errors that the change must be away from none."""


def find(material: Material) -> list[Problem]:
    """Subjects whose grades have changed a lot, one finding a file and läsår."""
    problems = []
    saknas = "Det finns inga betyg från ett tidigare läsår att jämföra med."
    for kind in comparable_kinds(material, BETYGSFILER, saknas):
        counts = count_codes(material.rows(kind), graded_columns(kind))
        shares = share_parts(counts, ["lasar", "kolumn"], {code: (code,) for code in BETYG}, BETYG)
        changes = find_changes(shares, ["kolumn"], material, kind, skillnad=SKILLNAD, z=Z)
        for lasar, changed in changes.groupby("lasar"):
            largest = changed.drop_duplicates("kolumn")
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"Betygen har ändrats mycket sedan {span(changed['forr'].iloc[0])}: "
                    f"{listed(describe_parts(largest))}.",
                    "Kontrollera att uttaget är helt och att kolumnerna ligger rätt.",
                    ", ".join(sorted(largest["kolumn"])),
                )
            )
    return problems


CHECK = Check(
    "betyg_forandring",
    "Betygens fördelning i kommunen",
    "Betygen i varje ämne fördelar sig ungefär som tidigare läsår.",
    "varning",
    find,
)
