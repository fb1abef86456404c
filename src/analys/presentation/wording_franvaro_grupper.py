"""Sentences about groups of pupils and their absence: girls and boys, valid and invalid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY
from analys.indicators.franvaro import ALLA, Grupp
from analys.indicators.measures import MEASURES
from analys.parameters import RunParameters
from analys.presentation.formats import format_interval, format_number
from analys.presentation.franvaro_lasning import Niva, name_term
from analys.presentation.selection import has_interval
from analys.presentation.text import (
    Label,
    Number,
    Sentence,
    compose,
    join_sentences,
    list_sentences,
    make_number,
)
from analys.presentation.wording import SURE, certainty_of, decimals_of, judge, number
from analys.presentation.wording_franvaro import say_over, say_place

GAP_SAKERHET: Mapping[str, str] = {
    "ungefar_lika": "Flickors och pojkars genomsnittliga frånvaro är ungefär lika stor",
    "tydligt_hogre": "Skillnaden mellan flickor och pojkar är tydlig",
    "hogre_osaker": "Skillnaden mellan flickor och pojkar är säkerställd, men inte hur stor den är",
    "tydligt_lagre": "Skillnaden mellan flickor och pojkar är tydlig",
    "lagre_osaker": "Skillnaden mellan flickor och pojkar är säkerställd, men inte hur stor den är",
    "oklart": "Underlaget räcker inte för att avgöra om skillnaden mellan flickor och pojkar är verklig",
}


class Kongap(NamedTuple):
    """Absence of girls and of boys in a group of year groups, and the gap between their means."""

    grupp: Grupp
    flickor: Niva
    pojkar: Niva
    gap: ShownCell


class Slag(NamedTuple):
    """Mean valid and invalid absence of a group of year groups."""

    grupp: Grupp
    giltig: ShownCell
    ogiltig: ShownCell


def describe_gap(gap: Kongap | None, parameters: RunParameters) -> Sentence | None:
    """How much girls and boys were absent, and how many had at least as much as the first edge."""
    if gap is None or gap.flickor.medel is None or gap.pojkar.medel is None:
        return None
    mean = compose(
        "Flickorna var i genomsnitt frånvarande {a} procent av undervisningstiden {when} och pojkarna {b}.",
        a=number(gap.flickor.medel, REGISTRY[gap.gap.indikator]),
        b=number(gap.pojkar.medel, REGISTRY[gap.gap.indikator]),
        when=name_term(parameters.termin),
    )
    girls, boys = say_over(gap.flickor), say_over(gap.pojkar)
    if girls is None or boys is None:
        return mean
    over = compose(
        "Minst {e} procents frånvaro hade {a} procent av flickorna och {b} procent av pojkarna.",
        e=Label(str(parameters.band[0])),
        a=girls,
        b=boys,
    )
    return join_sentences([mean, over])


def describe_stage_gaps(gaps: Sequence[Kongap], parameters: RunParameters) -> Sentence | None:
    """The means of the stages where girls and boys surely differ."""
    parts = [
        compose(
            "{where} ({a} och {b} procent)",
            where=say_place(gap.grupp.kod),
            a=number(gap.flickor.medel, REGISTRY[gap.gap.indikator]),
            b=number(gap.pojkar.medel, REGISTRY[gap.gap.indikator]),
        )
        for gap in gaps
        if gap.flickor.medel is not None
        and gap.pojkar.medel is not None
        and certainty_of(gap.gap, REGISTRY[gap.gap.indikator], parameters) in SURE
    ]
    if not parts:
        return None
    return compose("Flickors och pojkars frånvaro skiljer sig säkert {p}.", p=list_sentences(parts))


def judge_gap(gap: Kongap | None, parameters: RunParameters) -> Sentence | None:
    """How certain the gap between girls and boys is."""
    if gap is None:
        return None
    return judge(gap.gap, GAP_SAKERHET, REGISTRY[gap.gap.indikator], parameters)


def tell_gap(gap: Kongap, parameters: RunParameters) -> Sentence | None:
    """Girls' and boys' mean absence, as a sentence that can stand alone."""
    if gap.flickor.medel is None or gap.pojkar.medel is None:
        return None
    return compose(
        "Frånvaron {where} var i genomsnitt {a} procent bland flickor och {b} procent bland pojkar {when}.",
        where=say_place(gap.grupp.kod),
        a=number(gap.flickor.medel, REGISTRY[gap.gap.indikator]),
        b=number(gap.pojkar.medel, REGISTRY[gap.gap.indikator]),
        when=name_term(parameters.termin),
    )


def describe_kinds(kinds: Sequence[Slag]) -> Sentence | None:
    """How much of the time was valid and how much invalid absence, and the invalid stage by stage."""
    whole = next((kind for kind in kinds if kind.grupp == ALLA), None)
    if whole is None:
        return None
    measure = REGISTRY[whole.giltig.indikator]
    fact = compose(
        "Av undervisningstiden var {a} procent giltig och {b} procent ogiltig frånvaro.",
        a=number(whole.giltig, measure),
        b=number(whole.ogiltig, measure),
    )
    stages = [kind for kind in kinds if kind.grupp != ALLA]
    if len(stages) < 2:
        return fact
    parts = [
        compose(
            "{p} {where}" if place else "{p} procent {where}",
            p=number(kind.ogiltig, measure),
            where=say_place(kind.grupp.kod),
        )
        for place, kind in enumerate(stages)
    ]
    return join_sentences([fact, compose("Den ogiltiga var {p}.", p=list_sentences(parts))])


def describe_course(host: ShownCell | None, var: ShownCell | None, lasar: str) -> Sentence | None:
    """The same pupils' mean absence in autumn and in spring."""
    if host is None or var is None:
        return None
    measure = MEASURES[host.indikator]
    decimals = decimals_of(measure, host.n)
    autumn, spring = (make_number(cell, lambda value: format_number(value, decimals)) for cell in (host, var))
    return compose(
        "Samma elever var i genomsnitt frånvarande {a} procent av höstterminen och {b} procent av "
        "vårterminen läsåret {l}.",
        a=autumn,
        b=spring,
        l=Label(lasar),
    )


KURS_SAKERHET: Mapping[str, str] = {
    "ungefar_lika": "Höst och vår är ungefär lika",
    "tydligt_hogre": "Att frånvaron är högre på våren är tydligt",
    "hogre_osaker": "Att frånvaron är högre på våren är säkerställt, men inte hur mycket högre",
    "tydligt_lagre": "Att frånvaron är lägre på våren är tydligt",
    "lagre_osaker": "Att frånvaron är lägre på våren är säkerställt, men inte hur mycket lägre",
    "oklart": "Underlaget räcker inte för att avgöra om höst och vår skiljer sig åt",
}


def judge_course(change: ShownCell | None, parameters: RunParameters) -> Sentence | None:
    """How certain the difference between autumn and spring is."""
    if change is None or not has_interval(change):
        return None
    kind = certainty_of(change, MEASURES[change.indikator], parameters)
    decimals = decimals_of(MEASURES[change.indikator], change.n)
    limits = format_interval(change.undre, change.ovre, decimals, signed=True)
    return compose(
        "{v} (osäkerhetsintervall {i} procentenheter).",
        v=KURS_SAKERHET[kind],
        i=Number(limits, change.cell),
    )
