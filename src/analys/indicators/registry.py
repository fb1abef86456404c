"""The ordered registry of indicators. A new indicator is one file beside this one and one line below."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from analys.indicators import (
    alla_amnen,
    behorighet,
    enkat,
    franvaro,
    franvaro_registrering,
    meritvarde,
    np_ak3,
    np_bedomning,
    np_provbetyg,
    np_relation,
    np_resultat,
)
from analys.indicators.base import Indicator

_ORDER: tuple[tuple[Indicator, ...], ...] = (
    meritvarde.INDICATORS,
    alla_amnen.AK9,
    behorighet.INDICATORS,
    alla_amnen.AK6,
    np_ak3.INDICATORS,
    np_provbetyg.INDICATORS,
    np_relation.RELATION,
    np_relation.NETTO,
    np_resultat.INDICATORS,
    np_bedomning.INDICATORS,
    franvaro.BAND,
    franvaro.FRANVARO,
    franvaro.GILTIG,
    franvaro.OGILTIG,
    franvaro_registrering.BORTFALL,
    enkat.INDICES,
    enkat.RATES,
)


def _collect() -> Mapping[str, Indicator]:
    registry: dict[str, Indicator] = {}
    for family in _ORDER:
        for indicator in family:
            if indicator.code in registry:
                raise ValueError(f"two indicators are called {indicator.code}")
            registry[indicator.code] = indicator
    return MappingProxyType(registry)


REGISTRY: Mapping[str, Indicator] = _collect()
