"""Schools have about as many pupils as the läsår before; none has vanished or turned up unannounced."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analys.errors import Problem
from analys.lasar import parse_lasar, shift
from analys.screening.check import Check, Unable
from analys.screening.material import Material
from analys.screening.pupils import ARSKURS, count_pupils
from analys.screening.words import capital, listed, make_warning, title

KVOT = 1.5
"""A year group that has grown or shrunk more than this many times is odd …"""

Z = 3.0
"""… when it is beyond this many standard errors of two counts."""


def find(material: Material) -> list[Problem]:
    """Schools whose number of pupils has changed a lot, one finding a school, file and läsår."""
    odd: dict[tuple[str, str, str], list[str]] = {}
    compared = False
    for kind in ARSKURS:
        counts = count_pupils(material.rows(kind))
        years = set(counts.index.get_level_values("lasar"))
        for lasar in material.lasar:
            before = shift(lasar, -1)
            if not {lasar, before} <= years:
                continue
            compared = True
            both = pd.DataFrame({"nu": counts[lasar], "forr": counts[before]}).fillna(0)
            for skola, row in both.iterrows():
                if what := _describe(material, str(skola), lasar, int(row["nu"]), int(row["forr"])):
                    odd.setdefault((lasar, str(skola), what), []).append(kind)
    if not compared:
        raise Unable("Det finns inga filer från läsåret före att jämföra med.")
    return [
        make_warning(
            material.place(kinds[0], lasar) if len(kinds) == 1 else f"läsåret {lasar}",
            f"{capital(material.name_school(skola))} {what}: {listed([title(kind) for kind in kinds])}.",
            "Kontrollera att skolans uttag är helt och att ingen annan skolas elever följde med.",
        )
        for (lasar, skola, what), kinds in odd.items()
    ]


def _describe(material: Material, skola: str, lasar: str, now: int, before: int) -> str:
    if max(now, before) < material.troskel:
        return ""
    if not now:
        closed = _lasar_of(material, skola, "TillLasar")
        return "" if closed and closed < lasar else "finns inte i årets filer, men fanns läsåret före"
    if not before:
        opened = _lasar_of(material, skola, "FranLasar")
        return "" if opened == lasar else "finns i årets filer, men fanns inte läsåret före"
    if max(now, before) < KVOT * min(now, before) or abs(now - before) < Z * np.sqrt(now + before):
        return ""
    return f"har {'betydligt fler' if now > before else 'betydligt färre'} elever än läsåret före"


def _lasar_of(material: Material, skola: str, name: str) -> str:
    rows = material.rows("skolenheter")
    texts = rows.loc[rows["Skolenhetskod"] == skola, name]
    try:
        return parse_lasar(texts.iloc[0]) if len(texts) else ""
    except ValueError:
        return ""


CHECK = Check(
    "elevantal",
    "Antal elever mot läsåret före",
    "Varje skola har ungefär lika många elever som läsåret före.",
    "varning",
    find,
)
