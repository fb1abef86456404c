"""Absence, one row a pupil: the register of a läsår with each pupil's shares of absence beside it.

Share of absence = (valid + invalid) / offered minutes, over all units the pupil was offered time at. There is
no national definition; this is the common one. A pupil's school and class are those of the register, so that
the school's pupils are the same in every table. Pupils of the register without absence data are rows with
missing shares: they are counted, never taken for present.

Columns beside the register's: for each of the periods ht, vt and ar (both terms), `franvaro_<period>`,
`giltig_<period>`, `ogiltig_<period>` (shares of offered time, 0–1) and `registrerat_<period>` (share of
offered time that attendance was reported for; missing where the files do not tell).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

FRANVARO_ELEV = "franvaro_elev"
"""Kind of the frame that `describe_absence` makes."""

HT, VT, AR = PERIODER = ("ht", "vt", "ar")
"""Autumn, spring, and the läsår as a whole: the minutes of both terms together."""

_MINUTES = ["erbjudna_min", "giltig_min", "ogiltig_min", "registrerade_min"]
_KEY = ["elev", "lasar"]


def describe_absence(register: pd.DataFrame, franvaro: pd.DataFrame) -> pd.DataFrame:
    """Pupils of the register with their shares of absence.

    Parameters
    ----------
    register : pandas.DataFrame
        Processed elevregister: one row a pupil (elev) and läsår.
    franvaro : pandas.DataFrame
        Processed franvaro: one row a pupil, unit and term.

    Returns
    -------
    pandas.DataFrame
        One row a row of the register, in its order; columns as the module says. The läsår's share is
        missing unless both terms are known.

    Examples
    --------
    >>> register = pd.DataFrame({"elev": ["p1", "p2"], "lasar": "2025/26", "arskurs": 7})
    >>> minutes = {"erbjudna_min": 1000, "giltig_min": 50, "ogiltig_min": [50, 150]}
    >>> franvaro = pd.DataFrame({"elev": "p1", "lasar": "2025/26", "termin": ["HT", "VT"], **minutes})
    >>> describe_absence(register, franvaro)[["franvaro_ht", "franvaro_vt", "franvaro_ar"]].values.tolist()
    [[0.1, 0.2, 0.15], [nan, nan, nan]]
    """
    minutes = _sum_minutes(franvaro)
    columns: dict[str, pd.Series] = {}
    keys = pd.MultiIndex.from_frame(register[_KEY].astype("str"))
    by_term = {
        period: minutes.xs(period.upper(), level="termin").reindex(keys).reset_index(drop=True)
        if period.upper() in minutes.index.get_level_values("termin")
        else pd.DataFrame(np.nan, index=range(len(register)), columns=minutes.columns)
        for period in (HT, VT)
    }
    by_term[AR] = by_term[HT] + by_term[VT]
    for period, terms in by_term.items():
        offered = terms["erbjudna_min"].where(terms["erbjudna_min"] > 0)
        for name, minute in (("giltig", "giltig_min"), ("ogiltig", "ogiltig_min")):
            columns[f"{name}_{period}"] = terms[minute] / offered
        columns[f"franvaro_{period}"] = (terms["giltig_min"] + terms["ogiltig_min"]) / offered
        columns[f"registrerat_{period}"] = terms["registrerade_min"] / offered
    return pd.concat([register.reset_index(drop=True), pd.DataFrame(columns)], axis=1)


def _sum_minutes(franvaro: pd.DataFrame) -> pd.DataFrame:
    """Minutes by pupil, läsår and term.

    One kind of absence that is blank is none of that kind; absence that is blank altogether is not known.
    """
    known = {name: franvaro[name].astype("float64") for name in _MINUTES if name in franvaro}
    known.setdefault("registrerade_min", pd.Series(np.nan, index=franvaro.index))
    nothing = known["giltig_min"].isna() & known["ogiltig_min"].isna()
    for name in ("giltig_min", "ogiltig_min"):
        known[name] = known[name].fillna(0).mask(nothing)
    keys = [franvaro[name].astype("str") for name in (*_KEY, "termin")]
    grouped = pd.DataFrame(known)[_MINUTES].groupby(keys, sort=False)
    # Minutes of one unit that are not known make the pupil's sum unknown.
    return grouped.sum(min_count=1).mask(grouped.count() < grouped.size().to_numpy()[:, None])
