"""Registration: the share of offered time that attendance was reported for, and pupils without absence data.

Absence that nobody has registered looks like presence. A school that registers few of its lessons seems to
have little absence, so below `minst_registrerat` no terms are compared. Where the files do not tell what was
registered nothing is known: comparisons are then made, and the report says that registration is unknown.
"""

from __future__ import annotations

import pandas as pd

from analys.indicators.franvaro import GRUPPER
from analys.termin import Termin
from analys.underlag import Underlag

KOMMUN = ""
"""Stands for the municipality as a whole among units."""

_MINUTES = ["erbjudna_min", "registrerade_min"]


def find_unregistered(run: Underlag, termin: Termin) -> frozenset[tuple[str, str]]:
    """Units and groups of year groups whose registered share of a term is below `minst_registrerat`.

    Parameters
    ----------
    run : Underlag
    termin : Termin

    Returns
    -------
    frozenset of (str, str)
        Skolenhetskod (`KOMMUN` for all schools together) and code of a group of
        `indicators.franvaro.GRUPPER`. Groups whose registration is unknown are not among them.
    """
    minutes = _sum_minutes(run, termin)
    return frozenset(
        (str(enhet), grupp.kod)
        for grupp in GRUPPER
        for enhet, share in _compute_shares(minutes[minutes["arskurs"].isin(grupp.arskurser)]).items()
        if 100 * share < run.parameters.minst_registrerat
    )


def _sum_minutes(run: Underlag, termin: Termin) -> pd.DataFrame:
    """Offered and registered minutes of each pupil of the register in a term, where both are known."""
    absence = run.frame("franvaro")
    if "registrerade_min" not in absence:
        absence = absence.assign(registrerade_min=float("nan"))
    absence = absence[(absence["lasar"] == termin.lasar) & (absence["termin"] == termin.termin.upper())]
    known = absence.dropna(subset=_MINUTES).groupby("elev")[_MINUTES].sum()
    register = run.frame("elevregister")
    register = register.loc[register["lasar"] == termin.lasar, ["elev", "skolenhet", "arskurs"]]
    return register.merge(known, left_on="elev", right_index=True)


def _compute_shares(minutes: pd.DataFrame) -> pd.Series:
    """Registered share by school unit, and of all together under `KOMMUN`; none where nothing was offered."""
    sums = minutes.groupby("skolenhet")[_MINUTES].sum()
    sums.loc[KOMMUN] = sums.sum()
    sums = sums[sums["erbjudna_min"] > 0].astype("float64")
    return sums["registrerade_min"] / sums["erbjudna_min"]
