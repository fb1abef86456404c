"""Statements of interviews that the municipality wants to quote can be quoted."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.written import CITAT

BLAD = "Intervjuer"


def find(material: Material) -> list[Problem]:
    """Statements that point at somebody, each at its cell and without its words."""
    if BLAD not in material.ifyllt:
        raise Unable("Inga intervjuer finns i arbetsboken.")
    return [problem for problem in material.problems if problem.kod == CITAT]


CHECK = Check(
    "citat",
    "Citat ur intervjuer",
    "Det som kommunen vill citera pekar inte ut någon.",
    "varning",
    find,
)
