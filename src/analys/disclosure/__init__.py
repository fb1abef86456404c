"""Disclosure control: decides once, over everything, which cells may be shown.

`plan` takes every estimate of every chapter and decides each cell once; `protect` only looks the decisions
up and makes the `ProtectedTable` that figures, tables and text accept. Nothing else makes one.
"""

from analys.disclosure.gate import ProtectedTable, protect
from analys.disclosure.plan import Plan, plan

__all__ = ["Plan", "ProtectedTable", "plan", "protect"]
