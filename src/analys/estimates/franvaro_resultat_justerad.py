"""Outcomes by band of absence, standardised to the same mix of pupils, with intervals.

An adjusted level is the mean outcome that the fully adjusted model gives when every analysed pupil, with the
pupil's own background, earlier results and school, is given the band. It is a comparison of like with like,
and says nothing of what would happen if absence changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy.special import expit, logit

from analys.estimates.franvaro_modeller_analys import Analys
from analys.estimates.franvaro_modeller_design import BAND
from analys.estimates.franvaro_modeller_skattning import answer, ask_levels
from analys.estimates.franvaro_resultat_niva import (
    Medel,
    describe_cells,
    measure_mean,
    observed_id,
    tell_model,
)
from analys.estimates.intervals import NIVA
from analys.estimates.quantiles import find_t
from analys.estimates.regression.effects import Effects
from analys.indicators.franvaro_utfall import JUSTERAD, Utfall
from analys.underlag import Underlag


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


def adjust_levels(
    analys: Analys, utfall: Utfall, observed: Iterable[Mapping[str, Any]], run: Underlag
) -> list[dict[str, Any]]:
    """Cells of the outcome by band, adjusted for every step; none where there is nothing to adjust for.

    Parameters
    ----------
    observed : iterable of mapping
        The outcome's observed cells (`franvaro_resultat_niva.observe_levels`): an adjusted level falls with
        its own.
    """
    urval = analys.select(utfall)
    if len(analys.steg) < 2 or urval.pupils["band"].nunique() < 2:
        return []
    fraga = ask_levels(urval.design(BAND, analys.steg), analys.band)
    svar = answer(urval, utfall, BAND, analys.steg, fraga)
    apart = svar.effects
    share = utfall.enhet == "procent"
    medel = measure_mean(urval, utfall)
    factor = 100.0 if share else 1.0
    undre, ovre = find_level_limits(
        medel, Effects(apart.varde / factor, apart.fel / factor, apart.df), share=share
    )
    published = {cell["kategori"]: cell["n"] for cell in observed}
    rows: list[dict[str, Any]] = []
    for place, kategori in enumerate(fraga.kategori):
        level = factor * medel.varde + apart.varde[place]
        # A model whose mean is not exactly the observed one may pass the ends by a little.
        level = float(np.clip(level, 0, 100 if share else np.inf))
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
    return tell_model(cells, utfall, [svar.linear] * len(cells))
