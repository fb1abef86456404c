"""What SS12000 answers refer to by id: persons, organisations, activities and syllabuses.

Each is found inside the item (`_embedded`, when the answer was asked for with expand) or in an answer beside,
such as `ss12000_persons.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analys.reading.ss12000_json import list_at, text_at, value_at

MAX_PARENTS = 10


@dataclass(frozen=True)
class Person:
    """What is needed of a person.

    Parameters
    ----------
    personnummer : str
        Twelve characters as the standard has it, "" when unknown.
    fornamn, efternamn : str
        For finding names in what is to be published.
    inskrivningar : tuple
        (organisation id, årskurs, start, end) of each enrolment; dates are ISO or "".
    """

    personnummer: str
    fornamn: str
    efternamn: str
    inskrivningar: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Amne:
    """A subject: designation such as MA or M2SPA, code such as GRGRMAT01, language and school form."""

    beteckning: str
    kod: str
    sprak: str
    skolform: str


class References:
    """Objects by id, gathered from the answers beside and from the items themselves."""

    def __init__(self, beside: Mapping[str, Sequence[Any]], items: Sequence[Any]) -> None:
        self.objects = {
            name: {text_at(one, "id"): one for one in [*beside.get(plural, ()), *_embedded(items, keys)]}
            for name, (plural, keys) in _KINDS.items()
        }

    def person(self, key: str) -> Person | None:
        """The person with an id, None when it is not known."""
        found = self.objects["person"].get(key)
        if found is None:
            return None
        enrolments = tuple(
            (
                text_at(one, "enroledAt", "id"),
                str(value_at(one, "schoolYear")) if isinstance(value_at(one, "schoolYear"), int) else "",
                text_at(one, "startDate")[:10],
                text_at(one, "endDate")[:10],
            )
            for one in list_at(found, "enrolments")
            if value_at(one, "cancelled") is not True
        )
        return Person(
            text_at(found, "civicNo", "value"),
            text_at(found, "givenName"),
            text_at(found, "familyName"),
            enrolments,
        )

    def school_of_activity(self, key: str) -> str:
        """Organisation id of an activity, "" when unknown."""
        return text_at(self.objects["activity"].get(key), "organisation", "id")

    def school_unit(self, key: str) -> str:
        """School unit code of an organisation or of the nearest one above it that has one, "" when unknown.

        Parts of a school unit have none of their own.
        """
        for _ in range(MAX_PARENTS):
            found = self.objects["organisation"].get(key)
            if code := text_at(found, "schoolUnitCode"):
                return code
            key = text_at(found, "parentOrganisation", "id")
        return ""

    def subject(self, key: str) -> Amne | None:
        """The subject of a syllabus, None when it is not known."""
        found = self.objects["syllabus"].get(key)
        if found is None:
            return None
        return Amne(
            text_at(found, "subjectDesignation").upper().replace(" ", ""),
            text_at(found, "subjectCode").upper(),
            text_at(found, "languageCode").upper(),
            text_at(found, "schoolType").upper(),
        )


# Name -> name of the answer with such objects, and what they are called inside items.
_KINDS = {
    "person": ("persons", ("student", "person")),
    "organisation": ("organisations", ("organisation",)),
    "activity": ("activities", ("activity",)),
    "syllabus": ("syllabuses", ("syllabus",)),
}
PLURALS = tuple(plural for plural, _ in _KINDS.values())


def _embedded(items: Sequence[Any], keys: Sequence[str]) -> Iterator[Any]:
    for item in items:
        inside = value_at(item, "_embedded")
        for key in keys:
            found = value_at(inside, key)
            if isinstance(found, dict):
                yield found
