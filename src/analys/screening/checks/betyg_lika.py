"""No school has given all its pupils the same grade."""

from __future__ import annotations

from analys.contracts.scb import BETYG
from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import BETYGSFILER
from analys.screening.shares import count_codes, graded_columns
from analys.screening.words import listed, make_warning


def find(material: Material) -> list[Problem]:
    """Schools where all pupils have one grade in a subject, one finding for those with the same subjects."""
    problems = []
    for kind in BETYGSFILER:
        counts = count_codes(material.checked(kind), graded_columns(kind))
        graded = counts[counts["kod"].isin(BETYG)].groupby(["lasar", "skola", "kolumn"])["antal"]
        table = graded.agg(["sum", "size"]).reset_index()
        alike = table[(table["sum"] >= material.troskel) & (table["size"] == 1)]
        by_school = alike.groupby(["lasar", "skola"])["kolumn"].agg(lambda names: tuple(sorted(names)))
        for (lasar, names), schools in by_school.reset_index().groupby(["lasar", "kolumn"]):
            where = listed([material.name_school(str(skola)) for skola in schools["skola"]])
            each = "var för sig " if len(schools) > 1 else ""
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"Alla elever på {where} har {each}samma betyg i {listed(names)}.",
                    "Kontrollera att kolumnen inte har fyllts med ett och samma värde.",
                    ", ".join(names),
                )
            )
    if all(material.checked(kind).empty for kind in BETYGSFILER):
        raise Unable("Det finns inga betyg för det läsår som kontrolleras.")
    return problems


CHECK = Check(
    "betyg_lika",
    "Samma betyg för alla",
    "Ingen skola har gett alla elever samma betyg i ett ämne.",
    "varning",
    find,
)
