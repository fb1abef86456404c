"""Alpha and omega of each index in the newest läsår of each survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.reliability import (
    Coefficient,
    compute_alpha,
    compute_omega,
    find_covariances,
    judge_reliability,
)
from analys.estimates.roster_enkat import compute_survey_levels, find_newest
from analys.estimates.trend_levels import SOURCE
from analys.indicators.enkat import GRUPPER, Svarsgrupp, code_of
from analys.indicators.enkat_svar import score_answers, split_items
from analys.underlag import Underlag

COEFFICIENTS: Mapping[str, Coefficient] = MappingProxyType({"alfa": compute_alpha, "omega": compute_omega})


def reliability_estimates(run: Underlag) -> list[Estimate]:
    """roster_reliabilitet; an index that is not formed has none, nor has one of a single question."""
    levels = compute_survey_levels(run).index
    told = dict(zip(levels["cell"], levels["n"], strict=True))
    rows = [row for grupp in GRUPPER.values() for row in _judge(run, grupp, told)]
    if not rows:
        return []
    return [
        make_estimate("roster_reliabilitet", "Hur väl frågorna i varje index hör ihop", [make_cells(rows)])
    ]


def _judge(run: Underlag, grupp: Svarsgrupp, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    newest = find_newest(run, grupp)
    if not newest:
        return
    svar = run.frame("enkat_svar")
    answers = score_answers(svar[svar["lasar"] == newest], run.frame("enkat_fragor"), grupp.kod)
    people = answers.drop_duplicates("svarande").set_index("svarande")
    classes = people["skolenhet"].str.cat(
        people["klass"].fillna(people["arskurs"].astype("str")).fillna(""), "|"
    )
    for _, index, items in split_items(answers):
        level = cell_id(code_of(grupp.kod, index), run.parameters.kommun, newest)
        if level not in told or items.shape[1] < 2:
            continue
        covariances = find_covariances(items, classes.reindex(items.index).to_numpy())
        for name, coefficient in COEFFICIENTS.items():
            found = judge_reliability(covariances, coefficient)
            if np.isnan(found.varde):
                continue
            yield {
                "indikator": f"enkat_{name}_{grupp.kod}_{index}",
                "enhetstyp": "kommun",
                "enhet": run.parameters.kommun,
                "enhetsnamn": run.kommunnamn,
                "lasar": newest,
                "varde": found.varde,
                "undre": found.undre,
                "ovre": found.ovre,
                "n": told[level],
                "kalla": SOURCE,
                "delar": level,
            }
