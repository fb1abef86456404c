"""Grades of each school are spread about as in its earlier läsår."""

from __future__ import annotations

import pandas as pd

from analys.contracts.scb import BETYG
from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import BETYGSFILER
from analys.screening.shares import comparable_kinds, count_codes, find_changes, graded_columns, share_parts
from analys.screening.words import describe_parts, listed, make_warning, span

SKILLNAD = 25.0
"""Percentage points that a grade's share must have changed at a school."""

Z = 4.0
"""Standard errors: schools, subjects and grades are thousands, and chance alone gives the largest of them."""


def find(material: Material) -> list[Problem]:
    """Schools whose grades have changed a lot, one finding a school and läsår."""
    problems = []
    saknas = "Det finns inga betyg från ett tidigare läsår att jämföra med."
    for kind in comparable_kinds(material, BETYGSFILER, saknas):
        counts = count_codes(material.rows(kind), graded_columns(kind))
        by = ["lasar", "skola", "kolumn"]
        shares = share_parts(counts, by, {code: (code,) for code in BETYG}, BETYG)
        changes = find_changes(shares, ["skola", "kolumn"], material, kind, skillnad=SKILLNAD, z=Z)
        changes = _leave_common(changes, shares, material)
        for (lasar, skola), changed in changes.groupby(["lasar", "skola"]):
            largest = changed.drop_duplicates("kolumn")
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    f"Betygen på {material.name_school(str(skola))} har ändrats mycket sedan "
                    f"{span(changed['forr'].iloc[0])}: {listed(describe_parts(largest))}.",
                    "Kontrollera skolans del av uttaget.",
                    ", ".join(sorted(largest["kolumn"])),
                )
            )
    return problems


def _leave_common(changes: pd.DataFrame, shares: pd.DataFrame, material: Material) -> pd.DataFrame:
    # What has changed at most schools is told by `betyg_forandring`.
    large = shares[(shares["n"] >= material.troskel) & shares["lasar"].isin(material.lasar)]
    schools = large.groupby(["lasar", "kolumn"])["skola"].nunique()
    changed = changes.groupby(["lasar", "kolumn"])["skola"].nunique()
    share = changed / schools.reindex(changed.index)
    common = changed.index[(share > 0.5) & (changed > 2)]
    return changes[~pd.MultiIndex.from_frame(changes[["lasar", "kolumn"]]).isin(common)]


CHECK = Check(
    "betyg_skola",
    "Betygens fördelning på skolorna",
    "Betygen på varje skola fördelar sig ungefär som tidigare läsår.",
    "varning",
    find,
)
