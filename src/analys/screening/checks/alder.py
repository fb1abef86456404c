"""Pupils are as old as their year group."""

from __future__ import annotations

import pandas as pd

from analys.errors import Problem
from analys.lasar import var
from analys.reading.personnummer import has_date, has_form
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import ARSKURS
from analys.screening.words import capital, make_warning, pupils, share, title

START = 7
"""A pupil has this age in the spring of åk 0, counted in whole calendar years: born 2010, åk 9 in 2026."""

ANDRA_AR = 2
"""Years that a pupil may be older or younger than most of the year group."""

ANDEL = 0.5
"""When more than this share is of another age, it is the file's läsår or year group that is wrong."""


def find(material: Material) -> list[Problem]:
    """Files with pupils of another age, one finding a file and läsår."""
    problems, tried = [], False
    for kind in (*ARSKURS, "elevregister", "franvaro"):
        rows = material.checked(kind)
        rows = rows[has_form(rows["PersonNr"]) & has_date(rows["PersonNr"])]
        arskurs = rows["Arskurs"] if "Arskurs" in rows else pd.Series(ARSKURS.get(kind), index=rows.index)
        rows = rows.assign(arskurs=arskurs)[arskurs.str.fullmatch("[0-9]").astype(bool)]
        if rows.empty:
            continue
        tried = True
        born = rows["PersonNr"].str.slice(0, 4).astype("int64")
        years = (
            rows["lasar"].map({lasar: var(lasar) for lasar in rows["lasar"].unique()})
            - born
            - rows["arskurs"].astype("int64")
            - START
        )
        for lasar, part in rows.assign(ar=years).groupby("lasar"):
            problems += _describe(material, kind, str(lasar), part)
    if not tried:
        raise Unable("Det finns inga elever för det läsår som kontrolleras.")
    return problems


def _describe(material: Material, kind: str, lasar: str, rows: pd.DataFrame) -> list[Problem]:
    other_year = (rows["ar"] != 0).mean()
    place = material.place(kind, lasar)
    if len(rows) >= material.troskel and other_year > ANDEL:
        most = capital(share(100 * other_year))
        vad = f"{most} procent av eleverna i {title(kind)} har en annan ålder än årskursens."
        gor = "Kontrollera att filen gäller rätt läsår och rätt årskurs."
        return [make_warning(place, vad, gor, "PersonNr")]
    far = rows[rows["ar"].abs() > ANDRA_AR]
    if far.empty:
        return []
    told = capital(pupils(far["PersonNr"].nunique()))
    vad = f"{told} i {title(kind)} är mer än två år äldre eller yngre än sin årskurs."
    lines = far["rad"].tolist() if far["fil"].nunique() == 1 else []
    return [make_warning(place, vad, "Kontrollera födelseåret i personnumret.", "PersonNr", lines)]


CHECK = Check(
    "alder",
    "Ålder och årskurs",
    "Eleverna är så gamla som årskursen brukar vara.",
    "varning",
    find,
)
