"""How outcomes go together with absence, adjusted step by step for the same pupils.

Associations, not effects: what pupils with more absence have in common besides is adjusted for as far as the
files tell, and no further.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from analys.estimates.franvaro_modeller_analys import Analys, Urval
from analys.estimates.franvaro_modeller_design import BAND, KURVA, LINJE, Form, can_bend
from analys.estimates.franvaro_modeller_skattning import (
    Fraga,
    answer,
    ask_bands,
    ask_points,
    ask_ten,
)
from analys.estimates.franvaro_resultat_niva import describe_cells, observed_id, tell_model
from analys.indicators.franvaro_utfall import PER_TIO, Utfall, format_niva
from analys.indicators.np_statistik import ALLA
from analys.underlag import Underlag


def associate(analys: Analys, utfall: Utfall, run: Underlag) -> list[dict[str, Any]]:
    """Cells of the outcome's association with absence, unrounded.

    By step: each band against the lowest, and ten percentage points more. In the last step also the middle of
    each band against that of the lowest along the curve. A comparison of bands falls with either band.
    """
    rows: list[dict[str, Any]] = []
    linear: list[bool] = []
    for steg in analys.steg:
        for row, one in _describe(analys, utfall, steg, run):
            rows.append({"jamforelse": steg} | row)
            linear.append(one)
    cells = describe_cells(rows, f"franvaro_samband_{utfall.kod}", analys.elever, run)
    return tell_model(cells, utfall, linear)


def _describe(
    analys: Analys, utfall: Utfall, steg: str, run: Underlag
) -> Iterator[tuple[dict[str, Any], bool]]:
    urval = analys.select(utfall)
    sizes = analys.alla.pupils["band"].astype("int64").value_counts()
    size = {name: int(sizes.get(place, 0)) for place, name in enumerate(analys.band)}
    lowest = next(name for name in analys.band if size[name])
    whole = observed_id(utfall, ALLA, run)
    first = next(iter(analys.punkter), 0.0)
    of_point = {format_niva(point, first): name for point, name in analys.punkter.items()}
    for fraga, form in _list_questions(analys, urval, steg, size):
        svar = answer(urval, utfall, form, analys.steps_to(steg), fraga)
        found = svar.effects
        for place, kategori in enumerate(fraga.kategori):
            if np.isnan(found.varde[place]):
                continue
            band = of_point.get(kategori, kategori)
            one = kategori == PER_TIO
            base = analys.band[0] if kategori in of_point else lowest
            row = {
                "kategori": kategori,
                "varde": found.varde[place],
                "undre": found.undre[place],
                "ovre": found.ovre[place],
                "n": len(analys.alla.pupils) if one else min(size[band], size[base]),
                "delar": whole
                if one
                else f"{observed_id(utfall, band, run)} + {observed_id(utfall, base, run)}",
            }
            yield row, svar.linear


def _list_questions(
    analys: Analys, urval: Urval, steg: str, size: dict[str, int]
) -> Iterator[tuple[Fraga, Form]]:
    """What is asked of the step's models, where absence differs enough between pupils."""
    steps = analys.steps_to(steg)
    if urval.pupils["band"].nunique() > 1:
        yield ask_bands(urval.design(BAND, steps), analys.band), BAND
    if urval.pupils["franvaro"].nunique() > 1:
        yield ask_ten(urval.design(LINJE, steps), urval.pupils), LINJE
    told = bool(analys.punkter) and all(size[name] for name in (analys.band[0], *analys.punkter.values()))
    if steg == analys.steg[-1] and can_bend(urval.pupils) and told and len(analys.punkter) > 1:
        yield ask_points(urval.design(KURVA, steps), list(analys.punkter)), KURVA
