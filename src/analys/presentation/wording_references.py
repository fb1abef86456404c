"""Sentences that set the municipality beside the nation, its county and similar municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analys.disclosure.gate import ShownCell
from analys.indicators.base import Indicator
from analys.presentation.text import Label, Sentence, compose, join_sentences
from analys.presentation.wording import direction, number, unit_word


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
    distance = number(compared.difference, indicator, absolute=True)
    return compose(
        "{d} {unit} {where} {who} ({b})",
        d=distance,
        unit=unit_word(indicator, change=True, after=distance),
        where="över" if sign > 0 else "under",
        who=who,
        b=value,
    )
