"""Outcomes of åk 9 by band of absence: as they are, and standardised to the same mix of pupils.

An adjusted level is the mean outcome that the fully adjusted model gives when every analysed pupil, with the
pupil's own background, earlier results and school, is given the band. It is a comparison of like with like,
and says nothing of what would happen if absence changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analys.estimates.cells import cell_id, make_cells
from analys.estimates.franvaro_modeller_elever import Elever, describe_lasar, read_outcome
from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.trend_levels import SOURCE
from analys.indicators import REGISTRY
from analys.indicators.base import Indicator
from analys.indicators.franvaro_band import name_bands
from analys.indicators.franvaro_utfall import LINJAR, OBSERVERAD, Utfall
from analys.indicators.np_statistik import ALLA
from analys.underlag import Underlag

_MEAN, _SHARE = REGISTRY["meritvarde_17"], REGISTRY["alla_amnen_ak9"]


def measure_form(utfall: Utfall) -> Indicator:
    """A registered measure with the same kind of interval as the outcome's."""
    return _MEAN if utfall.enhet == "poäng" else _SHARE


def observe_levels(elever: Elever, utfall: Utfall, run: Underlag) -> pd.DataFrame:
    """Cells of the outcome by band, and of all bands together; unrounded.

    The interval takes classes into account. The published n is that of all pupils in the band (see
    `analys.estimates.counts`), unless those with the outcome are themselves too few to be shown.
    """
    pupils = elever.kanda.assign(alla=ALLA)
    pupils["varde"] = read_outcome(pupils, utfall)
    form = measure_form(utfall)
    icc = compute_icc(pupils[pupils["varde"].notna()])
    names = name_bands(run.parameters.band)
    rows: list[dict[str, Any]] = []
    for by, name in (("alla", lambda _: ALLA), ("band", lambda place: names[int(place)])):
        levels = compute_levels(pupils, form, [by], icc)
        everybody = pupils.groupby(by).size()
        for level in levels.to_dict("records"):
            n, whole = int(level["n"]), int(everybody[level[by]])
            rows.append(
                {
                    "kategori": name(level[by]),
                    **{part: level[part] for part in ("varde", "undre", "ovre", "antal")},
                    "n": whole if n >= run.parameters.troskel else n,
                }
            )
    return make_cells(describe_cells(rows, f"franvaro_niva_{utfall.kod}", elever, run))


def describe_cells(
    rows: Iterable[Mapping[str, Any]], indikator: str, elever: Elever, run: Underlag
) -> list[dict[str, Any]]:
    """Rows with what all cells of the analysis have: unit, läsår and source."""
    common = {
        "indikator": indikator,
        "enhetstyp": "kommun",
        "enhet": run.parameters.kommun,
        "enhetsnamn": run.kommunnamn,
        "lasar": run.parameters.lasar,
        "kalla": f"{SOURCE}, {describe_lasar(elever.lasar)}",
    }
    return [common | dict(row) for row in rows]


def tell_model(cells: list[dict[str, Any]], utfall: Utfall, linear: Iterable[bool]) -> list[dict[str, Any]]:
    """Cells that say in their source when a linear model answered for the outcome's own."""
    return [
        cell | {"kalla": f"{cell['kalla']}, {LINJAR}"} if one and utfall.modell != "linjär" else cell
        for cell, one in zip(cells, linear, strict=True)
    ]


def observed_id(utfall: Utfall, kategori: str, run: Underlag) -> str:
    """Id of the observed level of a band, or of `np_statistik.ALLA` bands."""
    parameters = run.parameters
    return cell_id(
        f"franvaro_niva_{utfall.kod}",
        parameters.kommun,
        parameters.lasar,
        jamforelse=OBSERVERAD,
        kategori=kategori,
    )
