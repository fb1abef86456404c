"""How well provbetyg and grades agree: kappa, and tests of whether they differ systematically.

Kappa has one value a läsår. Its interval takes the design effect of classes as measured over all läsår of the
subject, since one läsår may have few classes. The tests concern the report's läsår.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analys.estimates.agreement import kappa, kappa_error, kappa_influence, kappa_limits
from analys.estimates.assembling import make_estimate
from analys.estimates.both_grades import pair_grades
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.clustering import measure_design_effect
from analys.estimates.levels import KLASS
from analys.estimates.symmetry import (
    FEWEST_CLASSES,
    exchange_classes,
    homogeneity_contrasts,
    symmetry_contrasts,
)
from analys.estimates.trend_levels import SOURCE
from analys.indicators.np_amnen import PROVAMNEN
from analys.indicators.np_relation import MINST_ELEVER
from analys.indicators.np_statistik import STEGEN
from analys.underlag import Underlag

_TESTS = {
    "np_homogenitet": homogeneity_contrasts(len(STEGEN)),
    "np_symmetri": symmetry_contrasts(len(STEGEN)),
}


def agreement_estimates(run: Underlag) -> list[Estimate]:
    """Table np_samstammighet: the municipality's kappa in every läsår, and p-values of the report's läsår.

    Only läsår in which at least 15 pupils have both grades in the subject. A p-value is 0 to 1 and has no
    interval; subjects with fewer than six classes have none, since no result could be below 0.05.
    """
    rows = []
    for amne in PROVAMNEN:
        pairs = pair_grades(run, amne.arskurs)
        pairs = pairs[pairs["amne"] == amne.kod]
        sizes = pairs.groupby("lasar")["elev"].transform("size")
        pairs = pairs[sizes >= MINST_ELEVER]
        rows += [{"indikator": f"np_kappa_{amne.suffix}", **row} for row in compute_kappas(pairs)]
        newest = pairs[pairs["lasar"] == run.parameters.lasar]
        rows += [{"indikator": f"{code}_{amne.suffix}", **row} for code, row in _compute_tests(newest)]
    if not rows:
        return []
    unit = {"enhetstyp": "kommun", "enhet": run.parameters.kommun, "enhetsnamn": run.kommunnamn}
    cells = make_cells([{**unit, **row, "kalla": SOURCE} for row in rows])
    return [make_estimate("np_samstammighet", "Samstämmighet mellan provbetyg och betyg", [cells])]


def compute_kappas(pairs: pd.DataFrame) -> list[dict[str, Any]]:
    """Kappa of each läsår with its limits, where it is defined.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Of one subject: lasar, skolenhet, klass, prov and betyg (whole steps 0-5).

    Returns
    -------
    list of dict
        lasar, varde, undre, ovre (NaN without an interval) and n.
    """
    year, names = pd.factorize(pairs["lasar"], sort=True)
    prov, betyg = (pairs[name].to_numpy(dtype="int64") for name in ("prov", "betyg"))
    tables = _count_by(year, prov, betyg)
    values = [kappa(counts) for counts in tables]
    influence = np.zeros(len(pairs))
    for number, (counts, value) in enumerate(zip(tables, values, strict=True)):
        if not math.isnan(value):
            mine = year == number
            influence[mine] = kappa_influence(counts)[prov[mine], betyg[mine]]
    effect = measure_design_effect(influence, _label_classes(pairs), year)
    # Pupils of a class are never less alike than others; below 1 is chance.
    factor = math.sqrt(max(effect.deff, 1.0))
    rows = []
    for lasar, value, counts in zip(names, values, tables, strict=True):
        if not math.isnan(value):
            undre, ovre = kappa_limits(value, kappa_error(counts) * factor, effect.df)
            rows.append(
                {"lasar": lasar, "varde": value, "undre": undre, "ovre": ovre, "n": int(counts.sum())}
            )
    return rows


def _compute_tests(newest: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    classes = _label_classes(newest)
    if len(set(classes)) < FEWEST_CLASSES:
        return
    tables = _count_by(classes, newest["prov"].to_numpy(), newest["betyg"].to_numpy())
    for code, contrasts in _TESTS.items():
        p = exchange_classes(tables, contrasts)
        yield code, {"lasar": newest["lasar"].iloc[0], "varde": p, "n": len(newest)}


def _label_classes(pairs: pd.DataFrame) -> np.ndarray:
    """Number of each pupil's class; pupils without one are a class of the school."""
    return pairs.groupby(list(KLASS), sort=True, dropna=False).ngroup().to_numpy()


def _count_by(group: np.ndarray, prov: np.ndarray, betyg: np.ndarray) -> np.ndarray:
    """Pupils by provbetyg (rows) and grade (columns), one table a group; groups are numbered from 0."""
    size = len(STEGEN)
    groups = group.max(initial=-1) + 1
    counts = np.bincount((group * size + prov) * size + betyg, minlength=groups * size**2)
    return counts.reshape(groups, size, size)
