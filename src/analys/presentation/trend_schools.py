"""The trend chapter's words about schools: who stands apart, who has moved, and how far apart they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.cells import SMOOTHED
from analys.estimates.school_levels import APART
from analys.indicators.base import Indicator
from analys.official.place import number_in_words
from analys.presentation import questions, wording, wording_gaps
from analys.presentation.claims import Claim, claim_count, claim_span
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Reference, Sentence, Text, compose, join_sentences
from analys.presentation.wording import SURE, WITHHELD
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def judge_apart(
    cells: Sequence[ShownCell], indicator: Indicator, run: Underlag
) -> tuple[list[ShownCell], list[ShownCell]]:
    """Distances to the schools' mean that may be told, and those of them that are settled."""
    judged = {c.cell: wording.certainty_of(c, indicator, run.parameters) for c in cells if c.shown}
    told = [c for c in cells if judged.get(c.cell, WITHHELD) != WITHHELD]
    return told, [c for c in told if judged[c.cell] in SURE]


def count_schools(run: Underlag, tables: Tables, code: str) -> Text | None:
    """The board's text of the schools: how many stand apart when chance is allowed for, without names."""
    if "trend_skolor" not in tables:
        return None
    indicator = run.indicators()[code]
    every = tables["trend_skolor"].cells(indikator=code, jamforelse=APART)
    cells, apart = judge_apart(every, indicator, run)
    if not cells:
        return None
    sides = [
        ("över", [cell for cell in apart if wording.direction(cell, indicator) > 0]),
        ("under", [cell for cell in apart if wording.direction(cell, indicator) < 0]),
    ]
    told = " och ".join(f"{number_in_words(len(found))} säkert {side}" for side, found in sides if found)
    seen = compose(
        "Av {n} {which}skolor ligger {told} skolornas genomsnitt när slumpen är medräknad. {rest}",
        n=Label(number_in_words(len(cells))),
        which="redovisade " if len(cells) < len(every) else "",
        told=Label(told or "ingen säkert över eller under"),
        rest="De andra går inte att skilja från det." if told and len(apart) < len(cells) else "",
    ).claiming(claim_count(apart, cells))
    names = compose("Skolorna står med namn och värden i {t}.", t=Reference(f"tab-skolor_flera_{code}"))
    ask = compose(questions.SCHOOLS_DIFFER if apart else questions.SCHOOLS_ALIKE)
    return make_section([seen, names], [_SMOOTHED], ask)


def describe_schools(run: Underlag, tables: Tables, code: str) -> Text | None:
    """The schools in full: who stands apart when chance is allowed for, and distances over time."""
    if "trend_skolor" not in tables:
        return None
    indicator = run.indicators()[code]
    table = tables["trend_skolor"].select(indikator=code)
    every = table.cells(jamforelse=APART)
    apart = [cell for cell in every if cell.shown]
    if not apart:
        return None
    seen: list[Sentence | None] = [
        describe_apart(every, indicator, run),
        _describe_distance(run, table, indicator),
    ]
    moved = [
        cell for cell in table.cells() if cell.jamforelse.startswith(f"{SMOOTHED} mot ") and cell not in apart
    ]
    seen.append(_describe_moved(moved, indicator, run))
    yearly = Reference(f"tab-skolor_lasar_{code}")
    seen.append(compose("Varje skolas värden läsår för läsår finns i {t}.", t=yearly))
    differ = any(wording.certainty_of(cell, indicator, run.parameters) in SURE for cell in apart)
    ask = compose(questions.SCHOOLS_DIFFER if differ else questions.SCHOOLS_ALIKE)
    return make_section(seen, [_SMOOTHED], ask)


def describe_apart(cells: Sequence[ShownCell], indicator: Indicator, run: Underlag) -> Sentence | None:
    """Schools whose shrunken distance to the mean is settled, and that the others cannot be told apart."""
    parts = []
    shown, sure = judge_apart(cells, indicator, run)
    for cell in sure:
        kind = wording.certainty_of(cell, indicator, run.parameters)
        parts.append(
            compose(
                "{school} ligger {how} genomsnittet för kommunens skolor {limits}{unsure}.",
                school=Label(cell.enhetsnamn),
                how=("tydligt " if kind.startswith("tydligt") else "")
                + ("över" if wording.direction(cell, indicator) > 0 else "under"),
                limits=wording.limits(cell, indicator, after=" efter utjämning"),
                unsure="" if kind.startswith("tydligt") else _UNSURE,
            )
        )
    others = "övriga redovisade" if len(shown) < len(cells) else "övriga"
    rest = compose(
        "För {which} skolor räcker underlaget inte för att skilja dem från genomsnittet.",
        which=others if parts else "alla redovisade",
    ).claiming(claim_count(sure, shown))
    told = [*parts, rest] if len(shown) > len(parts) else parts
    return join_sentences(told) if told else None


def _describe_moved(cells: Sequence[ShownCell], indicator: Indicator, run: Underlag) -> Sentence | None:
    parts = []
    for cell in cells:
        if not cell.shown or wording.certainty_of(cell, indicator, run.parameters) not in SURE:
            continue
        parts.append(
            compose(
                "{school} har utvecklats {how} än skolornas genomsnitt sedan läsåret {l} {limits}.",
                school=Label(cell.enhetsnamn),
                how="starkare" if wording.direction(cell, indicator) > 0 else "svagare",
                l=Label(cell.jamforelse.removeprefix(f"{SMOOTHED} mot ")),
                limits=wording.limits(cell, indicator, after=" efter utjämning"),
            )
        )
    return join_sentences(parts) if parts else None


def _describe_distance(run: Underlag, table: ProtectedTable, indicator: Indicator) -> Sentence | None:
    """The widest distance between two shown schools, in the first comparable läsår and in the newest."""
    lasar = run.parameters.lasar
    levels = {(c.enhet, c.lasar): c for c in table.cells(enhetstyp="skola", jamforelse="") if c.shown}
    pairs = [c for c in table.cells(enhetstyp="skola") if c.shown and _other(c) in {u for u, _ in levels}]
    now = max((c for c in pairs if c.lasar == lasar), key=_width, default=None)
    then = max((c for c in pairs if c.lasar != lasar), key=_width, default=None)
    if now is None or then is None:
        return None
    spans = [claim for cell in (then, now) for claim in _claim_widest(cell, pairs, levels)]
    story = [
        compose(
            "Läsåret {l} skilde det som mest {d} {unit} mellan två redovisade skolor, {pair}; ",
            l=Label(then.lasar),
            d=wording.number(then, indicator, absolute=True),
            unit=wording.unit_word(indicator, change=True),
            pair=_name_pair(then, levels),
        ),
        compose(
            "läsåret {l} som mest {d}, {pair}.",
            l=Label(now.lasar),
            d=wording.number(now, indicator, absolute=True),
            pair=_name_pair(now, levels),
        ).claiming(*spans),
    ]
    same = (now.enhet, now.jamforelse) == (then.enhet, then.jamforelse)
    later = now if same else _find(pairs, then, lasar)
    ends = [((unit, then.lasar), (unit, lasar)) for unit in (then.enhet, _other(then))]
    if later is None or not all(key in levels for pair in ends for key in pair):
        return join_sentences([join_sentences(story, separator=""), _CAUTION])
    moved = wording_gaps.describe_who_moved(
        (then, later),
        (levels[ends[0][0]], levels[ends[0][1]]),
        (levels[ends[1][0]], levels[ends[1][1]]),
        indicator,
        (Label(levels[ends[0][1]].enhetsnamn), Label(levels[ends[1][1]].enhetsnamn)),
        subject="Avståndet" if same else compose("Avståndet mellan {pair}", pair=_name_pair(then, levels)),
    )
    return join_sentences([join_sentences(story, separator=""), moved, _CAUTION])


_SMOOTHED = compose(
    "Jämförelsen bygger på flera läsår tillsammans och är utjämnad: ju färre elever en skola har, desto "
    "närmare de andras värde läggs den. Skolorna rangordnas inte, eftersom ordningen mellan dem till stor "
    "del är slump. Skillnader mellan skolor speglar också vilka elever som går där."
)
_UNSURE = "; hur stort avståndet är går inte att säga säkert"
_CAUTION = compose(
    "Det största avståndet ett enskilt läsår säger mest om slumpen, särskilt när en skola har få elever."
)


def _width(cell: ShownCell) -> tuple[float, str]:
    return abs(cell.varde), cell.cell


def _other(cell: ShownCell) -> str:
    """The other school of a distance."""
    return cell.jamforelse.removeprefix("mot ")


def _claim_widest(
    widest: ShownCell, pairs: Sequence[ShownCell], levels: Mapping[tuple[str, str], ShownCell]
) -> Sequence[Claim]:
    """That the shown schools of a läsår lie between the two that are farthest apart."""
    units = {unit for c in pairs if c.lasar == widest.lasar for unit in (c.enhet, _other(c))}
    cells = [levels[unit, widest.lasar] for unit in sorted(units) if (unit, widest.lasar) in levels]
    ends = [levels.get((unit, widest.lasar)) for unit in (widest.enhet, _other(widest))]
    values = [cell.varde for cell in ends if cell is not None]
    if len(values) < 2:
        return ()
    return (claim_span([cell for cell in cells if min(values) <= cell.varde <= max(values)]),)


def _name_pair(cell: ShownCell, levels: Mapping[tuple[str, str], ShownCell]) -> Sentence:
    """The two schools of a distance by name, the one with the higher value first."""
    own = Label(cell.enhetsnamn)
    other = Label(next(c.enhetsnamn for (unit, _), c in levels.items() if unit == _other(cell)))
    first, second = (own, other) if cell.varde >= 0 else (other, own)
    return compose("{a} och {b}", a=first, b=second)


def _find(pairs: Sequence[ShownCell], then: ShownCell, lasar: str) -> ShownCell | None:
    return next(
        (c for c in pairs if (c.lasar, c.enhet, c.jamforelse) == (lasar, then.enhet, then.jamforelse)), None
    )
