"""The trend chapter's words: for each section what we see, how certain it is, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.school_levels import APART
from analys.estimates.trend import HEADLINE, REFERENCES
from analys.indicators.base import Indicator
from analys.official.place import place_in_county
from analys.presentation import questions, wording, wording_gaps, wording_references
from analys.presentation.course import Course, read_course
from analys.presentation.findings import Finding, make_finding
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Reference, Sentence, Text, compose, join_sentences
from analys.presentation.trend_groups import GENDER, SVSVA, Split, read_groups, tell_moves
from analys.presentation.trend_schools import describe_apart
from analys.presentation.wording import SETTLED, SURE
from analys.reads import note
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

WITHOUT: Mapping[str, str] = {
    "behorighet_yrkes": "blev inte behöriga till ett yrkesprogram",
    "alla_amnen_ak9": "saknade godkänt betyg i minst ett ämne",
    "alla_amnen_ak6": "saknade godkänt betyg i minst ett ämne",
    "np_ak3_svsva": "nådde inte kravnivån i alla delprov",
    "np_ak3_ma": "nådde inte kravnivån i alla delprov",
}


def describe_overview(run: Underlag) -> Text:
    """Where the reader finds every läsår and every interval."""
    every = compose("Alla mått och läsår finns i {t}", t=Reference("tab-trend_kommun"))
    if not run.has_pupils:
        return Text([compose("{e}.", e=every)])
    intervals = compose("med osäkerhetsintervall för det senaste i {t}", t=Reference("tab-trend_senaste"))
    return Text([compose("{e}, {i}.", e=every, i=intervals)])


def describe_indicator(run: Underlag, tables: Tables, code: str) -> Text | None:
    """Section text of one indicator for the whole municipality."""
    indicator = run.indicators()[code]
    course = read_course(tables["trend_kommun"], code, run.parameters.lasar)
    levels = _levels(tables, code)
    if course.now is None or not course.now.shown:
        return _describe_absent(run, tables, code, levels)
    seen = [
        wording.describe_change(course.before, course.now, course.change, indicator)
        or wording.describe_level(course.now, indicator),
        _describe_long(course, indicator),
        wording.describe_extreme(levels, course.now, indicator),
        wording.describe_failing(course.now, indicator, WITHOUT[code]) if code in WITHOUT else None,
        *_describe_references(run, tables, code),
    ]
    sure = [
        wording.describe_certainty(course.change, indicator, run.parameters),
        _describe_long_certainty(course, indicator, run),
        wording.describe_breaks(indicator, [cell.lasar for cell in levels if cell.status != "saknas"]),
    ]
    return make_section(seen, sure, _ask_about(course, indicator, run))


def _describe_absent(run: Underlag, tables: Tables, code: str, levels: Sequence[ShownCell]) -> Text | None:
    """Section text where the report's läsår has no value to show; None where no läsår has."""
    if all(cell.status == "saknas" for cell in levels):
        return None
    lasar = Label(run.parameters.lasar)
    hidden = any(cell.status == "skyddad" and cell.lasar == run.parameters.lasar for cell in levels)
    why = "Värdet för läsåret {l} visas inte av hänsyn till enskilda." if hidden else _ABSENT
    return make_section([compose(why, l=lasar), *_describe_references(run, tables, code)], [], Sentence(()))


_ABSENT = "Uppgifter för läsåret {l} saknas."


def find_trends(run: Underlag, tables: Tables) -> list[Finding]:
    """The chapter's findings: changes, gaps and distances of the main indicators, schools apart."""
    found: list[Finding | None] = []
    for code in (code for code in HEADLINE if code in run.indicators()):
        indicator = run.indicators()[code]
        course = read_course(tables["trend_kommun"], code, run.parameters.lasar)
        text = wording.describe_change(course.before, course.now, course.change, indicator)
        found.append(_finding(course.change, indicator, run, text, "trend_kommun"))
        text = wording.describe_change(course.first, course.now, course.long_change, indicator)
        found.append(_finding(course.long_change, indicator, run, text, "trend_kommun"))
        found += [_find_gap(run, tables, code, split) for split in (GENDER, SVSVA)]
        for compared in _references(run, tables, code):
            sentence = wording_references.describe_reference(compared, indicator)
            found.append(_finding(compared.difference, indicator, run, sentence, "trend_jamforelse"))
        if "trend_skolor" in tables:
            for cell in tables["trend_skolor"].cells(indikator=code, jamforelse=APART):
                if cell.shown and wording.certainty_of(cell, indicator, run.parameters) in SURE:
                    apart = describe_apart([cell], indicator, run)
                    found.append(_finding(cell, indicator, run, apart, "trend_skolor"))
    return [finding for finding in found if finding is not None]


def _find_gap(run: Underlag, tables: Tables, code: str, split: Split) -> Finding | None:
    if split.table not in tables:
        return None
    indicator = run.indicators()[code]
    found = read_groups(tables, code, run.parameters.lasar, split)
    sentence = wording_gaps.describe_gap(found.gap.now, indicator, *split.names)
    if sentence is None:
        return None
    moves = tell_moves(found.whole or found.yearly, indicator, split.names)
    return _finding(found.gap.now, indicator, run, join_sentences([sentence, *moves]), split.table)


def _levels(tables: Tables, code: str) -> list[ShownCell]:
    return tables["trend_kommun"].cells(indikator=code, enhetstyp="kommun", jamforelse="")


def _describe_long(course: Course, indicator: Indicator) -> Sentence | None:
    if course.long_change is None or not course.long_change.shown or course.first is None:
        return None
    if not course.first.shown:
        return None
    sign = wording.direction(course.long_change, indicator)
    if sign == 0:
        return compose("Värdet är detsamma som läsåret {l}.", l=Label(course.first.lasar))
    size = wording.number(course.long_change, indicator, absolute=True)
    return compose(
        "Sedan läsåret {l}, då värdet var {a}, har {it} {verb} med {d} {unit}.",
        it="den" if indicator.is_share else "det",
        l=Label(course.first.lasar),
        a=wording.number(course.first, indicator),
        verb="stigit" if sign > 0 else "sjunkit",
        d=size,
        unit=wording.unit_word(indicator, change=True, after=size),
    )


def _describe_long_certainty(course: Course, indicator: Indicator, run: Underlag) -> Sentence | None:
    if course.long_change is None or course.long_change.status == "officiell":
        return None
    return wording.describe_certainty(course.long_change, indicator, run.parameters)


def _references(run: Underlag, tables: Tables, code: str) -> list[wording_references.Compared]:
    if "trend_jamforelse" not in tables:
        return []
    table = tables["trend_jamforelse"].select(indikator=code)
    result = []
    for kind, unit in REFERENCES:
        difference = table.cell(jamforelse=f"mot {kind}")
        if difference is None or not difference.shown:
            continue
        level = table.cell(enhetstyp="kommun", lasar=difference.lasar, jamforelse="")
        reference = table.cell(enhet=unit, lasar=difference.lasar, jamforelse="")
        if level and reference and level.shown and reference.shown:
            published = [cell.lasar for cell in table.cells(enhet=unit, jamforelse="") if cell.shown]
            later = difference.lasar < max(published)
            result.append(wording_references.Compared(level, reference, difference, later))
    return result


def _describe_references(run: Underlag, tables: Tables, code: str) -> list[Sentence | None]:
    indicator = run.indicators()[code]
    references = _references(run, tables, code)
    if not references:
        return []
    newest = max(compared.reference.lasar for compared in references)
    kommun = run.parameters.kommun
    note("kolada")
    place = place_in_county(run.data, kommun, code, newest)
    return [
        wording_references.describe_references(references, indicator, run.parameters.lasar),
        wording.describe_place(place, indicator, kommun),
    ]


def _ask_about(course: Course, indicator: Indicator, run: Underlag) -> Sentence:
    """A question that fits what is settled: about a direction only where the data carry one."""
    settled = [
        cell
        for cell in (course.change, course.long_change)
        if cell is not None
        and cell.shown
        and wording.certainty_of(cell, indicator, run.parameters) in SETTLED
    ]
    if not settled:
        return compose(questions.ask(indicator.code, None))
    sign = wording.direction(settled[0], indicator) * (1 if indicator.higher_is_better else -1)
    return compose(questions.ask(indicator.code, sign))


def _finding(
    cell: ShownCell | None, indicator: Indicator, run: Underlag, text: Sentence | None, table: str
) -> Finding | None:
    return make_finding("trend", cell, indicator, run.parameters, text, table)
