"""From provbetyg to grade: how many pupils with each provbetyg got each grade, subject by subject.

One läsår has so few pupils outside the diagonal that almost every group would be hidden, so the läsår of the
trend are counted together, breaks or not: the table tells which steps occur, not how they change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.both_grades import pair_grades
from analys.estimates.cells import POOLED, Estimate, cell_id, make_cells
from analys.estimates.trend_levels import SOURCE
from analys.indicators.np_amnen import PROVAMNEN
from analys.indicators.np_relation import LIKA, MINST_ELEVER
from analys.indicators.np_statistik import ALLA, STEGEN, format_overgang
from analys.underlag import Underlag


def overgang_estimates(run: Underlag) -> list[Estimate]:
    """Table np_overgang: the municipality, läsår together; nothing where no subject has enough pupils.

    Every cell is a group of pupils: its value and its n are the number of pupils. All pairs of grades are
    there, those that nobody has too, then the margins and the total (see `format_overgang`). The total's
    parts are the relations of the läsår.
    """
    rows: list[dict[str, Any]] = []
    for amne in PROVAMNEN:
        pairs = pair_grades(run, amne.arskurs)
        pairs = pairs[pairs["amne"] == amne.kod]
        years = sorted(pairs["lasar"].unique())
        if run.parameters.lasar in years and len(pairs) >= MINST_ELEVER:
            unit = {"enhetstyp": "kommun", "enhet": run.parameters.kommun, "enhetsnamn": run.kommunnamn}
            keys = {"indikator": f"np_overgang_{amne.suffix}", "lasar": run.parameters.lasar, "kalla": SOURCE}
            parts = [{**unit, **keys, "jamforelse": POOLED, **part} for part in _list_parts(pairs)]
            relation = f"np_relation_{amne.suffix}"
            parts[-1]["delar"] = " + ".join(
                cell_id(relation, run.parameters.kommun, year, kategori=LIKA) for year in years
            )
            rows += parts
    return [make_estimate("np_overgang", "Från provbetyg till betyg", [make_cells(rows)])] if rows else []


def _list_parts(pairs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    size = len(STEGEN)
    counts = np.zeros((size, size), dtype="int64")
    np.add.at(counts, (pairs["prov"].to_numpy(dtype="int64"), pairs["betyg"].to_numpy(dtype="int64")), 1)
    names = (*STEGEN, ALLA)
    with_columns = np.vstack([counts, counts.sum(axis=0)])
    whole = np.hstack([with_columns, with_columns.sum(axis=1, keepdims=True)])
    for prov, row in zip(names, whole.tolist(), strict=True):
        for betyg, count in zip(names, row, strict=True):
            yield {"kategori": format_overgang(prov, betyg), "varde": float(count), "n": count}
