"""Official values of the report's own cells: the same measure, unit, läsår and gender, and the same pupils.

Which populations are the same:

- Kolada's KPI of a measure in the registry (`Indicator.kolada`, `kolada_kategorier`) is of the pupils in the
  municipality's own schools, as our files are, and not of those who live there. So the municipality's cells
  of all pupils, girls and boys are the same; Kolada has none by Sv and Sva, nor of läsår together.
- Skolverket's export of provbetyg and grades tells of each of the municipality's own schools with at least 15
  pupils who have both, as our relations do.
- Kolada's 95 in årskurs 6 stands for "all but one to four": no value to show in place of ours.
- Values that are our own processing of published ones (equal, net) are no publication.

Official files leave out pupils with protected identities and late changes; a value may differ from ours by a
pupil. It is shown as what it is: Skolverket's or Kolada's, with its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analys.estimates.cells import cell_id
from analys.indicators import REGISTRY
from analys.indicators.np_relation import HOGRE, LAGRE, LIKA, MINST_ELEVER
from analys.official.cells import is_coarse
from analys.underlag import Underlag

COLUMNS = ("cell", "varde", "kalla")

_SHARES = {"np_relation_lagre": LAGRE, "np_relation_lika": LIKA, "np_relation_hogre": HOGRE}
_COUNT = "np_relation_antal"


def read_official(run: Underlag) -> pd.DataFrame:
    """Official values of the municipality and its schools.

    Returns
    -------
    pandas.DataFrame
        One row a cell: cell (its id), varde (in the registry's unit) and kalla (source in words).
    """
    found = pd.DataFrame([*_list_kolada(run), *_list_schools(run)], columns=list(COLUMNS))
    return found.drop_duplicates("cell", ignore_index=True)


def _list_kolada(run: Underlag) -> Iterator[tuple[str, float, str]]:
    cells = run.official()
    own = cells[(cells["enhetstyp"] == "kommun") & (cells["status"] == "officiell")]
    for row in own.to_dict("records"):
        if not is_coarse(REGISTRY[str(row["indikator"])].kolada, float(row["varde"])):
            yield str(row["cell"]), float(row["varde"]), str(row["kalla"])


def _list_schools(run: Underlag) -> Iterator[tuple[str, float, str]]:
    frame = run.skolverket()
    frame = frame[(frame["tabell"] == "np_relation_ak9") & (frame["enhetstyp"] == "skolenhet")]
    for (amne, enhet, lasar, kon), part in frame.groupby(["amne", "enhet", "lasar", "kon"], sort=True):
        values: dict[str, Any] = {row["matt"]: row for row in part.to_dict("records")}
        if not values.get(_COUNT, {}).get("varde", 0) >= MINST_ELEVER:
            continue
        for matt, kategori in _SHARES.items():
            value = values.get(matt)
            if value is not None and value["status"] == "officiell":
                cell = cell_id(f"np_relation_ak9_{amne}", str(enhet), str(lasar), str(kon), kategori=kategori)
                yield cell, float(value["varde"]), str(value["kalla"])
