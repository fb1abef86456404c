"""SS12000 /grades -> slutbetyg_ak9 and betyg_ak6: one row per pupil with a grade in each subject.

Slutbetyg are the grades with finalGrade. A pupil belongs to the läsår when at least one of them is of its
spring term; grades that were final in an earlier year (a subject that ended then) count too, those of a later
year (a trial after school) do not. Terminsbetyg in åk 6 are those of the spring term of pupils enrolled in
åk 6. Other terms, other school forms and pupils who left earlier are in the same answers and belong to other
files: they are not used.

"-" is streck (SCB code 9), and no value with adaptedStudyPlan is anpassad studiegång (3). Where a pupil has
several grades in a subject the latest registered counts, if all later ones say that they correct
(correctionType) or come from a trial (trial); otherwise it is a fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from analys.contracts import LAYOUTS
from analys.contracts.scb import ANPASSAD_STUDIEGANG, STRECK
from analys.errors import Problem
from analys.lasar import from_var, var
from analys.reading.mapping import Mapped
from analys.reading.sources import Source
from analys.reading.ss12000_json import text_at, value_at
from analys.reading.ss12000_refs import Amne, Person, References
from analys.reading.ss12000_rows import count_items, make_rows

SYSTEM = "SS12000"
GRUNDSKOLA = ("", "GR", "SAM", "SP")
"""School forms that read the compulsory school's subjects; "" = not told."""

# Designation -> SCB column. M1, M2 and ML are followed by a language: M2SPA.
DESIGNATIONS = {
    **{name.upper(): name for name in ("Bl", "En", "Hkk", "Idh", "Ma", "Mu", "No", "Bi", "Fy", "Ke")},
    **{name.upper(): name for name in ("So", "Ge", "Hi", "Re", "Sh", "Sl", "Sv", "Sva", "Tn", "Tk")},
    "JU": "OVR",
    "DA": "OVR",
}
LANGUAGES = ("M1", "M2", "ML")
# Letters 5–7 of Skolverket's subject code: GRGRMAT01.
CODES = {
    "BIL": "Bl", "ENG": "En", "HKK": "Hkk", "IDR": "Idh", "MAT": "Ma", "MUS": "Mu", "BIO": "Bi", "FYS": "Fy",
    "KEM": "Ke", "GEO": "Ge", "HIS": "Hi", "REL": "Re", "SAM": "Sh", "SLJ": "Sl", "SVE": "Sv", "SVA": "Sva",
    "TEK": "Tk", "TSP": "Tn", "MOD": "ML",
}  # fmt: skip
_DASHES = ("-", "–", "—", "STRECK")


def read_grades(items: Sequence[Any], refs: References, source: Source) -> Mapped | list[Problem]:
    """Rows of slutbetyg_ak9 or betyg_ak6; `rad` is the position of a pupil's first grade."""
    faults: dict[str, list[int]] = defaultdict(list)
    grades: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for number, item in enumerate(items, 1):
        if _is_wanted(item, source):
            grades[text_at(item, "student", "id")].append((number, item))
    rows = []
    lasar = set()
    for student, own in grades.items():
        if not any(_is_of_spring(item, source) for _, item in own):
            continue
        lasar |= {from_var(year) for _, item in own if isinstance(year := value_at(item, "year"), int)}
        row = _make_row(student, own, refs, source, faults)
        if row is not None:
            rows.append(row)
    if problems := _tell(faults, source):
        return problems
    if not rows:
        return [_nothing_wanted(source)]
    return Mapped(make_rows(source.kind, rows), tuple(sorted(lasar)[-1:]))


def _is_wanted(item: Any, source: Source) -> bool:
    if source.kind == "slutbetyg_ak9":
        return value_at(item, "finalGrade") is True and not _is_later(item, source)
    return value_at(item, "finalGrade") is not True and _is_of_spring(item, source)


def _is_later(item: Any, source: Source) -> bool:
    year = value_at(item, "year")
    return bool(source.lasar) and isinstance(year, int) and year > var(source.lasar)


def _is_of_spring(item: Any, source: Source) -> bool:
    is_spring = text_at(item, "semester").upper().startswith("V")
    return is_spring and (not source.lasar or value_at(item, "year") == var(source.lasar))


def _make_row(
    student: str, own: list[tuple[int, Any]], refs: References, source: Source, faults: dict[str, list[int]]
) -> dict[str, Any] | None:
    numbers = [number for number, _ in own]
    person = refs.person(student)
    if person is None or not person.personnummer:
        faults["person"] += numbers
        return None
    if source.kind == "betyg_ak6":
        years = _years(person, own)
        if not years:
            faults["arskurs"] += numbers
        if years != {"6"}:
            return None
    row: dict[str, Any] = {
        "System": SYSTEM,
        "PersonNr": person.personnummer,
        "Fornamn": person.fornamn,
        "Efternamn": person.efternamn,
        "rad": numbers[0],
    }
    schools: set[str] = set()
    dates: list[str] = []
    by_column: dict[str, list[tuple[int, Any, Amne]]] = defaultdict(list)
    for number, item in own:
        subject = refs.subject(text_at(item, "syllabus", "id"))
        column = "" if subject is None else find_column(subject)
        if subject is not None and subject.skolform not in GRUNDSKOLA:
            continue
        if subject is None or column not in LAYOUTS[source.kind]:
            faults["amne"].append(number)
            continue
        by_column[column].append((number, item, subject))
        if _is_of_spring(item, source):
            schools.add(refs.school_unit(text_at(item, "organisation", "id")))
            dates.append(text_at(item, "registeredDate")[:10])
    if not by_column:
        return None
    if len(schools) != 1 or "" in schools:
        faults["skola"] += numbers
        return None
    row |= {"Skolenhetskod": schools.pop(), "Datum": max(dates)}
    for column, found in by_column.items():
        number, item, subject = _choose(found, faults)
        row[column] = _read_grade(item)
        if column in LANGUAGES:
            row[f"{column}_sprak"] = subject.sprak or subject.beteckning[2:]
    return row


def _years(person: Person, own: list[tuple[int, Any]]) -> set[str]:
    day = max((text_at(item, "registeredDate")[:10] for _, item in own), default="")
    return {
        year
        for _, year, start, end in person.inskrivningar
        if year and (not day or ((start or day) <= day <= (end or day)))
    }


def find_column(subject: Amne) -> str:
    """SCB's column of a subject, "" when it is none of them.

    Examples
    --------
    >>> find_column(Amne("M2SPA", "GRGRMSP01", "SPA", "GR")), find_column(Amne("", "GRGRMAT01", "", "GR"))
    ('M2', 'Ma')
    """
    if subject.beteckning in DESIGNATIONS:
        return DESIGNATIONS[subject.beteckning]
    if subject.beteckning[:2] in LANGUAGES:
        return subject.beteckning[:2]
    return "" if subject.beteckning else CODES.get(subject.kod[4:7], "")


def _read_grade(item: Any) -> str:
    value = text_at(item, "gradeValue").upper()
    if not value and text_at(item, "adaptedStudyPlan"):
        return ANPASSAD_STUDIEGANG
    return STRECK if value in _DASHES else value


def _choose(found: list[tuple[int, Any, Amne]], faults: dict[str, list[int]]) -> tuple[int, Any, Amne]:
    found = sorted(found, key=lambda one: (text_at(one[1], "registeredDate"), one[0]))
    if len({_read_grade(item) for _, item, _ in found}) > 1:
        later = [item for _, item, _ in found[1:]]
        explained = all(text_at(item, "correctionType") or value_at(item, "trial") is True for item in later)
        days = [text_at(item, "registeredDate") for _, item, _ in found]
        if not explained or len(set(days)) < len(days):
            faults["flera"] += [number for number, _, _ in found]
    return found[-1]


_FAULTS = {
    "person": (
        "Eleverna i posterna går inte att koppla till personnummer.",
        "Lägg svaret från /persons i samma mapp som ss12000_persons.json.",
        "mappning",
    ),
    "skola": (
        "Elevens betyg går inte att koppla till en och samma skolenhetskod.",
        "Lägg svaret från /organisations i samma mapp som ss12000_organisations.json. Har eleven betyg från "
        "två skolor, ta ut dem som läsårets skola har satt.",
        "mappning",
    ),
    "arskurs": (
        "Elevernas årskurs går inte att läsa ut.",
        "Inskrivningarna (enrolments) i ss12000_persons.json ska ha schoolYear.",
        "mappning",
    ),
    "amne": (
        "Betygets ämne är okänt.",
        "Lägg svaret från /syllabuses i samma mapp som ss12000_syllabuses.json. Ämnet ska ha "
        "subjectDesignation, till exempel MA, eller subjectCode.",
        "mappning",
    ),
    "flera": (
        "Eleven har olika betyg i samma ämne, och inget av dem är märkt som ändrat.",
        "Ta reda på vilket betyg som gäller, rätta i skolans system och ta ut svaret på nytt.",
        "dubblett",
    ),
}


def _tell(faults: dict[str, list[int]], source: Source) -> list[Problem]:
    return [
        Problem(
            source.fil,
            f"{vad} Det gäller {count_items(faults[fault])}.",
            gor,
            rader=tuple(sorted(faults[fault])),
            kod=kod,
        )
        for fault, (vad, gor, kod) in _FAULTS.items()
        if faults[fault]
    ]


def _nothing_wanted(source: Source) -> Problem:
    what = (
        "slutbetyg (finalGrade) från vårterminen"
        if source.kind == "slutbetyg_ak9"
        else "vårterminens betyg för elever i årskurs 6"
    )
    lasar = f" {source.lasar}" if source.lasar else ""
    return Problem(
        source.fil,
        f"Svaret har inga {what}{lasar}.",
        "Kontrollera att filen ligger i rätt läsår och att uttaget är rätt.",
        kod="fil",
    )
