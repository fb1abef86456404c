"""The same association by other methods: what the choice of method, and of what to do about gaps, means.

All are differences with ten percentage points more absence, adjusted for every step. Between schools is the
association of schools' mean absence with their mean outcomes: it is about schools, and never to be read as
being about pupils.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analys.estimates.cells import cell_id
from analys.estimates.franvaro_modeller_analys import Analys, Urval, make_selection
from analys.estimates.franvaro_modeller_design import LINJE
from analys.estimates.franvaro_modeller_elever import OKAND
from analys.estimates.franvaro_modeller_inom import can_draw_schools, draw_schools, split_within
from analys.estimates.franvaro_modeller_kanslighet import confound_as_strongly
from analys.estimates.franvaro_modeller_skattning import (
    Svar,
    answer,
    answer_limit,
    answer_linear,
    ask_ten,
    choose_errors,
    differs,
)
from analys.estimates.franvaro_resultat_niva import describe_cells, observed_id, tell_model
from analys.estimates.regression import effects
from analys.estimates.regression.effects import Effects
from analys.indicators.franvaro_utfall import (
    ANTAL,
    BETYG_6,
    CR1,
    CR2,
    CRV3,
    GRANS,
    INOM,
    KOMPLETTA,
    KOMPLETTA_ELEVER,
    LIKA_STARK,
    LINJAR,
    MELLAN,
    METODER,
    MINST_SKOLOR_MELLAN,
    NAIV,
    PER_TIO,
    SLUMPMASSIG,
    Utfall,
)
from analys.indicators.np_statistik import ALLA
from analys.underlag import Underlag

_ERRORS = {NAIV: effects.NAIVE, CR1: effects.CR1, CR2: effects.CR2, CRV3: effects.CRV3}


def compare_methods(
    analys: Analys, utfall: Utfall, imputed: Mapping[str, Mapping[Utfall, Effects]], run: Underlag
) -> list[dict[str, Any]]:
    """Cells of the outcome's association by method, unrounded; none where absence does not differ.

    Parameters
    ----------
    imputed : mapping
        See `franvaro_modeller_imputering.impute_associations`.
    """
    rows: list[dict[str, Any]] = []
    linear: list[bool] = []
    n = len(analys.alla.pupils)
    filled = ((metod, Svar(by[utfall], True), n) for metod, by in imputed.items() if utfall in by)
    answers = sorted((*_list_answers(analys, utfall), *filled), key=lambda one: METODER.index(one[0]))
    for metod, svar, n in answers:
        found = svar.effects
        for varde, undre, ovre in zip(found.varde, found.undre, found.ovre, strict=True):
            if not np.isnan(varde):
                limits = {"varde": varde, "undre": undre, "ovre": ovre, "n": n}
                rows.append({"jamforelse": metod, "kategori": PER_TIO} | limits)
                linear.append(svar.linear and metod != LINJAR)
    whole = observed_id(utfall, ALLA, run)
    # Its n tells how many lack something: hidden where the number of complete cases is.
    number = cell_id(ANTAL, run.parameters.kommun, run.parameters.lasar, kategori=KOMPLETTA_ELEVER)
    cells = describe_cells(
        [row | {"delar": f"{whole} + {number}" if row["jamforelse"] == KOMPLETTA else whole} for row in rows],
        f"franvaro_metod_{utfall.kod}",
        analys.elever,
        run,
    )
    return tell_model(cells, utfall, linear)


def _list_answers(analys: Analys, utfall: Utfall) -> Iterator[tuple[str, Svar, int]]:
    """Each method, what it says, and of how many pupils."""
    urval, steps = analys.select(utfall), analys.steg
    n = len(analys.alla.pupils)
    if urval.pupils["franvaro"].nunique() < 2 or not differs(urval, utfall):
        return
    fraga = ask_ten(urval.design(LINJE, steps), urval.pupils)
    for metod, errors in _ERRORS.items():
        # Logits have CRV3 with few clusters, else CR2, which few clusters leave to the linear one beside.
        left_out = CR2 if choose_errors(urval) == effects.CRV3 else CRV3
        if utfall.modell == "linjär" or metod != left_out:
            yield metod, answer(urval, utfall, LINJE, steps, fraga, errors), n
    if utfall.amne:
        yield GRANS, answer_limit(urval, utfall, LINJE, steps, fraga), n
    if utfall.modell != "linjär":
        yield LINJAR, answer_linear(urval, utfall, LINJE, steps, fraga), n
    if can_draw_schools(urval, steps):
        yield SLUMPMASSIG, draw_schools(urval, utfall, steps), n
        inom, mellan = split_within(urval, utfall, steps)
        yield INOM, inom, n
        if urval.kluster.antal >= MINST_SKOLOR_MELLAN:
            yield MELLAN, mellan, n
    if utfall.modell == "linjär" and BETYG_6 in steps:
        nothing = np.array([np.nan])
        estimate = np.array([confound_as_strongly(urval, utfall, steps)])
        yield LIKA_STARK, Svar(Effects(estimate, nothing, nothing), True), n
    complete = select_complete(urval)
    if complete is not None:
        fraga = ask_ten(complete.design(LINJE, steps), complete.pupils)
        yield KOMPLETTA, answer(complete, utfall, LINJE, steps, fraga), _published(analys)


def _published(analys: Analys) -> int:
    """Pupils with every piece of information: the same for all outcomes, so that none tells of few pupils."""
    return int(find_complete(analys.alla.pupils).sum())


def select_complete(urval: Urval) -> Urval | None:
    """The pupils with every piece of information; None where that is all of them, or too few to differ."""
    complete = find_complete(urval.pupils)
    if complete.all() or urval.pupils.loc[complete, "franvaro"].nunique() < 2:
        return None
    return make_selection(urval.pupils[complete].reset_index(drop=True))


def find_complete(pupils: pd.DataFrame) -> np.ndarray:
    """Whether each pupil has all that any pupil has of what the models adjust for."""
    complete = np.ones(len(pupils), dtype=bool)
    for name in ("betyg_6", "utbildning", "nyinvandrad", "svsva"):
        known = _is_known(pupils[name])
        if known.any():
            complete &= known
    return complete


def _is_known(values: pd.Series) -> np.ndarray:
    return (values.notna() & (values.astype("object") != OKAND)).to_numpy(dtype=bool)
