"""How the parts of a distribution, and what is computed from them, add up.

The categories of one group share its n, which every reader knows, and their counts add up to it. So one
hidden category follows from the others, and two have a known sum. The rules below are the weakest that leave
nothing to an attacker who tries every whole number (`studies/attack_distributions.py`):

- Where a category has to be hidden, the one that a reader misses least is hidden with it (lika; när båda and
  när inget). One direction, with its interval, can still stand.
- A net with n and interval has one solution for the lower and the higher, and one direction with the net has
  one without any interval. So a net stands only beside a distribution of which nothing is hidden, and so do
  kappa and the test of symmetry, which with the margins of the transition table tell how many differ.
- The net of all subjects is a mean of the pupils' own values, like a merit value, and is protected as one.
  Where so few pupils lack a subject that it is the mean of the subjects' nets, those add up to it as parts,
  and each subject's distribution is shown whole or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from analys.disclosure.absence import list_top_bands, make_sum_rows, split_bands
from analys.disclosure.quantities import (
    RELATION_OF,
    Count,
    Dependent,
    Known,
    Quantity,
    categories_of,
    least_pupils,
)
from analys.disclosure.rows import Row
from analys.estimates.rounding import decimals_of
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import ARSKURSER, PROVAMNEN
from analys.indicators.np_bedomning import NAR_BADA, NAR_INGET
from analys.indicators.np_relation import LIKA, RELATIONER
from analys.secrecy import FEW

MISSED_LEAST = frozenset({LIKA, NAR_BADA, NAR_INGET})
"""Categories of pupils in whom two results agree: the others are what such a distribution is shown for."""


def find_distribution_rows(known: Known, troskel: int) -> Iterator[Row]:
    """Rows of categories, and of nets that add up, among the cells.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils behind a shown value.
    """
    yield from _sum_categories(known)
    for net, nets in _find_tied(known):
        least = max(least_pupils(one.indikator, troskel) for one in nets)
        counts = tuple(Count(one.n or 0) for one in nets)
        whole = Count(sum(count.n for count in counts))
        yield Row(net.cell, tuple(one.cell for one in nets), whole, counts, least)


def find_distribution_dependents(known: Known, troskel: int) -> Iterator[Dependent]:
    """What is computed from a distribution falls with it; parameters as of `find_distribution_rows`."""
    for one in known.values():
        if one.indikator in RELATION_OF:
            sources = _find_categories(one, known)
            yield Dependent(one.cell, sources if len(sources) == len(RELATIONER) else ())
    for _, nets in _find_tied(known):
        for net in nets:
            yield from (Dependent(cell, (net.cell,)) for cell in _find_categories(net, known))


def _sum_categories(known: Known) -> Iterator[Row]:
    groups: dict[tuple[str, ...], list[Quantity]] = defaultdict(list)
    for one in known.values():
        if one.kategori and one.antal is not None and categories_of(one.indikator):
            groups[one.key(kategori="")].append(one)
    for group in groups.values():
        parts, sums = split_bands(group)
        least_missed = MISSED_LEAST | list_top_bands(one.kategori for one in parts)
        whole = None if parts[0].n is None else Count(parts[0].n)
        yield Row(
            total="",
            parts=tuple(one.cell for one in parts),
            whole=whole,
            counts=tuple(Count(one.antal or 0) for one in parts),
            least=FEW + 1,
            first=frozenset(one.cell for one in parts if one.kategori in least_missed),
        )
        for one in sums:
            yield from make_sum_rows(one, parts, FEW + 1)


def _find_categories(one: Quantity, known: Known) -> tuple[str, ...]:
    """The distribution that a net or a statistic is computed from, as far as it is among the cells."""
    relation = RELATION_OF[one.indikator]
    found = (known.get(one.key(indikator=relation, kategori=name)) for name in RELATIONER)
    return tuple(category.cell for category in found if category is not None)


def _find_tied(known: Known) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """Nets of all subjects that are, as far as a reader can tell, the mean of the subjects' nets."""
    for arskurs in ARSKURSER:
        codes = [f"np_netto_{amne.suffix}" for amne in PROVAMNEN if amne.arskurs == arskurs]
        for one in known.values():
            if one.indikator != f"np_netto_ak{arskurs}" or one.n is None:
                continue
            found = (known.get(one.key(indikator=code)) for code in codes)
            nets = [net for net in found if net is not None and net.n is not None]
            if nets and _uncertainty(one, nets) <= FEW:
                yield one, nets


def _uncertainty(one: Quantity, nets: Sequence[Quantity]) -> float:
    """At most so many pupils does the mean of the subjects' nets differ from the pupils' own mean.

    A pupil with m of M subjects weighs M / m in the mean of all, so that M times the sum of the pupils' means
    differs from the sum of the subjects' by at most the pairs of pupil and subject that are missing.
    """
    pupils = one.n or 0
    rounding = pupils * 0.5 / 10 ** decimals_of(MEASURES[one.indikator], pupils) / 100
    given = sum(net.n or 0 for net in nets)
    return min(abs(m * pupils - given) + m * rounding for m in range(1, len(nets) + 1))
