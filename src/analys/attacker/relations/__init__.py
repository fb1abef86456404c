"""How published numbers hang together, one module a way; each says it as sums and lines over cells."""

from __future__ import annotations

from collections.abc import Iterator

from analys.attacker.relations.absence import find_year_groups
from analys.attacker.relations.changes import find_changes
from analys.attacker.relations.distributions import find_distributions
from analys.attacker.relations.forms import Left, Line, Relation, Sum
from analys.attacker.relations.grades import find_grades
from analys.attacker.relations.judgements import find_judgements
from analys.attacker.relations.left_out import find_left_out
from analys.attacker.relations.nesting import find_nesting
from analys.attacker.relations.partitions import find_partitions
from analys.attacker.relations.shortfall import find_shortfall
from analys.attacker.relations.surveys import find_survey_years
from analys.attacker.relations.years import find_years
from analys.attacker.report import Report

__all__ = ["Left", "Line", "Relation", "Sum", "find_relations"]

_WAYS = (
    find_partitions,
    find_years,
    find_distributions,
    find_year_groups,
    find_grades,
    find_judgements,
    find_nesting,
    find_shortfall,
    find_survey_years,
    find_changes,
    find_left_out,
)


def find_relations(report: Report) -> Iterator[Relation]:
    """Every way in which numbers of the report hang together."""
    for find in _WAYS:
        yield from find(report)
