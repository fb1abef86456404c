"""A school's internal working material: classes and groups, decided beside everything that is published.

Its readers have the published reports too. So what those show is known, what they hide stays hidden, and only
what the school's staff gets besides is decided here, by the same rules and never below ten pupils. Of a
measure whose value for the school is hidden no class and no group is told at all: their part of a hidden
whole could narrow what the published reports keep uncertain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analys.disclosure.plan import Plan, plan
from analys.estimates.cells import COLUMNS, Estimate, cell_id

LEAST = 10
"""Fewest pupils of a class or a group, however low the run's threshold."""


def plan_classes(
    classes: Sequence[Estimate],
    own: Sequence[Estimate],
    decided: Plan,
    beside: pd.DataFrame,
    troskel: int,
    skola: str,
) -> tuple[list[Estimate], Plan]:
    """Decide a school's classes and groups.

    Parameters
    ----------
    classes : sequence of Estimate
        Classes and groups of the school, and the school's own values.
    own : sequence of Estimate
        The school's part of the municipality's estimates.
    decided : Plan
        Decisions of the cells of `own`, from the plan over the municipality; they stand.
    beside : pandas.DataFrame
        Cells of the municipality and the school as they are published, with their status.
    troskel : int
        The run's threshold.
    skola : str
        Skolenhetskod.

    Returns
    -------
    tuple of list of Estimate and Plan
        What may be told of the classes, and the decisions of it all.
    """
    known = {row.cell: row for estimate in own for row in estimate.frame.itertuples(index=False)}
    classes = [_take_known(estimate, known) for estimate in classes]
    made = plan([*classes, *own], max(troskel, LEAST), published=[beside])
    added = made.frame[~made.frame["cell"].isin(decided.frame["cell"])]
    whole = Plan(pd.concat([decided.frame, added], ignore_index=True))
    told = [_drop_untold(estimate, whole, skola) for estimate in classes]
    return [estimate for estimate in told if len(estimate.frame)], whole


def _take_known(estimate: Estimate, known: Mapping[str, Any]) -> Estimate:
    """The estimate with cells that the municipality's have too as they stand there."""
    rows = [known.get(row.cell, row) for row in estimate.frame.itertuples(index=False)]
    return replace(estimate, frame=pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict(COLUMNS)))


def _drop_untold(estimate: Estimate, decided: Plan, skola: str) -> Estimate:
    frame = estimate.frame
    keys = zip(frame["indikator"], frame["lasar"], frame["kategori"], strict=True)
    totals = pd.Series([cell_id(code, skola, lasar, kategori=part) for code, lasar, part in keys])
    shown = decided.frame.loc[decided.frame["status"] == "visad", "cell"]
    return replace(estimate, frame=frame[totals.isin(shown).to_numpy()].reset_index(drop=True))
