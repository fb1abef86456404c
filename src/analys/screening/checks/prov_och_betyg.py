"""Pupils with grades or a judgement are in the file of the tests, and the other way round."""

from __future__ import annotations

import pandas as pd

from analys.errors import Problem
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import find_pupils, matchable
from analys.screening.words import listed, make_warning, share, title

PAR = (("slutbetyg_ak9", "np_ak9"), ("betyg_ak6", "np_ak6"), ("bedomning_ak3", "np_ak3"))
ANDEL = 0.1
"""Share of a school's pupils that may be in one file and not in the other."""


def find(material: Material) -> list[Problem]:
    """Schools whose pupils are in one file only, one finding a file and läsår."""
    problems, compared = [], False
    for pair in PAR:
        for kind, other in (pair, pair[::-1]):
            rows, others = material.checked(kind), material.checked(other)
            rows = matchable(rows[rows["lasar"].isin(others["lasar"].unique())], others)
            compared |= len(rows) > 0
            alone = (~find_pupils(rows, others)).groupby([rows["lasar"], rows["Skolenhetskod"]])
            problems += _describe(material, kind, other, alone.agg(["mean", "size"]))
    if not compared:
        raise Unable("Det finns inte både betyg och nationella prov för samma läsår och årskurs.")
    return problems


def _describe(material: Material, kind: str, other: str, alone: pd.DataFrame) -> list[Problem]:
    odd = alone[(alone["size"] >= material.troskel) & (alone["mean"] > ANDEL)]
    return [
        make_warning(
            material.place(other, str(lasar)),
            f"Elever i {title(kind)} saknas i {title(other)}: "
            + listed(
                [
                    f"{material.name_school(str(skola))} ({share(100 * part)} procent)"
                    for (_, skola), part in schools["mean"].items()
                ]
            )
            + ".",
            "Kontrollera att båda filerna är hela och gäller samma elever.",
            "PersonNr",
        )
        for lasar, schools in odd.groupby(level="lasar")
    ]


CHECK = Check(
    "prov_och_betyg",
    "Samma elever i prov och betyg",
    "Nästan alla elever med betyg eller bedömning finns i filen med nationella prov, och tvärtom.",
    "varning",
    find,
)
