"""Parts of a distribution: together all pupils of the group; some together where the report tells them so.

The share with at least 30 percent absence is the bands from 30 and from 50. Outcomes told by band of absence
are of different pupils: those of all bands together are everybody's. What is computed from a distribution
tells of its parts: a net is those higher minus those lower, in procent of all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from analys.attacker.means import bound_rounded
from analys.attacker.relations.forms import Line, Relation, Sum
from analys.attacker.relations.partitions import split
from analys.attacker.report import Cell, Key, Report, is_distribution, is_share
from analys.estimates.cells import POOLED
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import ARSKURSER, PROV, PROVAMNEN
from analys.indicators.np_relation import HOGRE, LAGRE
from analys.indicators.np_statistik import ALLA

_START = re.compile("(?:minst )?([0-9]+)(?:–[0-9]+)?")
_END = re.compile("([0-9]+)$")
_NET, _RELATION = "np_netto_", "np_relation_"


_TESTS = {
    f"np_netto_ak{arskurs}": (
        tuple(f"np_relation_{amne.suffix}" for amne in PROVAMNEN if amne.arskurs == arskurs),
        sum(one.arskurs == arskurs for one in PROV),
    )
    for arskurs in ARSKURSER
}
"""Nets of all subjects: the relations of the subjects, and how many tests a pupil takes."""


def find_distributions(report: Report) -> Iterator[Relation]:
    """Every distribution of the report, its sums and nets."""
    groups: dict[Key, list[Cell]] = defaultdict(list)
    for cell in report.levels():
        if cell.key.kategori and is_share(cell.key.indikator):
            groups[cell.key._replace(kategori="")].append(cell)
        elif cell.key.indikator in _TESTS:
            yield from _net_of_all(report, cell)
        elif cell.key.indikator.startswith(_NET):
            yield from _net(report, cell)
    for group in groups.values():
        if is_distribution(group[0].key.indikator):
            yield from _categories(report, group)
        else:
            yield from _by_band(report, group)


def start_of(band: str) -> int:
    """Least procent of a band, 0 for the lowest and for what is no band.

    Examples
    --------
    >>> start_of("under 10"), start_of("20–29"), start_of("minst 50")
    (0, 20, 50)
    """
    found = _START.fullmatch(band)
    return int(found[1]) if found else 0


def is_sum_of_bands(band: str, top: int) -> bool:
    """Whether a band is others together: from an edge up, where the highest starts at `top`."""
    return band.startswith("minst") and start_of(band) < top


def _categories(report: Report, group: Sequence[Cell]) -> Iterator[Sum]:
    top = max(start_of(cell.key.kategori) for cell in group)
    parts = [cell.key for cell in group if not is_sum_of_bands(cell.key.kategori, top)]
    size = next((report.sizes[key] for key in parts if key in report.sizes), None)
    # A part that the report leaves out may be anybody's.
    slack = 0 if _is_complete(parts) else size
    if size is not None:
        yield Sum("fördelning", None, tuple(parts), whole=size, slack=slack)
    for cell in group:
        if is_sum_of_bands(cell.key.kategori, top):
            start = start_of(cell.key.kategori)
            above = tuple(key for key in parts if start_of(key.kategori) >= start)
            yield Sum("band tillsammans", cell.key, above)
            if size is not None:
                below = tuple(key for key in parts if start_of(key.kategori) < start)
                yield Sum("band tillsammans", None, (cell.key, *below), whole=size, slack=slack)


def _is_complete(parts: Sequence[Key]) -> bool:
    """Whether every pupil is in one of the parts: all categories, or bands that leave no gap."""
    names = sorted((key.kategori for key in parts), key=start_of)
    if not start_of(names[-1]):
        return set(names) >= set(getattr(MEASURES[parts[0].indikator], "categories", ()))
    ends = [_END.search(name) for name in names[:-1]]
    starts = [start_of(name) for name in names[1:]]
    joined = all(
        end is not None and int(end[1]) + (name[0] != "u") == start
        for end, name, start in zip(ends, names, starts, strict=False)
    )
    return names[0].startswith("under") and names[-1].startswith("minst") and joined


def _by_band(report: Report, group: Sequence[Cell]) -> Iterator[Sum]:
    whole = next((cell for cell in group if cell.key.kategori == ALLA), None)
    if whole is not None:
        yield from split(report, whole, "utfall efter frånvaro", (c.key for c in group if c is not whole))


def _net(report: Report, cell: Cell) -> Iterator[Line]:
    if cell.varde is None or cell.key.jamforelse not in ("", POOLED):
        return
    parts = [
        cell.key._replace(indikator=cell.key.indikator.replace(_NET, _RELATION), kategori=kategori)
        for kategori in (HOGRE, LAGRE)
    ]
    size = report.sizes.get(cell.key) or report.sizes.get(parts[0])
    if size is None or any(part not in report.cells for part in parts):
        return
    least, most, unit = bound_rounded(cell.varde)
    terms = ((parts[0], 100 * unit), (parts[1], -100 * unit))
    yield Line("netto", terms, least * size, most * size)


def _net_of_all(report: Report, cell: Cell) -> Iterator[Line]:
    """The mean of the pupils' own nets: where hardly a test is missing, the subjects' nets together.

    A pupil with m of t tests weighs t / m, so that t times the sum of the pupils' means differs from the sum
    over subjects by at most the pairs of pupil and test that are missing.
    """
    codes, tests = _TESTS[cell.key.indikator]
    if cell.varde is None or cell.n is None or cell.key.jamforelse:
        return
    sides = [
        (cell.key._replace(indikator=code, kategori=kategori), sign)
        for code in codes
        for kategori, sign in ((HOGRE, 1), (LAGRE, -1))
        if cell.key._replace(indikator=code, kategori=kategori) in report.cells
    ]
    sizes = [report.sizes.get(key) for key, sign in sides if sign > 0]
    if not sizes or None in sizes:
        return
    missing = tests * cell.n - sum(size or 0 for size in sizes)
    if missing < 0:
        return
    least, most, unit = bound_rounded(cell.varde)
    error = 100 * unit * missing
    terms = tuple((key, sign * 100 * unit) for key, sign in sides)
    yield Line("netto för alla ämnen", terms, least * tests * cell.n - error, most * tests * cell.n + error)
