"""Pupils with both a provbetyg and a grade, one row a pupil and subject."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from analys.estimates.levels import pupil_values
from analys.indicators import REGISTRY
from analys.indicators.np_amnen import PROVAMNEN
from analys.indicators.np_relation import read_steps
from analys.underlag import Underlag

COLUMNS = ["elev", "lasar", "skolenhet", "klass", "amne", "prov", "betyg"]


@cache
def pair_grades(run: Underlag, arskurs: int) -> pd.DataFrame:
    """Provbetyg and grade in the same subject, in the run's läsår.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`; amne is the subject's code ("ma"), prov and betyg are whole steps, F 0 to A 5. The pupils
        are those of the subject's relation and net (see `levels.pupil_values`). Empty without files.
    """
    net = REGISTRY[f"np_netto_ak{arskurs}"]
    frame = run.frame(net.kind)
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    frame = frame[frame["lasar"].isin(run.parameters.lasar_i_trend)].reset_index(drop=True)
    place = replace(net, compute=lambda rows: rows.index.to_series())
    pupils = pupil_values(frame, place)
    rows = frame.iloc[pupils["varde"].astype("int64")].reset_index(drop=True)
    subjects = []
    for amne in (one for one in PROVAMNEN if one.arskurs == arskurs):
        prov, betyg = read_steps(rows, amne)
        both = prov.notna()
        subjects.append(
            pupils.loc[both, ["elev", "lasar", "skolenhet", "klass"]].assign(
                amne=amne.kod, prov=prov[both].astype("int64"), betyg=betyg[both].astype("int64")
            )
        )
    return pd.concat(subjects, ignore_index=True)
