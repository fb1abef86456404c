"""Outcomes by band of absence, standardised to the same mix of pupils, with intervals."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from analys.estimates.cells import make_cells
from analys.estimates.franvaro_modeller_analys import Analys
from analys.estimates.franvaro_modeller_design import BAND
from analys.estimates.franvaro_modeller_elever import read_outcome
from analys.estimates.franvaro_modeller_skattning import answer, ask_levels
from analys.estimates.franvaro_resultat_niva import describe_cells, observed_id, tell_model
from analys.estimates.intervals import NIVA
from analys.estimates.levels import compute_design_effects, compute_icc
from analys.estimates.quantiles import find_t
from analys.estimates.regression.effects import Effects
from analys.indicators.franvaro_utfall import JUSTERAD, Utfall
from analys.underlag import Underlag


class Medel(NamedTuple):
    """A mean with its error over pupils in classes, and the error's degrees of freedom."""

    varde: float
    fel: float
    df: float


def measure_mean(pupils: pd.DataFrame, y: np.ndarray) -> Medel:
    """Mean of an outcome of all pupils, whose classes are alike within.

    Parameters
    ----------
    pupils : pandas.DataFrame
        lasar, skolenhet, klass.
    y : ndarray
        Outcome without missing values.
    """
    told = pupils[["lasar", "skolenhet", "klass"]].assign(varde=y, alla="")
    deff = float(compute_design_effects(told, ["alla"], compute_icc(told))["deff"].iloc[0])
    n = len(y)
    if n < 2:
        return Medel(float(y.mean()) if n else math.nan, math.nan, math.nan)
    variance = float(y.var(ddof=1)) / max(1 - (deff - 1) / (n - 1), 0.1)
    return Medel(float(y.mean()), math.sqrt(variance * deff / n), max(n / deff - 1, 1.0))


def find_level_limits(medel: Medel, apart: Effects, *, share: bool) -> tuple[np.ndarray, np.ndarray]:
    """Limits of means plus deviations from it, whose errors are independent of the mean's.

    The mean is that of the pupils of the schools there are, so its error is that of pupils in classes; the
    deviation depends on how absence and results go together, whose error the schools make.

    Parameters
    ----------
    medel : Medel
    apart : Effects
        Deviations of standardised means from the mean of the pupils as they are.
    share : bool
        Whether they are shares (0–1), whose limits are found on the logit scale.

    Returns
    -------
    tuple of ndarray
        Lower and upper limits; NaN where there is no error.
    """
    one, other = np.full(len(apart.fel), medel.fel**2), apart.fel**2
    with np.errstate(divide="ignore", invalid="ignore"):
        # Satterthwaite's degrees of freedom of a sum of two variances.
        df = (one + other) ** 2 / (one**2 / medel.df + other**2 / apart.df)
        half = find_t(NIVA, df) * np.sqrt(one + other)
        level = medel.varde + apart.varde
        if not share:
            return np.maximum(level - half, 0), level + half
        inside = np.clip(level, 1e-6, 1 - 1e-6)
        centre, half = logit(inside), half / (inside * (1 - inside))
        return expit(centre - half), expit(centre + half)


def adjust_levels(analys: Analys, utfall: Utfall, observed: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Cells of the outcome by band, adjusted for every step; none where there is nothing to adjust for.

    Parameters
    ----------
    observed : pandas.DataFrame
        The outcome's observed cells (`franvaro_resultat_niva.observe_levels`): an adjusted level falls with
        its own.
    """
    urval = analys.select(utfall)
    if len(analys.steg) < 2 or urval.pupils["band"].nunique() < 2:
        return make_cells([])
    fraga = ask_levels(urval.design(BAND, analys.steg), analys.band)
    svar = answer(urval, utfall, BAND, analys.steg, fraga)
    apart = svar.effects
    share = utfall.enhet == "procent"
    medel = measure_mean(urval.pupils, read_outcome(urval.pupils, utfall))
    factor = 100.0 if share else 1.0
    undre, ovre = find_level_limits(
        medel, Effects(apart.varde / factor, apart.fel / factor, apart.df), share=share
    )
    published = observed.set_index("kategori")["n"]
    rows: list[dict[str, Any]] = []
    for place, kategori in enumerate(fraga.kategori):
        level = factor * medel.varde + apart.varde[place]
        if not np.isnan(level):
            rows.append(
                {
                    "kategori": kategori,
                    "jamforelse": JUSTERAD,
                    "varde": level,
                    "undre": factor * undre[place],
                    "ovre": factor * ovre[place],
                    "n": published[kategori],
                    "delar": observed_id(utfall, kategori, run),
                }
            )
    cells = describe_cells(rows, f"franvaro_niva_{utfall.kod}", analys.elever, run)
    return make_cells(tell_model(cells, utfall, [svar.linear] * len(cells)))
