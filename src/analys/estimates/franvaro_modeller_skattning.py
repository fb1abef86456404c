"""One model of one outcome: what it says of pupils' mean outcome with other absence, with errors.

Everything asked of a model is a weighted sum of standardised means: the mean outcome over all pupils when
each keeps what is the pupil's own but has another absence. Differences between bands, ten percentage points
more and points of the curve are such sums, in points or percentage points, whatever the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import block_diag

from analys.estimates.franvaro_modeller_analys import Urval
from analys.estimates.franvaro_modeller_design import FRANVARO, Form
from analys.estimates.franvaro_modeller_elever import read_outcome
from analys.estimates.franvaro_modeller_kluster import Kluster
from analys.estimates.regression.coding import Categories
from analys.estimates.regression.design import Design, Scenario
from analys.estimates.regression.effects import CR2, Effects
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
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


def answer_linear(design: Design, y: np.ndarray, kluster: Kluster, fraga: Fraga, metod: str = CR2) -> Effects:
    """Answers of least squares, in the outcome's own unit; errors are NaN without clusters.

    Parameters
    ----------
    metod : str
        One of `regression.effects.METHODS`.
    """
    fit = fit_linear(design.matrix, y, kluster.nummer)
    return estimate_contrasts(fit, fraga.weights @ design.mean_rows(fraga.scenarios), metod)


def answer(urval: Urval, utfall: Utfall, form: Form, steps: Sequence[str], fraga: Fraga) -> Effects:
    """Answers in the unit of the outcome's differences, by its main model."""
    y = read_outcome(urval.pupils, utfall)
    found = answer_linear(urval.design(form, steps), y, urval.kluster, fraga)
    factor = 100.0 if utfall.enhet == "procent" else 1.0
    return Effects(factor * found.varde, factor * found.fel, found.df)
