"""What absence stands on: the share of lessons registered, and pupils whose absence is not known."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from analys.indicators.base import Compute, Indicator
from analys.indicators.franvaro import ALLA, EGET_MATT, KAPITEL, STADIER, TERMINER, Grupp
from analys.indicators.franvaro_elev import FRANVARO_ELEV, HT, VT
from analys.indicators.np_statistik import Statistic

GRUPPER = (ALLA, *STADIER)
"""Groups that registration and missing data are told of."""


def make_missing(column: str, grupp: Grupp) -> Compute:
    """Indicator function: 1 where the pupil's absence is not known, NaN outside the group."""

    def compute_missing(frame: pd.DataFrame) -> pd.Series:
        return frame[column].isna().astype("float64").where(frame["arskurs"].isin(grupp.arskurser))

    return compute_missing


def _make_bortfall(termin: str, grupp: Grupp) -> Indicator:
    return Indicator(
        code=f"franvarobortfall_{termin}_{grupp.kod}",
        label=f"Andel elever utan uppgift om frånvaro under {TERMINER[termin]}, {grupp.namn}",
        short_label=grupp.kort,
        definition=f"Andel elever i elevregistret som saknar uppgift om frånvaro under {TERMINER[termin]}.",
        family="Elever utan uppgift om frånvaro",
        family_definition="Andel elever i elevregistret som saknar uppgift om frånvaro under terminen.",
        unit="procent",
        decimals=1,
        denominator="Elever i elevregistret, med eller utan uppgift om frånvaro.",
        valid_from="2010/11",
        valid_to="",
        source=EGET_MATT,
        kind=FRANVARO_ELEV,
        arskurs=grupp.arskurser[-1],
        compute=make_missing(f"franvaro_{termin}", grupp),
        higher_is_better=None,
        kapitel=KAPITEL,
    )


BORTFALL = tuple(_make_bortfall(termin, grupp) for termin in (VT, HT) for grupp in GRUPPER)

REGISTRERING: Mapping[str, Statistic] = MappingProxyType(
    {
        one.code: one
        for one in (
            Statistic(
                f"franvaroregistrering_{termin}_{grupp.kod}",
                f"Registrerad andel av den erbjudna lektionstiden under {TERMINER[termin]}, {grupp.namn}",
                grupp.kort,
                "procent",
                1,
                troskel=0,
            )
            for termin in (VT, HT)
            for grupp in GRUPPER
        )
    }
)
"""Registered minutes in procent of offered ones, by code."""
