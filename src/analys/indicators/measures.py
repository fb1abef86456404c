"""Every measure a cell can hold: the registry's indicators, counts, statistics of groups, and local measures.

Which local measures there are depends on the run (`analys.indicators.lokala`). `declare_local` says it, once
a run, in the process that works on it, and takes away those of any run before: a code that this run does not
define is unknown, so one municipality's names can never explain another's numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from analys.indicators.base import Indicator
from analys.indicators.enkat_statistik import ENKAT_STATISTIK
from analys.indicators.forutsattningar import FORUTSATTNINGAR, Forutsattning
from analys.indicators.franvaro_arskull import ARSKULL
from analys.indicators.franvaro_registrering import REGISTRERING
from analys.indicators.franvaro_utfall import FRANVARO_STATISTIK
from analys.indicators.intervju import INTERVJU
from analys.indicators.np_statistik import STATISTICS, Statistic
from analys.indicators.registry import REGISTRY


@dataclass(frozen=True)
class Count:
    """A number of pupils or rows, no result.

    Parameters
    ----------
    code, label, short_label : str
        As of an `Indicator`.
    """

    code: str
    label: str
    short_label: str
    unit: str = "antal"
    decimals: int = 0


COUNTS: Mapping[str, Count] = MappingProxyType(
    {
        count.code: count
        for count in (
            Count("rader", "Rader i filerna", "Rader"),
            Count("elever", "Elever med uppgifter", "Elever"),
        )
    }
)

Measure: TypeAlias = Indicator | Count | Statistic | Forutsattning


class Measures(Mapping[str, Measure]):
    """Measures by code: those that every report has, and the local ones of the run at hand.

    Parameters
    ----------
    fixed : mapping of str to Measure
    """

    def __init__(self, fixed: Mapping[str, Measure]) -> None:
        self._fixed = MappingProxyType(dict(fixed))
        self._local: Mapping[str, Measure] = MappingProxyType({})

    def __getitem__(self, code: str) -> Measure:
        return self._fixed[code] if code in self._fixed else self._local[code]

    def __iter__(self) -> Iterator[str]:
        yield from self._fixed
        yield from self._local

    def __len__(self) -> int:
        return len(self._fixed) + len(self._local)

    def declare(self, local: Mapping[str, Measure]) -> Mapping[str, Measure]:
        """Know these local measures and no others; gives those that were known before."""
        if known := local.keys() & self._fixed.keys():
            raise ValueError(f"local measures may not be called {sorted(known)}")
        before, self._local = self._local, MappingProxyType(dict(local))
        return before


MEASURES = Measures(
    {
        **REGISTRY,
        **COUNTS,
        **STATISTICS,
        **REGISTRERING,
        **ARSKULL,
        **FRANVARO_STATISTIK,
        **INTERVJU,
        **ENKAT_STATISTIK,
        **FORUTSATTNINGAR,
    }
)


def declare_local(local: Mapping[str, Measure]) -> None:
    """Know the local measures of a run, in place of those of any other."""
    MEASURES.declare(local)


@contextmanager
def local_measures(local: Mapping[str, Measure]) -> Iterator[None]:
    """Know these local measures for a while."""
    before = MEASURES.declare(local)
    try:
        yield
    finally:
        MEASURES.declare(before)


def is_number(code: str) -> bool:
    """Whether a level of the measure is a number by itself: of events, or of pupils of no known group.

    It may be larger than any group, so nothing is known of it but that it is not negative.

    Examples
    --------
    >>> is_number("meritvarde_17"), is_number("elever")
    (False, False)
    """
    measure = MEASURES.get(code)
    return isinstance(measure, Indicator) and measure.unit in ("antal", "per hundra")
