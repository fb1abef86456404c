"""Pupils of the register have rows of absence."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import find_pupils, matchable, read_register
from analys.screening.words import capital, make_warning, share

MINST = 0.9
"""Share of a school's pupils in the register that have a row of absence."""


def find(material: Material) -> list[Problem]:
    """Schools whose pupils have no rows of absence, one finding a school and läsår."""
    absence = material.checked("franvaro")
    if absence.empty:
        raise Unable("Det finns ingen frånvarofil som gick att läsa.")
    register = read_register(material)
    problems = []
    for lasar, rows in absence.groupby("lasar"):
        # Year groups that the file does not cover at all are left to whoever made the extraction.
        pupils = register[(register["lasar"] == lasar) & register["Arskurs"].isin(rows["Arskurs"].unique())]
        pupils = matchable(pupils, rows)
        covered = find_pupils(pupils, rows).groupby(pupils["Skolenhetskod"]).agg(["mean", "size"])
        low = covered[(covered["size"] >= material.troskel) & (covered["mean"] < MINST)]
        problems += [
            make_warning(
                material.place("franvaro", str(lasar)),
                f"{capital(material.name_school(str(skola)))}: {share(100 * row['mean'])} procent av "
                "eleverna i elevregistret finns i frånvarofilen, resten saknas.",
                "Kontrollera att alla klasser är med i skolans uttag.",
                "PersonNr",
            )
            for skola, row in low.iterrows()
        ]
    return problems


CHECK = Check(
    "franvaro_tackning",
    "Elever utan uppgift om frånvaro",
    "Nästan alla elever i elevregistret finns i frånvarofilen.",
    "varning",
    find,
)
