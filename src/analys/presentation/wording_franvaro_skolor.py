"""Sentences about schools and absence: counts of schools, and how much their staff has registered."""

from __future__ import annotations

from collections.abc import Sequence

from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro import Grupp
from analys.official.place import number_in_words
from analys.parameters import RunParameters
from analys.presentation.claims import claim_count
from analys.presentation.formats import format_number
from analys.presentation.franvaro_lasning import name_term
from analys.presentation.text import Label, Sentence, compose, list_sentences, make_number
from analys.presentation.wording import capitalise
from analys.presentation.wording_franvaro import say_place

CAUTION = compose(
    "Många skolor jämförs på en gång, och det är räknat med att några annars skulle sticka ut av en slump. "
    "Skolorna rangordnas inte. Skillnader mellan skolor speglar också vilka elever som går där och hur noga "
    "frånvaron registreras."
)


def describe_levels(stages: Sequence[tuple[Grupp, int, int, int]]) -> Sentence | None:
    """How many of the shown schools surely lie above and below the municipality's mean, stage by stage.

    Parameters
    ----------
    stages : sequence of tuple
        A stage, its shown schools, those above and those below.
    """
    parts = [
        compose(
            "{where} ligger {over} av de {n} redovisade skolorna säkert över kommunens genomsnitt och "
            "{under} säkert under"
            if not place
            else "{where} {over} av {n} över och {under} under",
            where=say_place(grupp.kod),
            n=_word(n),
            over=_word(over),
            under=_word(under),
        )
        for place, (grupp, n, over, under) in enumerate(stages)
    ]
    return capitalise(compose("{p}.", p=list_sentences(parts))) if parts else None


def describe_changes(n: int, up: int, down: int, parameters: RunParameters) -> Sentence:
    """In how many of the shown schools absence has surely changed."""
    then = name_term(parameters.jamforelsetermin)
    if not up and not down:
        return compose(
            "Ingen av de {n} skolor som går att jämföra har säkert fått högre eller lägre frånvaro sedan "
            "{t}.",
            n=_word(n),
            t=then,
        )
    return compose(
        "Av de {n} skolor som går att jämföra har {up} säkert fått högre frånvaro sedan {t} och {down} "
        "säkert lägre.",
        n=_word(n),
        up=_word(up),
        down=_word(down),
        t=then,
    )


def describe_registration(
    low: Sequence[ShownCell], known: Sequence[ShownCell], parameters: RunParameters
) -> Sentence | None:
    """Which schools are not compared since too little is registered; that registration is unknown if it is.

    Parameters
    ----------
    low : sequence of ShownCell
        Registered shares below the limit.
    known : sequence of ShownCell
        Registered shares of all schools that have one to show.
    """
    limit = Label(format_number(parameters.minst_registrerat))
    if not known:
        return compose(
            "Filerna säger inte hur stor del av undervisningstiden som är registrerad. Skolor som "
            "registrerar mindre kan därför se ut att ha lägre frånvaro."
        )
    if not low:
        every = compose("Alla redovisade skolor har registrerat minst {p} procent av tiden.", p=limit)
        return every.claiming(claim_count(known, known))
    return compose(
        "{names} har registrerat mindre än {p} procent av undervisningstiden och jämförs därför inte.",
        names=_name_shares(low),
        p=limit,
    )


def describe_low_before(low: Sequence[ShownCell], parameters: RunParameters) -> Sentence | None:
    """Which schools are not compared with the earlier term since too little was registered then."""
    if not low:
        return None
    return compose(
        "{names} registrerade mindre än {p} procent av undervisningstiden {t} och jämförs därför inte med "
        "den terminen.",
        names=_name_shares(low),
        p=Label(format_number(parameters.minst_registrerat)),
        t=name_term(parameters.jamforelsetermin),
    )


def _name_shares(cells: Sequence[ShownCell]) -> Sentence:
    return list_sentences(
        [
            compose(
                "{s} ({p} procent)", s=Label(cell.enhetsnamn), p=make_number(cell, lambda v: format_number(v))
            )
            for cell in cells
        ]
    )


def _word(number: int) -> Label:
    return Label(number_in_words(number) if number else "ingen")
