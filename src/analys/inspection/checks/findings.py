"""The published findings: each is about a shown cell, holds that cell's numbers and writes no other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from analys.disclosure.gate import ShownCell
from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject, is_rounded, numbers_of
from analys.inspection.tokens import NUMBER, value_of
from analys.presentation.findings import Finding
from analys.presentation.fyndlista import strip_tags

_CELL = re.compile(r'<span class="tal" data-cell="([^"]*)">([^<]*)</span>')
_NAME = re.compile(r'<span data-(?:etikett|eget)="">[^<]*</span>')


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults of findings."""
    for document in material.of("fynd"):
        findings = document.content if isinstance(document.content, tuple) else ()
        for number, finding in enumerate(findings, 1):
            for why in _list_faults(finding, subject):
                yield Fault(document.fil, f"fynd {number}", why, "Gör om rapporten.")


def _list_faults(finding: Finding, subject: Subject) -> Iterator[str]:
    cell = subject.cells.get(finding.id.removeprefix(f"{finding.chapter}/"))
    if cell is None or cell.cell not in subject.shown or not {*finding.cells} <= subject.shown:
        yield "Ett fynd bygger på en uppgift som rapporten inte visar."
        return
    if not _has_numbers_of(finding, cell):
        yield "Ett fynd har andra tal än sin uppgift."
    if strip_tags(finding.html) != finding.text:
        yield "Ett fynds text är inte densamma som den märkta texten."
    for name, written in _CELL.findall(finding.html):
        if not _is_of_cell(strip_tags(name), strip_tags(written), subject):
            yield "Ett fynds text har ett tal som inte är uppgiftens."
    if NUMBER.search(strip_tags(_NAME.sub("", _CELL.sub("", finding.html)))):
        yield "Ett fynds text har ett tal som inte hör till någon uppgift."


def _has_numbers_of(finding: Finding, cell: ShownCell) -> bool:
    pairs = ((finding.value, cell.varde), (finding.lower, cell.undre), (finding.upper, cell.ovre))
    same = all((ours is None and math.isnan(theirs)) or ours == theirs for ours, theirs in pairs)
    return same and finding.n == cell.n


def _is_of_cell(name: str, written: str, subject: Subject) -> bool:
    cell, numbers = subject.cells.get(name), NUMBER.findall(written)
    if cell is None or name not in subject.shown:
        return False
    known = sorted(numbers_of(cell))
    values = [value_of(number) for number in numbers]
    return bool(values) and all(value is not None and is_rounded(known, *value) for value in values)
