"""Pupils go to the same school in the result files as in the register."""

from __future__ import annotations

from analys.errors import Problem
from analys.reading.suspicions import find_other_school
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import RESULTAT, read_register


def find(material: Material) -> list[Problem]:
    """Pupils at another school than the register's, one finding a file."""
    register = read_register(material)
    results = {kind: material.own(kind) for kind in RESULTAT if kind in material.kinds}
    return find_other_school({"elevregister": register, **results})


CHECK = Check(
    "elever_annan_skola",
    "Elever på en annan skola än i elevregistret",
    "Eleverna går på samma skola i filerna som i elevregistret.",
    "varning",
    find,
)
