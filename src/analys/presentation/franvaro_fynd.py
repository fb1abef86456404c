"""Findings on absence: level and change by stage, gaps, year classes, and how results go together with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro import ALLA, STADIER
from analys.indicators.franvaro_band import name_bands
from analys.indicators.measures import MEASURES
from analys.presentation import wording_franvaro as words
from analys.presentation.findings import Finding, make_finding
from analys.presentation.franvaro_lasning import read_change, read_level
from analys.presentation.text import Sentence
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KAPITEL = "franvaro"


def find_absence(run: Underlag, tables: Tables) -> list[Finding]:
    """The chapter's findings, whatever their certainty class."""
    found = [*_find_levels(run, tables), *_find_changes(run, tables)]
    return [finding for finding in found if finding is not None]


def _find_levels(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    for grupp in (ALLA, *STADIER):
        niva = read_level(run, tables, grupp)
        yield _make(niva.medel, run, words.tell_level(niva, run.parameters.termin), "franvaro_band")


def _find_changes(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    then, now = run.parameters.jamforelsetermin, run.parameters.termin
    for grupp in (ALLA, *STADIER):
        for kategori in ("", *name_bands(run.parameters.band)):
            change = read_change(run, tables, grupp, kategori)
            if change is not None:
                yield _make(change.andring, run, words.tell_change(change, then, now), "franvaro_band")


def _make(cell: ShownCell | None, run: Underlag, text: Sentence | None, table: str) -> Finding | None:
    if cell is None:
        return None
    return make_finding(KAPITEL, cell, MEASURES[cell.indikator], run.parameters, text, table)  # type: ignore[arg-type]
