"""What the conclusions are made of: findings in order, what people have pinned, and what they propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analys.disclosure import ProtectedTable
from analys.errors import InputError, Problem
from analys.presentation.atgarder import Atgard, read_measures
from analys.presentation.findings import Finding
from analys.presentation.malutfall import read_targets
from analys.presentation.slutsatser_nycklar import explain_missing, find_by_key, is_absent
from analys.presentation.slutsatser_ordning import Ordning, order_findings
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

FASTSTALLD = "fastställd"


@dataclass(frozen=True)
class Slutsatser:
    """What the conclusions are made of.

    Parameters
    ----------
    fynd : tuple of Finding
        Every chapter's findings.
    ordning : Ordning
    atgarder : tuple of Atgard
    problems : tuple of Problem
        Rows of the workbook that could not be used.
    """

    fynd: tuple[Finding, ...]
    ordning: Ordning
    atgarder: tuple[Atgard, ...]
    problems: tuple[Problem, ...]


def conclude(run: Underlag, findings: Sequence[Finding], tables: Tables) -> Slutsatser:
    """Order the findings and read what people have pinned and proposed.

    Raises
    ------
    InputError
        In a report that is *fastställd*, with every row of the workbook that cannot be used.
    """
    bok = run.arbetsbok()
    pinned, problems = read_pins(run, findings)
    measures, faults = read_measures(run, bok, findings, tables)
    problems += [*faults, *read_targets(run)[1]]
    if problems and run.parameters.status == FASTSTALLD:
        raise InputError(problems)
    ordning = order_findings(findings, run.parameters, pinned)
    return Slutsatser(tuple(findings), ordning, tuple(measures), tuple(problems))


def read_pins(run: Underlag, findings: Sequence[Finding]) -> tuple[dict[str, str], list[Problem]]:
    """Reasons of the findings that people have pinned by the finding's key, and faults of the sheet."""
    reasons: dict[str, str] = {}
    problems = []
    for row in run.arbetsbok().rader("fasta_fynd"):
        finding = find_by_key(row.text("fynd"), findings)
        if finding is None:
            if not is_absent(row.text("fynd"), findings):
                problems.append(explain_missing(row, findings))
        elif finding.enhetstyp == "skola":
            problems.append(
                row.problem(
                    "fynd",
                    "Fyndet gäller en enskild skola, och sådana fästs inte bland hela kommunens viktigaste.",
                    "Välj ett fynd om hela kommunen, eller ta bort raden.",
                )
            )
        else:
            reasons[finding.nyckel] = row.text("skal")
    return reasons, problems
