"""Weighted indices beside unweighted ones: what if those who did not answer are like those who did?

The answers are raked to those asked by school, year group and gender, as far as the municipality has told how
many they were. Where girls and boys of a school answer alike whether they answer or not, that takes away what
uneven response does to the municipality's mean; who answers for reasons of his own is beyond any weight. Only
the municipality is told weighted: the weights of one school are those of a few groups.

A weighted mean beside the unweighted one is a second sum over the schools. Where two of them are hidden, the
two sums leave of either's mean the rounding of both: with N answers, n of them the school's, and weights u
and v of the two schools, 0.1 (N / n) (1 + u) / |v - u| points. No weight is above `raking.MOST` or below its
inverse, and nothing is told weighted of fewer answers than ten times the threshold, so that a school with too
few answers keeps at least the room that a hidden mean must have (`analys.disclosure.means`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.intervals import compute_t_limits
from analys.estimates.levels import KLASS, compute_icc
from analys.estimates.raking import kish_effect, rake
from analys.estimates.roster_enkat import compute_survey_levels, find_newest
from analys.estimates.trend_levels import SOURCE
from analys.indicators.enkat import GRUPPER, HOGST, INDEX, LAGST, Svarsgrupp, code_of
from analys.indicators.enkat_statistik import VIKTAD
from analys.underlag import Underlag

MARGINS = ("skolenhet", "arskurs", "kon")
"""What the answers are raked to, each where all who answered and were asked are known by it."""


LEAST_TIMES = 10
"""So many times the run's threshold are answers that are told weighted."""


def weight_estimates(run: Underlag) -> list[Estimate]:
    """roster_vikt: of the newest läsår each index unweighted and weighted, and the design effect."""
    levels = compute_survey_levels(run).index
    rows = [row for grupp in GRUPPER.values() for row in _weigh(run, grupp, levels)]
    if not rows:
        return []
    weighted = make_cells(rows)
    parts = {part for part in weighted["delar"] if part}
    whole = levels[levels["cell"].isin(parts)]
    return [make_estimate("roster_vikt", "Vägda och ovägda svar", [whole, weighted])]


def _weigh(run: Underlag, grupp: Svarsgrupp, levels: pd.DataFrame) -> list[dict[str, object]]:
    newest = find_newest(run, grupp)
    people, asked = (
        frame[frame["lasar"] == newest].reset_index(drop=True)
        for frame in (run.frame(grupp.kind), run.frame(grupp.asked_kind))
    )
    if asked.empty:
        return []
    margins = [name for name in MARGINS if people[name].notna().all() and asked[name].notna().all()]
    rows: list[dict[str, object]] = []
    for index in INDEX:
        own = people[people[index].notna()].reset_index(drop=True)
        code = code_of(grupp.kod, index)
        cell = cell_id(code, run.parameters.kommun, newest)
        level = levels[levels["cell"] == cell]
        if len(own) < LEAST_TIMES * run.parameters.troskel or level.empty:
            continue
        weights = rake(own, asked, margins)
        effect = kish_effect(weights)
        varde, undre, ovre = _compute_mean(own, own[index], weights)
        common = {
            "enhetstyp": "kommun",
            "enhet": run.parameters.kommun,
            "enhetsnamn": run.kommunnamn,
            "lasar": newest,
            "n": level["n"].iloc[0],
            "kalla": SOURCE,
            "delar": cell,
        }
        limits = {"varde": varde, "undre": undre, "ovre": ovre}
        rows.append({"indikator": code, "jamforelse": VIKTAD, **limits, **common})
        rows.append({"indikator": f"enkat_designeffekt_{grupp.kod}_{index}", "varde": effect, **common})
    return rows


def _compute_mean(people: pd.DataFrame, values: pd.Series, weights: np.ndarray) -> tuple[float, float, float]:
    """Weighted mean with an interval that knows both the classes and the weights."""
    mean = float(np.average(values, weights=weights))
    n = len(values)
    spread = float(np.sqrt(np.average((values - mean) ** 2, weights=weights) * n / (n - 1)))
    described = people.assign(varde=values)
    sizes = described.groupby(list(KLASS), dropna=False).size().to_numpy(dtype="float64")
    classes = 1 + compute_icc(described) * ((sizes**2).sum() / n - 1)
    undre, ovre = compute_t_limits(mean, spread, n, classes * kish_effect(weights))
    return mean, float(np.clip(undre, LAGST, HOGST)), float(np.clip(ovre, LAGST, HOGST))
