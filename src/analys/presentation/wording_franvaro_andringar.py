"""Sentences about how absence has changed between two terms: what is seen, and what the intervals carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY
from analys.indicators.franvaro import ALLA, STADIER, Grupp
from analys.parameters import RunParameters
from analys.presentation.claims import claim_span
from analys.presentation.formats import format_number, join_list
from analys.presentation.franvaro_andringar import Andringar, Svep
from analys.presentation.franvaro_lasning import Forandring, Niva, name_band, name_term
from analys.presentation.text import Label, Number, Sentence, compose, list_sentences
from analys.presentation.wording import capitalise, judge, limits, number
from analys.presentation.wording_franvaro import say_over, say_place

MEDEL_SAKERHET: Mapping[str, str] = {
    "ungefar_lika": "Den genomsnittliga frånvaron är ungefär densamma i de två terminerna",
    "tydligt_hogre": "Ökningen av den genomsnittliga frånvaron är tydlig",
    "hogre_osaker": "Ökningen av den genomsnittliga frånvaron är säkerställd, men inte hur stor den är",
    "tydligt_lagre": "Minskningen av den genomsnittliga frånvaron är tydlig",
    "lagre_osaker": "Minskningen av den genomsnittliga frånvaron är säkerställd, men inte hur stor den är",
    "oklart": "Underlaget räcker inte för att avgöra om den genomsnittliga frånvaron har ändrats",
}

_STAMMAR = {"lag": "låg", "mellan": "mellan", "hog": "hög"}


def describe_over(before: Niva, now: Niva, parameters: RunParameters) -> Sentence | None:
    """The share of pupils above the first edge in the two terms."""
    shares = say_over(before), say_over(now)
    if shares[0] is None or shares[1] is None:
        return None
    return compose(
        "Andelen elever med minst {e} procents frånvaro gick från {a} till {b} procent.",
        e=Label(str(parameters.band[0])),
        a=shares[0],
        b=shares[1],
    )


def judge_mean(change: Forandring | None, parameters: RunParameters) -> Sentence | None:
    """How certain the change of the mean is."""
    if change is None:
        return None
    return judge(change.andring, MEDEL_SAKERHET, REGISTRY[change.andring.indikator], parameters)


def choose_sweeps(found: Andringar) -> list[Svep]:
    """What is told: single year groups first, and only what they do not tell of stages and of all."""
    told = list(found.arskurser)
    for sweeps in (found.stadier, found.alla):
        told += [one for one in sweeps if not any(_covers(other, one) for other in told)]
    return told


def _covers(told: Svep, other: Svep) -> bool:
    """Whether a told claim says the same of the same year groups."""
    years = [{year for grupp in one.grupper for year in grupp.arskurser} for one in (told, other)]
    return (told.kategori, told.riktning) == (other.kategori, other.riktning) and years[0] >= years[1]


def describe_sweeps(sweeps: Sequence[Svep]) -> list[Sentence]:
    """What has surely changed, or surely not, band by band."""
    return [_describe_sweep(one) for one in sweeps]


def _describe_sweep(one: Svep) -> Sentence:
    if one.riktning == "oförändrat":
        verb = "är i stort sett oförändrad"
    else:
        verb = f"har {one.riktning}{' tydligt' if one.tydlig else ''}"
    return compose(
        "Andelen elever med {b} {verb} {where} {size}.",
        b=name_band(one.kategori),
        verb=verb,
        where=say_groups(one.grupper),
        size=_say_size(one.celler),
    )


def _say_size(cells: Sequence[ShownCell]) -> Sentence:
    """The change with its interval, or the least and the most of several changes."""
    measure = REGISTRY[cells[0].indikator]
    if len(cells) == 1:
        return limits(cells[0], measure)
    least, most = sorted(cells, key=lambda cell: (abs(cell.varde), cell.cell))[:: len(cells) - 1]
    if _signed(least).text == _signed(most).text:
        return compose("({a} procentenheter i varje)", a=_signed(least)).claiming(claim_span(cells))
    span = compose("({a} till {b} procentenheter)", a=_signed(least), b=_signed(most))
    return span.claiming(claim_span(cells))


def _signed(cell: ShownCell) -> Number:
    text = number(cell, REGISTRY[cell.indikator], absolute=True).text
    sign = "+" if cell.varde > 0 else "−" if cell.varde < 0 else ""
    return Number(sign + text, cell.cell)


def say_groups(groups: Sequence[Grupp]) -> Label:
    """Groups next to each other: "i årskurs 1–7", "på låg- och mellanstadiet", "i hela grundskolan".

    Examples
    --------
    >>> from analys.indicators.franvaro import ARSKURSER
    >>> say_groups(ARSKURSER[:7]).text, say_groups(STADIER[:2]).text, say_groups((ALLA,)).text
    ('i årskurs 1–7', 'på låg- och mellanstadiet', 'i årskurs 1–9 tillsammans')
    """
    if groups[0] == ALLA:
        return Label(f"i {ALLA.namn} tillsammans")
    if groups[0] in STADIER:
        *first, last = groups
        stems = [f"{_STAMMAR[one.kod]}-" for one in first]
        return Label(f"på {join_list([*stems, last.namn])}")
    years = [one.arskurser[0] for one in groups]
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return Label(f"i årskurs {span}")


def conclude(sweeps: Sequence[Svep], *, hidden: bool) -> Sentence:
    """What is left undecided, and why more than a single interval is asked for.

    Parameters
    ----------
    hidden : bool
        There are changes that may not be shown.
    """
    among = "redovisade " if hidden else ""
    if not sweeps:
        return compose(
            "Många band och årskurser jämförs på en gång, och då ser några förändringar säkra ut av en "
            "slump. När hänsyn tas till det räcker underlaget inte för att säga att andelen har ändrats, "
            "eller att den är oförändrad, i något av {which}.",
            which=f"de {among}banden" if among else "banden",
        )
    return compose(
        "För övriga {among}band och årskurser räcker underlaget inte för att avgöra om andelen har ändrats. "
        "Många jämförs på en gång, och då ser några säkra ut av en slump; därför krävs mer än för en enda "
        "jämförelse.",
        among=among,
    )


def describe_uncompared(groups: Sequence[Grupp], parameters: RunParameters) -> Sentence | None:
    """Groups that are not compared, since too little is registered."""
    if not groups:
        return None
    where: Sentence = list_sentences([compose("{g}", g=say_place(one.kod)) for one in groups])
    if ALLA in groups:
        where = compose("{g}", g=say_groups((ALLA,)))
    return compose(
        "Frånvaron {where} jämförs inte: under någon av terminerna är mindre än {p} procent av "
        "undervisningstiden registrerad.",
        where=where,
        p=Label(format_number(parameters.minst_registrerat)),
    )


def explain_regression() -> Sentence:
    """Regression to the mean, where high values are read."""
    return compose(
        "Den som ligger ovanligt högt en termin ligger ofta närmare de andra nästa, även när ingenting har "
        "gjorts annorlunda."
    )


def explain_seasons(parameters: RunParameters) -> Sentence | None:
    """That autumns and springs differ, where one is compared with the other."""
    now, then = parameters.termin, parameters.jamforelsetermin
    if now.termin == then.termin:
        return None
    return compose(
        "{a} jämförs med {b}: sjukdomar och ledigheter är olika vanliga höst och vår.",
        a=capitalise(compose("{t}", t=name_term(now))),
        b=name_term(then),
    )
