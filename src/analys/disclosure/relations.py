"""Every relation that a reader knows between cells: rows, equations, and cells that fall with others.

A relation that is missing here is a hole. A new one is a module with a function that yields rows or
equations, and its line below; it is then judged row by row, in the widths of all rows together, and where
earlier reports and official values meet this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analys.disclosure.absence import find_absence_dependents, find_absence_rows
from analys.disclosure.absence_results import find_result_equations, find_result_rows
from analys.disclosure.classes import find_class_dependents, find_class_rows
from analys.disclosure.counts import read_equations
from analys.disclosure.distributions import find_distribution_dependents, find_distribution_rows
from analys.disclosure.judgements import find_judgement_rows, find_parts
from analys.disclosure.nesting import find_nested
from analys.disclosure.quantities import Dependent, Quantity, index
from analys.disclosure.rows import Equation, Row, find_rows
from analys.disclosure.shortfall import (
    find_shortfall_dependents,
    find_shortfall_equations,
    find_shortfall_rows,
)
from analys.disclosure.surveys import find_survey_rows
from analys.disclosure.transitions import find_hidden_tables, find_transition_equations, find_transition_rows

ROWS = (
    find_distribution_rows,
    find_absence_rows,
    find_result_rows,
    find_transition_rows,
    find_judgement_rows,
    find_shortfall_rows,
    find_survey_rows,
    find_class_rows,
)
"""Rows among the levels: (levels by key, threshold) -> rows."""

EQUATIONS = (
    find_nested,
    find_result_equations,
    find_shortfall_equations,
    find_transition_equations,
)
"""What is known of counts without being a row: (levels by key) -> equations."""

DEPENDENTS = (
    find_distribution_dependents,
    find_hidden_tables,
    find_parts,
    find_absence_dependents,
    find_shortfall_dependents,
    find_class_dependents,
)
"""Cells that fall with others: (levels by key, threshold) -> dependents."""


@dataclass(frozen=True)
class Relations:
    """What a reader knows of how the cells hang together.

    Parameters
    ----------
    rows : tuple of Row
        Judged one by one by the complement; those that are sums of counts are equations too.
    equations : tuple of Equation
        Of all rows that are sums of counts, and the others.
    dependents : tuple of Dependent
    """

    rows: tuple[Row, ...]
    equations: tuple[Equation, ...]
    dependents: tuple[Dependent, ...]


def find_relations(quantities: Sequence[Quantity], troskel: int) -> Relations:
    """All relations among the cells.

    Parameters
    ----------
    quantities : sequence of Quantity
        Unique cells of all estimates together.
    troskel : int
        Fewest pupils behind a shown value.
    """
    known = index(quantities)
    found = [*find_rows(quantities, troskel)]
    for find in ROWS:
        found += find(known, troskel)
    rows = tuple(row for row in found if row.parts)
    others = [equation for equate in EQUATIONS for equation in equate(known)]
    dependents = [one for depend in DEPENDENTS for one in depend(known, troskel)]
    return Relations(rows, (*read_equations(rows, quantities), *others), tuple(dependents))
