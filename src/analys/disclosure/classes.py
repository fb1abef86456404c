"""Classes of a school: together they are the school, and what is hidden of it is hidden of them.

They stand in a school's internal working material, whose readers have the published reports beside it. A
class is shown only where the school's own value is: so no class narrows what a published report hides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analys.disclosure.quantities import Dependent, Known, Quantity
from analys.disclosure.rows import Row, make_row

KLASS = "klass"


def find_class_rows(known: Known, troskel: int) -> Iterator[Row]:
    """A school and its classes, of each measure.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils behind a shown value.
    """
    parts: dict[tuple[str, ...], list[Quantity]] = defaultdict(list)
    for one in known.values():
        if one.enhetstyp == KLASS:
            parts[_school_of(one)].append(one)
    for key, classes in parts.items():
        if key in known:
            yield make_row(known[key], classes, troskel)


def find_class_dependents(known: Known, troskel: int) -> Iterator[Dependent]:
    """A class falls with its school; a class without a school's value is always hidden."""
    for one in known.values():
        if one.enhetstyp == KLASS:
            school = known.get(_school_of(one))
            yield Dependent(one.cell, (school.cell,) if school else ())


def _school_of(one: Quantity) -> tuple[str, ...]:
    return one.key(enhet=one.enhet.partition("/")[0])
