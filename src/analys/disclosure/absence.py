"""How absence adds up: year groups to stages, stages to all, valid and invalid absence to all absence.

A pupil with at least half the term absent is known to the whole school, so the high bands are where a number
points at somebody. Each measure of absence stands for single year groups, for stages and for all: whoever is
told the stage and two of its years has the third, band by band. The bands of one group add up to its pupils
like any distribution (`analys.disclosure.distributions`).

Pupils with absence in both terms of a läsår are nearly all who have it in one. Where the few others could be
read out of the two means, that of both terms is hidden.

The mean of all absence is that of the valid plus that of the invalid, of the same pupils: two tell the third.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from analys.disclosure.quantities import Count, Dependent, Known, Quantity
from analys.disclosure.rows import Row, take_groups
from analys.estimates.cells import KEYS, cell_id
from analys.estimates.rounding import decimals_of
from analys.indicators.franvaro import ALLA, ARSKURSER, BAND, FRANVARO, GILTIG, OGILTIG, STADIER, Grupp
from analys.indicators.franvaro_arskull import ARSKULL, HOST, VAR
from analys.indicators.franvaro_elev import HT, VT
from analys.indicators.franvaro_registrering import BORTFALL, REGISTRERING
from analys.indicators.measures import MEASURES

_YEARS = tuple(
    (stage, tuple(grupp for grupp in ARSKURSER if set(grupp.arskurser) <= set(stage.arskurser)))
    for stage in STADIER
)
SUMS: tuple[tuple[Grupp, tuple[Grupp, ...]], ...] = ((ALLA, STADIER), (ALLA, ARSKURSER), *_YEARS)
"""Groups of year groups, each with groups that are its pupils together."""

_BANDED = frozenset(one.code for one in BAND)
_BAND = re.compile("(?:minst )?([0-9]+)(?:–[0-9]+)?")


_COURSE = "franvarolasar_"
_TERMS = {HOST: HT, VAR: VT}

BLURRED = 20
"""So many percentage points wide is a mean of few pupils that rounding hides well enough."""


def _list_parts() -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    codes = {one.code for one in (*BAND, *FRANVARO, *GILTIG, *OGILTIG, *BORTFALL)}
    for code in sorted(codes | set(REGISTRERING) | {code for code in ARSKULL if code.startswith(_COURSE)}):
        family, _, kod = code.rpartition("_")
        parts = [tuple(f"{family}_{one.kod}" for one in own) for whole, own in SUMS if whole.kod == kod]
        if parts:
            yield code, tuple(parts)


PARTS_OF: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(dict(_list_parts()))
"""By code of a measure, the codes of the same measure for groups that are its pupils together."""


def find_absence_rows(known: Known, troskel: int) -> Iterator[Row]:
    """Rows of year groups and stages among the levels.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils behind a shown value.
    """
    for one in known.values():
        for codes in PARTS_OF.get(one.indikator, ()):
            yield from take_groups(one, codes, known, troskel)
        if one.indikator.startswith(_COURSE) and one.kategori in _TERMS:
            yield from _take_course(one, known, troskel)


def _take_course(one: Quantity, known: Known, troskel: int) -> Iterator[Row]:
    """A term's mean of those with absence in both, taken from everybody's: the few without the other."""
    code = f"franvaro_{_TERMS[one.kategori]}_{one.indikator.removeprefix(_COURSE)}"
    total = known.get(one.key(indikator=code, kategori=""))
    if total is None or total.n is None or one.n is None or not 0 < total.n - one.n < troskel:
        return
    left = total.n - one.n
    rounding = sum(
        (each.n or 0) * 0.1 ** decimals_of(MEASURES[each.indikator], each.n) for each in (total, one)
    )
    if rounding / left < BLURRED:
        yield Row(total.cell, (one.cell,), Count(total.n), (Count(one.n),), troskel, slack=left)


def find_absence_dependents(known: Known, troskel: int) -> Iterator[Dependent]:
    """Valid and invalid absence: hidden together, and where the two together are hidden.

    Parameters as of `find_absence_rows`.
    """
    for one in known.values():
        family, _, rest = one.indikator.partition("_")
        if family != "giltig":
            continue
        other = known.get(one.key(indikator=f"ogiltig_{rest}"))
        both = known.get(one.key(indikator=f"franvaro_{rest}"))
        if other is not None:
            yield Dependent(one.cell, (other.cell,))
            yield Dependent(other.cell, (one.cell,))
            if both is not None:
                yield Dependent(one.cell, (both.cell,))


def add_sums(quantities: Iterable[Quantity]) -> list[Quantity]:
    """Bands from an edge upwards together, of every group: what a reader can add up, or take from all.

    Where a group's two highest bands are hidden, its others tell how many they are together, and with that of
    the other groups a hidden number can follow. So the sums are cells like others, whether or not a table has
    them; those that a table has are not among these.
    """
    quantities = list(quantities)
    told = {one.cell for one in quantities}
    groups: dict[tuple[str, ...], list[Quantity]] = defaultdict(list)
    for one in quantities:
        if is_banded(one):
            groups[one.key(kategori="")].append(one)
    added = []
    for group in groups.values():
        bands, _ = split_bands(group)
        for start in sorted({_find_start(one.kategori) for one in bands})[2:-1]:
            antal = sum(one.antal or 0 for one in bands if _find_start(one.kategori) >= start)
            keys = dict(zip(KEYS, group[0].key(kategori=f"minst {start}"), strict=True))
            if (cell := cell_id(**keys)) not in told:
                added.append(group[0]._replace(cell=cell, kategori=keys["kategori"], antal=antal, delar=""))
    return added


def is_banded(one: Quantity) -> bool:
    """Whether a cell is a level that tells how many pupils are in a band."""
    return one.indikator in _BANDED and one.is_level and one.n is not None and one.antal is not None


def split_bands(parts: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Parts of one distribution that add up to its pupils, and those that are some of the others together.

    "minst 30" is the bands from 30 and from 50 together; other distributions have no such parts.

    Examples
    --------
    >>> split_bands([])
    ([], [])
    """
    starts = {one.kategori: _find_start(one.kategori) for one in parts}
    top = max(starts.values(), default=0)
    sums = [one for one in parts if one.kategori.startswith("minst") and starts[one.kategori] < top]
    return [one for one in parts if one not in sums], sums


def make_sum_rows(total: Quantity, parts: Sequence[Quantity], least: int) -> Iterator[Row]:
    """Rows of a part that is others together: those others, and with the bands below it all pupils."""
    start = _find_start(total.kategori)
    above = [one for one in parts if _find_start(one.kategori) >= start]
    below = [total, *(one for one in parts if one not in above)]
    for cell, pupils, own in ((total.cell, total.antal, above), ("", total.n, below)):
        counts = tuple(Count(one.antal or 0) for one in own)
        yield Row(cell, tuple(one.cell for one in own), Count(pupils or 0), counts, least)


def list_top_bands(names: Iterable[str]) -> frozenset[str]:
    """The two highest bands among the parts of a distribution: where one is hidden, the other covers it.

    Examples
    --------
    >>> sorted(list_top_bands(["under 10", "10–19", "20–29", "30–49", "minst 50"]))
    ['30–49', 'minst 50']
    >>> list_top_bands(["lägre", "lika", "högre"])
    frozenset()
    """
    starts = {name: start for name in names if (start := _find_start(name)) > 0}
    return frozenset(sorted(starts, key=lambda name: starts[name])[-2:])


def _find_start(name: str) -> int:
    """Least percent of a band above the lowest, 0 for anything else."""
    found = _BAND.fullmatch(name)
    return int(found[1]) if found else 0
