"""Groups that together are all: girls and boys, Sv and Sva, schools, classes, and the pupils of two tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from analys.attacker.relations.forms import Sum
from analys.attacker.report import ENHET, Cell, Key, Report, is_counted, is_headcount
from analys.attacker.tables import KEYS, MISSING

SPLITS = {"kon": ("flickor", "pojkar"), "svsva": ("sv", "sva")}
_GROUPS = tuple((KEYS.index(column), groups) for column, groups in SPLITS.items())
_MAY_LACK = frozenset({"skola", "klass", "skolor och läsår", "enhet", "svsva"})
MADE_OF = {"np_ak3_svsva": {"sv": "np_ak3_sv", "sva": "np_ak3_sva"}}
"""Tests whose pupils are those of others together, by the language group of each."""


def find_partitions(report: Report, of: Callable[[str], bool] = is_counted) -> Iterator[Sum]:
    """Every group of pupils that the report has both a total and parts of.

    Parameters
    ----------
    of : callable
        Which measures; by default those that count pupils.
    """
    schools: dict[Key, list[Key]] = defaultdict(list)
    classes: dict[Key, list[Key]] = defaultdict(list)
    levels = [cell for cell in report.levels() if of(cell.key.indikator)]
    for cell in levels:
        if cell.enhetstyp == "skola":
            schools[cell.key.but(ENHET, "")].append(cell.key)
        elif cell.enhetstyp == "klass":
            classes[cell.key.but(ENHET, cell.key.enhet.partition("/")[0])].append(cell.key)
    for cell in levels:
        key = cell.key
        for place, groups in _GROUPS:
            if key[place] == "alla":
                yield from split(report, cell, KEYS[place], (key.but(place, one) for one in groups))
        if cell.enhetstyp == "kommun":
            yield from split(report, cell, "skola", schools[key.but(ENHET, "")])
        yield from split(report, cell, "klass", classes.get(cell.key, ()))
        yield from _tests(report, cell)


def split(report: Report, total: Cell, kind: str, keys: Iterable[Key]) -> Iterator[Sum]:
    """A total and those of its parts that the report has, where they can be its parts.

    How many pupils are in no part follows from the sizes. Where some size is unknown, girls and boys are
    taken to be everybody, and so are läsår, year groups and tests that are all there; schools may be missing.
    """
    every = list(keys)
    parts = tuple(cell.key for cell in report.find(every) if cell.status != MISSING)
    if not parts:
        return
    sizes = [report.sizes.get(key) for key in (total.key, *parts)]
    whole, *others = sizes
    slack = None if len(parts) < len(every) or kind in _MAY_LACK else 0
    if whole is not None and None not in others:
        slack = whole - sum(size or 0 for size in others)
        if slack < 0:
            return
    people = not is_headcount(total.key.indikator)
    yield Sum(kind, total.key, parts, slack=slack, people=people)


def _tests(report: Report, cell: Cell) -> Iterator[Sum]:
    made = MADE_OF.get(cell.key.indikator)
    if made is None:
        return
    if cell.key.svsva == "alla":
        keys = [cell.key._replace(indikator=one) for one in made.values()]
        if all(key in report.cells for key in keys):
            yield from split(report, cell, "prov", keys)
    else:
        same = cell.key._replace(indikator=made[cell.key.svsva], svsva="alla")
        yield from split(report, cell, "prov", [same])
