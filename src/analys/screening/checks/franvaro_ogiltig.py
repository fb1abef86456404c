"""Schools tell valid from invalid absence."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.minutes import read_minutes
from analys.screening.words import capital, make_warning

RADER = 50
"""Fewer pupils' terms than this can be without invalid absence by chance."""


def find(material: Material) -> list[Problem]:
    """Schools without any valid or any invalid absence, one finding a school and läsår."""
    rows = read_minutes(material)
    by_school = rows.groupby(["lasar", "Skolenhetskod"])[["Giltig_min", "Ogiltig_min"]].sum()
    size = rows.groupby(["lasar", "Skolenhetskod"]).size()
    problems = []
    for name, other, word in (
        ("Ogiltig_min", "Giltig_min", "ogiltig"),
        ("Giltig_min", "Ogiltig_min", "giltig"),
    ):
        odd = by_school[(size >= RADER) & (by_school[name] == 0) & (by_school[other] > 0)]
        problems += [
            make_warning(
                material.place("franvaro", str(lasar)),
                f"{capital(material.name_school(str(skola)))} har ingen {word} frånvaro alls.",
                "Kontrollera att skolan skiljer på giltig och ogiltig frånvaro och att båda är med.",
                name,
            )
            for lasar, skola in odd.index
        ]
    return problems


CHECK = Check(
    "franvaro_ogiltig",
    "Giltig och ogiltig frånvaro",
    "Varje skola har både giltig och ogiltig frånvaro.",
    "varning",
    find,
)
