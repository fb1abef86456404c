"""Schools drawn at random, and absence within schools and between them: linear models beside the main.

A random school level stands between no school level and a fixed one. Within schools the schools' other
differences cancel, as with fixed levels. Between schools they do not, and there are few schools: the two need
not be alike, and the second says nothing about pupils (the ecological fallacy).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analys.estimates.franvaro_modeller_analys import Urval
from analys.estimates.franvaro_modeller_design import FRANVARO, LINJE
from analys.estimates.franvaro_modeller_elever import read_outcome
from analys.estimates.franvaro_modeller_skattning import Svar
from analys.estimates.regression import random_intercept
from analys.estimates.regression.effects import CR2, Effects
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.estimates.regression.random_intercept import MixedFit, estimate_mixed, fit_random_intercept
from analys.indicators.franvaro_utfall import SKOLA, Utfall


def split_within(urval: Urval, utfall: Utfall, steps: Sequence[str]) -> tuple[Svar, Svar]:
    """Difference with ten percentage points more within schools, and between schools' means.

    Parameters
    ----------
    steps : sequence of str
        Adjusted for all of them but the school, whose mean takes its place.
    """
    design = urval.design(LINJE, leave_school(steps))
    place = design.terms[FRANVARO].start
    within, between = random_intercept.split_within(design.matrix[:, place], urval.pupils["skolenhet"])
    matrix = np.column_stack([design.matrix, between])
    matrix[:, place] = within
    contrasts = np.zeros((2, matrix.shape[1]))
    contrasts[0, place] = contrasts[1, -1] = 1
    fit = fit_linear(matrix, read_outcome(urval.pupils, utfall), urval.kluster.nummer)
    found = estimate_contrasts(fit, contrasts, CR2)
    one, other = (
        Effects(found.varde[[row]], found.fel[[row]], found.df[[row]]) for row in range(len(contrasts))
    )
    return _answer(one, utfall), _answer(other, utfall)


def draw_schools(urval: Urval, utfall: Utfall, steps: Sequence[str]) -> Svar:
    """Difference with ten percentage points more where each school has a level drawn at random."""
    contrast = urval.design(LINJE, leave_school(steps)).contrast(FRANVARO)
    return _answer(estimate_mixed(fit_schools(urval, utfall, steps), contrast), utfall)


def fit_schools(urval: Urval, utfall: Utfall, steps: Sequence[str]) -> MixedFit:
    """The model with school levels drawn at random, adjusted for all steps but the school."""
    kept = leave_school(steps)
    matrix = urval.design(LINJE, kept).matrix
    y, school = read_outcome(urval.pupils, utfall), urval.pupils["skolenhet"].to_numpy(dtype=object)
    return urval.fit_once(("slumpmässig", utfall.kod, *kept), lambda: fit_random_intercept(matrix, y, school))


def can_draw_schools(urval: Urval, steps: Sequence[str]) -> bool:
    """Whether there are schools enough to be drawn from, and pupils enough for the columns."""
    columns = urval.design(LINJE, leave_school(steps)).matrix.shape[1]
    return urval.kluster.slag == "skola" and len(urval.pupils) > columns + 1


def leave_school(steps: Sequence[str]) -> list[str]:
    """The steps of adjustment but the school."""
    return [step for step in steps if step != SKOLA]


def _answer(effects: Effects, utfall: Utfall) -> Svar:
    factor = 100 if utfall.enhet == "procent" else 1
    return Svar(Effects(factor * effects.varde, factor * effects.fel, effects.df), True)
