"""The trend chapter's words: for each section what we see, how certain it is, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.cells import SMOOTHED
from analys.estimates.school_levels import APART
from analys.estimates.trend import HEADLINE, REFERENCES
from analys.indicators.base import Indicator
from analys.official.place import place_in_county
from analys.presentation import wording, wording_gaps, wording_references
from analys.presentation.findings import Finding, make_finding
from analys.presentation.text import Label, Sentence, Text, compose, join_sentences
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

LEDORD = ("Vad vi ser", "Hur säkert det är", "Frågor att ställa")

WITHOUT: Mapping[str, str] = {
    "behorighet_yrkes": "blev inte behöriga till ett yrkesprogram",
    "alla_amnen_ak9": "lämnade grundskolan utan att ha uppfyllt kriterierna i alla ämnen",
    "alla_amnen_ak6": "hade inte uppfyllt kriterierna i alla ämnen",
    "np_ak3_svsva": "nådde inte kravnivån i alla delprov",
    "np_ak3_ma": "nådde inte kravnivån i alla delprov",
}


class Course(NamedTuple):
    """A series' newest level, the ones it is compared with, and the two changes; None what there is not."""

    now: ShownCell | None
    before: ShownCell | None
    first: ShownCell | None
    change: ShownCell | None
    long_change: ShownCell | None


def read_course(
    table: ProtectedTable, code: str, lasar: str, *, kon: str = "alla", svsva: str = "alla", gap: str = ""
) -> Course:
    """The municipality's course of one series in a table.

    Parameters
    ----------
    gap : str
        "flickor-pojkar" or "sv-sva" for a gap, "" for the level.
    """
    cells = {
        (cell.lasar, cell.jamforelse): cell
        for cell in table.cells(indikator=code, enhetstyp="kommun", kon=kon, svsva=svsva)
    }
    start = f"{gap} mot ".lstrip()
    years = sorted(
        name.removeprefix(start) for year, name in cells if year == lasar and name.startswith(start)
    )
    years = [year for year in years if year[:1].isdigit()]
    before, first = (years[-1], years[0]) if years else ("", "")
    return Course(
        cells.get((lasar, gap)),
        cells.get((before, gap)),
        cells.get((first, gap)),
        cells.get((lasar, start + before)),
        cells.get((lasar, start + first)) if first != before else None,
    )


def describe_indicator(run: Underlag, tables: Tables, code: str) -> Text | None:
    """Section text of one indicator for the whole municipality."""
    indicator = run.indicators()[code]
    course = read_course(tables["trend_kommun"], code, run.parameters.lasar)
    seen = [
        wording.describe_change(course.before, course.now, course.change, indicator)
        or wording.describe_level(course.now, indicator),
        _describe_long(course, indicator),
        wording.describe_extreme(_levels(tables, code), course.now, indicator),
        wording.describe_failing(course.now, indicator, WITHOUT[code]) if code in WITHOUT else None,
        *_describe_references(run, tables, code),
    ]
    sure = [
        wording.describe_certainty(course.change, indicator, run.parameters),
        _describe_long_certainty(course, indicator, run),
        wording.describe_breaks(indicator, run.parameters.lasar_i_trend),
    ]
    return _section(seen, sure, _ask_about(course, indicator, run))


def describe_gender(run: Underlag, tables: Tables, code: str) -> Text | None:
    """Section text of the gap between girls and boys: its size, and who moved when it changed."""
    return _describe_groups(
        run, tables["trend_kon"], code, "kon", ("flickor", "pojkar"), ("flickor", "pojkar")
    )


def describe_svsva(run: Underlag, tables: Tables, code: str) -> Text | None:
    """Section text of the gap between pupils in svenska and in svenska som andraspråk."""
    if "trend_svsva" not in tables:
        return None
    names = ("elever som läser svenska", "elever som läser svenska som andraspråk")
    return _describe_groups(run, tables["trend_svsva"], code, "svsva", ("sv", "sva"), names)


def describe_schools(run: Underlag, tables: Tables, code: str) -> Text | None:
    """Section text of the schools: who stands apart when chance is allowed for, and distances over time."""
    if "trend_skolor" not in tables:
        return None
    indicator = run.indicators()[code]
    table = tables["trend_skolor"].select(indikator=code)
    apart = [cell for cell in table.cells(jamforelse=APART) if cell.shown]
    if not apart:
        return None
    seen: list[Sentence | None] = [
        _describe_apart(apart, indicator, run),
        _describe_distance(run, table, indicator),
    ]
    moved = [
        cell for cell in table.cells() if cell.jamforelse.startswith(f"{SMOOTHED} mot ") and cell not in apart
    ]
    seen.append(_describe_moved(moved, indicator, run))
    sure = [
        compose(
            "Jämförelsen bygger på flera läsår tillsammans och är utjämnad: ju färre elever en skola har, "
            "desto närmare de andras värde läggs den. Skolorna rangordnas inte, eftersom ordningen mellan "
            "dem till stor del är slump. Skillnader mellan skolor speglar också vilka elever som går där."
        )
    ]
    differ = any(wording.certainty_of(cell, indicator, run.parameters) in _APART for cell in apart)
    ask = (
        compose("Vilka förutsättningar har de skolor som avviker, och vilket stöd får de?")
        if differ
        else compose("Har skolorna lika förutsättningar, eller döljer de jämna värdena olika behov?")
    )
    return _section(seen, sure, ask)


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
        gap = read_course(tables["trend_kon"], code, run.parameters.lasar, gap="flickor-pojkar")
        sentence = wording_gaps.describe_gap(gap.now, indicator, "flickor", "pojkar")
        found.append(_finding(gap.now, indicator, run, sentence, "trend_kon"))
        for compared in _references(run, tables, code):
            sentence = wording_references.describe_reference(compared, indicator, run.parameters.lasar)
            found.append(_finding(compared.difference, indicator, run, sentence, "trend_jamforelse"))
        if "trend_skolor" in tables:
            for cell in tables["trend_skolor"].cells(indikator=code, jamforelse=APART):
                if cell.shown and wording.certainty_of(cell, indicator, run.parameters) in _APART:
                    sentence = _describe_apart([cell], indicator, run)
                    found.append(_finding(cell, indicator, run, sentence, "trend_skolor"))
    return [finding for finding in found if finding is not None]


_APART = ("tydligt_hogre", "tydligt_lagre", "hogre_osaker", "lagre_osaker")
_SETTLED = (*_APART, "officiell")


def title_trend(run: Underlag, tables: Tables, code: str) -> str:
    """Finding of a figure over läsår, in words without numbers, true for any data."""
    indicator = run.indicators()[code]
    name = indicator.short_label
    course = read_course(tables["trend_kommun"], code, run.parameters.lasar)
    change = course.long_change or course.change
    if change is None or not change.shown:
        return f"{name} över läsåren"
    since = change.jamforelse.removeprefix("mot ")
    kind = wording.certainty_of(change, indicator, run.parameters)
    if kind == "oklart":
        return f"{name}: ingen säker förändring sedan {since}"
    sign = 0 if kind == "ungefar_lika" else wording.direction(change, indicator)
    return f"{name}: {({1: 'högre än', -1: 'lägre än', 0: 'ungefär som'})[sign]} {since}"


def _describe_groups(
    run: Underlag,
    table: ProtectedTable,
    code: str,
    column: str,
    groups: tuple[str, str],
    names: tuple[str, str],
) -> Text | None:
    indicator = run.indicators()[code]
    lasar = run.parameters.lasar
    key = f"{groups[0]}-{groups[1]}"
    gap = read_course(table, code, lasar, gap=key)
    courses = [read_course(table, code, lasar, **{column: group}) for group in groups]
    reach = "long_change" if gap.long_change else "change"
    early = "first" if gap.long_change else "before"
    pairs = [(getattr(course, early), course.now) for course in courses]
    previous = [(course.before, course.now) for course in courses]
    seen = [
        wording_gaps.describe_gap(gap.now, indicator, *names),
        wording_gaps.describe_who_moved((gap.before, gap.now), previous[0], previous[1], indicator, names),
        wording_gaps.describe_who_moved((getattr(gap, early), gap.now), pairs[0], pairs[1], indicator, names)
        if reach == "long_change"
        else None,
    ]
    slope = table.cell(indikator=code, jamforelse=f"{key} per läsår", enhetstyp="kommun")
    sure = [
        wording.describe_certainty(gap.now, indicator, run.parameters, wording.GAP_CERTAINTY),
        wording_gaps.describe_slope(slope, indicator, run.parameters),
    ]
    ask = compose("Vad gör skolorna i dag för den grupp som har lägre resultat, och vet vi vad som hjälper?")
    return _section(seen, sure, ask)


def _section(seen: Sequence[Sentence | None], sure: Sequence[Sentence | None], ask: Sentence) -> Text | None:
    first, second = join_sentences(seen), join_sentences(sure)
    if not first.parts:
        return None
    filled = [(lead, part) for lead, part in zip(LEDORD, (first, second, ask), strict=True) if part.parts]
    return Text([part for _, part in filled], ledord=[lead for lead, _ in filled])


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
    return compose(
        "Sedan läsåret {l}, då värdet var {a}, har {it} {verb} med {d} {unit}.",
        it="den" if indicator.is_share else "det",
        l=Label(course.first.lasar),
        a=wording.number(course.first, indicator),
        verb="stigit" if sign > 0 else "sjunkit",
        d=wording.number(course.long_change, indicator, absolute=True),
        unit=wording.unit_word(indicator, change=True),
    )


def _describe_long_certainty(course: Course, indicator: Indicator, run: Underlag) -> Sentence | None:
    if course.long_change is None or not course.long_change.shown or course.long_change.status == "officiell":
        return None
    verdict = wording.describe_certainty(course.long_change, indicator, run.parameters)
    assert verdict is not None
    year = Label(course.long_change.jamforelse.removeprefix("mot "))
    return join_sentences([compose("Sett från läsåret {l}:", l=year), wording.lower_first(verdict)])


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
            result.append(wording_references.Compared(level, reference, difference))
    return result


def _describe_references(run: Underlag, tables: Tables, code: str) -> list[Sentence | None]:
    indicator = run.indicators()[code]
    references = _references(run, tables, code)
    if not references:
        return []
    newest = max(compared.reference.lasar for compared in references)
    kommun = run.parameters.kommun
    place = place_in_county(run.data, kommun, code, newest)
    return [
        wording_references.describe_references(references, indicator, run.parameters.lasar),
        wording.describe_place(place, indicator, kommun, newest),
    ]


def _describe_apart(cells: Sequence[ShownCell], indicator: Indicator, run: Underlag) -> Sentence | None:
    parts = []
    for cell in cells:
        kind = wording.certainty_of(cell, indicator, run.parameters)
        if kind not in _APART:
            continue
        parts.append(
            compose(
                "{school} ligger {how} genomsnittet för kommunens skolor ({d} efter utjämning).",
                school=Label(cell.enhetsnamn),
                how=("tydligt " if kind.startswith("tydligt") else "")
                + ("över" if wording.direction(cell, indicator) > 0 else "under"),
                d=wording.signed(cell, indicator),
            )
        )
    rest = compose(
        "För {which} skolor räcker underlaget inte för att skilja dem från genomsnittet.",
        which="övriga" if parts else "alla redovisade",
    )
    return join_sentences([*parts, rest] if len(cells) > len(parts) else parts)


def _describe_moved(cells: Sequence[ShownCell], indicator: Indicator, run: Underlag) -> Sentence | None:
    parts = []
    for cell in cells:
        if not cell.shown or wording.certainty_of(cell, indicator, run.parameters) not in _APART:
            continue
        parts.append(
            compose(
                "{school} har utvecklats {how} än skolornas genomsnitt sedan läsåret {l} ({d} efter "
                "utjämning).",
                school=Label(cell.enhetsnamn),
                how="starkare" if wording.direction(cell, indicator) > 0 else "svagare",
                l=Label(cell.jamforelse.removeprefix(f"{SMOOTHED} mot ")),
                d=wording.signed(cell, indicator),
            )
        )
    return join_sentences(parts) if parts else None


def _describe_distance(run: Underlag, table: ProtectedTable, indicator: Indicator) -> Sentence | None:
    """The widest distance between two shown schools at the start, how wide it is now, and who moved."""
    lasar = run.parameters.lasar
    schools = {cell.enhet: cell for cell in table.cells(enhetstyp="skola", lasar=lasar, jamforelse="")}
    pairs = [
        cell for cell in table.cells(enhetstyp="skola") if cell.jamforelse.removeprefix("mot ") in schools
    ]
    early = [cell for cell in pairs if cell.lasar != lasar and cell.shown]
    if not early:
        return None
    then = max(early, key=lambda cell: (abs(cell.varde), cell.cell))
    now = next(
        (c for c in pairs if c.lasar == lasar and (c.enhet, c.jamforelse) == (then.enhet, then.jamforelse)),
        None,
    )
    if now is None or not now.shown:
        return None
    units = (then.enhet, then.jamforelse.removeprefix("mot "))
    old = {cell.enhet: cell for cell in table.cells(enhetstyp="skola", lasar=then.lasar, jamforelse="")}
    if not all(unit in old and old[unit].shown and schools[unit].shown for unit in units):
        return None
    moves = wording_gaps.describe_who_moved(
        (then, now),
        (old[units[0]], schools[units[0]]),
        (old[units[1]], schools[units[1]]),
        indicator,
        tuple(Label(schools[unit].enhetsnamn) for unit in units),  # type: ignore[arg-type]
        subject="Det största avståndet mellan två redovisade skolor",
    )
    caution = compose(
        "Ett avstånd som är störst ett visst läsår brukar minska av sig självt, eftersom en del av det är "
        "slump."
    )
    return join_sentences([moves, caution])


def _ask_about(course: Course, indicator: Indicator, run: Underlag) -> Sentence:
    """Questions that fit what is settled: a direction only where the data carry one."""
    settled = [
        cell
        for cell in (course.change, course.long_change)
        if cell is not None
        and cell.shown
        and wording.certainty_of(cell, indicator, run.parameters) in _SETTLED
    ]
    if not settled:
        return compose(
            "Är nivån den vi vill ha, och vad behöver vi följa under året för att veta vart den är på väg?"
        )
    sign = wording.direction(settled[0], indicator) * (1 if indicator.higher_is_better else -1)
    if sign > 0:
        return compose(
            "Vilka delar av vårt arbete kan ha bidragit, och hur ser vi till att det håller i sig?"
        )
    if sign < 0:
        return compose(
            "Är nedgången bred eller samlad till vissa grupper, och vilka åtgärder följs redan upp?"
        )
    return compose("Är nivån den vi vill ha, och vad krävs för att höja den?")


def _finding(
    cell: ShownCell | None, indicator: Indicator, run: Underlag, text: Sentence | None, table: str
) -> Finding | None:
    return make_finding("trend", cell, indicator, run.parameters, text, table)
