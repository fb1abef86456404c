"""The words on local measures: what the municipality has counted itself, by verksamhet."""

from __future__ import annotations

from collections.abc import Sequence

from analys.indicators.lokala import LokaltMatt
from analys.indicators.lokala_uppgifter import Period
from analys.indicators.omraden import OVRIGT, match_omrade
from analys.presentation.findings import Finding, make_finding
from analys.presentation.lokala_lasning import (
    KOMMUN,
    Tables,
    Utfall,
    earlier_of,
    read_newest,
    read_sections,
    read_units,
)
from analys.presentation.sections import LEDORD
from analys.presentation.text import Label, Sentence, Text, compose, join_sentences, list_sentences
from analys.presentation.wording import capitalise, certainty_of, direction, number, unit_word
from analys.underlag import Underlag

KAPITEL = "lokala_matt"
OVRIGA = "Övriga mått"

_SAME = {
    "tydligt_hogre": "tydlig",
    "tydligt_lagre": "tydlig",
    "hogre_osaker": "saker",
    "lagre_osaker": "saker",
}
_CERTAINTY = {
    "tydlig": "Förändringen är tydlig för {m}.",
    "saker": "Förändringen är säkerställd, men inte hur stor den är, för {m}.",
    "ungefar_lika": "Förändringen är liten för {m}.",
    "oklart": "Underlaget räcker inte för att avgöra om förändringen är verklig eller tillfällig för {m}.",
}
"""Certainty of several measures' changes, by class; up and down are told before."""

MOST_NAMED = 3
"""More measures than this whose changes nobody can judge are not named again."""

_OTHERS = (
    "För de andra redovisade förändringarna räcker underlaget inte för att avgöra om de är verkliga eller "
    "tillfälliga."
)
_NONE = "Underlaget räcker inte för att avgöra om de redovisade förändringarna är verkliga eller tillfälliga."

_ASK = (
    "Är uppgifterna insamlade på samma sätt varje gång? Vad känner enheterna till som siffrorna inte visar, "
    "och vad behöver ni följa tätare?"
)


def introduce(run: Underlag, tables: Tables) -> Text:
    """What the chapter builds on, or that there is nothing."""
    if not tables:
        return Text([compose("Kommunen har inte fört in några lokala mått i arbetsboken.")])
    return Text(
        [
            compose(
                "Måtten i kapitlet har kommunen själv räknat fram och fört in i arbetsboken. De kan inte "
                "prövas mot elevfilerna. Vad varje mått betyder står i bilagan Definitioner."
            )
        ]
    )


def describe_measures(run: Underlag, tables: Tables) -> Text | None:
    """A paragraph for each verksamhet that has anything to show, then how certain it is, and questions."""
    newest = {one.matt.code: one for one in read_newest(run, tables)}
    led: list[tuple[str, Sentence]] = []
    for name, measures in read_sections(run):
        told = [_describe(newest[measure.code]) for measure in measures if measure.code in newest]
        led.append((name or OVRIGA, join_sentences(told)))
    led = [(name, part) for name, part in led if part.parts]
    if not led:
        return None
    led.append((LEDORD[1], join_sentences(_judge(list(newest.values()), run))))
    led.append((LEDORD[2], compose(_ASK)))
    led = [(name, part) for name, part in led if part.parts]
    return Text([part for _, part in led], ledord=[name for name, _ in led])


def explain_method(run: Underlag, tables: Tables) -> Text | None:
    """How the numbers are made, for those who want to check; None without any."""
    if not tables:
        return None
    levels = compose(
        "Andelar har Wilsons intervall. Antal, och antal per hundra, har exakta Poissonintervall (Garwood). "
        "Arbetsboken säger inte vilka klasser eleverna går i. Intervallen tar därför inte hänsyn till att "
        "elever i samma klass liknar varandra, eller till att händelser kan komma i klump, och är något för "
        "smala."
    )
    changes = compose(
        "Intervallet för en förändring kombinerar de två värdenas egna gränser (Newcombe; Zou och Donner). "
        "En termin jämförs med samma termin ett annat läsår. En förändring är tydlig när hela intervallet "
        "ligger längre från noll än den skillnad som kommunen själv har sagt spelar roll. Där kommunen inte "
        "har sagt något är gränsen {d} procentenheter för andelar, och för antal räknas varje skillnad.",
        d=Label(f"{run.parameters.delta_procent:g}".replace(".", ",")),
    )
    sums = compose(
        "Kommunens värde är kommunens egen rad. Saknas den är värdet summan av enheterna, men bara för "
        "perioder då alla enheter har lämnat uppgift."
    )
    return Text([levels, changes, sums], ledord=["Nivåer", "Förändringar", "Kommunen"])


def find_measures(run: Underlag, tables: Tables) -> list[Finding]:
    """Findings: the municipality's change in each measure since the period before."""
    found = []
    for one in read_newest(run, tables):
        text = _describe_change(one)
        area = next(
            (
                area
                for word in (one.matt.omrade, one.matt.verksamhet)
                if (area := match_omrade(word)) != OVRIGT
            ),
            OVRIGT,
        )
        found.append(
            make_finding(
                KAPITEL, one.andring, one.matt, run.parameters, text, KOMMUN, omrade=area, kalla="lokalt"
            )
        )
    return [finding for finding in found if finding is not None]


def _describe(one: Utfall) -> Sentence | None:
    return _describe_change(one) or _describe_level(one)


def _describe_level(one: Utfall) -> Sentence | None:
    if not one.nu.shown:
        return None
    return capitalise(
        compose(
            "{subject} var {value}{unit} {when}.",
            subject=Label(one.matt.fras),
            value=number(one.nu, one.matt),
            unit=_unit(one.matt),
            when=say_period(one.period),
        )
    )


def _describe_change(one: Utfall) -> Sentence | None:
    if one.fore is None or one.andring is None:
        return None
    if not (one.nu.shown and one.fore.shown and one.andring.shown):
        return None
    sign = direction(one.andring, one.matt)
    start = {
        1: "{subject} steg från {a} till {b}{unit}",
        -1: "{subject} sjönk från {a} till {b}{unit}",
        0: "{subject} låg stilla på {b}{unit}",
    }[sign]
    levels = {"b": number(one.nu, one.matt)} | ({"a": number(one.fore, one.matt)} if sign else {})
    return capitalise(
        compose(
            start + " mellan {l}{p0} och {p1}.",
            subject=Label(one.matt.fras),
            unit=_unit(one.matt),
            l="läsåren " if not one.period.kategori else "",
            p0=Label(str(earlier_of(one.andring))),
            p1=Label(str(one.period)),
            **levels,
        )
    )


def _judge(every: Sequence[Utfall], run: Underlag) -> list[Sentence]:
    """How certain the told changes are: each class once, with its measures."""
    classes: dict[str, list[Sentence]] = {}
    for one in every:
        if one.andring is not None and _describe_change(one) is not None:
            kind = certainty_of(one.andring, one.matt, run.parameters)
            classes.setdefault(_SAME.get(kind, kind), []).append(compose("{f}", f=Label(one.matt.fras)))
    told = [
        capitalise(compose(words, m=list_sentences(classes[kind])))
        for kind, words in _CERTAINTY.items()
        if kind in classes
    ]
    if len(classes.get("oklart", ())) > MOST_NAMED:
        told[-1] = compose(_OTHERS if len(told) > 1 else _NONE)
    return told


def say_period(period: Period) -> Sentence:
    """A period as an adverbial: "läsåret 2025/26", "VT 2026" or "år 2025"."""
    word = {"": "läsåret ", "kalenderår": "år "}.get(period.kategori, "")
    return compose("{w}{p}", w=word, p=Label(str(period)))


def _unit(measure: LokaltMatt) -> Label | str:
    """What follows a number of the measure: " procent", " per hundra elever" or nothing."""
    if measure.unit == "antal":
        return ""
    noun = f" {measure.namnare}" if measure.unit == "per hundra" and measure.namnare else ""
    return Label(f" {unit_word(measure)}{noun}")


def introduce_school(run: Underlag, tables: Tables) -> Text | None:
    """What a school's report says first; None in the municipality's."""
    if not run.parameters.skola:
        return None
    own = [one for one in read_units(run, tables) if one.nu.enhet == run.parameters.skola]
    if not any(one.nu.shown for one in own):
        return Text([compose("Kommunen har inga egna mått för skolan som kan visas.")])
    return Text([compose("Måtten har kommunen själv räknat fram och fört in i arbetsboken.")])
