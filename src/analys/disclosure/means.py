"""What shown means leave of the hidden ones in a row: a mean times its pupils is a sum, and sums add up.

Of a hidden mean must be left 20 merit points to vary over, or the same part of another measure's scale; in a
group so large that this is more than all that one pupil can have, room for anything that one pupil can have.
What the total alone leaves is no concern of the row: the total could be shown by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from analys.disclosure.quantities import Quantity
from analys.estimates.rounding import decimals_of
from analys.indicators import Indicator
from analys.indicators.enkat import HOGST, LAGST
from analys.indicators.measures import MEASURES
from analys.secrecy import MEAN_ROOM

_MERIT = (10.0, 340.0)
_STEP = 2.5 / (_MERIT[1] - _MERIT[0])
"""Distance between sums of merit values, as a share of the scale: so much less room may whole steps leave."""


@dataclass(frozen=True)
class Means:
    """The sums of a row's means, as far as rounding tells them, in shares of what one pupil can have.

    Parameters
    ----------
    pupils : tuple of int
        Of each part.
    sums : tuple of (float, float)
        Least and largest sum of each part.
    whole : int
        Pupils of the total.
    total : tuple of (float, float)
        Least and largest sum of the total.
    """

    pupils: tuple[int, ...]
    sums: tuple[tuple[float, float], ...]
    whole: int
    total: tuple[float, float]

    def has_room(self, visible: Sequence[int]) -> bool:
        """Whether every part that is not visible keeps its room.

        Examples
        --------
        Two of three groups of 60 are hidden, of all whose mean share is 1 percent: 1.8 pupils' whole scale,
        of which the third has half.

        >>> row = Means((60, 60, 60), ((0.6, 0.6), (0.3, 0.3), (0.9, 0.9)), 180, (1.8, 1.8))
        >>> row.has_room([2]), row.has_room([])
        (False, True)
        """
        if not visible:
            return True
        low = self.total[0] - sum(self.sums[place][1] for place in visible)
        high = self.total[1] - sum(self.sums[place][0] for place in visible)
        rest = self.whole - sum(self.pupils[place] for place in visible)
        gone = [n for place, n in enumerate(self.pupils) if place not in visible and n]
        return all(_find_room(low, high, n, rest - n) >= _find_wanted(n) for n in gone)


def make_means(total: Quantity, parts: Iterable[Quantity]) -> Means | None:
    """The means of a row; None where it has none, or not all of them."""
    every = (total, *parts)
    scale = _find_scale(total.indikator)
    if scale is None or any(one.varde is None or one.n is None for one in every):
        return None
    whole, *sums = (_bound(one, *scale) for one in every)
    return Means(tuple(one.n or 0 for one in every[1:]), tuple(sums), total.n or 0, whole)


def _bound(one: Quantity, least: float, most: float) -> tuple[float, float]:
    half = 0.5 / 10 ** decimals_of(MEASURES[one.indikator], one.n)
    n, value = one.n or 0, one.varde or 0.0
    low, high = (n * (value + side - least) / (most - least) for side in (-half, half))
    return max(low, 0.0), min(high, float(n))


@cache
def _find_scale(indikator: str) -> tuple[float, float] | None:
    """Lowest and highest value of a pupil, None for what is no mean of pupils' own values."""
    measure = MEASURES.get(indikator)
    if indikator.startswith("meritvarde"):
        return _MERIT
    if indikator.startswith("np_netto_"):
        return (-100.0, 100.0)
    if getattr(measure, "is_mean", False) or indikator.startswith("franvarolasar_"):
        return (0.0, 100.0)
    if isinstance(measure, Indicator) and measure.unit == "indexpoäng":
        return (LAGST, HOGST)
    return None


def _find_room(low: float, high: float, n: int, others: int) -> float:
    return min(high, n) - max(low - others, 0.0)


def _find_wanted(n: int) -> float:
    return min(n * MEAN_ROOM / (_MERIT[1] - _MERIT[0]), 1.0) + 2 * _STEP
