"""The words on schools and absence: how many differ, how much is registered, and who is not compared.

No school is ranked, and none is named but for how much its staff has registered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.intervals import NIVA
from analys.indicators.franvaro import ALLA, STADIER, Grupp
from analys.presentation import questions
from analys.presentation import wording_franvaro_skolor as words
from analys.presentation.claims import Claim, claim_count
from analys.presentation.formats import swedish_order
from analys.presentation.franvaro_lasning import (
    KOMMUN,
    find_cell,
    find_few,
    name_comparison,
    read_registered,
)
from analys.presentation.sections import make_section
from analys.presentation.selection import has_interval
from analys.presentation.text import Text, compose
from analys.presentation.wording_franvaro_andringar import explain_regression
from analys.termin import Termin
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


class Delning(NamedTuple):
    """Schools whose value may be shown, and those among them that surely lie above and below."""

    grupp: Grupp
    skolor: Sequence[ShownCell]
    over: Sequence[ShownCell]
    under: Sequence[ShownCell]


def list_low(
    run: Underlag, tables: Tables, grupp: Grupp = ALLA, termin: Termin | None = None
) -> list[ShownCell]:
    """Schools that have registered too little of a term (the report's) to be compared, by name."""
    registered = read_registered(run, tables, grupp, termin)
    low = (registered[unit] for unit in find_few(run, registered))
    return sorted(low, key=lambda cell: swedish_order(cell.enhetsnamn))


def split_levels(run: Underlag, tables: Tables, grupp: Grupp) -> Delning | None:
    """Which schools' mean absence in a stage surely lies above or below the municipality's."""
    termin = run.parameters.termin
    code = f"franvaro_{termin.termin}_{grupp.kod}"
    own = find_cell(
        tables, KOMMUN, indikator=code, enhetstyp="kommun", lasar=termin.lasar, kon="alla", jamforelse=""
    )
    schools = _list_schools(run, tables, code, "")
    low = find_few(run, read_registered(run, tables, grupp))
    compared = [cell for cell in schools if cell.enhet not in low]
    if own is None or not compared:
        return None
    return _split(grupp, compared, own.varde)


def split_changes(run: Underlag, tables: Tables) -> Delning | None:
    """Which schools' mean absence has surely changed between the run's terms."""
    code = f"franvaro_{run.parameters.termin.termin}_{ALLA.kod}"
    schools = _list_schools(run, tables, code, name_comparison(run))
    return _split(ALLA, schools, 0.0) if schools else None


def _list_schools(run: Underlag, tables: Tables, code: str, jamforelse: str) -> list[ShownCell]:
    if "franvaro_skolor" not in tables:
        return []
    cells = tables["franvaro_skolor"].cells(
        indikator=code,
        enhetstyp="skola",
        lasar=run.parameters.termin.lasar,
        kon="alla",
        jamforelse=jamforelse,
    )
    return [cell for cell in cells if has_interval(cell)]


def _split(grupp: Grupp, cells: Sequence[ShownCell], middle: float) -> Delning:
    apart = find_apart(cells, middle)
    return Delning(
        grupp,
        cells,
        [cell for cell in apart if cell.varde > middle],
        [cell for cell in apart if cell.varde < middle],
    )


def find_apart(cells: Sequence[ShownCell], middle: float) -> list[ShownCell]:
    """Cells that surely differ from a value, with the false discovery rate of all of them held at 5 percent.

    Benjamini and Hochberg's rule, on the errors that the 95 % intervals tell.
    """
    normal = NormalDist()
    wide = 2 * normal.inv_cdf((1 + NIVA) / 2)
    p_values = [
        2 * normal.cdf(-abs(cell.varde - middle) * wide / max(cell.ovre - cell.undre, 1e-9)) for cell in cells
    ]
    ordered = sorted(p_values)
    passing = [p for rank, p in enumerate(ordered, 1) if p <= (1 - NIVA) * rank / len(cells)]
    limit = max(passing, default=-1.0)
    return [cell for cell, p in zip(cells, p_values, strict=True) if p <= limit]


def describe_schools(run: Underlag, tables: Tables) -> Text | None:
    """Section text of the schools; None where no school may be shown."""
    levels = [found for stage in STADIER if (found := split_levels(run, tables, stage)) is not None]
    change = split_changes(run, tables)
    low = list_low(run, tables)
    moved = words.describe_changes(*_count(change), run.parameters) if change else None
    counted = words.describe_levels([(one.grupp, *_count(one)) for one in levels])
    told = [
        counted.claiming(*(claim for one in levels for claim in _claim(one))) if counted else None,
        moved.claiming(*_claim(change)) if change and moved else None,
    ]
    known = [cell for cell in read_registered(run, tables, ALLA).values() if cell.shown]
    registered = words.describe_registration(low, known, run.parameters)
    if not any(told) and not low:
        return None
    now = {cell.enhet for cell in low}
    then = list_low(run, tables, ALLA, run.parameters.jamforelsetermin) if change else []
    before = words.describe_low_before([cell for cell in then if cell.enhet not in now], run.parameters)
    sure = [words.CAUTION, explain_regression() if change else None]
    return make_section(
        [*told, registered, before],
        sure,
        compose(questions.FRANVARO_SKOLOR_LAG if low else questions.FRANVARO_SKOLOR),
    )


def _claim(found: Delning) -> tuple[Claim, ...]:
    """How many of the shown schools lie above, and how many below."""
    return claim_count(found.over, found.skolor), claim_count(found.under, found.skolor)


def _count(found: Delning) -> tuple[int, int, int]:
    return len(found.skolor), len(found.over), len(found.under)
