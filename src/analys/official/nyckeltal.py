"""Kolada's key figures (KPI): which we fetch, and which belongs to which indicator.

Source of ids and titles: Kolada's KPI metadata. Only the ids for kommunala skolor are compared with a
municipality's own files, since those hold no pupils of fristående schools; the rest is fetched for later use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from analys.indicators import REGISTRY
from analys.indicators.forutsattningar import FORUTSATTNINGAR

# Merit value, alla ämnen, yrkesprogram and åk 6 for pupils by where the school lies and where they live, and
# NP åk 3 by where they live.
FURTHER_KPI = (
    *("N15504", "N15507"),
    *("N15418", "N15508"),
    *("N15424", "N15428"),
    *("N15539", "N15543"),
    *("N15472", "N15473"),
)

# A Kolada value of exactly 95 stands for at least 40 pupils of whom 1-4 did not reach the criteria.
COARSE_KPI = frozenset({"N15539", "N15540", "N15541", "N15543"})
COARSE_VALUE = 95.0


class Published(NamedTuple):
    """A KPI and what it measures; `kategori` is "" for an indicator with one value."""

    kpi: str
    indikator: str
    kategori: str


def list_published() -> tuple[Published, ...]:
    """Every KPI that the registry knows, in its order.

    Examples
    --------
    >>> [one.kpi for one in list_published() if one.indikator == "np_relation_ak9_ma"]
    ['N15571', 'N15572']
    """
    whole = (Published(i.kolada, i.code, "") for i in REGISTRY.values() if i.kolada)
    parts = (Published(kpi, i.code, name) for i in REGISTRY.values() for name, kpi in i.kolada_kategorier)
    return (*whole, *parts)


def kpi_of_indicators() -> Mapping[str, str]:
    """KPI id by indicator code, in the registry's order; indicators that Kolada lacks are left out."""
    return {code: indicator.kolada for code, indicator in REGISTRY.items() if indicator.kolada}


def wanted_kpi() -> tuple[str, ...]:
    """Every KPI that a fetch asks for, sorted."""
    conditions = (one.kpi for one in FORUTSATTNINGAR.values())
    return tuple(sorted({*(one.kpi for one in list_published()), *FURTHER_KPI, *conditions}))
