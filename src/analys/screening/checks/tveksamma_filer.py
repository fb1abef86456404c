"""What each file is can be told without asking."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material


def find(material: Material) -> list[Problem]:
    """What is ambiguous about a recognised file, one finding each."""
    return [
        Problem(found.fil, sentence, "Avgör det innan du importerar filen.")
        for found in material.found
        for sentence in found.tveksamt
    ]


CHECK = Check(
    "tveksamma_filer",
    "Filer som kan vara flera saker",
    "Varje fils sort och läsår framgår av filen.",
    "varning",
    find,
)
