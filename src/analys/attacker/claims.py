"""What sentences and figures say of cells beside their numbers.

"Högst" says that one number is at least as large as others, "alla" that it is everybody. Where all cells are
shown a claim tells nothing new. Where one is hidden, an order of shares is a row over the counts, and any
other claim is a find by itself: words may compare only what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Protocol

from analys.attacker.outside import name_cell
from analys.attacker.relations import Line
from analys.attacker.report import Key, Report, is_share
from analys.attacker.verdict import CLAIM, Leak
from analys.estimates.rounding import decimals_of
from analys.indicators.measures import MEASURES


class Claim(Protocol):
    """A statement about cells, by their ids.

    "sequence": the values of `cells` fall or stay. "most", "least": each of `cells` is at least, or at most,
    as large as each of `other`. "between": `cells` lie from the first of `other` to the second. "count": of
    `cells` and `other` only `cells` have what is said. "all", "none": everybody, or nobody, has the outcome.
    """

    @property
    def kind(self) -> str: ...

    @property
    def cells(self) -> Sequence[str]: ...

    @property
    def other(self) -> Sequence[str]: ...


def parse_cell(text: str) -> Key:
    """Keys of a cell, from its id.

    Examples
    --------
    >>> parse_cell("np_relation_ak9_ma|1961|2018/19|alla|alla||lägre").kategori
    'lägre'
    """
    parts = text.split("|", 6)
    return Key(*parts, *("" for _ in range(7 - len(parts))))


def find_claimed(report: Report, claims: Iterable[Claim]) -> tuple[list[Line], list[Leak]]:
    """Rows that claims about hidden cells give, and those that are a find by themselves."""
    lines: list[Line] = []
    leaks: list[Leak] = []
    for claim in claims:
        keys = [parse_cell(cell) for cell in (*claim.cells, *claim.other)]
        hidden = [key for key in keys if key not in report.cells or report.cells[key].hidden]
        if not hidden:
            continue
        solvable = all(
            key in report.cells
            and key in report.sizes
            and report.cells[key].is_level
            and is_share(key.indikator)
            for key in keys
        )
        rows = list(_write(report, claim)) if solvable else []
        lines += rows
        if not rows:
            tables = {name for key in hidden if key in report.cells for name in report.cells[key].tabeller}
            leaks += [Leak(CLAIM, tuple(sorted(tables)) or ("okänd",), name_cell(key)) for key in hidden]
    return lines, leaks


def _write(report: Report, claim: Claim) -> Iterator[Line]:
    cells = [parse_cell(cell) for cell in claim.cells]
    other = [parse_cell(cell) for cell in claim.other]
    if claim.kind in ("all", "none"):
        for cell in cells:
            count = report.sizes[cell] if claim.kind == "all" else 0
            yield Line("påstående", ((cell, 1),), count, count)
    elif claim.kind == "sequence":
        yield from (_order(report, one, two) for one, two in pairwise(cells))
    elif claim.kind == "most":
        yield from (_order(report, one, two) for one in cells for two in other)
    elif claim.kind == "least":
        yield from (_order(report, two, one) for one in cells for two in other)
    elif claim.kind == "between" and len(other) == 2:
        for cell in cells:
            yield from (_order(report, cell, other[0]), _order(report, other[1], cell))


def _order(report: Report, larger: Key, smaller: Key) -> Line:
    """That one share, as rounded, is at least as large as another."""
    n, m = report.sizes[larger], report.sizes[smaller]
    error = sum(
        (
            Fraction(1, 2 * 10 ** decimals_of(MEASURES[key.indikator], size))
            for key, size in ((larger, n), (smaller, m))
        ),
        Fraction(0),
    )
    return Line("påstående", ((larger, m), (smaller, -n)), -floor(error * n * m / 100), n * m)
