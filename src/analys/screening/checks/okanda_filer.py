"""Every file of the folder is one that is known."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material


def find(material: Material) -> list[Problem]:
    """Files that were not recognised, one finding a file."""
    return [
        Problem(
            found.fil,
            f"Filen känns inte igen och är inte kontrollerad. {found.grund}".rstrip(),
            "Hör den hit, ta ut den på nytt ur skolans system. Annars kan du bortse från den.",
        )
        for found in material.found
        if not found.kind and not found.annat
    ]


CHECK = Check(
    "okanda_filer",
    "Filer som inte känns igen",
    "Varje fil i mappen är av en sort som känns igen.",
    "varning",
    find,
)
