"""Pupils of the files are in the register."""

from __future__ import annotations

import pandas as pd

from analys.contracts.elevregister import ANPASSAD_GRUNDSKOLA
from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import ARSKURS, find_pupils, matchable, read_register
from analys.screening.words import capital, make_warning, share, title

ANDEL = 0.03
"""Share of a file's pupils that may be missing from the register: people move between two extractions."""


def find(material: Material) -> list[Problem]:
    """Files with too many pupils that the register lacks, one finding a file and läsår."""
    register = read_register(material)
    everyone = material.checked("elevregister")
    adapted = everyone[everyone["Skolform"] == ANPASSAD_GRUNDSKOLA]
    known = pd.concat([register, adapted])
    years = register["lasar"].unique()
    problems = []
    for kind in (*ARSKURS, "franvaro"):
        rows = material.checked(kind)
        rows = matchable(rows[rows["lasar"].isin(years)])
        for lasar, part in rows.assign(okand=~find_pupils(rows, known)).groupby("lasar"):
            unknown = part[part["okand"]]
            n, absent = part["PersonNr"].nunique(), unknown["PersonNr"].nunique()
            if n >= material.troskel and absent > ANDEL * n:
                problems.append(
                    make_warning(
                        material.place(kind, str(lasar)),
                        f"{capital(share(100 * absent / n))} procent av eleverna i {title(kind)} finns "
                        f"inte i elevregistret för {lasar}.",
                        "Kontrollera att registret gäller rätt läsår och att personnumren är desamma.",
                        "PersonNr",
                        unknown["rad"].tolist() if part["fil"].nunique() == 1 else (),
                    )
                )
    return problems


CHECK = Check(
    "elever_utanfor_registret",
    "Elever som inte finns i elevregistret",
    "Nästan alla elever i filerna finns i elevregistret.",
    "varning",
    find,
)
