"""The judgement in åk 3 mostly says the same as the test."""

from __future__ import annotations

from analys.errors import Problem
from analys.indicators.np_bedomning import AMNEN, read_both
from analys.screening.check import Check, Unable
from analys.screening.checks.bedomning_forandring import GOR
from analys.screening.checks.bedomning_tomma import SLAG
from analys.screening.material import Material
from analys.screening.words import listed, make_warning, share

PROV = "np_ak3"

ANDEL = 0.5
"""Share of a school's pupils whose judgement and test agree, below which the codes are probably turned."""


def find(material: Material) -> list[Problem]:
    """Schools where the two mostly disagree, one finding a school and läsår."""
    keys = ["lasar", "PersonNr"]
    judged = material.checked(SLAG).drop_duplicates(keys)
    tests = material.checked(PROV).drop_duplicates(keys)
    both = judged.merge(tests[[*keys, *(c for c in tests.columns if c not in judged.columns)]], on=keys)
    if both.empty:
        raise Unable("Det finns inte både bedömningar och nationella prov i årskurs 3 för samma läsår.")
    found: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    for amne in AMNEN:
        prov, dom = read_both(both, amne)
        known = prov.notna()
        same = (prov == dom)[known].groupby([both["lasar"][known], both["Skolenhetskod"][known]])
        table = same.agg(["mean", "size"])
        odd = table[(table["size"] >= material.troskel) & (table["mean"] < ANDEL)]
        for place, part in odd["mean"].items():
            found.setdefault(place, []).append((amne.namn, amne.bedomning, float(part)))
    return [
        make_warning(
            material.place(SLAG, lasar),
            f"På {material.name_school(skola)} säger bedömningen och det nationella provet oftast olika: "
            + listed([f"{namn} (samma för {share(100 * part)} procent)" for namn, _, part in told])
            + ".",
            GOR,
            ", ".join(column for _, column, _ in told),
        )
        for (lasar, skola), told in sorted(found.items())
    ]


CHECK = Check(
    "bedomning_och_prov",
    "Bedömning och prov i årskurs 3",
    "På varje skola säger bedömningen och det nationella provet samma sak om de flesta elever.",
    "varning",
    find,
)
