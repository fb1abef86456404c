"""The tables beside the läsår: pupils, school units and protected identities."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analys.contracts import LAYOUTS
from analys.demo.elever import LAST, Cohort
from analys.demo.kolumner import in_order, in_school_order, name_columns, personnr, repeat
from analys.demo.skolor import FRISTAENDE_NAMN, Schools
from analys.lasar import from_var


def register_table(schools: Schools, cohort: Cohort, ak: int, spring: int) -> pa.Table:
    """Rows of elevregister for one year group."""
    rows = in_school_order(cohort, cohort.skola[:, ak], ak, np.flatnonzero(cohort.skola[:, ak] >= 0))
    table = name_columns(cohort, rows, ak) | {
        "Lasar": repeat(from_var(spring), len(rows)),
        "PersonNr": personnr(cohort, rows),
        "Skolenhetskod": pa.array(schools.kod).take(pa.array(cohort.skola[rows, ak])),
        "Arskurs": pa.array(np.full(len(rows), ak)),
        "Skolform": pa.array(["GR", "ANP"]).take(pa.array(cohort.anpassad[rows].astype(np.int64))),
        "Nyinvandrad": pa.array(cohort.newly_arrived(ak)[rows].astype(np.int64)),
        "Foraldrautbildning": pa.array(["", "1", "2", "3"]).take(
            pa.array(cohort.utbildning[rows] * cohort.utbildning_kand[rows])
        ),
    }
    return in_order("elevregister", table)


def school_table(schools: Schools) -> pa.Table:
    """Rows of skolenheter, the fristående unit last."""
    rows = [
        {
            "Skolenhetskod": kod,
            "Namn": schools.namn[i],
            "Huvudman": "kommunal",
            "Arskurser": schools.arskurser[i],
            "FranLasar": schools.fran_lasar,
            "TillLasar": "" if schools.till_ar[i] == 9999 else from_var(int(schools.till_ar[i])),
            "TidigareNamn": schools.tidigare[i],
            "NamnFranLasar": schools.namn_fran[i],
        }
        for i, kod in enumerate(schools.kod)
    ]
    independent = dict.fromkeys(LAYOUTS["skolenheter"].names, "") | {
        "Skolenhetskod": schools.fristaende_kod,
        "Namn": FRISTAENDE_NAMN,
        "Huvudman": "fristaende",
        "Arskurser": "F-9",
        "FranLasar": schools.fran_lasar,
    }
    return in_order("skolenheter", pa.Table.from_pylist([*rows, independent]).to_pydict())


def protected_table(cohorts: list[Cohort], years: range) -> pa.Table:
    """Rows of skyddade: pupils with protected identity who are in the register some läsår."""
    numbers = []
    for cohort in cohorts:
        youngest, oldest = (max(0, LAST - (cohort.ar - year)) for year in (years[0], years[-1]))
        here = (cohort.skola[:, youngest : oldest + 1] >= 0).any(axis=1)
        numbers += cohort.personnr[cohort.skyddad & here].tolist()
    return in_order("skyddade", {"PersonNr": sorted(number.decode("ascii") for number in numbers)})
