"""Absence by term and group of year groups: the share of pupils in each band, the mean, and its kinds.

Absence = (valid + invalid) / offered minutes of each pupil; a level is the mean of the pupils' own shares, or
the share of pupils in a band. There is no national definition, and none of the measures is official.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analys.indicators.base import Compute, Indicator
from analys.indicators.franvaro_band import (
    STANDARD,
    explain_edges,
    find_bands,
    list_sums,
    name_bands,
    phrase_band,
)
from analys.indicators.franvaro_elev import FRANVARO_ELEV, HT, VT

KAPITEL = "franvaro"
EGET_MATT = "Rapportens eget mått: någon nationell definition finns inte"
NAMNARE = "Elever i elevregistret som har uppgift om frånvaro den terminen."
TERMINER = {HT: "höstterminen", VT: "vårterminen"}

DELTA = 1.0
"""Smallest difference in absence that counts, in percentage points, unless the run asks for a smaller one.

With the three of results, the share of pupils with much absence could double and be called the same. One is
nearly two of a läsår's school days, or four pupils of four hundred.
"""


@dataclass(frozen=True)
class Grupp:
    """Year groups that are told together.

    Parameters
    ----------
    kod : str
        End of the indicators' codes: "ak7", "hog", "alla".
    namn, kort : str
        "årskurs 7", "Åk 7".
    arskurser : tuple of int
        In förskoleklass (0) no absence of this kind is told, so it is in no group.
    """

    kod: str
    namn: str
    kort: str
    arskurser: tuple[int, ...]

    @property
    def plats(self) -> str:
        """Where the pupils are: "i årskurs 7", "på högstadiet"."""
        return f"{'på' if self in STADIER else 'i'} {self.namn}"


ALLA = Grupp("alla", "årskurs 1–9", "Åk 1–9", tuple(range(1, 10)))
STADIER = (
    Grupp("lag", "lågstadiet", "Lågstadiet", (1, 2, 3)),
    Grupp("mellan", "mellanstadiet", "Mellanstadiet", (4, 5, 6)),
    Grupp("hog", "högstadiet", "Högstadiet", (7, 8, 9)),
)
ARSKURSER = tuple(Grupp(f"ak{n}", f"årskurs {n}", f"Åk {n}", (n,)) for n in range(1, 10))
GRUPPER = (ALLA, *STADIER, *ARSKURSER)


def make_share(column: str, grupp: Grupp) -> Compute:
    """Indicator function: the pupil's own share in procent, NaN outside the group."""

    def compute_share(frame: pd.DataFrame) -> pd.Series:
        return (100 * frame[column]).where(frame["arskurs"].isin(grupp.arskurser)).astype("float64")

    return compute_share


def make_bands(column: str, grupp: Grupp, edges: tuple[int, ...]) -> Compute:
    """Indicator function: position of the pupil's band, NaN outside the group."""

    def compute_band(frame: pd.DataFrame) -> pd.Series:
        return find_bands(frame[column].where(frame["arskurs"].isin(grupp.arskurser)), edges)

    return compute_band


def _make_band(termin: str, grupp: Grupp) -> Indicator:
    def make_phrase(name: str) -> str:
        return f"andelen elever {grupp.plats} med {phrase_band(name)} under {TERMINER[termin]}"

    def banded(edges: tuple[int, ...]) -> Mapping[str, Any]:
        return {
            "categories": name_bands(edges),
            "kategorifraser": tuple(make_phrase(name) for name in name_bands(edges)),
            "summor": tuple((name, make_phrase(name)) for name in list_sums(edges)),
            "compute": make_bands(f"franvaro_{termin}", grupp, edges),
            "family_definition": (
                "Andel elever i varje frånvaroband. Frånvaron är elevens giltiga och ogiltiga "
                "frånvarominuter under terminen i procent av den erbjudna undervisningstiden. "
                f"{explain_edges(edges)}"
            ),
        }

    return Indicator(
        code=f"franvaroband_{termin}_{grupp.kod}",
        label=f"Andel elever efter frånvaro under {TERMINER[termin]}, {grupp.namn}",
        short_label=grupp.kort,
        definition=f"Andel elever {grupp.plats} i varje frånvaroband under {TERMINER[termin]}.",
        family="Andel elever efter frånvaro",
        banded=banded,
        **_common(grupp),
        **banded(STANDARD),
    )


def _make_mean(prefix: str, kind: str, termin: str, grupp: Grupp) -> Indicator:
    return Indicator(
        code=f"{prefix}_{termin}_{grupp.kod}",
        label=f"Genomsnittlig {kind} under {TERMINER[termin]}, {grupp.namn}",
        short_label=grupp.kort,
        definition=(
            f"Medelvärdet av elevernas egna andelar {grupp.plats}: {kind} under {TERMINER[termin]} i procent "
            "av den erbjudna undervisningstiden."
        ),
        family=f"Genomsnittlig {kind}",
        family_definition=(
            f"Medelvärdet av elevernas egna andelar: {kind} under terminen i procent av den erbjudna "
            "undervisningstiden."
        ),
        compute=make_share(f"{prefix}_{termin}", grupp),
        is_mean=True,
        **_common(grupp),
    )


def _common(grupp: Grupp) -> dict[str, Any]:
    return {
        "unit": "procent",
        "decimals": 1,
        "denominator": NAMNARE,
        "valid_from": "2010/11",
        "valid_to": "",
        "source": EGET_MATT,
        "kind": FRANVARO_ELEV,
        "arskurs": grupp.arskurser[-1],
        "higher_is_better": False,
        "kapitel": KAPITEL,
    }


def _list(make: Callable[[str, Grupp], Indicator]) -> tuple[Indicator, ...]:
    return tuple(make(termin, grupp) for termin in (VT, HT) for grupp in GRUPPER)


BAND = _list(_make_band)
FRANVARO = _list(lambda termin, grupp: _make_mean("franvaro", "frånvaro", termin, grupp))
GILTIG = _list(lambda termin, grupp: _make_mean("giltig", "giltig frånvaro", termin, grupp))
OGILTIG = _list(lambda termin, grupp: _make_mean("ogiltig", "ogiltig frånvaro", termin, grupp))
