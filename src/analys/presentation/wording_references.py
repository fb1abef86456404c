"""Sentences that set the municipality beside the nation, its county and similar municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analys.disclosure.gate import ShownCell
from analys.indicators.base import Indicator
from analys.presentation.text import Label, Sentence, compose, join_sentences
from analys.presentation.wording import capitalise, direction, number, phrase_of, unit_word


class Compared(NamedTuple):
    """The municipality beside one reference in one läsår: the two levels and their difference.

    `later`: the reference has later values, but the municipality has none to set beside them.
    """

    level: ShownCell
    reference: ShownCell
    difference: ShownCell
    later: bool = False


def describe_reference(compared: Compared, indicator: Indicator) -> Sentence:
    """The municipality beside one reference, as a sentence of its own: for findings."""
    level, reference, difference, _ = compared
    sign = direction(difference, indicator)
    template = "{subject} låg {place} läsåret {l} ({a} mot {b} {unit})."
    return capitalise(
        compose(
            template if sign else "{subject} låg {place} läsåret {l} ({b} {unit}).",
            subject=phrase_of(indicator),
            l=Label(level.lasar),
            place=_place_beside(compared, indicator, unit=True, value=False),
            b=number(reference, indicator),
            unit=unit_word(indicator),
            **({"a": number(level, indicator)} if sign else {}),
        )
    )


def describe_references(references: Sequence[Compared], indicator: Indicator, newest: str) -> Sentence | None:
    """The municipality beside all references, one sentence for each läsår that a comparison is from.

    Parameters
    ----------
    newest : str
        The report's läsår: when a comparison is older, the sentence says so, and the municipality's own
        value of that läsår.
    """
    sentences = []
    for lasar in sorted({compared.reference.lasar for compared in references}, reverse=True):
        same = [compared for compared in references if compared.reference.lasar == lasar]
        parts: list[Sentence] = [_open_references(same[0], indicator, newest)]
        apart = [compared for compared in same if direction(compared.difference, indicator)]
        for place, compared in enumerate(same):
            if place:
                parts.append(compose(" och " if place == len(same) - 1 else ", "))
            parts.append(_place_beside(compared, indicator, unit=compared in apart[:1], value=True))
        sentences.append(join_sentences([*parts, compose(".")], separator=""))
    return join_sentences(sentences) if sentences else None


def _open_references(compared: Compared, indicator: Indicator, newest: str) -> Sentence:
    lasar = Label(compared.reference.lasar)
    if compared.reference.lasar == newest:
        return compose("Läsåret {l} låg kommunen ", l=lasar)
    own = number(compared.level, indicator)
    which = "senaste som kommunen har" if compared.later else "senaste publicerade"
    return compose("Läsåret {l} ({which}) låg kommunen på {own}: ", l=lasar, which=which, own=own)


def _place_beside(compared: Compared, indicator: Indicator, *, unit: bool, value: bool) -> Sentence:
    who = Label(compared.reference.enhetsnamn)
    given = compose(" ({b})", b=number(compared.reference, indicator)) if value else Sentence(())
    sign = direction(compared.difference, indicator)
    if sign == 0:
        return compose("på samma nivå som {who}{given}", who=who, given=given)
    distance = number(compared.difference, indicator, absolute=True)
    word = f" {unit_word(indicator, change=True, after=distance)}" if unit else ""
    return compose(
        "{d}{unit} {where} {who}{given}",
        d=distance,
        unit=word,
        where="över" if sign > 0 else "under",
        who=who,
        given=given,
    )
