"""Answers of a school system's interface after SS 12000 (SIS), version 2: JSON -> rows of our layouts.

    franvaro_ss12000.json        GET /aggregatedAttendance: minutes per pupil, activity and period
    slutbetyg_ak9_ss12000.json   GET /grades with finalGrade
    betyg_ak6_ss12000.json       GET /grades of the spring term
    ss12000_persons.json         GET /persons: personnummer and årskurs of the pupils
    ss12000_organisations.json   GET /organisations: school unit codes
    ss12000_activities.json      GET /activities: which school an activity belongs to
    ss12000_syllabuses.json      GET /syllabuses: which subject a grade is in

All lie in the läsår's folder. What stands in `_embedded` need not lie beside. An answer in several pages is
one file with a list of the pages, or one file a page (`franvaro_ss12000_1.json`, `_2.json`), which are read
together in the order of their numbers; the rows stand under the first. Positions in messages count the items
of all pages.

The fields are the standard's (AggregatedAttendance, Grade, Person, Enrolment, Organisation, Syllabus of its
OpenAPI description 2.1), as they appear in public clients generated from it and in Skolverket's reference
implementation. No real answers could be had.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.reading.mapping import Mapped
from analys.reading.sources import ANSWERS, SUPPORT, Source, list_support, recognise_kind
from analys.reading.ss12000_betyg import read_grades
from analys.reading.ss12000_franvaro import read_attendance
from analys.reading.ss12000_json import has_more, list_items, load_json
from analys.reading.ss12000_refs import PLURALS, References
from analys.reading.ss12000_rows import make_rows
from analys.reading.text import make_unreadable

READERS = {"franvaro": read_attendance, "slutbetyg_ak9": read_grades, "betyg_ak6": read_grades}


def parse_answers(content: bytes, source: Source) -> Mapped | list[Problem]:
    """Rows of an answer, with all its pages; of another page than the first none."""
    if source.kind not in READERS:
        return [_no_such_answer(source)]
    pages = _list_pages(source)
    if source.path != pages[0]:
        value = load_json(content, source.fil)
        return [value] if isinstance(value, Problem) else Mapped(make_rows(source.kind, []))
    items: list[Any] = []
    value = load_json(content, source.fil)
    for page in pages:
        if page != source.path:
            value = _load(page, source.fil)
        found = value if isinstance(value, Problem) else list_items(value, source.fil)
        if isinstance(found, Problem):
            return [found]
        items += found
    if has_more(value):
        return [_incomplete(source.fil)]
    beside, problems = _load_beside(source)
    if problems:
        return problems
    if not items:
        return [_empty(source.fil)]
    return READERS[source.kind](items, References(beside, items), source)


def _list_pages(source: Source) -> list[Path]:
    """The source's path and its other pages, in the order of the numbers in their names."""
    if recognise_kind(source.path.name) != source.kind:
        return [source.path]
    try:
        pages = {
            path
            for path in source.path.parent.iterdir()
            if path.suffix.lower() == ANSWERS
            and recognise_kind(path.name) == source.kind
            and path.is_file()
            and not path.is_symlink()
        }
    except OSError:
        pages = set()
    return sorted({*pages, source.path}, key=lambda path: _natural(path.name))


def _natural(name: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split("([0-9]{1,9})", name.lower())
    ]


def _load(path: Path, fil: str) -> Any | Problem:
    name = fil.rpartition("/")[0] + "/" + path.name if "/" in fil else path.name
    try:
        return load_json(path.read_bytes(), name)
    except OSError:
        return make_unreadable(name)


def _load_beside(source: Source) -> tuple[dict[str, list[Any]], list[Problem]]:
    beside: dict[str, list[Any]] = {}
    problems: list[Problem] = []
    for path in list_support(source.path):
        plural = next((p for p in PLURALS if path.name.lower().startswith(SUPPORT + p)), "")
        if not plural:
            continue
        value = _load(path, source.fil)
        found = value if isinstance(value, Problem) else list_items(value, path.name)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            beside.setdefault(plural, []).extend(found)
    return beside, problems


def _no_such_answer(source: Source) -> Problem:
    return Problem(
        source.fil,
        f"{LAYOUTS[source.kind].title} kan inte läsas ur JSON.",
        f"JSON enligt SS12000 läses för {', '.join(READERS)}. Ta ut filen som text eller arbetsbok.",
        kod="fil",
    )


def _incomplete(fil: str) -> Problem:
    return Problem(
        fil,
        "Svaret är inte komplett: den sista sidan säger att det finns fler (pageToken).",
        "Hämta de sidor som saknas och lägg dem i mappen med samma namn och nummer, eller ta ut svaret på "
        "nytt.",
        kod="fil",
    )


def _empty(fil: str) -> Problem:
    return Problem(fil, "Svaret har inga poster.", "Ta ut det på nytt, eller ta bort filen.", kod="fil")
