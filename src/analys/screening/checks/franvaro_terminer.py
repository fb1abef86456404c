"""Absence is there for both terms of every school."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.minutes import read_minutes
from analys.screening.words import listed, make_warning

TERMINER = {"HT": "Höstterminen", "VT": "Vårterminen"}


def find(material: Material) -> list[Problem]:
    """Terms that are missing, of the municipality or of some schools, one finding a term and läsår."""
    rows = read_minutes(material)
    problems = []
    for lasar, part in rows.groupby("lasar"):
        counts = part.groupby(["Skolenhetskod", "Termin"]).size().unstack(fill_value=0)
        counts = counts.reindex(columns=list(TERMINER), fill_value=0)
        large = counts[counts.max(axis=1) >= material.troskel]
        for termin, name in TERMINER.items():
            without = [material.name_school(str(skola)) for skola in large.index[large[termin] == 0]]
            if not without:
                continue
            whose = "hela kommunen" if len(without) == len(large) else listed(without)
            problems.append(
                make_warning(
                    material.place("franvaro", str(lasar)),
                    f"{name} saknas för {whose}.",
                    "Ta ut båda terminerna. Är uttaget gjort under läsåret, ta ut det igen i juni.",
                    "Termin",
                )
            )
    return problems


CHECK = Check(
    "franvaro_terminer",
    "Frånvaro för båda terminerna",
    "Varje skola har frånvaro för både höstterminen och vårterminen.",
    "varning",
    find,
)
