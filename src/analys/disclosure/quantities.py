"""What the rules of protection need to know of a cell: its keys, its counts, how few may stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from analys.estimates.cells import KEYS, POOLED, SUMMED
from analys.indicators import Indicator
from analys.indicators.measures import MEASURES, is_number
from analys.indicators.np_amnen import PROVAMNEN
from analys.secrecy import ROOM

RELATION_OF: Mapping[str, str] = MappingProxyType(
    {
        f"{code}_{amne.suffix}": f"np_relation_{amne.suffix}"
        for amne in PROVAMNEN
        for code in ("np_netto", "np_kappa", "np_homogenitet", "np_symmetri")
    }
)
"""Measures that are computed from a whole distribution of the same group, each with that distribution."""


COUNTING = ("np_overgang_", "franvaro_antal_", "rader", "elever")
"""Measures whose `n` is what the cell is about, not the group that it is a part of."""


class Count(NamedTuple):
    """Pupils in a group, and how many of them have the outcome; `antal` None where there is no outcome."""

    n: int
    antal: int | None = None

    @property
    def of(self) -> int:
        """Those with the outcome, all where there is no outcome."""
        return self.n if self.antal is None else self.antal


class Quantity(NamedTuple):
    """A computed cell; `n` and `antal` None where it has none."""

    cell: str
    enhetstyp: str
    indikator: str
    enhet: str
    lasar: str
    kon: str
    svsva: str
    jamforelse: str
    kategori: str
    n: int | None
    antal: int | None
    delar: str
    varde: float | None = None

    @property
    def pupils(self) -> Count | None:
        """The two numbers together, None without pupils."""
        return None if self.n is None else Count(self.n, self.antal)

    @property
    def is_level(self) -> bool:
        """Whether it is a level, and no difference or smoothed value."""
        return self.jamforelse in ("", POOLED, SUMMED)

    @property
    def counted(self) -> int | None:
        """The number of pupils that the cell is about; None for a mean and other measures of a group."""
        if self.antal is None and (self.indikator.startswith(COUNTING) or is_number(self.indikator)):
            return self.n
        return self.antal

    def key(self, **other: str) -> tuple[str, ...]:
        """The keys of the cell, some of them replaced."""
        keys: list[Any] = list(self[_FIRST : _FIRST + len(KEYS)])
        for name, value in other.items():
            keys[KEYS.index(name)] = value
        return tuple(keys)


Known = Mapping[tuple[str, ...], Quantity]


class Dependent(NamedTuple):
    """A cell that is hidden when one of its sources is, and always when it has none."""

    cell: str
    sources: tuple[str, ...]


_FIRST = Quantity._fields.index(KEYS[0])


def read_quantities(cells: pd.DataFrame) -> list[Quantity]:
    """The computed cells, in the order of the frame; what an authority published is no secret to keep.

    Of a number by itself, such as reports per hundred pupils, the number is what is to keep: how many pupils
    there are is known from class lists, and says nothing of how large it can be.
    """
    own = cells[cells["status"] == "beraknad"]
    alone = own["indikator"].map({code: is_number(code) for code in own["indikator"].unique()}).astype("bool")
    alone &= own["antal"].notna()
    own = own.assign(n=own["n"].mask(alone, own["antal"]), antal=own["antal"].mask(alone))
    counts = [[None if pd.isna(value) else int(value) for value in own[name]] for name in ("n", "antal")]
    texts = [own[name].tolist() for name in ("cell", "enhetstyp", *KEYS)]
    values = [None if pd.isna(value) else float(value) for value in own["varde"]]
    return [Quantity(*row) for row in zip(*texts, *counts, own["delar"].tolist(), values, strict=True)]


def index(quantities: Iterable[Quantity]) -> Known:
    """The levels among the quantities, by their keys."""
    return {one.key(): one for one in quantities if one.is_level}


def categories_of(indikator: str) -> tuple[str, ...]:
    """Categories of a distribution, () for any other measure."""
    measure = MEASURES.get(indikator)
    return measure.categories if isinstance(measure, Indicator) else ()


def least_pupils(indikator: str, troskel: int) -> int:
    """Fewest pupils behind a shown value: the run's, or the measure's own where that is more.

    A number by itself is one that points nobody out.

    Examples
    --------
    >>> least_pupils("meritvarde_17", 10), least_pupils("np_netto_ak9_ma", 10)
    (10, 15)
    """
    if is_number(indikator):
        return ROOM
    return max(troskel, getattr(MEASURES.get(indikator), "troskel", 0))
