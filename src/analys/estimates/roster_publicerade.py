"""Indices that somebody else has published, such as Skolenkäten: shown as they stand, with their source.

They have no interval, and where the survey's own rules for reporting were not met they are missing. Change is
told from the läsår before with a value, never over a break of the series.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analys.contracts.enkat_index import INTE_REDOVISAT
from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.indicators.enkat_statistik import SKOLENKATEN_BROTT, published_code
from analys.indicators.measures import MEASURES
from analys.underlag import Underlag

SKOLENKATEN = "Skolenkäten"
"""Source where the file names none."""


def published_estimates(run: Underlag) -> list[Estimate]:
    """roster_publicerade: the municipality and its schools in every läsår, and the municipality's changes."""
    frame = run.frame("enkat_index")
    frame = frame[frame["lasar"].isin(run.parameters.lasar_i_trend)]
    rows = list(_list_rows(run, frame))
    if not rows:
        return []
    cells = make_cells(rows).sort_values(["enhetstyp", "enhet", "lasar"], kind="stable")
    changes = compute_differences(cells, _pair_changes(cells, run))
    return [make_estimate("roster_publicerade", "Publicerade index ur Skolenkäten", [cells, changes])]


def _list_rows(run: Underlag, frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    schools = run.frame("skolenheter")
    names = dict(zip(schools["skolenhet"], schools["namn"], strict=True))
    for row in frame.to_dict("records"):
        code = published_code(
            row["enkat"], row["index"], 0 if pd.isna(row["arskurs"]) else int(row["arskurs"])
        )
        if code not in MEASURES:
            continue
        whole = pd.isna(row["skolenhet"])
        missing = row["varde"] == INTE_REDOVISAT
        source = SKOLENKATEN if pd.isna(row["kalla"]) else row["kalla"]
        yield {
            "indikator": code,
            "enhetstyp": "kommun" if whole else "skola",
            "enhet": run.parameters.kommun if whole else row["skolenhet"],
            "enhetsnamn": run.kommunnamn if whole else names[row["skolenhet"]],
            "lasar": row["lasar"],
            "varde": float("nan") if missing else float(row["varde"].replace(",", ".")),
            "n": _read_count(row["antal_svar"]),
            "status": "saknas" if missing else "officiell",
            "kalla": f"{source} {row['lasar']}",
        }


def _read_count(text: Any) -> Any:
    return pd.NA if pd.isna(text) or not str(text).isdigit() else int(text)


def _pair_changes(cells: pd.DataFrame, run: Underlag) -> Iterator[Pair]:
    """The municipality's newest läsår of each index against the one before, where no break lies between."""
    own = cells[(cells["enhetstyp"] == "kommun") & (cells["status"] == "officiell")]
    for code, series in own.groupby("indikator", sort=False):
        *_, before, now = ["", "", *sorted(series["lasar"])]
        if before and not any(before < cut <= now for cut in SKOLENKATEN_BROTT):
            kommun = run.parameters.kommun
            yield Pair(cell_id(str(code), kommun, now), cell_id(str(code), kommun, before), f"mot {before}")
