"""No file is an earlier version of another one."""

from __future__ import annotations

from analys.errors import Problem
from analys.importing.plan import Outcome
from analys.screening.check import Check
from analys.screening.material import Material


def find(material: Material) -> list[Problem]:
    """Files that a later one replaces, one finding a file."""
    return [
        Problem(
            item.found.fil,
            f"Filen är inte kontrollerad. {' '.join(item.skal)}",
            "Behåll den senare filen. Är det den här som gäller, ta bort den andra.",
        )
        for item in material.items
        if item.outcome is Outcome.OMODERN
    ]


CHECK = Check(
    "aldre_utgavor",
    "Äldre utgåvor",
    "Ingen fil är en äldre utgåva av en annan.",
    "varning",
    find,
)
