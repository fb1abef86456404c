"""Offered time is that of a term, and about the same at every school."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.minutes import read_minutes
from analys.screening.words import capital, make_warning

MINST, MEST = 10_000, 60_000
"""Minutes offered in a term to a pupil of full time: the timplan gives about 20 000 to 30 000."""

AVVIKELSE = 1.4
"""A school's median may be so many times the municipality's, or its inverse, in the same year group."""

ANDEL_NOLL = 0.02
"""Share of pupils' terms that may be without offered time."""


def find(material: Material) -> list[Problem]:
    """Schools with offered time of another order, one finding a school and läsår."""
    rows = read_minutes(material)
    offered = rows["Erbjudna_min"]
    usual = offered.groupby([rows["lasar"], rows["Arskurs"]]).transform("median").clip(lower=1)
    grouped = rows.assign(kvot=offered / usual, noll=offered == 0).groupby(["lasar", "Skolenhetskod"])
    table = grouped.agg(
        tid=("Erbjudna_min", "median"), kvot=("kvot", "median"), noll=("noll", "mean"), n=("rad", "size")
    )
    problems = []
    for (lasar, skola), row in table[table["n"] >= material.troskel].iterrows():
        if what := _describe(row["tid"], row["kvot"], row["noll"]):
            problems.append(
                make_warning(
                    material.place("franvaro", str(lasar)),
                    f"{capital(material.name_school(str(skola)))} {what}",
                    "Kontrollera att tiden är i minuter, per elev och termin.",
                    "Erbjudna_min",
                )
            )
    return problems


def _describe(tid: float, kvot: float, noll: float) -> str:
    if tid < MINST:
        return "har mycket kort erbjuden tid. Kan minuterna vara timmar eller dagar?"
    if tid > MEST:
        return "har mycket lång erbjuden tid. Kan minuterna gälla mer än en termin?"
    if not 1 / AVVIKELSE <= kvot <= AVVIKELSE:
        return f"har {'längre' if kvot > 1 else 'kortare'} erbjuden tid än samma årskurser på andra skolor."
    return "har elever utan erbjuden tid." if noll > ANDEL_NOLL else ""


CHECK = Check(
    "franvaro_tid",
    "Erbjuden tid",
    "Den erbjudna tiden är en termins undervisning, ungefär lika mycket på alla skolor.",
    "varning",
    find,
)
