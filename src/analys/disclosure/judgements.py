"""How åk 3's four groups of test and judgement add up with what else is told of the same pupils.

Those in whom the two agree are the groups that reach both and neither. Those who reached the kravnivå also
stand in the trend chapter, among all who took the test: taken from those, the groups leave the pupils without
a judgement. Where those are few, a group that reaches both and one that reaches neither is hidden, so that
nobody can tell how the test went for the few; how test and judgement differ can still be shown. The parts of
the test are told of the group that the judgement alone says reaches the criteria, and fall with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from analys.disclosure.quantities import Count, Dependent, Known, Quantity
from analys.disclosure.rows import Row
from analys.indicators.np_bedomning import (
    AMNEN,
    BARA_BEDOMNINGEN,
    BARA_PROVET,
    NAR_BADA,
    NAR_INGET,
    UTFALL,
)
from analys.secrecy import FEW


def find_judgement_rows(known: Known, troskel: int) -> Iterator[Row]:
    """Rows of the four groups among the levels.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils behind a shown value.
    """
    for code, groups in _collect(known):
        some = groups[NAR_BADA]
        agreeing = known.get(some.key(indikator=f"np_samstammig_ak3_{code}", kategori=""))
        if agreeing is not None and agreeing.n is not None and agreeing.antal is not None:
            yield _sum(agreeing, agreeing.antal, groups[NAR_BADA], groups[NAR_INGET])
            rest = agreeing.n - agreeing.antal
            yield _sum(agreeing, rest, groups[BARA_PROVET], groups[BARA_BEDOMNINGEN], flipped=True)
        tested = known.get(some.key(indikator=f"np_ak3_{code}", kategori=""))
        if tested is not None and tested.n is not None and tested.antal is not None:
            missed = tested.n - tested.antal
            yield from _take(tested, tested.antal, groups[NAR_BADA], groups[BARA_PROVET], troskel)
            pair = (groups[NAR_INGET], groups[BARA_BEDOMNINGEN])
            yield from _take(tested, missed, *pair, troskel, flipped=True)


def find_parts(known: Known, troskel: int) -> Iterator[Dependent]:
    """The parts of the tests with the group that they are told of; parameters as of `find_judgement_rows`."""
    of = {f"np_delprov_ak3_{amne.kod}_": f"np_bedomning_ak3_{amne.kod}" for amne in AMNEN}
    for one in known.values():
        if one.indikator.startswith("np_delprov_ak3_"):
            code = next(code for start, code in of.items() if one.indikator.startswith(start))
            group = known.get(one.key(indikator=code, kategori=BARA_BEDOMNINGEN))
            yield Dependent(one.cell, () if group is None else (group.cell,))


def _collect(known: Known) -> Iterator[tuple[str, dict[str, Quantity]]]:
    for amne in AMNEN:
        for one in known.values():
            if one.indikator == f"np_bedomning_ak3_{amne.kod}" and one.kategori == NAR_BADA:
                found = {name: known.get(one.key(kategori=name)) for name in UTFALL}
                groups = {name: group for name, group in found.items() if group is not None}
                if len(groups) == len(UTFALL):
                    yield amne.kod, groups


def _sum(total: Quantity, pupils: int, *parts: Quantity, flipped: bool = False) -> Row:
    counts = tuple(Count(part.antal or 0) for part in parts)
    cells = tuple(part.cell for part in parts)
    return Row(total.cell, cells, Count(pupils), counts, FEW + 1, flipped=flipped)


def _take(
    tested: Quantity, antal: int, agree: Quantity, differ: Quantity, troskel: int, *, flipped: bool = False
) -> Iterator[Row]:
    pupils, judged = tested.n or 0, agree.n or 0
    if pupils < judged:
        return
    counts = (Count(judged, agree.antal or 0), Count(0, differ.antal or 0))
    yield Row(
        total=tested.cell,
        parts=(agree.cell, differ.cell),
        whole=Count(pupils, antal),
        counts=counts,
        least=troskel,
        first=frozenset({agree.cell}),
        slack=pupils - judged,
        flipped=flipped,
    )
