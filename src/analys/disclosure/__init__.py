"""Disclosure control: decides once, over everything, which cells may be shown.

`plan` takes every estimate of every chapter and decides each cell once; `protect` only looks the decisions
up and makes the `ProtectedTable` that figures, tables and text accept. Nothing else makes one.

A cell is hidden by itself (`primary`), for what was published before (`outside`), row by row (`complement`)
and over all rows at once, in whole numbers (`widths`); what need not be hidden is shown again (`release`).
How cells hang together stands in `relations`.
"""

from analys.disclosure.gate import ProtectedTable, protect
from analys.disclosure.plan import Plan, plan

__all__ = ["Plan", "ProtectedTable", "plan", "protect"]
