"""Titles of the trend chapter's figures: the finding, in words that are true for any data."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.estimates.school_levels import APART
from analys.official.place import number_in_words
from analys.presentation import wording
from analys.presentation.claims import claim_count
from analys.presentation.course import read_course
from analys.presentation.formats import upper_first
from analys.presentation.text import Sentence, say
from analys.presentation.trend_schools import judge_apart
from analys.presentation.wording import WITHHELD
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def title_trend(run: Underlag, tables: Tables, code: str) -> str:
    """Finding of a figure over läsår, in words without numbers, true for any data."""
    indicator = run.indicators()[code]
    name = upper_first(indicator.fras)
    course = read_course(tables["trend_kommun"], code, run.parameters.lasar)
    change = course.long_change or course.change
    if change is None or not change.shown:
        return f"{name} över läsåren"
    since = change.jamforelse.removeprefix("mot ")
    kind = wording.certainty_of(change, indicator, run.parameters)
    if kind == WITHHELD:
        return f"{name} över läsåren"
    if kind == "oklart":
        return f"{name}: ingen säker förändring sedan {since}"
    sign = 0 if kind == "ungefar_lika" else wording.direction(change, indicator)
    verb = {1: "har stigit", -1: "har sjunkit", 0: "ligger ungefär stilla"}[sign]
    return f"{name} {verb} sedan {since}"


def title_gap(run: Underlag, tables: Tables, code: str) -> str:
    """Finding of the figure of girls and boys."""
    indicator = run.indicators()[code]
    gap = read_course(tables["trend_kon"], code, run.parameters.lasar, gap="flickor-pojkar").now
    name = upper_first(indicator.fras)
    if gap is None or not gap.shown:
        return f"{name} för flickor och pojkar"
    kind = wording.certainty_of(gap, indicator, run.parameters)
    if kind == WITHHELD:
        return f"{name} för flickor och pojkar"
    if kind == "oklart":
        return f"{name}: ingen säker skillnad mellan flickor och pojkar"
    if kind == "ungefar_lika" or wording.direction(gap, indicator) == 0:
        return f"{name} är ungefär lika bland flickor och pojkar"
    ahead, behind = ("flickor", "pojkar") if gap.varde > 0 else ("pojkar", "flickor")
    return f"{name} är högre bland {ahead} än bland {behind}"


def title_schools(run: Underlag, tables: Tables, code: str) -> Sentence:
    """Finding of the figure of schools: how many stand apart when chance is allowed for; it names none."""
    indicator = run.indicators()[code]
    every = tables["trend_skolor"].cells(indikator=code, jamforelse=APART)
    cells, apart = judge_apart(every, indicator, run)
    name = indicator.short_label
    if not cells:
        return say(f"{name} per skola")
    counted = claim_count(apart, cells)
    if not apart:
        which = "ingen skola" if len(cells) == len(every) else "ingen redovisad skola"
        return say(f"{name}: {which} skiljer sig säkert från de andra", counted)
    total = number_in_words(len(cells))
    shown = "" if len(cells) == len(every) else "redovisade "
    return say(
        f"{name}: {number_in_words(len(apart))} av {total} {shown}skolor skiljer sig från de andra", counted
    )
