"""Sentences about cells, from a fixed list: the fact first, then how certain it is.

Every function takes cells of a `ProtectedTable` and the registry's indicator, and returns None where what it
would say is hidden or missing. The certainty class comes from `analys.estimates.certainty`; the words for it
stand here, once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analys.disclosure.gate import ShownCell
from analys.estimates.certainty import classify
from analys.estimates.deviation_model import DELTA_STEG
from analys.estimates.intervals import Level
from analys.indicators import franvaro
from analys.indicators.base import Indicator
from analys.lasar import shift
from analys.official.place import Place, place_in_words
from analys.parameters import RunParameters
from analys.presentation.claims import claim_most
from analys.presentation.formats import (
    Measure,
    cell_formatter,
    decimals_of,
    format_interval,
    format_number,
    round_half_up,
    unit_of,
    upper_first,
)
from analys.presentation.text import Label, Number, Sentence, compose, join_sentences, make_number

Pair = tuple[ShownCell | None, ShownCell | None]
"""A cell of an earlier läsår and of the newest."""

CERTAINTY: Mapping[str, str] = {
    "ungefar_lika": "Förändringen {when} är liten: nivån är ungefär densamma",
    "tydligt_hogre": "Ökningen {when} är tydlig",
    "hogre_osaker": "Ökningen {when} är säkerställd, men inte hur stor den är",
    "tydligt_lagre": "Minskningen {when} är tydlig",
    "lagre_osaker": "Minskningen {when} är säkerställd, men inte hur stor den är",
    "oklart": "Underlaget räcker inte för att avgöra om förändringen {when} är verklig eller tillfällig",
}
"""Certainty of a change; {when} is "på ett år" or "sedan läsåret …"."""

NOT_JUDGED = "Det går inte att bedöma, eftersom statistiken inte anger hur många elever den bygger på."

NOT_SHOWN = "Hur säkert det är visas inte, av hänsyn till enskilda."
WITHHELD = "dold"
"""In place of a certainty class where the value may be shown but its interval, and so the class, may not."""

SURE = ("tydligt_hogre", "tydligt_lagre", "hogre_osaker", "lagre_osaker")
"""Certainty classes in which the direction of a difference is settled."""

SETTLED = (*SURE, "officiell")
"""As `SURE`, and published facts, whose direction is what it is."""


def certainty_of(cell: ShownCell, indicator: Measure, parameters: RunParameters) -> str:
    """Certainty class of a shown difference; "officiell" where none can be told, `WITHHELD` if none may."""
    if cell.status == "officiell":
        return "officiell"
    if math.isnan(cell.undre) or math.isnan(cell.ovre):
        return WITHHELD
    difference = Level(cell.varde, cell.undre, cell.ovre, cell.n or 0)
    return classify(difference, delta_of(indicator, parameters)).kod


def delta_of(indicator: Measure, parameters: RunParameters) -> float:
    """Smallest difference that counts, in the indicator's unit."""
    declared: float | None = getattr(indicator, "delta", None)
    if declared is not None:
        return declared
    if indicator.unit == "betygssteg":
        return DELTA_STEG
    if getattr(indicator, "kapitel", "") == franvaro.KAPITEL:
        return min(parameters.delta_procent, franvaro.DELTA)
    if indicator.unit == "indexpoäng":
        return parameters.delta_index
    return parameters.delta_poang if indicator.unit == "poäng" else parameters.delta_procent


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
        return replace(sentence, parts=(upper_first(first), *rest))
    if isinstance(first, Label):
        return replace(sentence, parts=(Label(upper_first(first.text)), *rest))
    return sentence


def lower_first(sentence: Sentence) -> Sentence:
    """The sentence with a small first letter, to follow a colon."""
    first, *rest = sentence.parts
    if not isinstance(first, str):
        return sentence
    return replace(sentence, parts=(first[:1].lower() + first[1:], *rest))


def number(cell: ShownCell, indicator: Indicator, *, absolute: bool = False) -> Number:
    """The cell's value without unit; `absolute` for "minskade med 3,1"."""
    decimals = decimals_of(indicator, cell.n, officiell=cell.status == "officiell")
    value = abs(cell.varde) if absolute else None
    return make_number(cell, lambda shown: format_number(shown, decimals), value)


def signed(cell: ShownCell, indicator: Indicator) -> Number:
    """The cell's value with its sign and unit, as "+8,4 procentenheter"."""
    return make_number(cell, cell_formatter(cell, indicator))


def direction(cell: ShownCell, indicator: Measure) -> int:
    """Sign of a difference as a reader sees it: 0 when it rounds to nothing."""
    decimals = decimals_of(indicator, cell.n, officiell=cell.status == "officiell")
    rounded = round_half_up(cell.varde, decimals)
    return (rounded > 0) - (rounded < 0)


def unit_word(indicator: Measure, *, change: bool = False, after: Number | None = None) -> str:
    """Unit after a number in running text."""
    return unit_of(indicator, change=change, after=after.text if after else "")


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
    change: ShownCell | None, indicator: Indicator, parameters: RunParameters
) -> Sentence | None:
    """How certain a change is, with its interval when it has one."""
    if change is None or not change.shown:
        return None
    return judge(change, CERTAINTY, indicator, parameters, when=say_when(change))


def judge(
    cell: ShownCell,
    words: Mapping[str, str],
    indicator: Indicator,
    parameters: RunParameters,
    **parts: str | Sentence,
) -> Sentence:
    """The words of a difference's certainty class, with the difference and its interval in brackets.

    Parameters
    ----------
    words : mapping of str to str
        A template without full stop for each class that has an interval.
    parts : str or Sentence
        What the templates' names stand for.
    """
    kind = certainty_of(cell, indicator, parameters)
    if kind in ("officiell", WITHHELD):
        return compose(NOT_JUDGED if kind == "officiell" else NOT_SHOWN)
    used = {name: part for name, part in parts.items() if f"{{{name}}}" in words[kind]}
    return compose(
        "{verdict} {limits}.", verdict=compose(words[kind], **used), limits=limits(cell, indicator)
    )


def limits(cell: ShownCell, indicator: Indicator, after: str = "") -> Sentence:
    """The difference and its interval in brackets; `after` follows the difference, as " per läsår"."""
    interval = format_interval(cell.undre, cell.ovre, decimals_of(indicator, cell.n), signed=True)
    return compose(
        "({d}{after}; osäkerhetsintervall {i})",
        d=signed(cell, indicator),
        after=after,
        i=Number(interval, cell.cell),
    )


def say_when(change: ShownCell) -> Sentence:
    """Over which time a change runs: "på ett år" or "sedan läsåret …"."""
    earlier = change.jamforelse.rpartition("mot ")[2]
    if earlier == shift(change.lasar, -1):
        return compose("på ett år")
    return compose("sedan läsåret {l}", l=Label(earlier))


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
    ).claiming(claim_most(now, shown, least=word == "lägsta"))


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


def describe_place(place: Place | None, indicator: Indicator, kommun: str) -> Sentence | None:
    """Place among the county's municipalities in words, after a comparison that says the läsår."""
    if place is None:
        return None
    words = place_in_words(place, kommun, indicator.higher_is_better is not False)
    return compose("Värdet var {words}.", words=words)


def describe_breaks(indicator: Indicator, lasar: Sequence[str]) -> Sentence | None:
    """Breaks of the series between the läsår with values, in short: what it means for the comparisons."""
    within = [Label(year) for year in indicator.breaks if lasar and min(lasar) < year <= max(lasar)]
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
