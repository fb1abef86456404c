"""Shares and means of groups that are counted together: all whole numbers of pupils that fit them at once.

Girls and boys are all pupils; those who meet the criteria in all subjects are eligible; the mean of all lies
between girls' and boys', the nearer to the more. Six shares without any number of pupils can so have one
solution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analys.attacker.means import MERIT, Scale, Whole, bound_sums
from analys.attacker.shares import bound_counts, expand

MOST_ROWS = 2_000_000
"""So many combinations are looked through; where there are more, there are bounds and no solutions."""


@dataclass(frozen=True)
class Group:
    """What is published of a group, and how many pupils it can have.

    Parameters
    ----------
    least, most : int
        Pupils; the same where somebody knows the number.
    andelar : mapping of str to decimal.Decimal
        Shares in procent as published, by measure; what is missing was not published.
    medel : decimal.Decimal or None
        Mean as published.
    """

    least: int
    most: int
    andelar: Mapping[str, Decimal] = field(default_factory=dict)
    medel: Decimal | None = None


@dataclass(frozen=True)
class Solutions:
    """Numbers of pupils that fit everything published.

    Parameters
    ----------
    n : numpy.ndarray of int
        Pupils; a row a solution, a column a part.
    antal : mapping of str to numpy.ndarray of int
        Pupils with the outcome, by measure; rows and columns as of `n`.
    complete : bool
        Whether these are all. Otherwise there were too many to look through, and the rows are the smallest
        and the largest number that each can be at most.
    """

    n: Whole
    antal: Mapping[str, Whole]
    complete: bool

    def __len__(self) -> int:
        return len(self.n)

    @property
    def ranges(self) -> dict[str, Whole]:
        """Smallest and largest of each part, two rows by measure, "" for pupils; no rows if nothing fits."""
        every = {"": self.n, **self.antal}
        if not len(self.n):
            return every
        return {code: np.stack([table.min(axis=0), table.max(axis=0)]) for code, table in every.items()}


def find_solutions(
    total: Group,
    parts: Sequence[Group],
    *,
    nested: Sequence[tuple[str, str]] = (),
    with_mean: str = "",
    scale: Scale = MERIT,
    most_rows: int = MOST_ROWS,
) -> Solutions:
    """All whole numbers of pupils, part by part, that fit what is published of the parts and their total.

    Parameters
    ----------
    total : Group
        All pupils of the parts together.
    parts : sequence of Group
        Each pupil is in one.
    nested : sequence of tuple of str
        Pairs of measures: whoever has the first outcome has the second.
    with_mean : str
        Measure whose pupils are all in the mean, which others of the group may lack; "" when the mean is of
        all pupils.
    scale : Scale
        Values that a pupil can have.
    most_rows : int
        Combinations to look through at most.

    Notes
    -----
    Each group's number of pupils is tried, up to its bound. Those of which no whole number is the published
    share are dropped, then combinations that cannot have the total's shares, then counts, and last what the
    sums of values exclude. Nothing that fits is ever dropped.

    Examples
    --------
    >>> total = Group(2, 19, {"alla_amnen": Decimal("53.3")})
    >>> parts = [Group(1, 9, {"alla_amnen": Decimal(value)}) for value in ("71.4", "37.5")]
    >>> found = find_solutions(total, parts)
    >>> found.n.tolist(), found.antal["alla_amnen"].tolist()
    ([[7, 8]], [[5, 3]])
    """
    codes = tuple(dict.fromkeys(code for group in (total, *parts) for code in group.andelar))
    fitting = [_fit(group, np.arange(group.least, group.most + 1), codes, nested) for group in parts]
    if prod(len(one.n) for one in fitting) > most_rows:
        return _bound(fitting, codes)
    chosen = _combine(fitting, total, codes, nested)
    rows = _count(chosen, total, codes, nested, most_rows)
    if rows is not None:
        rows = _weigh(rows, total, parts, (codes.index(with_mean) if with_mean else None), scale, most_rows)
    if rows is None:
        return _bound(chosen, codes)
    size = len(parts)
    antal = {code: rows[:, size * place : size * (place + 1)] for place, code in enumerate(codes, 1)}
    return Solutions(rows[:, :size], antal, complete=True)


class _Fitting(NamedTuple):
    """Numbers of pupils of a group, and between what its counts lie: a row a number, a column a measure."""

    n: Whole
    low: Whole
    high: Whole


def _fit(group: Group, n: Whole, codes: Sequence[str], nested: Sequence[tuple[str, str]]) -> _Fitting:
    """The numbers for which each published share is the share of whole pupils."""
    bounds = [
        bound_counts(group.andelar[code], n) if code in group.andelar else (np.zeros_like(n), n)
        for code in codes
    ]
    shape = (len(codes), len(n))
    low, high = (np.array([one[side] for one in bounds], "int64").reshape(shape).T for side in (0, 1))
    for _ in nested:
        for inner, outer in ((codes.index(first), codes.index(second)) for first, second in nested):
            low[:, outer] = np.maximum(low[:, outer], low[:, inner])
            high[:, inner] = np.minimum(high[:, inner], high[:, outer])
    return _take(_Fitting(n, low, high), np.all(low <= high, axis=1))


def _combine(
    fitting: Sequence[_Fitting], total: Group, codes: Sequence[str], nested: Sequence[tuple[str, str]]
) -> list[_Fitting]:
    """The same, of the combinations of the parts' numbers whose sum can have the total's shares."""
    places = np.indices([len(one.n) for one in fitting]).reshape(len(fitting), -1)
    chosen = [_take(one, place) for one, place in zip(fitting, places, strict=True)]
    ours = _fit(total, np.arange(total.least, total.most + 1), codes, nested)
    whole = np.sum([one.n for one in chosen], axis=0)
    known = np.isin(whole, ours.n)
    chosen = [_take(one, known) for one in chosen]
    place = np.searchsorted(ours.n, whole[known])
    low, high = (np.sum([getattr(one, side) for one in chosen], axis=0) for side in ("low", "high"))
    fits = ((low <= ours.high[place]) & (high >= ours.low[place])).all(axis=1)
    return [_take(one, fits) for one in chosen]


def _take(one: _Fitting, which: NDArray[Any]) -> _Fitting:
    return _Fitting(one.n[which], one.low[which], one.high[which])


def _count(
    chosen: Sequence[_Fitting],
    total: Group,
    codes: Sequence[str],
    nested: Sequence[tuple[str, str]],
    most_rows: int,
) -> Whole | None:
    """Rows of the parts' pupils and, measure by measure, of their counts; None where they are too many."""
    size = len(chosen)
    rows = np.column_stack([*(one.n for one in chosen), np.arange(len(chosen[0].n))])
    for place, code in enumerate(codes):
        for one in chosen:
            origin = rows[:, size]
            low, high = one.low[origin, place], one.high[origin, place]
            if (high - low + 1).sum() > most_rows:
                return None
            rows = expand(rows, low, high)
        if code in total.andelar:
            low, high = bound_counts(total.andelar[code], rows[:, :size].sum(axis=1))
            whole = rows[:, -size:].sum(axis=1)
            rows = rows[(low <= whole) & (whole <= high)]
    rows = np.delete(rows, size, axis=1)
    for first, second in nested:
        inner, outer = (size * (1 + codes.index(code)) for code in (first, second))
        rows = rows[(rows[:, inner : inner + size] <= rows[:, outer : outer + size]).all(axis=1)]
    return rows


def _weigh(
    rows: Whole,
    total: Group,
    parts: Sequence[Group],
    in_mean: int | None,
    scale: Scale,
    most_rows: int,
) -> Whole | None:
    """The rows with whose pupils the sums of values are the total's; None where they are too many."""
    if all(group.medel is None for group in (total, *parts)):
        return rows
    size = len(parts)
    numbers = np.column_stack([np.arange(len(rows)), rows[:, :size]])
    if in_mean is not None:
        tried = numbers[:, :1]
        for part in range(size):
            least = rows[tried[:, 0], size * (1 + in_mean) + part]
            most = rows[tried[:, 0], part]
            if (most - least + 1).sum() > most_rows:
                return None
            tried = expand(tried, least, most)
        numbers = tried
    pupils = numbers[:, 1:]
    sums = [_bound_sums(group, pupils[:, place], scale) for place, group in enumerate(parts)]
    low, high = _bound_sums(total, pupils.sum(axis=1), scale)
    fits = np.all([least <= most for least, most in (*sums, (low, high))], axis=0)
    fits &= (sum(least for least, _ in sums) <= high) & (sum(most for _, most in sums) >= low)
    return rows[np.unique(numbers[fits, 0])]


def _bound_sums(group: Group, n: Whole, scale: Scale) -> tuple[Whole, Whole]:
    if group.medel is None:
        return scale.fewest * n, scale.largest * n
    return bound_sums(group.medel, n, scale)


def _bound(fitting: Sequence[_Fitting], codes: Sequence[str]) -> Solutions:
    """Between what each number lies by its own group's shares, and no list of solutions."""
    some = all(len(one.n) for one in fitting)
    sides = [(one.n.min(), one.low.min(axis=0), one.n.max(), one.high.max(axis=0)) for one in fitting if some]
    n = np.array([[side[0] for side in sides], [side[2] for side in sides]], dtype="int64")
    low, high = (np.array([side[place] for side in sides], dtype="int64") for place in (1, 3))
    antal = {code: np.stack([low[:, place], high[:, place]]) for place, code in enumerate(codes) if some}
    return Solutions(n, antal, complete=False)
