"""What people have written is checked before anything is made: every fault at once, with file and place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from analys.errors import InputError, Problem
from analys.texter.own import gather_texts, make_finder
from analys.texter.people import find_people
from analys.underlag import Underlag


def list_faults(run: Underlag) -> list[Problem]:
    """Faults of the workbook, its YAML files and the texts that can be told without any pupil's name."""
    read, book = gather_texts(run), run.arbetsbok()
    pointing = find_people(read.texter, book, None, run.parameters.troskel)
    return [*book.problems, *read.problems, *pointing]


@contextmanager
def joining(faults: list[Problem]) -> Iterator[None]:
    """Add faults to those of the files that are read meanwhile, so that all are told at once.

    Raises
    ------
    InputError
        When there are any, of either.
    """
    try:
        yield
    except InputError as error:
        raise InputError(list(dict.fromkeys([*error.problems, *faults]))) from None
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def check_written(run: Underlag) -> None:
    """See that what people have written can be used, and points at nobody; the pupils' names are known now.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = [*list_faults(run), *run.lokala().problems, *list_unknown_schools(run), *list_people(run)]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def list_unknown_schools(run: Underlag) -> list[Problem]:
    """Cells of the workbook with a school unit that the municipality's list of schools does not have."""
    if not run.has_pupils:
        return []
    known = set(run.frame("skolenheter")["skolenhet"])
    return [
        row.problem(
            "skolenhet",
            "Skolenhetskoden finns inte i skolenheter.csv.",
            "Rätta koden, eller lägg till skolenheten i skolenheter.csv.",
        )
        for sheet in ("skolor", "intervjuer", "kommentarer")
        for row in run.arbetsbok().rader(sheet)
        if row["skolenhet"] and row["skolenhet"] not in known
    ]


def list_people(run: Underlag) -> list[Problem]:
    """Names and personnummer in the texts and the workbook."""
    texts = gather_texts(run).texter
    return find_people(texts, run.arbetsbok(), make_finder(run), run.parameters.troskel)
