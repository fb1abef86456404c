"""Girls and boys are about as many."""

from __future__ import annotations

import numpy as np

from analys.errors import Problem
from analys.reading.personnummer import derive_kon, has_form
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import ARSKURS
from analys.screening.words import listed, make_warning, share, title

SKILLNAD = 0.15
"""Distance from half that the share of girls must have at a school …"""

Z = 4.0
"""… and the standard errors that it must be away from half."""


def find(material: Material) -> list[Problem]:
    """Schools with many more of one gender, one finding a file and läsår."""
    problems, tried = [], False
    for kind in ARSKURS:
        rows = material.checked(kind)
        rows = rows[has_form(rows["PersonNr"])]
        tried |= len(rows) > 0
        girls = (derive_kon(rows["PersonNr"]) == "flicka").groupby([rows["lasar"], rows["Skolenhetskod"]])
        table = girls.agg(["mean", "size"])
        away = (table["mean"] - 0.5).abs()
        is_odd = (table["size"] >= material.troskel) & (away >= SKILLNAD)
        odd = table[is_odd & (away >= Z * 0.5 / np.sqrt(table["size"]))]
        for lasar, schools in odd.groupby(level="lasar"):
            told = [
                f"{material.name_school(str(skola))} ({share(100 * part)} procent flickor)"
                for (_, skola), part in schools["mean"].items()
            ]
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"Flickor och pojkar är ovanligt ojämnt fördelade i {title(kind)}: {listed(told)}.",
                    "Kontrollera att alla klasser är med och att personnumren är hela.",
                    "PersonNr",
                )
            )
    if not tried:
        raise Unable("Det finns inga resultat för det läsår som kontrolleras.")
    return problems


CHECK = Check(
    "konsfordelning",
    "Flickor och pojkar",
    "På varje skola är flickor och pojkar ungefär lika många.",
    "varning",
    find,
)
