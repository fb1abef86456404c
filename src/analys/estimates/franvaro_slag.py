"""Valid and invalid absence by stage and year group; and the course of the läsår, of the same pupils."""

from __future__ import annotations

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.clustering import design_effect
from analys.estimates.franvaro_registrering import KOMMUN, find_unregistered
from analys.estimates.intervals import mean
from analys.estimates.levels import KLASS, compute_icc, describe_pupils, select_grundskola
from analys.estimates.trend_levels import SOURCE, WHOLE, compute_cells
from analys.indicators.franvaro import ALLA, GILTIG, GRUPPER, OGILTIG, STADIER, Grupp
from analys.indicators.franvaro_arskull import HOST, MOT_HOST, VAR
from analys.indicators.franvaro_elev import FRANVARO_ELEV, HT, VT
from analys.termin import Termin
from analys.underlag import Underlag


def kind_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the kinds of absence and of the läsår's course.

    Returns
    -------
    list of Estimate
        franvaro_slag: means of valid and of invalid absence in the report's kind of term, the municipality
        by läsår, stage and year group. franvaro_lasaret: the mean of the same pupils in autumn and spring,
        and the difference with a paired interval, by läsår; no difference where too little is registered in
        either term.
    """
    tables = []
    codes = [
        one.code for one in (*GILTIG, *OGILTIG) if one.code.split("_")[1] == run.parameters.termin.termin
    ]
    kinds = compute_cells(run, dict.fromkeys(codes, (WHOLE,)))
    if len(kinds):
        tables.append(make_estimate("franvaro_slag", "Giltig och ogiltig frånvaro", [kinds]))
    course = make_cells([row for lasar in run.parameters.lasar_i_trend for row in _list_course(run, lasar)])
    if len(course):
        tables.append(make_estimate("franvaro_lasaret", "Frånvaro under läsåret, samma elever", [course]))
    return tables


def _list_course(run: Underlag, lasar: str) -> list[dict[str, object]]:
    """Levels of both terms and their difference in one läsår, of pupils whose absence is known in both."""
    frame = run.frame(FRANVARO_ELEV)
    both = frame[[f"franvaro_{HT}", f"franvaro_{VT}"]].notna().all(axis=1)
    frame = select_grundskola(frame[(frame["lasar"] == lasar) & both]).reset_index(drop=True)
    untold = find_unregistered(run, Termin("ht", lasar)) | find_unregistered(run, Termin("vt", lasar))
    rows: list[dict[str, object]] = []
    # Single year groups are told of the report's läsår only.
    groups = GRUPPER if lasar == run.parameters.lasar else (ALLA, *STADIER)
    for grupp in groups:
        own = frame[frame["arskurs"].isin(grupp.arskurser)]
        if len(own):
            rows += _list_group(run, lasar, grupp, own, compared=(KOMMUN, grupp.kod) not in untold)
    return rows


def _list_group(
    run: Underlag, lasar: str, grupp: Grupp, own: pd.DataFrame, *, compared: bool
) -> list[dict[str, object]]:
    code = f"franvarolasar_{grupp.kod}"
    common = {
        "indikator": code, "enhetstyp": "kommun", "enhet": run.parameters.kommun,
        "enhetsnamn": run.kommunnamn, "lasar": lasar, "n": len(own), "kalla": SOURCE,
    }  # fmt: skip
    autumn, spring = (100 * own[f"franvaro_{term}"] for term in (HT, VT))
    pupils = describe_pupils(own, "klass")
    rows: list[dict[str, object]] = []
    for name, values in ((HOST, autumn), (VAR, spring)):
        rows.append(common | {"kategori": name} | _give_level(pupils, values))
    if compared:
        parts = (cell_id(code, run.parameters.kommun, lasar, kategori=name) for name in (VAR, HOST))
        paired = _give_level(pupils, spring - autumn)
        rows.append(common | {"jamforelse": MOT_HOST, "delar": " + ".join(parts)} | paired)
    return rows


def _give_level(pupils: pd.DataFrame, values: pd.Series) -> dict[str, object]:
    """Mean with an interval that knows that pupils of a class are alike, also in how they change."""
    told = pupils.assign(varde=values.to_numpy())
    sizes = told.groupby(list(KLASS)).size()
    level = mean(values, design_effect(compute_icc(told), sizes))
    return {"varde": level.varde, "undre": level.undre, "ovre": level.ovre}
