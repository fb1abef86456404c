"""One model of one outcome: what it says of pupils' mean outcome with other absence, with errors.

Everything asked of a model is a weighted sum of standardised means: the mean outcome over all pupils when
each keeps what is the pupil's own but has another absence. Differences between bands, ten percentage points
more and points of the curve are such sums, in points or percentage points, whatever the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.linalg import block_diag

from analys.estimates.franvaro_modeller_analys import Urval
from analys.estimates.franvaro_modeller_design import BAND, FRANVARO, Form
from analys.estimates.franvaro_modeller_elever import read_outcome
from analys.estimates.regression.coding import Categories
from analys.estimates.regression.design import Design, Scenario
from analys.estimates.regression.effects import CR2, CRV3, Effects
from analys.estimates.regression.linear import LinearFit, estimate_contrasts, fit_linear
from analys.estimates.regression.margins import estimate_margins, standardise
from analys.estimates.regression.ordered import OrderedFit, fit_ordered
from analys.indicators.franvaro_utfall import PER_TIO, Utfall, format_niva

AS_IS = Scenario(slice(0, 0), np.zeros((1, 0)))
"""The pupils as they are."""


@dataclass(frozen=True)
class Fraga:
    """What is asked of a model.

    Parameters
    ----------
    kategori : tuple of str
        Of the answers: bands' names, points, or ten percentage points.
    scenarios : tuple of Scenario
    weights : ndarray
        (answers, scenarios).
    """

    kategori: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    weights: np.ndarray


def ask_levels(design: Design, names: Sequence[str]) -> Fraga:
    """Each band's standardised mean less the mean of the pupils as they are.

    Parameters
    ----------
    names : sequence of str
        Of all the run's bands, by position.
    """
    places = _places(design)
    weights = np.column_stack([np.eye(len(places)), -np.ones(len(places))])
    return Fraga(tuple(names[place] for place in places), (*_give(design, places), AS_IS), weights)


def ask_bands(design: Design, names: Sequence[str]) -> Fraga:
    """Each band but the lowest against the lowest; see `ask_levels`."""
    places = _places(design)
    weights = np.column_stack([-np.ones(len(places) - 1), np.eye(len(places) - 1)])
    return Fraga(tuple(names[place] for place in places[1:]), _give(design, places), weights)


def ask_ten(design: Design, pupils: pd.DataFrame) -> Fraga:
    """Ten percentage points more: each pupil's own absence and five more, against five less."""
    own = pupils["franvaro"].to_numpy(dtype="float64") / 10
    scenarios = tuple(design.scenario(FRANVARO, own + step) for step in (0.5, -0.5))
    return Fraga((PER_TIO,), scenarios, np.array([[1.0, -1.0]]))


def ask_points(design: Design, points: Sequence[float]) -> Fraga:
    """Each point of the curve but the first against the first, in percent of absence."""
    scenarios = tuple(design.scenario(FRANVARO, np.array([point])) for point in points)
    weights = np.column_stack([-np.ones(len(points) - 1), np.eye(len(points) - 1)])
    return Fraga(tuple(format_niva(point, points[0]) for point in points[1:]), scenarios, weights)


def join_questions(*questions: Fraga) -> Fraga:
    """Several questions to the same model as one."""
    return Fraga(
        tuple(name for one in questions for name in one.kategori),
        tuple(scenario for one in questions for scenario in one.scenarios),
        block_diag(*(one.weights for one in questions)),
    )


def _places(design: Design) -> list[int]:
    coding = design.codings[FRANVARO]
    assert isinstance(coding, Categories)
    return [int(place) for place in coding.levels]


def _give(design: Design, places: Sequence[int]) -> tuple[Scenario, ...]:
    return tuple(design.scenario(FRANVARO, np.array([float(place)])) for place in places)


@dataclass(frozen=True)
class Svar:
    """Answers in the unit of the outcome's differences: points or percentage points.

    Parameters
    ----------
    effects : Effects
        NaN for what the data cannot tell.
    linear : bool
        Whether they are those of a linear model.
    """

    effects: Effects
    linear: bool


def answer(
    urval: Urval, utfall: Utfall, form: Form, steps: Sequence[str], fraga: Fraga, metod: str = ""
) -> Svar:
    """Answers by the outcome's own model, with the errors for few clusters that suit it.

    A linear model has CR2 errors, logits have CRV3, or CR2 with many clusters. Where a logit has no maximum,
    or none without some cluster, a linear model of the probability answers in its place; where everyone has
    the same outcome nobody does.

    Parameters
    ----------
    metod : str
        Another of `regression.effects.METHODS`, by the outcome's own model.
    """
    if utfall.modell == "linjär":
        return answer_linear(urval, utfall, form, steps, fraga, metod or CR2)
    y = _read_levels(urval, utfall)
    if form == BAND and len(steps) == 1 and not metod:
        # Differences of observed shares, as they are: only an ordered model would say anything else.
        return replace(answer_linear(urval, utfall, form, steps, fraga), linear=False)
    if len(np.unique(y)) < 2:
        nothing = np.full(len(fraga.kategori), np.nan)
        return Svar(Effects(nothing, nothing, nothing), False)
    fit = fit_levels(urval, utfall, form, steps)
    margins = standardise(fit, fraga.scenarios, utfall.steg or 1)
    found = estimate_margins(margins, fraga.weights, metod or choose_errors(urval))
    told = np.isfinite(found.fel).all() or not urval.kluster.slag
    if not metod and not (fit.settled and told):
        return answer_linear(urval, utfall, form, steps, fraga)
    return Svar(_scale(found, 100), False)


def answer_linear(
    urval: Urval, utfall: Utfall, form: Form, steps: Sequence[str], fraga: Fraga, metod: str = CR2
) -> Svar:
    """Answers of least squares, for shares a linear model of the probability; see `answer`."""
    rows = fraga.weights @ urval.design(form, steps).mean_rows(fraga.scenarios)
    found = estimate_contrasts(fit_line(urval, utfall, form, steps), rows, metod)
    return Svar(_scale(found, 100 if utfall.enhet == "procent" else 1), True)


def choose_errors(urval: Urval) -> str:
    """Errors that suit a logit: CRV3 with few clusters, else CR2."""
    return CRV3 if urval.kluster.few or not urval.kluster.slag else CR2


def differs(urval: Urval, utfall: Utfall) -> bool:
    """Whether the outcome is not the same for all, so that there is anything to explain."""
    return len(np.unique(read_outcome(urval.pupils, utfall))) > 1


def _read_levels(urval: Urval, utfall: Utfall) -> np.ndarray:
    """Grade steps of a grade, so that its limits share a model; else 0 and 1."""
    if utfall.amne:
        return urval.pupils[utfall.amne].to_numpy(dtype="float64")
    return read_outcome(urval.pupils, utfall)


def fit_levels(urval: Urval, utfall: Utfall, form: Form, steps: Sequence[str]) -> OrderedFit:
    """The logit, or ordered logit, of an outcome whose values differ; see `answer`."""

    def fit() -> OrderedFit:
        matrix, clusters = urval.design(form, steps).matrix, urval.kluster
        return fit_ordered(matrix, _read_levels(urval, utfall), clusters.nummer, jackknife=clusters.few)

    return urval.fit_once((utfall.amne or utfall.kod, form, *steps), fit)


def fit_limit(urval: Urval, utfall: Utfall, form: Form, steps: Sequence[str]) -> OrderedFit:
    """The logit of reaching a grade's limit by itself, whatever goes with the other limits."""

    def fit() -> OrderedFit:
        matrix, clusters = urval.design(form, steps).matrix, urval.kluster
        y = read_outcome(urval.pupils, utfall)
        return fit_ordered(matrix, y, clusters.nummer, jackknife=clusters.few)

    return urval.fit_once(("gräns", utfall.kod, form, *steps), fit)


def answer_limit(urval: Urval, utfall: Utfall, form: Form, steps: Sequence[str], fraga: Fraga) -> Svar:
    """Answers of `fit_limit`, with the errors of `answer`."""
    margins = standardise(fit_limit(urval, utfall, form, steps), fraga.scenarios)
    return Svar(_scale(estimate_margins(margins, fraga.weights, choose_errors(urval)), 100), False)


def fit_line(urval: Urval, utfall: Utfall, form: Form, steps: Sequence[str]) -> LinearFit:
    """Least squares of an outcome, for shares of its probability; see `answer_linear`."""
    y = read_outcome(urval.pupils, utfall)
    key = ("linjär", utfall.kod, form, *steps)
    matrix = urval.design(form, steps).matrix
    return urval.fit_once(key, lambda: fit_linear(matrix, y, urval.kluster.nummer))


def _scale(effects: Effects, factor: float) -> Effects:
    return Effects(factor * effects.varde, factor * effects.fel, effects.df)
