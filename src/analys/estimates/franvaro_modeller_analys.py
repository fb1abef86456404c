"""The run's analysis of absence and results: pupils, steps, clusters and designs, once for all outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
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
from analys.indicators.franvaro_band import find_bands, name_bands
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
        Names of the bands: the run's, but for the highest that are joined (see `join_edges`).
    punkter : mapping of float to str
        Points of the curve that are compared, in percent, each with its band.
    """

    elever: Elever
    alla: Urval
    med_merit: Urval
    steg: tuple[str, ...]
    band: tuple[str, ...]
    punkter: Mapping[float, str]

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
    return make_analysis(elever, run.parameters.band, run.parameters.troskel)


def make_analysis(elever: Elever, edges: tuple[int, ...], troskel: int) -> Analys:
    """Analysis of some pupils, with bands from edges in percent.

    Parameters
    ----------
    troskel : int
        Fewest pupils behind a shown value: a point of the curve has as many pupils beyond it.
    """
    pupils = elever.kanda
    graded = pupils["merit"].notna().to_numpy()
    share = pupils["franvaro"].to_numpy(dtype="float64") / 100
    shown = share[graded] if graded.any() else share
    joined = join_edges(shown, edges, troskel)
    pupils["band"] = find_bands(pd.Series(share), joined)
    names = name_bands(joined)
    points = [point for point in place_points(edges) if (100 * shown >= point).sum() >= troskel]
    place = find_bands(pd.Series(points, dtype="float64") / 100, joined)
    alla = make_selection(pupils)
    med_merit = alla if graded.all() else make_selection(pupils[graded].reset_index(drop=True))
    punkter = {point: names[int(band)] for point, band in zip(points, place, strict=True)}
    return Analys(elever, alla, med_merit, list_steps(pupils), names, MappingProxyType(punkter))


def join_edges(shares: np.ndarray, edges: tuple[int, ...], troskel: int) -> tuple[int, ...]:
    """Edges without the highest, as long as too few pupils are in the highest band to be shown.

    What would be hidden with the highest band, and with the next one for its sake, is told of both together.

    Parameters
    ----------
    shares : ndarray
        Pupils' absence, 0-1.

    Examples
    --------
    >>> join_edges(np.array([0.05, 0.15, 0.35, 0.36, 0.60]), (10, 20, 30, 50), 2)
    (10, 20, 30)
    """
    while len(edges) > 1 and (find_bands(pd.Series(shares), edges) == len(edges)).sum() < troskel:
        edges = edges[:-1]
    return edges


def make_selection(pupils: pd.DataFrame) -> Urval:
    """Pupils with their classes and clusters."""
    klasser = number_classes(pupils)
    return Urval(pupils, klasser, choose_clusters(klasser))
