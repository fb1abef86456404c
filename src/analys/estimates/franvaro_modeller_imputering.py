"""Associations with what is missing filled in, many times over, from everything that is known of each pupil.

Pupils without absence data are with too. The imputation sees outcomes, school and läsår, so that filled-in
values go together with them as known ones do. Models are linear, for shares of the probability, and their
errors are those of the main analysis pooled over imputations.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analys.estimates.franvaro_modeller_analys import Analys
from analys.estimates.franvaro_modeller_design import FRANVARO, LINJE, design_model
from analys.estimates.franvaro_modeller_elever import Elever, read_outcome
from analys.estimates.franvaro_modeller_kluster import choose_clusters, number_classes
from analys.estimates.franvaro_modeller_skattning import differs
from analys.estimates.imputation.chained import IMPUTATIONS, Imputations, impute
from analys.estimates.imputation.plan import Draw, Plan, Variable
from analys.estimates.imputation.pooling import pool
from analys.estimates.regression.effects import CR2, Effects
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.indicators.franvaro_utfall import DELTA, DELTA_ENHETER, IMPUTERAD, UTFALL, Utfall

ANDEL = "andel"
"""Column of absence as a share, 0–1."""

_DRAWS = {
    ANDEL: Draw.SHARE,
    "betyg_6": Draw.DONOR,
    "utbildning": Draw.LEVEL,
    "nyinvandrad": Draw.LEVEL,
}
_OUTCOMES = ("merit",)
"""All grades in one: the other outcomes are made of the same ones, and would count them over again."""
_LABELS = ("skolenhet", "lasar", "kon", "svsva")
_LEVELS = {"utbildning": {"1": 1.0, "2": 2.0, "3": 3.0}, "nyinvandrad": {"nej": 0.0, "ja": 1.0}}


def fill_in(elever: Elever, m: int = IMPUTATIONS) -> Imputations | None:
    """Imputations of what the pupils lack; None where nothing is missing that anybody has."""
    frame = number_columns(elever.frame)
    missing = {name: int(frame[name].isna().sum()) for name in _DRAWS}
    known = [name for name, count in missing.items() if count < len(frame) and frame[name].nunique() > 1]
    filled = sorted((name for name in known if missing[name]), key=lambda name: (missing[name], name))
    if not filled:
        return None
    told = [name for name in known if not missing[name]]
    plan = Plan(
        tuple(Variable(name, _DRAWS[name]) for name in filled),
        tal=tuple(told),
        utfall=tuple(name for name in _OUTCOMES if frame[name].nunique() > 1),
        grupper=tuple(name for name in _LABELS if frame[name].nunique() > 1),
    )
    return impute(frame, plan, m)


def number_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The pupils with numbers in what is imputed and what it is imputed from.

    Without a passing grade meritvärdet is 0 here: it tells of the pupil, though it is no part of the mean.

    Examples
    --------
    >>> pupil = {"franvaro": 20.0, "utbildning": "okänd", "nyinvandrad": "ja", "merit": None}
    >>> number_columns(pd.DataFrame([pupil]))[["andel", "utbildning", "nyinvandrad", "merit"]].values.tolist()
    [[0.2, nan, 1.0, 0.0]]
    """
    levels = {name: frame[name].map(codes).astype("float64") for name, codes in _LEVELS.items()}
    share, merit = frame["franvaro"].astype("float64") / 100, frame["merit"].astype("float64")
    return frame.assign(**levels, **{ANDEL: share, "merit": merit.fillna(0.0)})


def impute_associations(
    analys: Analys, utfall: Sequence[Utfall] = UTFALL
) -> dict[str, dict[Utfall, Effects]]:
    """Each outcome's difference with ten percentage points more absence, by way of imputing.

    Returns
    -------
    dict of str to dict
        `IMPUTERAD`, and where somebody lacks absence data `DELTA`; empty where nothing can or need be filled
        in.
    """
    differ = [one for one in utfall if differs(analys.select(one), one)]
    if not analys.alla.kluster.slag or analys.alla.pupils["franvaro"].nunique() < 2 or not differ:
        return {}
    imputations = fill_in(analys.elever)
    if imputations is None:
        return {}
    found = {IMPUTERAD: associate_imputed(analys, imputations, differ)}
    if ANDEL in imputations.values:
        found[DELTA] = associate_imputed(analys, imputations, differ, delta=True)
    return found


def associate_imputed(
    analys: Analys, imputations: Imputations, utfall: Sequence[Utfall], delta: bool = False
) -> dict[Utfall, Effects]:
    """Difference with ten percentage points more absence of each outcome, fully adjusted and pooled.

    Parameters
    ----------
    delta : bool
        Whether those without absence data have `DELTA_ENHETER` percentage points more than was drawn.
    """
    if delta:
        imputations = imputations.shift(ANDEL, DELTA_ENHETER / 100)
    merit = analys.elever.frame["merit"]
    pupils = imputations.complete(0)
    design = design_model(tell_absence(pupils, merit), LINJE, analys.steg)
    drawn = [name for name in (FRANVARO, *imputations.values) if name in design.terms]
    graded = merit.notna().to_numpy()
    clusters = choose_clusters(number_classes(pupils)).nummer
    # Only the mean of meritvärde leaves anybody out.
    with_merit = choose_clusters(number_classes(pupils[graded])).nummer
    outcomes = {one: read_outcome(analys.elever.frame, one) for one in utfall}
    contrast, matrix = design.contrast(FRANVARO), design.matrix.copy()
    found: dict[Utfall, list[Effects]] = {one: [] for one in utfall}
    for completed in imputations.frames():
        told = tell_absence(completed, merit)
        for name in drawn:
            values = told[name].to_numpy(dtype="float64") / (10 if name == FRANVARO else 1)
            scenario = design.scenario(name, values)
            matrix[:, scenario.columns] = scenario.values
        for one, y in outcomes.items():
            if one.kod == "merit":
                fit = fit_linear(matrix[graded], y[graded], with_merit)
            else:
                fit = fit_linear(matrix, y, clusters)
            found[one].append(estimate_contrasts(fit, contrast, CR2))
    return {one: _pool(effects, 100 if one.enhet == "procent" else 1) for one, effects in found.items()}


def tell_absence(completed: pd.DataFrame, merit: pd.Series) -> pd.DataFrame:
    """A completed frame with absence in percent, and meritvärde missing where there is none."""
    return completed.assign(franvaro=100 * completed[ANDEL], merit=merit)


def _pool(effects: Sequence[Effects], factor: float) -> Effects:
    values, errors, df = (
        np.stack([getattr(one, name) for one in effects]) for name in ("varde", "fel", "df")
    )
    pooled = pool(factor * values, (factor * errors) ** 2, df)
    return Effects(pooled.varde, pooled.fel, pooled.df)
