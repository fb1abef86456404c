"""How schools' grades deviate from the national tests, given the test grade, over several läsår.

Model, in steps of the grade scale (F 0 … A 5): a pupil's grade is what that test grade gives in the subject,
a level of the subject in that läsår, the school's deviation, and chance. Test grades are categories of each
subject, so neither the floor F nor the ceiling A is taken for a deviation. Pupils and classes, and what moves
a whole school one läsår, make the errors (see `school_effects`); the school's subjects are part of what is
estimated: its deviation over the subjects that its pupils were tested in.

Two stages take the place of a mixed model in one. With three to twenty schools the variance between them is
itself unsure, and a fitted mixed model plugs it in, so that its intervals are too narrow. Here the schools'
estimates and errors are closed forms, and `shrinkage` integrates the variance between schools out.
`studies/coverage_deviation.py` holds the coverage, and the comparison with statsmodels' MixedLM.

A test measures with error. Among pupils with the same test grade, those of a school with strong pupils are
truly somewhat stronger, so test error alone makes schools seem to deviate in step with their intake. For a
test reliability r the school's mean result is therefore given the slope that it would have without error,
b / L, in place of the slope within schools b, with L = 1 - (1 - r) × total variance / variance within schools
(Fuller 1987, section 1.1). Grades that use the test itself need less correction than r says.

References
----------
Fuller, W. A. (1987). Measurement error models. Wiley.
Snijders, T. A. B. & Bosker, R. J. (2012). Multilevel analysis, 2nd ed. Sage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analys.estimates.school_effects import UnitEffects, compare_units
from analys.estimates.shrinkage import MINST_SKOLOR, Shrunken, estimate_tau, shrink

RELIABILITIES = (0.75, 0.85, 0.95)
"""Test reliabilities between which a claim must hold; the middle one gives the value."""

WITHOUT_ERROR = 1.0
"""Reliability of a test without error: the plain model."""

DELTA_STEG = 0.1
"""Smallest deviation that matters, in steps: every tenth grade one step higher or lower. A step is worth 2.5
merit points, so 17 subjects make it 4.25 points, next to SKR's 5."""

MINST_RELIABILITET = 0.6
"""With a lower reliability of a school's deviation nothing is said of that school (METHODS section 4)."""

COLUMNS = ("elev", "lasar", "skolenhet", "klass", "amne", "prov", "betyg")
_STEPS = 6
_LEAST_L = 0.3

Array = NDArray[Any]


@dataclass(frozen=True)
class Deviations:
    """Schools' deviations under one assumption of the test's reliability.

    Parameters
    ----------
    skolor : tuple of str
        School codes; the arrays hold one element for each.
    varde, fel : ndarray
        Deviation from the mean of the schools in steps, before shrinking, and its standard error.
    provniva : ndarray
        Mean test result against that of the schools in the same subjects and läsår, in steps.
    utjamnad : Shrunken
    lasar_sd : float
        SD of a school's deviation between läsår, beyond what pupils and classes explain.
    fel_ett_lasar : float
        Standard error of a school's deviation in a single läsår, on average.
    """

    skolor: tuple[str, ...]
    varde: Array
    fel: Array
    provniva: Array
    utjamnad: Shrunken
    lasar_sd: float
    fel_ett_lasar: float

    def correlate_years(self, tau: float) -> float:
        """Expected correlation of the schools' deviations in two läsår, for an SD between schools."""
        return tau**2 / (tau**2 + self.fel_ett_lasar**2) if tau > 0 else 0.0


@dataclass(frozen=True)
class Results:
    """Results of pupils as numbers, each code from 0; see `read_results`."""

    skolor: Array
    skola: Array
    lasar: Array
    amne: Array
    grupp: Array
    elev: Array
    cell: Array
    prov: Array
    betyg: Array


def read_results(results: pd.DataFrame) -> Results | None:
    """Codes of the schools' results.

    Parameters
    ----------
    results : pandas.DataFrame
        One row a pupil and subject with both grades: `COLUMNS`; prov and betyg are whole steps 0-5.

    Returns
    -------
    Results or None
        None with fewer than three schools or two läsår: what lasts cannot be told from what happened once.
    """
    if results["skolenhet"].nunique() < MINST_SKOLOR or results["lasar"].nunique() < 2:
        return None
    names, school = np.unique(results["skolenhet"].to_numpy(dtype="str"), return_inverse=True)
    year, subject, pupil = (
        pd.factorize(results[name], sort=True)[0].astype("int64") for name in ("lasar", "amne", "elev")
    )
    group = pd.factorize(results["klass"].fillna(""))[0].astype("int64")
    place = year * len(names) + school
    return Results(
        skolor=names,
        skola=school,
        lasar=year,
        amne=subject,
        grupp=place * (group.max() + 1) + group,
        elev=place * (pupil.max() + 1) + pupil,
        cell=np.unique(place * (subject.max() + 1) + subject, return_inverse=True)[1],
        prov=results["prov"].to_numpy(dtype="float64"),
        betyg=results["betyg"].to_numpy(dtype="float64"),
    )


def fit_deviations(
    results: Results, reliability: float = WITHOUT_ERROR, *, contextual: bool = False
) -> Deviations | None:
    """Deviations of schools, shrunken.

    Parameters
    ----------
    results : Results
    reliability : float
        Of the test grade, above 0 and at most 1.
    contextual : bool
        Adds the school's mean test result to the model of the schools: what is left goes beyond it.

    Returns
    -------
    Deviations or None
        None where fewer than three schools (four when contextual) can be compared.
    """
    values = np.stack([_adjust(results, reliability), results.prov], axis=1)
    found = _compare(results, values, results.skola, results.lasar)
    kept = found.group == np.argmax(np.bincount(found.group))
    if kept.sum() < MINST_SKOLOR + contextual:
        return None
    value, level = found.value[kept].T
    errors = np.sqrt(np.maximum(found.variance[:, kept], 1e-12))
    if contextual and np.ptp(level) < 1e-9:
        return None
    return Deviations(
        skolor=tuple(results.skolor[kept].tolist()),
        varde=value,
        fel=np.median(errors, axis=0),
        provniva=level,
        utjamnad=shrink(value, errors, covariate=level if contextual else None),
        lasar_sd=float(np.sqrt(found.block_variance)),
        fel_ett_lasar=float(np.sqrt(found.single_block)),
    )


def spread_of_subjects(results: Results) -> tuple[float, float, float] | None:
    """How much a school's deviation differs between its subjects: an SD in steps, with its interval.

    Of each school's deviation in each subject, beyond its deviation over all.

    Returns
    -------
    tuple of float or None
        None where no three deviations in single subjects can be compared.
    """
    values = _adjust(results, WITHOUT_ERROR)[:, None]
    schools = np.nan_to_num(_compare(results, values, results.skola, results.lasar).value[:, 0])
    rest = values - schools[results.skola][:, None]
    unit, at = np.unique(results.skola * (results.amne.max() + 1) + results.amne, return_inverse=True)
    block = np.unique(results.lasar * (results.amne.max() + 1) + results.amne, return_inverse=True)[1]
    found = _compare(results, rest, at, block)
    usable = ~np.isnan(found.value[:, 0])
    if usable.sum() < MINST_SKOLOR:
        return None
    school = unit // (results.amne.max() + 1)
    # Distances to the mean of S schools and of J subjects vary less than effects do, by (1 - 1/S)(1 - 1/J).
    compared = np.bincount(found.group)[found.group].astype("float64")
    own = np.bincount(school)[school].astype("float64")
    factor = np.sqrt((1 - 1 / np.maximum(compared, 2)) * np.where(own > 1, 1 - 1 / own, 1.0))
    errors = np.sqrt(np.maximum(found.variance[:, usable], 1e-12))
    return estimate_tau(found.value[usable, 0] / factor[usable], errors)


def _compare(results: Results, values: Array, unit: Array, block: Array) -> UnitEffects:
    """Classes are the clusters; pupils where no school has two classes."""
    classes = np.unique(
        np.stack([results.lasar * len(results.skolor) + results.skola, results.grupp]), axis=1
    )
    several = classes.shape[1] > len(np.unique(classes[0]))
    return compare_units(values, unit, block, results.amne, results.grupp if several else results.elev)


def _adjust(results: Results, reliability: float) -> Array:
    """Grades less what the test grade gives: its category, and the school's mean at the error-free slope."""
    size = np.bincount(results.cell).astype("float64")
    mean = np.bincount(results.cell, results.prov) / size
    expected = _expect(results)
    if reliability >= WITHOUT_ERROR:
        return results.betyg - expected
    within = results.prov - mean[results.cell]
    spread = (within**2).sum()
    slope = (within * results.betyg).sum() / spread if spread > 0 else 0.0
    df = len(within) - len(size)
    year = results.lasar * (results.amne.max() + 1) + results.amne
    centre = np.bincount(year, results.prov) / np.maximum(np.bincount(year), 1)
    around = ((results.prov - centre[year]) ** 2).sum() / max(len(year) - len(np.unique(year)), 1)
    share = 1 - (1 - reliability) * around / (spread / df) if spread > 0 and df > 0 else 1.0
    return results.betyg - expected - slope * (1 / max(share, _LEAST_L) - 1) * mean[results.cell]


def _expect(results: Results) -> Array:
    """What each test grade gives in its subject, by least squares within schools, läsår and subjects."""
    step = results.prov.astype("int64")
    shape = (int(results.cell.max()) + 1, _STEPS)
    pupils = np.bincount(results.cell * _STEPS + step, minlength=shape[0] * _STEPS).reshape(shape)
    grades = np.bincount(results.cell * _STEPS + step, results.betyg, minlength=shape[0] * _STEPS).reshape(
        shape
    )
    size, total = pupils.sum(axis=1, keepdims=True), grades.sum(axis=1, keepdims=True)
    subject = np.zeros(shape[0], dtype="int64")
    subject[results.cell] = results.amne
    expected = np.zeros((int(results.amne.max()) + 1, _STEPS))
    for number in range(len(expected)):
        own = subject == number
        n, y = pupils[own].astype("float64"), grades[own]
        matrix = np.diag(n.sum(axis=0)) - n.T @ (n / size[own])
        right = (y - n * total[own] / size[own]).sum(axis=0)
        expected[number] = np.linalg.pinv(matrix, rcond=1e-10, hermitian=True) @ right
    return expected[results.amne, step]
