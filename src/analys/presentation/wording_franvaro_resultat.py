"""Sentences about results and absence: how pupils with different absence differ, never what makes them so.

A difference is told as it is observed, and then among pupils who are alike in what the files know. What the
files do not know is said in words, once each: the unmeasured, the order in time, what adjusting may hide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro_utfall import BAKGRUND, BETYG_6, GRUND, PER_TIO, SKOLA, Utfall
from analys.indicators.measures import MEASURES
from analys.parameters import RunParameters
from analys.presentation.formats import (
    decimals_of,
    format_interval,
    format_number,
    join_list,
    unit_of,
)
from analys.presentation.franvaro_lasning import name_band
from analys.presentation.selection import has_interval
from analys.presentation.text import Label, Number, Sentence, compose, list_sentences, make_number
from analys.presentation.wording import SURE, capitalise, certainty_of, direction

ROBUST_DECIMALER = 2

LIKA = {
    GRUND: "kön",
    BETYG_6: "tidigare betyg",
    BAKGRUND: "bakgrund",
    SKOLA: "skola",
}
"""What pupils have in common in each step, in short."""

_ALIKE = "Bland elever som är lika i dessa avseenden är {what} "

SAKERHET: Mapping[str, tuple[str, str]] = {
    "tydligt_lagre": (
        _ALIKE + "tydligt lägre för dem med {bands} än för dem med {low}.",
        "För elever med {bands} är {what} tydligt lägre.",
    ),
    "lagre_osaker": (
        _ALIKE + "lägre för dem med {bands} än för dem med {low}, men hur mycket lägre är osäkert.",
        "För elever med {bands} är {what} lägre, men hur mycket lägre är osäkert.",
    ),
    "tydligt_hogre": (
        _ALIKE + "tydligt högre för dem med {bands} än för dem med {low}.",
        "För elever med {bands} är {what} tydligt högre.",
    ),
    "hogre_osaker": (
        _ALIKE + "högre för dem med {bands} än för dem med {low}, men hur mycket högre är osäkert.",
        "För elever med {bands} är {what} högre, men hur mycket högre är osäkert.",
    ),
    "ungefar_lika": (
        _ALIKE + "ungefär detsamma för dem med {bands} som för dem med {low}.",
        "För elever med {bands} är {what} ungefär detsamma.",
    ),
    "oklart": (
        "Bland elever som är lika i dessa avseenden räcker underlaget inte för att avgöra om {what} är ett "
        "annat för dem med {bands} än för dem med {low}.",
        "För elever med {bands} räcker underlaget inte för att avgöra om {what} är ett annat.",
    ),
}
"""What each class of certainty says of adjusted differences: first, and after another class."""


class Samband(NamedTuple):
    """One outcome and absence: levels and differences by band, those that may be shown.

    Parameters
    ----------
    utfall : Utfall
    niva : mapping of str to ShownCell
        The observed level of each band.
    observerad, justerad : mapping of str to ShownCell
        Each band against the lowest: as it is, and adjusted for all the steps.
    steg : tuple of str
        What is adjusted for, some of `LIKA`; () where nothing is.
    per_tio : ShownCell or None
        The adjusted difference with ten percentage points more absence.
    """

    utfall: Utfall
    niva: Mapping[str, ShownCell]
    observerad: Mapping[str, ShownCell]
    justerad: Mapping[str, ShownCell]
    steg: tuple[str, ...]
    per_tio: ShownCell | None


def say_alike(steg: Sequence[str]) -> str:
    """The pupils that an adjusted difference compares: "elever med samma kön, tidigare betyg och skola"."""
    return f"elever med samma {join_list(LIKA[one] for one in steg if one in LIKA)}"


def describe_differences(samband: Samband, low: str) -> list[Sentence | None]:
    """Each band's difference to the lowest, as it is and among pupils who are alike.

    Parameters
    ----------
    low : str
        Name of the lowest band.
    """
    told: list[Sentence | None] = []
    for kategori, cell in samband.observerad.items():
        told.append(
            _describe_first(samband, cell, kategori, low)
            if not told
            else _describe_next(samband, cell, kategori)
        )
    return told


def _describe_first(samband: Samband, cell: ShownCell, kategori: str, low: str) -> Sentence:
    fact = capitalise(
        compose(
            "{what} är i genomsnitt {d} bland elever med {b} än bland elever med {low}",
            what=Label(samband.utfall.namn),
            d=say_difference(cell),
            b=name_band(kategori),
            low=name_band(low),
        )
    )
    adjusted = samband.justerad.get(kategori)
    if adjusted is None:
        return compose("{f}.", f=fact)
    return compose(
        "{f}, och {d} när {alike} jämförs.",
        f=fact,
        d=say_difference(adjusted),
        alike=Label(say_alike(samband.steg)),
    )


def _describe_next(samband: Samband, cell: ShownCell, kategori: str) -> Sentence:
    adjusted = samband.justerad.get(kategori)
    fact = compose("Bland elever med {b} är värdet {d}", b=name_band(kategori), d=say_difference(cell))
    if adjusted is None:
        return compose("{f}.", f=fact)
    return compose("{f}, och {d} i samma jämförelse.", f=fact, d=say_difference(adjusted))


def say_difference(cell: ShownCell) -> Sentence:
    """The size and side of a difference: "12,3 poäng lägre"."""
    sign = direction(cell, MEASURES[cell.indikator])
    size = say_size(cell)
    unit = unit_of(MEASURES[cell.indikator], change=True, after=size.text)
    if not sign:
        return compose("{x} {unit} lägre eller högre", x=size, unit=unit)
    return compose("{x} {unit} {side}", x=size, unit=unit, side="högre" if sign > 0 else "lägre")


def say_size(cell: ShownCell) -> Number:
    """The difference without its sign and unit."""
    decimals = decimals_of(MEASURES[cell.indikator], cell.n)
    return make_number(cell, lambda value: format_number(value, decimals), abs(cell.varde))


def describe_levels(samband: Samband) -> Sentence | None:
    """The observed level of each band, for an outcome that is a share."""
    if len(samband.niva) < 2:
        return None
    parts = [
        compose("{p} bland dem med {b} procents", p=_level(cell), b=Label(kategori))
        if place
        else compose("{p} procent bland elever med {b}", p=_level(cell), b=name_band(kategori))
        for place, (kategori, cell) in enumerate(samband.niva.items())
    ]
    return capitalise(compose("{what} är {p}.", what=Label(samband.utfall.namn), p=list_sentences(parts)))


def _level(cell: ShownCell) -> Number:
    decimals = decimals_of(MEASURES[cell.indikator], cell.n)
    return make_number(cell, lambda value: format_number(value, decimals))


def judge_differences(samband: Samband, low: str, parameters: RunParameters) -> list[Sentence]:
    """How certain the adjusted differences are, class by class, with their intervals."""
    classes: dict[str, list[ShownCell]] = {}
    for cell in samband.justerad.values():
        if has_interval(cell):
            kind = certainty_of(cell, MEASURES[cell.indikator], parameters)
            classes.setdefault(kind, []).append(cell)
    told: list[Sentence] = []
    for kind in (kind for kind in SAKERHET if kind in classes):
        words = SAKERHET[kind][1 if told else 0]
        bands = list_sentences(
            [_name_with_limits(cell, first=place == 0) for place, cell in enumerate(classes[kind])]
        )
        parts = {"low": name_band(low)} if "{low}" in words else {}
        told.append(compose(words, what=Label(samband.utfall.namn), bands=bands, **parts))
    return told


def is_sure(samband: Samband, parameters: RunParameters) -> bool:
    """Whether the direction of any adjusted difference is settled."""
    cells = samband.justerad.values()
    return any(certainty_of(cell, MEASURES[cell.indikator], parameters) in SURE for cell in cells)


def _name_with_limits(cell: ShownCell, *, first: bool) -> Sentence:
    """A band with the interval of its difference in brackets."""
    if not first:
        return compose("{b} procents ({i})", b=Label(cell.kategori), i=say_limits(cell))
    return compose(
        "{b} (osäkerhetsintervall {i} {unit})",
        b=name_band(cell.kategori),
        i=say_limits(cell),
        unit=unit_of(MEASURES[cell.indikator], change=True),
    )


def say_limits(cell: ShownCell) -> Number:
    """The interval of a difference."""
    decimals = decimals_of(MEASURES[cell.indikator], cell.n)
    return Number(format_interval(cell.undre, cell.ovre, decimals, signed=True), cell.cell)


def tell_difference(samband: Samband, kategori: str, low: str) -> Sentence | None:
    """One adjusted difference as a sentence that can stand alone: a band's, or that of ten points more."""
    cell = samband.per_tio if kategori == PER_TIO else samband.justerad.get(kategori)
    if cell is None:
        return None
    parts: dict[str, Label | Sentence] = {
        "what": Label(samband.utfall.namn),
        "d": say_difference(cell),
        "alike": Label(say_alike(samband.steg) if samband.steg else "elever"),
        "y": Label("årskurs 9"),
    }
    if kategori == PER_TIO:
        return capitalise(
            compose(
                "{what} i {y} är i genomsnitt {d} för varje tio procentenheters högre frånvaro, när {alike} "
                "jämförs.",
                **parts,
            )
        )
    return capitalise(
        compose(
            "{what} i {y} är i genomsnitt {d} bland elever med {b} än bland elever med {low}, när {alike} "
            "jämförs.",
            b=name_band(kategori),
            low=name_band(low),
            **parts,
        )
    )


def describe_unmeasured(
    robust: ShownCell | None,
    earlier: tuple[ShownCell | None, ShownCell | None],
    what: str,
) -> Sentence | None:
    """How strongly something unmeasured would have to go together with both for the association to vanish.

    Parameters
    ----------
    robust : ShownCell
        The robustness value: the part of what remains of both absence and outcome, 0–1.
    earlier : pair of ShownCell
        The parts of the outcome and of absence that go together with the grades of åk 6.
    what : str
        The outcome, as "meritvärdet".
    """
    if robust is None:
        return None
    value = make_number(robust, lambda share: format_number(share, ROBUST_DECIMALER))
    outcome, absence = earlier
    if outcome is None or absence is None:
        return compose(
            "Något som vi inte har mätt skulle behöva hänga samman med både frånvaron och {what} minst så "
            "starkt som robusthetsvärdet {v} säger för att hela sambandet skulle försvinna; ett är det "
            "starkaste som finns.",
            what=what,
            v=value,
        )
    if suffices(robust.varde, outcome.varde, absence.varde):
        template = (
            "Om något som vi inte har mätt hänger samman med både frånvaron och {what} lika starkt som "
            "betygen i årskurs sex gör, räcker det för att hela sambandet skulle kunna försvinna "
        )
    else:
        template = (
            "Något som vi inte har mätt skulle behöva hänga samman med både frånvaron och {what} starkare än "
            "betygen i årskurs sex gör för att hela sambandet skulle försvinna "
        )
    return compose(
        template + "(robusthetsvärde {v}; betygen i årskurs sex {a} och {o}).",
        what=what,
        v=value,
        a=make_number(absence, lambda share: format_number(share, ROBUST_DECIMALER)),
        o=make_number(outcome, lambda share: format_number(share, ROBUST_DECIMALER)),
    )


def suffices(robust: float, outcome: float, absence: float) -> bool:
    """Whether something as strong as these two parts would take the whole association away.

    A confounder with partial R² of outcome and absence (y, d) takes it away where y d / (1 - d) is at least
    the robustness value's own r² / (1 - r) (Cinelli and Hazlett 2020).

    Examples
    --------
    >>> suffices(0.2, 0.5, 0.2), suffices(0.2, 0.2, 0.1)
    (True, False)
    """
    if robust >= 1 or absence >= 1:
        return absence >= 1 > robust
    return outcome * absence / (1 - absence) >= robust**2 / (1 - robust)


def compare_missing(complete: ShownCell | None, imputed: ShownCell | None, namn: str) -> Sentence | None:
    """The difference per ten points among pupils with all data, and with the others taken into account."""
    if complete is None or imputed is None:
        return None
    return compose(
        "Bland elever med alla uppgifter är {what} {a} för varje tio procentenheters högre frånvaro, och {b} "
        "när elever som saknar uppgifter räknas med genom multipel imputering.",
        what=namn,
        a=say_difference(complete),
        b=say_difference(imputed),
    )
