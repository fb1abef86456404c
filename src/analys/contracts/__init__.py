"""Contracts: what each kind of input file must look like. A new kind is one module and one line below."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from analys.contracts.layout import Amne, Column, Layout, Rule

# Modules of this package, each with a LAYOUT of the same kind; in the order that accounts list them.
KINDS = (
    "skolenheter",
    "elevregister",
    "skyddade",
    "slutbetyg_ak9",
    "betyg_ak6",
    "bedomning_ak3",
    "np_ak3",
    "np_ak6",
    "np_ak9",
    "franvaro",
    "enkat_fragor",
    "enkat_svar",
    "enkat_utskick",
    "enkat_index",
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {kind: import_module(f"{__name__}.{kind}").LAYOUT for kind in KINDS}
)

__all__ = ["LAYOUTS", "Amne", "Column", "Layout", "Rule"]
