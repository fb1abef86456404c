"""Contracts: what each kind of input file must look like. A new kind is one module and one line below."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from analys.contracts import (
    betyg_ak6,
    elevregister,
    franvaro,
    np_ak3,
    np_ak6,
    np_ak9,
    skolenheter,
    skyddade,
    slutbetyg_ak9,
)
from analys.contracts.layout import Column, Layout, Rule

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        module.LAYOUT.kind: module.LAYOUT
        for module in (
            skolenheter,
            elevregister,
            skyddade,
            slutbetyg_ak9,
            betyg_ak6,
            np_ak3,
            np_ak6,
            np_ak9,
            franvaro,
        )
    }
)

__all__ = ["LAYOUTS", "Column", "Layout", "Rule"]
