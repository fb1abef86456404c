"""Schools in the chapter on national tests and grades: the funnel, and the model of the deviation.

The funnel shows the report's läsår: which schools lie farther from the municipality than chance takes them.
The model tells how surely a school deviates lastingly, given the test grade, and sentences on a school stand
on it. Its interval holds for every test reliability between 0.75 and 0.95, since test error alone makes
schools with strong intake seem to give higher grades. Breaks between tests do not matter to it: schools are
compared within each läsår and subject.

Only läsår in which a school has enough pupils to be shown count, so that nothing here tells of what is
hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.both_grades import pair_grades
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.deviation_model import (
    RELIABILITIES,
    WITHOUT_ERROR,
    Deviations,
    fit_deviations,
    read_results,
    spread_of_subjects,
)
from analys.estimates.funnel import GRANSER, MINST_SKOLOR, compute_chance_errors, make_funnel
from analys.estimates.levels import compute_icc
from analys.estimates.school_levels import APART
from analys.estimates.shrinkage import Shrunken
from analys.estimates.trend_levels import BY_SCHOOL, SOURCE, WHOLE, compute_cells, trend_pupils
from analys.indicators.base import Indicator
from analys.indicators.np_amnen import ARSKURSER
from analys.indicators.np_statistik import (
    KONTEXT,
    MELLAN_AMNEN,
    MELLAN_LASAR,
    MELLAN_SKOLOR,
    format_reliability,
)
from analys.underlag import Underlag


def school_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of schools.

    Returns
    -------
    list of Estimate
        np_tratt: the net of all subjects in the municipality and its schools in the report's läsår, each
        school's limits (`funnel.GRANSER` as jamforelse, around the municipality's value), and how much the
        schools vary beyond chance. np_skolmodell: each school's lasting deviation from the mean of the
        schools (`APART`) with its reliability, the same for single reliabilities of the test, and beyond the
        school's test level; for the municipality the SDs and the correlation between läsår. Each only with at
        least three schools, the model with two läsår.
    """
    wanted = [run.indicators().get(f"np_netto_ak{arskurs}") for arskurs in ARSKURSER]
    nets = [net for net in wanted if net is not None]
    levels = compute_cells(run, {net.code: (WHOLE, BY_SCHOOL) for net in nets})
    tables = {
        "np_tratt": (
            "Skolornas nettoavvikelse och slumpens gränser",
            [_funnel_cells(levels, net, run) for net in nets],
        ),
        "np_skolmodell": (
            "Skolornas avvikelse givet provbetyget",
            [_model_cells(levels, net, run) for net in nets],
        ),
    }
    return [
        make_estimate(name, title, frames)
        for name, (title, frames) in tables.items()
        if any(len(frame) for frame in frames)
    ]


def _funnel_cells(levels: pd.DataFrame, net: Indicator, run: Underlag) -> pd.DataFrame:
    lasar = run.parameters.lasar
    now = levels[(levels["indikator"] == net.code) & (levels["lasar"] == lasar)]
    schools = _showable(now, net, run)
    whole = now[now["enhetstyp"] == "kommun"]
    if len(schools) < MINST_SKOLOR or whole.empty:
        return make_cells([])
    target, total = float(whole["varde"].iloc[0]), whole["cell"].iloc[0]
    funnel = make_funnel(schools["varde"], _chance_errors(schools, net, run), target)
    rows = [whole.drop(columns="cell"), now[now["enhetstyp"] == "skola"].drop(columns="cell")]
    for jamforelse, niva in GRANSER.items():
        low, high = (limit.clip(-100, 100) for limit in funnel.limits(niva))
        limits = schools.assign(jamforelse=jamforelse, varde=target, undre=low, ovre=high)
        rows.append(limits.assign(delar=schools["cell"] + " + " + total).drop(columns="cell"))
    common = _of_kommun(run) | {"lasar": lasar, "n": int(schools["n"].sum()), "delar": total}
    suffix = f"ak{net.arskurs}"
    beyond = [
        common | {"indikator": f"np_trattspridning_{suffix}", "varde": funnel.tau},
        common | {"indikator": f"np_trattkvot_{suffix}", "varde": funnel.phi},
    ]
    return make_cells(pd.concat([*rows, pd.DataFrame(beyond)], ignore_index=True))


def _chance_errors(schools: pd.DataFrame, net: Indicator, run: Underlag) -> np.ndarray:
    everybody = trend_pupils(run, net)
    now = everybody["lasar"] == run.parameters.lasar
    pupils = everybody[now & everybody["skolenhet"].isin(schools["enhet"])]
    errors = compute_chance_errors(pupils, compute_icc(everybody))
    return errors.reindex(schools["enhet"]).to_numpy(dtype="float64")


def _model_cells(levels: pd.DataFrame, net: Indicator, run: Underlag) -> pd.DataFrame:
    shown = _showable(levels[levels["indikator"] == net.code], net, run)
    results = pair_grades(run, net.arskurs)
    place = pd.MultiIndex.from_frame(results[["skolenhet", "lasar"]])
    results = results[place.isin(pd.MultiIndex.from_frame(shown[["enhet", "lasar"]]))]
    read = read_results(results)
    if read is None:
        return make_cells([])
    tried = {r: fit_deviations(read, r) for r in (*RELIABILITIES, WITHOUT_ERROR)}
    fits = {r: fit for r, fit in tried.items() if fit is not None}
    if len(fits) < len(tried):
        return make_cells([])
    rows = [
        *_school_rows(fits, fit_deviations(read, contextual=True), shown, results, net, run),
        *_kommun_rows(fits, spread_of_subjects(read), levels, results, net, run),
    ]
    return make_cells(rows)


def _school_rows(
    fits: Mapping[float, Deviations],
    context: Deviations | None,
    shown: pd.DataFrame,
    results: pd.DataFrame,
    net: Indicator,
    run: Underlag,
) -> list[dict[str, Any]]:
    middle = fits[RELIABILITIES[1]]
    within = [fits[r].utjamnad for r in RELIABILITIES]
    pupils = results.drop_duplicates(["elev", "lasar"]).groupby("skolenhet").size()
    names = shown[shown["lasar"] == run.parameters.lasar].set_index("enhet")["enhetsnamn"]
    code, rows = f"np_skolmodell_ak{net.arskurs}", []
    for place, enhet in enumerate(middle.skolor):
        if enhet not in names.index:
            continue
        own = shown[shown["enhet"] == enhet]
        common = {
            "enhetstyp": "skola",
            "enhet": enhet,
            "enhetsnamn": names[enhet],
            "lasar": run.parameters.lasar,
            "jamforelse": APART,
            "n": int(pupils[enhet]),
            "kalla": SOURCE,
            "delar": " + ".join(own["cell"]),
        }
        rows.append(
            common
            | {
                "indikator": code,
                "varde": middle.utjamnad.avstand[place],
                "undre": min(one.avstand_undre[place] for one in within),
                "ovre": max(one.avstand_ovre[place] for one in within),
            }
        )
        for kategori, fit in _sensitivity(fits, context):
            at = fit.skolor.index(enhet) if enhet in fit.skolor else None
            if at is not None:
                s = fit.utjamnad
                limits = {"varde": s.avstand[at], "undre": s.avstand_undre[at], "ovre": s.avstand_ovre[at]}
                rows.append(common | {"indikator": code, "kategori": kategori, **limits})
        s = middle.utjamnad
        rows.append(
            common
            | {
                "indikator": f"np_skolreliabilitet_ak{net.arskurs}",
                "varde": s.reliability[place],
                "undre": s.reliability_undre[place],
                "ovre": s.reliability_ovre[place],
            }
        )
    return rows


def _sensitivity(
    fits: Mapping[float, Deviations], context: Deviations | None
) -> Sequence[tuple[str, Deviations]]:
    found = [(format_reliability(r), fit) for r, fit in sorted(fits.items())]
    return [*found, (KONTEXT, context)] if context is not None else found


def _kommun_rows(
    fits: Mapping[float, Deviations],
    subjects: tuple[float, float, float] | None,
    levels: pd.DataFrame,
    results: pd.DataFrame,
    net: Indicator,
    run: Underlag,
) -> list[dict[str, Any]]:
    lasar = run.parameters.lasar
    whole = cell_id(net.code, run.parameters.kommun, lasar)
    if whole not in set(levels["cell"]):
        return []
    n = int(results[results["lasar"] == lasar]["elev"].nunique())
    common = _of_kommun(run) | {"lasar": lasar, "n": n, "delar": whole}
    spread = common | {"indikator": f"np_skolspridning_ak{net.arskurs}"}
    middle = fits[RELIABILITIES[1]]
    between = middle.utjamnad
    rows = [spread | {"kategori": MELLAN_SKOLOR} | _tau(between)]
    rows += [
        spread | {"kategori": f"{MELLAN_SKOLOR}, {format_reliability(r)}"} | _tau(fit.utjamnad)
        for r, fit in sorted(fits.items())
    ]
    if subjects is not None:
        limits = dict(zip(("varde", "undre", "ovre"), subjects, strict=True))
        rows.append(spread | {"kategori": MELLAN_AMNEN} | limits)
    rows.append(spread | {"kategori": MELLAN_LASAR, "varde": middle.lasar_sd})
    correlation = {
        "varde": middle.correlate_years(between.tau),
        "undre": middle.correlate_years(between.tau_undre),
        "ovre": middle.correlate_years(between.tau_ovre),
    }
    rows.append(common | {"indikator": f"np_skolkorrelation_ak{net.arskurs}", **correlation})
    return rows


def _tau(shrunken: Shrunken) -> dict[str, float]:
    return {"varde": shrunken.tau, "undre": shrunken.tau_undre, "ovre": shrunken.tau_ovre}


def _of_kommun(run: Underlag) -> dict[str, Any]:
    return {
        "enhetstyp": "kommun",
        "enhet": run.parameters.kommun,
        "enhetsnamn": run.kommunnamn,
        "kalla": SOURCE,
    }


def _showable(levels: pd.DataFrame, net: Indicator, run: Underlag) -> pd.DataFrame:
    """Levels of schools with enough pupils to be shown."""
    least = max(run.parameters.troskel, net.troskel)
    kept = (levels["enhetstyp"] == "skola") & (levels["n"] >= least).fillna(False)
    return levels[kept].sort_values(["enhet", "lasar"], kind="stable", ignore_index=True)
