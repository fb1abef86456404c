"""The checks of an inspection, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analys.inspection.checks import keys, machine, names, personnummer, tables
from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject

Check = Callable[[Material, Subject], Iterator[Fault]]

CHECKS: tuple[Check, ...] = (
    personnummer.check,
    names.check,
    keys.check,
    machine.check,
    tables.check,
)
