"""Pupils of åk 9 with their absence, results and what they brought with them: what the models stand on.

One row a pupil who got or should have got grades in the goal-related system, in the run's läsår together.
Pupils in anpassad grundskola are left out. What is not known stays missing, or "okänd", and is counted.

Pupils are analysed when their absence is known and, where the files hold any, their grades of åk 6. Those who
came later, often from other countries, differ in much that nothing here can adjust for: a column for "no
grades of åk 6" would leave those differences in the association. Multiple imputation, with everybody, stands
beside. Läsår in which fewer than half the pupils have absence, or grades of åk 6 where other läsår have them,
are no part of the analysis. Nor are schools' läsår in which too little of the offered time is registered,
since their absence cannot be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analys.estimates.levels import derive_svsva, select_grundskola
from analys.indicators.alla_amnen import compute_alla_amnen_ak9
from analys.indicators.behorighet import YRKES, make_compute
from analys.indicators.betyg import AMNEN_AK6, AMNEN_AK9, SVSVA, read_grades
from analys.indicators.franvaro_band import find_bands
from analys.indicators.franvaro_elev import AR, FRANVARO_ELEV
from analys.indicators.franvaro_utfall import Utfall
from analys.indicators.meritvarde import compute_meritvarde_17
from analys.underlag import Underlag

OKAND = "okänd"
"""Level of a background that the files do not tell."""

MINST_DEL = 0.5
"""Least share of a läsår's pupils with a piece of information for the läsår to be analysed with it."""

AMNESKOLUMNER = {"ma": "Ma", "sv": SVSVA, "en": "En"}
"""Columns of grade steps, and the subjects that they are of."""

_KEY = ["elev", "lasar"]
_REGISTER = ["skolform", "nyinvandrad", "foraldrautbildning", f"franvaro_{AR}", f"registrerat_{AR}"]


@dataclass(frozen=True)
class Elever:
    """Pupils of the analysed läsår.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a pupil and läsår, by läsår and school: elev, lasar, skolenhet, klass ("" unknown),
        kon, svsva (sv, sva, okänd), franvaro (procent of the läsår's offered time, NaN unknown), band
        (position, NaN unknown), betyg_6 (mean grade step of åk 6, NaN unknown), utbildning (1, 2, 3, okänd),
        nyinvandrad (ja, nej, okänd), merit (NaN without a passing grade), alla_amnen and behorighet (1/0),
        ma, sv and en (grade steps, 0 for no passing grade, E 1 … A 5).
    lag_registrering : int
        Pupils left out since their school registered too little that läsår.
    """

    frame: pd.DataFrame
    lag_registrering: int = 0

    @property
    def kanda(self) -> pd.DataFrame:
        """Pupils with known absence and, where anybody has them, grades of åk 6: those that are analysed."""
        known = self.frame["franvaro"].notna()
        earlier = self.frame["betyg_6"].notna()
        return self.frame[known & earlier if earlier.any() else known].reset_index(drop=True)

    @property
    def lasar(self) -> list[str]:
        """The analysed läsår, oldest first."""
        return sorted(self.frame["lasar"].unique())


@cache
def collect_pupils(run: Underlag) -> Elever | None:
    """The pupils of the run's models; None where nobody has both absence and results."""
    grades = run.frame("slutbetyg_ak9")
    grades = grades[grades["lasar"].isin(run.parameters.lasar_i_trend)].reset_index(drop=True)
    absence = run.frame(FRANVARO_ELEV)
    if grades.empty or absence.empty:
        return None
    joined = _join_register(grades, absence)
    earlier = [run.frame("betyg_ak6"), run.earlier_frame("betyg_ak6")]
    frame = describe_pupils(joined, average_earlier(earlier), run.parameters.band)
    return select_pupils(frame, run.parameters.minst_registrerat)


def _join_register(grades: pd.DataFrame, absence: pd.DataFrame) -> pd.DataFrame:
    """Grades with the register's row of the same pupil and läsår; the register's school and class, if any."""
    register = absence[[*_KEY, "skolenhet", "klass", *(name for name in _REGISTER if name in absence)]]
    joined = grades.merge(register, on=_KEY, how="left", suffixes=("", "_register"), validate="one_to_one")
    for name in ("skolenhet", "klass"):
        joined[name] = joined[f"{name}_register"].fillna(joined[name])
    for name in _REGISTER:
        if name not in joined:
            joined[name] = np.nan
    return select_grundskola(joined).reset_index(drop=True)


def average_earlier(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Mean grade step of åk 6 over the subjects that the pupil read: elev, lasar (of åk 6), betyg_6.

    Steps are 0 for F and streck, E 1 … A 5. Pupils without any subject read are left out.
    """
    known = [frame[[*_KEY, *AMNEN_AK6]] for frame in frames if len(frame)]
    if not known:
        return pd.DataFrame({"elev": [], "lasar": [], "betyg_6": []}).astype({"elev": "str", "lasar": "str"})
    frame = pd.concat(known, ignore_index=True).drop_duplicates(_KEY, ignore_index=True)
    grades = read_grades(frame, AMNEN_AK6)
    steps = sum(count_steps(grades.points(amne)) for amne in grades.amnen)
    read = sum(grades.read(amne).astype("float64") for amne in grades.amnen)
    mean = np.divide(steps, read, out=np.full(len(frame), np.nan), where=np.asarray(read) > 0)
    return frame[_KEY].assign(betyg_6=mean).dropna(subset="betyg_6").reset_index(drop=True)


def count_steps(points: np.ndarray) -> np.ndarray:
    """Grade steps of points: 0 without a passing grade, E 1 … A 5.

    Examples
    --------
    >>> count_steps(np.array([0, 10, 12.5, 20])).tolist()
    [0.0, 1.0, 2.0, 5.0]
    """
    return np.maximum(np.asarray(points, dtype="float64") / 2.5 - 3, 0)


def describe_pupils(joined: pd.DataFrame, earlier: pd.DataFrame, edges: tuple[int, ...]) -> pd.DataFrame:
    """The columns of `Elever.frame`, of pupils in the goal-related system.

    Parameters
    ----------
    joined : pandas.DataFrame
        Grades of åk 9 with the register's columns beside.
    earlier : pandas.DataFrame
        See `average_earlier`; a pupil's latest before the läsår of åk 9 counts.
    edges : tuple of int
        Edges of the bands, in percent.
    """
    grades = read_grades(joined, AMNEN_AK9)
    share = joined[f"franvaro_{AR}"].astype("float64")
    frame = pd.DataFrame(
        {
            **{name: joined[name] for name in (*_KEY, "skolenhet")},
            "klass": joined["klass"].astype("str").fillna(""),
            "kon": joined["kon"],
            "svsva": derive_svsva(joined).fillna(OKAND),
            "franvaro": 100 * share,
            "registrerat": joined[f"registrerat_{AR}"].astype("float64"),
            "band": find_bands(share, edges),
            "betyg_6": _latest(joined, earlier),
            "utbildning": joined["foraldrautbildning"].astype("Int64").astype("str").fillna(OKAND),
            "nyinvandrad": joined["nyinvandrad"].astype("boolean").map({True: "ja", False: "nej"}),
            "merit": compute_meritvarde_17(joined),
            "alla_amnen": compute_alla_amnen_ak9(joined),
            "behorighet": make_compute(YRKES)(joined),
            **{name: count_steps(grades.points(amne)) for name, amne in AMNESKOLUMNER.items()},
        }
    )
    frame["nyinvandrad"] = frame["nyinvandrad"].astype("str").fillna(OKAND)
    frame = frame[grades.in_system()]
    # Never by pupil: pseudonyms change with the key, and what is drawn for the rows would follow them.
    return frame.sort_values(["lasar", "skolenhet"], kind="stable", ignore_index=True)


def _latest(joined: pd.DataFrame, earlier: pd.DataFrame) -> np.ndarray:
    """Each pupil's latest mean of åk 6 from an earlier läsår, NaN without one."""
    own = joined[_KEY].assign(rad=np.arange(len(joined)))
    pairs = own.merge(earlier, on="elev", suffixes=("", "_6"))
    pairs = pairs[pairs["lasar_6"] < pairs["lasar"]].sort_values("lasar_6", kind="stable")
    latest = pairs.drop_duplicates("rad", keep="last").set_index("rad")["betyg_6"]
    return latest.reindex(own["rad"]).to_numpy(dtype="float64")


def select_pupils(frame: pd.DataFrame, minst_registrerat: float) -> Elever | None:
    """Pupils of the läsår and schools that can be analysed, see the module; None where there are none.

    Parameters
    ----------
    minst_registrerat : float
        Least registered share of a school's offered time, in percent, where the files tell it.
    """
    registered = 100 * frame.groupby(["lasar", "skolenhet"])["registrerat"].transform("mean")
    low = (registered < minst_registrerat).to_numpy()
    told = frame.assign(kand=frame["franvaro"].notna(), tidigare=frame["betyg_6"].notna())
    parts = told.groupby("lasar")[["kand", "tidigare"]].mean()
    parts = parts[parts["kand"] >= MINST_DEL]
    with_earlier = parts[parts["tidigare"] >= MINST_DEL]
    kept = frame["lasar"].isin(with_earlier.index if len(with_earlier) else parts.index).to_numpy()
    chosen = frame[kept & ~low].drop(columns="registrerat").reset_index(drop=True)
    if chosen["franvaro"].notna().sum() == 0:
        return None
    return Elever(chosen, int((kept & low).sum()))


def describe_lasar(lasar: list[str]) -> str:
    """The pooled läsår in words.

    Examples
    --------
    >>> describe_lasar(["2023/24", "2024/25", "2025/26"]), describe_lasar(["2025/26"])
    ('årskurs 9 läsåren 2023/24–2025/26', 'årskurs 9 läsåret 2025/26')
    """
    return f"årskurs 9 läsåren {lasar[0]}–{lasar[-1]}" if len(lasar) > 1 else f"årskurs 9 läsåret {lasar[0]}"


def read_outcome(frame: pd.DataFrame, utfall: Utfall) -> np.ndarray:
    """The outcome of each pupil: points, or 1 and 0; NaN outside its denominator.

    Examples
    --------
    >>> from analys.indicators.franvaro_utfall import UTFALL
    >>> grade = next(one for one in UTFALL if one.kod == "betyg_ma_c")
    >>> read_outcome(pd.DataFrame({"ma": [0.0, 2.0, 3.0]}), grade).tolist()
    [0.0, 0.0, 1.0]
    """
    if utfall.amne:
        return (frame[utfall.amne] >= utfall.steg).to_numpy(dtype="float64")
    return frame[utfall.kod].to_numpy(dtype="float64")
