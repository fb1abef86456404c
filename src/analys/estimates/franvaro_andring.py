"""How absence has changed between two terms: intervals that know which pupils are in both.

A change is told for a group of year groups in the municipality, for its girls and its boys, the gap between
them, and for each school. No change is told where too little of the lessons is registered in either term: it
could be the registration that has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd

from analys.estimates.assembling import make_estimate
from analys.estimates.cells import Estimate, cell_id, make_cells
from analys.estimates.differences import Pair, compute_differences
from analys.estimates.franvaro_nivaer import compute_absence_levels, select_term
from analys.estimates.franvaro_registrering import KOMMUN, find_unregistered
from analys.estimates.franvaro_terminer import Terms, read_terms
from analys.estimates.groups import KON, pair_gaps, select_whole
from analys.estimates.intervals import NIVA
from analys.estimates.overlap import Numbers
from analys.estimates.quantiles import find_z
from analys.indicators.franvaro import ALLA, GRUPPER, STADIER, Grupp
from analys.termin import Termin, name_change
from analys.underlag import Underlag


def change_estimates(run: Underlag) -> list[Estimate]:
    """Estimates of the change between the run's two terms.

    Returns
    -------
    list of Estimate
        franvaro_andring: share of pupils in each band, in bands from an edge upwards together, and the mean,
        for each group of year groups of the municipality: both terms and the change. None where either term
        has no absence; levels alone where too little is registered to compare them.
    """
    levels = select_kommun(compute_absence_levels(run).cells)
    terms = (run.parameters.jamforelsetermin, run.parameters.termin)
    if any(select_term(levels, term).empty for term in terms):
        return []
    changes = select_kommun(compute_changes(run, run.parameters.jamforelsetermin))
    return [make_estimate("franvaro_andring", "Frånvarons förändring", [select_told(levels, run), changes])]


def select_kommun(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells of the municipality's pupils as a whole."""
    whole = select_whole(cells)
    return whole[whole["enhetstyp"] == "kommun"]


def select_told(cells: pd.DataFrame, run: Underlag) -> pd.DataFrame:
    """Cells of the run's two terms."""
    terms = (run.parameters.jamforelsetermin, run.parameters.termin)
    return pd.concat([select_term(cells, one) for one in terms], ignore_index=True)


@cache
def compute_gap_cells(run: Underlag) -> pd.DataFrame:
    """Girls minus boys in the two terms, with intervals that know of shared classes; unrounded."""
    levels = compute_absence_levels(run)
    of_kommun = levels.cells[levels.cells["enhetstyp"] == "kommun"]
    gaps = compute_differences(of_kommun, pair_gaps(of_kommun))
    if gaps.empty:
        return gaps
    keys = ["indikator", "kategori", "lasar"]
    return make_cells(gaps.drop(columns=["cell", "undre", "ovre"]).merge(levels.gaps, on=keys, how="left"))


@cache
def compute_changes(run: Underlag, before: Termin) -> pd.DataFrame:
    """Changes from an earlier term to the report's, unrounded: what has a level in both.

    Girls, boys, the gap between them and schools (no single year groups of those) are told for
    `jamforelsetermin` only.
    """
    now = run.parameters.termin
    levels = compute_absence_levels(run).cells
    if not before.is_before(now) or levels.empty:
        return make_cells([])
    parts = before == run.parameters.jamforelsetermin
    known = pd.concat([levels, compute_gap_cells(run)]) if parts else select_kommun(levels)
    known = pd.concat([select_term(known, term) for term in (now, before)], ignore_index=True)
    unregistered = find_unregistered(run, now) | find_unregistered(run, before)
    pairs = list(_pair(read_terms(run, now, before), known, run, unregistered, parts=parts))
    return compute_differences(known, pairs)


def _pair(
    terms: Terms, known: pd.DataFrame, run: Underlag, unregistered: frozenset[tuple[str, str]], *, parts: bool
) -> Iterator[Pair]:
    errors = _find_errors(known)
    kommun = run.parameters.kommun
    for grupp in GRUPPER:
        if (KOMMUN, grupp.kod) not in unregistered:
            yield from _list_pairs(terms, grupp, terms.correlate_whole(grupp), kommun)
            if parts:
                for kon, found in zip(KON.celler, terms.correlate_kon(grupp), strict=True):
                    yield from _list_pairs(terms, grupp, found, kommun, kon=kon)
                own = {
                    (term, name): errors.get((terms.code(term, grupp, name), name, term.lasar), float("nan"))
                    for term in terms.terms
                    for name in terms.series
                }
                yield from _list_pairs(terms, grupp, terms.correlate_gaps(grupp, own), kommun, gap=KON.gap)
        if parts and grupp in (ALLA, *STADIER):
            for school, found in zip(terms.schools, terms.correlate_schools(grupp), strict=True):
                if (school, grupp.kod) not in unregistered:
                    yield from _list_pairs(terms, grupp, found, school)


def _list_pairs(
    terms: Terms, grupp: Grupp, correlations: Numbers, enhet: str, *, kon: str = "alla", gap: str = ""
) -> Iterator[Pair]:
    jamforelse = f"{gap} {name_change(*terms.terms)}".strip()
    for kategori, correlation in zip(terms.series, correlations, strict=True):
        left, right = (
            cell_id(
                terms.code(term, grupp, kategori), enhet, term.lasar, kon, jamforelse=gap, kategori=kategori
            )
            for term in terms.terms
        )
        yield Pair(left, right, jamforelse, correlation=float(correlation))


def _find_errors(cells: pd.DataFrame) -> Mapping[tuple[str, str, str], float]:
    """Standard error of each gap, by indicator, kategori and läsår."""
    gaps = cells[cells["jamforelse"] == KON.gap]
    errors = (gaps["ovre"] - gaps["undre"]) / (2 * find_z(NIVA))
    return dict(
        zip(zip(gaps["indikator"], gaps["kategori"], gaps["lasar"], strict=True), errors, strict=True)
    )
