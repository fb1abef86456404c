"""Schools register absence: few pupils have none at all."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.minutes import read_minutes
from analys.screening.words import capital, make_warning, share

ANDEL = 0.4
"""Share of pupils' terms without a minute of absence; a term without is rare."""


def find(material: Material) -> list[Problem]:
    """Schools where too many pupils have no absence at all, one finding a school and läsår."""
    rows = read_minutes(material)
    none = rows["Giltig_min"].fillna(0) + rows["Ogiltig_min"].fillna(0) == 0
    by_school = rows.assign(ingen=none).groupby(["lasar", "Skolenhetskod"])["ingen"].agg(["mean", "size"])
    odd = by_school[(by_school["size"] >= material.troskel) & (by_school["mean"] > ANDEL)]
    return [
        make_warning(
            material.place("franvaro", str(lasar)),
            f"{capital(material.name_school(str(skola)))} har {share(100 * row['mean'])} procent elever helt "
            "utan frånvaro under en termin.",
            "Kontrollera att skolan registrerar frånvaro i systemet och att uttaget gäller hela terminen.",
            "Giltig_min, Ogiltig_min",
        )
        for (lasar, skola), row in odd.iterrows()
    ]


CHECK = Check(
    "franvaro_noll",
    "Elever helt utan frånvaro",
    "Det är ovanligt att en elev inte har någon frånvaro alls under en termin.",
    "varning",
    find,
)
