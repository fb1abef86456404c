"""Local measures of the demo municipality: what a workbook holds of förskola, fritidshem, support and more.

Shares are binomial and numbers Poisson around a true level that moves by the same step every period::

    true = level + step × (period − last)        pupils = share of the school's cohort

The true levels stand in sanning.json. Preschools and fritidshem have no pupil files, so nothing else in the
set knows of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analys.arbetsbok.bok import Varde
from analys.demo.installningar import LAST_SPRING, Settings
from analys.demo.skolor import H79, Schools
from analys.demo.slump import stream
from analys.lasar import from_var

LASAR, VT, AR = "läsår", "vt", "år"


class Matt(NamedTuple):
    """A measure: its rows of the sheet Mått, its truth and how many it is counted among.

    Parameters
    ----------
    namn, definition, mattenhet, battre, verksamhet, omrade, namnare : str
        Cells of the sheet.
    personer : bool
    period : {"läsår", "vt", "år"}
    antal : int
        Periods.
    niva, steg : float
        True level in the newest period, and its step a period: procent, per hundra or a number.
    storlek : float
        Denominator as a share of the pupils of a cohort; 0 for a number.
    delta : float or None
        Smallest difference that counts.
    grupper : tuple of (str, float)
        Groups that have rows of their own, with their part of the whole.
    """

    namn: str
    definition: str
    mattenhet: str
    battre: str
    verksamhet: str
    omrade: str
    namnare: str
    personer: bool
    period: str
    antal: int
    niva: float
    steg: float
    storlek: float
    delta: float | None = None
    grupper: tuple[tuple[str, float], ...] = ()


LASNING = "Andel elever som når nivån i bedömningsstödet i läsning, årskurs 1"
KRANKNINGAR = "Anmälningar om kränkande behandling"

MATT = (
    Matt(
        "Andel förskollärare med legitimation",
        "Heltidstjänster i förskolan som innehas av legitimerade förskollärare, den 15 oktober.",
        *("procent", "högre", "Förskola", "förutsättningar", "heltidstjänster", False, AR, 4),
        *(41.0, 1.5, 0.35),
    ),
    Matt(
        "Antal elever i fritidshem",
        "Elever i årskurs F–6 som är inskrivna i fritidshem, den 15 oktober.",
        *("antal", "varken", "Fritidshem", "", "", True, LASAR, 5),
        *(1480.0, 25.0, 0.0, 50.0),
    ),
    Matt(
        LASNING,
        "Elever som når den lägsta nivån i alla delar av bedömningsstödet, av dem som har gjort alla delar.",
        *("procent", "högre", "Grundskola", "kunskaper", "elever", True, LASAR, 3),
        *(67.0, 1.5, 0.95),
    ),
    Matt(
        "Andel elever med åtgärdsprogram",
        "Elever i årskurs 1–9 som har ett åtgärdsprogram i maj.",
        *("procent", "varken", "Grundskola", "stöd", "elever", True, LASAR, 5),
        *(6.2, 0.3, 8.6, 1.0),
        (("flickor", 0.38), ("pojkar", 0.62)),
    ),
    Matt(
        KRANKNINGAR,
        "Anmälningar till huvudmannen per hundra elever i grundskolan under vårterminen.",
        *("per hundra", "lägre", "Grundskola", "trygghet", "elever", True, VT, 4),
        *(5.2, -0.7, 8.6, 0.5),
    ),
    Matt(
        "Antal elever i anpassad grundskola",
        "Elever som är inskrivna i anpassad grundskola, den 15 oktober.",
        *("antal", "varken", "Anpassad grundskola", "", "", True, LASAR, 5),
        *(24.0, 0.8, 0.0, 3.0),
        (("flickor", 0.15), ("pojkar", 0.85)),
    ),
    Matt(
        "Andel elever med gymnasieexamen inom tre år",
        "Elever som började gymnasieskolan tre år tidigare och har tagit examen.",
        *("procent", "högre", "Gymnasieskola", "kunskaper", "elever", True, AR, 4),
        *(71.0, 0.8, 0.9),
    ),
)


def definitions(settings: Settings, schools: Schools) -> list[dict[str, Varde]]:
    """Rows of the sheet Mått."""
    return [
        {
            "matt": one.namn,
            "definition": one.definition,
            "mattenhet": one.mattenhet,
            "battre": one.battre,
            "delta": one.delta,
            "verksamhet": one.verksamhet,
            "omrade": one.omrade or None,
            "namnare": one.namnare or None,
            "personer": one.personer,
        }
        for one in MATT
    ]


def rows(settings: Settings, schools: Schools) -> list[dict[str, Varde]]:
    """Rows of the sheet Lokala mått: reading a school and its åk 1, the others for the municipality."""
    found: list[dict[str, Varde]] = []
    for number, one in enumerate(MATT):
        for back in range(one.antal - 1, -1, -1):
            own = _count_schools if one.namn == LASNING else _count_municipality
            found += own(settings, schools, one, number, back)
    return found


def truth() -> dict[str, dict[str, float]]:
    """True level of each measure by period."""
    return {
        one.namn: {
            _name_period(one, back): round(_level(one, back), 4) for back in range(one.antal - 1, -1, -1)
        }
        for one in MATT
    }


def _level(one: Matt, back: int) -> float:
    return one.niva - one.steg * back


def _name_period(one: Matt, back: int) -> str:
    spring = LAST_SPRING - back
    return {LASAR: from_var(spring), VT: f"VT {spring}", AR: str(spring - 1)}[one.period]


def _count_schools(
    settings: Settings, schools: Schools, one: Matt, number: int, back: int
) -> Iterator[dict[str, Varde]]:
    chance = _level(one, back) / 100
    for place, (code, kind, share, last) in enumerate(
        zip(schools.kod, schools.arskurser, schools.vikt_lag, schools.till_ar, strict=True)
    ):
        if kind == H79 or last < LAST_SPRING:
            continue
        draw = stream(settings.slumpfro, "lokala skolor", number, back, place)
        size = settings.elever_per_arskull * one.storlek * share / schools.vikt_lag.sum()
        pupils = max(int(draw.poisson(size)), 1)
        reached = int(draw.binomial(pupils, min(chance + 0.04 * schools.intag[place], 0.97)))
        yield {
            "matt": one.namn,
            "period": _name_period(one, back),
            "enhet": code,
            "taljare": reached,
            "namnare": pupils,
        }


def _count_municipality(
    settings: Settings, schools: Schools, one: Matt, number: int, back: int
) -> Iterator[dict[str, Varde]]:
    draw = stream(settings.slumpfro, "lokala", number, back)
    scale = settings.elever_per_arskull / 450
    size = settings.elever_per_arskull * one.storlek
    whole = round(size + draw.normal(0, np.sqrt(size))) if size else None
    level = _level(one, back)
    if one.mattenhet == "procent":
        count = int(draw.binomial(whole or 0, level / 100))
    elif one.mattenhet == "antal":
        count = int(draw.poisson(level * scale))
    else:
        count = int(draw.poisson(level / 100 * (whole or 0)))
    period = _name_period(one, back)
    yield {"matt": one.namn, "period": period, "taljare": count, "namnare": whole}
    left, pupils = count, whole
    for place, (group, part) in enumerate(one.grupper):
        is_last = place == len(one.grupper) - 1
        mine = left if is_last else int(draw.binomial(count, part))
        # Girls and boys are as many, however few have the outcome.
        of = None if pupils is None else pupils if is_last else pupils // 2
        left -= mine
        pupils = None if of is None else (pupils or 0) - of
        yield {"matt": one.namn, "period": period, "grupp": group, "taljare": mine, "namnare": of}
