"""The trend chapter's words about girls and boys, and about Sv and Sva: gaps, who moved, how certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.base import Indicator
from analys.presentation import questions, wording, wording_gaps
from analys.presentation.course import Course, read_course
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Sentence, Text, compose, join_sentences
from analys.presentation.wording import SETTLED, Pair
from analys.underlag import Underlag


class Groups(NamedTuple):
    """A gap's course, the two groups' courses, and the gap's slope."""

    gap: Course
    first: Course
    second: Course
    slope: ShownCell | None

    @property
    def yearly(self) -> tuple[Pair, Pair, Pair]:
        """(gap, first, second), each a pair of the latest comparable läsår before and the newest."""
        return tuple((course.before, course.now) for course in self[:3])  # type: ignore[return-value]

    @property
    def whole(self) -> tuple[Pair, Pair, Pair] | None:
        """The same from the first comparable läsår; None when that is the one before."""
        if self.gap.long_change is None:
            return None
        return tuple((course.first, course.now) for course in self[:3])  # type: ignore[return-value]


class Split(NamedTuple):
    """A split of the municipality in two groups.

    Parameters
    ----------
    table : str
        Id of the protected table.
    column : str
        "kon" or "svsva".
    groups : tuple of str
        Keys of the two groups in that column; the gap is the first minus the second.
    names : tuple of str
        The groups as they are called after "bland".
    rubrik : str
        What a paragraph about the split is called.
    """

    table: str
    column: str
    groups: tuple[str, str]
    names: tuple[str, str]
    rubrik: str


GENDER = Split("trend_kon", "kon", ("flickor", "pojkar"), ("flickor", "pojkar"), "Flickor och pojkar")
SVSVA = Split(
    "trend_svsva",
    "svsva",
    ("sv", "sva"),
    ("elever i svenska", "elever i svenska som andraspråk"),
    "Svenska och svenska som andraspråk",
)


def read_groups(tables: Mapping[str, ProtectedTable], code: str, lasar: str, split: Split) -> Groups:
    """The cells of one indicator's gap between two groups."""
    table = tables[split.table]
    key = f"{split.groups[0]}-{split.groups[1]}"
    first, second = (read_course(table, code, lasar, **{split.column: group}) for group in split.groups)
    slope = table.cell(indikator=code, jamforelse=f"{key} per läsår", enhetstyp="kommun")
    return Groups(read_course(table, code, lasar, gap=key), first, second, slope)


def describe_groups(
    run: Underlag, tables: Mapping[str, ProtectedTable], codes: Sequence[str], split: Split
) -> Text | None:
    """Section text of two groups' gaps; None where no gap may be shown.

    Parameters
    ----------
    codes : sequence of str
        Indicators; the first that has a gap is described in full, the others where something is settled.
    """
    if split.table not in tables:
        return None
    read = {code: read_groups(tables, code, run.parameters.lasar, split) for code in codes}
    shown = {code: found for code, found in read.items() if found.gap.now and found.gap.now.shown}
    if not shown:
        return None
    seen: list[list[Sentence | None]] = []
    sure: list[Sentence | None] = []
    for place, (code, found) in enumerate(shown.items()):
        indicator = run.indicators()[code]
        gap = wording_gaps.describe_gap(found.gap.now, indicator, *split.names)
        seen.append([gap, *_describe_moves(found, indicator, split.names, run, full=place == 0)])
        sure += _judge_first(found, indicator, run) if place == 0 else _judge_other(found, indicator, run)
    return make_section(seen[0], sure, compose(_ask(run, shown, split)), more=seen[1:])


def _describe_moves(
    found: Groups, indicator: Indicator, names: tuple[str, str], run: Underlag, *, full: bool
) -> list[Sentence | None]:
    yearly = tell_moves(found.yearly, indicator, names)
    whole = tell_moves(found.whole, indicator, names) if found.whole else []
    if full:
        # The same cause in both comparisons is told once.
        return [*(yearly[:1] if yearly[1:] == whole[1:] else yearly), *whole]
    change = found.gap.long_change or found.gap.change
    settled = change and change.shown and wording.certainty_of(change, indicator, run.parameters) in SETTLED
    return [*(whole or yearly)] if settled else []


def tell_moves(
    pairs: tuple[Pair, Pair, Pair], indicator: Indicator, names: tuple[str, str]
) -> list[Sentence | None]:
    """Who moved, and whether a fall is what closed or widened the gap."""
    return [
        wording_gaps.describe_who_moved(*pairs, indicator, names),
        wording_gaps.describe_fall(*pairs, indicator, names),
    ]


def _judge_first(found: Groups, indicator: Indicator, run: Underlag) -> list[Sentence | None]:
    return [
        wording_gaps.judge_gap(found.gap.now, indicator, run.parameters),
        wording_gaps.judge_gap_change(found.gap.change, indicator, run.parameters),
        wording_gaps.judge_gap_change(found.gap.long_change, indicator, run.parameters),
        wording_gaps.describe_slope(found.slope, indicator),
    ]


def _judge_other(found: Groups, indicator: Indicator, run: Underlag) -> list[Sentence | None]:
    if found.gap.now is None or found.gap.now.status == "officiell":
        return []
    verdict = wording_gaps.judge_gap(found.gap.now, indicator, run.parameters)
    assert verdict is not None
    name = compose("{name}:", name=Label(indicator.short_label))
    return [join_sentences([name, wording.lower_first(verdict)])]


def _ask(run: Underlag, shown: Mapping[str, Groups], split: Split) -> str:
    """The question that fits: a fall behind a closing gap, a settled gap, or one that swings."""
    if split == SVSVA:
        return questions.SVSVA
    indicators = run.indicators()
    for code, found in shown.items():
        for pairs in (found.yearly, found.whole):
            if pairs and wording_gaps.gap_closed_by_fall(*pairs, indicators[code]):
                return questions.GAP_FELL
    for code, found in shown.items():
        now = found.gap.now
        if now and wording.certainty_of(now, indicators[code], run.parameters) in SETTLED:
            return questions.GAP
    return questions.GAP_SWINGS
