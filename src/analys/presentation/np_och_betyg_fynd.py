"""Findings on national tests and grades: each subject's net and its change, gaps, åk 3, schools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import ARSKURSER
from analys.presentation import wording_relations as words
from analys.presentation.course import read_course
from analys.presentation.findings import Finding, make_finding
from analys.presentation.np_ak3 import choose_level, read_judged, tell_judged
from analys.presentation.np_och_betyg import GROUPS, read_group
from analys.presentation.np_skolor import read_modelled, tell_school
from analys.presentation.relations import Relation, read_relations
from analys.presentation.text import Sentence
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KAPITEL = "np_och_betyg"


def find_relations(run: Underlag, tables: Tables) -> list[Finding]:
    """The chapter's findings, whatever their certainty class; in official mode the published nets only."""
    found = [
        *_find_nets(run, tables),
        *_find_gaps(run, tables),
        *_find_judged(run, tables),
        *_find_schools(run, tables),
    ]
    return [finding for finding in found if finding is not None]


def _find_nets(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    name = "np_relation" if run.has_pupils else "np_officiellt"
    if name not in tables:
        return
    for arskurs in ARSKURSER:
        for relation in read_relations(tables[name], arskurs, run.parameters.lasar):
            text = words.tell_relation(relation)
            yield _make(relation.shown_net, run, text, name)
            yield _find_change(run, tables[name], relation)


def _find_change(run: Underlag, table: ProtectedTable, relation: Relation) -> Finding | None:
    now = relation.shown_net
    if now is None:
        return None
    course = read_course(table, now.indikator, now.lasar)
    if course.before is None or not course.before.shown:
        return None
    return _make(course.change, run, words.tell_change(relation, course.before), table.id)


def _find_gaps(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    if "np_relation_grupper" not in tables:
        return
    table = tables["np_relation_grupper"].select(enhetstyp="kommun", lasar=run.parameters.lasar)
    for group in GROUPS:
        for code in dict.fromkeys(cell.indikator for cell in table.cells(jamforelse=group.comparison)):
            gap, levels = read_group(table, code, group)
            if gap is not None:
                yield _make(gap, run, words.tell_gap(gap, levels, group.members), table.id)


def _find_judged(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    if "np_ak3" not in tables:
        return
    table, lasar = tables["np_ak3"], run.parameters.lasar
    for judged in read_judged(table, lasar, choose_level(table, lasar)):
        yield _make(judged.judgement, run, tell_judged(judged, lasar), table.id)


def _find_schools(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    for arskurs in ARSKURSER:
        found = read_modelled(run, tables, arskurs)
        for cell in (*found.above, *found.below) if found else ():
            yield _make(cell, run, tell_school(cell, arskurs), "np_skolmodell")


def _make(cell: ShownCell | None, run: Underlag, text: Sentence | None, table: str) -> Finding | None:
    if cell is None:
        return None
    return make_finding(KAPITEL, cell, MEASURES[cell.indikator], run.parameters, text, table)
