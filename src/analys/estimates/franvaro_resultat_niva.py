"""Outcomes of åk 9 by band of absence as they are, and what all cells of the analysis have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analys.estimates.cells import cell_id
from analys.estimates.franvaro_modeller_analys import Analys, Urval
from analys.estimates.franvaro_modeller_elever import Elever, describe_lasar, read_outcome
from analys.estimates.intervals import compute_t_limits, compute_wilson
from analys.estimates.trend_levels import SOURCE
from analys.indicators.franvaro_utfall import LINJAR, OBSERVERAD, Utfall
from analys.indicators.np_statistik import ALLA
from analys.underlag import Underlag


class Medel(NamedTuple):
    """A mean with its error over pupils in classes, and the error's degrees of freedom."""

    varde: float
    fel: float
    df: float


def observe_levels(analys: Analys, utfall: Utfall, run: Underlag) -> list[dict[str, Any]]:
    """Cells of the outcome by band, and of all bands together; unrounded.

    The interval takes classes into account. The published n is that of all pupils in the band (see
    `analys.estimates.counts`), unless those with the outcome are themselves too few to be shown.
    """
    urval, everybody = analys.select(utfall), analys.alla.pupils["band"].to_numpy()
    y, band = read_outcome(urval.pupils, utfall), urval.pupils["band"].to_numpy()
    icc = urval.klasser.correlate(y)
    groups = [(ALLA, np.ones(len(y), dtype=bool), len(everybody))]
    groups += [
        (name, band == place, int((everybody == place).sum())) for place, name in enumerate(analys.band)
    ]
    rows = []
    for name, chosen, whole in groups:
        if not chosen.any():
            continue
        values, n = y[chosen], int(chosen.sum())
        effect = urval.klasser.find_effect(icc, chosen)
        count = int(values.sum()) if utfall.enhet == "procent" else None
        if count is None:
            spread = values.std(ddof=1) if n > 1 else np.nan
            limits = compute_t_limits(values.mean(), spread, n, effect)
        else:
            limits = compute_wilson(count, n, effect)
        rows.append(
            {
                "kategori": name,
                "varde": 100 * count / n if count is not None else float(values.mean()),
                "undre": float(limits[0]),
                "ovre": float(limits[1]),
                "n": whole if n >= run.parameters.troskel else n,
                "antal": pd.NA if count is None else count,
            }
        )
    return describe_cells(rows, f"franvaro_niva_{utfall.kod}", analys.elever, run)


def measure_mean(urval: Urval, utfall: Utfall) -> Medel:
    """Mean of an outcome over all pupils, whose classes are alike within; NaN errors for one pupil."""
    y = read_outcome(urval.pupils, utfall)
    n, mean = len(y), float(y.mean())
    if n < 2:
        return Medel(mean, np.nan, np.nan)
    effect = urval.klasser.find_effect(urval.klasser.correlate(y), np.ones(n, dtype=bool))
    # The spread within few classes is too small, see `intervals.compute_t_limits`.
    variance = float(y.var(ddof=1)) / max(1 - (effect - 1) / (n - 1), 0.1)
    return Medel(mean, float(np.sqrt(variance * effect / n)), max(n / effect - 1, 1.0))


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
