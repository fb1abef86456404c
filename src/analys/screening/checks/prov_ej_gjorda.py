"""No school has a large share of pupils who did not take a test."""

from __future__ import annotations

from analys.contracts.np import SAKNAS
from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import PROVFILER, name_test, result_columns
from analys.screening.shares import count_codes, share_parts
from analys.screening.words import listed, make_warning, share

ANDEL = 0.3
"""Share of a school's pupils with code 99 or 88 in a test."""


def find(material: Material) -> list[Problem]:
    """Schools where many did not take a test, one finding a school, file and läsår."""
    problems = []
    for kind in PROVFILER:
        counts = count_codes(material.checked(kind), result_columns(kind))
        shares = share_parts(counts, ["lasar", "skola", "kolumn"], {"saknas": SAKNAS})
        odd = shares[(shares["n"] >= material.troskel) & (shares["antal"] > ANDEL * shares["n"])]
        for (lasar, skola), tests in odd.groupby(["lasar", "skola"]):
            part = 100 * tests["antal"] / tests["n"]
            told = [
                f"{name_test(name)} ({share(x)} procent)"
                for name, x in zip(tests["kolumn"], part, strict=True)
            ]
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"På {material.name_school(str(skola))} har många elever kod 99 eller 88: "
                    f"{listed(told)}.",
                    "Kontrollera om resultaten har redovisats på annat sätt.",
                    ", ".join(sorted(tests["kolumn"])),
                )
            )
    if all(material.checked(kind).empty for kind in PROVFILER):
        raise Unable("Det finns inga nationella prov för det läsår som kontrolleras.")
    return problems


CHECK = Check(
    "prov_ej_gjorda",
    "Prov som många inte har gjort",
    "På varje skola har de flesta elever gjort proven.",
    "varning",
    find,
)
