"""What a published mean tells of the pupils behind it: their sum, and so the mean of those left out.

Grades are worth 10, 12.5, 15, 17.5 or 20 points, so that every merit value, and every sum of them, is a whole
number of steps of 2.5. A mean with one decimal fixes the sum of up to 24 pupils; of more it leaves few sums.
What a total and the shown parts leave is the sum of the hidden ones, and with their number their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Scale:
    """The values that one pupil can have.

    Parameters
    ----------
    step : decimal.Decimal
        Every value is a whole number of these.
    least, most : decimal.Decimal
        Smallest and largest value.
    """

    step: Decimal
    least: Decimal
    most: Decimal

    @property
    def fewest(self) -> int:
        """Steps of the smallest value."""
        return ceil(Fraction(self.least) / Fraction(self.step))

    @property
    def largest(self) -> int:
        """Steps of the largest value."""
        return floor(Fraction(self.most) / Fraction(self.step))


MERIT = Scale(step=Decimal("2.5"), least=Decimal(10), most=Decimal(340))
"""Meritvärde: 17 subjects, and the mean covers only pupils with at least one passing grade."""


class Mean(NamedTuple):
    """A mean as published, and the pupils that it is of."""

    medel: Decimal
    n: int


def bound_rounded(value: Decimal) -> tuple[int, int, int]:
    """A published number before it was rounded: least and most, both over the third.

    Examples
    --------
    >>> bound_rounded(Decimal("71.6"))
    (1431, 1433, 20)
    >>> bound_rounded(Decimal("72"))
    (143, 145, 2)
    """
    digits = Fraction(value) * (unit := 10 ** count_decimals(value))
    return 2 * int(digits) - 1, 2 * int(digits) + 1, 2 * unit


def count_decimals(value: Decimal) -> int:
    """Decimals that a number was published with."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def bound_sums(medel: Decimal, n: ArrayLike, scale: Scale = MERIT) -> tuple[Whole, Whole]:
    """Least and largest sum of the values of `n` pupils, in steps; least above largest where none fits.

    Examples
    --------
    >>> [int(bound) for bound in bound_sums(Decimal("218.4"), 24)]
    [2097, 2097]
    >>> low, high = bound_sums(Decimal("218.4"), [7, 8, 40])
    >>> (high - low + 1).tolist()
    [0, 1, 2]
    """
    pupils = np.asarray(n, dtype="int64")
    low, high, unit = bound_rounded(medel)
    step = Fraction(scale.step)
    divisor = unit * step.numerator
    least = -(-low * pupils * step.denominator // divisor)
    largest = high * pupils * step.denominator // divisor
    return np.maximum(least, scale.fewest * pupils), np.minimum(largest, scale.largest * pupils)


def fit_mean(medel: Decimal, most: int, *, least: int = 1, scale: Scale = MERIT) -> Whole:
    """Every number of pupils that can have a published mean.

    Examples
    --------
    >>> fit_mean(Decimal("218.4"), 25).tolist()
    [8, 11, 14, 16, 17, 19, 20, 22, 23, 24, 25]
    """
    pupils = np.arange(least, most + 1, dtype="int64")
    low, high = bound_sums(medel, pupils, scale)
    return pupils[low <= high]


def bound_rest(
    total: Mean, shown: Sequence[Mean], n: int, scale: Scale = MERIT
) -> tuple[Fraction, Fraction] | None:
    """Between which values the mean of the pupils lies whom a total has and no shown part; None where none.

    Parameters
    ----------
    total : Mean
        Of all pupils.
    shown : sequence of Mean
        Groups of them, none in two.
    n : int
        Pupils in no shown group whose values the total holds, as a class list tells.
    scale : Scale
        Values that a pupil can have.

    Examples
    --------
    Eight pupils of a hundred:

    >>> [float(one) for one in bound_rest(Mean(Decimal("218.4"), 100), [Mean(Decimal("221.3"), 92)], 8)]
    [184.0625, 186.25]
    """
    if n < 1:
        return None
    sums = [[int(bound) for bound in bound_sums(*mean, scale)] for mean in (total, *shown)]
    least = max(sums[0][0] - sum(high for _, high in sums[1:]), scale.fewest * n)
    largest = min(sums[0][1] - sum(low for low, _ in sums[1:]), scale.largest * n)
    if least > largest or any(low > high for low, high in sums):
        return None
    step = Fraction(scale.step)
    return least * step / n, largest * step / n
