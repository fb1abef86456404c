"""Registration: the share of offered time that attendance was reported for, and pupils without absence data.

Absence that nobody has registered looks like presence. A school that registers few of its lessons seems to
have little absence, so below `minst_registrerat` no terms are compared. Where the files do not tell what was
registered nothing is known: comparisons are then made, and the report says that registration is unknown.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.levels import select_grundskola
from analys.estimates.trend_levels import BY_SCHOOL, SOURCE, WHOLE, compute_cells
from analys.indicators import franvaro_registrering as measures
from analys.indicators.franvaro import GRUPPER, Grupp
from analys.termin import Termin
from analys.underlag import Underlag

KOMMUN = ""
"""Stands for the municipality as a whole among units."""


def registration_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of what absence stands on.

    Returns
    -------
    list of Estimate
        franvaro_registrering: registered share of offered time of the municipality and its schools, all
        pupils and stages, in the report's term and the one that it is compared with; no table where no file
        tells. franvaro_bortfall: share of the register's pupils without absence in the same terms.
    """
    terms = (run.parameters.termin, run.parameters.jamforelsetermin)
    tables = []
    cells = make_cells([row for termin in terms for row in _list_registered(run, termin)])
    if len(cells):
        tables.append(make_estimate("franvaro_registrering", "Registrerad lektionstid", [cells]))
    codes = [f"franvarobortfall_{kind}_{g.kod}" for kind in ("vt", "ht") for g in measures.GRUPPER]
    wanted = [code for code in codes if code.split("_")[1] in {one.termin for one in terms}]
    missing = compute_cells(run, dict.fromkeys(wanted, (WHOLE, BY_SCHOOL)))
    told = {(one.termin, one.lasar) for one in terms}
    kinds = missing["indikator"].str.split("_").str[1]
    shown = missing[[pair in told for pair in zip(kinds, missing["lasar"], strict=True)]]
    if len(shown):
        tables.append(make_estimate("franvaro_bortfall", "Elever utan uppgift om frånvaro", [shown]))
    return tables


def _list_registered(run: Underlag, termin: Termin) -> list[dict[str, object]]:
    minutes = _sum_minutes(run, termin)
    names = dict(zip(*(run.frame("skolenheter")[name] for name in ("skolenhet", "namn")), strict=True))
    rows: list[dict[str, object]] = []
    for grupp in measures.GRUPPER:
        own = _select(minutes, grupp)
        pupils = own.groupby("skolenhet").size()
        for enhet, share in _compute_shares(own).items():
            is_whole = enhet == KOMMUN
            rows.append(
                {
                    "indikator": f"franvaroregistrering_{termin.termin}_{grupp.kod}",
                    "enhetstyp": "kommun" if is_whole else "skola",
                    "enhet": run.parameters.kommun if is_whole else enhet,
                    "enhetsnamn": run.kommunnamn if is_whole else names.get(enhet, enhet),
                    "lasar": termin.lasar,
                    "varde": 100 * share,
                    "n": len(own) if is_whole else int(pupils[enhet]),
                    "kalla": SOURCE,
                }
            )
    return sorted(
        rows, key=lambda row: (str(row["indikator"]), row["enhetstyp"] != "kommun", str(row["enhet"]))
    )


def is_registration_known(run: Underlag, termin: Termin) -> bool:
    """Whether the files of a term tell what was registered, for at least one pupil."""
    return len(_sum_minutes(run, termin)) > 0


_MINUTES = ["erbjudna_min", "registrerade_min"]


@cache
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
    # Summed once: the groups share year groups.
    minutes = _sum_minutes(run, termin).groupby(["skolenhet", "arskurs"])[_MINUTES].sum().reset_index()
    return frozenset(
        (enhet, grupp.kod)
        for grupp in GRUPPER
        for enhet, share in _compute_shares(_select(minutes, grupp)).items()
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
    register = select_grundskola(register[register["lasar"] == termin.lasar])[
        ["elev", "skolenhet", "arskurs"]
    ]
    return register.merge(known, left_on="elev", right_index=True)


def _select(minutes: pd.DataFrame, grupp: Grupp) -> pd.DataFrame:
    return minutes[minutes["arskurs"].isin(grupp.arskurser)]


def _compute_shares(minutes: pd.DataFrame) -> dict[str, float]:
    """Registered share by school unit, and of all together under `KOMMUN`; none where nothing was offered."""
    minutes = minutes[minutes["skolenhet"].notna()]
    place, names = pd.factorize(minutes["skolenhet"], sort=True)
    sums = [np.bincount(place, minutes[name].to_numpy(dtype="float64"), len(names)) for name in _MINUTES]
    offered, registered = (np.append(each, each.sum()) for each in sums)
    units = zip([*map(str, names), KOMMUN], offered, registered, strict=True)
    return {unit: float(done / out) for unit, out, done in units if out > 0}
