"""No text looks damaged without being wrong."""

from __future__ import annotations

from analys.errors import Problem
from analys.reading.suspicions import find_suspicions
from analys.screening.check import Check
from analys.screening.material import Material


def find(material: Material) -> list[Problem]:
    """What looks damaged, one finding a file and column."""
    return find_suspicions({kind: material.own(kind) for kind in material.kinds})


CHECK = Check(
    "misstankta_skador",
    "Texter som ser skadade ut",
    "Inga klasser eller namn ser ut att ha ändrats av ett annat program.",
    "varning",
    find,
)
