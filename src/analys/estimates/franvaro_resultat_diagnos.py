"""What the analysis stands on and how well its models hold: numbers of pupils, fit, tests, sensitivity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analys.estimates.cells import make_cells
from analys.estimates.clustering import intraclass_correlation
from analys.estimates.franvaro_modeller_analys import Analys, Urval
from analys.estimates.franvaro_modeller_design import LINJE
from analys.estimates.franvaro_modeller_elever import OKAND, read_outcome
from analys.estimates.franvaro_modeller_prov import find_curve_p, find_limits_p
from analys.estimates.franvaro_modeller_skattning import answer, ask_ten, fit_levels, fit_line
from analys.estimates.franvaro_resultat_metoder import find_complete
from analys.estimates.franvaro_resultat_niva import describe_cells, observed_id
from analys.estimates.levels import KLASS
from analys.estimates.regression.linear import fit_linear
from analys.indicators.franvaro_utfall import (
    ANTAL,
    BETYG_6,
    FORKLARAD,
    FRIHETSGRADER,
    JAMFORD_FRANVARO,
    JAMFORD_UTFALL,
    KLASSER,
    KOMPLETTA_ELEVER,
    KROKT,
    LAG_REGISTRERING,
    MED_FRANVARO,
    PROPORTIONELL,
    PSEUDO,
    SKOLA,
    SKOLOR,
    SKOLVARIATION,
    UTAN_BETYG_6,
    UTAN_FRANVARO,
    UTAN_GODKANT,
    UTAN_UTBILDNING,
    Utfall,
)
from analys.indicators.np_statistik import ALLA
from analys.underlag import Underlag


def count_pupils(analys: Analys, run: Underlag) -> pd.DataFrame:
    """Cells of how many pupils, schools and classes the analysis has, and how many lack what."""
    elever, known = analys.elever, analys.alla.pupils
    counts = {
        MED_FRANVARO: len(known),
        UTAN_FRANVARO: len(elever.frame) - len(known),
        LAG_REGISTRERING: elever.lag_registrering,
        UTAN_BETYG_6: int(known["betyg_6"].isna().sum()),
        UTAN_UTBILDNING: int((known["utbildning"] == OKAND).sum()),
        UTAN_GODKANT: int(known["merit"].isna().sum()),
        KOMPLETTA_ELEVER: int(find_complete(known).sum()),
    }
    rows: list[dict[str, Any]] = [
        # A number of pupils is itself what may point at few.
        {"kategori": name, "varde": float(count), "n": count}
        for name, count in counts.items()
        if count or name in (MED_FRANVARO, UTAN_FRANVARO)
    ]
    rows += [
        {"kategori": SKOLOR, "varde": float(known["skolenhet"].nunique())},
        {"kategori": KLASSER, "varde": float(len(known.drop_duplicates(list(KLASS))))},
    ]
    return make_cells(describe_cells(rows, ANTAL, elever, run))


def diagnose(analys: Analys, utfall: Utfall, run: Underlag) -> pd.DataFrame:
    """Cells of measures on the outcome's model, adjusted for every step, and of tests of it; unrounded."""
    urval = analys.select(utfall)
    y = read_outcome(urval.pupils, utfall)
    if urval.pupils["franvaro"].nunique() < 2 or np.ptp(y) == 0:
        return make_cells([])
    common = {"n": len(analys.alla.pupils), "delar": observed_id(utfall, ALLA, run)}
    cells = []
    for kind, found in (("diagnos", _measure(analys, urval, utfall)), ("test", _test(analys, utfall))):
        rows = [common | {"kategori": name, "varde": value} for name, value in found if not np.isnan(value)]
        cells += describe_cells(rows, f"franvaro_{kind}_{utfall.kod}", analys.elever, run)
    return make_cells(cells)


def _measure(analys: Analys, urval: Urval, utfall: Utfall) -> Iterator[tuple[str, float]]:
    steps = analys.steg
    line = fit_line(urval, utfall, LINJE, steps)
    if utfall.modell == "linjär":
        yield FORKLARAD, line.r_squared
    else:
        yield PSEUDO, fit_levels(urval, utfall, LINJE, steps).pseudo_r_squared
    yield SKOLVARIATION, correlate_schools(urval, utfall, analys)
    svar = answer(urval, utfall, LINJE, steps, ask_ten(urval.design(LINJE, steps), urval.pupils))
    yield FRIHETSGRADER, float(svar.effects.df[0])
    if BETYG_6 in steps:
        yield from zip((JAMFORD_UTFALL, JAMFORD_FRANVARO), benchmark(analys, urval, utfall), strict=True)


def correlate_schools(urval: Urval, utfall: Utfall, analys: Analys) -> float:
    """Share of the variance that is between schools, after adjustment for all but the school."""
    steps = [step for step in analys.steg if step != SKOLA]
    fit = fit_line(urval, utfall, LINJE, steps)
    matrix = urval.design(LINJE, steps).matrix
    told = np.nan_to_num(fit.coefficients)
    rest = read_outcome(urval.pupils, utfall) - matrix @ told
    return intraclass_correlation(rest, urval.pupils["skolenhet"])


def benchmark(analys: Analys, urval: Urval, utfall: Utfall) -> tuple[float, float]:
    """Partial R² of grades of åk 6 with the outcome and with absence, given everything else.

    What an unmeasured confounder would have to explain is set beside it (Cinelli & Hazlett 2020).
    """
    without = [step for step in analys.steg if step != BETYG_6]
    full = fit_line(urval, utfall, LINJE, analys.steg).r_squared
    less = fit_line(urval, utfall, LINJE, without).r_squared
    absence = [_explain_absence(urval, steps) for steps in (analys.steg, without)]
    return (full - less) / (1 - less), (absence[0] - absence[1]) / (1 - absence[1])


def _explain_absence(urval: Urval, steps: list[str] | tuple[str, ...]) -> float:
    """R² of absence on everything that is adjusted for."""
    design = urval.design(LINJE, steps)
    place = design.terms["franvaro"].start
    y, matrix = design.matrix[:, place], np.delete(design.matrix, place, axis=1)
    return urval.fit_once(("franvaro", *steps), lambda: fit_linear(matrix, y, urval.kluster.nummer)).r_squared


def _test(analys: Analys, utfall: Utfall) -> Iterator[tuple[str, float]]:
    yield KROKT, find_curve_p(analys, utfall)
    if utfall.amne:
        yield PROPORTIONELL, find_limits_p(analys, utfall)
