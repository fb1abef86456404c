"""The run's analysis of absence and results: pupils, steps, clusters and designs, once for all outcomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import pandas as pd

from analys.estimates.franvaro_modeller_design import Form, design_model, list_steps
from analys.estimates.franvaro_modeller_elever import Elever, collect_pupils
from analys.estimates.franvaro_modeller_kluster import (
    Klasser,
    Kluster,
    choose_clusters,
    number_classes,
)
from analys.estimates.regression.design import Design
from analys.indicators.franvaro_band import name_bands
from analys.indicators.franvaro_utfall import Utfall, place_points
from analys.underlag import Underlag

T = TypeVar("T")


@dataclass(frozen=True)
class Urval:
    """The pupils of an outcome: all with known absence, or those with a meritvärde.

    Parameters
    ----------
    pupils : pandas.DataFrame
        See `franvaro_modeller_elever.Elever.frame`.
    klasser : Klasser
    kluster : Kluster
    """

    pupils: pd.DataFrame
    klasser: Klasser
    kluster: Kluster
    _designs: dict[tuple[Form, tuple[str, ...]], Design] = field(default_factory=dict, repr=False)
    _fits: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)

    def design(self, form: Form, steps: Sequence[str]) -> Design:
        """The model's columns, see `franvaro_modeller_design.design_model`."""
        key = (form, tuple(steps))
        if key not in self._designs:
            self._designs[key] = design_model(self.pupils, form, steps)
        return self._designs[key]

    def fit_once(self, key: tuple[str, ...], fit: Callable[[], T]) -> T:
        """A fitted model, by the outcome, form and steps that it is of."""
        if key not in self._fits:
            self._fits[key] = fit()
        found: T = self._fits[key]
        return found


@dataclass(frozen=True)
class Analys:
    """What every table of absence and results is made from.

    Parameters
    ----------
    elever : Elever
    alla, med_merit : Urval
        Pupils with known absence; those of them who have any passing grade.
    steg : tuple of str
        Steps of adjustment there is data for.
    band : tuple of str
        Names of the run's bands.
    punkter : tuple of float
        Points of the curve that are compared, in percent: one a band.
    """

    elever: Elever
    alla: Urval
    med_merit: Urval
    steg: tuple[str, ...]
    band: tuple[str, ...]
    punkter: tuple[float, ...]

    def select(self, utfall: Utfall) -> Urval:
        """The pupils of an outcome."""
        return self.med_merit if utfall.kod == "merit" else self.alla

    def steps_to(self, steg: str) -> tuple[str, ...]:
        """The steps up to one, itself included."""
        return self.steg[: self.steg.index(steg) + 1]


@cache
def collect_analysis(run: Underlag) -> Analys | None:
    """The run's analysis; None where nobody has both absence and results."""
    elever = collect_pupils(run)
    if elever is None:
        return None
    return make_analysis(elever, run.parameters.band)


def make_analysis(elever: Elever, edges: tuple[int, ...]) -> Analys:
    """Analysis of some pupils, with bands from edges in percent."""
    pupils = elever.kanda
    graded = pupils["merit"].notna().to_numpy()
    alla = make_selection(pupils)
    med_merit = alla if graded.all() else make_selection(pupils[graded].reset_index(drop=True))
    return Analys(elever, alla, med_merit, list_steps(pupils), name_bands(edges), place_points(edges))


def make_selection(pupils: pd.DataFrame) -> Urval:
    """Pupils with their classes and clusters."""
    klasser = number_classes(pupils)
    return Urval(pupils, klasser, choose_clusters(klasser))
