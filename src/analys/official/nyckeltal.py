"""Kolada's key figures (KPI): which we fetch, and which belongs to which indicator.

Source of ids and titles: Kolada's KPI metadata. Only the ids for kommunala skolor are compared with a
municipality's own files, since those hold no pupils of fristående schools; the rest is fetched for later use.
"""

from __future__ import annotations

from collections.abc import Mapping

from analys.indicators import REGISTRY

# Merit value, alla ämnen, yrkesprogram and åk 6 for pupils by where the school lies and where they live,
# NP åk 3 by where they live, and åk 9 grades lower / higher than the test grade
# (Sv, Ma, En, Sva).
FURTHER_KPI = (
    *("N15504", "N15507"),
    *("N15418", "N15508"),
    *("N15424", "N15428"),
    *("N15539", "N15543"),
    *("N15472", "N15473"),
    *("N15569", "N15570", "N15571", "N15572", "N15573", "N15574", "N15575", "N15576"),
)

# A Kolada value of exactly 95 stands for at least 40 pupils of whom 1-4 did not reach the criteria.
COARSE_KPI = frozenset({"N15539", "N15540", "N15541", "N15543"})
COARSE_VALUE = 95.0


def kpi_of_indicators() -> Mapping[str, str]:
    """KPI id by indicator code, in the registry's order; indicators that Kolada lacks are left out."""
    return {code: indicator.kolada for code, indicator in REGISTRY.items() if indicator.kolada}


def wanted_kpi() -> tuple[str, ...]:
    """Every KPI that a fetch asks for, sorted."""
    return tuple(sorted({*kpi_of_indicators().values(), *FURTHER_KPI}))
