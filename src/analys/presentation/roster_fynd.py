"""Findings of surveys and interviews: what has changed, which groups differ, and what many raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.enkat import GRUPPER
from analys.indicators.intervju import STYRKOR, UTMANINGAR
from analys.indicators.measures import MEASURES
from analys.indicators.omraden import match_omrade
from analys.presentation import wording_roster as words
from analys.presentation import wording_roster_intervjuer as said
from analys.presentation.findings import Finding, make_finding
from analys.presentation.roster import read_changes, read_gaps, read_years
from analys.presentation.roster_lasning import list_shared, read_group, read_staff_gap, read_survey
from analys.presentation.text import Sentence
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KAPITEL = "roster"

ANDEL = 1 / 3
"""A theme that at least this share of all interviews raised as a strength, or a challenge, is a finding."""


def find_voices(run: Underlag, tables: Tables) -> list[Finding]:
    """The chapter's findings, whatever their certainty class."""
    found = [
        *_find_changes(run, tables),
        *_find_gaps(run, tables),
        *_find_years(run, tables),
        *_find_staff(run, tables),
        *_find_themes(run, tables),
    ]
    return [finding for finding in found if finding is not None]


def _find_changes(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    for group in GRUPPER:
        enkat = read_survey(run, tables, group)
        for index, cell in read_changes(tables, enkat):
            if enkat is not None:
                text = words.tell_change(index, enkat, cell, enkat.index[index.kod])
                yield _make(cell, run, text, f"roster_{group}")


def _find_gaps(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    enkat = read_survey(run, tables, "elev")
    for index, cell in read_gaps(tables, enkat):
        if enkat is None:
            continue
        girls, boys = (read_group(tables, enkat, index.kod, kon) for kon in ("flickor", "pojkar"))
        if girls is not None and boys is not None:
            yield _make(cell, run, words.tell_gap(index, enkat, girls, boys), "roster_elev")


def _find_years(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    for gap in read_years(tables, read_survey(run, tables, "elev")):
        yield _make(gap[3], run, words.tell_year_gap(gap), "roster_elev")


def _find_staff(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    pupils, staff = read_survey(run, tables, "elev"), read_survey(run, tables, "personal")
    if pupils is None or staff is None or not (pupils.is_enough and staff.is_enough):
        return
    for index in list_shared(tables, pupils, staff):
        gap = read_staff_gap(tables, staff, index.kod)
        text = words.tell_staff(index, staff.index[index.kod], pupils.index[index.kod])
        # That two groups see the same thing otherwise is neither good nor bad.
        yield _make(gap, run, text, "roster_jamforelse", favourable="varken")


def _find_themes(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    whole = said.read_count(tables)
    if whole is None:
        return
    for code in (UTMANINGAR, STYRKOR):
        for cell in said.list_themes(tables, code, ""):
            if cell.varde < ANDEL * whole.varde:
                continue
            yield make_finding(
                KAPITEL,
                cell,
                MEASURES[code],
                run.parameters,
                said.tell_theme(cell, whole),
                "intervju_teman",
                omrade=match_omrade(cell.enhetsnamn),
                kalla="intervju",
                favourable="ja" if code == STYRKOR else "nej",
            )


def _make(
    cell: ShownCell | None,
    run: Underlag,
    text: Sentence,
    table: str,
    favourable: Literal["ja", "nej", "varken"] | None = None,
) -> Finding | None:
    if cell is None:
        return None
    measure = MEASURES[cell.indikator]
    return make_finding(KAPITEL, cell, measure, run.parameters, text, table, favourable=favourable)
