"""No school's test is blank for all its pupils."""

from __future__ import annotations

from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import PROVFILER, name_test, result_columns
from analys.screening.shares import count_codes, share_parts
from analys.screening.words import listed, make_warning


def find(material: Material) -> list[Problem]:
    """Tests that are blank for whole schools, one finding a file and läsår."""
    problems = []
    for kind in PROVFILER:
        counts = count_codes(material.checked(kind), result_columns(kind))
        shares = share_parts(counts, ["lasar", "skola", "kolumn"], {"tomt": ("",)})
        blank = shares[(shares["n"] >= material.troskel) & (shares["antal"] == shares["n"])]
        tests = blank.groupby(["lasar", "skola"])["kolumn"].agg(lambda names: tuple(sorted(names)))
        for (lasar, names), schools in tests.reset_index().groupby(["lasar", "kolumn"]):
            where = listed([material.name_school(str(skola)) for skola in schools["skola"]])
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"Provresultaten i {listed([name_test(name) for name in names])} är tomma för alla "
                    f"elever på {where}.",
                    "Prov som gjordes digitalt och redovisades i Skolverkets portal saknas i filen; annars "
                    "behöver skolan ta ut den på nytt.",
                    ", ".join(names),
                )
            )
    if all(material.checked(kind).empty for kind in PROVFILER):
        raise Unable("Det finns inga nationella prov för det läsår som kontrolleras.")
    return problems


CHECK = Check(
    "prov_tomma",
    "Tomma prov på hela skolor",
    "Ingen skolas provresultat är tomma för alla elever.",
    "varning",
    find,
)
