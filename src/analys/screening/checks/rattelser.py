"""Declared corrections still fit the files."""

from __future__ import annotations

from collections.abc import Sequence

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.words import title

KODER = ("rattelse",)


def find(material: Material) -> list[Problem]:
    """Corrections that cannot be used, or that no longer hit what they should."""
    problems = [problem for problem in material.problems if problem.kod in KODER]
    if not problems and not material.rattelser:
        raise Unable("Inga rättelser är angivna.")
    return problems


def tell(material: Material) -> Sequence[str]:
    """Every correction that holds, by what it is about; the others are among the findings."""
    faulty = {(problem.fil, problem.rader) for problem in material.problems if problem.kod in KODER}
    told = []
    for correction in material.rattelser:
        written = correction.place.problem("", "")
        if (written.fil, written.rader) not in faulty:
            what = "rader tas bort" if correction.ta_bort else f"kolumnen {correction.kolumn} ändras"
            kind = title(correction.slag) if correction.slag in LAYOUTS else correction.slag
            told.append(f"Stämmer: i {kind} {correction.lasar} {what}.")
    return told


CHECK = Check(
    "rattelser",
    "Rättelser",
    "Varje rättelse går att använda och träffar det den ska.",
    "fel",
    find,
    KODER,
    tell,
)
