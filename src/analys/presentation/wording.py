"""Sentences about cells, from a fixed list: the fact first, then how certain it is.

Every function takes cells of a `ProtectedTable` and the registry's indicator, and returns None where what it
would say is hidden or missing. The certainty class comes from `analys.estimates.certainty`; the words for it
stand here, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure.gate import ShownCell
from analys.estimates.certainty import classify
from analys.estimates.intervals import Level
from analys.indicators.base import Indicator
from analys.official.place import Place, place_in_words
from analys.parameters import RunParameters
from analys.presentation.formats import (
    cell_formatter,
    decimals_of,
    format_interval,
    format_number,
    round_half_up,
    unit_of,
)
from analys.presentation.text import Label, Number, Reference, Sentence, compose, join_sentences

Pair = tuple[ShownCell | None, ShownCell | None]
"""A cell of an earlier läsår and of the newest."""

CERTAINTY: Mapping[str, str] = {
    "ungefar_lika": "Förändringen är liten: nivån är ungefär densamma.",
    "tydligt_hogre": "Det är en tydlig ökning.",
    "hogre_osaker": "Det är en ökning, men hur stor den är går inte att säga säkert.",
    "tydligt_lagre": "Det är en tydlig minskning.",
    "lagre_osaker": "Det är en minskning, men hur stor den är går inte att säga säkert.",
    "oklart": "Underlaget räcker inte för att avgöra om det är en verklig förändring.",
    "officiell": (
        "Hur säker förändringen är går inte att bedöma: statistiken anger inte hur många elever "
        "den bygger på."
    ),
}

GAP_CERTAINTY: Mapping[str, str] = {
    "ungefar_lika": "Grupperna ligger ungefär lika.",
    "tydligt_hogre": "Skillnaden är tydlig.",
    "hogre_osaker": "Skillnaden finns, men hur stor den är går inte att säga säkert.",
    "tydligt_lagre": "Skillnaden är tydlig.",
    "lagre_osaker": "Skillnaden finns, men hur stor den är går inte att säga säkert.",
    "oklart": "Underlaget räcker inte för att avgöra om skillnaden är verklig.",
    "officiell": "Hur säker skillnaden är går inte att bedöma utifrån den publicerade statistiken.",
}


def certainty_of(cell: ShownCell, indicator: Indicator, parameters: RunParameters) -> str:
    """Certainty class of a shown difference; "officiell" when there is no interval to judge by."""
    if cell.status == "officiell":
        return "officiell"
    difference = Level(cell.varde, cell.undre, cell.ovre, cell.n or 0)
    return classify(difference, delta_of(indicator, parameters), indicator.higher_is_better).kod


def delta_of(indicator: Indicator, parameters: RunParameters) -> float:
    """Smallest difference that counts, in the indicator's unit."""
    return parameters.delta_procent if indicator.unit == "procent" else parameters.delta_poang


def phrase_of(indicator: Indicator, group: str = "alla") -> Sentence:
    """The indicator as the subject of a sentence: "meritvärdet", "flickornas meritvärde".

    Parameters
    ----------
    group : str
        "alla", "flickor", "pojkar", "sv" or "sva".
    """
    whose = {"flickor": "bland flickor", "pojkar": "bland pojkar", "sv": "bland elever som läser svenska"}
    whose["sva"] = "bland elever som läser svenska som andraspråk"
    phrase = Label(indicator.fras)
    return compose("{p} {g}", p=phrase, g=whose[group]) if group in whose else Sentence((phrase,))


def capitalise(sentence: Sentence) -> Sentence:
    """The sentence with a capital first letter."""
    if not sentence.parts:
        return sentence
    first, *rest = sentence.parts
    if isinstance(first, Number):
        return sentence
    if isinstance(first, str):
        return Sentence((first[:1].upper() + first[1:], *rest))
    if isinstance(first, Label):
        return Sentence((Label(first.text[:1].upper() + first.text[1:]), *rest))
    return sentence


def lower_first(sentence: Sentence) -> Sentence:
    """The sentence with a small first letter, to follow a colon."""
    first, *rest = sentence.parts
    return Sentence((first[:1].lower() + first[1:], *rest)) if isinstance(first, str) else sentence


def number(cell: ShownCell, indicator: Indicator, *, absolute: bool = False) -> Number:
    """The cell's value without unit; `absolute` for "minskade med 3,1"."""
    decimals = decimals_of(indicator, cell.n, officiell=cell.status == "officiell")
    value = abs(cell.varde) if absolute else cell.varde
    return Number(format_number(value, decimals), cell.cell)


def signed(cell: ShownCell, indicator: Indicator) -> Number:
    """The cell's value with its sign and unit, as "+8,4 procentenheter"."""
    return Number(cell_formatter(cell, indicator)(cell.varde), cell.cell)


def direction(cell: ShownCell, indicator: Indicator) -> int:
    """Sign of a difference as a reader sees it: 0 when it rounds to nothing."""
    decimals = decimals_of(indicator, cell.n, officiell=cell.status == "officiell")
    rounded = round_half_up(cell.varde, decimals)
    return (rounded > 0) - (rounded < 0)


def unit_word(indicator: Indicator, *, change: bool = False) -> str:
    """Unit after a number in running text."""
    return unit_of(indicator, change=change)


def describe_level(cell: ShownCell | None, indicator: Indicator, group: str = "alla") -> Sentence | None:
    """ "Meritvärdet var 218,2 poäng läsåret 2018/19."."""
    if cell is None or not cell.shown:
        return None
    return capitalise(
        compose(
            "{subject} var {value} {unit} läsåret {lasar}.",
            subject=phrase_of(indicator, group),
            value=number(cell, indicator),
            unit=unit_word(indicator),
            lasar=Label(cell.lasar),
        )
    )


def describe_change(
    before: ShownCell | None,
    now: ShownCell | None,
    change: ShownCell | None,
    indicator: Indicator,
    group: str = "alla",
) -> Sentence | None:
    """The observed change as a fact.

    Parameters
    ----------
    before, now : ShownCell
        The two levels.
    change : ShownCell
        The comparison cell `mot …`.
    """
    if not (before and now and change and before.shown and now.shown and change.shown):
        return None
    sign = direction(change, indicator)
    start = {
        1: "{subject} steg från {a} till {b} {unit}",
        -1: "{subject} sjönk från {a} till {b} {unit}",
        0: "{subject} låg stilla på {b} {unit}",
    }[sign]
    levels = {"b": number(now, indicator)} | ({"a": number(before, indicator)} if sign else {})
    return capitalise(
        compose(
            start + " mellan läsåren {l0} och {l1}.",
            subject=phrase_of(indicator, group),
            unit=unit_word(indicator),
            l0=Label(before.lasar),
            l1=Label(now.lasar),
            **levels,
        )
    )


def describe_certainty(
    change: ShownCell | None,
    indicator: Indicator,
    parameters: RunParameters,
    words: Mapping[str, str] = CERTAINTY,
) -> Sentence | None:
    """How certain a difference is, with its interval when it has one."""
    if change is None or not change.shown:
        return None
    words_chosen = words[certainty_of(change, indicator, parameters)]
    if change.status == "officiell":
        return compose(words_chosen)
    decimals = decimals_of(indicator, change.n)
    interval = Number(format_interval(change.undre, change.ovre, decimals, signed=True), change.cell)
    return compose(
        words_chosen.rstrip(".") + " ({d}, osäkerhetsintervall {i}).", d=signed(change, indicator), i=interval
    )


def describe_slope(
    cell: ShownCell | None, indicator: Indicator, parameters: RunParameters
) -> Sentence | None:
    """Whether a gap has a direction over the läsår, judged with the läsår as observations."""
    if cell is None or not cell.shown:
        return None
    decimals = decimals_of(indicator, cell.n)
    interval = Number(format_interval(cell.undre, cell.ovre, decimals, signed=True), cell.cell)
    if cell.undre <= 0 <= cell.ovre:
        verdict = "Över läsåren går det inte att säga att skillnaden växer eller krymper"
    else:
        verdict = "Över läsåren syns en riktning i skillnaden"
    return compose(
        "{verdict} ({d} per läsår, osäkerhetsintervall {i}).",
        verdict=verdict,
        d=signed(cell, indicator),
        i=interval,
    )


class Compared(NamedTuple):
    """The municipality beside one reference in one läsår: the two levels and their difference."""

    level: ShownCell
    reference: ShownCell
    difference: ShownCell


def describe_reference(compared: Compared, indicator: Indicator, newest: str) -> Sentence:
    """The municipality beside one reference, in the latest läsår in which both are known."""
    return join_sentences(
        [_open_references(compared, newest), _place_beside(compared, indicator), compose(".")], separator=""
    )


def describe_references(references: Sequence[Compared], indicator: Indicator, newest: str) -> Sentence | None:
    """The municipality beside all references, one sentence for each läsår that a comparison is from.

    Parameters
    ----------
    newest : str
        The report's läsår: when a comparison is older, the sentence says so.
    """
    sentences = []
    for lasar in sorted({compared.reference.lasar for compared in references}, reverse=True):
        same = [compared for compared in references if compared.reference.lasar == lasar]
        parts: list[Sentence] = [_open_references(same[0], newest)]
        for place, compared in enumerate(same):
            if place:
                parts.append(compose(" och " if place == len(same) - 1 else ", "))
            parts.append(_place_beside(compared, indicator))
        sentences.append(join_sentences([*parts, compose(".")], separator=""))
    return join_sentences(sentences) if sentences else None


def _open_references(compared: Compared, newest: str) -> Sentence:
    lasar = compared.reference.lasar
    stale = "" if lasar == newest else " (senaste publicerade)"
    return compose("Läsåret {lasar}{stale} låg kommunen ", lasar=Label(lasar), stale=stale)


def _place_beside(compared: Compared, indicator: Indicator) -> Sentence:
    who, value = Label(compared.reference.enhetsnamn), number(compared.reference, indicator)
    sign = direction(compared.difference, indicator)
    if sign == 0:
        return compose("på samma nivå som {who} ({b})", who=who, b=value)
    return compose(
        "{d} {unit} {where} {who} ({b})",
        d=number(compared.difference, indicator, absolute=True),
        unit=unit_word(indicator, change=True),
        where="över" if sign > 0 else "under",
        who=who,
        b=value,
    )


def describe_extreme(
    levels: Sequence[ShownCell], now: ShownCell | None, indicator: Indicator
) -> Sentence | None:
    """Says so when the newest of at least three comparable values is the highest or lowest."""
    if now is None or not now.shown:
        return None
    cut = max((year for year in indicator.breaks if year <= now.lasar), default="")
    series = [cell for cell in levels if cell.jamforelse == "" and cell.lasar >= cut]
    shown = [cell for cell in series if cell.shown]
    if len(shown) < 3 or any(cell.status == "skyddad" for cell in series):
        return None
    others = [cell.varde for cell in shown if cell.lasar != now.lasar]
    word = "högsta" if now.varde > max(others) else "lägsta" if now.varde < min(others) else ""
    if not word:
        return None
    first, last = min(cell.lasar for cell in shown), max(cell.lasar for cell in shown)
    return compose(
        "Det är det {word} värdet under läsåren {first}–{last}.",
        word=word,
        first=Label(first),
        last=Label(last),
    )


def describe_failing(level: ShownCell | None, indicator: Indicator, without: str) -> Sentence | None:
    """Head count behind a share: "23 av 155 elever blev inte behöriga …".

    Parameters
    ----------
    without : str
        The predicate, "blev inte behöriga till ett yrkesprogram".
    """
    if level is None or level.status != "visad" or level.n is None or level.antal is None:
        return None
    return compose(
        "{k} av {n} elever {without}.",
        k=Number(format_number(level.n - level.antal), level.cell),
        n=Number(format_number(level.n), level.cell),
        without=without,
    )


def describe_gap(gap: ShownCell | None, indicator: Indicator, first: str, second: str) -> Sentence | None:
    """The gap between two groups as a fact.

    Parameters
    ----------
    first, second : str
        Plural names; the gap is first minus second.
    """
    if gap is None or not gap.shown:
        return None
    sign = direction(gap, indicator)
    subject = Label(indicator.fras)
    if sign == 0:
        return compose(
            "{s} var lika bland {a} och {b} läsåret {l}.", s=subject, a=first, b=second, l=Label(gap.lasar)
        )
    sentence = compose(
        "{s} var {d} {unit} {word} bland {a} än bland {b} läsåret {l}.",
        s=subject, d=number(gap, indicator, absolute=True), unit=unit_word(indicator, change=True),
        word="högre" if sign > 0 else "lägre", a=first, b=second, l=Label(gap.lasar),
    )  # fmt: skip
    return capitalise(sentence)


def describe_who_moved(
    gaps: Pair,
    first: Pair,
    second: Pair,
    indicator: Indicator,
    names: tuple[str | Label, str | Label],
    subject: str = "Skillnaden",
) -> Sentence | None:
    """Whether the gap grew, closed or turned since an earlier läsår, and which group moved which way.

    Parameters
    ----------
    gaps, first, second : pairs of ShownCell
        (earlier, now) of the gap and of the two groups' levels.
    names : pair of str
        The groups' names: "flickor", "pojkar", or two schools.
    subject : str
        What the sentence calls the gap.
    """
    cells = (*gaps, *first, *second)
    if not all(cell is not None and cell.shown for cell in cells):
        return None
    before, now = gaps
    assert before is not None and now is not None
    old, new = _shown_value(before, indicator), _shown_value(now, indicator)
    parts: dict[str, str | Number | Label | Reference | Sentence] = {
        "s": subject,
        "a": number(before, indicator, absolute=True),
        "b": number(now, indicator, absolute=True),
        "unit": unit_word(indicator, change=True),
        "l": Label(before.lasar),
    }
    if old * new < 0:
        template = "{s} har vänt sedan läsåret {l}, då den var {a} {unit} åt andra hållet; nu är den {b}"
    elif abs(old) == abs(new):
        template = "{s} är lika stor som läsåret {l}, {b} {unit}"
        del parts["a"]
    else:
        word = "minskat" if abs(new) < abs(old) else "ökat"
        template = f"{{s}} har {word} från {{a}} till {{b}} {{unit}} sedan läsåret {{l}}"
    fact = compose(template, **parts)
    moves = [_move(name, pair, indicator) for name, pair in zip(names, (first, second), strict=True)]
    story = compose("{f}: {a} och {b}.", f=fact, a=moves[0], b=moves[1])
    return join_sentences([story, _describe_fall(old, new, (first, second), indicator, names)])


def _describe_fall(
    old: float,
    new: float,
    pairs: tuple[Pair, Pair],
    indicator: Indicator,
    names: tuple[str | Label, str | Label],
) -> Sentence | None:
    """That a gap closed because the group ahead fell: easily taken for an improvement."""
    if abs(new) >= abs(old) or old == 0:
        return None
    ahead = 0 if old > 0 else 1
    changes = [_change(pair, indicator) for pair in pairs]
    if changes[ahead] >= 0:
        return None
    how = "delvis" if changes[1 - ahead] > 0 else "helt"
    name = names[ahead]
    who = compose("bland {n}", n=name) if isinstance(name, str) else compose("för {n}", n=name)
    return compose("Minskningen kommer alltså {how} av att värdet sjönk {who}.", how=how, who=who)


def _shown_value(cell: ShownCell, indicator: Indicator) -> float:
    return float(
        round_half_up(cell.varde, decimals_of(indicator, cell.n, officiell=cell.status == "officiell"))
    )


def _change(pair: Pair, indicator: Indicator) -> float:
    before, now = pair
    assert before is not None and now is not None
    return _shown_value(now, indicator) - _shown_value(before, indicator)


def _move(
    name: str | Label, pair: tuple[ShownCell | None, ShownCell | None], indicator: Indicator
) -> Sentence:
    before, now = pair
    assert before is not None and now is not None
    change = _change(pair, indicator)
    if change == 0:
        start = "bland {n} låg värdet stilla på {b}" if isinstance(name, str) else "{n} låg stilla på {b}"
        return compose(start, n=name, b=number(now, indicator))
    start = "bland {n} {verb} värdet från {a} till {b}"
    return compose(
        start if isinstance(name, str) else "{n} {verb} från {a} till {b}",
        n=name, verb="steg" if change > 0 else "sjönk",
        a=number(before, indicator), b=number(now, indicator),
    )  # fmt: skip


def describe_place(place: Place | None, indicator: Indicator, kommun: str, lasar: str) -> Sentence | None:
    """Place among the county's municipalities in words; None when it is not known."""
    if place is None:
        return None
    words = place_in_words(place, kommun, indicator.higher_is_better)
    return compose("Värdet var {words} läsåret {lasar}.", words=words, lasar=Label(lasar))


def describe_breaks(indicator: Indicator, lasar: Sequence[str]) -> Sentence | None:
    """Breaks of the series within the shown läsår, in short: what it means for the comparisons."""
    within = [Label(year) for year in indicator.breaks if year in lasar]
    if not within:
        return None
    return compose(
        "Serien bryts läsåret {l}, så äldre värden jämförs inte med nyare.", l=_join_labels(within)
    )


def explain_breaks(indicator: Indicator, lasar: Sequence[str]) -> Sentence | None:
    """Breaks of the series within the shown läsår, each with its reason."""
    notes = [
        compose("{l}: {note}.", l=Label(year), note=Label(note[:1].lower() + note[1:].rstrip(".")))
        for year, note in zip(indicator.breaks, indicator.break_notes, strict=True)
        if year in lasar
    ]
    return join_sentences(notes) if notes else None


def _join_labels(labels: Sequence[Label]) -> Sentence:
    parts: list[Label | str] = []
    for place, label in enumerate(labels):
        if place:
            parts.append(" och " if place == len(labels) - 1 else ", ")
        parts.append(label)
    return Sentence(tuple(parts))
