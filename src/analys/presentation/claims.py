"""Claims: what words tell of cells beside their numbers, in the form that the attacker reads.

"Högst", "tre av fem skolor" and "mellan" say something of every cell they compare, hidden ones too, if any
were among them. A claim names the cells, so that whether they give a hidden number away can be tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analys.disclosure.gate import ShownCell

KINDS = ("sequence", "most", "least", "between", "count", "all", "none")
KEY = "pastaenden"
"""Where a notebook output's metadata `analys` holds its claims."""


@dataclass(frozen=True)
class Claim:
    """One statement about cells.

    Parameters
    ----------
    kind : str
        "sequence": the values of `cells` fall, or stay, from each to the next. "most", "least": each of
        `cells` is at least, or at most, as large as each of `other`. "between": all of `cells` lie from the
        first of `other` to the second. "count": of `cells` and `other` together, only `cells` have what the
        sentence says. "all", "none": every pupil of each of `cells` has the outcome, or nobody.
    cells : tuple of str
        Ids of the cells that it is said of.
    other : tuple of str
        Ids of the cells that they are compared with.

    Raises
    ------
    ValueError
        On an unknown kind, or a claim about no cell.

    Examples
    --------
    >>> Claim("most", ("a",), ("b", "c")).plain
    ['most', ['a'], ['b', 'c']]
    """

    kind: str
    cells: tuple[str, ...]
    other: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of claim: {self.kind}")
        if not self.cells and not (self.kind == "count" and self.other):
            raise ValueError(f"a claim of kind {self.kind} about no cell")
        if self.kind == "between" and len(self.other) != 2:
            raise ValueError("a span has two ends")

    @property
    def plain(self) -> list[Any]:
        """As plain lists, for JSON."""
        return [self.kind, list(self.cells), list(self.other)]


def claim_most(first: ShownCell, others: Iterable[ShownCell], *, least: bool = False) -> Claim:
    """That a cell's value is the largest, or the smallest, of some."""
    return Claim("least" if least else "most", (first.cell,), _ids(c for c in others if c.cell != first.cell))


def claim_span(cells: Sequence[ShownCell]) -> Claim:
    """That cells lie from the smallest of them to the largest."""
    low, high = (pick(cells, key=lambda cell: cell.varde) for pick in (min, max))
    return Claim("between", _ids(cells), (low.cell, high.cell))


def claim_count(having: Iterable[ShownCell], of: Iterable[ShownCell]) -> Claim:
    """That of some cells only these have what a sentence says."""
    chosen = _ids(having)
    return Claim("count", chosen, tuple(cell for cell in _ids(of) if cell not in chosen))


def _ids(cells: Iterable[ShownCell]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cell.cell for cell in cells))


def write_claims(claims: Iterable[Claim]) -> dict[str, Any]:
    """Metadata of a notebook output that holds claims; {} without any.

    Examples
    --------
    >>> write_claims([Claim("all", ("a",))])
    {'analys': {'pastaenden': [['all', ['a'], []]]}}
    >>> write_claims([])
    {}
    """
    plain = [claim.plain for claim in dict.fromkeys(claims)]
    return {"analys": {KEY: plain}} if plain else {}
