"""Measures of the same pupils of which one asks more: whoever meets the harder meets the easier too."""

from __future__ import annotations

from collections.abc import Iterator

from analys.attacker.relations.forms import Line
from analys.attacker.report import Report

NESTING = "behörighet"
HARDER = {
    "behorighet_es": ("behorighet_yrkes",),
    "behorighet_ekhusa": ("behorighet_yrkes", "behorighet_es"),
    "behorighet_nate": ("behorighet_yrkes", "behorighet_es"),
    **{f"franvaro_niva_betyg_{kod}_c": (f"franvaro_niva_betyg_{kod}_e",) for kod in ("sv", "en", "ma")},
}
"""Measures, and those that everybody counted in them is counted in: every högskoleförberedande programme asks
for all that a yrkesprogram asks for, and for the nine other subjects of the estetiska programmet. Who has at
least a C has at least an E. Passing in all subjects is no such case: who has few subjects passes in all and
is eligible for nothing."""


def find_nesting(report: Report) -> Iterator[Line]:
    """Every pair of measures of the same pupils."""
    for cell in report.levels():
        for code in HARDER.get(cell.key.indikator, ()):
            easier = cell.key._replace(indikator=code)
            size = report.sizes.get(cell.key)
            if easier in report.cells and size is not None and report.sizes.get(easier) == size:
                yield Line(NESTING, ((easier, 1), (cell.key, -1)), 0, size)
