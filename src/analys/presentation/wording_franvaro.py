"""Sentences about absence: how much, in which stages, and how many pupils have how much.

The words never say why pupils are absent, nor what absence does: it goes together with other things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure.gate import ShownCell
from analys.indicators import REGISTRY
from analys.presentation.claims import claim_most
from analys.presentation.formats import decimals_of, format_interval, format_number
from analys.presentation.franvaro_lasning import Forandring, Niva, name_band, name_term
from analys.presentation.selection import has_interval
from analys.presentation.text import Label, Number, Sentence, compose, list_sentences, make_number
from analys.presentation.wording import capitalise, direction, number
from analys.termin import Termin

PLACES = {
    "alla": "i alla årskurser",
    "lag": "på lågstadiet",
    "mellan": "på mellanstadiet",
    "hog": "på högstadiet",
}


def say_place(kod: str) -> Label:
    """Where a group of year groups is: "på högstadiet", "i årskurs 7"."""
    return Label(PLACES.get(kod) or f"i årskurs {kod.removeprefix('ak')}")


def describe_mean(niva: Niva, termin: Termin) -> Sentence | None:
    """How much pupils were absent on average."""
    if niva.medel is None:
        return None
    return compose(
        "I genomsnitt var eleverna i {g} frånvarande {p} procent av undervisningstiden {when}.",
        g=Label(niva.grupp.namn),
        p=_number(niva.medel),
        when=name_term(termin),
    )


def describe_over(niva: Niva, edge: int) -> Sentence | None:
    """How many pupils had at least as much absence as the first edge of the bands."""
    share = say_over(niva)
    if share is None:
        return None
    return compose("{p} procent av eleverna hade minst {e} procents frånvaro.", p=share, e=Label(str(edge)))


def say_over(niva: Niva) -> Number | None:
    """Share of pupils above the lowest band: what the share below it leaves."""
    low = next(iter(niva.band.values()), None)
    if low is None or not low.kategori.startswith("under "):
        return None
    decimals = decimals_of(REGISTRY[low.indikator], low.n)
    return make_number(low, lambda value: format_number(value, decimals), 100 - low.varde)


def describe_high(niva: Niva, names: Sequence[str]) -> Sentence | None:
    """How many pupils had the most absence.

    Parameters
    ----------
    names : sequence of str
        The bands that are told, as far as they may be shown.
    """
    bands = [niva.band[name] for name in names if name in niva.band]
    parts = [
        compose(
            "{k} ({p} procent) {b} procents" if place else "{k} elever ({p} procent) hade {b}",
            k=_count(cell),
            p=_number(cell),
            b=Label(cell.kategori) if place else name_band(cell.kategori),
        )
        for place, cell in enumerate(cell for cell in bands if cell.antal is not None)
    ]
    return compose("{p}.", p=list_sentences(parts)) if parts else None


def describe_stages(stages: Sequence[Niva], edge: int) -> list[Sentence | None]:
    """The means and the shares above the first edge, stage by stage."""
    means = {niva.grupp.kod: _number(niva.medel) for niva in stages if niva.medel is not None}
    over = {niva.grupp.kod: share for niva in stages if (share := say_over(niva)) is not None}
    return [
        compose("Genomsnittet var {p}.", p=_list_places(means, "procent")) if len(means) > 1 else None,
        compose(
            "Minst {e} procents frånvaro hade {p}.",
            e=Label(str(edge)),
            p=_list_places(over, "procent av eleverna"),
        )
        if len(over) > 1
        else None,
    ]


def _list_places(values: Mapping[str, Number], unit: str) -> Sentence:
    """Numbers with their places, the unit after the first."""
    return list_sentences(
        [
            compose("{p} {where}", p=value, where=say_place(kod))
            if place
            else compose("{p} {unit} {where}", p=value, unit=unit, where=say_place(kod))
            for place, (kod, value) in enumerate(values.items())
        ]
    )


def describe_lacking(share: ShownCell | None) -> Sentence | None:
    """How many pupils of the register have no absence data in the term."""
    if share is None or share.n is None:
        return None
    return compose(
        "För {p} procent av de {n} eleverna i elevregistret saknas uppgift om frånvaro; de räknas varken som "
        "frånvarande eller närvarande.",
        p=_number(share),
        n=Number(format_number(share.n), share.cell),
    )


def judge_levels(whole: Niva, stages: Sequence[Niva]) -> list[Sentence | None]:
    """The interval of the mean, and which stages surely differ."""
    told: list[Sentence | None] = []
    if whole.medel is not None and has_interval(whole.medel):
        told.append(
            compose(
                "Osäkerhetsintervallet för genomsnittet i {g} är {i} procent.",
                g=Label(whole.grupp.namn),
                i=_limits(whole.medel),
            )
        )
    means = [(niva, niva.medel) for niva in stages if niva.medel is not None and has_interval(niva.medel)]
    if len(means) > 1:
        told.append(_judge_stages(means, hidden=len(means) < len(stages)))
    return told


def _judge_stages(means: Sequence[tuple[Niva, ShownCell]], *, hidden: bool) -> Sentence:
    """Which stage's interval lies above those of all the others that are shown."""
    apart = [
        (niva, cell)
        for niva, cell in means
        if all(cell.undre > other.ovre for n, other in means if n.grupp.kod != niva.grupp.kod)
    ]
    if apart:
        niva, highest = apart[0]
        return compose(
            "Att frånvaron är högre {w} än på {others} är säkert: intervallen möts inte.",
            w=say_place(niva.grupp.kod),
            others="det andra redovisade stadiet" if hidden else "de andra stadierna",
        ).claiming(claim_most(highest, [cell for _, cell in means]))
    which = "vilket av de två redovisade stadierna" if hidden else "vilket stadium"
    return compose("Underlaget räcker inte för att säga {which} som har den högsta frånvaron.", which=which)


def _number(cell: ShownCell) -> Number:
    return number(cell, REGISTRY[cell.indikator])


def _count(cell: ShownCell) -> Number:
    return Number(format_number(cell.antal), cell.cell)


def _limits(cell: ShownCell) -> Number:
    decimals = decimals_of(REGISTRY[cell.indikator], cell.n)
    return Number(format_interval(cell.undre, cell.ovre, decimals), cell.cell)


def tell_level(niva: Niva, termin: Termin) -> Sentence | None:
    """A group's mean absence, as a sentence that can stand alone."""
    if niva.medel is None:
        return None
    return compose(
        "Frånvaron {where} var i genomsnitt {p} procent {when}.",
        where=say_place(niva.grupp.kod),
        p=_number(niva.medel),
        when=name_term(termin),
    )


def tell_change(change: Forandring, then: Termin, now: Termin) -> Sentence:
    """How a group's mean, or its share of pupils in a band, has moved, as a sentence that can stand alone."""
    sign = direction(change.andring, REGISTRY[change.andring.indikator])
    kategori = change.nu.kategori
    subject = (
        compose("andelen elever med {b}", b=name_band(kategori))
        if kategori
        else "den genomsnittliga frånvaron"
    )
    verb = {1: "steg från {a} till {b} procent", -1: "sjönk från {a} till {b} procent"}
    levels = {"b": _number(change.nu)} | ({"a": _number(change.fore)} if sign else {})
    sentence = compose(
        f"{{s}} {{where}} {verb.get(sign, 'låg stilla på {b} procent')} mellan {{t0}} och {{t1}}.",
        s=subject,
        where=say_place(change.grupp.kod),
        t0=name_term(then),
        t1=name_term(now),
        **levels,
    )
    return capitalise(sentence)
