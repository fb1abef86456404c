"""The trend chapter in short: the measures beside merit values, and the two gaps, a paragraph each.

The board's part of the report tells each once; the Metodbilaga tells them in full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.presentation import wording, wording_gaps
from analys.presentation.course import read_course
from analys.presentation.formats import upper_first
from analys.presentation.text import Sentence, Text, compose, join_sentences
from analys.presentation.trend_groups import GENDER, SVSVA, read_groups, tell_moves
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

MORE = "Mått för mått, med jämförelser och frågor att ställa, står resultaten i Metodbilagan."


def describe_others(run: Underlag, tables: Tables, codes: Sequence[str]) -> Text | None:
    """A paragraph a measure: the longest comparable change and how certain it is; None without any."""
    lead, told = [], []
    for code in (code for code in codes if code in run.indicators()):
        indicator = run.indicators()[code]
        course = read_course(tables["trend_kommun"], code, run.parameters.lasar)
        since, change = (
            (course.first, course.long_change) if course.long_change else (course.before, course.change)
        )
        fact = wording.describe_change(since, course.now, change, indicator)
        fact = fact or wording.describe_level(course.now, indicator)
        if fact is not None:
            lead.append(upper_first(indicator.short_label))
            told.append(join_sentences([fact, wording.describe_certainty(change, indicator, run.parameters)]))
    return Text([*told, compose(MORE)], ledord=lead) if told else None


def describe_gaps(run: Underlag, tables: Tables, code: str) -> Text | None:
    """A paragraph a pair of groups: the gap in one measure, who moved and how certain the gap is."""
    lead, told = [], []
    indicator = run.indicators()[code]
    for split in (GENDER, SVSVA):
        found = read_groups(tables, code, run.parameters.lasar, split) if split.table in tables else None
        fact = wording_gaps.describe_gap(found.gap.now, indicator, *split.names) if found else None
        if found is None or fact is None:
            continue
        moved: list[Sentence | None] = tell_moves(found.whole or found.yearly, indicator, split.names)
        sure = None
        if found.gap.now is not None and found.gap.now.status != "officiell":
            sure = wording_gaps.judge_gap(found.gap.now, indicator, run.parameters)
        lead.append(split.rubrik)
        told.append(join_sentences([fact, *moved, sure]))
    return Text(told, ledord=lead) if told else None
