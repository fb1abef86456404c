"""The account of a screening as text: summary, faults, warnings, what could not be tried, what passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analys.errors import Problem
from analys.screening.check import STATUSES, Outcome

MOST = 20
"""Findings of one check that the text shows; the page shows all."""

RUBRIKER = {
    "fel": "Fel: rätta innan du gör rapporten",
    "varning": "Varningar: titta efter om det stämmer",
    "kunde inte prövas": "Kunde inte prövas",
    "godkänd": "Godkända",
}


def summarise(outcomes: Sequence[Outcome]) -> str:
    """The summary in one sentence.

    Examples
    --------
    >>> summarise([])
    'Inga fel. Inga varningar. 0 kontroller är godkända.'
    """
    faults, warnings = (_count(outcomes, status) for status in STATUSES[:2])
    passed, untried = (
        sum(o.status == status for o in outcomes) for status in ("godkänd", "kunde inte prövas")
    )
    parts = [
        f"{faults or 'Inga'} fel.",
        "1 varning." if warnings == 1 else f"{warnings or 'Inga'} varningar.",
        "1 kontroll är godkänd." if passed == 1 else f"{passed} kontroller är godkända.",
    ]
    if untried:
        parts.append(f"{untried} kunde inte prövas.")
    return " ".join(parts)


def group(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Outcomes by status, in the order of the account; statuses that none has are left out."""
    grouped = {status: [o for o in outcomes if o.status == status] for status in STATUSES}
    return {status: found for status, found in grouped.items() if found}


def write_account(title: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines of the account."""
    yield f"Kontroll av {title}"
    yield summarise(outcomes)
    for status, found in group(outcomes).items():
        yield ""
        yield RUBRIKER[status]
        for outcome in found:
            yield from _write_outcome(outcome)


def _write_outcome(outcome: Outcome) -> Iterator[str]:
    if outcome.status == "godkänd":
        yield f"  {outcome.check.titel}"
        yield from (f"    {note}" for note in outcome.noter)
        return
    if outcome.status == "kunde inte prövas":
        yield f"  {outcome.check.titel}: {outcome.skal}"
        return
    yield ""
    yield f"  {outcome.check.titel}"
    for number, problem in enumerate(outcome.problems[:MOST], 1):
        yield from _write_problem(number, problem)
    if len(outcome.problems) > MOST:
        yield f"    … och {len(outcome.problems) - MOST} till. Alla står på sidan som --html skriver."
    yield from (f"    {note}" for note in outcome.noter)


def _write_problem(number: int, problem: Problem) -> Iterator[str]:
    what, *rest = str(problem).splitlines()
    yield f"    {number}. {what}"
    yield from (f"       {line.strip()}" for line in rest)


def _count(outcomes: Sequence[Outcome], status: str) -> int:
    return sum(len(outcome.problems) for outcome in outcomes if outcome.status == status)
