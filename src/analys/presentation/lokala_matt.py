"""The words on local measures: what the municipality has counted itself, by verksamhet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from analys.indicators.lokala import LokaltMatt
from analys.indicators.lokala_uppgifter import Period
from analys.indicators.omraden import OVRIGT, match_omrade
from analys.lasar import shift
from analys.presentation.claims import write_claims
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
from analys.presentation.sections import make_section
from analys.presentation.text import Label, Sentence, Text, compose
from analys.presentation.wording import (
    CERTAINTY,
    capitalise,
    direction,
    judge,
    lower_first,
    number,
    unit_word,
)
from analys.underlag import Underlag

KAPITEL = "lokala_matt"
OVRIGA = "Övriga mått"

_ASK = (
    "Är uppgifterna insamlade på samma sätt varje gång? Vad känner enheterna till som siffrorna inte visar, "
    "och vad behöver ni följa tätare?"
)


@dataclass(frozen=True)
class Avsnitt:
    """Texts under headings of their own, as one display.

    Parameters
    ----------
    delar : sequence of (str, Text)
        Heading and text; "" for no heading.
    """

    delar: Sequence[tuple[str, Text]]

    @property
    def html(self) -> str:
        """As the HTML that rendering accepts."""
        return "".join(
            (f'<h3 class="onumrerad">{escape(head)}</h3>' if head else "") + text.html
            for head, text in self.delar
        )

    @property
    def plain(self) -> str:
        """As plain text."""
        return "\n\n".join(f"{head}\n\n{text.plain}" if head else text.plain for head, text in self.delar)

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        claims = [claim for _, text in self.delar for part in text.paragraphs for claim in part.claims]
        return {"text/html": self.html, "text/plain": self.plain}, write_claims(claims)


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


def describe_measures(run: Underlag, tables: Tables) -> Avsnitt | None:
    """What each measure shows and how certain it is, under a heading for each verksamhet that has any."""
    newest = {one.matt.code: one for one in read_newest(run, tables)}
    parts: list[tuple[str, Text]] = []
    for name, measures in read_sections(run):
        mine = [newest[measure.code] for measure in measures if measure.code in newest]
        several = len(mine) > 1
        text = make_section(
            [_describe(one) for one in mine],
            [_judge(one, run, named=several) for one in mine],
            Sentence(()),
        )
        if text is not None:
            parts.append((name or OVRIGA, text))
    if not parts:
        return None
    if len(parts) == 1 and parts[0][0] == OVRIGA:
        parts = [("", parts[0][1])]
    return Avsnitt(parts)


def ask(run: Underlag, tables: Tables) -> Text | None:
    """The questions that close the chapter; None where there is nothing to ask about."""
    if not any(one.nu.shown for one in read_newest(run, tables)):
        return None
    return Text([compose(_ASK)], ledord=["Frågor att ställa"])


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
        "En termin jämförs med samma termin ett annat läsår. För antal och antal per hundra är en förändring "
        "tydlig när hela intervallet ligger mer än {d} från noll.",
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


def _judge(one: Utfall, run: Underlag, *, named: bool) -> Sentence | None:
    if one.andring is None or not one.andring.shown or _describe_change(one) is None:
        return None
    verdict = judge(one.andring, CERTAINTY, one.matt, run.parameters, when=_say_since(one))
    if not named:
        return verdict
    return compose("{name}: {verdict}", name=Label(one.matt.label), verdict=lower_first(verdict))


def _say_since(one: Utfall) -> Sentence:
    assert one.andring is not None
    earlier = earlier_of(one.andring)
    if earlier.lasar == shift(one.period.lasar, -1):
        return compose("på ett år")
    return compose("sedan {p}", p=say_period(earlier))


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
