"""Valid and invalid absence by stage and year group; and the course of the läsår, of the same pupils."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.clustering import design_effect
from analys.estimates.franvaro_registrering import KOMMUN, find_unregistered
from analys.estimates.intervals import mean
from analys.estimates.levels import KLASS, describe_pupils, number_classes, pool_icc, select_grundskola
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
    numbers, sizes = number_classes(pupils), pupils.groupby(list(KLASS)).size()
    rows: list[dict[str, object]] = []
    for name, values in ((HOST, autumn), (VAR, spring)):
        rows.append(common | {"kategori": name} | _give_level(values, numbers, sizes))
    if compared:
        parts = (cell_id(code, run.parameters.kommun, lasar, kategori=name) for name in (VAR, HOST))
        paired = _give_level(spring - autumn, numbers, sizes)
        rows.append(common | {"jamforelse": MOT_HOST, "delar": " + ".join(parts)} | paired)
    return rows


def _give_level(values: pd.Series, numbers: list[np.ndarray], sizes: pd.Series) -> dict[str, object]:
    """Mean with an interval that knows that pupils of a class are alike, also in how they change."""
    icc = pool_icc(values.to_numpy(dtype="float64"), *numbers)
    level = mean(values, design_effect(icc, sizes))
    return {"varde": level.varde, "undre": level.undre, "ovre": level.ovre}
