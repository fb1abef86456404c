"""Skolverket's tables, one module each. A new table is one module and one line below."""

from analys.official.tabeller import behorighet_ak9, np_relation_ak9, slutbetyg_ak9
from analys.official.tabeller.tabell import Matt, Tabell

__all__ = ["TABELLER", "Matt", "Tabell"]

TABELLER = (
    slutbetyg_ak9.TABELL,
    np_relation_ak9.TABELL,
    behorighet_ak9.TABELL,
)
