"""What a published share tells of the pupils behind it, when their number is not published.

A share is whole pupils of whole pupils, rounded. So a share of a small group is the share of few other
groups, and a share with its interval of hardly any. Both roundings of a half count as possible: whoever
publishes does not say which one he uses.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike

from analys.attacker.means import Whole, bound_rounded
from analys.estimates.intervals import compute_wilson

_NOISE = 1e-9
"""Limits are computed with decimals; a limit on the very edge of a rounding counts as possible."""


def bound_counts(andel: Decimal, n: ArrayLike) -> tuple[Whole, Whole]:
    """Fewest and most of `n` pupils that a published share can stand for; fewest above most where none can.

    Parameters
    ----------
    andel : decimal.Decimal
        Procent as published, with the decimals that it was published with.
    n : array_like of int
        Pupils in the denominator.

    Examples
    --------
    >>> [int(bound) for bound in bound_counts(Decimal("73.3"), 75)]
    [55, 55]
    >>> low, high = bound_counts(Decimal("73.3"), [74, 75])
    >>> (low <= high).tolist()
    [False, True]
    """
    pupils = np.asarray(n, dtype="int64")
    low, high, unit = bound_rounded(andel)
    fewest = -(-low * pupils // (100 * unit))
    return np.maximum(fewest, 0), np.minimum(high * pupils // (100 * unit), pupils)


def fit_share(
    andel: Decimal,
    most: int,
    *,
    least: int = 1,
    undre: Decimal | None = None,
    ovre: Decimal | None = None,
    deff: float = 1.0,
) -> Whole:
    """Every number of pupils, and of those with the outcome, that a published share can stand for.

    Parameters
    ----------
    andel : decimal.Decimal
        Procent as published.
    most, least : int
        Pupils that the group can have.
    undre, ovre : decimal.Decimal, optional
        Wilson limits that were published with it, procent.
    deff : float
        What n is divided by in those limits.

    Returns
    -------
    numpy.ndarray of int
        Rows of n and antal, by n and then antal.

    Examples
    --------
    >>> fit_share(Decimal("71.4"), 9).tolist()
    [[7, 5]]
    >>> fit_share(Decimal("66.7"), 9).tolist()
    [[3, 2], [6, 4], [9, 6]]
    >>> fit_share(Decimal("66.7"), 9, undre=Decimal("30.0"), ovre=Decimal("90.3")).tolist()
    [[6, 4]]
    """
    pupils = np.arange(least, most + 1, dtype="int64")
    rows = expand(pupils[:, None], *bound_counts(andel, pupils))
    limits = compute_wilson(rows[:, 1], rows[:, 0], deff)
    fits = np.ones(len(rows), dtype=bool)
    for limit, published in zip(limits, (undre, ovre), strict=True):
        if published is not None:
            low, high, unit = bound_rounded(published)
            fits &= (limit >= low / unit - _NOISE) & (limit <= high / unit + _NOISE)
    return rows[fits]


def expand(rows: Whole, low: Whole, high: Whole) -> Whole:
    """Each row once for every whole number from its `low` to its `high`, with that number as a last column.

    Examples
    --------
    >>> expand(np.array([[7], [8], [9]]), np.array([1, 5, 3]), np.array([2, 4, 3])).tolist()
    [[7, 1], [7, 2], [9, 3]]
    """
    times = np.maximum(high - low + 1, 0)
    kept = np.repeat(rows, times, axis=0)
    first = np.repeat(np.cumsum(times) - times, times)
    number = np.repeat(low, times) + np.arange(len(kept)) - first
    return np.column_stack([kept, number]).astype("int64")
