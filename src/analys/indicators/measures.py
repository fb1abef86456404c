"""Every measure a cell can hold: the registry's indicators, counts, and statistics of groups of pupils."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analys.indicators.base import Indicator
from analys.indicators.enkat_statistik import ENKAT_STATISTIK
from analys.indicators.franvaro_arskull import ARSKULL
from analys.indicators.franvaro_registrering import REGISTRERING
from analys.indicators.franvaro_utfall import FRANVARO_STATISTIK
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

MEASURES: Mapping[str, Indicator | Count | Statistic] = MappingProxyType(
    {**REGISTRY, **COUNTS, **STATISTICS, **REGISTRERING, **ARSKULL, **FRANVARO_STATISTIK, **ENKAT_STATISTIK}
)
