"""How the pupils without a provbetyg add up.

Every pupil is counted in every test, so the mean share of tests without a provbetyg is the sum of the tests'
own. Pupils with a provbetyg who are in no relation have no grade in the subject: where they are one to four,
the share with a provbetyg is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from analys.disclosure.quantities import Count, Dependent, Known, Quantity
from analys.disclosure.rows import Equation, Row
from analys.estimates.rounding import decimals_of, round_half_up
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import ARSKURSER, PROV, PROVAMNEN
from analys.indicators.np_relation import RELATIONER
from analys.indicators.np_resultat import HAR_PROVBETYG
from analys.secrecy import FEW


def find_shortfall_rows(known: Known, troskel: int) -> Iterator[Row]:
    """The mean share without provbetyg as the sum of the tests' shares, among the levels.

    Parameters
    ----------
    known : mapping of tuple to Quantity
        Levels of all estimates together, by their keys.
    troskel : int
        Fewest pupils behind a shown value.
    """
    for mean, tests in _collect(known):
        counts = tuple(Count(_lacking(test)) for test in tests)
        yield Row(mean.cell, tuple(test.cell for test in tests), Count(_sum(tests)), counts, FEW + 1)


def find_shortfall_equations(known: Known) -> Iterator[Equation]:
    """The same as what a shown mean, rounded, tells of the pupils with a provbetyg in the tests together."""
    for mean, tests in _collect(known):
        pairs = (mean.n or 0) * len(tests)
        given = sum(test.antal or 0 for test in tests)
        if not 0 <= given <= pairs or not pairs:
            continue
        decimals = decimals_of(MEASURES[mean.indikator], mean.n)
        shown = Fraction(round_half_up(100 * (pairs - given) / pairs, decimals))
        half = Fraction(1, 2 * 10**decimals)
        least, most = ceil((shown - half) * pairs / 100), floor((shown + half) * pairs / 100)
        cells = tuple(test.cell for test in tests)
        yield Equation(cells, (1,) * len(cells), pairs - most, pairs - least, teller=mean.cell)


def find_shortfall_dependents(known: Known, troskel: int) -> Iterator[Dependent]:
    """Shares that are hidden because of what they leave when other numbers are taken from them.

    Parameters as of `find_shortfall_rows`.
    """
    for mean, tests in _collect(known):
        if 0 < _sum(tests) <= FEW:
            yield Dependent(mean.cell, ())
    blocks = {
        f"np_resultat_{prov.suffix}": [
            f"np_relation_{amne.suffix}"
            for amne in PROVAMNEN
            if amne.arskurs == prov.arskurs and amne.prov.startswith(prov.block)
        ]
        for prov in PROV
    }
    for one in known.values():
        if one.kategori == HAR_PROVBETYG and one.indikator in blocks and one.antal is not None:
            found = (
                known.get(one.key(indikator=code, kategori=RELATIONER[0])) for code in blocks[one.indikator]
            )
            graded = [relation.n or 0 for relation in found if relation is not None]
            if graded and 0 < one.antal - sum(graded) <= FEW:
                yield Dependent(one.cell, ())


def _collect(known: Known) -> Iterator[tuple[Quantity, list[Quantity]]]:
    for arskurs in ARSKURSER:
        codes = [f"np_resultat_{prov.suffix}" for prov in PROV if prov.arskurs == arskurs]
        for one in known.values():
            if one.indikator == f"np_bortfall_ak{arskurs}":
                found = (known.get(one.key(indikator=code, kategori=HAR_PROVBETYG)) for code in codes)
                tests = [test for test in found if test is not None and test.antal is not None]
                if len(tests) == len(codes):
                    yield one, tests


def _lacking(test: Quantity) -> int:
    return (test.n or 0) - (test.antal or 0)


def _sum(tests: Sequence[Quantity]) -> int:
    return sum(_lacking(test) for test in tests)
