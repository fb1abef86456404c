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
            f"Filen är inte kontrollerad. {found.grund or 'Den känns inte igen.'}",
            "Är det ett uttag, ta ut det på nytt ur skolans system. Annars kan du bortse från filen.",
        )
        for found in material.found
        if not found.kind and not found.annat
    ]


CHECK = Check(
    "okanda_filer",
    "Filer som inte känns igen",
    "Varje fil i mappen är av ett slag som känns igen.",
    "varning",
    find,
)
