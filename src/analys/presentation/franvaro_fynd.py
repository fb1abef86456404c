"""Findings on absence: level and change by stage, gaps, year classes, and how results go together with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro import ALLA, STADIER
from analys.indicators.franvaro_band import name_bands
from analys.indicators.franvaro_utfall import PER_TIO, UTFALL
from analys.indicators.measures import MEASURES
from analys.presentation import wording_franvaro as words
from analys.presentation.findings import Finding, make_finding
from analys.presentation.franvaro_andringar import find_delta
from analys.presentation.franvaro_arskullar import find_settled, read_deviations, tell_deviation
from analys.presentation.franvaro_grupper import read_gap
from analys.presentation.franvaro_lasning import find_delta as find_smallest
from analys.presentation.franvaro_lasning import read_change, read_level
from analys.presentation.franvaro_resultat import read_outcome
from analys.presentation.text import Sentence
from analys.presentation.wording_franvaro_grupper import tell_gap
from analys.presentation.wording_franvaro_resultat import tell_difference
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

KAPITEL = "franvaro"


def find_absence(run: Underlag, tables: Tables) -> list[Finding]:
    """The chapter's findings, whatever their certainty class."""
    found = [
        *_find_levels(run, tables),
        *_find_changes(run, tables),
        *_find_gaps(run, tables),
        *_find_year_classes(run, tables),
        *_find_associations(run, tables),
    ]
    return [finding for finding in found if finding is not None]


def _find_levels(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    for grupp in (ALLA, *STADIER):
        niva = read_level(run, tables, grupp)
        found = _make(niva.medel, run, words.tell_level(niva, run.parameters.termin), "franvaro_band")
        # That a level is above nothing is neither good nor bad.
        yield None if found is None else replace(found, favourable="varken")


def _find_changes(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    then, now = run.parameters.jamforelsetermin, run.parameters.termin
    for grupp in (ALLA, *STADIER):
        for kategori in ("", *name_bands(run.parameters.band)):
            change = read_change(run, tables, grupp, kategori)
            if change is None:
                continue
            text = words.tell_change(change, then, now)
            delta = find_delta(change.fore.varde, run)
            found = _make(change.andring, run, text, "franvaro_andring", delta)
            # More pupils in a band in the middle may come from above or from below.
            middle = kategori != "" and not kategori.startswith(("under ", "minst "))
            if found is not None and (middle or kategori.startswith("under ")):
                found = replace(found, favourable="varken")
            yield found


def _find_gaps(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    for grupp in (ALLA, *STADIER):
        gap = read_gap(run, tables, grupp)
        if gap is not None:
            found = _make(gap.gap, run, tell_gap(gap, run.parameters), "franvaro_kon")
            yield None if found is None else replace(found, favourable="varken")


def _find_year_classes(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    for cell in find_settled(run, read_deviations(run, tables)):
        yield _make(cell, run, tell_deviation(cell), "franvaro_arskullar", find_smallest(run))


def _find_associations(run: Underlag, tables: Tables) -> Iterator[Finding | None]:
    low = name_bands(run.parameters.band)[0]
    for utfall in UTFALL:
        samband = read_outcome(run, tables, utfall)
        if not samband.steg:
            continue
        for kategori, cell in {**samband.justerad, PER_TIO: samband.per_tio}.items():
            yield _make(cell, run, tell_difference(samband, kategori, low), "resultat_samband")


def _make(
    cell: ShownCell | None, run: Underlag, text: Sentence | None, table: str, delta: float | None = None
) -> Finding | None:
    """A finding; `delta` where the smallest difference that counts is not that of its measure."""
    if cell is None:
        return None
    parameters = run.parameters
    if delta is not None:
        parameters = parameters.model_copy(update={"delta_procent": delta})
    return make_finding(KAPITEL, cell, MEASURES[cell.indikator], parameters, text, table)
