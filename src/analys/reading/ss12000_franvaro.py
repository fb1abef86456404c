"""SS12000 /aggregatedAttendance -> franvaro: minutes per pupil, school unit and term.

Minutes of all activities and periods of a term are added. otherAttendanceSum (elevråd and the like) is no
absence. reportedSum is the time of the lessons that a teacher has marked as reported: registered time, beside
the offered. What a system leaves out of every item is missing; what it leaves out of some is a fault, since a
sum without it would be wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from analys.errors import Problem
from analys.lasar import in_path
from analys.reading.mapping import Mapped
from analys.reading.mapping_values import read_term
from analys.reading.sources import Source
from analys.reading.ss12000_json import text_at, value_at
from analys.reading.ss12000_refs import Person, References
from analys.reading.ss12000_rows import count_items, make_rows

SUMS = {
    "Erbjudna_min": "offeredSum",
    "Giltig_min": "validAbsenceSum",
    "Ogiltig_min": "invalidAbsenceSum",
    "Registrerade_min": "reportedSum",
}
_MOST_MINUTES = 10_000_000
_DATE = re.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}")

Key = tuple[str, str, str, str]


def read_attendance(items: Sequence[Any], refs: References, source: Source) -> Mapped | list[Problem]:
    """Rows of franvaro; `rad` is the position of a pupil's first item of the term."""
    faults: dict[str, list[int]] = defaultdict(list)
    rows: dict[Key, dict[str, int]] = {}
    first: dict[Key, int] = {}
    lasar: set[str] = set()
    used = {name: any(value_at(item, field) is not None for item in items) for name, field in SUMS.items()}
    for number, item in enumerate(items, 1):
        term = _read_period(item)
        if term is None:
            faults["period"].append(number)
            continue
        termin, its_lasar = term
        lasar.add(its_lasar)
        if source.lasar and its_lasar != source.lasar:
            faults["lasar"].append(number)
            continue
        found = _identify(item, refs, faults, number)
        minutes = _read_sums(item, used, faults, number)
        if found is None or minutes is None:
            continue
        key = (*found, termin)
        sums = rows.setdefault(key, dict.fromkeys(minutes, 0))
        first.setdefault(key, number)
        for name, value in minutes.items():
            sums[name] += value
    faults["dubbel"] += _find_overlaps(items)
    faults["blandat"] += _find_mixed(items)
    if problems := _tell(faults, source):
        return problems
    made = [
        {
            "PersonNr": key[0],
            "Skolenhetskod": key[1],
            "Arskurs": key[2],
            "Termin": key[3],
            **{name: str(value) for name, value in sums.items()},
            "rad": first[key],
        }
        for key, sums in rows.items()
    ]
    return Mapped(make_rows("franvaro", made), tuple(sorted(lasar)))


def _read_period(item: Any) -> tuple[str, str] | None:
    start, end = text_at(item, "startDate")[:10], text_at(item, "endDate")[:10]
    if not _DATE.fullmatch(start) or not _DATE.fullmatch(end) or end < start:
        return None
    term = read_term(f"{start} {end}")
    return None if term is None else (term.termin, term.lasar)


def _identify(
    item: Any, refs: References, faults: dict[str, list[int]], number: int
) -> tuple[str, str, str] | None:
    """Personnummer, school unit code and årskurs of an item."""
    person = refs.person(text_at(item, "student", "id"))
    if person is None or not person.personnummer:
        faults["person"].append(number)
        return None
    period = (text_at(item, "startDate")[:10], text_at(item, "endDate")[:10])
    current = _enrolments_in(person, period)
    organisation = refs.school_of_activity(text_at(item, "activity", "id"))
    if not organisation and len({place for place, *_ in current}) == 1:
        organisation = current[0][0]
    code = refs.school_unit(organisation)
    if not code:
        faults["skola"].append(number)
        return None
    here = [one for one in current if refs.school_unit(one[0]) == code]
    years = {year for _, year, *_ in (here or current) if year}
    if len(years) != 1:
        faults["arskurs"].append(number)
        return None
    return person.personnummer, code, years.pop()


def _enrolments_in(person: Person, period: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    start, end = period
    return [one for one in person.inskrivningar if (one[2] or start) <= end and (one[3] or end) >= start]


def _read_sums(
    item: Any, used: dict[str, bool], faults: dict[str, list[int]], number: int
) -> dict[str, int] | None:
    minutes: dict[str, int] = {}
    for name, field in SUMS.items():
        value = value_at(item, field)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is None and not used[name] and name != "Erbjudna_min":
            continue
        if value is None:
            faults["saknas"].append(number)
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _MOST_MINUTES:
            faults["minuter"].append(number)
            return None
        minutes[name] = value
    return minutes


def _find_overlaps(items: Sequence[Any]) -> list[int]:
    """Items whose minutes would be counted twice: one pupil and activity with periods that overlap."""
    periods: dict[tuple[str, str], list[tuple[str, str, int]]] = defaultdict(list)
    for number, item in enumerate(items, 1):
        key = (text_at(item, "student", "id"), text_at(item, "activity", "id"))
        periods[key].append((text_at(item, "startDate")[:10], text_at(item, "endDate")[:10], number))
    twice = []
    for spans in periods.values():
        spans.sort()
        latest = ""
        for start, end, number in spans:
            if latest and start <= latest:
                twice.append(number)
            latest = max(latest, end)
    return twice


def _find_mixed(items: Sequence[Any]) -> list[int]:
    """Items without an activity of pupils who have items with one: they may be sums of those."""
    named = {text_at(item, "student", "id") for item in items if text_at(item, "activity", "id")}
    return [
        number
        for number, item in enumerate(items, 1)
        if not text_at(item, "activity", "id") and text_at(item, "student", "id") in named
    ]


_FAULTS = {
    "period": (
        "Perioden saknas, är ogiltig eller omfattar mer än en termin.",
        "Ta ut närvaron för en termin i taget, med startDate och endDate.",
        "mappning",
    ),
    "lasar": (
        "Perioden hör till ett annat läsår än mappen {mapp}.",
        "Flytta filen till rätt läsår, eller ta ut rätt period.",
        "datum_lasar",
    ),
    "person": (
        "Eleverna i posterna går inte att koppla till personnummer.",
        "Lägg svaret från /persons i samma mapp som ss12000_persons.json, eller ta ut närvaron med "
        "expand=student.",
        "mappning",
    ),
    "skola": (
        "Posterna går inte att koppla till en skolenhetskod.",
        "Lägg svaren från /organisations och /activities i samma mapp, som ss12000_organisations.json och "
        "ss12000_activities.json.",
        "mappning",
    ),
    "arskurs": (
        "Elevernas årskurs går inte att läsa ut.",
        "Inskrivningarna (enrolments) i ss12000_persons.json ska ha schoolYear för skolan och perioden.",
        "mappning",
    ),
    "saknas": (
        "Minuter saknas i en del av posterna (offeredSum, validAbsenceSum, invalidAbsenceSum eller "
        "reportedSum).",
        "Ta ut svaret med alla summor. Är tiden noll ska det stå 0.",
        "mappning",
    ),
    "minuter": (
        "Minuterna är inga hela tal från 0.",
        "Ta ut svaret på nytt. Summorna är minuter enligt SS12000.",
        "heltal",
    ),
    "dubbel": (
        "Samma elev och aktivitet har perioder som överlappar, så att tiden skulle räknas två gånger.",
        "Ta ut närvaron för en period i taget, och ta bort svar som finns i två filer.",
        "dubblett",
    ),
    "blandat": (
        "Elever har både poster med och poster utan aktivitet, så att tiden kan räknas två gånger.",
        "Ta ut närvaron per aktivitet, och ta bort poster som är summor.",
        "dubblett",
    ),
}


def _tell(faults: dict[str, list[int]], source: Source) -> list[Problem]:
    mapp = in_path(source.lasar) if source.lasar else ""
    return [
        Problem(
            source.fil,
            f"{vad.format(mapp=mapp)} Det gäller {count_items(faults[fault])}.",
            gor,
            rader=tuple(sorted(faults[fault])),
            kod=kod,
        )
        for fault, (vad, gor, kod) in _FAULTS.items()
        if faults[fault]
    ]
