"""What each file is can be told without asking."""

from __future__ import annotations

from analys.errors import Problem
from analys.importing.plan import Item, Outcome
from analys.screening.check import Check
from analys.screening.material import Material


def find(material: Material) -> list[Problem]:
    """What is ambiguous about a file, one finding each."""
    return [
        Problem(item.found.fil, sentence, _advise(item))
        for item in material.items
        if item.outcome is Outcome.TVEKSAM
        for sentence in item.skal
    ]


def _advise(item: Item) -> str:
    if item.found.fraga == "lasar":
        taken = (
            f"Filen är kontrollerad som {item.found.lasar}. Stämmer det inte, a" if item.found.lasar else "A"
        )
        return f"{taken}nge läsåret med --lasar när du importerar filen, eller byt namn på den."
    if item.found.fraga == "slag":
        return "Byt namn på filen så att namnet börjar med vad den är, till exempel betyg_ak6."
    return item.gor


CHECK = Check(
    "tveksamma_filer",
    "Filer som kan vara flera saker",
    "Varje fils slag och läsår framgår av filen.",
    "varning",
    find,
)
