"""The checks of an inspection, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analys.inspection.checks import (
    counts,
    drawings,
    editable,
    findings,
    hidden,
    keys,
    machine,
    names,
    numbers,
    paper,
    personnummer,
    provenance,
    tables,
    workbook,
)
from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject

Check = Callable[[Material, Subject], Iterator[Fault]]

CHECKS: tuple[Check, ...] = (
    personnummer.check,
    names.check,
    keys.check,
    hidden.check,
    tables.check,
    workbook.check,
    counts.check,
    numbers.check,
    drawings.check,
    paper.check,
    editable.check,
    findings.check,
    provenance.check,
    machine.check,
)
