"""Skolverket's tables can be read to the last cell."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material


def find(material: Material) -> list[Problem]:
    """What the reader of Skolverket's tables found."""
    if not material.officiella:
        raise Unable("Mappen har ingen tabell från Skolverket.")
    return [problem for problems in material.officiella.values() for problem in problems]


CHECK = Check(
    "skolverkets_tabeller",
    "Skolverkets tabeller",
    "Varje cell i Skolverkets tabeller är ett tal eller en känd markering.",
    "fel",
    find,
)
