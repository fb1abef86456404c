"""The account of a screening as text: summary, faults, warnings, what could not be tried, what passed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analys.errors import Problem
from analys.screening.check import STATUSES, Outcome

MOST, MOST_PLACES = 20, 6
"""Findings of one check, and places of one finding, that the text shows; the page shows all."""


@dataclass(frozen=True)
class Finding:
    """Problems that are the same thing in several places.

    Parameters
    ----------
    vad, gor : str
        What is wrong, and what to do.
    var : tuple of str
        Where, one text a place.
    """

    vad: str
    gor: str
    var: tuple[str, ...]


def list_findings(problems: Sequence[Problem]) -> list[Finding]:
    """Problems with the same words as one finding.

    Examples
    --------
    >>> problems = [Problem(fil, "Filen är tom.", "Ta bort den.") for fil in ("a.csv", "b.csv")]
    >>> [finding.var for finding in list_findings(problems)]
    [('a.csv', 'b.csv')]
    """
    places: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        where = str(replace(problem, vad="", gor="")).splitlines()[1].partition(": ")[2]
        places.setdefault((problem.vad, problem.gor), []).append(where)
    return [Finding(vad, gor, tuple(var)) for (vad, gor), var in places.items()]


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


def write_account(title: str, outcomes: Sequence[Outcome], width: int = 100) -> Iterator[str]:
    """Lines of the account, none longer than `width` unless a single word is."""
    for text, indent, hanging in _tell(title, outcomes):
        yield from textwrap.wrap(
            text,
            width,
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hanging),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]


def _tell(title: str, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, int, int]]:
    """Paragraphs, each with its indent and how much deeper its other lines begin."""
    yield f"Kontroll av {title}", 0, 0
    yield summarise(outcomes), 0, 0
    for status, found in group(outcomes).items():
        yield "", 0, 0
        yield RUBRIKER[status], 0, 0
        if status == "godkänd":
            yield " · ".join(outcome.check.titel for outcome in found), 2, 0
        if status == "kunde inte prövas":
            yield from _tell_reasons(found)
        for outcome in found:
            yield from _tell_outcome(outcome)


def _tell_reasons(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, int, int]]:
    """Each reason once, with the checks that it stopped."""
    titles: dict[str, list[str]] = {}
    for outcome in outcomes:
        titles.setdefault(outcome.skal, []).append(outcome.check.titel)
    yield from ((f"{skal} ({' · '.join(stopped)})", 2, 2) for skal, stopped in titles.items())


def _tell_outcome(outcome: Outcome) -> Iterator[tuple[str, int, int]]:
    if outcome.status == "godkänd":
        yield from ((f"{outcome.check.titel}: {note}", 2, 2) for note in outcome.noter)
        return
    if outcome.status == "kunde inte prövas":
        return
    yield "", 0, 0
    yield outcome.check.titel, 2, 0
    findings = list_findings(outcome.problems)
    for number, finding in enumerate(findings[:MOST], 1):
        yield from _tell_finding(number, finding)
    if len(findings) > MOST:
        yield f"… och {len(findings) - MOST} till. Alla står på sidan som --html skriver.", 4, 0
    yield from ((note, 4, 0) for note in outcome.noter)


def _tell_finding(number: int, finding: Finding) -> Iterator[tuple[str, int, int]]:
    yield f"{number}. {finding.vad}", 4, 3
    first, *others = finding.var[:MOST_PLACES]
    yield f"Var: {first}", 7, 5
    yield from ((where, 12, 0) for where in others)
    if len(finding.var) > MOST_PLACES:
        yield f"och på {len(finding.var) - MOST_PLACES} ställen till", 12, 0
    yield f"Gör så här: {finding.gor}", 7, 0


def _count(outcomes: Sequence[Outcome], status: str) -> int:
    return sum(len(list_findings(outcome.problems)) for outcome in outcomes if outcome.status == status)
