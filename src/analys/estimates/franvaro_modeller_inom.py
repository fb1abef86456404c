"""Absence within schools and between them: each pupil's distance to the school's mean, and the mean itself.

Within schools the schools' other differences cancel, as with school fixed effects. Between schools they do
not, and there are few schools: the two need not be alike, and the second says nothing about pupils (the
ecological fallacy).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analys.estimates.franvaro_modeller_analys import Urval
from analys.estimates.franvaro_modeller_design import FRANVARO, LINJE
from analys.estimates.franvaro_modeller_elever import read_outcome
from analys.estimates.franvaro_modeller_skattning import Svar
from analys.estimates.regression.effects import CR2, Effects
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.indicators.franvaro_utfall import SKOLA, Utfall


def split_within(urval: Urval, utfall: Utfall, steps: Sequence[str]) -> tuple[Svar, Svar]:
    """Difference with ten percentage points more within schools, and between schools' means; linear models.

    Parameters
    ----------
    urval : Urval
    steps : sequence of str
        Adjusted for all of them but the school, whose mean takes its place.
    """
    design = urval.design(LINJE, [step for step in steps if step != SKOLA])
    school = np.unique(urval.pupils["skolenhet"].to_numpy(dtype=object), return_inverse=True)[1]
    own = design.matrix[:, design.terms[FRANVARO]][:, 0]
    mean = (np.bincount(school, own) / np.bincount(school))[school]
    matrix = np.column_stack([design.matrix, mean])
    matrix[:, design.terms[FRANVARO]] = (own - mean)[:, None]
    contrasts = np.zeros((2, matrix.shape[1]))
    contrasts[0, design.terms[FRANVARO]] = contrasts[1, -1] = 1
    fit = fit_linear(matrix, read_outcome(urval.pupils, utfall), urval.kluster.nummer)
    found = estimate_contrasts(fit, contrasts, CR2)
    factor = 100 if utfall.enhet == "procent" else 1
    within, between = (
        Svar(Effects(factor * found.varde[[i]], factor * found.fel[[i]], found.df[[i]]), True) for i in (0, 1)
    )
    return within, between
