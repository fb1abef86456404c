"""Schools register attendance in nearly all of their lessons."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.checks.franvaro_terminer import TERMINER
from analys.screening.material import Material
from analys.screening.minutes import read_minutes
from analys.screening.words import capital, make_warning, share

MINST = 0.9
"""Share of the offered time that should be registered: what a report demands (minst_registrerat)."""

_NAME = "Registrerade_min"


def find(material: Material) -> list[Problem]:
    """Schools that register too little, or do not tell, one finding a school, läsår and term."""
    rows = read_minutes(material)
    rows = rows[rows["Termin"].isin(TERMINER)]
    told = rows[_NAME].notna()
    if not told.any():
        raise Unable(f"Frånvarofilerna har inga uppgifter i {_NAME}.")
    by = ["lasar", "Skolenhetskod", "Termin"]
    rows = rows.assign(uppgift=told, **{_NAME: rows[_NAME].where(told)})
    rows["Erbjudna_min"] = rows["Erbjudna_min"].where(told)
    table = rows.groupby(by).agg(
        registrerat=(_NAME, "sum"),
        erbjudet=("Erbjudna_min", "sum"),
        uppgift=("uppgift", "mean"),
        n=("rad", "size"),
    )
    problems = []
    for (lasar, skola, termin), row in table[table["n"] >= material.troskel].iterrows():
        school, term = material.name_school(str(skola)), TERMINER[str(termin)].lower()
        if row["uppgift"] == 0:
            what = f"{capital(school)} saknar uppgift om registrerad tid för {term}."
            todo = f"Kontrollera att {_NAME} är med i skolans uttag."
        elif row["erbjudet"] > 0 and row["registrerat"] < MINST * row["erbjudet"]:
            registered = share(int(100 * row["registrerat"] / row["erbjudet"]))  # 89,9 is less than 90
            what = f"{capital(school)} har registrerat {registered} procent av lektionstiden för {term}."
            todo = (
                "Frånvaro som inte registreras ser ut som närvaro, så rapporten jämför inte skolans "
                "frånvaro. Be skolan registrera i efterhand om det går, och ta ut filen på nytt."
            )
        else:
            continue
        problems.append(make_warning(material.place("franvaro", str(lasar)), what, todo, _NAME))
    return problems


CHECK = Check(
    "franvaro_registrering",
    "Registrerad lektionstid",
    "Varje skola har registrerat närvaro för nästan all lektionstid.",
    "varning",
    find,
)
