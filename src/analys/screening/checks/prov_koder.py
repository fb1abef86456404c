"""Tests are missing, lost or replaced about as often as in earlier läsår."""

from __future__ import annotations

import pandas as pd

from analys.contracts.np import ERSATTNINGSPROV, SAKNAS
from analys.errors import Problem
from analys.screening.check import Check
from analys.screening.material import Material
from analys.screening.pupils import PROVFILER, name_test, result_columns
from analys.screening.shares import comparable_kinds, count_codes, find_changes, share_parts
from analys.screening.words import describe_parts, listed, make_warning, span

SKILLNAD = 15.0
"""Percentage points that the share of a code must have changed."""

Z = 3.0
"""Standard errors that the change must be away from none."""

DELAR = {"kod 99 eller 88": SAKNAS, "kod 77": (ERSATTNINGSPROV,), "tomt": ("",)}


def find(material: Material) -> list[Problem]:
    """Tests whose marks of what is missing have changed a lot, one finding a file and läsår."""
    problems = []
    saknas = "Det finns inga prov från ett tidigare läsår att jämföra med."
    for kind in comparable_kinds(material, PROVFILER, saknas):
        counts = count_codes(material.rows(kind), result_columns(kind))
        shares = share_parts(_drop_blank_schools(counts), ["lasar", "kolumn"], DELAR)
        changes = find_changes(shares, ["kolumn"], material, kind, skillnad=SKILLNAD, z=Z)
        for lasar, changed in changes.groupby("lasar"):
            problems.append(
                make_warning(
                    material.place(kind, str(lasar)),
                    "Andelen elever utan provresultat har ändrats mycket sedan "
                    f"{span(changed['forr'].iloc[0])}: {listed(describe_parts(changed, name_test))}.",
                    "Kontrollera koderna. Kod 77 är ersättningsprov, kod 99 att eleven inte deltog.",
                    ", ".join(sorted(set(changed["kolumn"]))),
                )
            )
    return problems


def _drop_blank_schools(counts: pd.DataFrame) -> pd.DataFrame:
    # Tests that a whole school has left blank are told by `prov_tomma`.
    keys = ["lasar", "skola", "kolumn"]
    all_codes = counts.groupby(keys)["antal"].transform("sum")
    return counts[(counts["kod"] != "") | (counts["antal"] < all_codes)]


CHECK = Check(
    "prov_koder",
    "Nationella prov utan resultat",
    "Lika stor andel prov som tidigare läsår är tomma, ersatta eller inte gjorda.",
    "varning",
    find,
)
