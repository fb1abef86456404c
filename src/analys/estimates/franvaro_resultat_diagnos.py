"""What the analysis stands on and how well its models hold: numbers of pupils, fit, tests, sensitivity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from analys.estimates.franvaro_modeller_analys import Analys, Urval
from analys.estimates.franvaro_modeller_design import LINJE
from analys.estimates.franvaro_modeller_elever import OKAND, read_outcome
from analys.estimates.franvaro_modeller_inom import can_draw_schools, fit_schools
from analys.estimates.franvaro_modeller_kanslighet import benchmark, find_e_value, resist
from analys.estimates.franvaro_modeller_prov import find_curve_p, find_limits_p
from analys.estimates.franvaro_modeller_skattning import (
    answer,
    ask_ten,
    differs,
    fit_levels,
    fit_line,
)
from analys.estimates.franvaro_resultat_metoder import find_complete
from analys.estimates.franvaro_resultat_niva import describe_cells, observed_id
from analys.estimates.levels import KLASS
from analys.indicators.franvaro_utfall import (
    ANALYSERADE,
    ANTAL,
    BETYG_6,
    E_VARDE,
    E_VARDE_INTERVALL,
    FORKLARAD,
    FRIHETSGRADER,
    JAMFORD_FRANVARO,
    JAMFORD_UTFALL,
    KLASSER,
    KOMPLETTA_ELEVER,
    KROKT,
    LAG_REGISTRERING,
    PROPORTIONELL,
    PSEUDO,
    ROBUSTHET,
    ROBUSTHET_INTERVALL,
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


def count_pupils(analys: Analys, run: Underlag) -> list[dict[str, Any]]:
    """Cells of how many pupils, schools and classes the analysis has, and how many lack what."""
    elever, known = analys.elever, analys.alla.pupils
    told = elever.frame[elever.frame["franvaro"].notna()]
    counts = {
        ANALYSERADE: len(known),
        UTAN_FRANVARO: len(elever.frame) - len(told),
        LAG_REGISTRERING: elever.lag_registrering,
        UTAN_BETYG_6: len(told) - len(known),
        UTAN_UTBILDNING: int((known["utbildning"] == OKAND).sum()),
        UTAN_GODKANT: int(known["merit"].isna().sum()),
        KOMPLETTA_ELEVER: int(find_complete(known).sum()),
    }
    rows: list[dict[str, Any]] = [
        # A number of pupils is itself what may point at few.
        {"kategori": name, "varde": float(count), "n": count}
        for name, count in counts.items()
        if count or name == ANALYSERADE
    ]
    rows += [
        {"kategori": SKOLOR, "varde": float(known["skolenhet"].nunique())},
        {"kategori": KLASSER, "varde": float(len(known.drop_duplicates(list(KLASS))))},
    ]
    return describe_cells(rows, ANTAL, elever, run)


def diagnose(analys: Analys, utfall: Utfall, run: Underlag) -> list[dict[str, Any]]:
    """Cells of measures on the outcome's model, adjusted for every step, and of tests of it; unrounded."""
    urval = analys.select(utfall)
    if urval.pupils["franvaro"].nunique() < 2 or not differs(urval, utfall):
        return []
    common = {"n": len(analys.alla.pupils), "delar": observed_id(utfall, ALLA, run)}
    cells: list[dict[str, Any]] = []
    for kind, found in (("diagnos", _measure(analys, urval, utfall)), ("test", _test(analys, utfall))):
        rows = [common | {"kategori": name, "varde": value} for name, value in found if not np.isnan(value)]
        cells += describe_cells(rows, f"franvaro_{kind}_{utfall.kod}", analys.elever, run)
    return cells


def _measure(analys: Analys, urval: Urval, utfall: Utfall) -> Iterator[tuple[str, float]]:
    steps = analys.steg
    line = fit_line(urval, utfall, LINJE, steps)
    svar = answer(urval, utfall, LINJE, steps, ask_ten(urval.design(LINJE, steps), urval.pupils))
    if utfall.modell == "linjär":
        yield FORKLARAD, line.r_squared
        yield from zip((ROBUSTHET, ROBUSTHET_INTERVALL), resist(analys, urval, utfall, svar), strict=True)
    else:
        yield PSEUDO, fit_levels(urval, utfall, LINJE, steps).pseudo_r_squared
        e = find_e_value(float(read_outcome(urval.pupils, utfall).mean()), svar)
        yield from zip((E_VARDE, E_VARDE_INTERVALL), (e.varde, e.grans), strict=True)
    if can_draw_schools(urval, steps):
        yield SKOLVARIATION, fit_schools(urval, utfall, steps).icc
    yield FRIHETSGRADER, float(svar.effects.df[0])
    if BETYG_6 in steps:
        yield from zip((JAMFORD_UTFALL, JAMFORD_FRANVARO), benchmark(urval, utfall, steps), strict=True)


def _test(analys: Analys, utfall: Utfall) -> Iterator[tuple[str, float]]:
    yield KROKT, find_curve_p(analys, utfall)
    if utfall.amne:
        yield PROPORTIONELL, find_limits_p(analys, utfall)
