"""Simulated official statistics in the form of Kolada's answers, for the demo municipality.

The municipality's own values are what its simulated pupils give (kommunala skolor); riket, the other
municipalities of the made-up county (99xx) and the similar ones (98xx) follow a plain formula::

    value = level(KPI) + slope(KPI) × (year − 2017) ± gap(KPI)/2 + year + municipality + municipality × year

Kolada's year is the läsår's spring. The newest läsår is not there yet, as in a real autumn, and åk 3 ends in
2023, as Kolada's figures for kommunala skolor do. The addresses say that the answers are simulated.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from analys.demo.slump import stream
from analys.demo.utfall import KON, Outcome
from analys.indicators.forutsattningar import FORUTSATTNINGAR, Forutsattning
from analys.official.nyckeltal import kpi_of_indicators, wanted_kpi
from analys.official.store import Answer

RIKET = "0000"
LANET = tuple(f"99{n:02d}" for n in range(1, 9))
LIKNANDE = tuple(f"98{n:02d}" for n in range(1, 8))
HAMTAD = "2026-09-30"
URL = "https://kolada.exempel.invalid/v3/simulerade-uppgifter"
LAST_YEAR_AK3 = 2023

FURTHER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "N15504": ("meritvarde_17", "lägeskommun"),
        "N15507": ("meritvarde_17", "hemkommun"),
        "N15418": ("alla_amnen_ak9", "lägeskommun"),
        "N15508": ("alla_amnen_ak9", "hemkommun"),
        "N15424": ("behorighet_yrkes", "lägeskommun"),
        "N15428": ("behorighet_yrkes", "hemkommun"),
        "N15539": ("alla_amnen_ak6", "lägeskommun"),
        "N15543": ("alla_amnen_ak6", "hemkommun"),
        "N15472": ("np_ak3_svsva", "hemkommun"),
        "N15473": ("np_ak3_ma", "hemkommun"),
        "N15569": ("lagre_sv", ""),
        "N15570": ("hogre_sv", ""),
        "N15571": ("lagre_ma", ""),
        "N15572": ("hogre_ma", ""),
        "N15573": ("lagre_en", ""),
        "N15574": ("hogre_en", ""),
        "N15575": ("lagre_sva", ""),
        "N15576": ("hogre_sva", ""),
    }
)
"""KPI beside the indicators' own: measure, and where it counts others than kommunala skolor."""

CONDITIONS: Mapping[str, tuple[float, float, float, float, str]] = MappingProxyType(
    {
        "forutsattning_behoriga": (70.5, 0.3, 4.5, -3.0, ""),
        "forutsattning_larartathet": (12.0, 0.03, 0.7, 0.4, ""),
        "forutsattning_kostnad": (109_000.0, 4_300.0, 6_500.0, -2_500.0, ""),
        "forutsattning_meritvarde": (226.0, 0.5, 7.0, 2.6, "meritvarde_17"),
        "forutsattning_alla_amnen": (77.0, -0.1, 4.0, 2.1, "alla_amnen_ak9"),
    }
)
"""Preconditions: level in 2017, slope a year, spread between municipalities, what ours lies above the level.

Last, the measure of all pupils that our own lies above instead.
"""

# Level in 2017, slope a year, girls − boys, spread between municipalities; procent or points.
_ELSEWHERE: Mapping[str, tuple[float, float, float, float]] = MappingProxyType(
    {
        "meritvarde_17": (219.5, 0.5, 21.0, 7.0),
        "alla_amnen_ak9": (73.0, -0.2, 7.5, 4.0),
        "behorighet_yrkes": (83.5, 0.15, 3.0, 2.5),
        "behorighet_es": (82.5, 0.15, 3.5, 2.6),
        "behorighet_ekhusa": (79.5, 0.1, 4.5, 3.0),
        "behorighet_nate": (78.5, 0.1, 4.5, 3.0),
        "alla_amnen_ak6": (78.0, 0.2, 6.0, 4.0),
        "np_ak3_svsva": (76.5, 0.1, 9.0, 4.0),
        "np_ak3_sv": (77.5, 0.1, 9.0, 4.0),
        "np_ak3_ma": (70.5, 0.2, 2.0, 4.0),
        "lagre_sv": (16.0, 0.0, -4.0, 2.0),
        "hogre_sv": (22.0, 0.0, 4.0, 2.5),
        "lagre_ma": (4.0, 0.0, 0.0, 1.0),
        "hogre_ma": (31.0, 0.0, 3.0, 3.0),
        "lagre_en": (26.0, 0.0, 1.0, 2.5),
        "hogre_en": (9.0, 0.0, 0.5, 1.5),
        "lagre_sva": (14.0, 0.0, -2.0, 2.5),
        "hogre_sva": (27.0, 0.0, 2.0, 3.0),
    }
)

Own = Mapping[int, Mapping[str, Mapping[str, float]]]
"""Spring year → measure → gender → mean of the municipality's own pupils."""


def own_means(found: Mapping[str, Outcome]) -> dict[str, dict[str, float]]:
    """Means by measure and gender, as official statistics round them: one decimal."""
    return {name: {kon: round(outcome.mean(kon), 1) for kon in KON} for name, outcome in found.items()}


def make_answers(seed: int, kommun: str, own: Own) -> list[Answer]:
    """Answers to keep in the store: the group, the titles and the values."""
    years = tuple(sorted(own))
    measures = _measures()
    group = [
        {"id": "G999901", "title": "Liknande kommuner grundskola, Exempelkommun, 2025", "members": LIKNANDE}
    ]
    titles = [{"id": kpi, "title": _title(kpi, measure, which)} for kpi, (measure, which) in measures.items()]
    answers = [
        Answer(f"{kommun}_grupper_s1", "grupper", f"{URL}/municipality_groups", _body(group)),
        Answer(f"{kommun}_nyckeltal_n1_s1", "nyckeltal", f"{URL}/kpi", _body(titles), tuple(measures)),
    ]
    if years:
        places = (RIKET, kommun, *LIKNANDE, *LANET)
        values = make_values(seed, kommun, own)
        name = f"{kommun}_data_{years[0]}-{years[-1]}_a1_n1_k1_s1"
        answers.append(Answer(name, "data", f"{URL}/data", _body(values), tuple(measures), places, years))
        answers += _condition_answers(seed, kommun, own, places, years)
    return answers


def _condition_answers(
    seed: int, kommun: str, own: Own, places: tuple[str, ...], years: tuple[int, ...]
) -> list[Answer]:
    """Answers of their own for the preconditions, so that the others' bytes stay."""
    kpis = tuple(sorted(one.kpi for one in FORUTSATTNINGAR.values()))
    titles = [
        {"id": one.kpi, "title": f"{one.kpi}: {one.label} (simulerade uppgifter)"}
        for one in sorted(FORUTSATTNINGAR.values(), key=lambda one: one.kpi)
    ]
    values = [
        {
            "kpi": one.kpi,
            "municipality": place,
            "period": year,
            "values": [
                {
                    "gender": "T",
                    "count": 1,
                    "status": "",
                    "value": _condition(
                        seed, number, one, place, year, own[year] if place == kommun else None
                    ),
                    "isdeleted": False,
                }
            ],
        }
        for number, one in enumerate(FORUTSATTNINGAR.values())
        for place in places
        for year in years
    ]
    return [
        Answer(f"{kommun}_nyckeltal_n2_s1", "nyckeltal", f"{URL}/kpi", _body(titles), kpis),
        Answer(
            f"{kommun}_data_{years[0]}-{years[-1]}_a1_n2_k1_s1",
            "data",
            f"{URL}/data",
            _body(values),
            kpis,
            places,
            years,
        ),
    ]


def _condition(
    seed: int,
    number: int,
    one: Forutsattning,
    place: str,
    year: int,
    own: Mapping[str, Mapping[str, float]] | None,
) -> float:
    """A precondition of a place: invented, of our own beside what its pupils gave where that is known."""
    level, slope, spread, above, measure = CONDITIONS[one.code]
    common = stream(seed, "villkor ar", number, year).standard_normal()
    lasting = stream(seed, "villkor", int(place), number).standard_normal()
    passing = stream(seed, "villkor kommun ar", int(place), number, year).standard_normal()
    middle = level + slope * (year - 2017) + 0.12 * spread * common
    if own is not None:
        known = own.get(measure, {}).get("alla", math.nan)
        value = (middle if math.isnan(known) else known) + above + 0.2 * spread * passing
    else:
        value = middle + (0.0 if place == RIKET else spread * (0.8 * lasting + 0.3 * passing))
    return round(min(max(value, 0.0), one.highest), one.decimals)


def make_values(seed: int, kommun: str, own: Own) -> list[dict[str, object]]:
    """Values in the form of Kolada v3, one mapping a KPI, municipality and year."""
    return [
        {
            "kpi": kpi,
            "municipality": place,
            "period": year,
            "values": _by_gender(seed, kommun, place, year, measure, which, own[year].get(measure)),
        }
        for kpi, (measure, which) in _measures().items()
        for place in (RIKET, kommun, *LIKNANDE, *LANET)
        for year in sorted(own)
        if not measure.startswith("np_ak3") or which == "hemkommun" or year <= LAST_YEAR_AK3
    ]


def _measures() -> dict[str, tuple[str, str]]:
    own = {kpi: (code, "") for code, kpi in kpi_of_indicators().items() if code in _ELSEWHERE}
    every = own | dict(FURTHER)
    return {kpi: every[kpi] for kpi in wanted_kpi() if kpi in every}


def _by_gender(
    seed: int, kommun: str, place: str, year: int, measure: str, which: str, own: Mapping[str, float] | None
) -> list[dict[str, object]]:
    values: dict[str, float | None] = dict.fromkeys(KON)
    tested = measure.startswith(("np_", "lagre_", "hogre_"))
    given = not (tested and year in (2020, 2021)) and not (measure == "np_ak3_ma" and year == 2018)
    if given and place == kommun and own is not None:
        # Where pupils live or go to a fristående school moves the figure a little.
        shift = {"": 0.0, "lägeskommun": 0.4, "hemkommun": -0.3}[which]
        values.update({kon: round(value + shift, 1) for kon, value in own.items() if not math.isnan(value)})
    elif given and place != kommun:
        values.update(_elsewhere(seed, place, year, measure))
    return [
        {
            "gender": gender,
            "count": 1,
            "status": "" if values[kon] is not None else "Missing",
            "value": values[kon],
            "isdeleted": False,
        }
        for gender, kon in zip("TKM", KON, strict=True)
    ]


def _elsewhere(seed: int, place: str, year: int, measure: str) -> dict[str, float | None]:
    level, slope, gap, spread = _ELSEWHERE[measure]
    number = list(_ELSEWHERE).index(measure)
    lasting = stream(seed, "kommun", int(place), number).standard_normal()
    passing = stream(seed, "kommun ar", int(place), number, year).standard_normal(2)
    common = stream(seed, "riket ar", number, year).standard_normal()
    local = 0.0 if place == RIKET else 1.0
    middle = level + slope * (year - 2017) + spread * (0.12 * common + local * (lasting + 0.4 * passing[0]))
    half = gap / 2 * (1 + local * 0.25 * passing[1])
    most = 340.0 if measure.startswith("merit") else 100.0
    return {
        kon: round(min(max(middle + sign * half, 0.0), most), 1)
        for kon, sign in zip(KON, (0, 1, -1), strict=True)
    }


def _title(kpi: str, measure: str, which: str) -> str:
    return f"{kpi}: {measure}, {which or 'kommunala skolor'} (simulerade uppgifter)"


def _body(values: Sequence[Mapping[str, object]]) -> bytes:
    body = {"count": len(values), "next_url": None, "values": values}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
