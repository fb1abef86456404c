"""Result files hold about as many pupils of each school as the register."""

from __future__ import annotations

import pandas as pd

from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import ARSKURS, count_pupils, read_register
from analys.screening.words import capital, make_warning, share, title

MINST, MEST = 0.8, 1.2
"""Pupils in the file per pupil in the register."""

SKILLNAD = 5
"""Fewer pupils than this are no difference to speak of."""


def find(material: Material) -> list[Problem]:
    """Schools with too few or too many pupils in a file, one finding a school, file and läsår."""
    register = read_register(material)
    problems = []
    for kind, arskurs in ARSKURS.items():
        expected = count_pupils(register[register["Arskurs"] == arskurs])
        both = pd.DataFrame({"fil": count_pupils(material.checked(kind)), "register": expected}).dropna()
        for (lasar, skola), row in both[both["register"] >= material.troskel].iterrows():
            part = row["fil"] / row["register"]
            if MINST <= part <= MEST or abs(row["fil"] - row["register"]) < SKILLNAD:
                continue
            name = capital(material.name_school(str(skola)))
            what = (
                f"har {share(100 * part)} procent av elevregistrets elever i åk {arskurs}"
                if part < 1
                else f"har betydligt fler elever än elevregistret har i åk {arskurs}"
            )
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"{name} {what} i filen ({title(kind)}).",
                    "Kontrollera att uttaget är helt och att det gäller rätt skola.",
                )
            )
    return problems


CHECK = Check(
    "elevantal_register",
    "Antal elever mot elevregistret",
    "Filerna har ungefär lika många elever från varje skola som elevregistret.",
    "varning",
    find,
)
