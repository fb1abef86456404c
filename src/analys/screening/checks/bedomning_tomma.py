"""No school leaves many pupils of åk 3 without the teacher's judgement."""

from __future__ import annotations

import pandas as pd

from analys.contracts.bedomning_ak3 import BEDOMD
from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.words import listed, make_warning, share

SLAG = "bedomning_ak3"

ANDEL = 0.2
"""Share of a school's pupils without a judgement in a subject."""

AMNEN = {"matematik": ("Ma",), "svenska": ("Sv", "Sva")}
"""Subjects that every pupil is judged in, with their columns."""


def find(material: Material) -> list[Problem]:
    """Schools where many are not judged, one finding a school and läsår."""
    rows = material.checked(SLAG)
    if rows.empty:
        raise Unable("Det finns inga bedömningar för det läsår som kontrolleras.")
    schools = rows.groupby(["lasar", "Skolenhetskod"])
    large = schools.size()[lambda n: n >= material.troskel].index
    missing = {
        name: (~rows[list(columns)].isin(BEDOMD).any(axis=1)).groupby([rows["lasar"], rows["Skolenhetskod"]])
        for name, columns in AMNEN.items()
    }
    shares = pd.DataFrame({name: group.mean() for name, group in missing.items()}).loc[large]
    problems = []
    for lasar, skola in shares.index[(shares > ANDEL).any(axis=1)]:
        found = {name: part for name, part in shares.loc[(lasar, skola)].items() if part > ANDEL}
        problems.append(
            make_warning(
                material.place(SLAG, str(lasar)),
                f"På {material.name_school(str(skola))} saknar många elever bedömning: "
                + listed([f"{name} ({share(100 * part)} procent)" for name, part in found.items()])
                + ".",
                "Elever utan bedömning räknas inte med. Fyll i de bedömningar som finns.",
                ", ".join(column for name in found for column in AMNEN[str(name)]),
            )
        )
    return problems


CHECK = Check(
    "bedomning_tomma",
    "Elever utan bedömning i årskurs 3",
    "På varje skola har de flesta elever en bedömning i svenska och i matematik.",
    "varning",
    find,
)
